import type { Instant } from '../../base/index.ts';
import type { StreamedEvent } from '../../fleet/index.ts';

/** Where an event stands among those of all sets: by time, then by set, then by its number there. */
export interface EventPlace {
  readonly at: Instant;
  readonly tag: string;
  readonly sequence: number;
}

/** Of an instant in microseconds: as texts, places are in their order until the year 2286. */
const INSTANT_DIGITS = 16;
const SEQUENCE_DIGITS = 10;

export function formatPlace({ event, tag }: StreamedEvent): string {
  const at = String(event.at).padStart(INSTANT_DIGITS, '0');
  return `${at}-${tag}-${String(event.sequence).padStart(SEQUENCE_DIGITS, '0')}`;
}

/** Undefined when it is none. */
export function parsePlace(text: string): EventPlace | undefined {
  const match = /^(\d{1,16})-([0-9a-f]{8})-(\d{1,15})$/.exec(text);
  if (match === null) return undefined;
  const [, at, tag = '', sequence] = match;
  return { at: Number(at), tag, sequence: Number(sequence) };
}

export function isAt({ event, tag }: StreamedEvent, place: EventPlace): boolean {
  return event.at === place.at && tag === place.tag && event.sequence === place.sequence;
}

export function isBehind({ event, tag }: StreamedEvent, place: EventPlace): boolean {
  if (event.at !== place.at) return event.at > place.at;
  if (tag !== place.tag) return tag > place.tag;
  return event.sequence > place.sequence;
}

/**
 * The same for one who was cut off: of the very instant of the last event, other sets may have told
 * something since, so theirs is told again.
 */
export function mayBeNew({ event, tag }: StreamedEvent, place: EventPlace): boolean {
  if (event.at !== place.at) return event.at > place.at;
  return tag !== place.tag || event.sequence > place.sequence;
}
