import { type Instant, MICROS_PER_MS, NEVER } from '../base/index.ts';
import { type CancelWake, type Clock, rateOf } from '../clock/index.ts';

/** Work that comes due within this time of the machine is done together. */
const BATCH_MS = 20;

/** One wake-up for whatever is due first in the whole fleet. */
export class WakeUp {
  readonly #clock: Clock;
  readonly #onWake: () => void;
  #cancel: CancelWake = () => {};
  #plannedFor: Instant = NEVER;
  #stopped = false;

  constructor(clock: Clock, onWake: () => void) {
    this.#clock = clock;
    this.#onWake = onWake;
  }

  /** After anything may have become due earlier; cheap when nothing has. */
  plan(nextDue: Instant): void {
    if (this.#stopped || nextDue === NEVER) return;
    const batch = BATCH_MS * MICROS_PER_MS * rateOf(this.#clock.mode);
    const at = Math.max(nextDue, this.#clock.now() + batch);
    if (at >= this.#plannedFor) return;
    this.#cancel();
    this.#plannedFor = at;
    this.#cancel = this.#clock.wakeAt(at, () => {
      this.#plannedFor = NEVER;
      this.#onWake();
    });
  }

  /** For good: what is still being answered plans nothing any more. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }
}
