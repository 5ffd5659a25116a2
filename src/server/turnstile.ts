/** Counts those who are inside, and keeps everybody out while somebody needs the place for himself. */
export class Turnstile {
  #inside = 0;
  #closed: Promise<void> | undefined;
  #onEmpty: (() => void) | undefined;

  /** At once and without a promise, when the task needs none and nobody is alone. */
  pass<T>(task: () => Promise<T> | T): Promise<T> | T {
    if (this.#closed !== undefined) return this.#closed.then(() => this.pass(task));
    const result = task();
    if (!(result instanceof Promise)) return result;
    this.#inside += 1;
    return result.finally(() => {
      this.#inside -= 1;
      if (this.#inside === 0) this.#onEmpty?.();
    });
  }

  /** Keeps out who comes, calls `hurry` for those inside, waits until they have left, and then does the task. */
  async alone<T>(hurry: () => void, task: () => Promise<T>): Promise<T> {
    while (this.#closed !== undefined) await this.#closed;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed = promise;
    try {
      hurry();
      if (this.#inside > 0) {
        await new Promise<void>((onEmpty) => {
          this.#onEmpty = onEmpty;
        });
      }
      return await task();
    } finally {
      this.#onEmpty = undefined;
      this.#closed = undefined;
      resolve();
    }
  }
}
