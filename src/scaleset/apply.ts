import { invariant, type Instant, type JsonObject } from '../base/index.ts';
import { failures } from '../faults/index.ts';
import { addBulk, addToAgenda, finishLater } from './agenda.ts';
import { applyAddition, checkAddition } from './apply-addition.ts';
import { applyMigration, checkMigration } from './apply-migration.ts';
import { applyHealth, checkHealth } from './apply-health.ts';
import { applyApproval, applyHookUpdate, applyRolling } from './apply-rolling.ts';
import { applyToInstance, checkInstance } from './apply-to-instance.ts';
import { applyArm, armOperation } from './apply-faults.ts';
import { DELETE, phaseOfAction, UPDATE } from './codes.ts';
import { checkApproval } from './consent.ts';
import { compileLifecycle } from './compiled-lifecycle.ts';
import { adoptModel, emptyScaleSet, reserveSlots, timeInstallations } from './create.ts';
import { checkHookUpdate } from './lifecycle-hooks.ts';
import { checkHibernation } from './hibernation.ts';
import { claim, endOperation, openOperation, operationAt, preemptOperation } from './operations.ts';
import { readModelFacts } from './model-facts.ts';
import { countProtected } from './own.ts';
import { notePolicy, resumeRepairs, suspendRepairs } from './repairs.ts';
import { cancelRollingUpgrade, startRollingUpgrade } from './rolling.ts';
import { activeRolling } from './rolling-end.ts';
import { applyRecovery, applyStrike } from './strike.ts';
import { shrink } from './scale-in.ts';
import type { Operation, ScaleSet } from './scale-set.ts';
import { checkSelection, distinct } from './selection.ts';
import { countPairs } from './surge-pairs.ts';
import { countActive, overprovision, takeAway } from './surplus.ts';
import { beginEvictions } from './spontaneous-evictions.ts';
import { countInstances } from './transitions.ts';
import type { Command, InstanceSelection, Refusal } from './types.ts';
import { zoneSurvey } from './zones.ts';

/** The set that a journal's first command makes, with that command applied. */
export function createScaleSet(command: Command): ScaleSet {
  invariant(command.kind === 'create', 'the first command of a journal creates the set');
  const set = emptyScaleSet(command);
  apply(set, command);
  return set;
}

/**
 * Whether a command can be accepted now; null when it can. The set must have been advanced to the
 * command's instant.
 */
export function check(set: ScaleSet, command: Command): Refusal | null {
  // Machines of a set that goes are told as well, and can say yes.
  if (set.deleting && command.kind === 'approveEvents') return checkInstance(set, command);
  // A deletion that a fault holds up goes on when the fault is taken away.
  if (set.deleting && command.kind === 'armFaults') return null;
  if (set.deleting) {
    // The last one: those before it have failed.
    const deletion = set.operations.findLast(({ kind }) => kind === 'deleteSet');
    return command.kind === 'deleteSet' && deletion !== undefined
      ? { reason: 'AlreadyDeleting', operationId: deletion.id }
      : { reason: 'MarkedForDeletion' };
  }
  switch (command.kind) {
    case 'migrateZone':
      return checkSelection(set, command.instances) ?? checkMigration(set, command);
    case 'act': {
      const refusal = checkSelection(set, command.instances);
      if (refusal !== null || command.action !== 'hibernate') return refusal;
      return checkHibernation(set, command.instances);
    }
    case 'deleteInstances':
      return checkSelection(set, command.instances);
    case 'setOrchestrationServiceState':
      return set.facts.repairs?.enabled === true ? null : { reason: 'NoAutomaticRepairs' };
    case 'setHealth':
      return checkHealth(set, command);
    case 'create':
      return { reason: 'AlreadyExists' };
    case 'put':
    case 'patch':
      return checkCapacity(set, command.model);
    case 'addInstance':
      return checkAddition(set, command);
    case 'updateInstance':
    case 'runCommand':
    case 'putRunCommand':
    case 'deleteRunCommand':
    case 'putVmExtension':
    case 'deleteVmExtension':
    case 'simulateEviction':
    case 'approveEvents':
      return checkInstance(set, command);
    case 'startRollingUpgrade':
      return activeRolling(set) === null ? null : { reason: 'RollingUpgradeInProgress' };
    case 'cancelRollingUpgrade':
      return activeRolling(set) === null ? { reason: 'NoRollingUpgrade' } : null;
    case 'approveRollingUpgrade':
      return (
        checkSelection(set, command.instances) ??
        checkApproval(set, activeRolling(set), command.instances)
      );
    case 'updateHookEvent':
      return checkHookUpdate(set, command);
    case 'deleteSet':
    case 'setLifecycle':
    case 'armFaults':
    case 'strike':
    case 'recoverZone':
      return null;
  }
}

