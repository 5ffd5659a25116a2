import { invariant, type Instant, NEVER } from '../base/index.ts';
import { DueHeap } from './due-heap.ts';
import type { Instances } from './instances.ts';
import { sortKeys } from './sort-keys.ts';
import { BUCKETS, EMPTY, positionOf, Wheel } from './timing-wheel.ts';

/**
 * Width of a bucket in microseconds, so that the wheel's turn is four and a half minutes; a power of
 * two so that bucket numbers are exact.
 */
const BUCKET_MICROS = 2 ** 16;
/** What is due within so many turns of the wheel waits aside; it is looked at once in each. */
const TURNS_ASIDE = 16;
/**
 * Slots fit below this, so that (offset in bucket, slot) packs into an exact double: 16 and 30 of its
 * 53 bits. A fleet of ten million that replaces itself has twenty million slots for a while.
 */
const SLOT_SPAN = 2 ** 30;
/** Of a key: 16 for the offset, 30 for the slot. */
const KEY_BITS = 46;
/** Records that are brought near at once: with all that they touch, half of a small cache. */
const NEAR = 512;
/** Up to here a plain heap is quicker than a wheel, and small sets need no wheel's memory. */
const SMALL_SIZE = 2_048;

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
  /** Entries beyond those: days away, where looking at each in every turn would never end. */
  readonly #far = new DueHeap();
  /** The number of the bucket that is sorted out; everything up to its end is in ready or heap. */
  #current = 0;
  /** What waits aside is due in this bucket or later. */
  #horizon = 0;
  #ready: Float64Array = EMPTY;
  #readyAt = 0;
  #readyEnd = 0;
  #readyStart = 0;
  /** The records of the entries up to here have been looked at. */
  #nearEnd = 0;
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

  /** Bytes of memory, about. */
  get byteLength(): number {
    return (
      this.#heap.byteLength +
      this.#far.byteLength +
      this.#later.length * 8 +
      (this.#wheel?.byteLength ?? 0)
    );
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
    if (this.#size === 0) this.#clear();
    return slot;
  }

  #insert(slot: number, due: Instant): void {
    const bucket = Math.floor(due / BUCKET_MICROS);
    if (this.#wheel === null || bucket <= this.#current) this.#heap.push(due, slot);
    else if (bucket < this.#current + BUCKETS) {
      this.#wheel.add(positionOf(bucket), (due - bucket * BUCKET_MICROS) * SLOT_SPAN + slot);
    } else if (bucket < this.#current + TURNS_ASIDE * BUCKETS) this.#later.push(due, slot);
    else this.#far.push(due, slot);
  }

  /** Lets go of the memory, and of entries that were rescheduled. */
  #clear(): void {
    this.#heap.clear();
    this.#far.clear();
    this.#wheel = null;
    this.#later = [];
    this.#current = 0;
    this.#ready = EMPTY;
    this.#readyAt = 0;
    this.#readyEnd = 0;
    this.#nearEnd = 0;
    this.#readyDue = NEVER;
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
      if (this.#readyAt >= this.#nearEnd) {
        this.#bringNear();
        continue;
      }
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
    for (const slot of new Set(this.#heap.takeAll())) {
      const due = this.#instances.due(slot);
      if (due !== NEVER) this.#insert(slot, due);
    }
  }

  #openNextBucket(): void {
    const wheel = this.#wheel;
    invariant(wheel !== null, 'the heap of a small due queue holds all that is in it');
    let bucket = wheel.nextAfter(this.#current);
    const isWaiting = this.#later.length > 0 || this.#far.size > 0;
    invariant(bucket !== -1 || isWaiting, 'the due queue counts a slot that is nowhere in it');
    if (isWaiting && (bucket === -1 || bucket >= this.#horizon)) {
      // Something that waits aside may be due before what the wheel found.
      if (bucket === -1) this.#current = this.#earliestLater() - 1;
      this.#spreadLater();
      bucket = wheel.nextAfter(this.#current);
    }
    if (bucket === -1) return;
    this.#current = bucket;
    this.#sortOut(bucket);
  }

  /** Sorts a bucket. */
  #sortOut(bucket: number): void {
    const wheel = this.#wheel as Wheel;
    const { keys, count } = wheel.take(positionOf(bucket));
    const start = bucket * BUCKET_MICROS;
    sortKeys(keys, count, KEY_BITS);
    this.#ready = keys;
    this.#readyAt = 0;
    this.#readyEnd = count;
    this.#readyStart = start;
    this.#nearEnd = 0;
  }

  /**
   * Drops those of the next entries that were rescheduled since. Looking at their records one after
   * the other and independent of each other brings them near before they are worked on: half of the
   * time would go into waiting for memory otherwise.
   */
  #bringNear(): void {
    const end = Math.min(this.#readyEnd, this.#readyAt + NEAR);
    let kept = end;
    for (let at = end - 1; at >= this.#readyAt; at -= 1) {
      const key = this.#ready[at] as number;
      const offset = Math.floor(key / SLOT_SPAN);
      if (this.#instances.due(key - offset * SLOT_SPAN) !== this.#readyStart + offset) continue;
      kept -= 1;
      this.#ready[kept] = key;
    }
    this.#readyAt = kept;
    this.#nearEnd = end;
  }

  #earliestLater(): number {
    let earliest = this.#far.size > 0 ? this.#far.topDue : NEVER;
    for (let at = 0; at < this.#later.length; at += 2) {
      earliest = Math.min(earliest, this.#later[at] as number);
    }
    return Math.floor(earliest / BUCKET_MICROS);
  }

  #spreadLater(): void {
    const later = this.#later;
    const farthest = (this.#current + TURNS_ASIDE * BUCKETS) * BUCKET_MICROS;
    while (this.#far.size > 0 && this.#far.topDue < farthest) {
      later.push(this.#far.topDue, this.#far.pop());
    }
    this.#later = [];
    this.#horizon = this.#current + BUCKETS;
    for (let at = 0; at < later.length; at += 2) {
      const slot = later[at + 1] as number;
      if (this.#instances.due(slot) === later[at]) this.#insert(slot, later[at] as number);
    }
  }
}
