import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../base/index.ts';
import {
  decodeSnapshot,
  encodeSnapshot,
  latestRollingUpgrade,
  type Lifecycle,
  listInstances,
  parseLifecycle,
  recount,
  type RollingUpgradeView,
  type ScaleSet,
  summarize,
} from './index.ts';
import { runUntilIdle } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { born, later, machines, order, orderly, scaledTo } from './testing/orderly.ts';

/** A new machine: allocation, boot, system, two extensions and its completion take a second each. */
const SECONDS_TO_MAKE = 6;
const FAILURE = { code: 'VMExtensionProvisioningError', message: 'it went wrong' };

function failing(...rules: readonly object[]): Lifecycle {
  const faults = rules.map((on) => ({ on, effect: 'fail', failure: FAILURE }));
  return { ...orderly, faults: parseLifecycle({ name: 'failing', steps: {}, faults }).faults };
}

/** Ten machines with one extension, in batches of three. */
function settled(lifecycle: Lifecycle = orderly, capacity = 10): ScaleSet {
  const set = born({ capacity, extensions: ['one'], mode: 'Rolling', lifecycle });
  runUntilIdle(set);
  return set;
}

function modelWith(set: ScaleSet, extensions: readonly string[], policy: object = {}): JsonObject {
  const { properties } = modelOf(0, extensions, { mode: 'Rolling' }) as { properties: JsonObject };
  const { rollingUpgradePolicy } = properties['upgradePolicy'] as JsonObject;
  const rolling = { ...(rollingUpgradePolicy as JsonObject), maxSurge: true, ...policy };
  return {
    ...set.model,
    properties: {
      ...properties,
      upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: rolling },
    },
  };
}

function change(set: ScaleSet, policy: object = {}, rest: object = {}): void {
  order(set, { kind: 'put', model: modelWith(set, ['one', 'extra'], policy), ...rest });
}

function latest(set: ScaleSet): RollingUpgradeView {
  const view = latestRollingUpgrade(set);
  assert.ok(view);
  return view;
}

function counts(set: ScaleSet): string {
  assert.deepEqual(summarize(set), recount(set));
  const { code, successful, failed, inProgress, pending } = latest(set);
  return `${code}: ${successful} ok, ${failed} failed, ${inProgress} under way, ${pending} pending`;
}

/** Ids; those that are not up to date with a minus. */
function ids(set: ScaleSet): string {
  return listInstances(set, { after: -1, limit: 100 })
    .instances.map(({ instanceId, latestModelApplied }) =>
      latestModelApplied ? `${instanceId}` : `-${instanceId}`,
    )
    .join(' ');
}

function protect(set: ScaleSet, instanceId: number, protectionPolicy: object): void {
  order(set, { kind: 'updateInstance', instanceId, own: { protectionPolicy } });
}

// Documented: "new instances are created in batches using the latest scale model. When the new instances
// are fully created and healthy, the scale set then deletes instances in batches matching the old scale
// set model" (Azure, "Rolling upgrades with MaxSurge").
test('surge: new machines are made batch by batch, and then the old ones go', () => {
  const set = settled();
  change(set);
  assert.deepEqual(machines(set), { creating: 3, succeeded: 10 });
  assert.equal(counts(set), 'RollingForward: 0 ok, 0 failed, 3 under way, 7 pending');
  assert.equal(ids(set), '-0 -1 -2 -3 -4 -5 -6 -7 -8 -9 10 11 12');
  later(set, SECONDS_TO_MAKE);
  assert.deepEqual(machines(set), { succeeded: 10, deleting: 3 });
  assert.equal(counts(set), 'RollingForward: 0 ok, 0 failed, 3 under way, 7 pending');
  later(set, 1);
  assert.deepEqual(machines(set), { succeeded: 10 });
  assert.equal(counts(set), 'RollingForward: 3 ok, 0 failed, 0 under way, 7 pending');
  assert.equal(set.facts.capacity, 10);
  runUntilIdle(set);
  assert.equal(counts(set), 'Completed: 10 ok, 0 failed, 0 under way, 0 pending');
  assert.equal(ids(set), '10 11 12 13 14 15 16 17 18 19');
  assert.equal(set.facts.capacity, 10);
  assert.equal(summarize(set).status.state, 'succeeded');
  assert.ok(set.operations.every(({ open }) => open === 0));
});

