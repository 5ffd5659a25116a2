import type { Instant } from '../base/index.ts';
import { endBatch } from './rolling.ts';
import type { ScaleSet } from './scale-set.ts';
import { noteRetired } from './surge.ts';
import { unpair } from './surge-pairs.ts';

/**
 * A machine is about to be deleted that shares its place with another one: the place goes, and so does
 * the other one, whose slot this says; -1 when it shares it with none. Inferred: deleting a machine
 * makes the set smaller by one, whichever of the two it is.
 */
export function leavePlace(set: ScaleSet, slot: number, at: Instant): number {
  const { surge, instances, rolling } = set;
  if (surge.pairs.size === 0) return -1;
  const instanceId = instances.instanceId(slot);
  const successor = surge.pairs.has(instanceId) ? instanceId : surge.successors.get(instanceId);
  if (successor === undefined) return -1;
  const isCounted = rolling?.operation === surge.operation && !surge.spoiled.has(successor);
  const old = unpair(set, successor) as number;
  if (rolling !== null && isCounted) {
    rolling.awaiting.delete(successor);
    rolling.inProgress -= 1;
    endBatch(set, rolling, at);
  }
  return instances.find(instanceId === successor ? old : successor);
}

/** A machine has gone whose place another one has taken. */
export function noteGone(set: ScaleSet, instanceId: number, at: Instant): void {
  const { rolling, surge } = set;
  if (rolling === null || !surge.retiring.has(instanceId)) return;
  noteRetired(set, rolling, instanceId, null);
  endBatch(set, rolling, at);
}
