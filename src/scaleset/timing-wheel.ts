/** Buckets on the wheel. */
export const BUCKETS = 4_096;
/** Spare arrays of emptied buckets that are kept for the next ones. */
const SPARE_ARRAYS_MAX = 64;
/** What V8 takes for a typed array beside its numbers; about. */
const ARRAY_OVERHEAD_BYTES = 200;

export const EMPTY = new Float64Array(0);

/** The buckets of the wheel: unsorted keys each, and a bit for every bucket that has any. */
export class Wheel {
  readonly #keys: Float64Array[] = Array.from({ length: BUCKETS }, () => EMPTY);
  readonly #counts = new Int32Array(BUCKETS);
  readonly #occupied = new Uint32Array(BUCKETS / 32);
  readonly #spare: Float64Array[] = [];
  #byteLength = BUCKETS * 12;

  /** Bytes of memory, about; also of what was taken and not recycled yet. */
  get byteLength(): number {
    return this.#byteLength;
  }

  add(position: number, key: number): void {
    const count = this.#counts[position] as number;
    let keys = this.#keys[position] as Float64Array;
    if (count === keys.length) keys = this.#grow(position, keys);
    keys[count] = key;
    this.#counts[position] = count + 1;
    const word = position >>> 5;
    this.#occupied[word] = (this.#occupied[word] as number) | (1 << (position & 31));
  }

  /** Empties a bucket and gives what was in it. */
  take(position: number): { keys: Float64Array; count: number } {
    const taken = {
      keys: this.#keys[position] as Float64Array,
      count: this.#counts[position] as number,
    };
    this.#keys[position] = EMPTY;
    this.#counts[position] = 0;
    const word = position >>> 5;
    this.#occupied[word] = (this.#occupied[word] as number) & ~(1 << (position & 31));
    return taken;
  }

  /** Keeps an array that is done with for a bucket that will need one. */
  recycle(keys: Float64Array): void {
    if (keys.length > 0 && this.#spare.length < SPARE_ARRAYS_MAX) this.#spare.push(keys);
    else this.#byteLength -= bytesOf(keys);
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

  #grow(position: number, keys: Float64Array): Float64Array {
    let grown = keys.length === 0 ? this.#spare.pop() : undefined;
    if (grown === undefined) {
      grown = new Float64Array(Math.max(32, keys.length * 2));
      this.#byteLength += bytesOf(grown) - bytesOf(keys);
    }
    grown.set(keys);
    this.#keys[position] = grown;
    return grown;
  }
}

/** Where on the wheel a bucket lies. A mask, as the remainder of such large numbers is slow. */
export function positionOf(bucket: number): number {
  return bucket & (BUCKETS - 1);
}

function bytesOf(keys: Float64Array): number {
  return keys.length === 0 ? 0 : keys.byteLength + ARRAY_OVERHEAD_BYTES;
}
