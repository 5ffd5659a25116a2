import { type Instant, invariant, MICROS_PER_SECOND, NEVER } from '../../base/index.ts';
import { StoreError } from '../../store/index.ts';
import { expandTemplate, type ExpandedTemplate, readTemplate } from '../../templates/index.ts';
import { contextOf } from './context.ts';
import {
  type Deployment,
  type DeploymentInput,
  deploymentId,
  deploymentKey,
  type DeploymentRequest,
  isRunning,
  type Step,
} from './deployment.ts';
import type { DeploymentStore, Kept } from './deployment-store.ts';
import { lookAt } from './run-deployment.ts';
import type { RunServices } from './run-step.ts';
import { isShown } from './secret-texts.ts';
import type { Sealer } from './seal.ts';

/** Deployments under way. Made by the composition root; the operations write, this goes on. */
export interface Deployments {
  readonly store: DeploymentStore;
  readonly sealer: Sealer;
  /** A deployment as it is in the store; one that runs is gone on with from here on. */
  find(key: string): Promise<Kept | undefined>;
  /** It has been written, by us: its time will come. */
  begun(deployment: Deployment, expanded: ExpandedTemplate): void;
  /** Does all that is due up to now. */
  settle(): Promise<void>;
  /** When something is due next; NEVER when nothing runs. */
  nextDue(): Instant;
  /** After a start: finds those that were cut off. */
  resume(): Promise<void>;
  /** Waits for what is under way, and begins nothing any more. */
  close(): Promise<void>;
}

export interface DeploymentsOptions extends Omit<RunServices, 'find' | 'shared'> {
  readonly store: DeploymentStore;
  readonly sealer: Sealer;
  /** Calls back soon after the time has come. */
  wakeAt(at: Instant, callback: () => void): () => void;
  log(message: string, error: unknown): void;
}

/** Templates that are expanded again only after so many others. */
const EXPANDED_MAX = 50;

const TRY_AGAIN = 60 * MICROS_PER_SECOND;

/** A request takes milliseconds; whoever has sent it has written what came of it by then. */
const OTHERS_WAIT = 2 * MICROS_PER_SECOND;

export function createDeployments(options: DeploymentsOptions): Deployments {
  return new RunningDeployments(options);
}

class RunningDeployments implements Deployments {
  readonly store: DeploymentStore;
  readonly sealer: Sealer;
  readonly #options: DeploymentsOptions;
  readonly #services: RunServices;
  /** When each that runs is due, by key. */
  readonly #due = new Map<string, Instant>();
  readonly #expanded = new Map<string, ExpandedTemplate>();
  /** Steps that this process has begun and not yet heard of. */
  readonly #begun = new Set<string>();
  /** Steps that were found begun by somebody else, and when. */
  readonly #foundStarted = new Map<string, Instant>();
  #last: Promise<void> = Promise.resolve();
  #cancelWake: () => void = () => {};
  #wakesAt: Instant = NEVER;
  #closed = false;

