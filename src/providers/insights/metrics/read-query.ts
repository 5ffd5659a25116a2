import { armErrors, type ArmRequest } from '../../../arm/index.ts';
import {
  type Instant,
  MICROS_PER_SECOND,
  type Micros,
  parseDuration,
  parseInstant,
  sameName,
} from '../../../base/index.ts';
import type { MetricDefinition } from './definitions.ts';
import { type Aggregation, AGGREGATIONS, type Window } from './series.ts';

/** What a request for metrics asks for. */
export interface MetricsQuery {
  readonly definitions: readonly MetricDefinition[];
  readonly window: Window;
  /** As it is answered: `PT1M`, or `FULL`. */
  readonly interval: string;
  /** Undefined: that which a metric is usually shown by. */
  readonly aggregations: readonly Aggregation[] | undefined;
  /** Names of machines, or all of them; undefined: not one by one. */
  readonly machines: readonly string[] | 'all' | undefined;
  readonly top: number;
  readonly order: { readonly by: Aggregation; readonly descending: boolean } | undefined;
  readonly isMetadata: boolean;
}

/** Source: the example GetMetricDefinitions.json of the specification (2018-01-01). */
export const GRAINS = ['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT12H', 'P1D'];
const HOUR = 3_600 * MICROS_PER_SECOND;
/** Source: the specification: `top` defaults to 10. */
const TOP_DEFAULT = 10;
/** Of an answer. 31 days of minutes: a chart of Azure Monitor shows 30 days at most. */
export const POINTS_MAX = 44_640;

/** What metrics are asked of. */
export interface MetricsResource {
  readonly type: string;
  readonly definitions: readonly MetricDefinition[];
  /** Whether its metrics have the dimension VMName: a set's have, a machine's have not. */
  readonly hasMachines: boolean;
}

/** Reads the parameters of Metrics_List; what is not understood is refused. */
export function readMetricsQuery(
  { query }: Pick<ArmRequest, 'query'>,
  resource: MetricsResource,
  now: Instant,
): MetricsQuery {
  const namespace = query['metricnamespace'];
  if (namespace !== undefined && !sameName(namespace, resource.type)) {
    throw armErrors.metricNamespaceUnknown(namespace, resource.type);
  }
  if (query['rollupby'] !== undefined) throw armErrors.metricsInvalid('rollupby is not supported.');
  const filter = query['$filter'];
  if (filter !== undefined && !resource.hasMachines) {
    throw armErrors.metricsWithoutDimensions(filter, resource.type);
  }
  const resultType = query['resulttype']?.toLowerCase() ?? 'data';
  if (resultType !== 'data' && resultType !== 'metadata') {
    throw armErrors.metricsInvalid('resultType is Data or Metadata.');
  }
  const { window, interval } = readWindow(query['timespan'], query['interval'], now);
  return {
    definitions: readNames(query['metricnames'] ?? query['metric'], resource),
    window,
    interval,
    aggregations: readAggregations(query['aggregation']),
    machines: filter === undefined ? undefined : readFilter(filter),
    top: readTop(query['top'], filter),
    order: readOrder(query['orderby']),
    isMetadata: resultType === 'metadata',
  };
}

/** Reads the parameters of MetricNamespaces_List: there is the same namespace at any time. */
export function readNamespacesQuery({ query }: Pick<ArmRequest, 'query'>): void {
  const start = query['starttime'];
  if (start !== undefined && readTime(start) === undefined) {
    throw armErrors.metricsInvalid(`Detected invalid start time input: ${start}`);
  }
}

function readNames(
  text: string | undefined,
  { type, definitions }: Pick<MetricsResource, 'type' | 'definitions'>,
): readonly MetricDefinition[] {
  if (text === undefined || text.trim() === '') return definitions.slice(0, 1);
  return text.split(',').map((part) => {
    // Source: the specification: a comma within a name is written %2.
    const name = part.trim().replaceAll('%2', ',');
    const known = definitions.find((definition) => sameName(definition.name, name));
    if (known !== undefined) return known;
    throw armErrors.metricNotFound(
      type,
      name,
      definitions.map((definition) => definition.name),
    );
  });
}

