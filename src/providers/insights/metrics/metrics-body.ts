import { armErrors } from '../../../arm/index.ts';
import {
  foldCase,
  formatInstantSeconds,
  type Instant,
  type JsonObject,
} from '../../../base/index.ts';
import type { Metric, MetricPoint } from '../autoscale/metrics.ts';
import type { Availability, Timeline } from './availability.ts';
import { AVAILABILITY, type MetricDefinition } from './definitions.ts';
import { type MetricsQuery, POINTS_MAX } from './read-query.ts';
import {
  type Aggregation,
  availabilitySampler,
  type DataPoint,
  dataPoints,
  fedSampler,
  type Sampler,
  wholePoint,
} from './series.ts';

/** A set, or one of its machines. */
export interface Measured {
  /** As the client cased it. */
  readonly id: string;
  readonly type: string;
  readonly location: string;
  /** Undefined: the set itself. */
  readonly machine: string | undefined;
  readonly availability: Availability;
  /** What users feed: of the machine itself, and of its set. */
  readonly fed: readonly Metric[];
  readonly fedOfSet: readonly Metric[];
}

/** One machine, or all together. */
interface Series {
  readonly machine: string | undefined;
  readonly points: readonly { readonly at: Instant; readonly point: DataPoint }[];
}

const NOBODY: Timeline = [];

/** At stretches of the lives of machines, to bring these into an order: a third of a second. */
const LOOKS_MAX = 500_000;

/** The answer of Metrics_List. Source: metrics_API.json (2018-01-01) and its example GetMetric.json. */
export function metricsBody(measured: Measured, query: MetricsQuery, now: Instant): JsonObject {
  const { window, interval, definitions } = query;
  const grains = Math.ceil((window.to - window.from) / window.grain);
  const series = Math.min(query.top, measured.availability.machines.size) || 1;
  const points = series * definitions.length * (query.isMetadata ? 1 : grains);
  if (points > POINTS_MAX) throw armErrors.metricsTooMany(POINTS_MAX);
  return {
    // Azure does not say how it is reckoned: an hour of minutes of one metric is answered with 59.
    cost: Math.max(0, grains * definitions.length - 1),
    timespan: `${formatInstantSeconds(window.from)}/${formatInstantSeconds(window.to)}`,
    ...(query.isMetadata ? {} : { interval }),
    namespace: measured.type,
    resourceregion: measured.location,
    value: definitions.map((definition) => metricBody(measured, definition, query, now)),
  };
}

function metricBody(
  measured: Measured,
  definition: MetricDefinition,
  query: MetricsQuery,
  now: Instant,
): JsonObject {
  const { name, displayName, description, unit, primaryAggregation } = definition;
  const usual: readonly Aggregation[] = [primaryAggregation === 'Total' ? 'total' : 'average'];
  const aggregations = query.aggregations ?? usual;
  return {
    id: `${measured.id}/providers/Microsoft.Insights/metrics/${name}`,
    type: 'Microsoft.Insights/metrics',
    name: { value: name, localizedValue: displayName },
    displayDescription: description,
    unit,
    timeseries: seriesOf(measured, name, query, now).map((series) => ({
      metadatavalues:
        series.machine === undefined
          ? []
          : [
              {
                name: { value: 'vmname', localizedValue: 'vmname' },
                value: series.machine,
              },
            ],
      ...(query.isMetadata
        ? {}
        : {
            data: series.points.map(({ at, point }) => ({
              timeStamp: formatInstantSeconds(at),
              ...(point === null
                ? {}
                : Object.fromEntries(aggregations.map((by) => [by, point[by]]))),
            })),
          }),
    })),
    errorCode: 'Success',
  };
}

function seriesOf(
  measured: Measured,
  name: string,
  query: MetricsQuery,
  now: Instant,
): readonly Series[] {
  const { availability } = measured;
  const samplerFor = (machine: string | undefined): Sampler => {
    const timeline =
      machine === undefined ? availability.set : (availability.machines.get(machine) ?? NOBODY);
    return name === AVAILABILITY
      ? availabilitySampler(timeline)
      : fedSampler(fedPoints(measured, name), timeline, availability.set);
  };
  const seriesFor = (machine: string | undefined): Series => ({
    machine,
    points: query.isMetadata ? [] : dataPoints(samplerFor(machine), query.window, now),
  });
  if (query.machines === undefined) {
    return [{ ...seriesFor(measured.machine), machine: undefined }];
  }
  const asked = query.machines === 'all' ? undefined : new Set(query.machines.map(foldCase));
  const known = [...availability.machines.keys()].filter(
    (machine) => asked === undefined || asked.has(foldCase(machine)),
  );
  return inOrder(known, query, samplerFor, now).slice(0, query.top).map(seriesFor);
}

/** Machines as they came, or by what their samples come to in all; those without any come as zero. */
function inOrder(
  machines: readonly string[],
  { order, window }: MetricsQuery,
  samplerFor: (machine: string) => Sampler,
  now: Instant,
): readonly string[] {
  if (order === undefined) return machines;
  let left = LOOKS_MAX;
  const values = machines.map((machine) => {
    const sampler = samplerFor(machine);
    const look: Sampler = (at) => {
      left -= 1;
      if (left < 0) throw armErrors.metricsOrderTooLong();
      return sampler(at);
    };
    return { machine, value: wholePoint(look, window, now)?.[order.by] ?? 0 };
  });
  return values
    .toSorted((a, b) => (order.descending ? b.value - a.value : a.value - b.value))
    .map(({ machine }) => machine);
}

/** What was fed for the machine itself, else for its set. */
function fedPoints({ fed, fedOfSet }: Measured, name: string): readonly MetricPoint[] {
  const key = foldCase(name);
  const isIt = (metric: Metric): boolean => foldCase(metric.name) === key;
  return (fed.find(isIt) ?? fedOfSet.find(isIt))?.points ?? [];
}

/** The answer of MetricDefinitions_List. Source: its example GetMetricDefinitions.json (2018-01-01). */
export function definitionsBody(
  { id, type, machine }: Pick<Measured, 'id' | 'type' | 'machine'>,
  definitions: readonly MetricDefinition[],
  grains: readonly string[],
): JsonObject {
  return {
    value: definitions.map(({ name, displayName, description, unit, primaryAggregation }) => ({
      id: `${id}/providers/microsoft.insights/metricdefinitions/${name}`,
      resourceId: id,
      namespace: type,
      name: { value: name, localizedValue: displayName },
      displayDescription: description,
      isDimensionRequired: false,
      unit,
      primaryAggregationType: primaryAggregation,
      supportedAggregationTypes: ['None', 'Average', 'Minimum', 'Maximum', 'Total', 'Count'],
      metricAvailabilities: grains.map((timeGrain) => ({ timeGrain, retention: 'P93D' })),
      ...(machine === undefined
        ? { dimensions: [{ value: 'VMName', localizedValue: 'VMName' }] }
        : {}),
    })),
  };
}

/**
 * The answer of MetricNamespaces_List. Source: its example GetMetricNamespaces.json (2017-12-01-preview).
 * What users feed stands in the platform's namespace, so there is one.
 */
export function namespacesBody({ id, type }: Pick<Measured, 'id' | 'type'>): JsonObject {
  const name = type.replaceAll('/', '-');
  return {
    value: [
      {
        id: `${id}/providers/microsoft.insights/metricNamespaces/${name}`,
        name,
        type: 'Microsoft.Insights/metricNamespaces',
        classification: 'Platform',
        properties: { metricNamespaceName: type },
      },
    ],
  };
}
