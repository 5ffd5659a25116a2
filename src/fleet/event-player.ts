import { hashText, type Instant, invariant, NEVER } from '../base/index.ts';
import { modelView, type SetEvent, SetObserver } from '../scaleset/index.ts';
import type { JournalRow, Store } from '../store/index.ts';
import { type JournalledCommand, LiveSet, readRow } from './live-set.ts';
import { StaleCopy } from './stale-copy.ts';

/** Rows that are read at once of one journal; of many journals at once some megabytes at worst. */
const ROWS_PER_PAGE = 100;

/** What an observer knows of a machine; measured: 114 bytes of heap for each of 200,000. */
const OBSERVED_BYTES = 120;

/** When something happens in it cannot be said before it has read on. */
const UNKNOWN: Instant = Number.NEGATIVE_INFINITY;

export type EventSink = (player: EventPlayer, event: SetEvent) => void;

/** Plays the journal of one set on a copy that nobody else sees, and tells what happens (decision 0016). */
export class EventPlayer {
  readonly journal: string;
  /** Tells sets apart, and puts them in an order, within one instant. */
  readonly tag: string;
  readonly #observer: SetObserver;
  #copy: LiveSet | undefined;
  #resourceId = '';
  #rows: readonly JournalRow[] = [];
  #position = 0;
  #revision = 0;
  #command: JournalledCommand | undefined;
  /** Whether all rows are known that there were when it was last told that there may be more. */
  #isRead = false;

  constructor(journal: string, sink: EventSink) {
    this.journal = journal;
    this.tag = hashText(journal).toString(16).padStart(8, '0');
    this.#observer = new SetObserver((event) => sink(this, event));
  }

  get needsRows(): boolean {
    return !this.#isRead && this.#position === this.#rows.length;
  }

  /** As the client cased it; of a set whose first row has been played. */
  get resourceId(): string {
    return this.#resourceId;
  }

  get isGone(): boolean {
    return this.#copy?.isGone === true;
  }

  get memoryBytes(): number {
    if (this.#copy === undefined) return 0;
    return this.#copy.memoryBytes + this.#copy.scaleSet.instances.length * OBSERVED_BYTES;
  }

  /** Nothing happens before. */
  get next(): Instant {
    if (this.isGone) return NEVER;
    if (this.needsRows) return UNKNOWN;
    const due = this.#copy?.nextDue ?? NEVER;
    const row = this.#nextCommand();
    return row === undefined ? due : Math.min(due, row.command.at);
  }

  /** There may be rows that it does not know. */
  lookAgain(): void {
    this.#isRead = false;
  }

  async readOn(store: Store): Promise<void> {
    if (!this.needsRows) return;
    this.#rows = await store.readJournal(this.journal, {
      after: this.#revision,
      limit: ROWS_PER_PAGE,
    });
    this.#position = 0;
    this.#isRead = this.#rows.length < ROWS_PER_PAGE;
  }

  /** Does some of what happens up to `until`, which is not before `next`. */
  play(until: Instant, transitionsMax: number): void {
    const row = this.#nextCommand();
    const copy = this.#copy;
    if (copy === undefined) {
      invariant(row !== undefined, `${this.journal} begins with a row`);
      this.#begin(row);
      return;
    }
    if (row !== undefined && !copy.canApply(row)) throw new StaleCopy(this.journal);
    const target = row === undefined ? until : Math.min(until, row.command.at);
    if (!copy.advance(target, transitionsMax)) return;
    this.#observer.flush(copy.scaleSet);
    if (row === undefined || row.command.at > until) return;
    copy.apply(row);
    this.#passRow();
  }

  #begin(row: JournalledCommand): void {
    this.#copy = LiveSet.create(this.journal, row);
    this.#resourceId = modelView(this.#copy.scaleSet).genesis.resourceId;
    this.#observer.attach(this.#copy.scaleSet);
    this.#passRow();
  }

  /** What a command has changed is told at its own instant, however long nothing is due. */
  #passRow(): void {
    if (this.#copy !== undefined) this.#observer.flush(this.#copy.scaleSet);
    this.#command = undefined;
    this.#position += 1;
    this.#revision += 1;
  }

  #nextCommand(): JournalledCommand | undefined {
    const row = this.#rows[this.#position];
    if (row === undefined) return undefined;
    // Read when its turn comes: models are long.
    this.#command ??= readRow(row);
    return this.#command;
  }
}
