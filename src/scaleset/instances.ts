import { invariant, type Instant, NEVER } from '../base/index.ts';
import { STATE_COUNT } from './codes.ts';

/** Bytes of one record: a cache line, so that a transition touches memory once. */
export const RECORD_BYTES = 64;
const WORDS = RECORD_BYTES / 4;

/*
 * Where each field stands, in units of its own size from the start of the record, which is 8 doubles,
 * 16 words, 32 halves or 64 bytes long. Bytes 44 to 47 are free.
 *
 *   doubles  0 due   1 settledAt   6 createdAt   7 extensionsEnd
 *   words    4 instanceId   5 operation   6 queued   7 profile
 *   halves   16 fate   17 failure   18 extensionPosition
 *   bytes    38 state   39 power   40 phase   41 lot   42 zone   43 action
 *
 * What a transition usually looks at lies in the first 48 bytes: large buffers begin 16 bytes into a cache
 * line, and what lies behind would be in the next one.
 *
 * The functions below have these numbers written out: V8 inlines a function everywhere when it has at
 * most 27 bytes of bytecode, and each named constant costs six. By names a fleet changes a seventh slower.
 */

/**
 * The instances of a set: one record of 64 bytes each, in the order of their ids. What is due comes
 * in random order over the fleet, so the fields of an instance lie together instead of in a column
 * each: at a million instances that is three times as fast.
 *
 * A slot whose state is 0 is empty: its instance has been deleted.
 */
export class Instances {
  /** Slots that are or were in use. */
  length = 0;
  #bytes: Uint8Array;
  #halves: Uint16Array;
  #words: Int32Array;
  #doubles: Float64Array;

  constructor(capacity: number) {
    const buffer = new ArrayBuffer(capacity * RECORD_BYTES);
    this.#bytes = new Uint8Array(buffer);
    this.#halves = new Uint16Array(buffer);
    this.#words = new Int32Array(buffer);
    this.#doubles = new Float64Array(buffer);
  }

  get capacity(): number {
    return this.#bytes.length / RECORD_BYTES;
  }

  /** Bytes of memory. */
  get byteLength(): number {
    return this.#bytes.byteLength;
  }

  /** Makes room for more slots. */
  grow(capacity: number): void {
    const grown = new Instances(capacity);
    grown.#bytes.set(this.#bytes);
    this.#bytes = grown.#bytes;
    this.#halves = grown.#halves;
    this.#words = grown.#words;
    this.#doubles = grown.#doubles;
  }

  /** Takes the next slot for a new instance. */
  add(instanceId: number, createdAt: Instant): number {
    const slot = this.length;
    invariant(slot < this.capacity, 'room for new instances is made when they are asked for');
    this.length += 1;
    // By hand: `fill` takes several times as long for so little.
    const end = (slot + 1) * WORDS;
    for (let word = slot * WORDS; word < end; word += 1) this.#words[word] = 0;
    this.#words[slot * 16 + 4] = instanceId;
    this.#doubles[slot * 8 + 6] = createdAt;
    this.#doubles[slot * 8] = NEVER;
    return slot;
  }

  instanceId(slot: number): number {
    return this.#words[slot * 16 + 4] as number;
  }

  createdAt(slot: number): Instant {
    return this.#doubles[slot * 8 + 6] as number;
  }

  /** When something is due for the instance, NEVER when nothing is. Written by the due queue only. */
  due(slot: number): Instant {
    return this.#doubles[slot * 8] as number;
  }

  setDue(slot: number, due: Instant): void {
    this.#doubles[slot * 8] = due;
  }

  state(slot: number): number {
    return this.#bytes[slot * 64 + 38] as number;
  }

  /** Only `transitions.ts` calls this: it keeps the counters. */
  setState(slot: number, state: number): void {
    this.#bytes[slot * 64 + 38] = state;
  }

  power(slot: number): number {
    return this.#bytes[slot * 64 + 39] as number;
  }

  /** Only `transitions.ts` calls this, as `setState`. */
  setPower(slot: number, power: number): void {
    this.#bytes[slot * 64 + 39] = power;
  }

  /** The step under way; 0 when none is. */
  phase(slot: number): number {
    return this.#bytes[slot * 64 + 40] as number;
  }

  setPhase(slot: number, phase: number): void {
    this.#bytes[slot * 64 + 40] = phase;
  }

  /** The step that began what makes it `updating`; 0 when it is not. */
  action(slot: number): number {
    return this.#bytes[slot * 64 + 43] as number;
  }

  /** Only `transitions.ts` calls this, as `setState`. */
  setAction(slot: number, action: number): void {
    this.#bytes[slot * 64 + 43] = action;
  }

  /** The number of its zone; 0 for none. */
  zone(slot: number): number {
    return this.#bytes[slot * 64 + 42] as number;
  }

