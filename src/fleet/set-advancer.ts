import type { Instant } from '../base/index.ts';
import type { Clock } from '../clock/index.ts';
import type { GoneSets } from './gone-sets.ts';
import { TRANSITIONS_PER_STEP } from './journal-loader.ts';
import type { LiveSet } from './live-set.ts';
import type { Residents } from './residents.ts';
import type { Slicer } from './slicer.ts';
import type { SnapshotWriter } from './snapshot-writer.ts';
import { WakeUp } from './wake-up.ts';

/** So little work is done at once in the caller's stack; well below a millisecond. */
const TRANSITIONS_AT_ONCE = 200;

export interface SetAdvancerOptions {
  readonly clock: Clock;
  readonly residents: Residents;
  readonly slicer: Slicer;
  readonly snapshots: SnapshotWriter;
  readonly gone: GoneSets;
  readonly onWake: () => void;
}

/** Does what is due: in the sets that are asked for, and in all of them when a wake-up says so. */
export class SetAdvancer {
  readonly #clock: Clock;
  readonly #residents: Residents;
  readonly #slicer: Slicer;
  readonly #snapshots: SnapshotWriter;
  readonly #gone: GoneSets;
  readonly #wakeUp: WakeUp;

  constructor(options: SetAdvancerOptions) {
    this.#clock = options.clock;
    this.#residents = options.residents;
    this.#slicer = options.slicer;
    this.#snapshots = options.snapshots;
    this.#gone = options.gone;
    this.#wakeUp = new WakeUp(options.clock, options.onWake);
  }

  /** Brings a set to the present without waiting; false when that would take longer. */
  tryBringToPresent(live: LiveSet): boolean {
    const now = this.#clock.now();
    if (live.nextDue > now) return true;
    const done = live.advance(now, TRANSITIONS_AT_ONCE);
    this.afterChange(live);
    return done;
  }

  /** True when the set is gone now, and its end has been written down. */
  async bringTo(live: LiveSet, until: Instant): Promise<boolean> {
    if (!live.advance(until, TRANSITIONS_AT_ONCE)) {
      await this.#slicer.run(() => live.advance(until, TRANSITIONS_PER_STEP));
    }
    this.afterChange(live);
    if (!live.isGone) return false;
    if (!live.isBuried) await this.#gone.finish(live);
    return true;
  }

  /** Everything in memory that is due by now, a little of one set after the other. */
  async settle(): Promise<void> {
    const now = this.#clock.now();
    const gone = new Set<LiveSet>();
    await this.#slicer.run(() => {
      const live = this.#residents.firstDue();
      if (live === undefined || live.due > now) return true;
      live.advance(now, TRANSITIONS_PER_STEP);
      this.#residents.update(live);
      this.#snapshots.consider(live);
      if (live.isGone) gone.add(live);
      return false;
    });
    this.#wakeUp.plan(this.#residents.nextDue());
    for (const live of gone) await this.#gone.finish(live);
  }

  afterChange(live: LiveSet): void {
    this.#residents.update(live);
    this.#snapshots.consider(live);
    if (live.place >= 0) this.#wakeUp.plan(this.#residents.nextDue());
  }

  stop(): void {
    this.#wakeUp.stop();
  }
}
