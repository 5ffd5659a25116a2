import { type Instant, MICROS_PER_SECOND } from '../../base/index.ts';

/** Until when polls come how often: seconds since the start, seconds between polls. */
const PACE: readonly (readonly [until: number, every: number])[] = [
  [60, 1],
  [600, 5],
  [3_600, 15],
  [86_400, 60],
];
const LAST_PACE = 600;

/**
 * When a resource's operation is asked for next. A function of its start alone, so that it does not
 * matter how often, or late, anybody looks: whoever moves the time stops at each of these instants.
 * That Resource Manager polls is documented; its pace is inferred.
 */
export function nextPoll(startedAt: Instant, now: Instant): Instant {
  const elapsed = Math.max(0, now - startedAt) / MICROS_PER_SECOND;
  const every = (PACE.find(([until]) => elapsed < until)?.[1] ?? LAST_PACE) * MICROS_PER_SECOND;
  return startedAt + (Math.floor((now - startedAt) / every) + 1) * every;
}
