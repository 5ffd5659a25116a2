/**
 * Deterministic draws: a draw is a hash of what it is for, so it does not depend on the order in
 * which draws are made, nor on process or engine.
 */

/** Mixes one more 32-bit word into a hash (the step of MurmurHash3). */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

/** Spreads a mixed hash over all 32 bits (the finalizer of MurmurHash3); an unsigned integer. */
export function finish(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** A hash of some 32-bit words, as an unsigned integer. */
export function hashWords(...words: readonly number[]): number {
  let h = 0x9747b28c;
  for (const word of words) h = mix(h, word);
  return finish(h ^ words.length);
}

/** A 32-bit hash of a text, by its UTF-16 units. */
export function hashText(text: string, seed = 0): number {
  let h = seed | 0;
  for (let i = 0; i < text.length; i += 1) h = mix(h, text.charCodeAt(i));
  return finish(h ^ text.length);
}
