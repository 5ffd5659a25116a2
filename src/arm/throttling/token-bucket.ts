import { type Instant, type Micros, MICROS_PER_SECOND } from '../../base/index.ts';
import type { Allowance, Excess } from './allowance.ts';

/** How many requests fit into a bucket, and how many tokens come at the end of each step. */
export interface BucketSize {
  readonly capacity: number;
  readonly refill: number;
  /** Every so often, in virtual time: a second at the front door, a minute in compute. */
  readonly every: Micros;
}

export const EVERY_SECOND: Micros = MICROS_PER_SECOND;
export const EVERY_MINUTE: Micros = 60 * MICROS_PER_SECOND;

/**
 * Azure's token bucket: a request takes a token, one that finds none is refused and takes nothing, and
 * new tokens come step by step up to the capacity. Source: Microsoft Learn, "Compute throttling limits"
 * (4 tokens a minute into a bucket of 12, with the table of six minutes) and "Throttling Resource
 * Manager requests" (25 a second into a bucket of 250).
 */
export class TokenBucket implements Allowance {
  readonly #size: BucketSize;
  #tokens: number;
  /** Of `every` since the epoch; what came in between has been counted. */
  #step = 0;
  #atStart: number;
  #seen = 0;

  constructor(size: BucketSize) {
    this.#size = size;
    this.#tokens = size.capacity;
    this.#atStart = size.capacity;
  }

  remaining(now: Instant): number {
    this.#refill(now);
    return this.#tokens;
  }

  take(now: Instant): void {
    this.#refill(now);
    this.#tokens = Math.max(0, this.#tokens - 1);
    this.#seen += 1;
  }

  refuse(now: Instant): Excess {
    this.#refill(now);
    this.#seen += 1;
    const { every } = this.#size;
    const start = this.#step * every;
    return { start, end: start + every, allowed: this.#atStart, measured: this.#seen };
  }

  #refill(now: Instant): void {
    const { capacity, refill, every } = this.#size;
    const step = Math.floor(now / every);
    if (step <= this.#step) return;
    this.#tokens = Math.min(capacity, this.#tokens + (step - this.#step) * refill);
    this.#step = step;
    this.#atStart = this.#tokens;
    this.#seen = 0;
  }
}