test('surge: new machines are in the zones of those whose places they take', () => {
  const set = born({
    capacity: 6,
    extensions: ['one'],
    mode: 'Rolling',
    lifecycle: orderly,
    zones: ['1', '2', '3'],
  });
  runUntilIdle(set);
  change(set, { enableCrossZoneUpgrade: true });
  runUntilIdle(set);
  const { instances } = listInstances(set, { after: -1, limit: 10 });
  assert.deepEqual(
    instances.map(({ zone }) => zone),
    ['1', '2', '3', '1', '2', '3'],
  );
});

test('surge: without quota for new machines those that there are are updated', () => {
  const set = settled();
  change(set, {}, { inPlace: true });
  assert.deepEqual(machines(set), { updating: 3, succeeded: 7 });
  runUntilIdle(set);
  assert.equal(ids(set), '0 1 2 3 4 5 6 7 8 9');
  assert.equal(latest(set).policy.maxSurge, true);
});

test('surge: upgrades without it update machines where they are', () => {
  const set = settled();
  change(set, { maxSurge: false });
  assert.deepEqual(machines(set), { updating: 3, succeeded: 7 });
});

test('surge: new machines that fail are deleted, the old ones stay, and a broken limit ends it', () => {
  const set = settled(failing({ step: 'installExtension', extension: 'extra' }));
  change(set);
  later(set, SECONDS_TO_MAKE - 1);
  assert.equal(counts(set), 'Faulted: 0 ok, 3 failed, 0 under way, 7 pending');
  assert.equal(
    latest(set).failure?.code,
    'MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade',
  );
  assert.match(latest(set).failure?.message ?? '', /it went wrong/);
  assert.deepEqual(machines(set), { succeeded: 10, deleting: 3 });
  runUntilIdle(set);
  assert.equal(ids(set), '-0 -1 -2 -3 -4 -5 -6 -7 -8 -9');
  assert.equal(set.facts.capacity, 10);
});

test('surge: failures within the limit leave their old machines, which are not tried again', () => {
  const set = settled();
  const first = { step: 'boot', belowInstance: 11 };
  order(set, { kind: 'setLifecycle', lifecycle: failing(first) });
  change(set);
  runUntilIdle(set);
  assert.equal(counts(set), 'Completed: 9 ok, 1 failed, 0 under way, 0 pending');
  assert.equal(ids(set), '-0 11 12 13 14 15 16 17 18 19');
});

// Documented: "newly created instances report back as unhealthy after being upgraded".
test('surge: waits for new machines to be healthy, and ends when they are not in time', () => {
  const { health } = parseLifecycle({
    name: 'sick',
    steps: {},
    health: { firstReport: '5s', faults: [{ on: { fromInstance: 10 }, state: 'unhealthy' }] },
  });
  const set = born({ capacity: 10, extensions: ['health'], mode: 'Rolling', lifecycle: orderly });
  runUntilIdle(set);
  order(set, { kind: 'setOrchestrationServiceState', action: 'Suspend' });
  runUntilIdle(set);
  order(set, { kind: 'setLifecycle', lifecycle: { ...orderly, health: health ?? null } });
  order(set, { kind: 'put', model: modelWith(set, ['health', 'extra']) });
  later(set, SECONDS_TO_MAKE);
  assert.equal(counts(set), 'RollingForward: 0 ok, 0 failed, 3 under way, 7 pending');
  assert.deepEqual(machines(set), { succeeded: 13 });
  order(set, { kind: 'setHealth', instances: [10], state: 'healthy' });
  later(set, 299);
  assert.equal(counts(set), 'RollingForward: 0 ok, 0 failed, 3 under way, 7 pending');
  later(set, 1);
  assert.equal(counts(set), 'RollingForward: 0 ok, 2 failed, 1 under way, 7 pending');
  assert.deepEqual(machines(set), { succeeded: 10, deleting: 3 });
  runUntilIdle(set);
  assert.equal(counts(set), 'Faulted: 1 ok, 2 failed, 0 under way, 7 pending');
  assert.equal(ids(set), '-1 -2 -3 -4 -5 -6 -7 -8 -9 10');
});

test('surge: cancelling gives up machines that are being made; those that are made stay', () => {
  const set = settled();
  change(set);
  later(set, 2);
  order(set, { kind: 'cancelRollingUpgrade' });
  assert.deepEqual(machines(set), { succeeded: 10, deleting: 3 });
  assert.equal(counts(set), 'Cancelled: 0 ok, 0 failed, 0 under way, 10 pending');
  runUntilIdle(set);
  assert.equal(ids(set), '-0 -1 -2 -3 -4 -5 -6 -7 -8 -9');
});