  constructor(options: DeploymentsOptions) {
    this.#options = options;
    this.store = options.store;
    this.sealer = options.sealer;
    this.#services = {
      ...options,
      shared: options.store.shared,
      find: async (id) => (await this.store.read(id.toLowerCase()))?.deployment,
    };
  }

  async find(key: string): Promise<Kept | undefined> {
    const kept = await this.store.read(key);
    // Whoever looks goes on with it: the process that began it may be gone.
    if (kept && isRunning(kept.deployment) && !this.#due.has(key)) {
      this.#due.set(key, kept.deployment.dueAt ?? 0);
      this.#planWake();
    }
    return kept;
  }

  begun(deployment: Deployment, expanded: ExpandedTemplate): void {
    const key = deploymentKey(deployment.scope, deployment.name);
    this.#keepExpanded(cacheKeyOf(key, deployment), expanded);
    this.#due.set(key, deployment.dueAt ?? 0);
    this.#planWake();
  }

  nextDue(): Instant {
    let first = NEVER;
    for (const due of this.#due.values()) if (due < first) first = due;
    return first;
  }

  settle(): Promise<void> {
    // One after the other, in this process; between processes the store's revisions decide.
    const settled = this.#last.then(() => this.#settle());
    this.#last = settled.catch(() => {});
    return settled;
  }

  async resume(): Promise<void> {
    for (const key of await this.store.running()) {
      if (!this.#due.has(key)) this.#due.set(key, 0);
    }
    this.#planWake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelWake();
    await this.#last;
  }

  async #settle(): Promise<void> {
    if (this.store.shared && !this.#closed) await this.resume();
    try {
      for (let key = this.#firstDue(); key !== undefined; key = this.#firstDue()) {
        // What cannot be gone on with is tried again later, and does not stop the others for ever.
        this.#due.set(key, this.#options.now() + TRY_AGAIN);
        await this.#goOn(key);
      }
    } finally {
      this.#planWake();
    }
  }

  /** The earliest of those that are due, by name when at one instant: the order is always the same. */
  #firstDue(): string | undefined {
    if (this.#closed) return undefined;
    const now = this.#options.now();
    let first: string | undefined;
    let firstDue = NEVER;
    for (const [key, due] of this.#due) {
      if (due > now) continue;
      if (due < firstDue || (due === firstDue && first !== undefined && key < first)) {
        first = key;
        firstDue = due;
      }
    }
    return first;
  }

  /** One look and its commit. */
  async #goOn(key: string): Promise<void> {
    const kept = await this.store.read(key);
    const { deployment, revision } = kept ?? {};
    if (!deployment || revision === undefined || !isRunning(deployment)) {
      this.#forget(key);
      return;
    }
    const dueAt = deployment.dueAt ?? 0;
    if (dueAt > this.#options.now()) {
      this.#due.set(key, dueAt);
      return;
    }
    if (this.#leavesToOthers(key, deployment)) return;
    const { request, input } = await this.#readRequest(key);
    const look = await lookAt(
      deployment,
      this.#expand(key, deployment, request),
      this.#services,
      (step) => this.#foundStarted.has(stepKey(deployment, step)),
    );
    try {
      const last = look.ended ? this.#withoutSecrets(look.deployment, request, input) : undefined;
      await this.store.put(look.deployment, revision, last);
    } catch (error) {
      // Somebody else has gone on with it, or ended it; what is there now is looked at next.
      if (!(error instanceof StoreError && error.code === 'conflict')) throw error;
      this.#due.set(key, dueAt);
      return;
    }
    this.#note(deployment, look.deployment);
    if (look.ended) this.#forget(key);
    else this.#due.set(key, look.deployment.dueAt ?? 0);
  }

  /**
   * Whether somebody else may be sending requests right now: another process, or this one before it
   * was cut off. They are given a moment; then it is done here.
   */
  #leavesToOthers(key: string, deployment: Deployment): boolean {
    const now = this.#options.now();
    let until = 0;
    for (const step of startedSteps(deployment)) {
      const name = stepKey(deployment, step);
      if (this.#begun.has(name)) continue;
      const found = this.#foundStarted.get(name) ?? now;
      this.#foundStarted.set(name, found);
      until = Math.max(until, found + OTHERS_WAIT);
    }
    if (until <= now) return false;
    this.#due.set(key, until);
    return true;
  }

  /** Remembers what was begun here, and only as long as nobody knows how it went. */
  #note(before: Deployment, after: Deployment): void {
    for (const step of startedSteps(before)) {
      this.#begun.delete(stepKey(before, step));
    }
    for (const step of startedSteps(after)) this.#begun.add(stepKey(after, step));
    if (isRunning(after)) return;
    for (const step of after.steps) this.#foundStarted.delete(stepKey(after, step));
  }

  async #readRequest(
    key: string,
  ): Promise<{ readonly request: DeploymentRequest; readonly input: DeploymentInput }> {
    const input = await this.store.readInput(key);
    invariant(input, `${key} runs, but what it was asked for is not there`);
    return { request: this.sealer.open(key, input.sealed) as DeploymentRequest, input };
  }

  #expand(key: string, deployment: Deployment, request: DeploymentRequest): ExpandedTemplate {
    const cacheKey = cacheKeyOf(key, deployment);
    const known = this.#expanded.get(cacheKey);
    if (known !== undefined) return known;
    const expanded = expandRequest(deployment, request, this.#options);
    this.#keepExpanded(cacheKey, expanded);
    return expanded;
  }

  #keepExpanded(cacheKey: string, expanded: ExpandedTemplate): void {
    const oldest = this.#expanded.keys().next().value;
    if (this.#expanded.size >= EXPANDED_MAX && oldest !== undefined) this.#expanded.delete(oldest);
    this.#expanded.set(cacheKey, expanded);
  }

  /** What is kept of the request once it has ended: nobody needs the secure parameters any more. */
  #withoutSecrets(
    deployment: Deployment,
    request: DeploymentRequest,
    input: DeploymentInput,
  ): DeploymentInput {
    return withoutSecrets(deployment, request, input, this.sealer);
  }

  #forget(key: string): void {
    this.#due.delete(key);
    for (const cacheKey of this.#expanded.keys()) {
      if (cacheKey.startsWith(`${key} `)) this.#expanded.delete(cacheKey);
    }
  }

  #planWake(): void {
    const at = this.nextDue();
    if (this.#closed || at === this.#wakesAt) return;
    this.#cancelWake();
    this.#wakesAt = at;
    if (at === NEVER) return;
    this.#cancelWake = this.#options.wakeAt(at, () => {
      this.#wakesAt = NEVER;
      this.settle().catch((error: unknown) => {
        this.#options.log('A deployment could not go on.', error);
      });
    });
  }
}

