import { type Instant, MICROS_PER_SECOND } from '../base/index.ts';
import { BoundedMemo } from './bounded-memo.ts';
import type { HttpMethod } from './types.ts';

/** How many requests fit into a bucket, and how fast it fills up again in virtual time. */
export interface BucketSize {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/**
 * A token bucket that only counts: it tells clients what remains and never refuses. It refills by the
 * virtual clock, so that the same requests give the same bytes.
 */
export class TokenBucket {
  readonly #capacity: number;
  readonly #refillPerMicro: number;
  #tokens: number;
  #filledAt: Instant = 0;

  constructor({ capacity, refillPerSecond }: BucketSize) {
    this.#capacity = capacity;
    this.#refillPerMicro = refillPerSecond / MICROS_PER_SECOND;
    this.#tokens = capacity;
  }

  /** Takes one token, if there is one, and says how many are left. */
  take(now: Instant): number {
    const refilled = this.#tokens + (now - this.#filledAt) * this.#refillPerMicro;
    this.#tokens = Math.max(0, Math.min(this.#capacity, refilled) - 1);
    this.#filledAt = now;
    return Math.floor(this.#tokens);
  }
}

/** The buckets of one scope that a request draws from, with the headers they are told in. */
export interface ScopeBuckets {
  readonly header: string;
  readonly bucket: TokenBucket;
  readonly globalHeader: string | undefined;
  readonly globalBucket: TokenBucket;
}

/**
 * Reads 250 refilled by 25 a second, writes and deletes 200 by 10 a second; the global bucket is
 * fifteen times as large. Source: "Modernizing Azure Resource Manager Throttling" (azure.microsoft.com,
 * 2024-03-13) and the recorded `global-reads: 3749`, `global-writes: 2999`, `writes: 199` in
 * shared/azure/lro.md.
 */
const SIZES = {
  reads: { capacity: 250, refillPerSecond: 25 },
  writes: { capacity: 200, refillPerSecond: 10 },
  deletes: { capacity: 200, refillPerSecond: 10 },
} as const;
const GLOBAL_FACTOR = 15;

/** Subscriptions and tenants are few; hostile ids never get here, but a bound costs nothing. */
const SCOPES_MAX = 1_000;
/** Buckets of single resources; forgetting one only refills it. */
const RESOURCE_BUCKETS_MAX = 20_000;

/** A group that the settings do not size, e.g. of a provider that is new. */
const UNSIZED: BucketSize = { capacity: 1_500, refillPerSecond: 25 };

/** All buckets of this process. */
export class RateLimits {
  readonly #groups: Readonly<Record<string, BucketSize>>;
  readonly #scopes = new BoundedMemo<ScopeBuckets>(SCOPES_MAX);
  readonly #resources = new BoundedMemo<TokenBucket>(RESOURCE_BUCKETS_MAX);

  /** @param groups Sizes of the groups that operations name in `rateLimits`. */
  constructor(groups: Readonly<Record<string, BucketSize>>) {
    this.#groups = groups;
  }

  /** @param scope A subscription id, or undefined for the tenant. */
  scope(scope: string | undefined, method: HttpMethod): ScopeBuckets {
    const kind = kindOf(method);
    const key = `${scope ?? 'tenant'} ${kind}`;
    let buckets = this.#scopes.get(key);
    if (!buckets) {
      const level = scope === undefined ? 'tenant' : 'subscription';
      const { capacity, refillPerSecond } = SIZES[kind];
      buckets = {
        header: `x-ms-ratelimit-remaining-${level}-${kind}`,
        bucket: new TokenBucket({ capacity, refillPerSecond }),
        globalHeader:
          scope === undefined ? undefined : `x-ms-ratelimit-remaining-${level}-global-${kind}`,
        globalBucket: new TokenBucket({
          capacity: capacity * GLOBAL_FACTOR,
          refillPerSecond: refillPerSecond * GLOBAL_FACTOR,
        }),
      };
      this.#scopes.set(key, buckets);
    }
    return buckets;
  }

  /** The bucket of a group for a subscription or, for groups named `…Resource`, for one resource. */
  group(group: string, subscriptionId: string, resourceKey: string): TokenBucket {
    const key = `${group} ${group.endsWith('Resource') ? resourceKey : subscriptionId}`;
    let bucket = this.#resources.get(key);
    if (!bucket) {
      bucket = new TokenBucket(this.#groups[group] ?? UNSIZED);
      this.#resources.set(key, bucket);
    }
    return bucket;
  }
}

function kindOf(method: HttpMethod): keyof typeof SIZES {
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
