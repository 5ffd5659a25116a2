import { type Instant, MICROS_PER_SECOND, NEVER } from '../../../base/index.ts';
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

/** A sample, and until when every other one is the same. */
interface Held {
  readonly sample: Sample | null;
  readonly until: Instant;
}

export type Sampler = (at: Instant) => Held;

/** The point that holds at an instant, and until when; a set's life can have a million of them. */
function pointAt<P extends { readonly at: Instant }>(
  points: readonly P[],
  at: Instant,
): { readonly point: P | undefined; readonly until: Instant } {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle] as P).at <= at) low = middle + 1;
    else high = middle;
  }
  return { point: points[low - 1], until: points[low]?.at ?? NEVER };
}

/** Of each machine 1 or 0. */
export function availabilitySampler(timeline: Timeline): Sampler {
  return (at) => {
    const { point, until } = pointAt(timeline, at);
    const { up, down } = point ?? { up: 0, down: 0 };
    if (up + down === 0) return { sample: null, until };
    const [minimum, maximum] = [down > 0 ? 0 : 1, up > 0 ? 1 : 0];
    return { sample: { count: up + down, total: up, minimum, maximum }, until };
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
  return (at) => {
    const fed = pointAt(points, at);
    const own = pointAt(shown, at);
    const until = Math.min(fed.until, own.until);
    const value = fed.point?.value ?? null;
    const count = own.point?.up ?? 0;
    if (value === null || count === 0) return { sample: null, until };
    if (fed.point?.isTotal !== true) return { sample: sampleOf(value, count), until };
    const sharers = pointAt(all, at);
    const part = value / (sharers.point?.up ?? 1);
    return { sample: sampleOf(part, count), until: Math.min(until, sharers.until) };
  };
}

function sampleOf(value: number, count: number): Sample {
  return { count, total: value * count, minimum: value, maximum: value };
}

/** The samples of each grain of a window, brought to one point each; nothing is known after `now`. */
export function dataPoints(
  sampler: Sampler,
  { from, to, grain }: Window,
  now: Instant,
): readonly { readonly at: Instant; readonly point: DataPoint }[] {
  const points: { at: Instant; point: DataPoint }[] = [];
  for (let at = from; at < to; at += grain) {
    points.push({ at, point: aggregate(sampler, at, Math.min(at + grain, to, now + 1)) });
  }
  return points;
}

/** All samples of a window, brought to one point. */
export function wholePoint(sampler: Sampler, { from, to }: Window, now: Instant): DataPoint {
  return aggregate(sampler, from, Math.min(to, now + 1));
}

function aggregate(sampler: Sampler, from: Instant, to: Instant): DataPoint {
  let [count, total] = [0, 0];
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let at = Math.ceil(from / SAMPLE_EVERY) * SAMPLE_EVERY;
  while (at < to) {
    const { sample, until } = sampler(at);
    const times = Math.ceil((Math.min(until, to) - at) / SAMPLE_EVERY);
    at += times * SAMPLE_EVERY;
    if (sample === null) continue;
    count += sample.count * times;
    total += sample.total * times;
    minimum = Math.min(minimum, sample.minimum);
    maximum = Math.max(maximum, sample.maximum);
  }
  return count === 0 ? null : { average: total / count, minimum, maximum, total, count };
}
