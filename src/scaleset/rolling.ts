import { invariant, type Instant } from '../base/index.ts';
import { type Failure, failures } from '../faults/index.ts';
import { addBulk, addToAgenda } from './agenda.ts';
import { DELETING, NONE, UPDATE } from './codes.ts';
import { reserveSlots } from './create.ts';
import { canBeUpgraded, hookOf, newConsent, withheld } from './consent.ts';
import { type HookEvent, raiseHookEvent } from './lifecycle-hooks.ts';
import { HEALTH_PATIENCE, isHealthy, looksUnhealthy } from './awaited.ts';
import { claim, openOperation } from './operations.ts';
import { isProtectedFromSetActions } from './own.ts';
import { isUpToDate } from './phases.ts';
import { forgetPrevious, noteRolledBack, rollsBack } from './rollback.ts';
import { activeRolling, end, endRollback, fault, percent, supersede } from './rolling-end.ts';
import { tooManyBefore, tooManyFailed, tooManyUnhealthy } from './rolling-failures.ts';
import type { Operation, RollingUpgrade, ScaleSet } from './scale-set.ts';
import type { HookTarget } from './hook-types.ts';
import { noteSurge } from './surge.ts';
import { batchSize, forgetSurge, surges } from './surge-pairs.ts';
import type { InstanceSelection } from './types.ts';

/**
 * A rolling upgrade: batch after batch of instances is brought to the latest model, with a look at
 * all of them before each batch and at the batch behind it. Its instances belong to an operation of
 * its own that nobody polls, so that they can be told from others that the model's change touches.
 */

/** Looking for the next batch: what was seen so far. */
export interface RollingScan {
  readonly kind: 'rollingScan';
  readonly at: Instant;
  readonly operation: number;
  readonly end: number;
  slot: number;
  readonly batchSize: number;
  active: number;
  unhealthy: number;
  pending: number;
  /** The zone that the candidates are in; batches do not cross zones unless the policy lets them. */
  zone: number;
  /** Instance ids, those that come first and the others; never more than a batch of each. */
  first: number[];
  rest: number[];
}

/** Begins an upgrade that `owner` waits for; one that is under way is superseded. */
export function startRollingUpgrade(
  set: ScaleSet,
  kind: RollingUpgrade['kind'],
  owner: Operation,
  at: Instant,
  inPlace: boolean,
): void {
  supersede(set, owner, at);
  forgetSurge(set);
  const { index } = openOperation(
    set,
    { kind: 'startRollingUpgrade', operationId: `${owner.id}/rolling`, at },
    { action: 'updateInstances', instanceCount: 0, ofSet: false },
  );
  claim(set, owner.index);
  set.rolling = {
    kind,
    operation: index,
    owner: owner.index,
    policy: set.facts.rollingUpgrade,
    rollsBack: rollsBack(set, kind),
    surges: surges(set.facts) && !inPlace,
    startedAt: at,
    code: 'RollingForward',
    lastAction: 'Start',
    lastActionAt: at,
    endedAt: null,
    successful: 0,
    failed: 0,
    inProgress: 0,
    pending: 0,
    batches: 0,
    awaiting: new Set(),
    healthDeadline: null,
    failedInstances: new Set(),
    previous: new Map(),
    rollback: null,
    consent: newConsent(set, kind),
    worst: null,
    failure: null,
  };
  const hook = hookOf(set, set.rolling, 'UpgradeAutoOSScheduling');
  if (hook === undefined) scan(set, at);
  else raiseHookEvent(set, hook, { operation: index, createdAt: at, targets: ['set'] });
}

/** Ends the upgrade under way; what it has begun is finished, what waits stays as it is. */
export function cancelRollingUpgrade(set: ScaleSet, at: Instant): void {
  const rolling = activeRolling(set);
  if (rolling === null) return;
  rolling.lastAction = 'Cancel';
  rolling.lastActionAt = at;
  end(set, rolling, 'Cancelled', at, failures.operationPreempted);
}

/** The next batch, when the pause before it is over. */
export function continueRolling(set: ScaleSet, operation: number, at: Instant): void {
  if (activeRolling(set)?.operation === operation) scan(set, at);
}

