import { hashText } from '../base/index.ts';
import { decoding } from '../scaleset/index.ts';
import type { JournalRow, Store } from '../store/index.ts';
import { type JournalledCommand, LiveSet, readRow } from './live-set.ts';
import type { Slicer } from './slicer.ts';
import { opening } from './snapshot-envelope.ts';
import type { FleetLog } from './types.ts';

/** Rows that are read at once; a row is a model at most, so a page is some megabytes at worst. */
const ROWS_PER_PAGE = 500;

/** Transitions between two looks at the clock; well below a millisecond. */
export const TRANSITIONS_PER_STEP = 128;

export interface LoaderOptions {
  readonly store: Store;
  readonly slicer: Slicer;
  readonly log: FleetLog;
}

/** Makes live sets of journals, and brings live sets up to rows that others have appended. */
export class JournalLoader {
  readonly #store: Store;
  readonly #slicer: Slicer;
  readonly #log: FleetLog;

  constructor({ store, slicer, log }: LoaderOptions) {
    this.#store = store;
    this.#slicer = slicer;
    this.#log = log;
  }

  /** From the newest snapshot and the rows after it, or from all rows; undefined when there are none. */
  async load(journal: string): Promise<LiveSet | undefined> {
    const restored = await this.#restore(journal);
    if (restored !== undefined && (await this.catchUp(restored))) return restored;
    const [first] = await this.#store.readJournal(journal, { after: 0, limit: 1 });
    if (first === undefined) return undefined;
    const live = LiveSet.create(journal, readRow(first));
    await this.catchUp(live);
    return live;
  }

  /**
   * Applies the rows that are missing. False when one of them was accepted, by a slower clock, at an
   * instant that this state has already moved past: then only the journal tells the true state.
   */
  async catchUp(live: LiveSet): Promise<boolean> {
    for (;;) {
      const rows = await this.#store.readJournal(live.journal, {
        after: live.revision,
        limit: ROWS_PER_PAGE,
      });
      if (rows.length === 0) return true;
      if (!(await this.#replay(live, rows))) return false;
      if (rows.length < ROWS_PER_PAGE) return true;
    }
  }

  async #replay(live: LiveSet, rows: readonly JournalRow[]): Promise<boolean> {
    let position = 0;
    let command: JournalledCommand | undefined;
    let fits = true;
    await this.#slicer.run(() => {
      const row = rows[position];
      if (row === undefined) return true;
      // Read when its turn comes: models are long, and hundreds of them are not read at once.
      command ??= readRow(row);
      if (!live.canApply(command)) {
        fits = false;
        return true;
      }
      if (!live.advance(command.command.at, TRANSITIONS_PER_STEP)) return false;
      live.apply(command);
      command = undefined;
      position += 1;
      return position === rows.length;
    });
    return fits;
  }

  /** A snapshot is a cache: whatever is wrong with it, the journal has it all. */
  async #restore(journal: string): Promise<LiveSet | undefined> {
    const snapshot = await this.#store.readSnapshot(journal);
    if (snapshot === undefined) return undefined;
    const { revision } = snapshot;
    try {
      const { step, result } = opening(snapshot.bytes);
      await this.#slicer.run(step);
      const envelope = result();
      const [row] = await this.#store.readJournal(journal, { after: revision - 1, limit: 1 });
      if (row !== undefined && envelope?.rowHash === hashText(row.payload)) {
        const state = decoding(envelope.state);
        await this.#slicer.run(state.step);
        const live = LiveSet.restore(journal, state.result(), envelope);
        if (live.revision === revision) return live;
      }
      this.#log('A snapshot does not fit its journal; the journal is replayed.', {
        journal,
        revision,
      });
    } catch (error) {
      this.#log('A snapshot cannot be read; the journal is replayed.', {
        journal,
        revision,
        error,
      });
    }
    return undefined;
  }
}