function cacheKeyOf(key: string, { statusId }: Deployment): string {
  return `${key} ${statusId}`;
}

function startedSteps({ steps }: Deployment): readonly Step[] {
  return steps.filter(({ state }) => state === 'started');
}

function stepKey({ statusId, id }: Deployment, step: Step): string {
  return `${id} ${statusId} ${step.kind} ${step.id}`;
}

/** The template of a deployment with its parameters; the same every time. Throws TemplateError. */
export function expandRequest(
  deployment: Pick<
    Deployment,
    'scope' | 'name' | 'location' | 'mode' | 'acceptedAt' | 'correlationId' | 'origin' | 'statusId'
  >,
  request: DeploymentRequest,
  services: Pick<RunServices, 'directory'>,
  template = readTemplate(request.template),
): ExpandedTemplate {
  const { scope, name, location, mode, acceptedAt, correlationId, origin, statusId } = deployment;
  const context = contextOf(
    {
      scope,
      name,
      ...(location === undefined ? {} : { location }),
      mode,
      now: acceptedAt,
      guidSeed: `${correlationId}${deploymentId(scope, name)}/${statusId}`,
      origin,
      ...(request.group === undefined ? {} : { group: request.group }),
    },
    services,
  );
  return expandTemplate(template, request.parameters, context);
}

/** Parameters whose value a deployment does not show are secure ones. */
export function withoutSecrets(
  { scope, name }: Pick<Deployment, 'scope' | 'name'>,
  { parameters, ...rest }: DeploymentRequest,
  { shown }: Pick<DeploymentInput, 'shown'>,
  sealer: Sealer,
): DeploymentInput {
  const shownParameters = shown['parameters'];
  const open = Object.fromEntries(
    Object.entries(parameters).filter(([parameter]) => isShown(shownParameters, parameter)),
  );
  return { shown, sealed: sealer.seal(deploymentKey(scope, name), { ...rest, parameters: open }) };
}
