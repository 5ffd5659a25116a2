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

/** The wall clock is looked at so often; between two looks the monotonic one goes on from there. */
const WALL_LOOK_MS = 1;

/** Drift that is followed smoothly; more is a step of the wall clock and is taken over at once. */
const WALL_STEP_MS = 2;

/**
 * The real machine. The wall clock ticks in whole milliseconds; Azure prints finer, so the fraction
 * comes from the monotonic clock.
 */
export function createMachineTime(): MachineTime {
  let wallBase = Date.now();
  let monotonicBase = performance.now();
  let lookedAt = monotonicBase;
  return {
    epochMs() {
      const monotonic = performance.now();
      const fine = wallBase + (monotonic - monotonicBase);
      if (monotonic - lookedAt < WALL_LOOK_MS) return fine;
      lookedAt = monotonic;
      const wall = Date.now();
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
