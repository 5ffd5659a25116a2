import { finish, mix } from './hash.ts';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A version 4 GUID made of a seed and a position; lower case, as Azure prints them.
 * The same two numbers always give the same GUID.
 */
export function guidFrom(seed: number, position: number): string {
  const low = position | 0;
  const high = Math.floor(position / 0x1_0000_0000) | 0;
  return guidOfWords((salt) => finish(mix(mix(mix(salt, seed | 0), low), high)));
}

/** A version 4 GUID that belongs to a text, e.g. to the name of what it identifies. */
export function guidFromText(text: string): string {
  return guidOfWords((salt) => {
    let hash = salt;
    for (let at = 0; at < text.length; at += 1) hash = mix(hash, text.charCodeAt(at));
    return finish(hash ^ text.length);
  });
}

/** Whether a text has the form of a GUID, in any case. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** Each word is hashed from the whole input on its own, so that all 122 bits tell inputs apart. */
function guidOfWords(word: (salt: number) => number): string {
  const a = word(0x6c617a75);
  const b = (word(0x2545f491) & 0xffff_0fff) | 0x4000;
  const c = (word(0x9e3779b9) & 0x3fff_ffff) | 0x8000_0000;
  const d = word(0x7f4a7c15);
  return `${hex32(a)}-${hex16(b >>> 16)}-${hex16(b)}-${hex16(c >>> 16)}-${hex16(c)}${hex32(d)}`;
}

function hex32(word: number): string {
  return hex16(word >>> 16) + hex16(word);
}

function hex16(word: number): string {
  return `${HEX[(word >>> 8) & 0xff]}${HEX[word & 0xff]}`;
}