/** Lets the deferred upgrade go on for machines; the batch after this one takes them. */
export function approveRollingUpgrade(
  set: ScaleSet,
  instances: InstanceSelection,
  at: Instant,
): void {
  const rolling = activeRolling(set);
  if (rolling === null) return;
  const { consent } = rolling;
  if (instances === 'all') consent.isAllApproved = true;
  else for (const instanceId of instances) consent.approved.add(instanceId);
  if (!consent.isAwaited) return;
  consent.isAwaited = false;
  scan(set, at);
}

/** What an event of a hook was waited for: the first look at the machines, or a batch. */
export function continueAfterHook(set: ScaleSet, event: HookEvent, at: Instant): void {
  const rolling = activeRolling(set);
  if (rolling?.operation !== event.operation) return;
  const isApproved = ({ state }: HookTarget): boolean => state === 'Approved';
  if (event.type === 'UpgradeAutoOSScheduling') {
    if (event.targets.every(isApproved)) scan(set, at);
    else end(set, rolling, 'Cancelled', at, failures.operationPreempted);
    return;
  }
  const batch: number[] = [];
  for (const target of event.targets) {
    if (target.of === 'set') continue;
    if (!isApproved(target)) rolling.consent.rejected.add(target.of);
    else if (canBeUpgraded(set, target.of)) batch.push(target.of);
  }
  if (batch.length === 0) scan(set, at);
  else beginBatch(set, rolling, batch, at);
}

/** Looks at one instance for the next batch. */
export function lookAt(set: ScaleSet, task: RollingScan, slot: number): void {
  const { instances } = set;
  const state = instances.state(slot);
  if (state === NONE || state === DELETING) return;
  task.active += 1;
  const isUnhealthy = looksUnhealthy(set, slot);
  if (isUnhealthy) task.unhealthy += 1;
  const rolling = set.rolling;
  if (rolling === null || isUpToDate(set, slot)) return;
  const instanceId = instances.instanceId(slot);
  const hasFailed = rolling.failedInstances.has(instanceId) || set.surge.kept.has(instanceId);
  const leftOut = hasFailed ? 'failed' : withheld(rolling, instanceId);
  if (leftOut === 'failed' || leftOut === 'rejected' || isProtectedFromSetActions(set, slot))
    return;
  task.pending += 1;
  if (leftOut === 'unapproved') return;
  const zone = rolling.policy.enableCrossZoneUpgrade ? 0 : instances.zone(slot);
  if (zone > task.zone) return;
  if (zone < task.zone) Object.assign(task, { zone, first: [], rest: [] });
  const list = isUnhealthy && rolling.policy.prioritizeUnhealthyInstances ? task.first : task.rest;
  if (list.length < task.batchSize) list.push(instanceId);
}

/** When all instances were looked at: the next batch, or the end. */
export function endScan(set: ScaleSet, task: RollingScan): void {
  const rolling = activeRolling(set);
  if (rolling?.operation !== task.operation) return;
  const { at, active, unhealthy, pending } = task;
  rolling.pending = pending;
  const limit = rolling.policy.maxUnhealthyInstancePercent;
  if (pending === 0) {
    end(set, rolling, 'Completed', at, null);
  } else if (unhealthy * 100 > limit * active) {
    const tooMany = rolling.batches === 0 ? tooManyBefore : tooManyUnhealthy;
    fault(set, rolling, at, tooMany(percent(unhealthy, active), limit));
  } else {
    const instanceIds = [...task.first, ...task.rest].slice(0, task.batchSize);
    const hook = hookOf(set, rolling, 'UpgradeAutoOSRollingBatchStarting');
    if (instanceIds.length === 0) rolling.consent.isAwaited = true;
    else if (hook === undefined) beginBatch(set, rolling, instanceIds, at);
    else {
      const { operation } = rolling;
      raiseHookEvent(set, hook, { operation, createdAt: at, targets: instanceIds });
    }
  }
}

