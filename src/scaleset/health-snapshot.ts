import {
  createHealth,
  createHealthColumns,
  type Health,
  type HealthTurn,
} from './health-column.ts';
import { align, bytesOf, pick, sorted, timesIn } from './snapshot-columns.ts';

/** What is not a column of the health of machines. */
export interface HealthHeader {
  readonly ahead: readonly (readonly [number, readonly HealthTurn[]])[];
  readonly openRepairs: readonly number[];
  readonly rounds: readonly (readonly [number, number])[];
  readonly repairsBegun: number;
}

export function healthHeader({ ahead, openRepairs, rounds, repairsBegun }: Health): HealthHeader {
  return {
    ahead: sorted(ahead),
    openRepairs: [...openRepairs],
    rounds: sorted(rounds),
    repairsBegun,
  };
}

export function healthFrom(header: HealthHeader | null): Health | null {
  if (header === null) return null;
  return {
    ...createHealth(0),
    ahead: new Map(header.ahead),
    openRepairs: new Set(header.openRepairs),
    rounds: new Map(header.rounds),
    repairsBegun: header.repairsBegun,
  };
}

/** Bytes of the columns of so many instances. */
export function healthSize(count: number): number {
  return align(count) + count * 16;
}

/** Writes the columns: states, since when, and when they change. */
export function writeHealth(health: Health, slots: Uint32Array, target: Uint8Array): void {
  const times = align(slots.length);
  target.set(pick(health.state, slots), 0);
  target.set(bytesOf(pick(health.since, slots)), times);
  target.set(bytesOf(pick(health.due, slots)), times + slots.length * 8);
}

/** Takes the columns out of a snapshot; what is given back reads the slots of a range from them. */
export function readingHealth(
  health: Health,
  {
    capacity,
    count,
    take,
  }: {
    readonly capacity: number;
    readonly count: number;
    readonly take: (size: number) => Uint8Array;
  },
): (from: number, to: number) => void {
  Object.assign(health, createHealthColumns(capacity));
  const state = take(count);
  const since = take(count * 8);
  const due = take(count * 8);
  return (from, to) => {
    health.state.set(state.subarray(from, to), from);
    health.since.set(timesIn(since, from, to), from);
    health.due.set(timesIn(due, from, to), from);
  };
}