function readWindow(
  timespan: string | undefined,
  interval: string | undefined,
  now: Instant,
): { readonly window: Window; readonly interval: string } {
  const { from, to } = readTimespan(timespan, now);
  const asked = interval ?? 'PT1M';
  if (asked.toUpperCase() === 'FULL') {
    return { window: { from, to, grain: Math.max(to - from, 1) }, interval: 'FULL' };
  }
  const length = parseDuration(asked);
  const known = GRAINS.find((grain) => /^p/i.test(asked) && parseDuration(grain) === length);
  if (length === undefined || known === undefined) {
    throw armErrors.metricsGrainInvalid(asked, [...GRAINS, 'FULL']);
  }
  const begin = Math.floor(from / length) * length;
  if ((to - begin) / length > POINTS_MAX) throw armErrors.metricsTooMany(POINTS_MAX);
  return { window: { from: begin, to, grain: length }, interval: known };
}

/** Two instants, or a length of time that ends now. */
function readTimespan(
  text: string | undefined,
  now: Instant,
): { readonly from: Instant; readonly to: Instant } {
  if (text === undefined || text.trim() === '') return { from: now - HOUR, to: now };
  const [start = '', end, ...more] = text.split('/');
  if (end === undefined) {
    const length: Micros | undefined = /^p/i.test(start) ? parseDuration(start) : undefined;
    if (length === undefined || length <= 0) throw armErrors.metricsTimespanInvalid(text);
    return { from: now - length, to: now };
  }
  const [from, to] = [readTime(start), readTime(end)];
  if (from === undefined || to === undefined || from >= to || more.length > 0) {
    throw armErrors.metricsTimespanInvalid(text);
  }
  return { from, to };
}

/** Clients leave out the zone, the seconds or both; a plus that was not encoded arrives as a space. */
function readTime(text: string): Instant | undefined {
  const whole = text.trim().replace(' ', '+');
  const seconds = whole.replace(/T(\d\d:\d\d)(?=$|Z|[+-])/i, 'T$1:00');
  return (
    parseInstant(seconds) ?? parseInstant(`${seconds}Z`) ?? parseInstant(`${seconds}T00:00:00Z`)
  );
}

function readAggregations(text: string | undefined): readonly Aggregation[] | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  return text.split(',').map((name) => readAggregation(name.trim()));
}

function readAggregation(name: string): Aggregation {
  const known = AGGREGATIONS.find((aggregation) => aggregation === name.toLowerCase());
  if (known === undefined) throw armErrors.metricsAggregationInvalid(name);
  return known;
}

function readFilter(filter: string): readonly string[] | 'all' {
  const names = filter.split(/\s+or\s+/i).map((clause) => {
    const match = /^\s*VMName\s+eq\s+'([^']+)'\s*$/i.exec(clause);
    if (match === null) throw armErrors.metricsFilterInvalid(filter);
    return match[1] ?? '';
  });
  return names.includes('*') ? 'all' : names;
}

function readTop(text: string | undefined, filter: string | undefined): number {
  if (text === undefined) return TOP_DEFAULT;
  const top = Number(text);
  if (filter === undefined || !Number.isInteger(top) || top < 1)
    throw armErrors.metricsTopInvalid(text);
  return top;
}

function readOrder(text: string | undefined): MetricsQuery['order'] {
  if (text === undefined || text.trim() === '') return undefined;
  const [by = '', direction = 'asc', ...more] = text.trim().split(/\s+/);
  const name = by.toLowerCase() === 'sum' ? 'total' : by;
  if (!/^(asc|desc)$/i.test(direction) || more.length > 0)
    throw armErrors.metricsOrderInvalid(text);
  return { by: readAggregation(name), descending: direction.toLowerCase() === 'desc' };
}
