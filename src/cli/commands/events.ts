import type { EventsQuery, EventsView, StreamedEventView } from '../../client/index.ts';
import { connect, type Connection, type ConnectionOptions } from '../connection.ts';
import { lineOfEvent } from '../event-text.ts';
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

const PAGE = 5_000;
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
  const show = (event: StreamedEventView): void =>
    terminal.write(wantsJson ? `${JSON.stringify(event)}\n` : lineOfEvent(event));
  if (options.follow !== true) {
    await showPast(connection, filter, show);
    return;
  }
  const onNotice = (text: string): void => terminal.writeError(`lazulite: ${text}\n`);
  const { events } = connection.control;
  for await (const event of events.follow({ since: BEGINNING, ...filter }, { onNotice }))
    show(event);
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
