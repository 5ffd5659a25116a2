import { EmulatorError, type Instant } from '../base/index.ts';
import type { Clock } from '../clock/index.ts';
import type { SetEvent } from '../scaleset/index.ts';
import type { Store } from '../store/index.ts';
import { EventPlayback } from './event-playback.ts';
import { EventPlayer } from './event-player.ts';
import { TRANSITIONS_PER_STEP } from './journal-loader.ts';
import { readSetDocument } from './set-document.ts';
import type { Slicer } from './slicer.ts';
import type { EventPage, EventQuery, EventScope } from './types.ts';

/** Of the copies of all readers together: almost three million machines. */
const MEMORY_BYTES_MAX = 512 * 1_048_576;

/** Playbacks at once. */
const READERS_MAX = 64;

export interface EventReaderOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly slicer: Slicer;
  readonly memoryBytesMax?: number;
}

/**
 * Reads events by playing journals once more, on copies that are seen by nobody else and dropped
 * afterwards (decision 0016). Costs what the sets' lives cost, in slices.
 */
export class EventReader {
  readonly #options: EventReaderOptions;
  readonly #playbacks = new Set<EventPlayback>();
  /** Since when each change that is being made may be in a journal. */
  readonly #underWay = new Set<{ readonly at: Instant }>();
  /** One at a time: each holds a whole set in memory. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: EventReaderOptions) {
    this.#options = options;
  }

  /** Undefined when there is no such set, and none that has gone lately. */
  read(key: string, query: EventQuery): Promise<EventPage | undefined> {
    const page = this.#last.then(() => this.#read(key, query));
    this.#last = page.catch(() => {});
    return page;
  }

  play(scope: EventScope): EventPlayback {
    if (this.#playbacks.size >= READERS_MAX) {
      const message = `${READERS_MAX} readers follow events already. End one of them.`;
      throw new EmulatorError('EMU_EVENTS_BUSY', message);
    }
    const { memoryBytesMax: max = MEMORY_BYTES_MAX, ...parts } = this.#options;
    const used = (): number =>
      [...this.#playbacks].reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
    const playback = new EventPlayback(
      {
        ...parts,
        horizon: () => this.#horizon(),
        memory: { used, max },
        onClose: (closed) => this.#playbacks.delete(closed),
      },
      scope,
    );
    this.#playbacks.add(playback);
    return playback;
  }

  /** A change begins that may write a command at this instant or later. @return To be called at its end. */
  beginChange(key: string): () => void {
    const change = { at: this.#options.clock.now() };
    this.#underWay.add(change);
    return () => {
      for (const playback of this.#playbacks) playback.noteChange(key);
      this.#underWay.delete(change);
      for (const playback of this.#playbacks) playback.wake();
    };
  }

  /** Other processes may have changed any set. */
  lookAgain(): void {
    for (const playback of this.#playbacks) {
      playback.noteChange(null);
      playback.wake();
    }
  }

  /**
   * A copy must not be played past an instant at which a command is being written: the command would
   * not fit any more.
   */
  #horizon(): Instant {
    let horizon = this.#options.clock.now();
    for (const { at } of this.#underWay) horizon = Math.min(horizon, at - 1);
    return horizon;
  }

  async #read(key: string, query: EventQuery): Promise<EventPage | undefined> {
    const { store, slicer } = this.#options;
    const until = this.#horizon();
    const document = await readSetDocument(store, key);
    if (document === undefined) return undefined;
    const found: SetEvent[] = [];
    const player = new EventPlayer(document.journal, (_player, event) => {
      if (event.sequence > query.after && query.matches(event)) found.push(event);
    });
    const isDone = (): boolean => player.next > until || found.length > query.limit;
    for (;;) {
      await player.readOn(store);
      if (isDone()) break;
      await slicer.run(() => {
        player.play(until, TRANSITIONS_PER_STEP);
        return player.needsRows || isDone();
      });
    }
    const { resourceId } = document;
    return {
      resourceId,
      events: found.slice(0, query.limit),
      more: found.length > query.limit,
    };
  }
}
