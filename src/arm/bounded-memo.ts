/**
 * Remembers the most recently used of so many values: two generations, of which the older is thrown
 * away when the younger is full. A hit in the younger one costs one lookup and moves nothing.
 */
export class BoundedMemo<Value> {
  readonly #generationMax: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** @param countMax At most so many values are kept; at least half as many of the last used ones. */
  constructor(countMax: number) {
    this.#generationMax = Math.max(1, Math.floor(countMax / 2));
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) {
      this.#old.delete(key);
      this.set(key, old);
    }
    return old;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#generationMax) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
