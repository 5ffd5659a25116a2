import {
  EmulatorError,
  formatInstant,
  type HttpResponse,
  type Instant,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseInstant,
} from '../base/index.ts';
import { metricsOperations } from './openapi/metrics.ts';
import { readJsonObject } from './read-body.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute, ControlServices, FedMetric, FedPoint } from './types.ts';

/** Points of one order; as many as a metric keeps. */
const POINTS_MAX = 2_000;
/** UTF-16 units of a resource id and of a name. */
const ID_LENGTH_MAX = 600;
const NAME_LENGTH_MAX = 200;

const ORDERS =
  'Send {"resourceId":"/subscriptions/…","name":"Percentage CPU","value":80}, with "total" in place of "value" ' +
  'for what all instances share, null for no value, or "series":[{"at":"2026-01-01T00:05:00Z","value":80}].';

/** A point of a metric: a value for each instance, or a total that all share; null for none. */
export type MetricPointView =
  | { readonly at: string; readonly value: number | null }
  | { readonly at: string; readonly total: number | null };

/** A metric of a resource: one point, from now on when it has no `at`, or a series of them. */
export type MetricOrder = { readonly resourceId: string; readonly name: string } & (
  | { readonly at?: string; readonly value: number | null }
  | { readonly at?: string; readonly total: number | null }
  | { readonly series: readonly MetricPointView[] }
);

/** What `/_lazulite/metrics` answers. */
export interface MetricsView {
  readonly metrics: readonly {
    readonly resourceId: string;
    readonly name: string;
    readonly series: readonly MetricPointView[];
  }[];
}

/** Feeds the metrics that autoscale rules look at, and says what they are. */
export const metricsRoute: ControlRoute = {
  path: '/_lazulite/metrics',
  operations: metricsOperations,
  open: false,
  async handle(request, services) {
    if (request.method === 'POST') {
      await services.metrics.feed(readMetric(readJsonObject(request.body, ORDERS), services));
    }
    return reply(services);
  },
};

async function reply({ metrics }: ControlServices): Promise<HttpResponse> {
  const all = await metrics.list();
  const view: MetricsView = {
    metrics: all.map(({ resourceId, name, points }) => ({
      resourceId,
      name,
      series: points.map(({ at, value, isTotal }) => ({
        at: formatInstant(at),
        ...(isTotal ? { total: value } : { value }),
      })),
    })),
  };
  return jsonReply(200, view);
}

function readMetric(order: JsonObject, { clock }: ControlServices): FedMetric {
  const { resourceId, name, series, ...rest } = order;
  if (typeof resourceId !== 'string' || !/^\/subscriptions\/[\x20-\x7e]+$/i.test(resourceId)) {
    throw badRequest(`resourceId must be the id of a resource. ${ORDERS}`);
  }
  if (resourceId.length > ID_LENGTH_MAX) throw badRequest('resourceId is too long.');
  const isName = typeof name === 'string' && /^[\x20-\x7e]+$/.test(name);
  if (!isName || name.length > NAME_LENGTH_MAX) throw badRequest(`name must be text. ${ORDERS}`);
  if (series === undefined) {
    return { resourceId, name, points: [readPoint(rest, clock.now())] };
  }
  const isAlone = Object.keys(rest).length === 0;
  if (!isAlone || !Array.isArray(series) || series.length === 0 || series.length > POINTS_MAX) {
    throw badRequest(`series must be a list of 1 to ${POINTS_MAX} points. ${ORDERS}`);
  }
  const points = series.map((item) => {
    if (isJsonObject(item) && item['at'] !== undefined) return readPoint(item, clock.now());
    throw badRequest(`Every point of a series has an "at". ${ORDERS}`);
  });
  if (points.some(({ at }, index) => index > 0 && at <= (points[index - 1]?.at ?? 0))) {
    throw badRequest('The points of a series follow one another in time.');
  }
  return { resourceId, name, points };
}

function readPoint(point: JsonObject, now: Instant): FedPoint {
  const { at, value, total, ...unknown } = point;
  const [other] = Object.keys(unknown);
  if (other !== undefined) throw badRequest(`"${other}" is not known. ${ORDERS}`);
  if ((value === undefined) === (total === undefined)) {
    throw badRequest(`There is either a "value" or a "total". ${ORDERS}`);
  }
  return { at: readAt(at, now), value: readNumber(value ?? total), isTotal: total !== undefined };
}

function readAt(at: JsonValue | undefined, now: Instant): Instant {
  if (at === undefined) return now;
  const instant = typeof at === 'string' ? parseInstant(at) : undefined;
  if (instant === undefined) throw badRequest('at must be a time such as "2026-01-01T00:05:00Z".');
  return instant;
}

function readNumber(value: JsonValue | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw badRequest(`A value is a number or null. ${ORDERS}`);
}

function badRequest(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
