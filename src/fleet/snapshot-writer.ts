import type { Clock } from '../clock/index.ts';
import { NEVER } from '../base/index.ts';
import type { Store } from '../store/index.ts';
import type { LiveSet } from './live-set.ts';
import type { Slicer } from './slicer.ts';
import { makingRoom } from './snapshot-envelope.ts';
import type { FleetLog } from './types.ts';

/** How much a replay may have to do before a snapshot is written that saves it. */
export interface SnapshotBound {
  readonly commands: number;
  readonly transitions: number;
}

export interface SnapshotWriterOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly slicer: Slicer;
  readonly bound: SnapshotBound;
  readonly log: FleetLog;
}

/** A state of so many bytes is worth as many transitions; writing it more often would cost more. */
const BYTES_PER_TRANSITION = 8;

/** A set that never comes to rest is written all the same when it is this far over its bound. */
const RESTLESS_FACTOR = 4;

/** At the end, and before a set leaves memory, a snapshot pays off earlier: nobody waits for it. */
const PARTING_SHARE = 0.1;

/**
 * Writes snapshots in the background, one at a time, when nothing else is being computed: the states
 * of a million instances take some 20 ms to encode, in one piece because they must fit together.
 */
export class SnapshotWriter {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #slicer: Slicer;
  readonly #bound: SnapshotBound;
  readonly #log: FleetLog;
  readonly #candidates = new Set<LiveSet>();
  #running: Promise<void> | undefined;

  constructor({ store, clock, slicer, bound, log }: SnapshotWriterOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#slicer = slicer;
    this.#bound = bound;
    this.#log = log;
  }

  /** After anything that a replay would have to do again. Cheap. */
  consider(live: LiveSet): void {
    if (this.#debt(live) < 1) return;
    this.#candidates.add(live);
    this.#running ??= this.#run();
  }

  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Before a set leaves memory. */
  async writeBeforeParting(live: LiveSet): Promise<void> {
    await this.idle();
    if (this.#debt(live) >= PARTING_SHARE) await this.#write(live);
  }

  async #run(): Promise<void> {
    await this.#clock.turn();
    for (const live of this.#candidates) {
      this.#candidates.delete(live);
      if (!this.#isConvenient(live)) continue;
      const { step, result } = makingRoom(live.snapshotBytes);
      await this.#slicer.run(step);
      if (!this.#isConvenient(live)) continue;
      await this.#write(live, result());
      await this.#clock.turn();
    }
    this.#running = undefined;
  }

  /** One that is not convenient now is considered again at its next change. */
  #isConvenient(live: LiveSet): boolean {
    if (live.dropped || live.hold !== NEVER || this.#slicer.busy) return false;
    const debt = this.#debt(live);
    return live.nextDue > this.#clock.now() ? debt >= 1 : debt >= RESTLESS_FACTOR;
  }

  /** 1 when a snapshot is worth its cost. */
  #debt(live: LiveSet): number {
    const commands = live.unsavedCommands / this.#bound.commands;
    if (live.unsavedTransitions < this.#bound.transitions * PARTING_SHARE) return commands;
    const worth = Math.max(this.#bound.transitions, live.memoryBytes / BYTES_PER_TRANSITION);
    return Math.max(commands, live.unsavedTransitions / worth);
  }

  async #write(live: LiveSet, room?: Uint8Array): Promise<void> {
    const { unsavedCommands, unsavedTransitions, journal, revision } = live;
    try {
      const { step, result } = live.seal(room);
      await this.#slicer.run(step);
      await this.#store.writeSnapshot(journal, { revision, bytes: result() });
      live.unsavedCommands -= unsavedCommands;
      live.unsavedTransitions -= unsavedTransitions;
    } catch (error) {
      this.#log('A snapshot could not be written; the journal has it all.', { journal, error });
    }
  }
}