/**
 * Takes a command on. Costs the same for every size of fleet: what it means for many instances is
 * left to `advance`, where it comes before anything else.
 */
export function apply(set: ScaleSet, command: Command): void {
  invariant(
    set.bulk.length === 0 && set.compaction === null,
    'a command is applied when all earlier work has been begun',
  );
  invariant(command.at >= set.now, 'a command is applied in order of time');
  set.now = command.at;
  set.commandCount += 1;
  set.etag += 1;
  set.viewVersion += 1;
  switch (command.kind) {
    case 'create':
    case 'put':
    case 'patch':
      applyModel(set, command);
      return;
    case 'act':
      applyAction(set, command);
      return;
    case 'deleteInstances':
      applyDeletion(set, command);
      return;
    case 'migrateZone':
      applyMigration(set, command);
      return;
    case 'deleteSet':
      applyDeleteSet(set, command);
      return;
    case 'addInstance':
      applyAddition(set, command);
      return;
    case 'updateInstance':
    case 'runCommand':
    case 'putRunCommand':
    case 'deleteRunCommand':
    case 'putVmExtension':
    case 'deleteVmExtension':
    case 'simulateEviction':
    case 'approveEvents':
      applyToInstance(set, command);
      return;
    case 'setOrchestrationServiceState': {
      const operation = openOperation(set, command, {
        action: null,
        instanceCount: 0,
        ofSet: true,
      });
      if (command.action === 'Suspend') suspendRepairs(set);
      else if (set.repairsSuspended) resumeRepairs(set, operation, command.at);
      finishLater(set, operation, command.at);
      return;
    }
    case 'startRollingUpgrade':
    case 'cancelRollingUpgrade':
      applyRolling(set, command);
      return;
    case 'approveRollingUpgrade':
      applyApproval(set, command);
      return;
    case 'updateHookEvent':
      applyHookUpdate(set, command);
      return;
    case 'setHealth':
      applyHealth(set, command);
      return;
    case 'armFaults':
      applyArm(set, command);
      return;
    case 'strike':
      applyStrike(set, command);
      return;
    case 'recoverZone':
      applyRecovery(set, command);
      return;
    case 'setLifecycle': {
      const operation = openOperation(set, command, {
        action: null,
        instanceCount: 0,
        ofSet: false,
      });
      set.lifecycle = compileLifecycle(command.lifecycle);
      for (const profile of set.profiles.values()) timeInstallations(set, profile);
      beginEvictions(set, command.at);
      operation.open = 0;
      endOperation(set, operation, command.at, null);
    }
  }
}

