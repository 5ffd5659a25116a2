import { invariant, NEVER } from '../base/index.ts';
import { NONE } from './codes.ts';
import { DueQueue } from './due-queue.ts';
import type { ExtensionColumn, ScaleSet } from './scale-set.ts';
import { countInstances } from './transitions.ts';

/** Fewer empty slots than this are not worth the work. */
const MIN_EMPTY = 1_024;

/** Whether more slots are empty than used, as in a set that was scaled in and out many times. */
export function isSparse(set: ScaleSet): boolean {
  const used = countInstances(set);
  const empty = set.instances.length - used;
  return empty >= MIN_EMPTY && empty > used;
}

/** Closes the gaps that deleted instances left. Changes nothing that can be seen from outside. */
export function compact(set: ScaleSet): void {
  invariant(set.bulk.length === 0, 'bulk work refers to slots');
  const slots = liveSlots(set);
  const capacity = Math.max(16, slots.length);
  for (const extension of set.extensions) gatherExtension(extension, slots, capacity);
  set.instances = set.instances.gather(slots, capacity);
  scheduleAll(set);
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

/** Makes a due queue of what the records say is due. */
function scheduleAll(set: ScaleSet): void {
  const { instances } = set;
  set.queue = new DueQueue(instances);
  for (let slot = 0; slot < instances.length; slot += 1) {
    const due = instances.due(slot);
    if (due === NEVER) continue;
    instances.setDue(slot, NEVER);
    set.queue.schedule(slot, due);
  }
}

function gatherExtension(extension: ExtensionColumn, slots: Uint32Array, capacity: number): void {
  const state = new Uint8Array(capacity);
  const settledAt = new Float64Array(capacity);
  slots.forEach((slot, to) => {
    state[to] = extension.state[slot] as number;
    settledAt[to] = extension.settledAt[slot] as number;
  });
  extension.state = state;
  extension.settledAt = settledAt;
}