  setZone(slot: number, zone: number): void {
    this.#bytes[slot * 64 + 42] = zone;
  }

  /** What it is to a set that begins more machines than it needs: see `surplus-counts.ts`. */
  lot(slot: number): number {
    return this.#bytes[slot * 64 + 41] as number;
  }

  setLot(slot: number, lot: number): void {
    this.#bytes[slot * 64 + 41] = lot;
  }

  /** How the step will end: 0 well, else the number of the failure plus 1. */
  fate(slot: number): number {
    return this.#halves[slot * 32 + 16] as number;
  }

  setFate(slot: number, fate: number): void {
    this.#halves[slot * 32 + 16] = fate;
  }

  /** 0 or the number of the failure plus 1. */
  failure(slot: number): number {
    return this.#halves[slot * 32 + 17] as number;
  }

  setFailure(slot: number, failure: number): void {
    this.#halves[slot * 32 + 17] = failure;
  }

  /** Which extension is being installed: its position in the model's installation order. */
  extensionPosition(slot: number): number {
    return this.#halves[slot * 32 + 18] as number;
  }

  setExtensionPosition(slot: number, position: number): void {
    this.#halves[slot * 32 + 18] = position;
  }

  /** When the time is over that the model gives all extensions together; of models that give one. */
  extensionsEnd(slot: number): Instant {
    return this.#doubles[slot * 8 + 7] as number;
  }

  setExtensionsEnd(slot: number, at: Instant): void {
    this.#doubles[slot * 8 + 7] = at;
  }

  /** The version of the model that the instance was last brought to. */
  profile(slot: number): number {
    return this.#words[slot * 16 + 7] as number;
  }

  setProfile(slot: number, version: number): void {
    this.#words[slot * 16 + 7] = version;
  }

  /** The index of the operation that the step belongs to; 0 for none. */
  operation(slot: number): number {
    return this.#words[slot * 16 + 5] as number;
  }

  setOperation(slot: number, operation: number): void {
    this.#words[slot * 16 + 5] = operation;
  }

  /** The index of the operation that waits for the step to end; 0 for none. */
  queued(slot: number): number {
    return this.#words[slot * 16 + 6] as number;
  }

  setQueued(slot: number, operation: number): void {
    this.#words[slot * 16 + 6] = operation;
  }

  settledAt(slot: number): Instant {
    return this.#doubles[slot * 8 + 1] as number;
  }

  setSettledAt(slot: number, at: Instant): void {
    this.#doubles[slot * 8 + 1] = at;
  }

  /** The slot of an instance id, by binary search; -1 when there is none. */
  find(instanceId: number): number {
    const slot = this.lowerBound(instanceId);
    const isThere = slot < this.length && this.instanceId(slot) === instanceId;
    return isThere && this.state(slot) !== 0 ? slot : -1;
  }

  /** The first slot whose instance id is not below this one. */
  lowerBound(instanceId: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.instanceId(middle) < instanceId) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How many slots are in which state, by looking at each; what is in none is not counted. */
  countStates(): Int32Array {
    const counts = new Int32Array(STATE_COUNT);
    for (let slot = 0; slot < this.length; slot += 1) {
      const state = this.state(slot);
      counts[state] = (counts[state] as number) + 1;
    }
    counts[0] = 0;
    return counts;
  }

  /** Takes the next slot for a copy of another's record. */
  append(source: Instances, slot: number): number {
    const to = this.length;
    invariant(to < this.capacity, 'there is room for every record that is moved');
    this.length += 1;
    for (let word = 0; word < WORDS; word += 1) {
      this.#words[to * WORDS + word] = source.#words[slot * WORDS + word] as number;
    }
    return to;
  }

  /** Writes the records of these slots (ascending) to the front of `target`. */
  writeRecords(slots: Uint32Array, target: Uint8Array): void {
    if (slots.length === 0 || slots.at(-1) === slots.length - 1) {
      target.set(this.#bytes.subarray(0, slots.length * RECORD_BYTES));
      return;
    }
    // Word by word: a subarray for each record takes several times as long.
    const words = new Int32Array(target.buffer, target.byteOffset, slots.length * WORDS);
    let to = 0;
    for (const slot of slots) {
      const end = (slot + 1) * WORDS;
      for (let from = slot * WORDS; from < end; from += 1) {
        words[to] = this.#words[from] as number;
        to += 1;
      }
    }
  }

  /** Writes records that `writeRecords` wrote to the slots from this one on. */
  readRecords(slot: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, slot * RECORD_BYTES);
  }

  /** So many slots, to be filled by `readRecords`, with room for more. */
  static withSlots(count: number, capacity: number): Instances {
    const instances = new Instances(capacity);
    instances.length = count;
    return instances;
  }
}
