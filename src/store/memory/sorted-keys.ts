import { compareByteOrder } from '../byte-order.ts';

/** Keys in one chunk at most: an insertion moves half of this, and a million keys make 2,000 chunks. */
const CHUNK_KEYS_MAX = 1_024;

/** A set of keys kept in byte order, in chunks, so that neither an insertion nor a listing touches all of them. */
export class SortedKeys {
  /** Never an empty chunk. */
  readonly #chunks: string[][] = [];

  add(key: string): void {
    const position = Math.max(0, this.#chunkOf(key));
    const chunk = this.#chunks[position];
    if (chunk === undefined) {
      this.#chunks.push([key]);
      return;
    }
    const index = firstAtOrAfter(chunk, key);
    if (chunk[index] === key) return;
    chunk.splice(index, 0, key);
    if (chunk.length > CHUNK_KEYS_MAX)
      this.#chunks.splice(position + 1, 0, chunk.splice(chunk.length >> 1));
  }

  delete(key: string): void {
    const position = this.#chunkOf(key);
    const chunk = this.#chunks[position];
    if (chunk === undefined) return;
    const index = firstAtOrAfter(chunk, key);
    if (chunk[index] !== key) return;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.#chunks.splice(position, 1);
  }

  /** The keys from `from` on, in order. */
  *from(from: string): Generator<string> {
    let position = Math.max(0, this.#chunkOf(from));
    let index = firstAtOrAfter(this.#chunks[position] ?? [], from);
    for (; position < this.#chunks.length; position++, index = 0) {
      const chunk = this.#chunks[position] ?? [];
      for (; index < chunk.length; index++) yield chunk[index] ?? '';
    }
  }

  /** The last chunk that starts at or before the key; -1 when the key goes before all of them. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareByteOrder(this.#chunks[middle]?.[0] ?? '', key) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function firstAtOrAfter(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareByteOrder(keys[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
