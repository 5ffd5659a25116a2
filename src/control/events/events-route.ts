import {
  EmulatorError,
  foldCase,
  formatInstant,
  type HttpRequest,
  type Instant,
  parseInstant,
} from '../base/index.ts';
import type { EventQuery } from '../fleet/index.ts';
import type { SetEvent } from '../scaleset/index.ts';
import { eventsOperations } from './openapi/events.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

const LIMIT_MAX = 5_000;
const LIMIT_DEFAULT = 500;
const PARAMETERS = ['set', 'instance', 'since', 'after', 'limit'];

/** An event as the control API tells it. */
export type EventView = SetEvent extends infer Event
  ? Event extends SetEvent
    ? Omit<Event, 'at'> & { readonly at: string }
    : never
  : never;

/** What `GET /_lazulite/events` answers. */
export interface EventsView {
  /** Its resource id. */
  readonly set: string;
  readonly events: readonly EventView[];
  /** Pass it as `after` for the next page; null when this was the last. */
  readonly next: number | null;
}

/** What has happened to a set and its machines, as its journal has it. */
export const eventsRoute: ControlRoute = {
  path: '/_lazulite/events',
  operations: eventsOperations,
  open: false,
  async handle(request, { fleet }) {
    const { set, query } = readQuery(request);
    const page = await fleet.events(foldCase(set), query);
    if (page === undefined)
      throw new EmulatorError('EMU_NOT_FOUND', `There is no scale set ${set}.`);
    const last = page.events.at(-1)?.sequence;
    const view: EventsView = {
      set: page.resourceId,
      events: page.events.map(eventBody),
      next: page.more && last !== undefined ? last : null,
    };
    return jsonReply(200, view);
  },
};

function readQuery({ target }: HttpRequest): { readonly set: string; readonly query: EventQuery } {
  const start = target.indexOf('?');
  const parameters = new URLSearchParams(start === -1 ? '' : target.slice(start + 1));
  for (const name of parameters.keys()) {
    if (!PARAMETERS.includes(name)) {
      throw badRequest(`"${name}" is not known. There is ${PARAMETERS.join(', ')}.`);
    }
  }
  const set = parameters.get('set');
  if (set === null || set === '') throw badRequest('set must be the resource id of a scale set.');
  return {
    set,
    query: {
      instance: parameters.get('instance'),
      since: readSince(parameters.get('since')),
      after: readNumber('after', parameters.get('after'), 0, 0, Number.MAX_SAFE_INTEGER),
      limit: readNumber('limit', parameters.get('limit'), LIMIT_DEFAULT, 1, LIMIT_MAX),
    },
  };
}

function readSince(text: string | null): Instant {
  if (text === null) return 0;
  // A plus that was not percent-encoded has become a blank.
  const instant = parseInstant(text.replace(' ', '+'));
  if (instant !== undefined) return instant;
  throw badRequest('since must be a time such as "2026-01-01T00:03:00Z".');
}

function readNumber(
  name: string,
  text: string | null,
  usual: number,
  least: number,
  most: number,
): number {
  if (text === null) return usual;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw badRequest(`${name} must be a whole number from ${least} to ${most}.`);
}

function eventBody({ at, ...rest }: SetEvent): EventView {
  return { ...rest, at: formatInstant(at) };
}

function badRequest(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
