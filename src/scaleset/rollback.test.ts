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
import { born, later, order, orderly } from './testing/orderly.ts';

/** A batch: an update, the extension and its completion take a second each. */
const SECONDS_TO_UPGRADE = 3;
const FAILURE = { code: 'VMExtensionProvisioningError', message: 'it went wrong' };

function failing(...rules: readonly object[]): Lifecycle {
  const faults = rules.map((on) => ({ on, effect: 'fail', failure: FAILURE }));
  return { ...orderly, faults: parseLifecycle({ name: 'failing', steps: {}, faults }).faults };
}

const EXTRA_FAILS = { step: 'installExtension', extension: 'extra', belowInstance: 2 };

function modelWith(set: ScaleSet, extensions: readonly string[], rollsBack: boolean): JsonObject {
  const { properties } = modelOf(0, extensions, { mode: 'Rolling' }) as { properties: JsonObject };
  const { rollingUpgradePolicy } = properties['upgradePolicy'] as JsonObject;
  const policy = {
    ...(rollingUpgradePolicy as JsonObject),
    rollbackFailedInstancesOnPolicyBreach: rollsBack,
  };
  const upgradePolicy = { mode: 'Rolling', rollingUpgradePolicy: policy };
  return { ...set.model, properties: { ...properties, upgradePolicy } };
}

/** Ten machines with one extension, in batches of three. */
function settled(lifecycle: Lifecycle): ScaleSet {
  const set = born({ capacity: 10, extensions: ['one'], mode: 'Rolling', lifecycle });
  runUntilIdle(set);
  return set;
}

function change(set: ScaleSet, rollsBack = true): void {
  order(set, { kind: 'put', model: modelWith(set, ['one', 'extra'], rollsBack) });
}

function latest(set: ScaleSet): RollingUpgradeView {
  const view = latestRollingUpgrade(set);
  assert.ok(view);
  return view;
}

function machine(set: ScaleSet, instanceId: number): string {
  const { instances } = listInstances(set, { after: instanceId - 1, limit: 1 });
  const [found] = instances;
  assert.equal(found?.instanceId, instanceId);
  const extensions = found.extensions.map(({ facts, state }) => `${facts.name} ${state}`);
  const model = found.latestModelApplied ? 'latest' : 'older';
  return [found.state, model, ...extensions].join(', ');
}

function assertNothingKept(set: ScaleSet, versions: number): void {
  assert.equal(set.rollbacks.size, 0);
  assert.equal(set.rolling?.previous.size, 0);
  assert.deepEqual(
    [...set.profiles.values()].map(({ heldCount }) => heldCount),
    Array.from({ length: versions }, () => 0),
  );
  assert.deepEqual(summarize(set), recount(set));
}

// Documented: "Rollback failed instances to previous model if the Rolling Upgrade policy is violated".
test('rollback: what failed is brought back to what it was, and the upgrade ends with its error', () => {
  const set = settled(failing(EXTRA_FAILS));
  change(set);
  later(set, SECONDS_TO_UPGRADE - 1);
  assert.equal(machine(set, 0), 'failed, latest, one succeeded, extra failed');
  assert.equal(latest(set).code, 'RollingForward');
  later(set, 1);
  assert.equal(machine(set, 0), 'updating, latest, one succeeded, extra deleting');
  const { successful, failed, inProgress, pending, code } = latest(set);
  assert.deepEqual([code, successful, failed, inProgress, pending], ['RollingForward', 1, 2, 0, 7]);
  assert.deepEqual(latest(set).rollback, { successful: 0, failed: 0, failure: null });
  later(set, 2);
  assert.equal(machine(set, 0), 'succeeded, older, one succeeded');
  assert.equal(machine(set, 1), 'succeeded, older, one succeeded');
  assert.equal(machine(set, 2), 'succeeded, latest, one succeeded, extra succeeded');
  assert.equal(latest(set).code, 'Faulted');
  assert.deepEqual(latest(set).rollback, { successful: 2, failed: 0, failure: null });
  assert.match(latest(set).failure?.message ?? '', /^Rolling Upgrade failed .*66% of .* 40%\./);
  assert.equal(
    latest(set).failure?.code,
    'MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade',
  );
  runUntilIdle(set);
  assert.equal(
    set.operations.every(({ open }) => open === 0),
    true,
  );
  assertNothingKept(set, 2);
});

