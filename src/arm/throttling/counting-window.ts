import type { Instant, Micros } from '../../base/index.ts';
import type { Allowance, Excess } from './allowance.ts';

/** So many requests in an interval of this length. */
export interface WindowSize {
  readonly capacity: number;
  readonly length: Micros;
}

/**
 * How compute counted until 2023, in groups such as `HighCostGetVMScaleSet30Min`. The first request that
 * is one too many closes the group for two thirds of its length: 20 minutes of 30, 2 of 3, as documented
 * (`Retry-After: 1200`, start and end 1,200 s apart) and as users report (120 and 1,200 s,
 * azure-rest-api-specs#270). Refused requests are measured too (1,238 and 3,554 of 800 and 900). That
 * they stand at the beginning of the next interval, so that a client that goes on is refused again, is
 * inferred from autoscaler#2817.
 */
export class CountingWindow implements Allowance {
  readonly #capacity: number;
  readonly #length: Micros;
  #start: Instant | undefined;
  #counted = 0;
  /** While the group is closed; undefined otherwise. */
  #closed: { readonly start: Instant; readonly end: Instant; refused: number } | undefined;

  constructor({ capacity, length }: WindowSize) {
    this.#capacity = capacity;
    this.#length = length;
  }

  remaining(now: Instant): number {
    this.#moveTo(now);
    return this.#closed ? 0 : Math.max(0, this.#capacity - this.#counted);
  }

  take(now: Instant): void {
    this.#moveTo(now);
    this.#start ??= now;
    this.#counted += 1;
  }

  refuse(now: Instant): Excess {
    this.#moveTo(now);
    const closed = (this.#closed ??= {
      start: now,
      end: now + Math.floor((this.#length * 2) / 3),
      refused: 0,
    });
    closed.refused += 1;
    return {
      start: closed.start,
      end: closed.end,
      allowed: this.#capacity,
      measured: this.#counted + closed.refused,
    };
  }

  #moveTo(now: Instant): void {
    if (this.#closed !== undefined) {
      if (now < this.#closed.end) return;
      this.#start = this.#closed.end;
      this.#counted = this.#closed.refused;
      this.#closed = undefined;
    }
    if (this.#start !== undefined && now >= this.#start + this.#length) {
      this.#start = undefined;
      this.#counted = 0;
    }
  }
}
