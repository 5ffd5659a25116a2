import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../base/index.ts';
import {
  decodeSnapshot,
  encodeSnapshot,
  latestRollingUpgrade,
  type Lifecycle,
  listInstances,
  nextDue,
  parseLifecycle,
  recount,
  type RollingUpgradeView,
  type ScaleSet,
  summarize,
} from './index.ts';
import { runUntilIdle } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { born, later, order, orderly } from './testing/orderly.ts';

/** A batch: an update, the extension and its completion take a second each. */
const SECONDS_TO_UPGRADE = 3;
const PATIENCE_SECONDS = 300;

function reporting(health: object = {}): Lifecycle {
  const { health: rules } = parseLifecycle({
    name: 'reporting',
    steps: {},
    health: { firstReport: '5s', ...health },
  });
  return { ...orderly, health: rules ?? null };
}

/** Of batches of three, with what the policy says besides; nothing is repaired. */
function settled(lifecycle: Lifecycle, policy: object = {}, capacity = 10): ScaleSet {
  const set = born({ capacity, extensions: ['health'], mode: 'Rolling', lifecycle });
  runUntilIdle(set);
  const { properties } = rolling(set, ['health'], policy);
  order(set, { kind: 'put', model: { ...set.model, properties } });
  order(set, { kind: 'setOrchestrationServiceState', action: 'Suspend' });
  runUntilIdle(set);
  return set;
}

function rolling(set: ScaleSet, extensions: readonly string[], policy: object): JsonObject {
  const { properties } = modelOf(0, extensions, { mode: 'Rolling' }) as { properties: JsonObject };
  const { rollingUpgradePolicy } = properties['upgradePolicy'] as JsonObject;
  const upgradePolicy = {
    mode: 'Rolling',
    rollingUpgradePolicy: { ...(rollingUpgradePolicy as JsonObject), ...policy },
  };
  return { ...set.model, properties: { ...properties, upgradePolicy } };
}

function change(set: ScaleSet, policy: object = {}): void {
  order(set, { kind: 'put', model: rolling(set, ['health', 'extra'], policy) });
}

function latest(set: ScaleSet): RollingUpgradeView {
  const view = latestRollingUpgrade(set);
  assert.ok(view);
  return view;
}

function counts(set: ScaleSet): string {
  const { successful, failed, inProgress, pending } = latest(set);
  return `${successful} ok, ${failed} failed, ${inProgress} under way, ${pending} pending`;
}

function upgraded(set: ScaleSet): string {
  return listInstances(set, { after: -1, limit: 100 })
    .instances.filter(({ latestModelApplied }) => latestModelApplied)
    .map(({ instanceId }) => instanceId)
    .join(' ');
}

// Documented: "the upgrade waits up to 5 minutes for the instance to become healthy".
test('health gate: a batch is over when all of its machines are healthy', () => {
  const set = settled(reporting());
  change(set);
  later(set, SECONDS_TO_UPGRADE);
  assert.equal(counts(set), '0 ok, 0 failed, 3 under way, 7 pending');
  assert.deepEqual(summarize(set).virtualMachine, [{ state: 'succeeded', count: 10 }]);
  later(set, 4);
  assert.equal(counts(set), '0 ok, 0 failed, 3 under way, 7 pending');
  later(set, 1);
  assert.equal(counts(set), '3 ok, 0 failed, 0 under way, 7 pending');
  runUntilIdle(set);
  assert.equal(latest(set).code, 'Completed');
  assert.equal(counts(set), '10 ok, 0 failed, 0 under way, 0 pending');
  const seconds = ((latest(set).endedAt ?? 0) - latest(set).startedAt) / 1e6;
  assert.equal(seconds, 4 * (SECONDS_TO_UPGRADE + 5 + 1), 'four batches and as many pauses');
  assert.equal(nextDue(set), Number.POSITIVE_INFINITY, 'no patience is left over');
});

test('health gate: machines that are not healthy in time have failed', () => {
  const set = settled(reporting(), { maxUnhealthyUpgradedInstancePercent: 100 });
  order(set, { kind: 'setLifecycle', lifecycle: sick({ fromInstance: 1, belowInstance: 2 }) });
  change(set, { maxUnhealthyUpgradedInstancePercent: 100 });
  later(set, SECONDS_TO_UPGRADE + 5);
  assert.equal(counts(set), '2 ok, 0 failed, 1 under way, 7 pending');
  later(set, PATIENCE_SECONDS - 5 - 1);
  assert.equal(counts(set), '2 ok, 0 failed, 1 under way, 7 pending');
  later(set, 1);
  assert.equal(counts(set), '2 ok, 1 failed, 0 under way, 7 pending');
  runUntilIdle(set);
  assert.equal(latest(set).code, 'Completed');
  assert.equal(counts(set), '9 ok, 1 failed, 0 under way, 0 pending');
});

function sick(on: object): Lifecycle {
  return reporting({ faults: [{ on, state: 'unhealthy' }] });
}

const UNHEALTHY =
  'The most impactful error is:  Instance found to be unhealthy or unreachable. For details on rolling upgrades, use http://aka.ms/AzureVMSSRollingUpgrade';

