import {
  EmulatorError,
  formatInstant,
  type Instant,
  instantFromEpochMs,
  type Micros,
  MICROS_PER_MS,
  MICROS_PER_SECOND,
  NEVER,
  parseInstant,
} from '../base/index.ts';
import { formatClockMode, rateOf } from './clock-mode.ts';
import { type Due, DueQueue } from './due-queue.ts';
import { createMachineTime, type MachineTime, type TimerHandle } from './machine-time.ts';
import type { CancelWake, ClockControl, ClockLine, ClockMode, ClockReading } from './types.ts';

export interface ClockOptions {
  readonly mode: ClockMode;
  /** The line that was kept; time goes on along it, also when the mode is another one now. */
  readonly line?: ClockLine;
  /** Time starts no earlier than this: the latest instant that is known to have been reached. */
  readonly floor?: Instant;
  readonly source?: MachineTime;
}

/** Where a manual clock starts, so that the same requests give the same bytes on any day. */
const MANUAL_START: Instant = parseInstant('2026-01-01T00:00:00Z') ?? 0;

/** A wall clock that goes back further than this was set back; less is jitter and is waited out. */
const WALL_STEP_BACK: Micros = MICROS_PER_SECOND;

/** The longest delay a timer of Node takes; longer ones are set again. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The only source of time; see ClockControl. */
export function createClock(options: ClockOptions): ClockControl {
  return new LineClock(options);
}

interface Wake extends Due {
  readonly callback: () => void;
}

class LineClock implements ClockControl {
  readonly #source: MachineTime;
  readonly #wakes = new DueQueue<Wake>();
  /** Ends each pause that somebody makes. */
  readonly #pauses = new Set<() => void>();
  readonly #listeners: ((line: ClockLine) => void)[] = [];
  #mode: ClockMode;
  #rate: number;
  #anchor: Instant;
  #wallAnchor: Instant;
  /** The latest instant that was told to anybody. */
  #told: Instant;
  /** The latest wall time that was seen. */
  #wallSeen: Instant;
  #timer: TimerHandle | undefined;
  #timerFor: Instant = NEVER;
  #firing = false;
  #closed = false;

