/** Buckets on the wheel. */
export const BUCKETS = 4_096;
/** Keys in a chunk: four cache lines, and a few hundred bytes for a bucket that holds only one. */
const CHUNK = 32;
const CHUNK_BITS = 5;
const FIRST_CHUNKS = 64;

export const EMPTY = new Float64Array(0);

/**
 * The buckets of the wheel: unsorted keys each, and a bit for every bucket that has any.
 *
 * All keys lie in one array, in chunks that a bucket strings together. A bucket that was an array of its
 * own would cost three cache misses for each key, as what is due goes to buckets in random order; here
 * only the store misses, and nothing waits for that.
 */
export class Wheel {
  /** Chunk 0 is nobody's, so that 0 can say `none`. */
  #keys = new Float64Array(FIRST_CHUNKS * CHUNK);
  /** The chunk that was filled before this one, or the next free one. */
  #links = new Int32Array(FIRST_CHUNKS);
  /** Where the next key of a bucket goes; 0 for an empty one, the start of a chunk for a full one. */
  readonly #cursors = new Int32Array(BUCKETS);
  readonly #occupied = new Uint32Array(BUCKETS / 32);
  #chunksUsed = 1;
  #free = 0;
  #taken = EMPTY;

  /** Bytes of memory; also of what was taken. */
  get byteLength(): number {
    const { byteLength: keys } = this.#keys;
    return keys + this.#links.byteLength + this.#taken.byteLength + BUCKETS * 4 + BUCKETS / 8;
  }

  add(position: number, key: number): void {
    let cursor = this.#cursors[position] as number;
    if ((cursor & (CHUNK - 1)) === 0) cursor = this.#addChunk(position, cursor);
    this.#keys[cursor] = key;
    this.#cursors[position] = cursor + 1;
  }

  /** Empties a bucket and gives what was in it, until the next bucket is taken. */
  take(position: number): { keys: Float64Array; count: number } {
    const cursor = this.#cursors[position] as number;
    this.#cursors[position] = 0;
    const word = position >>> 5;
    this.#occupied[word] = (this.#occupied[word] as number) & ~(1 << (position & 31));
    if (cursor === 0) return { keys: EMPTY, count: 0 };
    let count = 0;
    let end = cursor;
    for (let chunk = (cursor - 1) >> CHUNK_BITS; chunk !== 0;) {
      const start = chunk << CHUNK_BITS;
      if (count + CHUNK > this.#taken.length) this.#growTaken();
      const taken = this.#taken;
      for (let at = start; at < end; at += 1) {
        taken[count] = this.#keys[at] as number;
        count += 1;
      }
      const before = this.#links[chunk] as number;
      this.#links[chunk] = this.#free;
      this.#free = chunk;
      chunk = before;
      end = (chunk + 1) << CHUNK_BITS;
    }
    return { keys: this.#taken, count };
  }

  /** The number of the next bucket that holds something, -1 when the wheel is empty. */
  nextAfter(current: number): number {
    const first = current + 1;
    for (let step = 0; step < BUCKETS;) {
      const position = positionOf(first + step);
      const bits = (this.#occupied[position >>> 5] as number) >>> (position & 31);
      if (bits !== 0) return first + step + (31 - Math.clz32(bits & -bits));
      step += 32 - (position & 31);
    }
    return -1;
  }

  /** Gives a bucket the chunk that its next key goes to; says where that begins. */
  #addChunk(position: number, cursor: number): number {
    let chunk = this.#free;
    if (chunk === 0) {
      chunk = this.#chunksUsed;
      this.#chunksUsed += 1;
      if (chunk === this.#links.length) this.#grow();
    } else this.#free = this.#links[chunk] as number;
    this.#links[chunk] = cursor === 0 ? 0 : (cursor - 1) >> CHUNK_BITS;
    const word = position >>> 5;
    this.#occupied[word] = (this.#occupied[word] as number) | (1 << (position & 31));
    return chunk << CHUNK_BITS;
  }

  #grow(): void {
    const links = new Int32Array(this.#links.length * 2);
    links.set(this.#links);
    this.#links = links;
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
  }

  #growTaken(): void {
    const taken = new Float64Array(Math.max(1_024, this.#taken.length * 2));
    taken.set(this.#taken);
    this.#taken = taken;
  }
}

/** Where on the wheel a bucket lies. A mask, as the remainder of such large numbers is slow. */
export function positionOf(bucket: number): number {
  return bucket & (BUCKETS - 1);
}
