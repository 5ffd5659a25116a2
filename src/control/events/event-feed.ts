import { EmulatorError, type HttpRequest, type HttpResponse } from '../../base/index.ts';
import { type EventStream, StaleCopy, type StreamedEvent } from '../../fleet/index.ts';
import { StoreError } from '../../store/index.ts';
import type { ControlServices } from '../types.ts';
import { type EventPlace, formatPlace, isAt, mayBeNew } from './event-place.ts';
import { type EventsQuery, readPlace } from './event-query.ts';
import { viewOfStreamed } from './event-view.ts';

/** Events that are sent in one piece: some ten kilobytes, of which a slow reader has one to take. */
const PIECE_COUNT = 50;

/** Other processes on the store tell nobody of what they do, so that one has to look. */
const LOOK_MS = 1_000;
/** A word after so many looks at nothing: before the time after which proxies close a silent line. */
const LOOKS_PER_HEARTBEAT = 15;

/** How long a client waits before it connects again. */
const RETRY_MS = 1_000;

const AGAIN = 'Connect again with Last-Event-ID.';
const FAREWELL = comment(`You were cut off because you read too slowly. ${AGAIN}`);

/** After a reset, or when a snapshot was loaded: time and numbers have begun anew. */
const OTHER_HISTORY =
  'The event of Last-Event-ID is not of this history. Everything is told from the beginning.';

/** Whether events are asked for as they come. Source: WHATWG HTML, "Server-sent events". */
export function wantsFeed({ headers }: HttpRequest): boolean {
  return /(?:^|,)\s*text\/event-stream\s*(?:[;,]|$)/i.test(headers['accept'] ?? '');
}

/**
 * Events as they come, for as long as somebody reads. They are played from the journals when there is
 * room for them and not before, so a reader that is behind costs no memory.
 */
export async function followEvents(
  request: HttpRequest,
  query: EventsQuery,
  services: ControlServices,
): Promise<HttpResponse> {
  if (query.limit !== null) {
    throw new EmulatorError('EMU_BAD_REQUEST', 'limit is not for what goes on for ever.');
  }
  const after = readPlace(request.headers['last-event-id'] || query.after);
  const begun =
    after === null
      ? await begin(query, services, query.hasSince ? 'all' : 'new')
      : ((await goOn(query, services, after)) ?? {
          ...(await begin(query, services, 'all')),
          notice: OTHER_HISTORY,
        });
  const pieces = (signal: AbortSignal): AsyncIterable<string> => feed(begun, signal, services);
  return {
    httpStatus: 200,
    headers: [
      'Cache-Control',
      'no-store',
      'Content-Type',
      'text/event-stream; charset=utf-8',
      'X-Content-Type-Options',
      'nosniff',
    ],
    body: null,
    stream: { pieces, farewell: FAREWELL },
  };
}

interface Begun {
  readonly stream: EventStream;
  /**
   * Read before the answer, so that the status tells what is wrong with it, and nothing is missed that
   * happens after the answer.
   */
  readonly first: readonly StreamedEvent[];
  readonly notice?: string;
}

async function begin(
  query: EventsQuery,
  { fleet }: ControlServices,
  from: 'all' | 'new',
): Promise<Begun> {
  let isAsked = from === 'all';
  const matches = ({ event }: StreamedEvent): boolean => isAsked && query.matches(event);
  const begun = await readFirst(fleet.playEvents({ ...query.scope, matches }));
  isAsked = true;
  return begun;
}

/** Undefined when there is no such event: what is told now is another history. */
async function goOn(
  query: EventsQuery,
  { fleet }: ControlServices,
  after: EventPlace,
): Promise<Begun | undefined> {
  let isMet = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  const matches = (streamed: StreamedEvent): boolean => {
    isMet ||= isAt(streamed, after);
    lastAt = streamed.event.at;
    return mayBeNew(streamed, after) && query.matches(streamed.event);
  };
  const begun = await readFirst(fleet.playEvents({ ...query.scope, matches }));
  const isPast = lastAt > after.at || begun.first.length === 0;
  if (isMet || !isPast) return begun;
  begun.stream.close();
  return undefined;
}

async function readFirst(stream: EventStream): Promise<Begun> {
  try {
    return { stream, first: await stream.next(PIECE_COUNT) };
  } catch (error) {
    stream.close();
    throw error;
  }
}

async function* feed(
  { stream, first, notice }: Begun,
  signal: AbortSignal,
  services: ControlServices,
): AsyncGenerator<string> {
  const ending = services.ending();
  const over = AbortSignal.any([signal, ending]);
  try {
    yield `retry: ${RETRY_MS}\n\n${notice === undefined ? '' : comment(notice)}`;
    let events = first;
    let quietLooks = 0;
    while (!over.aborted) {
      if (events.length > 0) {
        quietLooks = 0;
        yield events.map(message).join('');
      } else if (await isQuiet(stream, over, services)) {
        quietLooks += 1;
        if (quietLooks % LOOKS_PER_HEARTBEAT === 0) yield comment('heartbeat');
      }
      if (over.aborted) break;
      services.fleet.lookForEvents();
      events = await stream.next(PIECE_COUNT);
    }
    if (!signal.aborted) yield comment(`The emulator ends or begins anew. ${AGAIN}`);
  } catch (error) {
    yield comment(`${reasonOf(error)} ${AGAIN}`);
  } finally {
    stream.close();
  }
}

/** Waits until there may be more, or until it is time for a look all the same: then true. */
async function isQuiet(
  stream: EventStream,
  over: AbortSignal,
  { requests }: ControlServices,
): Promise<boolean> {
  const woken = new AbortController();
  const called = new AbortController();
  const more = stream.more(AbortSignal.any([over, called.signal])).then(() => woken.abort());
  const isQuietUntilNow = await requests.pause(LOOK_MS, woken.signal);
  called.abort();
  await more;
  return isQuietUntilNow;
}

function message(streamed: StreamedEvent): string {
  return `id: ${formatPlace(streamed)}\ndata: ${JSON.stringify(viewOfStreamed(streamed))}\n\n`;
}

function comment(text: string): string {
  return `: ${text}\n\n`;
}

function reasonOf(error: unknown): string {
  if (error instanceof StaleCopy) return 'Another process has changed what was told last.';
  if (error instanceof EmulatorError) return `${error.code}: ${error.message}`;
  if (error instanceof StoreError) return `EMU_STORE_UNAVAILABLE: ${error.message}`;
  throw error;
}
