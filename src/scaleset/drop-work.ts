import { type Instant, NEVER } from '../base/index.ts';
import { failures } from '../faults/index.ts';
import { IDLE } from './codes.ts';
import { noteEnd } from './machine-failure.ts';
import { giveWay, release } from './operations.ts';
import { noteUpgraded } from './rolling.ts';
import type { ScaleSet } from './scale-set.ts';
import { endNotices, passNotices } from './scheduled-events.ts';

/**
 * Lets go of all that an instance is doing and was asked for, in favour of a newer operation; null when
 * that is nobody's failure.
 */
export function dropWork(set: ScaleSet, slot: number, newer: number | null, at: Instant): void {
  const { instances } = set;
  dropQueued(set, slot, newer, at);
  const operation = instances.operation(slot);
  instances.setOperation(slot, 0);
  instances.setFate(slot, 0);
  instances.setPhase(slot, IDLE);
  if (instances.due(slot) !== NEVER) set.queue.schedule(slot, NEVER);
  if (operation === 0) return;
  letGo(set, operation, newer, at);
  if (set.notices.size > 0) passNotices(set, slot, operation, newer);
  noteEnd(set, slot, operation, at, failures.operationPreempted);
  if (operation === set.rolling?.operation) noteUpgraded(set, slot, at, 'dropped');
}

function letGo(set: ScaleSet, operation: number, newer: number | null, at: Instant): void {
  if (newer === null) release(set, operation, at, null);
  else giveWay(set, operation, newer, at);
}

/** Lets go of what an instance was asked for while it did something else. */
export function dropQueued(set: ScaleSet, slot: number, newer: number | null, at: Instant): void {
  const queued = set.instances.queued(slot);
  if (queued === 0) return;
  set.instances.setQueued(slot, 0);
  letGo(set, queued, newer, at);
  if (set.notices.size > 0) endNotices(set, set.instances.instanceId(slot), queued);
  noteEnd(set, slot, queued, at, failures.operationPreempted);
  if (queued === set.rolling?.operation) noteUpgraded(set, slot, at, 'dropped');
}
