import { invariant, type Instant } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import { addBulk } from './agenda.ts';
import { DELETING, NONE } from './codes.ts';
import { openOperation, operationAt, release } from './operations.ts';
import { isUpToDate } from './phases.ts';
import { isLatestVersion } from './priority-mix.ts';
import type { Profile, RollingUpgrade, ScaleSet } from './scale-set.ts';
import { holdProfile, letProfileGo } from './transitions.ts';

/**
 * Bringing machines back that failed in a rolling upgrade whose policy they broke: "Rollback failed
 * instances to previous model if the Rolling Upgrade policy is violated" (specification,
 * rollbackFailedInstancesOnPolicyBreach). The versions they had are kept until then.
 */
export interface Rollback {
  /** What the upgrade ends with when all of them were tried. */
  readonly cause: Failure;
  /** Machines that are not back yet. */
  pending: number;
  successful: number;
  failed: number;
  /** Why the first one did not come back. */
  failure: Failure | null;
}

/** Looking at machines that failed, one after the other. */
export interface RollbackTask {
  readonly kind: 'rollback';
  readonly instanceIds: readonly number[];
  position: number;
}

/**
 * Whether an upgrade that begins now brings back what fails. "Whether OS image rollback feature should be
 * disabled" (specification, disableAutomaticRollback) is said of upgrades of the system only.
 */
export function rollsBack({ facts }: ScaleSet, kind: RollingUpgrade['kind']): boolean {
  const isWanted = facts.rollingUpgrade.rollbackFailedInstancesOnPolicyBreach;
  return isWanted && (kind !== 'os' || facts.osUpgradeRollback);
}

/** Remembers what an instance is made of, as the upgrade is about to bring it to the latest model. */
export function keepPrevious(set: ScaleSet, slot: number): void {
  const { rolling, instances } = set;
  if (rolling === null || rolling.code !== 'RollingForward' || rolling.rollback !== null) return;
  if (instances.operation(slot) !== rolling.operation || isUpToDate(set, slot)) return;
  const instanceId = instances.instanceId(slot);
  forgetPrevious(set, rolling, instanceId);
  const version = instances.profile(slot);
  holdProfile(set, version);
  rolling.previous.set(instanceId, version);
}

/** The instance stays with what it was brought to, or somebody else has it. */
export function forgetPrevious(set: ScaleSet, rolling: RollingUpgrade, instanceId: number): void {
  const version = rolling.previous.get(instanceId);
  if (version === undefined) return;
  rolling.previous.delete(instanceId);
  letProfileGo(set, version);
}

/** No instance is brought back any more. */
export function forgetAllPrevious(set: ScaleSet, rolling: RollingUpgrade): void {
  for (const instanceId of rolling.previous.keys()) forgetPrevious(set, rolling, instanceId);
}

/** Begins to bring back what failed; false when the policy does not want it, or nothing failed. */
export function beginRollback(
  set: ScaleSet,
  rolling: RollingUpgrade,
  at: Instant,
  cause: Failure,
): boolean {
  const instanceIds = [...rolling.failedInstances];
  if (!rolling.rollsBack || instanceIds.length === 0) return false;
  const forward = operationAt(set, rolling.operation);
  invariant(forward !== undefined, 'an upgrade that is under way has its operation');
  // One of its own, so that chance falls anew: who failed to be updated may well come back.
  const { index } = openOperation(
    set,
    { kind: 'startRollingUpgrade', operationId: `${forward.id}/rollback`, at },
    { action: 'updateInstances', instanceCount: 0, ofSet: false },
  );
  rolling.operation = index;
  rolling.rollback = {
    cause,
    pending: instanceIds.length,
    successful: 0,
    failed: 0,
    failure: null,
  };
  addBulk(set, { kind: 'rollback', instanceIds, position: 0, at, operation: index });
  release(set, forward.index, at, null);
  return true;
}

/** Takes aim at what an instance was before; its slot, or -1 when there is nothing to bring back. */
export function aimBack(set: ScaleSet, instanceId: number, operation: number): number {
  const { rolling, instances } = set;
  const slot = instances.find(instanceId);
  invariant(rolling?.rollback, 'what is brought back failed in an upgrade');
  const version = slot === -1 ? -1 : previousOf(set, rolling, slot);
  if (version === -1) {
    rolling.rollback.pending -= 1;
    return -1;
  }
  holdProfile(set, version);
  set.rollbacks.set(instanceId, { operation, version });
  forgetPrevious(set, rolling, instanceId);
  return slot;
}

/** One that never came to the latest model is brought to what it is: it may be half changed. */
function previousOf(set: ScaleSet, rolling: RollingUpgrade, slot: number): number {
  const { instances } = set;
  const state = instances.state(slot);
  const version = instances.profile(slot);
  // A negative one is a model of its own, which is not the upgrade's to take away.
  if (state === NONE || state === DELETING || version < 0) return -1;
  const previous = rolling.previous.get(instances.instanceId(slot)) ?? version;
  return isLatestVersion(set, previous) ? -1 : previous;
}

/** A machine is back, or is not; `dropped` when somebody else took it, which counts as neither. */
export function noteRolledBack(
  rollback: Rollback,
  outcome: Failure | 'upgraded' | 'dropped',
): void {
  rollback.pending -= 1;
  if (outcome === 'dropped') return;
  if (outcome === 'upgraded') {
    rollback.successful += 1;
    return;
  }
  rollback.failed += 1;
  rollback.failure ??= { code: outcome.code, message: outcome.message };
}

/** What an instance is being brought back to; undefined when that is not what it is doing. */
export function rollbackTarget(set: ScaleSet, slot: number): Profile | undefined {
  if (set.rollbacks.size === 0) return undefined;
  const target = set.rollbacks.get(set.instances.instanceId(slot));
  if (target === undefined || target.operation !== set.instances.operation(slot)) return undefined;
  return set.profiles.get(target.version);
}

/** The instance has ended, or let go of, what an operation wanted of it. */
export function endRollbackOf(set: ScaleSet, slot: number, operation: number): void {
  const instanceId = set.instances.instanceId(slot);
  const target = set.rollbacks.get(instanceId);
  if (target === undefined || target.operation !== operation) return;
  set.rollbacks.delete(instanceId);
  letProfileGo(set, target.version);
}
