import { EmulatorError, foldCase, type Instant, MICROS_PER_SECOND } from '../../../base/index.ts';
import { type Store, StoreError } from '../../../store/index.ts';
import type { MetricTrigger } from './setting.ts';

/** From its instant on a metric has this value, until the next point. */
export interface MetricPoint {
  readonly at: Instant;
  /** Of each instance; null: from here on there is none. */
  readonly value: number | null;
  /** Whether `value` is of all instances together, who share it. */
  readonly isTotal: boolean;
}

export interface Metric {
  readonly resourceId: string;
  readonly name: string;
  /** In order of time. */
  readonly points: readonly MetricPoint[];
}

/** Metrics that users feed; the instances of a simulated fleet have no load of their own. */
export interface Metrics {
  /** From the first of these points on, the metric is what they say. Resolves when it is durable. */
  feed(metric: Metric): Promise<void>;
  list(): Promise<readonly Metric[]>;
}

const COLLECTION = 'metrics';
/** Points of one metric; a day of minutes has 1,440. */
const POINTS_MAX = 2_000;
/** Metrics that are listed, and so kept. */
const METRICS_MAX = 1_000;
/** Samples are taken once a minute, as Azure's platform metrics are. */
const SAMPLE_EVERY = 60 * MICROS_PER_SECOND;
/** The longest window of a rule; older points are needed only to know the value at its begin. */
const KEPT = 12 * 3_600 * MICROS_PER_SECOND;
const TRIES_MAX = 10;

export class StoredMetrics implements Metrics {
  readonly #store: Store;
  readonly #now: () => Instant;

  constructor(store: Store, now: () => Instant) {
    this.#store = store;
    this.#now = now;
  }

  async feed(metric: Metric): Promise<void> {
    const key = keyOf(metric.resourceId, metric.name);
    const first = metric.points[0]?.at ?? 0;
    for (let tries = 1; ; tries += 1) {
      const document = await this.#store.getDocument(COLLECTION, key);
      if (document === undefined) await this.#makeSureOfRoom();
      const before = document === undefined ? [] : readMetric(document.value).points;
      const kept = before.filter(({ at }) => at < first);
      const points = this.#withoutOld([...kept, ...metric.points]);
      if (points.length > POINTS_MAX) {
        throw new EmulatorError(
          'EMU_BAD_REQUEST',
          `A metric keeps ${POINTS_MAX} points, and this would be ${points.length}.`,
        );
      }
      const value = JSON.stringify({ ...metric, points });
      const expected = document?.revision ?? 0;
      try {
        await this.#store.commit([{ kind: 'put', collection: COLLECTION, key, value, expected }]);
        return;
      } catch (error) {
        if (!isConflict(error) || tries === TRIES_MAX) throw error;
      }
    }
  }

  async list(): Promise<readonly Metric[]> {
    const documents = await this.#store.listDocuments(COLLECTION, {
      prefix: '',
      limit: METRICS_MAX,
    });
    return documents.map(({ value }) => readMetric(value));
  }

  /** What is fed for a resource, by its id in any case. */
  async listOf(resourceId: string): Promise<readonly Metric[]> {
    const prefix = keyOf(resourceId, '');
    const documents = await this.#store.listDocuments(COLLECTION, { prefix, limit: METRICS_MAX });
    return documents.map(({ value }) => readMetric(value));
  }

  /** The value of a trigger's metric over the window that ends now; undefined when there is none. */
  async observe(
    trigger: MetricTrigger,
    now: Instant,
    capacity: number,
  ): Promise<number | undefined> {
    const key = keyOf(trigger.resourceId, trigger.metricName);
    const document = await this.#store.getDocument(COLLECTION, key);
    if (document === undefined) return undefined;
    return observeMetric(readMetric(document.value), trigger, now, capacity);
  }

  #withoutOld(points: readonly MetricPoint[]): readonly MetricPoint[] {
    const oldest = this.#now() - KEPT;
    const begin = points.findLastIndex(({ at }) => at <= oldest);
    return points.slice(Math.max(begin, 0));
  }

  async #makeSureOfRoom(): Promise<void> {
    if ((await this.list()).length < METRICS_MAX) return;
    throw new EmulatorError('EMU_BAD_REQUEST', `There are ${METRICS_MAX} metrics already.`);
  }
}

/**
 * A metric over a window, in Azure's two steps: `statistic` brings the samples of all instances in
 * each grain to one value, `timeAggregation` brings the grains to one. Every instance has the same
 * value. Source: Microsoft Learn, "Autoscale settings schema", metricTrigger.
 */
export function observeMetric(
  { points }: Metric,
  trigger: MetricTrigger,
  now: Instant,
  capacity: number,
): number | undefined {
  const grains = new Map<number, number[]>();
  const last = Math.floor(now / SAMPLE_EVERY) * SAMPLE_EVERY;
  for (let at = last; at > now - trigger.timeWindow; at -= SAMPLE_EVERY) {
    const point = points.findLast((candidate) => candidate.at <= at);
    if (point === undefined) break;
    if (point.value === null) continue;
    const value = point.isTotal ? point.value / Math.max(1, capacity) : point.value;
    const grain = Math.floor((now - at) / trigger.timeGrain);
    grains.set(grain, [...(grains.get(grain) ?? []), value]);
  }
  if (grains.size === 0) return undefined;
  // The latest grain is the first.
  const values = [...grains.values()].map((samples) => ofGrain(samples, trigger, capacity));
  const whole = overTime(values, trigger);
  return trigger.dividePerInstance ? whole / Math.max(1, capacity) : whole;
}

function ofGrain(
  samples: readonly number[],
  { statistic }: MetricTrigger,
  capacity: number,
): number {
  switch (statistic) {
    case 'Average':
      return sum(samples) / samples.length;
    case 'Min':
      return Math.min(...samples);
    case 'Max':
      return Math.max(...samples);
    case 'Sum':
      return sum(samples) * capacity;
    case 'Count':
      return samples.length * capacity;
  }
}

function overTime(values: readonly number[], { timeAggregation }: MetricTrigger): number {
  switch (timeAggregation) {
    case 'Average':
      return sum(values) / values.length;
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    case 'Total':
      return sum(values);
    case 'Count':
      return values.length;
    case 'Last':
      return values[0] ?? 0;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function keyOf(resourceId: string, name: string): string {
  return `${foldCase(resourceId)} ${foldCase(name)}`;
}

function readMetric(json: string): Metric {
  return JSON.parse(json) as Metric;
}

function isConflict(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'conflict';
}
