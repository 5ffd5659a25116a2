import { invariant, type Instant } from '../base/index.ts';

const FIRST_CAPACITY = 16;

/** A binary heap of (due, slot) in two typed arrays; smallest due first, then smallest slot. */
export class DueHeap {
  #dues = new Float64Array(FIRST_CAPACITY);
  #slots = new Int32Array(FIRST_CAPACITY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory. */
  get byteLength(): number {
    return this.#dues.byteLength + this.#slots.byteLength;
  }

  /** Empties it and lets go of its memory. */
  clear(): void {
    this.#size = 0;
    if (this.#dues.length === FIRST_CAPACITY) return;
    this.#dues = new Float64Array(FIRST_CAPACITY);
    this.#slots = new Int32Array(FIRST_CAPACITY);
  }

  /** Empties it and gives the slots that were in it, in no order; a slot may be there twice. */
  takeAll(): Int32Array {
    const slots = this.#slots.slice(0, this.#size);
    this.clear();
    return slots;
  }

  /** Of the smallest entry; only when there is one. */
  get topDue(): Instant {
    return this.#dues[0] as number;
  }

  get topSlot(): number {
    return this.#slots[0] as number;
  }

  push(due: Instant, slot: number): void {
    if (this.#size === this.#dues.length) this.#grow();
    let at = this.#size;
    this.#size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(due, slot, parent)) break;
      this.#dues[at] = this.#dues[parent] as number;
      this.#slots[at] = this.#slots[parent] as number;
      at = parent;
    }
    this.#dues[at] = due;
    this.#slots[at] = slot;
  }

  pop(): number {
    invariant(this.#size > 0, 'nothing to take from an empty heap');
    const top = this.#slots[0] as number;
    this.#size -= 1;
    const size = this.#size;
    const due = this.#dues[size] as number;
    const slot = this.#slots[size] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (
        right < size &&
        this.#isBefore(this.#dues[right] as number, this.#slots[right] as number, child)
      ) {
        child = right;
      }
      if (this.#isBefore(due, slot, child)) break;
      this.#dues[at] = this.#dues[child] as number;
      this.#slots[at] = this.#slots[child] as number;
      at = child;
    }
    this.#dues[at] = due;
    this.#slots[at] = slot;
    return top;
  }

  #isBefore(due: Instant, slot: number, other: number): boolean {
    const otherDue = this.#dues[other] as number;
    return due < otherDue || (due === otherDue && slot < (this.#slots[other] as number));
  }

  #grow(): void {
    const dues = new Float64Array(this.#dues.length * 2);
    dues.set(this.#dues);
    this.#dues = dues;
    const slots = new Int32Array(this.#slots.length * 2);
    slots.set(this.#slots);
    this.#slots = slots;
  }
}