  constructor({ mode, line, floor, source }: ClockOptions) {
    this.#source = source ?? createMachineTime();
    const wall = this.wall();
    const start =
      line === undefined
        ? mode.kind === 'manual'
          ? MANUAL_START
          : wall
        : Math.max(line.anchor, follow(line, wall));
    const continues =
      line !== undefined && line.mode === formatClockMode(mode) && wall >= line.wallAnchor;
    this.#mode = mode;
    this.#rate = rateOf(mode);
    if (continues && start >= (floor ?? 0)) {
      // The very same line, so that every process on one store reads the same time.
      this.#anchor = line.anchor;
      this.#wallAnchor = line.wallAnchor;
    } else {
      this.#anchor = Math.max(start, floor ?? 0);
      this.#wallAnchor = wall;
    }
    this.#told = Math.max(start, this.#anchor);
    this.#wallSeen = wall;
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  now(): Instant {
    if (this.#rate === 0) return this.#anchor;
    const wall = this.wall();
    if (wall < this.#wallSeen - WALL_STEP_BACK) this.#onWallStepBack(wall);
    if (wall > this.#wallSeen) this.#wallSeen = wall;
    const at = this.#anchor + Math.round((wall - this.#wallAnchor) * this.#rate);
    if (at > this.#told) this.#told = at;
    return this.#told;
  }

  wall(): Instant {
    return instantFromEpochMs(this.#source.epochMs());
  }

  monotonicMs(): number {
    return this.#source.monotonicMs();
  }

  turn(): Promise<void> {
    return this.#source.turn();
  }

  wakeAt(at: Instant, callback: () => void): CancelWake {
    if (this.#closed || at === NEVER) return () => {};
    const wake: Wake = { due: at, sequence: 0, place: -1, callback };
    this.#wakes.put(wake, at);
    this.#setTimer();
    return () => {
      this.#wakes.remove(wake);
      this.#setTimer();
    };
  }

  pause(at: Instant): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#pauses.delete(end);
        resolve();
      };
      const cancel = this.wakeAt(at, end);
      this.#pauses.add(end);
    });
  }

  read(): ClockReading {
    return { mode: formatClockMode(this.#mode), rate: this.#rate, now: this.now() };
  }

  line(): ClockLine {
    return {
      mode: formatClockMode(this.#mode),
      rate: this.#rate,
      anchor: this.#anchor,
      wallAnchor: this.#wallAnchor,
    };
  }

  setMode(mode: ClockMode): void {
    this.#moveTo(this.now(), mode);
  }

  advanceTo(instant: Instant): void {
    this.#requireMovable();
    const now = this.now();
    if (!Number.isSafeInteger(instant)) {
      throw new EmulatorError('EMU_BAD_REQUEST', 'The instant to advance to is not a time.');
    }
    if (instant < now) {
      throw new EmulatorError(
        'EMU_CLOCK_BACKWARDS',
        `The clock is at ${formatInstant(now)} and does not go back to ${formatInstant(instant)}.`,
      );
    }
    if (instant > now) this.#moveTo(instant, this.#mode);
  }

  advanceBy(micros: Micros): void {
    this.#requireMovable();
    if (Number.isFinite(micros) && micros < 0) {
      throw new EmulatorError('EMU_CLOCK_BACKWARDS', 'The clock does not go back.');
    }
    this.advanceTo(this.now() + micros);
  }

  onChange(listener: (line: ClockLine) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    this.#closed = true;
    this.#endPauses();
    this.#wakes.clear();
    this.#clearTimer();
  }

  #requireMovable(): void {
    if (this.#mode.kind === 'manual' || this.#mode.kind === 'instant') return;
    throw new EmulatorError(
      'EMU_CLOCK_NOT_MANUAL',
      `The clock runs by itself (${formatClockMode(this.#mode)}). Set its mode to manual to move it.`,
    );
  }

  #moveTo(instant: Instant, mode: ClockMode): void {
    this.#mode = mode;
    this.#rate = rateOf(mode);
    this.#anchor = instant;
    this.#wallAnchor = this.wall();
    this.#wallSeen = this.#wallAnchor;
    this.#told = instant;
    this.#timerFor = NEVER;
    this.#setTimer();
    this.#endPauses();
    this.#notify();
  }

  /** Time would stand still until the wall clock is back where it was; it goes on from here instead. */
  #onWallStepBack(wall: Instant): void {
    this.#anchor = this.#told;
    this.#wallAnchor = wall;
    this.#wallSeen = wall;
    // Not inside the caller's stack: whoever reads the time does not expect listeners to run.
    queueMicrotask(() => this.#notify());
  }

  #endPauses(): void {
    for (const end of this.#pauses) end();
  }

  #notify(): void {
    const line = this.line();
    for (const listener of this.#listeners) listener(line);
  }

  /** One timer for the earliest wake-up, set again only when that changes. */
  #setTimer(): void {
    const at = this.#wakes.first()?.due ?? NEVER;
    if (at === this.#timerFor) return;
    this.#clearTimer();
    if (at === NEVER) return;
    this.#timerFor = at;
    if (this.#rate === 0) {
      if (at <= this.#anchor) this.#fireNextTurn();
      return;
    }
    const delayMs = Math.ceil((at - this.now()) / this.#rate / MICROS_PER_MS);
    this.#timer = this.#source.setTimer(
      () => this.#fire(),
      Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS),
    );
  }

  #clearTimer(): void {
    if (this.#timer !== undefined) this.#source.clearTimer(this.#timer);
    this.#timer = undefined;
    this.#timerFor = NEVER;
  }

  #fireNextTurn(): void {
    if (this.#firing) return;
    this.#firing = true;
    void this.#source.turn().then(() => {
      this.#firing = false;
      this.#fire();
    });
  }

  #fire(): void {
    this.#clearTimer();
    const now = this.now();
    const batch: Wake[] = [];
    // Taken out first: a callback that wants to be woken at once must not keep the loop busy.
    for (let wake = this.#wakes.first(); wake && wake.due <= now; wake = this.#wakes.first()) {
      this.#wakes.remove(wake);
      batch.push(wake);
    }
    try {
      for (const wake of batch) wake.callback();
    } finally {
      if (!this.#closed) this.#setTimer();
    }
  }
}

function follow(line: ClockLine, wall: Instant): Instant {
  return line.anchor + Math.round((wall - line.wallAnchor) * line.rate);
}
