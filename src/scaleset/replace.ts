import type { Instant } from '../base/index.ts';
import { DELETE, DELETING, UPDATE } from './codes.ts';
import { isProtectedFromScaleIn } from './own.ts';
import { latestVersionFor } from './priority-mix.ts';
import { endBatch } from './rolling.ts';
import type { ScaleSet } from './scale-set.ts';
import { requestPhase, spawnInstance } from './steps.ts';
import { pair, unpair } from './surge-pairs.ts';

/** Making new machines in place of those of a batch. */
export interface Replacement {
  readonly kind: 'replacement';
  readonly instanceIds: readonly number[];
  position: number;
}

/** Deleting one of each pair, by the ids of the new ones. */
export interface Settlement {
  readonly kind: 'settle';
  readonly instanceIds: readonly number[];
  position: number;
}

type Step<T> = T & { readonly at: Instant; readonly operation: number };

/**
 * Makes a machine that is to take another one's place, in the same zone. Who is protected from scale-in
 * is not deleted for it, but brought to the model where it is. Inferred.
 */
export function replaceOne(set: ScaleSet, task: Step<Replacement>): void {
  const { instances, surge, rolling } = set;
  const { operation, at } = task;
  const instanceId = task.instanceIds[task.position] as number;
  task.position += 1;
  const slot = instances.find(instanceId);
  if (slot === -1 || instances.state(slot) === DELETING) {
    if (rolling !== null) rolling.inProgress -= 1;
    return;
  }
  if (isProtectedFromScaleIn(set, slot)) {
    surge.inPlace.add(instanceId);
    requestPhase(set, slot, UPDATE, operation, at);
    return;
  }
  pair(set, set.nextInstanceId, instanceId);
  const version = latestVersionFor(set, instances.profile(slot));
  spawnInstance(set, operation, at, instances.zone(slot), version);
}

/** When all of the batch were looked at: it is over if nothing was left of it. */
export function endReplacement(set: ScaleSet, { at }: Step<Replacement>): void {
  if (set.rolling?.inProgress === 0) endBatch(set, set.rolling, at);
}

/** Deletes the machine whose place is taken, or the new one that has come to nothing. */
export function settleOne(set: ScaleSet, task: Step<Settlement>): void {
  const { instances, surge, rolling } = set;
  const { operation, at } = task;
  const successor = task.instanceIds[task.position] as number;
  task.position += 1;
  const isReady = surge.ready.has(successor);
  const old = unpair(set, successor);
  // Somebody deleted one of them, and so both.
  if (old === undefined) return;
  const current = rolling?.operation === operation ? rolling : null;
  const slot = instances.find(old);
  if (isReady && !isProtectedFromScaleIn(set, slot)) {
    if (current !== null) surge.retiring.add(old);
    requestPhase(set, slot, DELETE, operation, at);
    return;
  }
  if (isReady && current !== null) {
    current.inProgress -= 1;
    current.pending += 1;
  }
  requestPhase(set, instances.find(successor), DELETE, operation, at);
}

/** When it is settled for all of them. */
export function endSettlement(set: ScaleSet, { operation, at }: Step<Settlement>): void {
  const { surge, rolling } = set;
  surge.isSettling = false;
  if (rolling?.operation === operation) endBatch(set, rolling, at);
}
