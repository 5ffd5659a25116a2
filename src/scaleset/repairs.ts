import { type Instant, invariant } from '../base/index.ts';
import { addBulk } from './agenda.ts';
import { DELETE, REIMAGE, RESTART } from './codes.ts';
import { reserveSlots } from './create.ts';
import type { Health } from './health-column.ts';
import { openOperation, release } from './operations.ts';
import { isRepairing } from './repair-queue.ts';
import type { Operation, ScaleSet } from './scale-set.ts';
import { requestPhase, spawnInstance } from './steps.ts';
import type { RepairsPolicy } from './health-types.ts';
import type { OperationAction } from './types.ts';

/**
 * After so many repairs in a row that did not help a machine, repairs are suspended: documented is
 * that the platform does so "even after repeatedly performing repair operations", the number is inferred.
 */
const ROUNDS_MAX = 3;

/** Looking for machines that are unwell already, when a set begins to repair. */
export interface RepairScan {
  readonly kind: 'repairScan';
  readonly end: number;
  slot: number;
}

/** Begins the repair that is due next. */
export function beginRepair(set: ScaleSet, health: Health, at: Instant): void {
  const { repairs } = set.facts;
  invariant(repairs !== null, 'only a set with a policy repairs');
  const instanceId = health.unwell.pop();
  const slot = set.instances.find(instanceId);
  invariant(slot !== -1, 'a machine that is to be repaired is there');
  const rounds = health.rounds.get(instanceId) ?? 0;
  if (rounds >= ROUNDS_MAX) {
    suspendRepairs(set);
    return;
  }
  health.repairsBegun += 1;
  const id = `${set.genesis.uniqueId}/repairs/${health.repairsBegun}`;
  // An operation that nobody polls; a repair is under way until it has ended.
  const { index } = openOperation(
    set,
    { kind: 'automaticRepair', operationId: id, at },
    { action: ACTIONS[repairs.action], instanceCount: 1, ofSet: false },
  );
  health.openRepairs.add(index);
  switch (repairs.action) {
    case 'Replace':
      health.rounds.set(set.nextInstanceId, rounds + 1);
      reserveSlots(set, 1);
      requestPhase(set, slot, DELETE, index, at);
      spawnInstance(set, index, at, set.instances.zone(slot));
      break;
    case 'Reimage':
      health.rounds.set(instanceId, rounds + 1);
      requestPhase(set, slot, REIMAGE, index, at);
      break;
    case 'Restart':
      health.rounds.set(instanceId, rounds + 1);
      requestPhase(set, slot, RESTART, index, at);
      break;
  }
  release(set, index, at, null);
}

/** Stops repairing; what has begun goes on. */
export function suspendRepairs(set: ScaleSet): void {
  set.repairsSuspended = true;
  set.viewVersion += 1;
  set.health?.unwell.clear();
}

/** Repairs again, also those machines that were given up. */
export function resumeRepairs(set: ScaleSet, operation: Operation, at: Instant): void {
  set.repairsSuspended = false;
  set.health?.rounds.clear();
  lookForUnwell(set, operation, at);
}

/** Follows a change of the policy, of which `before` is what it was. */
export function notePolicy(
  set: ScaleSet,
  before: RepairsPolicy | null,
  operation: Operation,
  at: Instant,
): void {
  const { repairs } = set.facts;
  const isSame =
    before?.enabled === repairs?.enabled && before?.gracePeriod === repairs?.gracePeriod;
  if (!isSame) lookForUnwell(set, operation, at);
}

function lookForUnwell(set: ScaleSet, operation: Operation, at: Instant): void {
  if (set.health === null) return;
  set.health.unwell.clear();
  if (!isRepairing(set)) return;
  const { index } = operation;
  addBulk(set, { kind: 'repairScan', slot: 0, end: set.instances.length, operation: index, at });
}

const ACTIONS: Readonly<Record<RepairsPolicy['action'], OperationAction | null>> = {
  Replace: null,
  Reimage: 'reimage',
  Restart: 'restart',
};
