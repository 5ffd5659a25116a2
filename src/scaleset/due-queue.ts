import { invariant, type Instant, NEVER } from '../base/index.ts';
import { DueHeap } from './due-heap.ts';
import type { Instances } from './instances.ts';

/** Width of a bucket in microseconds; a power of two so that bucket numbers are exact. */
const BUCKET_MICROS = 2 ** 16;
/** Buckets on the wheel: 4,096 × 0.26 s is about 18 minutes; what is due later waits aside. */
const BUCKETS = 4_096;
/** Slots fit below this, so that (offset in bucket, slot) packs into an exact double. */
const SLOT_SPAN = 2 ** 24;
/** Up to here a plain heap is quicker than a wheel, and small sets need no wheel's memory. */
const SMALL_SIZE = 2_048;
/** Spare arrays of emptied buckets that are kept for the next ones. */
const SPARE_ARRAYS_MAX = 64;

const EMPTY = new Float64Array(0);

/**
 * The slots that have something due, in total order: due time, then slot.
 *
 * A million timers in a binary heap cost half a microsecond each to take out. Here they lie unsorted
 * in the buckets of a timing wheel, and a bucket is sorted natively when its time comes. A small set
 * uses the heap alone. The records say what is really due: an entry that they do not agree with was
 * rescheduled and is passed over.
 */
export class DueQueue {
  readonly #instances: Instances;
  readonly #heap = new DueHeap();
  #wheel: Wheel | null = null;
  /** Entries beyond the wheel, as (due, slot) one after the other. */
  #later: number[] = [];
  /** The number of the bucket that is sorted out; everything up to its end is in ready or heap. */
  #current = 0;
  /** What waits aside is due in this bucket or later. */
  #horizon = 0;
  #ready: Float64Array = EMPTY;
  #readyAt = 0;
  #readyEnd = 0;
  #readyStart = 0;
  /** The entry at `readyAt`, taken apart. */
  #readyDue: Instant = NEVER;
  #readySlot = -1;
  #size = 0;

  constructor(instances: Instances) {
    invariant(instances.capacity <= SLOT_SPAN, 'a scale set has more slots than a key can hold');
    this.#instances = instances;
  }

  get size(): number {
    return this.#size;
  }

