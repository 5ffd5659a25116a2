import type { MetricOrder, MetricPointView, MetricsView } from '../metrics-route.ts';
import { answer, type DescribedOperation } from './describe.ts';
import {
  instant,
  list,
  named,
  nullable,
  number,
  object,
  oneOf,
  optional,
  order,
  type Schema,
  text,
} from './schema.ts';

type ValuePoint = Extract<MetricPointView, { readonly value: unknown }>;
type TotalPoint = Extract<MetricPointView, { readonly total: unknown }>;
type ValueOrder = Extract<MetricOrder, { readonly value: unknown }>;
type TotalOrder = Extract<MetricOrder, { readonly total: unknown }>;
type SeriesOrder = Extract<MetricOrder, { readonly series: unknown }>;

const value = nullable(number(), 'Of each instance; null for none.');
const total = nullable(number(), 'Shared by all instances; null for none.');
const at = instant('From when on; now when left out.');
const point = named(
  'MetricPoint',
  oneOf(
    order<ValuePoint>({ at: instant(), value }),
    order<TotalPoint>({ at: instant(), total }),
  ) satisfies Schema<MetricPointView>,
);

const metrics = named(
  'Metrics',
  object<MetricsView>({
    metrics: list(
      object<MetricsView['metrics'][number]>({
        resourceId: text(),
        name: text(),
        series: list(point),
      }),
    ),
  }),
);

const of = {
  resourceId: text('Of any resource, mostly a scale set.', { maxLength: 600 }),
  name: text('As rules call it.', { maxLength: 200, examples: ['Percentage CPU'] }),
};
const metricOrder = named(
  'MetricOrder',
  oneOf(
    order<ValueOrder>({ ...of, value, at: optional(at) }),
    order<TotalOrder>({ ...of, total, at: optional(at) }),
    order<SeriesOrder>({
      ...of,
      series: list(point, 'One after the other in time.', { minItems: 1, maxItems: 2_000 }),
    }),
  ),
);

export const metricsOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readMetrics',
    summary: 'The metrics that autoscale looks at.',
    answers: answer(200, 'All metrics.', metrics),
    refusals: [],
  },
  {
    method: 'POST',
    operationId: 'feedMetric',
    summary: 'Feeds a metric of a resource.',
    body: { required: true, schema: metricOrder },
    answers: answer(200, 'All metrics then.', metrics),
    refusals: ['EMU_BAD_REQUEST'],
  },
];
