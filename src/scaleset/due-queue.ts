import { invariant, type Instant, NEVER } from '../base/index.ts';
import { DueHeap } from './due-heap.ts';

/** Width of a bucket in microseconds; a power of two so that bucket numbers are exact. */
const BUCKET_MICROS = 2 ** 18;
/** Buckets on the wheel: 4,096 × 0.26 s is about 18 minutes; what is due later waits aside. */
const BUCKETS = 4_096;
/** Slots fit below this, so that (offset in bucket, slot) packs into an exact double. */
const SLOT_SPAN = 2 ** 24;
/** Up to here a plain heap is quicker than a wheel, and small sets need no wheel's memory. */
const SMALL_SIZE = 2_048;

const NOT_LISTED = -1;
const IN_HEAP = -2;
const IN_READY = -3;
const HEAD_OF = -4;

/**
 * The slots that have something due, in total order: due time, then slot.
 *
 * A million timers in a binary heap cost half a microsecond each to take out. Here they lie unsorted
 * in the buckets of a timing wheel (intrusive lists, no allocation), and a bucket is sorted natively
 * when its time comes. A small set uses the heap alone.
 */
export class DueQueue {
  /** When each slot is due, NEVER when nothing is; read freely, write only through the methods. */
  due: Float64Array;
  #next: Int32Array;
  /** The previous slot of the list, or where the slot is when it has none. */
  #previous: Int32Array;
  readonly #heap = new DueHeap();
  #heads: Int32Array | null = null;
  #occupied: Uint32Array | null = null;
  #overflowHead = NOT_LISTED;
  /** The number of the bucket that is sorted out; everything up to its end is in ready or heap. */
  #current = Number.POSITIVE_INFINITY;
  /** What waits aside is due in this bucket or later. */
  #horizon = 0;
  #ready = new Float64Array(0);
  #readyAt = 0;
  #readyEnd = 0;
  #readyStart = 0;
  #size = 0;

  constructor(capacity: number) {
    this.due = new Float64Array(capacity).fill(NEVER);
    this.#next = new Int32Array(capacity);
    this.#previous = new Int32Array(capacity).fill(NOT_LISTED);
  }

  get size(): number {
    return this.#size;
  }

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    invariant(capacity <= SLOT_SPAN, 'a scale set has more slots than a key can hold');
    const length = this.due.length;
    if (capacity <= length) return;
    const due = new Float64Array(capacity);
    due.set(this.due);
    due.fill(NEVER, length);
    const next = new Int32Array(capacity);
    next.set(this.#next);
    const previous = new Int32Array(capacity);
    previous.set(this.#previous);
    previous.fill(NOT_LISTED, length);
    this.due = due;
    this.#next = next;
    this.#previous = previous;
  }

  /** Sets when a slot is due, in place of what was set before; NEVER takes it out. */
  schedule(slot: number, due: Instant): void {
    if (this.due[slot] !== NEVER) this.#remove(slot);
    if (due === NEVER) return;
    this.due[slot] = due;
    this.#size += 1;
    this.#insert(slot, due);
    if (this.#heads === null && this.#heap.size > SMALL_SIZE) this.#startWheel();
  }

  /** The earliest due time; NEVER when the queue is empty. */
  peek(): Instant {
    if (this.#size === 0) return NEVER;
    for (;;) {
      const heapDue = this.#cleanHeap();
      const readyDue = this.#cleanReady();
      if (heapDue !== NEVER || readyDue !== NEVER) return Math.min(heapDue, readyDue);
      this.#openNextBucket();
    }
  }

  /** Takes out the slot that `peek` spoke of; call only after `peek` said that there is one. */
  pop(): number {
    const heapDue = this.#cleanHeap();
    const readyDue = this.#cleanReady();
    let slot: number;
    if (readyDue < heapDue || (readyDue === heapDue && this.#readySlot() < this.#heap.topSlot)) {
      slot = this.#readySlot();
      this.#readyAt += 1;
    } else {
      slot = this.#heap.pop();
    }
    this.#previous[slot] = NOT_LISTED;
    this.due[slot] = NEVER;
    this.#size -= 1;
    return slot;
  }

  #insert(slot: number, due: Instant): void {
    const bucket = Math.floor(due / BUCKET_MICROS);
    if (this.#heads === null || bucket <= this.#current) {
      this.#previous[slot] = IN_HEAP;
      this.#heap.push(due, slot);
    } else if (bucket < this.#current + BUCKETS) {
      this.#link(slot, bucket % BUCKETS);
    } else {
      this.#link(slot, BUCKETS);
    }
  }

  #remove(slot: number): void {
    const previous = this.#previous[slot] as number;
    // What is in the heap or sorted out is left behind: its due time no longer matches.
    if (previous >= 0 || previous <= HEAD_OF) this.#unlink(slot, previous);
    this.#previous[slot] = NOT_LISTED;
    this.due[slot] = NEVER;
    this.#size -= 1;
  }

  #link(slot: number, list: number): void {
    const heads = this.#heads as Int32Array;
    const head = list === BUCKETS ? this.#overflowHead : (heads[list] as number);
    this.#next[slot] = head;
    this.#previous[slot] = HEAD_OF - list;
    if (head !== NOT_LISTED) this.#previous[head] = slot;
    this.#setHead(list, slot);
  }

  #unlink(slot: number, previous: number): void {
    const next = this.#next[slot] as number;
    if (next !== NOT_LISTED) this.#previous[next] = previous;
    if (previous >= 0) this.#next[previous] = next;
    else this.#setHead(HEAD_OF - previous, next);
  }

