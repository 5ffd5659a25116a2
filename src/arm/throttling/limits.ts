import { BoundedMemo } from '../bounded-memo.ts';
import type { HttpMethod } from '../types.ts';
import type { Allowance } from './allowance.ts';
import { CountingWindow, type WindowSize } from './counting-window.ts';
import { type BucketSize, EVERY_SECOND, TokenBucket } from './token-bucket.ts';

/**
 * Whether requests are refused, and how they are counted: `azure` as today, in buckets of a minute;
 * `azure-2019` as until 2023, in groups of 3 and 30 minutes; `off` counts as `azure` and refuses nothing.
 */
export const THROTTLE_MODES = ['off', 'azure', 'azure-2019'] as const;
export type ThrottleMode = (typeof THROTTLE_MODES)[number];

/** What a provider counts, by the names that operations have in `rateLimits`. */
export interface RateLimitTable {
  readonly buckets: Readonly<Record<string, BucketSize>>;
  /** The groups that were counted in place of a bucket until 2023; none for one that is not named. */
  readonly windows: Readonly<Record<string, readonly NamedWindow[]>>;
}

export interface NamedWindow extends WindowSize {
  /** `HighCostGetVMScaleSet30Min`. */
  readonly group: string;
}

/** A limit that users have set: requests at once or in the interval, and new ones a step. */
export interface OwnLimit {
  readonly capacity: number;
  /** Of a bucket, each minute or (front door) second; left out: as its size would have it. */
  readonly refill?: number;
}

export type OwnLimits = Readonly<Record<string, OwnLimit>>;

export interface NamedAllowance {
  /** Without the provider's namespace. */
  readonly name: string;
  /** Whose: a subscription's or a resource's. */
  readonly owner: string;
  readonly allowance: Allowance;
}

/** What the front door counts of a caller in one scope, with the headers it is told in. */
export interface ScopeAllowances {
  /** `read`, `write` or `delete`, as in the refusal. */
  readonly kind: string;
  readonly header: string;
  readonly own: Allowance;
  readonly globalHeader: string | undefined;
  readonly global: Allowance;
}

/**
 * Reads 250 and 25 more a second, writes and deletes 200 and 10 more, each caller for himself; all
 * callers together fifteen times as much. Source: "Throttling Resource Manager requests" (Microsoft
 * Learn) and the recorded `global-reads: 3749`, `global-writes: 2999`, `writes: 199` in
 * shared/azure/lro.md.
 */
const SCOPE_SIZES = {
  reads: { capacity: 250, refill: 25 },
  writes: { capacity: 200, refill: 10 },
  deletes: { capacity: 200, refill: 10 },
} as const;
const GLOBAL_FACTOR = 15;

/** Of the front door, beside the names of groups. */
export const SCOPE_LIMIT_NAMES: readonly string[] = Object.keys(SCOPE_SIZES).map(
  (kind) => `subscription-${kind}`,
);

/** Callers of scopes, and resources; forgetting one only fills it up again. */
const SCOPES_MAX = 5_000;
const RESOURCES_MAX = 20_000;

/** A group that nobody has sized, e.g. of a provider that is new. */
const UNSIZED = { capacity: 1_500, refill: 500, every: 60 * EVERY_SECOND };

/** All counts of this process, under one mode and one set of limits. */
export class Limits {
  readonly #table: RateLimitTable;
  readonly #mode: ThrottleMode;
  readonly #own: OwnLimits;
  readonly #scopes = new BoundedMemo<TokenBucket>(SCOPES_MAX);
  readonly #groups = new BoundedMemo<Allowance>(RESOURCES_MAX);

  constructor(table: RateLimitTable, mode: ThrottleMode, own: OwnLimits) {
    this.#table = table;
    this.#mode = mode;
    this.#own = own;
  }

  /** @param subscriptionId Undefined for requests of a tenant. */
  scope(subscriptionId: string | undefined, method: HttpMethod, actor: string): ScopeAllowances {
    const kind = kindOf(method);
    const level = subscriptionId === undefined ? 'tenant' : 'subscription';
    const { capacity, refill } = { ...SCOPE_SIZES[kind], ...this.#own[`${level}-${kind}`] };
    const bucket = (owner: string, factor: number): TokenBucket => {
      const key = `${subscriptionId?.toLowerCase() ?? 'tenant'} ${kind} ${owner}`;
      let found = this.#scopes.get(key);
      if (found === undefined) {
        const size = { capacity: capacity * factor, refill: refill * factor, every: EVERY_SECOND };
        found = new TokenBucket(size);
        this.#scopes.set(key, found);
      }
      return found;
    };
    return {
      kind: kind.slice(0, -1),
      header: `x-ms-ratelimit-remaining-${level}-${kind}`,
      own: bucket(actor, 1),
      globalHeader:
        subscriptionId === undefined
          ? undefined
          : `x-ms-ratelimit-remaining-${level}-global-${kind}`,
      global: bucket('', GLOBAL_FACTOR),
    };
  }

  /** What requests count in that name these policies, of a subscription or (`…Resource`) a resource. */
  groups(
    policies: readonly string[],
    subscriptionId: string,
    resource: string,
  ): readonly NamedAllowance[] {
    return this.#mode === 'azure-2019'
      ? policies
          .flatMap((policy) => this.#table.windows[policy] ?? [])
          .map((window) => {
            const { group, length } = window;
            const capacity = this.#own[group]?.capacity ?? window.capacity;
            return this.#remembered(
              group,
              subscriptionId,
              () => new CountingWindow({ capacity, length }),
            );
          })
      : policies.map((policy) => {
          const size = { ...(this.#table.buckets[policy] ?? UNSIZED), ...this.#own[policy] };
          const owner = policy.endsWith('Resource') ? resource : subscriptionId;
          return this.#remembered(policy, owner, () => new TokenBucket(size));
        });
  }

  #remembered(name: string, owner: string, create: () => Allowance): NamedAllowance {
    const key = `${name} ${owner.toLowerCase()}`;
    let allowance = this.#groups.get(key);
    if (allowance === undefined) {
      allowance = create();
      this.#groups.set(key, allowance);
    }
    return { name, owner, allowance };
  }
}

function kindOf(method: HttpMethod): keyof typeof SCOPE_SIZES {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return 'reads';
    case 'DELETE':
      return 'deletes';
    case 'PUT':
    case 'PATCH':
    case 'POST':
      return 'writes';
  }
}
