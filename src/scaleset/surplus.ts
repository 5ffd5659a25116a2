import type { Instant } from '../base/index.ts';
import { addBulk } from './agenda.ts';
import { CREATING, DELETING, FAILED, NONE } from './codes.ts';
import {
  claim,
  noteFailure,
  openOperation,
  openOperationAt,
  release,
  setCapacity,
} from './operations.ts';
import { isProtectedFromScaleIn } from './own.ts';
import type { Operation, ScaleSet } from './scale-set.ts';
import { shedInstance } from './steps.ts';
import { isSuccessor } from './surge-pairs.ts';
import { AWAITED } from './surplus-counts.ts';

/**
 * Overprovisioning (documented: "Design considerations for scale sets", overprovisioning): more
 * machines are begun than were asked for, and when so many have succeeded, the others are deleted.
 * The capacity never says anything of them. At every instant there are as many machines too many as
 * `surplus.extra` says; so when no more than these are left that have not succeeded, all of those can go.
 */

/** Deleting the machines that are not needed. */
export interface Trim {
  readonly kind: 'trim';
  readonly at: Instant;
  readonly operation: number;
  /** The slots of the machines among which some are too many, `end` not included. */
  readonly first: number;
  readonly end: number;
  slot: number;
  remaining: number;
  /** Those that are still being made go first, then those that failed, then any; the newest first. */
  pass: number;
}

const PASSES = 3;

/**
 * How many machines are begun beside those that are asked for. Inferred: Azure says up to a fifth;
 * of two, three of the four ids 0 to 3 were seen to go (siliconvalve.com, 2017: sets of the ids 0, 1
 * and 2, 3), of three there were five (azure-quickstart-templates #1564).
 */
export function extraFor(count: number): number {
  return Math.max(Math.ceil(count / 5), Math.min(count, 2));
}

/** Begins more machines than `count`, if the model says so; how many more. */
export function overprovision(set: ScaleSet, count: number, operation: Operation): number {
  const { overprovision: isWanted, sparesExtensions } = set.facts;
  const extra = isWanted ? extraFor(count) : 0;
  if (set.surplus === null) {
    if (extra === 0) return 0;
    set.surplus = {
      operation: operation.index,
      operationId: operation.id,
      from: set.nextInstanceId,
      sparesExtensions,
      extra,
      awaited: 0,
      failed: 0,
      failure: null,
    };
    claim(set, operation.index);
    return extra;
  }
  const { surplus } = set;
  surplus.extra += extra;
  // The one that began it may have ended with the set's own failure.
  if (openOperationAt(set, surplus.operation) !== operation) {
    claim(set, operation.index);
    surplus.operation = operation.index;
  }
  return extra;
}

/** Whether it is known which machines are not needed, or that there are too few to choose from. */
export function isSurplusKnown(set: ScaleSet): boolean {
  const { surplus } = set;
  if (surplus === null) return false;
  return surplus.awaited === 0 || surplus.awaited + surplus.failed <= surplus.extra;
}

/** Begins to delete the machines that are not needed. Nobody waits for that. */
export function beginTrim(set: ScaleSet, at: Instant): void {
  const { surplus, instances } = set;
  if (surplus === null) return;
  if (surplus.failed > surplus.extra && surplus.failure !== null) {
    noteFailure(set, surplus.operation, surplus.failure);
  }
  const { index } = openOperation(
    set,
    { kind: 'deleteInstances', operationId: `${surplus.operationId}/overprovisioning`, at },
    { action: null, instanceCount: surplus.extra, ofSet: false },
  );
  addBulk(set, {
    kind: 'trim',
    at,
    operation: index,
    first: instances.lowerBound(surplus.from),
    end: instances.length,
    slot: instances.length - 1,
    remaining: surplus.extra,
    pass: 0,
  });
  release(set, index, at, null);
}

/** Looks at the next machine. */
export function trimOne(set: ScaleSet, task: Trim): void {
  if (task.slot >= task.first && isToGo(set, task)) {
    shedInstance(set, task.slot, task.operation, task.at);
    task.remaining -= 1;
  }
  task.slot -= 1;
  if (task.slot >= task.first) return;
  task.slot = task.end - 1;
  task.pass += 1;
}

export function isTrimmed({ remaining, pass }: Trim): boolean {
  return remaining === 0 || pass === PASSES;
}

export function endTrim(set: ScaleSet, { remaining, at }: Trim): void {
  // What is protected from scale-in has to stay; capacity then says what there is. Inferred.
  if (remaining > 0) setCapacity(set, set.activeCount + remaining);
  endSurplus(set, at);
}

/** Machines go that nobody replaces: capacity says what is left, once there are none too many. */
export function takeAway(set: ScaleSet, count: number, at: Instant): void {
  const over = count - set.activeCount;
  setCapacity(set, Math.max(0, -over));
  if (set.surplus === null || over <= 0) return;
  set.surplus.extra -= over;
  if (set.surplus.extra <= 0) endSurplus(set, at);
}

/** Machines there are that are not being deleted: those that are wanted and those too many. */
export function countActive({ activeCount, surplus, surge }: ScaleSet): number {
  return activeCount + (surplus?.extra ?? 0) + surge.pairs.size;
}

function endSurplus(set: ScaleSet, at: Instant): void {
  const { surplus } = set;
  if (surplus === null) return;
  set.surplus = null;
  release(set, surplus.operation, at, null);
}

function isToGo(set: ScaleSet, { slot, pass }: Trim): boolean {
  const state = set.instances.state(slot);
  if (state === NONE || state === DELETING || isProtectedFromScaleIn(set, slot)) return false;
  if (isSuccessor(set, slot)) return false;
  return pass === 0
    ? state === CREATING && set.instances.lot(slot) === AWAITED
    : pass === 2 || state === FAILED;
}
