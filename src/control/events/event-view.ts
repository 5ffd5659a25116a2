import { formatInstant } from '../../base/index.ts';
import type { StreamedEvent } from '../../fleet/index.ts';
import type { SetEvent } from '../../scaleset/index.ts';
import { formatPlace } from './event-place.ts';

/** An event as it is told. */
export type EventView = SetEvent extends infer E
  ? E extends SetEvent
    ? Omit<E, 'at'> & { readonly at: string }
    : never
  : never;

/** Where it stands among the events of other sets. */
export interface EventPlaceView {
  readonly id: string;
  /** The resource id of the set. */
  readonly set: string;
}

export type StreamedEventView = EventPlaceView & EventView;

/** What `GET /_lazulite/events` answers of one set. */
export interface SetEventsView {
  /** Its resource id. */
  readonly set: string;
  readonly events: readonly EventView[];
  /** Pass it as `after` to go on; null when these were the last. */
  readonly next: number | null;
}

/** What it answers of many. */
export interface EventsView {
  readonly events: readonly StreamedEventView[];
  /** Pass it as `after` to go on; null when these were the last. */
  readonly next: string | null;
}

export function viewOfEvent(event: SetEvent): EventView {
  const { at, cause, ...rest } = event;
  return { ...rest, at: formatInstant(at), cause };
}

export function viewOfStreamed(streamed: StreamedEvent): StreamedEventView {
  const { resourceId, event } = streamed;
  return { id: formatPlace(streamed), set: resourceId, ...viewOfEvent(event) };
}
