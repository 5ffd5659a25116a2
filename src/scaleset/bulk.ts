import { invariant, type Instant } from '../base/index.ts';
import { DELETE, DELETING, NONE } from './codes.ts';
import { release } from './operations.ts';
import { isProtectedFromScaleIn, isProtectedFromSetActions } from './own.ts';
import { isUpToDate } from './phases.ts';
import { mayLeave } from './priority-mix.ts';
import { endScan, lookAt, type RollingScan } from './rolling.ts';
import type { ScaleSet } from './scale-set.ts';
import { type EvictionScan, lookAtForWave } from './spontaneous-evictions.ts';
import { requestPhase, spawnInstance } from './steps.ts';
import { endTrim, isTrimmed, type Trim, trimOne } from './surplus.ts';

/**
 * Work on many instances, accepted as one. It is done in slices before anything that is due, so that
 * accepting it costs the same for ten instances and for a million.
 */
export type BulkTask = {
  readonly at: Instant;
  readonly operation: number;
} & (
  | RollingScan
  | Trim
  | EvictionScan
  | { readonly kind: 'spawn'; remaining: number }
  /** Removes the newest first, as the default scale-in policy does within a zone. */
  | {
      readonly kind: 'shrink';
      remaining: number;
      slot: number;
      /** How many of each priority are still to go; null once it does not matter. */
      mix: { regular: number; spot: number } | null;
    }
  | {
      readonly kind: 'list';
      readonly phase: number;
      readonly instanceIds: readonly number[];
      position: number;
    }
  | {
      readonly kind: 'all';
      readonly phase: number;
      /** Only instances that the latest model has not been applied to. */
      readonly outdatedOnly: boolean;
      /** Leaves machines alone that are protected from what is asked of the set. */
      readonly sparesProtected: boolean;
      readonly end: number;
      slot: number;
    }
);

/** Works on the oldest task for at most `budget` instances and says how many it looked at. */
export function workOnBulk(set: ScaleSet, budget: number): number {
  const task = set.bulk[0];
  invariant(task !== undefined, 'there is bulk work to do');
  const looked = workOnTask(set, task, budget);
  if (!isDone(task)) return looked;
  set.bulk.shift();
  if (task.kind === 'rollingScan') endScan(set, task);
  if (task.kind === 'trim') endTrim(set, task);
  release(set, task.operation, task.at, null);
  return looked;
}

function workOnTask(set: ScaleSet, task: BulkTask, budget: number): number {
  let looked = 0;
  switch (task.kind) {
    case 'spawn':
      for (; looked < budget && task.remaining > 0; looked += 1) {
        spawnInstance(set, task.operation, task.at);
        task.remaining -= 1;
      }
      return looked;
    case 'shrink':
      for (; looked < budget && task.remaining > 0; looked += 1) {
        if (task.slot < 0 && task.mix !== null) {
          // Who was to go is protected: the others make room, whatever the mix.
          task.mix = null;
          task.slot = set.instances.length - 1;
        }
        invariant(task.slot >= 0, 'a set has as many instances as it counts');
        if (
          isActive(set, task.slot) &&
          !isProtectedFromScaleIn(set, task.slot) &&
          mayLeave(set, task.slot, task.mix)
        ) {
          requestPhase(set, task.slot, DELETE, task.operation, task.at);
          task.remaining -= 1;
        }
        task.slot -= 1;
      }
      return looked;
    case 'list':
      for (; looked < budget && task.position < task.instanceIds.length; looked += 1) {
        const slot = set.instances.find(task.instanceIds[task.position] as number);
        invariant(slot !== -1, 'the instances of a list were there when it was accepted');
        requestPhase(set, slot, task.phase, task.operation, task.at);
        task.position += 1;
      }
      return looked;
    case 'rollingScan':
      for (; looked < budget && task.slot < task.end; looked += 1) {
        lookAt(set, task, task.slot);
        task.slot += 1;
      }
      return looked;
    case 'trim':
      for (; looked < budget && !isTrimmed(task); looked += 1) trimOne(set, task);
      return looked;
    case 'evictionScan':
      for (; looked < budget && task.slot < task.end; looked += 1) {
        lookAtForWave(set, task, task.slot);
        task.slot += 1;
      }
      return looked;
    case 'all':
      for (; looked < budget && task.slot < task.end; looked += 1) {
        const isLeft =
          (task.outdatedOnly && isUpToDate(set, task.slot)) ||
          (task.sparesProtected && isProtectedFromSetActions(set, task.slot));
        if (isActive(set, task.slot) && !isLeft) {
          requestPhase(set, task.slot, task.phase, task.operation, task.at);
        }
        task.slot += 1;
      }
      return looked;
  }
}

function isDone(task: BulkTask): boolean {
  switch (task.kind) {
    case 'spawn':
    case 'shrink':
      return task.remaining === 0;
    case 'list':
      return task.position === task.instanceIds.length;
    case 'trim':
      return isTrimmed(task);
    case 'rollingScan':
    case 'evictionScan':
    case 'all':
      return task.slot === task.end;
  }
}

function isActive(set: ScaleSet, slot: number): boolean {
  const state = set.instances.state(slot);
  return state !== NONE && state !== DELETING;
}
