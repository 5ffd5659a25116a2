import { type Instant, MICROS_PER_SECOND } from '../../../base/index.ts';
import type { MetricPoint } from '../autoscale/metrics.ts';
import type { Timeline } from './availability.ts';

/** Machines are asked once a minute. Source: Microsoft Learn, "Supported metrics": time grain PT1M. */
const SAMPLE_EVERY = 60 * MICROS_PER_SECOND;

export const AGGREGATIONS = ['average', 'minimum', 'maximum', 'total', 'count'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** What the samples of a window come to; null when there is none. */
export type DataPoint = Readonly<Record<Aggregation, number>> | null;

export interface Window {
  readonly from: Instant;
  /** Not part of it. */
  readonly to: Instant;
  /** Length of a grain. */
  readonly grain: number;
}

/** How many machines there are at an instant, and what each of them tells. */
interface Sample {
  readonly count: number;
  readonly total: number;
  readonly minimum: number;
  readonly maximum: number;
}

type Sampler = (at: Instant) => Sample | null;

/** `at` must not go back from call to call. */
function forward<P extends { readonly at: Instant }>(
  points: readonly P[],
): (at: Instant) => P | undefined {
  let next = 0;
  return (at) => {
    while (next < points.length && (points[next] as P).at <= at) next += 1;
    return points[next - 1];
  };
}

/** Of each machine 1 or 0. */
export function availabilitySampler(timeline: Timeline): Sampler {
  const find = forward(timeline);
  return (at) => {
    const { up, down } = find(at) ?? { up: 0, down: 0 };
    if (up + down === 0) return null;
    return {
      count: up + down,
      total: up,
      minimum: down > 0 ? 0 : 1,
      maximum: up > 0 ? 1 : 0,
    };
  };
}

/**
 * Of each machine that is available what was fed for each, or its part of what was fed for all.
 *
 * @param shown The machines that are asked for.
 * @param all The machines that share what is fed for all.
 */
export function fedSampler(
  points: readonly MetricPoint[],
  shown: Timeline,
  all: Timeline,
): Sampler {
  const findPoint = forward(points);
  const findShown = forward(shown);
  const findAll = forward(all);
  return (at) => {
    const point = findPoint(at);
    const count = findShown(at)?.up ?? 0;
    const sharers = findAll(at)?.up ?? 0;
    if (point === undefined || point.value === null || count === 0) return null;
    const value = point.isTotal ? point.value / sharers : point.value;
    return { count, total: value * count, minimum: value, maximum: value };
  };
}

/** The samples of each grain of a window, brought to one point each; nothing is known after `now`. */
export function dataPoints(
  sample: Sampler,
  { from, to, grain }: Window,
  now: Instant,
): readonly { readonly at: Instant; readonly point: DataPoint }[] {
  const points: { at: Instant; point: DataPoint }[] = [];
  for (let at = from; at < to; at += grain) {
    points.push({ at, point: aggregate(sample, at, Math.min(at + grain, to), now) });
  }
  return points;
}

function aggregate(sample: Sampler, from: Instant, to: Instant, now: Instant): DataPoint {
  let [count, total] = [0, 0];
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const first = Math.ceil(from / SAMPLE_EVERY) * SAMPLE_EVERY;
  for (let at = first; at < to && at <= now; at += SAMPLE_EVERY) {
    const taken = sample(at);
    if (taken === null) continue;
    count += taken.count;
    total += taken.total;
    minimum = Math.min(minimum, taken.minimum);
    maximum = Math.max(maximum, taken.maximum);
  }
  return count === 0 ? null : { average: total / count, minimum, maximum, total, count };
}