  #setHead(list: number, slot: number): void {
    if (list === BUCKETS) {
      this.#overflowHead = slot;
      return;
    }
    (this.#heads as Int32Array)[list] = slot;
    const word = list >>> 5;
    const occupied = this.#occupied as Uint32Array;
    const bit = 1 << (list & 31);
    const bits = occupied[word] as number;
    occupied[word] = slot === NOT_LISTED ? bits & ~bit : bits | bit;
  }

  #cleanHeap(): Instant {
    const heap = this.#heap;
    while (heap.size > 0) {
      const slot = heap.topSlot;
      if (this.#previous[slot] === IN_HEAP && this.due[slot] === heap.topDue) return heap.topDue;
      heap.pop();
    }
    return NEVER;
  }

  #cleanReady(): Instant {
    while (this.#readyAt < this.#readyEnd) {
      const key = this.#ready[this.#readyAt] as number;
      const slot = key % SLOT_SPAN;
      const due = this.#readyStart + (key - slot) / SLOT_SPAN;
      if (this.#previous[slot] === IN_READY && this.due[slot] === due) return due;
      this.#readyAt += 1;
    }
    return NEVER;
  }

  #readySlot(): number {
    return (this.#ready[this.#readyAt] as number) % SLOT_SPAN;
  }

  #startWheel(): void {
    this.#heads = new Int32Array(BUCKETS).fill(NOT_LISTED);
    this.#occupied = new Uint32Array(BUCKETS / 32);
    this.#current = Math.floor(this.#cleanHeap() / BUCKET_MICROS);
    this.#horizon = this.#current + BUCKETS;
    const waiting: number[] = [];
    while (this.#cleanHeap() !== NEVER) {
      const slot = this.#heap.pop();
      this.#previous[slot] = NOT_LISTED;
      waiting.push(slot);
    }
    for (const slot of waiting) this.#insert(slot, this.due[slot] as number);
  }

  #openNextBucket(): void {
    let bucket = this.#nextOccupied();
    if (this.#overflowHead !== NOT_LISTED && (bucket === -1 || bucket >= this.#horizon)) {
      // Something that waits aside may be due before what the wheel found.
      if (bucket === -1) this.#current = this.#earliestOverflowBucket() - 1;
      this.#spreadOverflow();
      bucket = this.#nextOccupied();
    }
    this.#current = bucket;
    this.#sortOut(bucket);
  }

  /** The number of the next bucket that holds something, -1 when the wheel is empty. */
  #nextOccupied(): number {
    const occupied = this.#occupied as Uint32Array;
    const first = this.#current + 1;
    for (let step = 0; step < BUCKETS;) {
      const position = (first + step) % BUCKETS;
      const bits = (occupied[position >>> 5] as number) >>> (position & 31);
      if (bits !== 0) return first + step + (31 - Math.clz32(bits & -bits));
      step += 32 - (position & 31);
    }
    return -1;
  }

  #sortOut(bucket: number): void {
    const start = bucket * BUCKET_MICROS;
    let slot = (this.#heads as Int32Array)[bucket % BUCKETS] as number;
    let count = 0;
    while (slot !== NOT_LISTED) {
      if (count === this.#ready.length) this.#growReady();
      this.#ready[count] = ((this.due[slot] as number) - start) * SLOT_SPAN + slot;
      this.#previous[slot] = IN_READY;
      slot = this.#next[slot] as number;
      count += 1;
    }
    this.#setHead(bucket % BUCKETS, NOT_LISTED);
    this.#ready.subarray(0, count).sort();
    this.#readyAt = 0;
    this.#readyEnd = count;
    this.#readyStart = start;
  }

  #growReady(): void {
    const ready = new Float64Array(Math.max(1_024, this.#ready.length * 2));
    ready.set(this.#ready);
    this.#ready = ready;
  }

  #earliestOverflowBucket(): number {
    let earliest = NEVER;
    for (let slot = this.#overflowHead; slot !== NOT_LISTED; slot = this.#next[slot] as number) {
      earliest = Math.min(earliest, this.due[slot] as number);
    }
    invariant(earliest !== NEVER, 'the due queue counts a slot that is in none of its lists');
    return Math.floor(earliest / BUCKET_MICROS);
  }

  #spreadOverflow(): void {
    let slot = this.#overflowHead;
    this.#overflowHead = NOT_LISTED;
    this.#horizon = this.#current + BUCKETS;
    while (slot !== NOT_LISTED) {
      const next = this.#next[slot] as number;
      this.#insert(slot, this.due[slot] as number);
      slot = next;
    }
  }
}