  /** Sets when a slot is due, in place of what was set before; NEVER takes it out. */
  schedule(slot: number, due: Instant): void {
    if (this.#instances.due(slot) !== NEVER) this.#size -= 1;
    this.#instances.setDue(slot, due);
    if (due === NEVER) return;
    this.#size += 1;
    this.#insert(slot, due);
    if (this.#wheel === null && this.#heap.size > SMALL_SIZE) this.#startWheel();
  }

  /** The earliest due time; NEVER when the queue is empty. */
  peek(): Instant {
    if (this.#size === 0) return NEVER;
    for (;;) {
      const heapDue = this.#cleanHeap();
      const readyDue = this.#cleanReady();
      if (readyDue <= heapDue) {
        if (readyDue !== NEVER) return readyDue;
        this.#openNextBucket();
      } else return heapDue;
    }
  }

  /** Takes out the slot that `peek` has just spoken of; call only when it said that there is one. */
  pop(): number {
    const heap = this.#heap;
    const readyDue = this.#readyDue;
    let slot = this.#readySlot;
    if (
      heap.size > 0 &&
      (heap.topDue < readyDue || (heap.topDue === readyDue && heap.topSlot < slot))
    ) {
      slot = heap.pop();
    } else {
      this.#readyAt += 1;
      this.#readyDue = NEVER;
    }
    this.#instances.setDue(slot, NEVER);
    this.#size -= 1;
    return slot;
  }

  #insert(slot: number, due: Instant): void {
    const bucket = Math.floor(due / BUCKET_MICROS);
    if (this.#wheel === null || bucket <= this.#current) this.#heap.push(due, slot);
    else if (bucket < this.#current + BUCKETS) {
      this.#wheel.add(positionOf(bucket), (due - bucket * BUCKET_MICROS) * SLOT_SPAN + slot);
    } else this.#later.push(due, slot);
  }

  #cleanHeap(): Instant {
    const heap = this.#heap;
    while (heap.size > 0) {
      if (this.#instances.due(heap.topSlot) === heap.topDue) return heap.topDue;
      heap.pop();
    }
    return NEVER;
  }

  #cleanReady(): Instant {
    if (this.#readyDue !== NEVER && this.#instances.due(this.#readySlot) === this.#readyDue) {
      return this.#readyDue;
    }
    if (this.#readyDue !== NEVER) this.#readyAt += 1;
    while (this.#readyAt < this.#readyEnd) {
      const key = this.#ready[this.#readyAt] as number;
      const offset = Math.floor(key / SLOT_SPAN);
      const slot = key - offset * SLOT_SPAN;
      const due = this.#readyStart + offset;
      if (this.#instances.due(slot) === due) {
        this.#readyDue = due;
        this.#readySlot = slot;
        return due;
      }
      this.#readyAt += 1;
    }
    this.#readyDue = NEVER;
    return NEVER;
  }

  #startWheel(): void {
    this.#current = Math.floor(this.#cleanHeap() / BUCKET_MICROS);
    this.#horizon = this.#current + BUCKETS;
    this.#wheel = new Wheel();
    const waiting = [];
    while (this.#cleanHeap() !== NEVER) waiting.push(this.#heap.pop());
    for (const slot of new Set(waiting)) this.#insert(slot, this.#instances.due(slot));
  }

  #openNextBucket(): void {
    const wheel = this.#wheel;
    invariant(wheel !== null, 'the due queue counts a slot that is nowhere in it');
    let bucket = wheel.nextAfter(this.#current);
    if (this.#later.length > 0 && (bucket === -1 || bucket >= this.#horizon)) {
      // Something that waits aside may be due before what the wheel found.
      if (bucket === -1) this.#current = this.#earliestLater() - 1;
      this.#spreadLater();
      bucket = wheel.nextAfter(this.#current);
    }
    if (bucket === -1) return;
    this.#current = bucket;
    this.#sortOut(bucket);
  }

  /** Sorts a bucket and drops the entries that were rescheduled since. */
  #sortOut(bucket: number): void {
    const wheel = this.#wheel as Wheel;
    wheel.recycle(this.#ready);
    const { keys, count } = wheel.take(positionOf(bucket));
    const start = bucket * BUCKET_MICROS;
    keys.subarray(0, count).sort();
    // Looking at every record here, one after the other and independent of each other, brings them
    // near before they are worked on: half of the time would go into waiting for memory otherwise.
    let kept = 0;
    for (let at = 0; at < count; at += 1) {
      const key = keys[at] as number;
      const offset = Math.floor(key / SLOT_SPAN);
      keys[kept] = key;
      if (this.#instances.due(key - offset * SLOT_SPAN) === start + offset) kept += 1;
    }
    this.#ready = keys;
    this.#readyAt = 0;
    this.#readyEnd = kept;
    this.#readyStart = start;
  }

  #earliestLater(): number {
    let earliest = NEVER;
    for (let at = 0; at < this.#later.length; at += 2) {
      earliest = Math.min(earliest, this.#later[at] as number);
    }
    return Math.floor(earliest / BUCKET_MICROS);
  }

  #spreadLater(): void {
    const later = this.#later;
    this.#later = [];
    this.#horizon = this.#current + BUCKETS;
    for (let at = 0; at < later.length; at += 2) {
      const slot = later[at + 1] as number;
      if (this.#instances.due(slot) === later[at]) this.#insert(slot, later[at] as number);
    }
  }
}

/** The buckets of the wheel: unsorted keys each, and a bit for every bucket that has any. */
class Wheel {
  readonly #keys: Float64Array[] = Array.from({ length: BUCKETS }, () => EMPTY);
  readonly #counts = new Int32Array(BUCKETS);
  readonly #occupied = new Uint32Array(BUCKETS / 32);
  readonly #spare: Float64Array[] = [];

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
    const spare = keys.length === 0 ? this.#spare.pop() : undefined;
    const grown = spare ?? new Float64Array(Math.max(32, keys.length * 2));
    grown.set(keys);
    this.#keys[position] = grown;
    return grown;
  }
}

/** Where on the wheel a bucket lies. A mask, as the remainder of such large numbers is slow. */
function positionOf(bucket: number): number {
  return bucket & (BUCKETS - 1);
}
