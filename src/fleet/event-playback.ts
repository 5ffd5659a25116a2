import { EmulatorError, type Instant, NEVER } from '../base/index.ts';
import type { Clock } from '../clock/index.ts';
import type { SetEvent } from '../scaleset/index.ts';
import type { Store } from '../store/index.ts';
import { EventPlayer, type EventSink } from './event-player.ts';
import { pagesOf } from './gone-sets.ts';
import { TRANSITIONS_PER_STEP } from './journal-loader.ts';
import { GONE_COLLECTION, keyOfJournal, parseSetDocument, SET_COLLECTION } from './set-document.ts';
import type { Slicer } from './slicer.ts';
import type { EventScope, EventStream, StreamedEvent } from './types.ts';

/** Between two looks at the memory that is used: half a million transitions at most. */
const STEPS_PER_LOOK = 4_096;

export interface PlaybackParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly slicer: Slicer;
  /** Up to where no command can be written any more by this process. */
  readonly horizon: () => Instant;
  /** Bytes of the copies of all playbacks together, now, and as many as there may be. */
  readonly memory: { readonly used: () => number; readonly max: number };
  readonly onClose: (playback: EventPlayback) => void;
}

/**
 * Tells what happens to many sets in one order: time, then set, then number. All of them are played
 * side by side, each on a copy, and no further than what is asked for.
 */
export class EventPlayback implements EventStream {
  readonly #parts: PlaybackParts;
  readonly #scope: EventScope;
  /** By tag; those that are found later stand behind. */
  #players: EventPlayer[] = [];
  readonly #known = new Set<string>();
  /** Keys with commands that are not known yet; null: any may have some. */
  #changed: Set<string> | null = null;
  #found: StreamedEvent[] = [];
  #isWoken = false;
  #wake: (() => void) | undefined;

  constructor(parts: PlaybackParts, scope: EventScope) {
    this.#parts = parts;
    this.#scope = scope;
  }

  get memoryBytes(): number {
    return this.#players.reduce((sum, player) => sum + player.memoryBytes, 0);
  }

  async next(limit: number): Promise<readonly StreamedEvent[]> {
    this.#isWoken = false;
    // Before the look at what has changed: what is written from here on is not earlier.
    const until = this.#parts.horizon();
    await this.#lookAround();
    while (this.#found.length < limit) {
      await this.#readOn();
      if (!this.#players.some((player) => player.next <= until)) break;
      let left = STEPS_PER_LOOK;
      await this.#parts.slicer.run(() => {
        left -= 1;
        return left === 0 || this.#step(until, limit);
      });
      this.#players = this.#players.filter((player) => !player.isGone);
      this.#checkMemory();
    }
    return this.#found.splice(0, limit);
  }

  async more(signal: AbortSignal): Promise<void> {
    if (this.#isWoken || this.#found.length > 0 || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const due = Math.min(NEVER, ...this.#players.map((player) => player.next));
    // What is due and was not done waits for a command that is being written, whose end wakes us.
    const cancel =
      due > this.#parts.clock.now() ? this.#parts.clock.wakeAt(due, resolve) : undefined;
    const callOff = (): void => resolve();
    this.#wake = resolve;
    signal.addEventListener('abort', callOff);
    await promise;
    this.#wake = undefined;
    signal.removeEventListener('abort', callOff);
    cancel?.();
  }

  close(): void {
    this.#players = [];
    this.#parts.onClose(this);
  }

  /** A command may have been written to the set of this key; null: to any. */
  noteChange(key: string | null): void {
    if (key === null) this.#changed = null;
    else this.#changed?.add(key);
  }

  wake(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  async #lookAround(): Promise<void> {
    const keys = this.#changed;
    this.#changed = new Set();
    if (keys === null) {
      await this.#findAll();
      for (const player of this.#players) player.lookAgain();
      return;
    }
    for (const player of this.#players) {
      if (keys.has(keyOfJournal(player.journal) ?? '')) player.lookAgain();
    }
    const journals: string[] = [];
    for (const key of keys) {
      if (!key.startsWith(this.#scope.prefix)) continue;
      const document = await this.#parts.store.getDocument(SET_COLLECTION, key);
      if (document) journals.push(...this.#journalOf(document));
    }
    this.#add(journals);
  }

  async #findAll(): Promise<void> {
    const { store } = this.#parts;
    const journals: string[] = [];
    for await (const page of pagesOf(store, SET_COLLECTION, this.#scope.prefix)) {
      for (const document of page) journals.push(...this.#journalOf(document));
    }
    for await (const page of pagesOf(store, GONE_COLLECTION, '')) {
      for (const { value } of page) {
        const journal = String(JSON.parse(value));
        const key = keyOfJournal(journal) ?? '';
        const isAsked = key.startsWith(this.#scope.prefix) && this.#scope.includes(key);
        if (isAsked) journals.push(journal);
      }
    }
    this.#add(journals);
  }

  #journalOf(stored: { key: string; revision: number; value: string }): readonly string[] {
    const { journal, key } = parseSetDocument(stored.key, stored.revision, stored.value);
    return this.#scope.includes(key) ? [journal] : [];
  }

  #add(journals: readonly string[]): void {
    const added = journals
      .filter((journal) => !this.#known.has(journal))
      .map((journal) => new EventPlayer(journal, this.#tell));
    // A journal can be found twice: as a set's last one, and as that of one that has gone.
    for (const player of added.toSorted(byTag)) {
      if (this.#known.has(player.journal)) continue;
      this.#known.add(player.journal);
      this.#players.push(player);
    }
  }

  async #readOn(): Promise<void> {
    for (const player of this.#players) {
      if (player.needsRows) await player.readOn(this.#parts.store);
    }
  }

  /** True when it cannot or need not go on. */
  #step(until: Instant, limit: number): boolean {
    let first: EventPlayer | undefined;
    let firstAt = NEVER;
    let secondAt = NEVER;
    for (const player of this.#players) {
      const at = player.next;
      if (at < firstAt) {
        secondAt = firstAt;
        firstAt = at;
        first = player;
      } else if (at < secondAt) secondAt = at;
    }
    if (first === undefined || first.needsRows || firstAt > until) return true;
    // As far as nothing of the others comes between.
    const alone = secondAt === firstAt ? firstAt : secondAt - 1;
    first.play(Math.min(until, alone), TRANSITIONS_PER_STEP);
    return this.#found.length >= limit;
  }

  readonly #tell: EventSink = ({ tag, resourceId }, event: SetEvent) => {
    const streamed = { tag, resourceId, event };
    if (this.#scope.matches(streamed)) this.#found.push(streamed);
  };

  #checkMemory(): void {
    const { used, max } = this.#parts.memory;
    if (used() <= max) return;
    throw new EmulatorError(
      'EMU_EVENTS_BUSY',
      `These are the events of more machines than ${Math.floor(max / 1_048_576)} MiB have room for at once. Name a set or fewer of them, or end other readers.`,
    );
  }
}

function byTag(a: EventPlayer, b: EventPlayer): number {
  if (a.tag !== b.tag) return a.tag < b.tag ? -1 : 1;
  return a.journal < b.journal ? -1 : 1;
}
