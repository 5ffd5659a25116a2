import type { StreamedEventView } from '../control/index.ts';
import { asked, withQuery } from './ask.ts';
import type { EventsQuery } from './control-client.ts';
import { readMessages } from './event-messages.ts';

/** An answer whose body is still coming. */
export interface OpenedAnswer {
  readonly httpStatus: number;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Takes a GET to an emulator, signed in, whose answer is read as it comes, and ends with the signal. */
export type ControlOpen = (
  target: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<OpenedAnswer>;

export interface FollowOptions {
  /** Ends it, without an error. */
  readonly signal?: AbortSignal;
  /** What the emulator says beside events: that it ends, that time was set back, that one reads too slowly. */
  readonly onNotice?: (text: string) => void;
}

/** Before it is tried again where a connection was cut before anything came. */
const AGAIN_MS = 1_000;

/**
 * Events as they come, each once. Connects again behind the last one for as long as an emulator
 * answers. Whoever stops reading, or aborts, lets the connection go.
 */
export async function* followEvents(
  open: ControlOpen,
  query: Omit<EventsQuery, 'limit'>,
  { signal, onNotice }: FollowOptions,
): AsyncGenerator<StreamedEventView, void, undefined> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted === true) end();
  const told = new Told();
  try {
    while (!ended.signal.aborted) {
      let isWordless = true;
      for await (const message of messages(open, query, told.last, ended.signal)) {
        isWordless = false;
        if (message.kind === 'comment') {
          if (message.text !== 'heartbeat') onNotice?.(message.text);
          continue;
        }
        const event = JSON.parse(message.data) as StreamedEventView;
        if (told.note(event.id)) yield event;
      }
      if (isWordless) await pause(AGAIN_MS, ended.signal);
    }
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

async function* messages(
  open: ControlOpen,
  query: Omit<EventsQuery, 'limit'>,
  last: string,
  signal: AbortSignal,
): ReturnType<typeof readMessages> {
  try {
    const { httpStatus, pieces } = await open(
      withQuery('/_lazulite/events', query),
      { accept: 'text/event-stream', ...(last === '' ? {} : { 'last-event-id': last }) },
      signal,
    );
    if (httpStatus === 200) {
      yield* readMessages(pieces);
      return;
    }
    const bytes = await whole(pieces);
    asked({ httpStatus, json: JSON.parse(new TextDecoder().decode(bytes)), bytes });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let all = new Uint8Array();
  for await (const piece of pieces) {
    const longer = new Uint8Array(all.length + piece.length);
    longer.set(all);
    longer.set(piece, all.length);
    all = longer;
  }
  return all;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // oxlint-disable-next-line no-restricted-globals -- in a program of a user there is no clock of ours
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
    if (signal.aborted) resolve();
  });
}

/** Whoever connects again is told some events of the last instant again. */
class Told {
  /** Empty when there is none. */
  last = '';
  #instant = '';
  readonly #ids = new Set<string>();

  /** False when it has been told. */
  note(id: string): boolean {
    const [instant = ''] = id.split('-', 1);
    if (instant !== this.#instant) this.#ids.clear();
    if (this.#ids.has(id)) return false;
    this.#instant = instant;
    this.#ids.add(id);
    this.last = id;
    return true;
  }
}
