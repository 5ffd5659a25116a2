import { EmulatorError, foldCase, type HttpResponse } from '../../base/index.ts';
import type { StreamedEvent } from '../../fleet/index.ts';
import { eventsOperations } from '../openapi/events.ts';
import { jsonReply } from '../reply.ts';
import type { ControlRoute, ControlServices } from '../types.ts';
import { followEvents, wantsFeed } from './event-feed.ts';
import { isBehind } from './event-place.ts';
import {
  type EventsQuery,
  limitOf,
  readEventsQuery,
  readPlace,
  readSequence,
} from './event-query.ts';
import { type EventsView, type SetEventsView, viewOfEvent, viewOfStreamed } from './event-view.ts';

/** What has happened to sets and their machines, as their journals have it. */
export const eventsRoute: ControlRoute = {
  path: '/_lazulite/events',
  operations: eventsOperations,
  open: false,
  async handle(request, services) {
    const query = readEventsQuery(request);
    if (wantsFeed(request)) return await followEvents(request, query, services);
    return query.set === null
      ? await listAll(query, services)
      : await listOne(query.set, query, services);
  },
};

async function listOne(
  set: string,
  query: EventsQuery,
  { fleet }: ControlServices,
): Promise<HttpResponse> {
  const page = await fleet.events(foldCase(set), {
    after: readSequence(query.after),
    matches: query.matches,
    limit: limitOf(query),
  });
  if (page === undefined) throw new EmulatorError('EMU_NOT_FOUND', `There is no scale set ${set}.`);
  const view: SetEventsView = {
    set: page.resourceId,
    events: page.events.map(viewOfEvent),
    next: page.more ? (page.events.at(-1)?.sequence ?? null) : null,
  };
  return jsonReply(200, view);
}

async function listAll(
  query: EventsQuery,
  { fleet, clock }: ControlServices,
): Promise<HttpResponse> {
  const after = readPlace(query.after);
  if (after !== null && after.at > clock.now()) {
    const message =
      'after is an event that has not happened: time was set back by a reset or a snapshot. Begin without it.';
    throw new EmulatorError('EMU_BAD_REQUEST', message);
  }
  const limit = limitOf(query);
  const stream = fleet.playEvents({
    ...query.scope,
    matches: (streamed) =>
      (after === null || isBehind(streamed, after)) && query.matches(streamed.event),
  });
  try {
    const found: StreamedEvent[] = [];
    while (found.length <= limit) {
      const events = await stream.next(limit + 1 - found.length);
      if (events.length === 0) break;
      found.push(...events);
    }
    const events = found.slice(0, limit).map(viewOfStreamed);
    const next = found.length > limit ? (events.at(-1)?.id ?? null) : null;
    const view: EventsView = { events, next };
    return jsonReply(200, view);
  } finally {
    stream.close();
  }
}