function applyModel(
  set: ScaleSet,
  command: Extract<Command, { kind: 'create' | 'put' | 'patch' }>,
): void {
  const { repairs } = set.facts;
  const isOutdating = adoptModel(set, command.model);
  set.modelCount += 1;
  const difference = set.facts.capacity - set.activeCount;
  const updatesAll = isOutdating && set.facts.upgradeMode === 'Automatic';
  const rolls = isOutdating && set.facts.upgradeMode === 'Rolling';
  const operation = openOperation(set, command, {
    action: null,
    instanceCount:
      updatesAll || rolls ? Math.max(set.activeCount, set.facts.capacity) : Math.abs(difference),
    ofSet: true,
  });
  const older = operationAt(set, set.modelOperation);
  if (older !== undefined) preemptOperation(set, older, operation);
  set.modelOperation = operation.index;
  if (command.kind === 'create') {
    set.createOperation = operation.index;
    beginEvictions(set, command.at);
    const { setFailure } = set.lifecycle.source;
    if (setFailure !== null) {
      addToAgenda(set, {
        kind: 'setFailure',
        operation: operation.index,
        due: command.at + setFailure.after,
        failure: setFailure,
      });
    }
  }
  armOperation(set, operation, command.at);
  const outdatedEnd = set.instances.length;
  if (difference > 0) {
    const count = difference + overprovision(set, difference, operation);
    reserveSlots(set, count);
    const survey = zoneSurvey(set, command.kind === 'patch' ? command.zone : undefined);
    addBulk(set, { kind: 'spawn', survey, remaining: count, ...owner(command.at, operation) });
  } else if (difference < 0) {
    addBulk(set, shrink(set, -difference, operation));
  }
  if (updatesAll) {
    addBulk(set, {
      kind: 'all',
      phase: UPDATE,
      outdatedOnly: true,
      sparesProtected: true,
      slot: 0,
      end: outdatedEnd,
      ...owner(command.at, operation),
    });
  }
  set.activeCount = set.facts.capacity;
  if (rolls) {
    const isInPlace = command.kind !== 'create' && command.inPlace === true;
    startRollingUpgrade(set, 'model', operation, command.at, isInPlace);
  }
  notePolicy(set, repairs, operation, command.at);
  finishLater(set, operation, command.at);
}

function applyAction(set: ScaleSet, command: Extract<Command, { kind: 'act' }>): void {
  const instances = distinct(command.instances);
  const operation = openOperation(set, command, {
    action: command.action,
    instanceCount: instances === 'all' ? countActive(set) : instances.length,
    ofSet: command.scope === 'set',
  });
  addSelection(set, instances, phaseOfAction(command.action), operation);
  finishLater(set, operation, command.at);
}

function applyDeletion(
  set: ScaleSet,
  command: Extract<Command, { kind: 'deleteInstances' }>,
): void {
  const instances = distinct(command.instances);
  const count = instances === 'all' ? countActive(set) : instances.length;
  const operation = openOperation(set, command, {
    action: null,
    instanceCount: count,
    ofSet: command.scope === 'set',
  });
  addSelection(set, instances, DELETE, operation);
  const { surge } = set;
  const pairs = instances === 'all' ? surge.pairs.size : countPairs(set, instances);
  takeAway(set, count - pairs, command.at);
  finishLater(set, operation, command.at);
}

function applyDeleteSet(set: ScaleSet, command: Command): void {
  for (const older of set.operations) {
    if (older.endedAt !== null || !older.ofSet) continue;
    older.failure = failures.operationPreempted;
    older.open = 0;
    endOperation(set, older, command.at, failures.operationPreempted);
  }
  const operation = openOperation(set, command, {
    action: null,
    instanceCount: set.activeCount,
    ofSet: true,
  });
  cancelRollingUpgrade(set, command.at);
  set.deleting = true;
  set.deletionOperation = operation.index;
  // One token until the last instance has gone, also one whose own deletion was under way before.
  if (countInstances(set) > 0) claim(set, operation.index);
  addSelection(set, 'all', DELETE, operation);
  set.activeCount = 0;
  set.surplus = null;
  finishLater(set, operation, command.at);
}

function addSelection(
  set: ScaleSet,
  instances: InstanceSelection,
  phase: number,
  operation: Operation,
): void {
  const { startedAt: at } = operation;
  addBulk(
    set,
    instances === 'all'
      ? {
          kind: 'all',
          phase,
          outdatedOnly: false,
          sparesProtected: phase !== DELETE && operation.ofSet,
          slot: 0,
          end: set.instances.length,
          ...owner(at, operation),
        }
      : { kind: 'list', phase, instanceIds: instances, position: 0, ...owner(at, operation) },
  );
}

function owner(at: Instant, operation: Operation): { at: Instant; operation: number } {
  return { at, operation: operation.index };
}

/** Machines that are protected from scale-in cannot be asked to make room. */
function checkCapacity(set: ScaleSet, model: JsonObject): Refusal | null {
  if (set.own.size === 0) return null;
  const { capacity } = readModelFacts(model);
  if (capacity >= set.activeCount) return null;
  const count = countProtected(set);
  return capacity < count ? { reason: 'ProtectedFromScaleIn', count } : null;
}
