import type { Instant, Micros } from '../base/index.ts';

/** How virtual time runs. `rate` is virtual seconds per second of the machine. */
export type ClockMode =
  | { readonly kind: 'real' }
  | { readonly kind: 'scaled'; readonly rate: number }
  | { readonly kind: 'instant' }
  | { readonly kind: 'manual' };

/** Takes back a wake-up; harmless when it has already happened. */
export type CancelWake = () => void;

/** The only source of time for every room. */
export interface Clock {
  readonly mode: ClockMode;
  /** Virtual time; never goes back, not even over a restart. */
  now(): Instant;
  /** The machine's own time, for what other programs judge by theirs: tokens and certificates. */
  wall(): Instant;
  /** Milliseconds from an arbitrary start that never jump, for slicing and measuring work. */
  monotonicMs(): number;
  /** Calls back once, soon after virtual time has reached `at`. */
  wakeAt(at: Instant, callback: () => void): CancelWake;
  /** Until virtual time has reached `at`, or until the clock is set otherwise or closed. */
  pause(at: Instant): Promise<void>;
  /** Lets the event loop do other work. */
  turn(): Promise<void>;
}

/** What the control API and the composition root may do to time. */
export interface ClockControl extends Clock {
  read(): ClockReading;
  /** From here on time runs in this mode, from the instant it has reached. */
  setMode(mode: ClockMode): void;
  /** Manual and instant mode. Throws EMU_CLOCK_BACKWARDS or EMU_CLOCK_NOT_MANUAL. */
  advanceTo(instant: Instant): void;
  advanceBy(micros: Micros): void;
  /** The line on which time runs, to be kept in the store so that a restart continues it. */
  line(): ClockLine;
  /** Called after the mode or a manual instant has changed. */
  onChange(listener: (line: ClockLine) => void): void;
  /** Drops every wake-up; nothing keeps the process alive afterwards. */
  close(): void;
}

/** `now = anchor + (wall - wallAnchor) × rate`; the rate of a manual clock is 0. */
export interface ClockLine {
  readonly mode: string;
  readonly rate: number;
  readonly anchor: Instant;
  readonly wallAnchor: Instant;
}

export interface ClockReading {
  readonly mode: string;
  readonly rate: number;
  readonly now: Instant;
}

/** Seeded chance: the same seed and stream give the same sequence. */
export interface Random {
  uint32(): number;
  /** A version 4 GUID in lower case. */
  guid(): string;
}
