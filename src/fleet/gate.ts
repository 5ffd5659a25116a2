/** Lets everybody through, except while somebody needs the place for himself. */
export class Gate {
  #inside = 0;
  #closed: Promise<void> | undefined;
  #onEmpty: (() => void) | undefined;

  /** Does a task among others. Tasks must not enter again from within. */
  async enter<T>(task: () => Promise<T>): Promise<T> {
    while (this.#closed !== undefined) await this.#closed;
    this.#inside += 1;
    try {
      return await task();
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) this.#onEmpty?.();
    }
  }

  /** Waits for all that are inside, then does a task alone; who comes meanwhile waits. */
  async alone<T>(task: () => Promise<T>): Promise<T> {
    while (this.#closed !== undefined) await this.#closed;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed = promise;
    try {
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