test('surge: cancelling while old machines go lets them go', () => {
  const set = settled();
  change(set);
  later(set, SECONDS_TO_MAKE);
  order(set, { kind: 'cancelRollingUpgrade' });
  runUntilIdle(set);
  assert.equal(counts(set), 'Cancelled: 3 ok, 0 failed, 0 under way, 7 pending');
  assert.equal(ids(set), '-3 -4 -5 -6 -7 -8 -9 10 11 12');
});

test('surge: a newer model takes the place of the upgrade, and reaches all', () => {
  const set = settled();
  change(set);
  later(set, 2);
  order(set, { kind: 'put', model: modelWith(set, ['one', 'two']) });
  assert.deepEqual(machines(set), { creating: 3, succeeded: 10, deleting: 3 });
  runUntilIdle(set);
  assert.equal(counts(set), 'Completed: 10 ok, 0 failed, 0 under way, 0 pending');
  assert.equal(ids(set), '13 14 15 16 17 18 19 20 21 22');
});

// Documented: "Instance protection": what is asked of the set leaves a machine alone, scale-in does not delete it.
test('surge: protected machines are left out, or updated where they are', () => {
  const set = settled();
  protect(set, 0, { protectFromScaleSetActions: true });
  protect(set, 1, { protectFromScaleIn: true });
  runUntilIdle(set);
  change(set);
  assert.deepEqual(machines(set), { creating: 2, succeeded: 9, updating: 1 });
  protect(set, 2, { protectFromScaleIn: true });
  runUntilIdle(set);
  assert.equal(counts(set), 'Completed: 9 ok, 0 failed, 0 under way, 0 pending');
  assert.match(ids(set), /^-0 1 2 1\d /);
  assert.equal(set.facts.capacity, 10);
});

test('surge: deleting one of two that share a place deletes both, and makes the set smaller by one', () => {
  for (const [instances, capacity] of [
    [[0], 9],
    [[10], 9],
    [[0, 10], 9],
    [[10, 1], 8],
  ] as const) {
    const set = settled();
    change(set);
    later(set, 2);
    order(set, { kind: 'deleteInstances', instances, scope: 'set' });
    assert.equal(set.facts.capacity, capacity);
    runUntilIdle(set);
    assert.equal(counts(set), `Completed: ${capacity} ok, 0 failed, 0 under way, 0 pending`);
    assert.deepEqual(machines(set), { succeeded: capacity });
  }
});

test('surge: scaling in takes places, not single machines', () => {
  const set = settled();
  change(set);
  later(set, 2);
  order(set, { kind: 'patch', model: scaledTo(set, 1) });
  runUntilIdle(set);
  assert.deepEqual(machines(set), { succeeded: 1 });
  assert.equal(latest(set).code, 'Completed');
});

test('surge: all machines, and the set, can be deleted in the middle of a batch', () => {
  for (const kind of ['deleteInstances', 'deleteSet']) {
    const set = settled();
    change(set);
    later(set, 2);
    order(set, { kind, instances: 'all', scope: 'set' });
    runUntilIdle(set);
    assert.deepEqual(machines(set), {});
    assert.ok(set.operations.every(({ open }) => open === 0));
  }
});

test('surge: an old machine whose deletion fails stays, counts in the capacity, and is not tried again', () => {
  const set = settled();
  order(set, { kind: 'setLifecycle', lifecycle: failing({ step: 'delete', belowInstance: 1 }) });
  change(set);
  runUntilIdle(set);
  assert.equal(counts(set), 'Completed: 9 ok, 1 failed, 0 under way, 0 pending');
  assert.equal(set.facts.capacity, 11);
  assert.deepEqual(machines(set), { succeeded: 10, failed: 1 });
});

test('surge: goes through a snapshot at every second', () => {
  const whole = settled();
  let copy = decodeSnapshot(encodeSnapshot(whole));
  const model = modelWith(whole, ['one', 'extra']);
  order(copy, order(whole, { kind: 'put', model }));
  for (let second = 0; second < 40; second += 1) {
    copy = decodeSnapshot(encodeSnapshot(copy));
    for (const each of [whole, copy]) later(each, 1);
    assert.ok(Buffer.from(encodeSnapshot(copy)).equals(encodeSnapshot(whole)), `${second}`);
  }
  assert.equal(latest(copy).code, 'Completed');
});