function beginBatch(
  set: ScaleSet,
  rolling: RollingUpgrade,
  instanceIds: readonly number[],
  at: Instant,
): void {
  rolling.batches += 1;
  rolling.inProgress = instanceIds.length;
  rolling.pending -= instanceIds.length;
  const task = { instanceIds, position: 0, at, operation: rolling.operation };
  if (!rolling.surges) {
    addBulk(set, { kind: 'list', phase: UPDATE, ...task });
    return;
  }
  set.surge.operation = rolling.operation;
  set.surge.inPlace.clear();
  reserveSlots(set, instanceIds.length);
  addBulk(set, { kind: 'replacement', ...task });
}

/** An instance has come to the end of its upgrade, or (`outcome` dropped) somebody else took it. */
export function noteUpgraded(
  set: ScaleSet,
  slot: number,
  at: Instant,
  outcome: Failure | 'upgraded' | 'dropped',
): void {
  const { rolling } = set;
  invariant(rolling !== null, 'an instance is upgraded by an upgrade that there is');
  if (rolling.rollback !== null) {
    noteRolledBack(rolling.rollback, outcome);
    endRollback(set, rolling, at);
    return;
  }
  const instanceId = set.instances.instanceId(slot);
  if (rolling.surges && !set.surge.inPlace.has(instanceId)) {
    if (noteSurge(set, rolling, slot, outcome)) endBatch(set, rolling, at);
    return;
  }
  rolling.awaiting.delete(instanceId);
  if (outcome === 'upgraded' && activeRolling(set) !== null && !isHealthy(set, slot)) {
    rolling.awaiting.add(instanceId);
  } else {
    rolling.inProgress -= 1;
    if (outcome === 'upgraded' || outcome === 'dropped') forgetPrevious(set, rolling, instanceId);
    if (outcome === 'dropped') rolling.pending += 1;
    else if (outcome === 'upgraded') rolling.successful += 1;
    else {
      rolling.failed += 1;
      rolling.failedInstances.add(instanceId);
      rolling.worst ??= { message: outcome.message, instanceId };
    }
  }
  endBatch(set, rolling, at);
}

/** A machine that a batch waits for is being deleted. */
export function dropAwaited(set: ScaleSet, slot: number, at: Instant): void {
  const { rolling } = set;
  if (rolling === null || rolling.awaiting.size === 0) return;
  if (rolling.awaiting.has(set.instances.instanceId(slot))) noteUpgraded(set, slot, at, 'dropped');
}

/** Goes on when nothing of the batch is left to wait for. */
export function endBatch(set: ScaleSet, rolling: RollingUpgrade, at: Instant): void {
  if (rolling.code !== 'RollingForward' || rolling.rollback !== null) return;
  const { surge } = set;
  if (surge.isSettling || rolling.inProgress > rolling.awaiting.size + surge.ready.size) return;
  if (rolling.awaiting.size > 0) {
    rolling.healthDeadline ??= at + HEALTH_PATIENCE;
    return;
  }
  rolling.healthDeadline = null;
  if (surge.ready.size + surge.spoiled.size > 0) {
    surge.isSettling = true;
    const instanceIds = [...surge.ready, ...surge.spoiled];
    addBulk(set, { kind: 'settle', instanceIds, position: 0, at, operation: rolling.operation });
    return;
  }
  const { failed, successful, policy } = rolling;
  const limit = policy.maxUnhealthyUpgradedInstancePercent;
  const upgraded = failed + successful;
  if (failed * 100 > limit * upgraded) {
    fault(set, rolling, at, tooManyFailed(percent(failed, upgraded), limit, rolling.worst));
    return;
  }
  addToAgenda(set, {
    kind: 'rollingStep',
    operation: rolling.operation,
    due: at + policy.pauseTimeBetweenBatches,
  });
}

function scan(set: ScaleSet, at: Instant): void {
  const { rolling, instances, activeCount } = set;
  invariant(rolling !== null, 'what is looked for is a batch of an upgrade');
  addBulk(set, {
    kind: 'rollingScan',
    at,
    operation: rolling.operation,
    slot: 0,
    end: instances.length,
    batchSize: batchSize(rolling.policy, activeCount),
    active: 0,
    unhealthy: 0,
    pending: 0,
    zone: ZONE_MAX,
    first: [],
    rest: [],
  });
}

const ZONE_MAX = 1_000;
