/** A timer that was set; only good for taking it back. */
export type TimerHandle = object;

/** The machine's clocks and timers, as the clock room uses them; tests bring their own. */
export interface MachineTime {
  /** Milliseconds since 1970 with a fraction; jumps when somebody sets the machine's clock. */
  epochMs(): number;
  /** Milliseconds from an arbitrary start; never jumps. */
  monotonicMs(): number;
  /** Calls back once after a delay; does not keep the process alive. */
  setTimer(callback: () => void, delayMs: number): TimerHandle;
  clearTimer(handle: TimerHandle): void;
  /** Resolves after the event loop has looked at its sockets again. */
  turn(): Promise<void>;
}

/** Drift that is followed smoothly; more is a step of the wall clock and is taken over at once. */
const WALL_STEP_MS = 2;

/**
 * The real machine. The wall clock ticks in whole milliseconds; Azure prints finer, so the fraction
 * comes from the monotonic clock.
 */
export function createMachineTime(): MachineTime {
  let wallBase = Date.now();
  let monotonicBase = performance.now();
  return {
    epochMs() {
      const wall = Date.now();
      const monotonic = performance.now();
      const fine = wallBase + (monotonic - monotonicBase);
      if (Math.abs(fine - wall) <= WALL_STEP_MS) return fine;
      wallBase = wall;
      monotonicBase = monotonic;
      return wall;
    },
    monotonicMs: () => performance.now(),
    setTimer: (callback, delayMs) => setTimeout(callback, delayMs).unref(),
    clearTimer: (handle) => clearTimeout(handle as NodeJS.Timeout),
    turn: () => new Promise((resolve) => setImmediate(resolve)),
  };
}
