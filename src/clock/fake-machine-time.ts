import type { MachineTime, TimerHandle } from './machine-time.ts';

/** A machine whose time moves only when a test says so. */
export interface FakeMachineTime extends MachineTime {
  /** Lets time pass; timers that fall due are called on the way, in order. */
  pass(milliseconds: number): void;
  /** Somebody sets the wall clock; the monotonic one does not notice. */
  stepWall(milliseconds: number): void;
  /** From here on the monotonic clock moves by this much each time it is read. */
  setReadCost(milliseconds: number): void;
  /** How many timers are set. */
  timerCount(): number;
  /** How often somebody has let the event loop turn. */
  turnCount(): number;
}

interface FakeTimer {
  readonly at: number;
  readonly callback: () => void;
}

/** For tests of whatever lives by the clock; starts at 2026-01-01T00:00:00Z unless told otherwise. */
export function createFakeMachineTime(startEpochMs = 1_767_225_600_000): FakeMachineTime {
  let timers: FakeTimer[] = [];
  let monotonic = 0;
  let wallOffset = startEpochMs;
  let readCost = 0;
  let turns = 0;
  return {
    epochMs: () => wallOffset + monotonic,
    monotonicMs() {
      monotonic += readCost;
      return monotonic;
    },
    setTimer(callback, delayMs) {
      // Node's timers fire after 1 ms then. Source: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
      if (delayMs > 2 ** 31 - 1) throw new RangeError(`A timer of Node cannot wait ${delayMs} ms.`);
      const timer: FakeTimer = { at: monotonic + delayMs, callback };
      timers.push(timer);
      return timer;
    },
    clearTimer(handle: TimerHandle) {
      timers = timers.filter((timer) => timer !== handle);
    },
    turn() {
      turns += 1;
      return new Promise((resolve) => setImmediate(resolve));
    },
    pass(milliseconds) {
      const end = monotonic + milliseconds;
      for (;;) {
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > end) break;
        timers = timers.filter((timer) => timer !== next);
        monotonic = Math.max(monotonic, next.at);
        next.callback();
      }
      monotonic = end;
    },
    stepWall(milliseconds) {
      wallOffset += milliseconds;
    },
    setReadCost(milliseconds) {
      readCost = milliseconds;
    },
    timerCount: () => timers.length,
    turnCount: () => turns,
  };
}
