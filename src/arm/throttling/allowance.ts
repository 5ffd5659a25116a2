import { type Instant, MICROS_PER_SECOND } from '../../base/index.ts';
import type { Clock } from '../../clock/index.ts';

/** What stands in the body and in `Retry-After` when a request was one too many. */
export interface Excess {
  /** The interval that was measured, or for which nothing more is let through. */
  readonly start: Instant;
  readonly end: Instant;
  readonly allowed: number;
  /** Those that were refused count too. */
  readonly measured: number;
}

/** How many requests of one kind there may be; counted in virtual time. */
export interface Allowance {
  /** Without counting a request. */
  remaining(now: Instant): number;
  /** Counts a request that is let through, whether or not anything remains. */
  take(now: Instant): void;
  /** Counts a request that is refused. */
  refuse(now: Instant): Excess;
}

/**
 * `Retry-After`: whole seconds until `end`, at least one. On a scaled clock they are the client's own,
 * as for long-running operations; on one that stands still they are the fleet's.
 */
export function secondsUntil(end: Instant, clock: Pick<Clock, 'now' | 'mode'>): number {
  const rate = clock.mode.kind === 'scaled' ? clock.mode.rate : 1;
  return Math.max(1, Math.ceil((end - clock.now()) / MICROS_PER_SECOND / rate));
}
