import type { Instant, Micros } from '../base/index.ts';
import { DueHeap } from './due-heap.ts';
import type { HealthCounts, HealthState } from './health-types.ts';

/** The numbers that stand for states of health. */
export const UNMONITORED = 0;
export const INITIALIZING = 1;
export const HEALTHY = 2;
export const UNHEALTHY = 3;
export const UNKNOWN = 4;
const HEALTH_COUNT = 5;

const STATES: readonly (HealthState | null)[] = [
  null,
  'initializing',
  'healthy',
  'unhealthy',
  'unknown',
];

/** Null for UNMONITORED: nobody has reported. */
export function healthOf(code: number): HealthState | null {
  return STATES[code] ?? null;
}

export function healthCode(state: HealthState): number {
  return STATES.indexOf(state);
}

/** How a machine's health goes on: a state, and how long after the turn before it. */
export interface HealthTurn {
  readonly state: number;
  readonly after: Micros;
}

/**
 * How the machines of a set are, one column over all instances: only sets that are or were monitored
 * have it, so that others pay nothing for it.
 */
export interface Health {
  state: Uint8Array;
  /** Since when the state is what it is. */
  since: Float64Array;
  /** When it changes by itself; 0 when it does not. */
  due: Float64Array;
  counts: Int32Array;
  /** By due time, then instance id; an entry that the column does not agree with is passed over. */
  readonly queue: DueHeap;
  /** By instance id, for the few that a rule says something about: what is still to come. */
  readonly ahead: Map<number, readonly HealthTurn[]>;
  /** By the instant of their repair, then instance id; an entry that is no longer so is passed over. */
  readonly unwell: DueHeap;
  /** The indexes of repairs that have not ended. */
  readonly openRepairs: Set<number>;
  /** By instance id: how many repairs in a row have not made it healthy yet. */
  readonly rounds: Map<number, number>;
  repairsBegun: number;
}

/** The columns of so many slots. */
export type HealthColumns = Pick<Health, 'state' | 'since' | 'due'>;

/** Bytes of the columns by slot. */
export const HEALTH_BYTES = 17;

export function createHealth(capacity: number): Health {
  return {
    ...createHealthColumns(capacity),
    counts: new Int32Array(HEALTH_COUNT),
    queue: new DueHeap(),
    ahead: new Map(),
    unwell: new DueHeap(),
    openRepairs: new Set(),
    rounds: new Map(),
    repairsBegun: 0,
  };
}

export function createHealthColumns(capacity: number): HealthColumns {
  return {
    state: new Uint8Array(capacity),
    since: new Float64Array(capacity),
    due: new Float64Array(capacity),
  };
}

export function growHealth(health: Health, capacity: number): void {
  const grown = createHealthColumns(capacity);
  grown.state.set(health.state);
  grown.since.set(health.since);
  grown.due.set(health.due);
  Object.assign(health, grown);
}

/** Copies what is known of one slot. */
export function moveHealth(from: HealthColumns, slot: number, to: HealthColumns, at: number): void {
  to.state[at] = from.state[slot] as number;
  to.since[at] = from.since[slot] as number;
  to.due[at] = from.due[slot] as number;
}

/** Counts the state of a slot whose columns were read from a snapshot, and queues what is due. */
export function restoreHealth(health: Health, slot: number, instanceId: number): void {
  const state = health.state[slot] as number;
  health.counts[state] = (health.counts[state] as number) + 1;
  const due = health.due[slot] as number;
  if (due !== 0) health.queue.push(due, instanceId);
}

/** Lets a change of health come by itself; 0 takes it back. */
export function scheduleHealth(
  health: Health,
  slot: number,
  instanceId: number,
  due: Instant,
): void {
  health.due[slot] = due;
  if (due !== 0) health.queue.push(due, instanceId);
}

/**
 * The only function that changes a state of health; the counters move here. Says whether it did.
 * What follows from a change is `changeHealth`'s to do.
 */
export function moveHealthState(health: Health, slot: number, state: number, at: Instant): boolean {
  const before = health.state[slot] as number;
  if (before === state) return false;
  health.state[slot] = state;
  health.since[slot] = at;
  health.counts[before] = (health.counts[before] as number) - 1;
  health.counts[state] = (health.counts[state] as number) + 1;
  return true;
}

/** Takes a machine that is gone, or that nobody monitors any more, out of all that counts it. */
export function forgetHealth(health: Health, slot: number, instanceId: number): void {
  moveHealthState(health, slot, UNMONITORED, 0);
  health.since[slot] = 0;
  health.due[slot] = 0;
  if (health.ahead.size > 0) health.ahead.delete(instanceId);
  if (health.rounds.size > 0) health.rounds.delete(instanceId);
}

/** How many machines are in which state, as the counters say. */
export function healthCounts(counts: Int32Array): HealthCounts {
  return {
    initializing: counts[INITIALIZING] as number,
    healthy: counts[HEALTHY] as number,
    unhealthy: counts[UNHEALTHY] as number,
    unknown: counts[UNKNOWN] as number,
  };
}

/** The same by looking at every slot. */
export function recountHealth(health: Health, length: number): Int32Array {
  const counts = new Int32Array(HEALTH_COUNT);
  for (let slot = 0; slot < length; slot += 1) {
    const state = health.state[slot] as number;
    counts[state] = (counts[state] as number) + 1;
  }
  return counts;
}

/** Whether a state is one that a rolling upgrade and repairs take for unhealthy (documented). */
export function isUnwell(state: number): boolean {
  return state === UNHEALTHY || state === UNKNOWN;
}

/** Bytes of memory that it holds, about. */
export function healthBytes(health: Health): number {
  const ofFew = health.ahead.size + health.rounds.size + health.openRepairs.size;
  const queues = health.queue.byteLength + health.unwell.byteLength;
  return health.state.length * HEALTH_BYTES + queues + 128 * ofFew;
}
