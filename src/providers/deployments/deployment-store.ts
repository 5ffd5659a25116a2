import { foldCase } from '../../base/index.ts';
import type { Store, StoredDocument, Write } from '../../store/index.ts';
import type { DeploymentScope } from '../../templates/index.ts';
import { activityOfEnd } from './activity-end.ts';
import {
  type Deployment,
  type DeploymentInput,
  deploymentId,
  deploymentKey,
  isRunning,
} from './deployment.ts';

const DEPLOYMENTS = 'deployments';
const INPUTS = 'deployment-inputs';
/** One short document for each deployment that runs, so that they are found after a restart. */
const RUNNING = 'running-deployments';
/** One short document for each deployment, so that counting them reads little. */
const HISTORY = 'deployment-history';

/** More are under way only when somebody wants to see what happens then. */
const RUNNING_PAGE_COUNT = 500;

export interface Kept {
  readonly deployment: Deployment;
  readonly revision: number;
}

export interface HistoryEntry {
  readonly key: string;
  readonly updatedAt: number;
}

/** The documents of deployments. */
export class DeploymentStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether other processes may go on with a deployment too. */
  get shared(): boolean {
    return this.#store.shared;
  }

  async read(key: string): Promise<Kept | undefined> {
    const document = await this.#store.getDocument(DEPLOYMENTS, key);
    return document && readKept(document);
  }

  async readInput(key: string): Promise<DeploymentInput | undefined> {
    const document = await this.#store.getDocument(INPUTS, key);
    return document && (JSON.parse(document.value) as DeploymentInput);
  }

  /** In the order of their names. */
  async list(
    scope: DeploymentScope,
    { after, limit }: { readonly after?: string; readonly limit: number },
  ): Promise<readonly { readonly key: string; readonly deployment: Deployment }[]> {
    const documents = await this.#store.listDocuments(DEPLOYMENTS, {
      prefix: prefixOf(scope),
      ...(after === undefined ? {} : { after }),
      limit,
    });
    return documents.map((document) => ({
      key: document.key,
      deployment: readKept(document).deployment,
    }));
  }

  /** At most `limit` of a scope, for its limit on how many there may be. */
  async history(scope: DeploymentScope, limit: number): Promise<readonly HistoryEntry[]> {
    const documents = await this.#store.listDocuments(HISTORY, { prefix: prefixOf(scope), limit });
    return documents.map(({ key, value }) => ({
      key,
      updatedAt: (JSON.parse(value) as { readonly at: number }).at,
    }));
  }

  /** The keys of those that run. */
  async running(): Promise<readonly string[]> {
    const keys: string[] = [];
    for (let after: string | undefined; ;) {
      const documents = await this.#store.listDocuments(RUNNING, {
        prefix: '',
        ...(after === undefined ? {} : { after }),
        limit: RUNNING_PAGE_COUNT,
      });
      keys.push(...documents.map(({ key }) => key));
      after = documents.at(-1)?.key;
      if (documents.length < RUNNING_PAGE_COUNT || after === undefined) return keys;
    }
  }

  /** Throws StoreError `conflict` when somebody else has gone on meanwhile. */
  async put(
    deployment: Deployment,
    expected: number,
    input?: DeploymentInput,
    others: readonly Write[] = [],
  ): Promise<void> {
    const key = deploymentKey(deployment.scope, deployment.name);
    const puts: Write[] = [
      { kind: 'put', collection: DEPLOYMENTS, key, value: JSON.stringify(deployment), expected },
      ...activityOfEnd(deployment),
      ...others,
    ];
    if (input !== undefined) {
      const at = deployment.acceptedAt;
      puts.push(
        { kind: 'put', collection: INPUTS, key, value: JSON.stringify(input) },
        { kind: 'put', collection: HISTORY, key, value: JSON.stringify({ at }) },
        isRunning(deployment)
          ? { kind: 'put', collection: RUNNING, key, value: '{}' }
          : { kind: 'delete', collection: RUNNING, key },
      );
    }
    await this.#store.commit(puts);
  }

  async delete(key: string, expected: number): Promise<void> {
    await this.#store.commit(deletionsOf(key, expected));
  }

  /** The same, to be committed with something else. */
  deletions(key: string, expected: number): readonly Write[] {
    return deletionsOf(key, expected);
  }

  /** All of a resource group, to be committed with its end. */
  async deletionsIn(scope: DeploymentScope): Promise<readonly Write[]> {
    const documents = await this.#store.listDocuments(HISTORY, {
      prefix: prefixOf(scope),
      // More than the history's limit is never there.
      limit: 2_000,
    });
    return documents.flatMap(({ key }) => deletionsOf(key));
  }
}

function deletionsOf(key: string, expected?: number): Write[] {
  return [
    {
      kind: 'delete',
      collection: DEPLOYMENTS,
      key,
      ...(expected === undefined ? {} : { expected }),
    },
    { kind: 'delete', collection: INPUTS, key },
    { kind: 'delete', collection: HISTORY, key },
    { kind: 'delete', collection: RUNNING, key },
  ];
}

function prefixOf(scope: DeploymentScope): string {
  return foldCase(deploymentId(scope, ''));
}

function readKept({ value, revision }: StoredDocument): Kept {
  return { deployment: JSON.parse(value) as Deployment, revision };
}
