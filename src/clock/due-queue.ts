import type { Instant } from '../base/index.ts';

/** What can wait in a queue; the queue keeps the last two fields. */
export interface Due {
  due: Instant;
  /** Breaks ties: who came first goes first. */
  sequence: number;
  /** Its place in the queue; -1 when it is not in one. */
  place: number;
}

/** A binary heap, earliest first, from which an entry can be taken back or moved without a search. */
export class DueQueue<T extends Due> {
  readonly #entries: T[] = [];
  #sequence = 0;

  get size(): number {
    return this.#entries.length;
  }

  first(): T | undefined {
    return this.#entries[0];
  }

  /** Puts an entry in, or moves it when it is in already. */
  put(entry: T, due: Instant): void {
    entry.due = due;
    if (entry.place < 0) {
      entry.sequence = this.#sequence;
      this.#sequence += 1;
      entry.place = this.#entries.length;
      this.#entries.push(entry);
    }
    this.#rise(entry);
    this.#sink(entry);
  }

  remove(entry: T): void {
    const { place } = entry;
    if (place < 0) return;
    entry.place = -1;
    const last = this.#entries.pop();
    if (last === undefined || last === entry) return;
    last.place = place;
    this.#entries[place] = last;
    this.#rise(last);
    this.#sink(last);
  }

  clear(): void {
    for (const entry of this.#entries) entry.place = -1;
    this.#entries.length = 0;
  }

  #rise(entry: T): void {
    while (entry.place > 0) {
      const parent = this.#entries[(entry.place - 1) >> 1];
      if (parent === undefined || !isBefore(entry, parent)) return;
      this.#swap(entry, parent);
    }
  }

  #sink(entry: T): void {
    for (;;) {
      const left = this.#entries[2 * entry.place + 1];
      const right = this.#entries[2 * entry.place + 2];
      if (left === undefined) return;
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(child, entry)) return;
      this.#swap(entry, child);
    }
  }

  #swap(a: T, b: T): void {
    const { place } = a;
    a.place = b.place;
    b.place = place;
    this.#entries[a.place] = a;
    this.#entries[b.place] = b;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.due < b.due || (a.due === b.due && a.sequence < b.sequence);
}
