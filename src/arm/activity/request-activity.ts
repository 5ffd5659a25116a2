import { AsyncLocalStorage } from 'node:async_hooks';
import type { Store, Write } from '../../store/index.ts';
import {
  ACTIVITY_COLLECTIONS,
  ACTIVITY_RETENTION,
  type ActivityEnd,
  activityKey,
  activityWrite,
  type RequestActivity,
} from './activity-entry.ts';

/**
 * The entry of the request that is being served. Whoever commits what the request asks for commits
 * these writes with it, so that nothing is done that the log does not have.
 */
export class ActivityInProgress {
  readonly #entry: RequestActivity;
  readonly #key: string;
  readonly #companions: Companions;
  #end: ActivityEnd | null = null;
  #httpStatus: number | null = null;
  #isKept = false;

  constructor(subscriptionId: string, entry: RequestActivity) {
    this.#entry = entry;
    this.#companions = companions.getStore() ?? NO_COMPANIONS;
    this.#key = activityKey(subscriptionId, entry.at, entry.requestId);
  }

  /** Whether it was committed with what it is about. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /**
   * To be committed with what the request asks for; none when it has been.
   * `end` says how to find out how it ends, left out where it is done with its answer.
   */
  writes(httpStatus: number, end?: ActivityEnd): readonly Write[] {
    if (this.#isKept) return [];
    this.#httpStatus = httpStatus;
    this.#end = strongest(this.#end, end ?? null);
    return [this.#write(null), ...this.#companions(end ?? null)];
  }

  /** What `writes` gave has been committed. */
  kept(): void {
    this.#isKept = true;
  }

  /** What `writes` gave was refused after all, and not committed. */
  dropped(): void {
    if (this.#isKept) return;
    this.#httpStatus = null;
    this.#end = null;
  }

  /** For what was answered well and committed nothing itself. */
  answered(httpStatus: number): Write {
    this.#httpStatus ??= httpStatus;
    return this.#write(null);
  }

  refused(httpStatus: number, refusal: { code: string; message: string }): Write {
    this.#httpStatus = httpStatus;
    this.#end = null;
    return this.#write(refusal);
  }

  #write(refusal: RequestActivity['refusal']): Write {
    return activityWrite(this.#key, {
      ...this.#entry,
      httpStatus: this.#httpStatus ?? 200,
      end: this.#end,
      refusal,
    });
  }
}

const scope = new AsyncLocalStorage<ActivityInProgress | undefined>();

/** Further writes of the same commit, by how the request ends. */
export type Companions = (end: ActivityEnd | null) => readonly Write[];

const NO_COMPANIONS: Companions = () => [];
const companions = new AsyncLocalStorage<Companions>();

/**
 * Runs `task`, which sends one request through the front door; what the request asks for is committed
 * together with these writes, or neither is.
 */
export function withCompanions<R>(writes: Companions, task: () => R): R {
  return companions.run(writes, task);
}

/** The activity of the request on whose behalf this runs; none for reads and for work of our own. */
export function currentActivity(): ActivityInProgress | undefined {
  return scope.getStore();
}

/** Runs `task` on behalf of a request; undefined: on behalf of nobody. */
export function withActivity<R>(activity: ActivityInProgress | undefined, task: () => R): R {
  return scope.run(activity, task);
}

/** The operation of a set says more than the time of what goes with it. */
function strongest(before: ActivityEnd | null, next: ActivityEnd | null): ActivityEnd | null {
  if (before === null || next === null) return next ?? before;
  return RANK[next.kind] >= RANK[before.kind] ? next : before;
}

const RANK = { at: 0, noted: 1, operation: 2 } as const;

/** Looked for old entries after so many new ones; reads leave them out meanwhile. */
const SWEEP_EVERY = 64;
/** Taken away at once: more than have come, so that the log shrinks to its 90 days. */
const SWEEP_COUNT = 4 * SWEEP_EVERY;

/** Takes entries away that are older than Azure keeps them. */
export class ActivitySweeper {
  readonly #store: Store;
  #since = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** To be called for each new entry. */
  async noteOne(subscriptionId: string, now: number): Promise<void> {
    this.#since += 1;
    if (this.#since < SWEEP_EVERY) return;
    this.#since = 0;
    const after = activityKey(subscriptionId, now - ACTIVITY_RETENTION);
    const prefix = after.slice(0, after.indexOf('/') + 1);
    for (const collection of ACTIVITY_COLLECTIONS) {
      const old = await this.#store.listDocuments(collection, {
        prefix,
        after,
        limit: SWEEP_COUNT,
      });
      const writes = old.map(({ key }): Write => ({ kind: 'delete', collection, key }));
      if (writes.length > 0) await this.#store.commit(writes);
    }
  }
}
