import { invariant, NEVER } from '../base/index.ts';
import { NONE } from './codes.ts';
import { columnArrays, gatherColumn } from './columns.ts';
import { DueQueue } from './due-queue.ts';
import type { ScaleSet } from './scale-set.ts';
import { countInstances } from './transitions.ts';

/** Fewer empty slots than this are not worth the work. */
const MIN_EMPTY = 1_024;

/** Whether more slots are empty than used, as in a set that was scaled in and out many times. */
export function isSparse(set: ScaleSet): boolean {
  const used = countInstances(set);
  const empty = set.columns.length - used;
  return empty >= MIN_EMPTY && empty > used;
}

/** Closes the gaps that deleted instances left. Changes nothing that can be seen from outside. */
export function compact(set: ScaleSet): void {
  invariant(set.bulk.length === 0, 'bulk work refers to slots');
  const { columns } = set;
  const slots = liveSlots(set);
  const dues = Float64Array.from(slots, (slot) => set.queue.due[slot] as number);
  for (const column of columnArrays(columns)) gatherColumn(column, slots);
  for (const extension of set.extensions) {
    gatherColumn(extension.state, slots);
    gatherColumn(extension.settledAt, slots);
  }
  columns.length = slots.length;
  set.queue = new DueQueue(columns.capacity);
  scheduleAll(set, dues);
}

/** The slots in use, in the order of their instance ids. */
export function liveSlots(set: ScaleSet): Uint32Array {
  const slots = new Uint32Array(countInstances(set));
  let count = 0;
  for (let slot = 0; slot < set.columns.length; slot += 1) {
    if (set.columns.state[slot] === NONE) continue;
    slots[count] = slot;
    count += 1;
  }
  invariant(count === slots.length, 'the counters know how many instances there are');
  return slots;
}

export function scheduleAll(set: ScaleSet, dues: Float64Array): void {
  dues.forEach((due, slot) => {
    if (due !== NEVER) set.queue.schedule(slot, due);
  });
}
