import {
  finish,
  hashText,
  type Instant,
  invariant,
  isGuid,
  MICROS_PER_MS,
  mix,
} from '../../base/index.ts';

/** From when to when something is worked at. */
export interface Ticket {
  readonly startedAt: Instant;
  readonly endsAt: Instant;
}

/*
 * The id of a shell's operation says itself from when to when it runs, so polls need no record of it:
 * they go on being answered after a restart, by another process, and when the resource is gone. It looks
 * like any other GUID: 56 bits of start and 28 of length are masked by 20 bits that tell resources
 * apart, and 16 bits of check keep out ids that were not given out for this scope.
 */
const START_DIGITS = 14;
const LENGTH_DIGITS = 7;
const SALT_DIGITS = 5;
const CHECK_DIGITS = 4;
const LENGTH_MS_MAX = 16 ** LENGTH_DIGITS - 1;

/**
 * @param scope Where it can be polled, e.g. subscription, namespace and location.
 * @param subject What it is about; two of one instant differ by it.
 */
export function writeTicket({ startedAt, endsAt }: Ticket, scope: string, subject: string): string {
  const lengthMs = Math.ceil((endsAt - startedAt) / MICROS_PER_MS);
  invariant(lengthMs >= 0 && lengthMs <= LENGTH_MS_MAX, 'work on a shell lasts less than 74 hours');
  const salt = hex(hashText(subject, startedAt | 0) >>> 12, SALT_DIGITS);
  const start = hex(startedAt, START_DIGITS);
  const length = hex(lengthMs, LENGTH_DIGITS);
  const digits = masked(start + length, salt) + salt + checkOf(start + length + salt, scope);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(12, 15)}`,
    `${'89ab'[hashText(digits) & 3]}${digits.slice(15, 18)}`,
    digits.slice(18),
  ].join('-');
}

/** Undefined when it was not given out for this scope. */
export function readTicket(id: string, scope: string): Ticket | undefined {
  if (!isGuid(id)) return undefined;
  const text = id.toLowerCase().replaceAll('-', '');
  const digits = text.slice(0, 12) + text.slice(13, 16) + text.slice(17);
  const payloadDigits = START_DIGITS + LENGTH_DIGITS;
  const salt = digits.slice(payloadDigits, payloadDigits + SALT_DIGITS);
  const payload = masked(digits.slice(0, payloadDigits), salt);
  if (digits.slice(-CHECK_DIGITS) !== checkOf(payload + salt, scope)) return undefined;
  const startedAt = Number.parseInt(payload.slice(0, START_DIGITS), 16);
  const lengthMs = Number.parseInt(payload.slice(START_DIGITS), 16);
  return { startedAt, endsAt: startedAt + lengthMs * MICROS_PER_MS };
}

/** Its own inverse. */
function masked(digits: string, salt: string): string {
  return Array.from(digits, (digit, at) => {
    const mask = finish(mix(mix(0x5e11, Number.parseInt(salt, 16)), at)) & 15;
    return (Number.parseInt(digit, 16) ^ mask).toString(16);
  }).join('');
}

function checkOf(payload: string, scope: string): string {
  return hex(hashText(scope.toLowerCase(), hashText(payload)) >>> 16, CHECK_DIGITS);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