// Quoted: microsoft/AzureTRE #1591, with the cause of Azure/Service-Fabric-Troubleshooting-Guides.
test('health gate: too many of them abort the upgrade', () => {
  const set = settled(reporting());
  order(set, { kind: 'setLifecycle', lifecycle: sick({ belowInstance: 2 }) });
  change(set);
  runUntilIdle(set);
  assert.equal(counts(set), '1 ok, 2 failed, 0 under way, 7 pending');
  assert.deepEqual(latest(set).failure, {
    code: 'MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade',
    message: `Rolling Upgrade failed after exceeding the MaxUnhealthyUpgradedInstancePercent value defined in the RollingUpgradePolicy. 66% of instances are in an unhealthy state after being upgraded - more than the threshold of 40%. ${UNHEALTHY}`,
  });
  assert.equal(upgraded(set), '0 1 2');
  assert.deepEqual(summarize(set), recount(set));
});

// Quoted: Azure/Service-Fabric-Troubleshooting-Guides (before), opencb/opencga #987 (in between).
test('health gate: too many unhealthy machines abort it before the first batch, or before a later one', () => {
  const first = settled(reporting(), { maxUnhealthyInstancePercent: 20 });
  order(first, { kind: 'setHealth', instances: [7, 8, 9], state: 'unknown' });
  change(first, { maxUnhealthyInstancePercent: 20 });
  assert.equal(counts(first), '0 ok, 0 failed, 0 under way, 10 pending');
  assert.deepEqual(latest(first).failure, {
    code: 'MaxUnhealthyInstancePercentExceededBeforeRollingUpgrade',
    message: `Rolling Upgrade failed due to exceeding the MaxUnhealthyInstancePercent value (defined in the RollingUpgradePolicy) before any batch was attempted. 30% of instances are in an unhealthy state, more than the threshold of 20% configured in the RollingUpgradePolicy. ${UNHEALTHY}`,
  });
  const second = settled(reporting(), { maxUnhealthyInstancePercent: 20 });
  change(second, { maxUnhealthyInstancePercent: 20 });
  later(second, SECONDS_TO_UPGRADE);
  order(second, { kind: 'setHealth', instances: [7, 8, 9], state: 'unhealthy' });
  runUntilIdle(second);
  assert.equal(counts(second), '3 ok, 0 failed, 0 under way, 7 pending');
  assert.equal(latest(second).failure?.code, 'MaxUnhealthyInstancePercentExceededInRollingUpgrade');
});

test('health gate: unhealthy machines come first where the policy says so', () => {
  for (const [prioritizeUnhealthyInstances, first] of [
    [true, '1 6 9'],
    [false, '0 1 2'],
  ] as const) {
    const set = settled(reporting(), { prioritizeUnhealthyInstances });
    order(set, { kind: 'setHealth', instances: [9, 6], state: 'unhealthy' });
    order(set, { kind: 'setHealth', instances: [1], state: 'unknown' });
    change(set, { prioritizeUnhealthyInstances });
    later(set, SECONDS_TO_UPGRADE);
    assert.equal(upgraded(set), first);
  }
});

test('health gate: nobody waits for a machine that is stopped, deleted or no longer upgraded', () => {
  const stopped = settled(reporting());
  order(stopped, { kind: 'act', action: 'deallocate', instances: [0], scope: 'set' });
  runUntilIdle(stopped);
  change(stopped);
  later(stopped, SECONDS_TO_UPGRADE);
  assert.equal(counts(stopped), '1 ok, 0 failed, 2 under way, 7 pending');

  const deleted = settled(reporting());
  change(deleted);
  later(deleted, SECONDS_TO_UPGRADE);
  order(deleted, { kind: 'deleteInstances', instances: [1], scope: 'set' });
  later(deleted, 5);
  assert.equal(latest(deleted).successful, 2);
  assert.equal(latest(deleted).inProgress, 0);
  runUntilIdle(deleted);
  assert.equal(counts(deleted), '9 ok, 0 failed, 0 under way, 0 pending');

  const cancelled = settled(reporting());
  change(cancelled);
  later(cancelled, SECONDS_TO_UPGRADE);
  order(cancelled, { kind: 'cancelRollingUpgrade' });
  assert.equal(counts(cancelled), '3 ok, 0 failed, 0 under way, 7 pending');
  runUntilIdle(cancelled);
  assert.equal(latest(cancelled).code, 'Cancelled');
});

test('health gate: a machine that is restarted meanwhile is waited for until it is healthy', () => {
  const set = settled(reporting());
  change(set);
  later(set, SECONDS_TO_UPGRADE + 4);
  order(set, { kind: 'act', action: 'restart', instances: [2], scope: 'instance' });
  later(set, 5);
  assert.equal(counts(set), '2 ok, 0 failed, 1 under way, 7 pending');
  later(set, 1);
  assert.equal(counts(set), '3 ok, 0 failed, 0 under way, 7 pending');
});

test('health gate: goes through a snapshot', () => {
  const set = settled(reporting());
  order(set, { kind: 'setLifecycle', lifecycle: sick({ belowInstance: 2 }) });
  change(set);
  later(set, SECONDS_TO_UPGRADE + 7);
  const again = decodeSnapshot(encodeSnapshot(set));
  for (const each of [set, again]) runUntilIdle(each);
  assert.equal(latest(set).code, 'Faulted');
  assert.ok(Buffer.from(encodeSnapshot(again)).equals(encodeSnapshot(set)));
});

test('health gate: machines without monitoring are fine when they have succeeded', () => {
  const set = born({ capacity: 4, extensions: ['one'], mode: 'Rolling', lifecycle: reporting() });
  runUntilIdle(set);
  order(set, { kind: 'put', model: { ...set.model, ...modelOf(4, [], { mode: 'Rolling' }) } });
  later(set, 2);
  assert.equal(counts(set), '1 ok, 0 failed, 0 under way, 3 pending');
});
