import { EmulatorError, foldCase, type HttpRequest, parseInstant } from '../../base/index.ts';
import { globOf } from '../../faults/index.ts';
import type { EventScope } from '../../fleet/index.ts';
import type { SetEvent } from '../../scaleset/index.ts';
import { type EventPlace, parsePlace } from './event-place.ts';

const LIMIT_MAX = 5_000;
const LIMIT_DEFAULT = 500;
const SUBJECTS: readonly SetEvent['subject'][] = [
  'instance',
  'extension',
  'operation',
  'rollingUpgrade',
];
const PARAMETERS = [
  'set',
  'subscription',
  'resource',
  'instance',
  'subject',
  'operation',
  'since',
  'after',
  'limit',
];

/** What is asked for, of one set or of many. */
export interface EventsQuery {
  /** One set alone; null for those that `scope` includes. */
  readonly set: string | null;
  readonly scope: Pick<EventScope, 'prefix' | 'includes'>;
  readonly matches: (event: SetEvent) => boolean;
  readonly hasSince: boolean;
  readonly after: string | null;
  /** Null when it was not said. */
  readonly limit: number | null;
}

export function readEventsQuery({ target }: HttpRequest): EventsQuery {
  const [, text = ''] = target.split('?', 2);
  const parameters = new URLSearchParams(text);
  for (const name of parameters.keys()) {
    if (!PARAMETERS.includes(name)) {
      throw badRequest(`"${name}" is not known. There is ${PARAMETERS.join(', ')}.`);
    }
  }
  const set = parameters.get('set');
  if (set === '') throw badRequest('set must be the resource id of a scale set.');
  const limit = parameters.get('limit');
  return {
    set,
    scope: readScope(set, parameters),
    matches: readMatches(parameters),
    hasSince: parameters.has('since'),
    after: parameters.get('after'),
    limit: limit === null ? null : readNumber('limit', limit, 1, LIMIT_MAX),
  };
}

export function limitOf({ limit }: EventsQuery): number {
  return limit ?? LIMIT_DEFAULT;
}

export function readSequence(text: string | null): number {
  return text === null ? 0 : readNumber('after', text, 0, Number.MAX_SAFE_INTEGER);
}

export function readPlace(text: string | null): EventPlace | null {
  if (text === null) return null;
  const place = parsePlace(text);
  if (place !== undefined) return place;
  throw badRequest(`after and Last-Event-ID must be the id of an event, not "${text}".`);
}

function readScope(set: string | null, parameters: URLSearchParams): EventsQuery['scope'] {
  const subscription = parameters.get('subscription');
  const resource = parameters.get('resource');
  if (set !== null) {
    if (subscription === null && resource === null) {
      const key = foldCase(set);
      return { prefix: key, includes: (other) => other === key };
    }
    throw badRequest('set stands without subscription and resource.');
  }
  const pattern = resource === null ? undefined : globOf(resource, true);
  return {
    prefix: subscription === null ? '' : `/subscriptions/${foldCase(subscription)}/`,
    includes: (key) => pattern?.test(key) ?? true,
  };
}

function readMatches(parameters: URLSearchParams): (event: SetEvent) => boolean {
  const tests: ((event: SetEvent) => boolean)[] = [];
  const since = parameters.get('since');
  if (since !== null) {
    // A plus that was not percent-encoded has become a blank.
    const instant = parseInstant(since.replace(' ', '+'));
    if (instant === undefined) {
      throw badRequest('since must be a time such as "2026-01-01T00:03:00Z".');
    }
    tests.push(({ at }) => at >= instant);
  }
  const instance = parameters.get('instance');
  if (instance !== null) tests.push((event) => isOfMachine(event, instance));
  const subjects = listOf(parameters.get('subject'));
  if (subjects !== undefined) {
    const odd = subjects.find((name) => !SUBJECTS.some((subject) => foldCase(subject) === name));
    if (odd !== undefined) throw badRequest(`subject must be of ${SUBJECTS.join(', ')}.`);
    tests.push(({ subject }) => subjects.includes(foldCase(subject)));
  }
  const operations = listOf(parameters.get('operation'));
  if (operations !== undefined) {
    tests.push(({ cause }) => {
      if (cause === null) return false;
      const { operationId, kind, action } = cause;
      return [operationId, kind, action ?? kind].some((name) =>
        operations.includes(foldCase(name)),
      );
    });
  }
  return (event) => tests.every((test) => test(event));
}

/** One machine, by its id or name. */
function isOfMachine(event: SetEvent, instance: string): boolean {
  if (event.subject !== 'instance' && event.subject !== 'extension') return false;
  return event.name === instance || String(event.instanceId) === instance;
}

function listOf(text: string | null): readonly string[] | undefined {
  return text?.split(',').map((part) => foldCase(part.trim()));
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw badRequest(`${name} must be a whole number from ${least} to ${most}.`);
}

function badRequest(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
