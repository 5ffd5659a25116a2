import { hashText, type Instant, invariant, NEVER } from '../base/index.ts';
import type { Due } from '../clock/index.ts';
import {
  advance,
  apply,
  type Command,
  commandCount,
  createScaleSet,
  encodeSnapshot,
  isGone,
  memoryBytes,
  modelView,
  nextDue,
  type ScaleSet,
  snapshotBytes,
} from '../scaleset/index.ts';
import type { JournalRow } from '../store/index.ts';
import { keyOfJournal } from './set-document.ts';
import { type Piecemeal, type Reached, sealing } from './snapshot-envelope.ts';

/** A command as it stands in the journal. */
export interface JournalledCommand {
  readonly command: Command;
  readonly payload: string;
}

export function readRow({ payload }: JournalRow): JournalledCommand {
  return { command: JSON.parse(payload) as Command, payload };
}

/** A set in memory, and how far it has come. */
export class LiveSet implements Due {
  readonly journal: string;
  readonly key: string;
  readonly location: string;
  readonly scaleSet: ScaleSet;

  due: Instant = NEVER;
  sequence = 0;
  place = -1;

  /** While a command is being journalled: nothing after its instant may happen before it. */
  hold: Instant = NEVER;
  /** Rows of another process are being applied. */
  catchingUp: Promise<boolean> | undefined;
  /** Its end is being written down. */
  finishing: Promise<void> | undefined;
  /** Its end has been written down. */
  isBuried = false;
  /** No longer the one in memory; whoever still has it looks again. */
  dropped = false;
  /** Grows with every use, over all sets: the least recently used has the smallest. */
  lastUse = 0;
  /** What it was counted with in the memory budget. */
  countedBytes = 0;
  /** What a replay from the newest snapshot would have to do; a fair guess. */
  unsavedTransitions = 0;
  unsavedCommands = 0;

  #revision: number;
  #lastAt: Instant;
  #rowHash: number;
  #workedTo: Instant;
  /** All that is due until here is done. */
  #settledTo: Instant = Number.NEGATIVE_INFINITY;

  private constructor(journal: string, scaleSet: ScaleSet, reached: Reached) {
    const { genesis } = modelView(scaleSet);
    this.journal = journal;
    this.key = keyOfJournal(journal) ?? journal;
    this.location = genesis.location;
    this.scaleSet = scaleSet;
    this.#revision = commandCount(scaleSet);
    this.#lastAt = reached.lastAt;
    this.#rowHash = reached.rowHash;
    this.#workedTo = reached.workedTo;
  }

  static create(journal: string, { command, payload }: JournalledCommand): LiveSet {
    const live = new LiveSet(journal, createScaleSet(command), {
      lastAt: command.at,
      rowHash: hashText(payload),
      workedTo: command.at,
    });
    live.unsavedCommands = 1;
    return live;
  }

  static restore(journal: string, scaleSet: ScaleSet, reached: Reached): LiveSet {
    return new LiveSet(journal, scaleSet, reached);
  }

  /** How many rows of the journal it includes. */
  get revision(): number {
    return this.#revision;
  }

  get isGone(): boolean {
    return isGone(this.scaleSet);
  }

  get memoryBytes(): number {
    return memoryBytes(this.scaleSet);
  }

  /** Nothing is due until there. */
  get nextDue(): Instant {
    return nextDue(this.scaleSet);
  }

  /** No new command may be accepted at an earlier instant. */
  get earliestAt(): Instant {
    return Math.max(this.#lastAt, this.#workedTo);
  }

  /** Does some of what is due; true when all is done up to `until`, or to the hold if that is first. */
  advance(until: Instant, transitionsMax: number): boolean {
    const target = Math.max(Math.min(until, this.hold), this.#workedTo);
    if (target <= this.#settledTo) return true;
    if (nextDue(this.scaleSet) > target) {
      // The state was not asked to move, so a command of a slower clock can still be put before it.
      this.#settledTo = target;
      return true;
    }
    this.#workedTo = Math.max(this.#workedTo, target);
    const done = advance(this.scaleSet, target, transitionsMax);
    this.unsavedTransitions += done ? 1 : transitionsMax;
    if (done) this.#settledTo = target;
    return done;
  }

  /** Whether the state has not moved past this command. */
  canApply({ command }: JournalledCommand): boolean {
    return command.at >= this.#workedTo;
  }

  /** The next row of its journal; everything due up to its instant has been done. */
  apply({ command, payload }: JournalledCommand): void {
    apply(this.scaleSet, command);
    this.#revision += 1;
    invariant(
      this.#revision === commandCount(this.scaleSet),
      `${this.journal}: the state counts other commands than the journal`,
    );
    this.#lastAt = command.at;
    this.#rowHash = hashText(payload);
    this.#workedTo = command.at;
    this.#settledTo = command.at - 1;
    this.unsavedCommands += 1;
  }

  /** About how many bytes a snapshot takes. */
  get snapshotBytes(): number {
    return snapshotBytes(this.scaleSet);
  }

  /** A snapshot that is still to be checksummed; the state in one piece, because its parts must fit together. */
  seal(room?: Uint8Array): Piecemeal<Uint8Array> {
    const reached = {
      workedTo: this.#workedTo,
      lastAt: this.#lastAt,
      rowHash: this.#rowHash,
    };
    return sealing(reached, (allocate) => encodeSnapshot(this.scaleSet, allocate), room);
  }
}
