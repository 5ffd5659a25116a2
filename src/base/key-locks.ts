/** One at a time per key, in the order of asking. */
export class KeyLocks {
  readonly #tails = new Map<string, Promise<void>>();

  isHeld(key: string): boolean {
    return this.#tails.has(key);
  }

  /** Resolves when everybody who has asked so far is done. */
  async idle(key: string): Promise<void> {
    await this.#tails.get(key);
  }

  /** Resolves when everybody who has asked so far, for any key, is done. */
  async allIdle(): Promise<void> {
    await Promise.all(this.#tails.values());
  }

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const { promise: tail, resolve: release } = Promise.withResolvers<void>();
    this.#tails.set(key, tail);
    await before;
    try {
      return await task();
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
      release();
    }
  }
}
