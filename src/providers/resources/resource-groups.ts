import {
  activityEndWrite,
  activityKey,
  currentActivity,
  type NotedEnd,
  type ResourceEntry,
  resourceGroupKey,
  type ResourceRegistry,
} from '../../arm/index.ts';
import { foldCase, type Instant } from '../../base/index.ts';
import { type Store, type StoredDocument, StoreError, type Write } from '../../store/index.ts';

/** A resource group as it is kept. */
export interface ResourceGroup {
  readonly subscriptionId: string;
  /** In the casing of its creation. */
  readonly name: string;
  /** Normalized. */
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly managedBy?: string;
  readonly createdAt: Instant;
  /** Its deletion was accepted then; it is gone when all its resources are. */
  readonly deletingSince?: Instant;
  /** The deletion that was accepted then could not be done: somebody outside uses these. */
  readonly failedDeletion?: { readonly since: Instant; readonly ids: readonly string[] };
}

export interface GroupPage {
  readonly groups: readonly ResourceGroup[];
  readonly next: string | null;
}

/**
 * The resource groups. Deletion is level-triggered: what is under way stands in the store, every look
 * at a group does what is due, and so a restart needs to resume nothing.
 */
export interface ResourceGroups {
  find(subscriptionId: string, name: string): Promise<ResourceGroup | undefined>;
  list(subscriptionId: string, page: { after?: string; limit: number }): Promise<GroupPage>;
  /**
   * Writes what `decide` makes of the group as it is; asks again when somebody else was faster.
   * `decide` throws to refuse.
   */
  change(
    subscriptionId: string,
    name: string,
    decide: (current: ResourceGroup | undefined) => ResourceGroup,
  ): Promise<ResourceGroup>;
  /** Begins, or continues, the deletion of a group and of everything in it. Undefined: there is none. */
  delete(subscriptionId: string, name: string): Promise<ResourceGroup | undefined>;
}

export interface ResourceGroupsOptions {
  readonly store: Store;
  readonly registry: ResourceRegistry;
  now(): Instant;
  /**
   * Begins the deletion of a resource unless it is under way, and begins it anew when it has failed.
   * It is called at every look until the entry is gone. Says when it cannot begin yet because others
   * use the resource.
   */
  deleteResource(entry: ResourceEntry): Promise<'underWay' | 'inUse'>;
  /** What others keep about a group and goes with it, in the same commit. */
  goesWith?(group: ResourceGroup): Promise<readonly Write[]>;
}

const COLLECTION = 'resource-groups';
/** Between two pages of a group that is being deleted others get their turn. */
const PAGE_COUNT = 100;
/** Two writers of one group meet rarely; ten times in a row means something is wrong. */
const TRIES_MAX = 10;

export function createResourceGroups(options: ResourceGroupsOptions): ResourceGroups {
  return new StoredResourceGroups(options);
}

interface Kept {
  readonly group: ResourceGroup;
  readonly revision: number;
}

class StoredResourceGroups implements ResourceGroups {
  readonly #options: ResourceGroupsOptions;

  constructor(options: ResourceGroupsOptions) {
    this.#options = options;
  }

  async find(subscriptionId: string, name: string): Promise<ResourceGroup | undefined> {
    const kept = await this.#read(subscriptionId, name);
    return kept && this.#look(kept);
  }

