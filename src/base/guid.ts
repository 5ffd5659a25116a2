import { finish, mix } from './hash.ts';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A version 4 GUID made of a seed and a position; lower case, as Azure prints them.
 * The same two numbers always give the same GUID.
 */
export function guidFrom(seed: number, position: number): string {
  const base = mix(mix(0x6c617a75, seed | 0), position | 0);
  const high = mix(base, Math.floor(position / 0x1_0000_0000) | 0);
  const a = finish(mix(high, 1));
  const b = (finish(mix(high, 2)) & 0xffff_0fff) | 0x4000;
  const c = (finish(mix(high, 3)) & 0x3fff_ffff) | 0x8000_0000;
  const d = finish(mix(high, 4));
  return `${hex32(a)}-${hex16(b >>> 16)}-${hex16(b)}-${hex16(c >>> 16)}-${hex16(c)}${hex32(d)}`;
}

/** Whether a text has the form of a GUID, in any case. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

function hex32(word: number): string {
  return hex16(word >>> 16) + hex16(word);
}

function hex16(word: number): string {
  return `${HEX[(word >>> 8) & 0xff]}${HEX[word & 0xff]}`;
}
