import type { Clock } from '../clock/index.ts';
import type { Store } from '../store/index.ts';

/** Asks for the heads of journals, all that are wanted in one turn of the event loop at once. */
export class HeadReader {
  readonly #store: Store;
  readonly #clock: Clock;
  #wanted = new Map<string, PromiseWithResolvers<number>>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The newest revision at some moment after this call; 0 when there is no such journal. */
  read(journal: string): Promise<number> {
    if (this.#wanted.size === 0) void this.#clock.turn().then(() => this.#ask());
    let answer = this.#wanted.get(journal);
    if (answer === undefined) {
      answer = Promise.withResolvers<number>();
      this.#wanted.set(journal, answer);
    }
    return answer.promise;
  }

  async #ask(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = new Map();
    try {
      const heads = await this.#store.readHeads([...wanted.keys()]);
      let position = 0;
      for (const answer of wanted.values()) {
        answer.resolve(heads[position] ?? 0);
        position += 1;
      }
    } catch (error) {
      for (const answer of wanted.values()) answer.reject(error);
    }
  }
}