test('rollback: without the policy nothing is brought back', () => {
  const set = settled(failing(EXTRA_FAILS));
  change(set, false);
  runUntilIdle(set);
  assert.equal(latest(set).code, 'Faulted');
  assert.equal(latest(set).rollback, null);
  assert.equal(machine(set, 0), 'failed, latest, one succeeded, extra failed');
  assertNothingKept(set, 2);
});

// Documented: "Whether OS image rollback feature should be disabled" (disableAutomaticRollback).
test('rollback: disableAutomaticRollback turns it off for upgrades of the system, and for no others', () => {
  const disabled = (set: ScaleSet, mode: string): JsonObject => {
    const { properties, ...rest } = modelWith(set, ['one', 'extra'], true);
    const { upgradePolicy } = properties as { upgradePolicy: JsonObject };
    const automaticOSUpgradePolicy = { disableAutomaticRollback: true };
    return {
      ...rest,
      properties: {
        ...(properties as JsonObject),
        upgradePolicy: { ...upgradePolicy, mode, automaticOSUpgradePolicy },
      },
    };
  };
  const system = settled(failing(EXTRA_FAILS));
  order(system, { kind: 'put', model: disabled(system, 'Manual') });
  runUntilIdle(system);
  order(system, { kind: 'startRollingUpgrade', of: 'os' });
  runUntilIdle(system);
  assert.deepEqual([latest(system).code, latest(system).rollback], ['Faulted', null]);
  assert.equal(machine(system, 0), 'failed, latest, one succeeded, extra failed');
  const model = settled(failing(EXTRA_FAILS));
  order(model, { kind: 'put', model: disabled(model, 'Rolling') });
  runUntilIdle(model);
  assert.deepEqual(latest(model).rollback, { successful: 2, failed: 0, failure: null });
});

test('rollback: failures within the limit are left as they are', () => {
  const set = settled(failing({ ...EXTRA_FAILS, belowInstance: 1 }));
  change(set);
  runUntilIdle(set);
  assert.equal(latest(set).code, 'Completed');
  assert.equal(latest(set).rollback, null);
  assert.equal(machine(set, 0), 'failed, latest, one succeeded, extra failed');
  assertNothingKept(set, 1);
});

test('rollback: the limit before a later batch is one as well, and its failures come back', () => {
  const set = settled(failing({ ...EXTRA_FAILS, belowInstance: 1 }));
  change(set);
  later(set, SECONDS_TO_UPGRADE);
  assert.equal(latest(set).failed, 1);
  order(set, { kind: 'act', action: 'powerOff', instances: [4, 5, 6, 7, 8, 9], scope: 'set' });
  runUntilIdle(set);
  assert.equal(latest(set).failure?.code, 'MaxUnhealthyInstancePercentExceededInRollingUpgrade');
  assert.deepEqual(latest(set).rollback, { successful: 1, failed: 0, failure: null });
  assert.equal(machine(set, 0), 'succeeded, older, one succeeded');
  assertNothingKept(set, 2);
});

test('rollback: machines that are not healthy in time come back too', () => {
  const { health } = parseLifecycle({
    name: 'sick',
    steps: {},
    health: { firstReport: '5s', faults: [{ on: { belowInstance: 2 }, state: 'unhealthy' }] },
  });
  const set = born({ capacity: 10, extensions: ['health'], mode: 'Rolling', lifecycle: orderly });
  runUntilIdle(set);
  order(set, { kind: 'setOrchestrationServiceState', action: 'Suspend' });
  runUntilIdle(set);
  order(set, { kind: 'setLifecycle', lifecycle: { ...orderly, health: health ?? null } });
  order(set, { kind: 'put', model: modelWith(set, ['health', 'extra'], true) });
  runUntilIdle(set);
  assert.equal(latest(set).code, 'Faulted');
  assert.deepEqual(latest(set).rollback, { successful: 2, failed: 0, failure: null });
  assert.equal(machine(set, 1), 'succeeded, older, health succeeded');
  assertNothingKept(set, 2);
});

