import { invariant, type Instant, isJsonObject, type JsonObject } from '../base/index.ts';
import { type Failure, failures } from '../faults/index.ts';
import { DELETING } from './codes.ts';
import type { Operation, ScaleSet } from './scale-set.ts';
import { countInstances } from './transitions.ts';
import type { Command, OperationAction, OperationKind } from './types.ts';

/** Ended operations that a set remembers; older ones are no longer found. */
const REMEMBERED_OPERATIONS = 2_048;

/** Begins an operation that stays open until `release` was called once for the caller's token. */
export function openOperation(
  set: ScaleSet,
  command: Pick<Command, 'operationId' | 'at'> & { readonly kind: OperationKind },
  details: {
    action: OperationAction | null;
    instanceCount: number;
    ofSet: boolean;
    output?: JsonObject | null;
  },
): Operation {
  const index = set.firstOperation + set.operations.length;
  const operation: Operation = {
    index,
    id: command.operationId,
    kind: command.kind,
    action: details.action,
    output: details.output ?? null,
    startedAt: command.at,
    endedAt: null,
    open: 1,
    failure: null,
    instanceCount: details.instanceCount,
    ofSet: details.ofSet,
    heir: 0,
    expectedEnd: command.at,
  };
  set.operations.push(operation);
  set.operationIndexes.set(operation.id, index);
  set.observer?.opened(operation);
  if (operation.ofSet) set.openSetOperations += 1;
  forgetOldOperations(set);
  return operation;
}

/** The operation by its index, or the one that took over from it; undefined when it has ended. */
export function openOperationAt(set: ScaleSet, index: number): Operation | undefined {
  const operation = operationAt(set, index);
  if (operation === undefined || operation.endedAt === null) return operation;
  const heir = lastHeir(set, operation);
  return heir.endedAt === null ? heir : undefined;
}

/** Who has what an operation left, after all that took over one from the other. */
function lastHeir(set: ScaleSet, operation: Operation): Operation {
  let last = operation;
  for (let next = operationAt(set, last.heir); next; next = operationAt(set, last.heir))
    last = next;
  // Every one of a fleet's instances asks; thousands of models must not be walked for each.
  for (let at = operation; at !== last;) {
    const next = operationAt(set, at.heir) ?? last;
    at.heir = last.index;
    at = next;
  }
  return last;
}

export function operationAt(set: ScaleSet, index: number): Operation | undefined {
  return index === 0 ? undefined : set.operations[index - set.firstOperation];
}

/** One thing more to wait for, before the operation's own token is released. */
export function claim(set: ScaleSet, index: number): void {
  const operation = openOperationAt(set, index);
  invariant(operation !== undefined, 'only an operation that has not ended takes on more');
  operation.open += 1;
}

/** One thing less to wait for, perhaps with a failure; the operation ends when it was the last. */
export function release(
  set: ScaleSet,
  index: number,
  at: Instant,
  failure: (Failure & { target?: string }) | null,
): void {
  const operation = openOperationAt(set, index);
  if (operation === undefined) return;
  invariant(operation.open > 0, 'an operation that has not ended waits for something');
  if (failure !== null) noteFailure(set, index, failure);
  operation.open -= 1;
  if (operation.open === 0) endOperation(set, operation, at, operation.failure);
}

/** One thing less to wait for, as another operation needs it; preempted, unless they are one by now. */
export function giveWay(set: ScaleSet, index: number, newer: number, at: Instant): void {
  const isSame = openOperationAt(set, index) === openOperationAt(set, newer);
  release(set, index, at, isSame ? null : failures.operationPreempted);
}

/** The first failure of an operation is the one that it answers with. */
export function noteFailure(
  set: ScaleSet,
  index: number,
  failure: Failure & { target?: string },
): void {
  const operation = openOperationAt(set, index);
  if (operation !== undefined) operation.failure ??= failure;
}

/**
 * Ends an operation. `view` is the failure that the set's own status shows, when it is not the one
 * that the operation answers with.
 */
export function endOperation(
  set: ScaleSet,
  operation: Operation,
  at: Instant,
  view: Failure | null,
): void {
  operation.endedAt = at;
  operation.expectedEnd = at;
  set.viewVersion += 1;
  set.observer?.ended(operation);
  if (set.createOperation === operation.index) set.createOperation = 0;
  if (set.modelOperation === operation.index) set.modelOperation = 0;
  if (set.health !== null) set.health.openRepairs.delete(operation.index);
  if (!operation.ofSet) return;
  set.openSetOperations -= 1;
  set.outcome =
    view === null
      ? { state: 'succeeded', at, failure: null }
      : { state: 'failed', at, failure: { code: view.code, message: view.message } };
  if (operation.kind === 'deleteSet') endDeletion(set, operation.failure === null, at);
}

/** What is left after a deletion that failed is a set again, and its deletion can be tried again. */
function endDeletion(set: ScaleSet, isGone: boolean, at: Instant): void {
  set.gone = isGone;
  set.deleting = isGone;
  set.deletionOperation = 0;
  if (!isGone) {
    setCapacity(set, countInstances(set));
    return;
  }
  // Nothing happens to a set that is gone: whatever still goes on, on its own account, ends with it.
  for (const left of set.operations) {
    if (left.endedAt !== null) continue;
    left.open = 0;
    endOperation(set, left, at, left.failure);
  }
}

/** Lets the model say how many instances are wanted, after some were deleted by name. */
export function setCapacity(set: ScaleSet, capacity: number): void {
  const { sku } = set.model;
  set.activeCount = capacity;
  // A Flexible set without a profile has no size and so no `sku`.
  if (isJsonObject(sku)) set.model = { ...set.model, sku: { ...sku, capacity } };
  set.facts = { ...set.facts, capacity };
}

/**
 * A newer operation takes over what is left of an older one, which ends as preempted. The set's own
 * outcome is left to the newer one.
 */
export function preemptOperation(set: ScaleSet, older: Operation, newer: Operation): void {
  newer.open += older.open;
  newer.failure ??= older.failure;
  newer.expectedEnd = Math.max(newer.expectedEnd, older.expectedEnd);
  older.heir = newer.index;
  older.open = 0;
  older.failure = failures.operationPreempted;
  older.endedAt = newer.startedAt;
  set.observer?.ended(older);
  set.openSetOperations -= older.ofSet ? 1 : 0;
  if (set.createOperation === older.index) set.createOperation = 0;
  if (set.modelOperation === older.index) set.modelOperation = 0;
  set.viewVersion += 1;
}

function forgetOldOperations(set: ScaleSet): void {
  if (set.operations.length < 2 * REMEMBERED_OPERATIONS) return;
  let count = 0;
  // One that was preempted is the way to its heir, for the instances that still name it.
  while (
    count < REMEMBERED_OPERATIONS &&
    openOperationAt(set, set.firstOperation + count) === undefined
  ) {
    count += 1;
  }
  for (const { id } of set.operations.splice(0, count)) set.operationIndexes.delete(id);
  set.firstOperation += count;
}

/** Lets the deletion of the set end when no instance is left that is being deleted. */
export function releaseDeletion(
  set: ScaleSet,
  at: Instant,
  failure: (Failure & { target: string }) | null,
): void {
  if (set.deletionOperation === 0) return;
  if (failure !== null) noteFailure(set, set.deletionOperation, failure);
  if (set.counts[DELETING] === 0) release(set, set.deletionOperation, at, null);
}
