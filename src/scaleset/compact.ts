import { invariant, NEVER } from '../base/index.ts';
import { NONE } from './codes.ts';
import { DueQueue } from './due-queue.ts';
import { createHealthColumns, type HealthColumns, moveHealth } from './health-column.ts';
import { Instances } from './instances.ts';
import type { ScaleSet } from './scale-set.ts';
import { countInstances } from './transitions.ts';

/** Fewer empty slots than this are not worth the work. */
const MIN_EMPTY = 1_024;
/** Slots that are moved in the time of one transition, about. */
const SLOTS_PER_TRANSITION = 2;

/** The instances of a set being moved together, a slice at a time; the set stays as it is meanwhile. */
export interface Compaction {
  readonly instances: Instances;
  readonly queue: DueQueue;
  /** In the order of the set's extensions. */
  readonly extensions: readonly { readonly state: Uint8Array; readonly settledAt: Float64Array }[];
  readonly health: HealthColumns | null;
  /** The next slot to look at. */
  slot: number;
}

/** Whether more slots are empty than used, as in a set that was scaled in and out many times. */
export function isSparse(set: ScaleSet): boolean {
  const used = countInstances(set);
  const empty = set.instances.length - used;
  return empty >= MIN_EMPTY && empty > used;
}

/**
 * Goes on closing the gaps that deleted instances left, for about as long as `budget` transitions
 * take; true when all are closed. Changes nothing that can be seen from outside.
 */
export function compactSome(set: ScaleSet, budget: number): boolean {
  invariant(set.bulk.length === 0, 'bulk work refers to slots');
  set.compaction ??= beginCompaction(set);
  const { compaction } = set;
  const end = Math.min(set.instances.length, compaction.slot + budget * SLOTS_PER_TRANSITION);
  for (; compaction.slot < end; compaction.slot += 1) {
    if (set.instances.state(compaction.slot) !== NONE) moveSlot(set, compaction);
  }
  if (compaction.slot < set.instances.length) return false;
  invariant(
    compaction.instances.length === countInstances(set),
    'the counters know how many instances there are',
  );
  set.instances = compaction.instances;
  set.queue = compaction.queue;
  compaction.extensions.forEach((columns, index) => {
    Object.assign(set.extensions[index] ?? {}, columns);
  });
  if (set.health !== null) Object.assign(set.health, compaction.health);
  set.compaction = null;
  return true;
}

/** The slots in use, in the order of their instance ids. */
export function liveSlots(set: ScaleSet): Uint32Array {
  const slots = new Uint32Array(countInstances(set));
  let count = 0;
  for (let slot = 0; slot < set.instances.length; slot += 1) {
    if (set.instances.state(slot) === NONE) continue;
    slots[count] = slot;
    count += 1;
  }
  invariant(count === slots.length, 'the counters know how many instances there are');
  return slots;
}

function beginCompaction(set: ScaleSet): Compaction {
  const capacity = Math.max(16, countInstances(set));
  const instances = new Instances(capacity);
  return {
    instances,
    queue: new DueQueue(instances),
    extensions: set.extensions.map(() => ({
      state: new Uint8Array(capacity),
      settledAt: new Float64Array(capacity),
    })),
    health: set.health === null ? null : createHealthColumns(capacity),
    slot: 0,
  };
}

function moveSlot(set: ScaleSet, { instances, queue, extensions, health, slot }: Compaction): void {
  const to = instances.append(set.instances, slot);
  for (let index = 0; index < extensions.length; index += 1) {
    const from = set.extensions[index];
    const columns = extensions[index];
    invariant(from !== undefined && columns !== undefined, 'extensions stay while slots move');
    columns.state[to] = from.state[slot] as number;
    columns.settledAt[to] = from.settledAt[slot] as number;
  }
  if (set.health !== null && health !== null) moveHealth(set.health, slot, health, to);
  const due = instances.due(to);
  if (due === NEVER) return;
  instances.setDue(to, NEVER);
  queue.schedule(to, due);
}