test('rollback: a machine that does not come back is counted, with the first error', () => {
  const set = settled(failing(EXTRA_FAILS));
  change(set);
  const fails = { step: 'update', belowInstance: 1 };
  order(set, { kind: 'setLifecycle', lifecycle: failing(EXTRA_FAILS, fails) });
  later(set, SECONDS_TO_UPGRADE - 1);
  runUntilIdle(set);
  assert.deepEqual(latest(set).rollback, { successful: 1, failed: 1, failure: FAILURE });
  assert.match(machine(set, 0), /^failed, latest, /);
  assert.equal(machine(set, 1), 'succeeded, older, one succeeded');
  assert.equal(latest(set).code, 'Faulted');
  assertNothingKept(set, 2);
});

test('rollback: one whose update itself failed is made what it was again', () => {
  const set = settled(failing({ step: 'update', belowInstance: 2 }));
  change(set);
  later(set, 1);
  order(set, { kind: 'setLifecycle', lifecycle: orderly });
  assert.equal(machine(set, 0), 'failed, older, one succeeded');
  runUntilIdle(set);
  assert.deepEqual(latest(set).rollback, { successful: 2, failed: 0, failure: null });
  assert.equal(machine(set, 0), 'succeeded, older, one succeeded');
  assertNothingKept(set, 2);
});

test('rollback: can be cancelled; what is being brought back is brought back', () => {
  const set = settled(failing(EXTRA_FAILS));
  change(set);
  later(set, SECONDS_TO_UPGRADE);
  order(set, { kind: 'cancelRollingUpgrade' });
  assert.equal(latest(set).code, 'Cancelled');
  runUntilIdle(set);
  assert.equal(latest(set).code, 'Cancelled');
  assert.equal(latest(set).failure, null);
  assert.deepEqual(latest(set).rollback, { successful: 2, failed: 0, failure: null });
  assert.equal(machine(set, 0), 'succeeded, older, one succeeded');
  assertNothingKept(set, 2);
});

test('rollback: waits for what a machine is doing, which is done to its end', () => {
  const set = settled(failing(EXTRA_FAILS));
  change(set);
  later(set, 2.5);
  order(set, { kind: 'act', action: 'updateInstances', instances: [0], scope: 'instance' });
  later(set, 1.25);
  assert.equal(machine(set, 0), 'updating, latest, one succeeded, extra updating');
  assert.deepEqual(latest(set).rollback, { successful: 0, failed: 0, failure: null });
  runUntilIdle(set);
  assert.deepEqual(latest(set).rollback, { successful: 2, failed: 0, failure: null });
  assert.equal(machine(set, 0), 'succeeded, older, one succeeded');
  assertNothingKept(set, 2);
});

test('rollback: nobody waits for a machine that is deleted meanwhile', () => {
  const set = settled(failing(EXTRA_FAILS));
  change(set);
  later(set, SECONDS_TO_UPGRADE);
  order(set, { kind: 'deleteInstances', instances: [0, 1], scope: 'set' });
  assert.equal(latest(set).code, 'Faulted');
  assert.deepEqual(latest(set).rollback, { successful: 0, failed: 0, failure: null });
  runUntilIdle(set);
  assertNothingKept(set, 2);
});

test('rollback: a newer model takes the place of the upgrade, and reaches all', () => {
  const set = settled(failing(EXTRA_FAILS));
  change(set);
  later(set, SECONDS_TO_UPGRADE);
  order(set, { kind: 'put', model: modelWith(set, ['one', 'two'], true) });
  runUntilIdle(set);
  assert.equal(latest(set).code, 'Completed');
  assert.equal(machine(set, 0), 'succeeded, latest, one succeeded, two succeeded');
  assertNothingKept(set, 1);
});

test('rollback: goes through a snapshot at every second', () => {
  const whole = settled(failing(EXTRA_FAILS));
  const cut = decodeSnapshot(encodeSnapshot(whole));
  let copy = cut;
  const command = order(whole, { kind: 'put', model: modelWith(whole, ['one', 'extra'], true) });
  order(copy, command);
  for (let second = 0; second < 8; second += 1) {
    copy = decodeSnapshot(encodeSnapshot(copy));
    for (const each of [whole, copy]) later(each, 1);
    assert.ok(Buffer.from(encodeSnapshot(copy)).equals(encodeSnapshot(whole)), `${second}`);
  }
  assert.deepEqual(latest(copy).rollback, { successful: 2, failed: 0, failure: null });
});
