/**
 * A point in virtual time: whole microseconds since 1970-01-01T00:00:00Z.
 *
 * Microseconds because Azure prints fractions of a second finer than a millisecond, and because an
 * integer of microseconds stays exact in a double until the year 2255.
 */
export type Instant = number;

/** A length of time in whole microseconds. */
export type Micros = number;

export const MICROS_PER_MS = 1_000;
export const MICROS_PER_SECOND = 1_000_000;

/** Later than every instant that can occur; "never due". */
export const NEVER: Instant = Number.POSITIVE_INFINITY;

export function instantFromEpochMs(epochMs: number): Instant {
  return Math.round(epochMs * MICROS_PER_MS);
}

function epochMsFromInstant(instant: Instant): number {
  return Math.floor(instant / MICROS_PER_MS);
}

/**
 * Azure's form of a time: the .NET round-trip format with trailing zeros of the fraction dropped
 * and a numeric offset, e.g. `2017-01-31T04:49:51.558953+00:00`; never `Z`.
 * Source: shared/azure/instance-view.md, fact 9.
 */
export function formatInstant(instant: Instant): string {
  const fraction = ((instant % MICROS_PER_SECOND) + MICROS_PER_SECOND) % MICROS_PER_SECOND;
  return `${secondsPart(instant)}${fractionPart(fraction)}+00:00`;
}

/** .NET's form with all seven digits, as the activity log has it: `2018-01-29T20:42:31.3810679Z`. */
export function formatRoundTrip(instant: Instant): string {
  const fraction = String(instant % MICROS_PER_SECOND).padStart(6, '0');
  return `${secondsPart(instant)}.${fraction}0Z`;
}

/** The guest agent's form of a time: whole seconds, e.g. `2024-08-26T09:05:43+00:00`. */
export function formatInstantSeconds(instant: Instant): string {
  return `${secondsPart(instant)}+00:00`;
}

/** The RFC 9110 form that a `Date` header takes, e.g. `Mon, 26 Aug 2024 08:30:53 GMT`. */
export function formatHttpDate(instant: Instant): string {
  return new Date(epochMsFromInstant(instant)).toUTCString();
}

/** The compact UTC form of `x-ms-routing-request-id`, e.g. `20170216T100131Z`. */
export function formatCompactUtc(instant: Instant): string {
  return `${secondsPart(instant).replaceAll(/[-:]/g, '')}Z`;
}

/** Reads an ISO 8601 time; undefined when it is none. */
export function parseInstant(text: string): Instant | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)$/i.exec(text);
  if (!match) return undefined;
  const seconds = Date.parse(`${match[1]}${match[3]}`);
  if (Number.isNaN(seconds)) return undefined;
  const fraction = Number((match[2] ?? '').padEnd(6, '0').slice(0, 6));
  return instantFromEpochMs(seconds) + fraction;
}

function secondsPart(instant: Instant): string {
  return new Date(epochMsFromInstant(instant)).toISOString().slice(0, 19);
}

function fractionPart(micros: number): string {
  if (micros === 0) return '';
  return `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
}
