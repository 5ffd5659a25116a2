import type { EventsQuery, EventsView, StreamedEventView } from '../../client/index.ts';
import { pause, readAnswer } from '../../server/index.ts';
import { connect, type Connection, type ConnectionOptions, expectOk } from '../connection.ts';
import { readMessages } from '../event-messages.ts';
import { lineOfEvent } from '../event-text.ts';
import { whole } from '../transport.ts';
import type { CommandContext } from './context.ts';

export interface EventsOptions extends ConnectionOptions {
  readonly subscription?: string;
  readonly resource?: string;
  readonly instance?: string;
  readonly subject?: string;
  readonly operation?: string;
  readonly since?: string;
  readonly follow?: true;
  readonly json?: true;
}

const PATH = '/_lazulite/events';
const PAGE = 5_000;
/** Before it is tried again where nothing came at all. */
const AGAIN_MS = 1_000;
const BEGINNING = '1970-01-01T00:00:00Z';

/** Shows what has happened to sets and their machines, and goes on with what happens. */
export async function commandEvents(
  options: EventsOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const connection = connect(options, environment);
  const { subscription, resource, instance, subject, operation, since } = options;
  const given = { subscription, resource, instance, subject, operation, since };
  const filter: EventsQuery = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const wantsJson = options.json === true || !terminal.interactive;
  const shown = new Shown();
  const show = (event: StreamedEventView): void => {
    if (!shown.note(event.id)) return;
    terminal.write(wantsJson ? `${JSON.stringify(event)}\n` : lineOfEvent(event));
  };
  await showPast(connection, filter, show);
  if (options.follow !== true) return;
  const tell = (text: string): void => terminal.writeError(`lazulite: ${text}\n`);
  await follow(connection, filter, { shown, show, tell });
}

async function showPast(
  { control }: Connection,
  filter: EventsQuery,
  show: (event: StreamedEventView) => void,
): Promise<void> {
  for (let after: string | null = ''; after !== null;) {
    const from: EventsQuery = after === '' ? {} : { after };
    const page: EventsView = await control.events.page({ ...filter, ...from, limit: PAGE });
    for (const event of page.events) show(event);
    after = page.next;
  }
}

interface Following {
  readonly shown: Shown;
  readonly show: (event: StreamedEventView) => void;
  /** Why the stream has ended. */
  readonly tell: (text: string) => void;
}

/** Connects again, behind what was shown last, for as long as an emulator answers. */
async function follow(
  connection: Connection,
  filter: EventsQuery,
  { shown, show, tell }: Following,
): Promise<void> {
  for (;;) {
    const query = new URLSearchParams({ since: BEGINNING, ...(filter as Record<string, string>) });
    const answer = await connection.open(`${PATH}?${query.toString()}`, {
      accept: 'text/event-stream',
      ...(shown.last === '' ? {} : { 'last-event-id': shown.last }),
    });
    if (answer.httpStatus !== 200) expectOk(readAnswer(await whole(answer)), 'The events');
    let count = 0;
    for await (const message of readMessages(answer.pieces)) {
      if (message.kind === 'comment') {
        if (message.text !== 'heartbeat') tell(message.text);
        continue;
      }
      count += 1;
      show(JSON.parse(message.data) as StreamedEventView);
    }
    if (count === 0) await pause(AGAIN_MS);
  }
}

/** Whoever connects again is told some events of the last instant again. */
class Shown {
  /** Empty when there is none. */
  last = '';
  #instant = '';
  readonly #ids = new Set<string>();

  /** False when it has been shown. */
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