  async list(
    subscriptionId: string,
    { after, limit }: { after?: string; limit: number },
  ): Promise<GroupPage> {
    const documents = await this.#options.store.listDocuments(COLLECTION, {
      prefix: foldCase(`/subscriptions/${subscriptionId}/`),
      ...(after === undefined ? {} : { after }),
      limit: limit + 1,
    });
    const groups: ResourceGroup[] = [];
    for (const document of documents.slice(0, limit)) {
      const group = await this.#look(readGroup(document));
      if (group) groups.push(group);
    }
    const last = documents.length > limit ? documents[limit - 1] : undefined;
    return { groups, next: last?.key ?? null };
  }

  async change(
    subscriptionId: string,
    name: string,
    decide: (current: ResourceGroup | undefined) => ResourceGroup,
  ): Promise<ResourceGroup> {
    for (let tries = 1; ; tries += 1) {
      await this.find(subscriptionId, name);
      const kept = await this.#read(subscriptionId, name);
      const group = decide(kept?.group);
      const activity = currentActivity()?.writes(kept === undefined ? 201 : 200) ?? [];
      if (await this.#put(group, kept?.revision ?? 0, tries === TRIES_MAX, activity)) {
        currentActivity()?.kept();
        return group;
      }
    }
  }

  async delete(subscriptionId: string, name: string): Promise<ResourceGroup | undefined> {
    for (let tries = 1; ; tries += 1) {
      const kept = await this.#read(subscriptionId, name);
      if (!kept) return undefined;
      const { failedDeletion: _, ...before } = kept.group;
      const group = { ...before, deletingSince: this.#options.now(), ...before };
      const begun = group.deletingSince === kept.group.deletingSince;
      const end = { kind: 'noted', key: endKey(group) } as const;
      const activity = currentActivity()?.writes(202, end) ?? [];
      if (begun || (await this.#put(group, kept.revision, tries === TRIES_MAX, activity))) {
        if (!begun) currentActivity()?.kept();
        await this.find(subscriptionId, name);
        return group;
      }
    }
  }

  /** Does what is due of a deletion; undefined when that was the last of it. */
  async #look({ group, revision }: Kept): Promise<ResourceGroup | undefined> {
    if (group.deletingSince === undefined) return group;
    const left = await this.#deleteResources(group);
    if (left === 'underWay') return group;
    if (left !== 'none') return await this.#giveUp({ group, revision }, left);
    const others = (await this.#options.goesWith?.(group)) ?? [];
    const gone = await this.#tryCommit(() =>
      this.#options.store.commit([
        { kind: 'delete', collection: COLLECTION, key: keyOf(group), expected: revision },
        this.#endWrite(group, null),
        ...others,
      ]),
    );
    // Another look was faster with the same; what is there now is the answer.
    if (!gone) return (await this.#read(group.subscriptionId, group.name))?.group;
    // A resource whose creation had passed the door before the deletion began may have come late.
    if (await this.#isEmpty(group)) return undefined;
    await this.#tryCommit(() => this.#options.store.commit([putWrite(group, 0)]));
    return group;
  }

  /** Nobody inside goes any more, and what is left is used from outside. */
  async #giveUp(
    { group, revision }: Kept,
    ids: readonly string[],
  ): Promise<ResourceGroup | undefined> {
    const { deletingSince: since = 0, ...before } = group;
    const failed: ResourceGroup = { ...before, failedDeletion: { since, ids } };
    const message = `These are used from outside the resource group: ${ids.join(', ')}`;
    await this.#put(failed, revision, false, [
      this.#endWrite(group, { code: 'Conflict', message }),
    ]);
    return (await this.#read(group.subscriptionId, group.name))?.group;
  }

  /**
   * Begins what is not under way. What others use goes after them, so as long as a pass takes something
   * away at once, another one may. The ids of what is left when nothing else goes on.
   */
  async #deleteResources(group: ResourceGroup): Promise<'none' | 'underWay' | readonly string[]> {
    for (let before = Number.POSITIVE_INFINITY; ;) {
      const { count, inUse } = await this.#deletePass(group);
      if (count === 0 || (await this.#isEmpty(group))) return 'none';
      if (inUse.length === 0) return 'underWay';
      if (count >= before) return inUse.length === count ? inUse : 'underWay';
      before = count;
    }
  }

  async #deletePass(
    group: ResourceGroup,
  ): Promise<{ readonly count: number; readonly inUse: readonly string[] }> {
    const inUse: string[] = [];
    let count = 0;
    const { registry } = this.#options;
    const query = { subscriptionId: group.subscriptionId, resourceGroupName: group.name };
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof registry.list>> = await registry.list({
        ...query,
        ...(after === null ? {} : { after }),
        limit: PAGE_COUNT,
      });
      // Also what says `deleting`: its deletion may have failed, and then nothing else would go on.
      for (const entry of page.entries) {
        count += 1;
        await this.#tryCommit(async () => {
          if ((await this.#options.deleteResource(entry)) === 'inUse') inUse.push(entry.id);
        });
      }
      after = page.next;
    } while (after !== null);
    return { count, inUse };
  }

  async #isEmpty(group: ResourceGroup): Promise<boolean> {
    const page = await this.#options.registry.list({
      subscriptionId: group.subscriptionId,
      resourceGroupName: group.name,
      limit: 1,
    });
    return page.entries.length === 0;
  }

  async #read(subscriptionId: string, name: string): Promise<Kept | undefined> {
    const key = resourceGroupKey(subscriptionId, name);
    const document = await this.#options.store.getDocument(COLLECTION, key);
    return document && readGroup(document);
  }

  /** For the activity log, which has the request of the deletion. */
  #endWrite(group: ResourceGroup, failure: NotedEnd['failure']): Write {
    return activityEndWrite(endKey(group), { at: this.#options.now(), failure });
  }

  async #put(
    group: ResourceGroup,
    revision: number,
    last: boolean,
    others: readonly Write[],
  ): Promise<boolean> {
    const commit = (): Promise<void> =>
      this.#options.store.commit([putWrite(group, revision), ...others]);
    if (!last) return await this.#tryCommit(commit);
    await commit();
    return true;
  }

  /** False when somebody else was faster; the next look goes on from there. */
  async #tryCommit(commit: () => Promise<void>): Promise<boolean> {
    try {
      await commit();
      return true;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'conflict') return false;
      throw error;
    }
  }
}

function putWrite(group: ResourceGroup, expected: number) {
  return {
    kind: 'put',
    collection: COLLECTION,
    key: keyOf(group),
    value: JSON.stringify(group),
    expected,
  } as const;
}

/** Of the end of the deletion under way, in the activity log. */
function endKey({ subscriptionId, name, deletingSince = 0 }: ResourceGroup): string {
  return activityKey(subscriptionId, deletingSince, `group/${foldCase(name)}`);
}

function keyOf(group: ResourceGroup): string {
  return resourceGroupKey(group.subscriptionId, group.name);
}

function readGroup(document: StoredDocument): Kept {
  return { group: JSON.parse(document.value) as ResourceGroup, revision: document.revision };
}
