import { finish, mix } from './hash.ts';

/** The codes of the sixteen digits. */
const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const HYPHEN = 0x2d;

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
  // In one call: every answer has two GUIDs, and texts put together piece by piece take twice as long.
  // prettier-ignore
  return String.fromCharCode(
    digit(a, 28), digit(a, 24), digit(a, 20), digit(a, 16), digit(a, 12), digit(a, 8), digit(a, 4), digit(a, 0),
    HYPHEN, digit(b, 28), digit(b, 24), digit(b, 20), digit(b, 16),
    HYPHEN, digit(b, 12), digit(b, 8), digit(b, 4), digit(b, 0),
    HYPHEN, digit(c, 28), digit(c, 24), digit(c, 20), digit(c, 16),
    HYPHEN, digit(c, 12), digit(c, 8), digit(c, 4), digit(c, 0),
    digit(d, 28), digit(d, 24), digit(d, 20), digit(d, 16), digit(d, 12), digit(d, 8), digit(d, 4), digit(d, 0),
  );
}

function digit(word: number, shift: number): number {
  return DIGITS[(word >>> shift) & 15] as number;
}
