import type { Batch, Engine, Outcome } from './engine.ts';
import { StoreError } from './types.ts';

/** Batches in one transaction at most: bounds how long the first of them waits for the last. */
const GROUP_BATCHES_MAX = 1_024;
/** Characters in one transaction at most, unless a single batch has more: bounds memory. */
const GROUP_CHARACTERS_MAX = 8 * 1024 * 1024;

interface Waiting {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: one transaction is under way at a time, and what arrives meanwhile becomes the next.
 * So a lone writer waits for one disk write, and a thousand writers share one.
 */
export class CommitQueue {
  readonly #engine: Pick<Engine, 'commitGroup'>;
  #waiting: Waiting[] = [];
  #draining: Promise<void> | undefined;

  constructor(engine: Pick<Engine, 'commitGroup'>) {
    this.#engine = engine;
  }

  add(batch: Batch): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when everything added so far is settled. */
  async settled(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    // One turn of the microtask queue, so that batches made by the same turn go together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        settle(group, await this.#engine.commitGroup(group.map(({ batch }) => batch)));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#draining = undefined;
  }

  #takeGroup(): Waiting[] {
    let characters = 0;
    let count = 0;
    for (const { batch } of this.#waiting) {
      characters += charactersIn(batch);
      if (count > 0 && (count === GROUP_BATCHES_MAX || characters > GROUP_CHARACTERS_MAX)) break;
      count++;
    }
    const group = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return group;
  }
}

function settle(group: readonly Waiting[], outcomes: readonly Outcome[]): void {
  group.forEach(({ resolve, reject }, index) => {
    const conflict = outcomes[index] ?? null;
    if (conflict === null) resolve();
    else reject(new StoreError('conflict', conflict));
  });
}

function charactersIn(batch: Batch): number {
  let characters = 0;
  for (const write of batch) {
    if (write.kind === 'put') characters += write.value.length;
    else if (write.kind === 'append') characters += write.payload.length;
  }
  return characters;
}
