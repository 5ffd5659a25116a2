import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeSnapshot,
  encodeSnapshot,
  findInstance,
  type Lifecycle,
  listInstances,
  nextDue,
  parseLifecycle,
  recount,
  type ScaleSet,
  summarize,
} from './index.ts';
import { runUntilIdle } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { born, later, order, orderly, scaledTo } from './testing/orderly.ts';

const GRACE_SECONDS = 10;

/** The version of a model says how it repairs (see `repairsOf`): after a grace period of ten seconds. */
const REPLACE = 0;
const RESTART = 1;
const REIMAGE = 2;
const NOT_ENABLED = 3;

function monitored(capacity: number, lifecycle: Lifecycle = orderly): ScaleSet {
  const set = born({ capacity, extensions: ['health'], lifecycle });
  runUntilIdle(set);
  return set;
}

function policy(set: ScaleSet, version: number, besides: object = {}): void {
  const { properties } = modelOf(0, ['health'], { version: 0 }) as { properties: object };
  const { automaticRepairsPolicy: of } = modelOf(0, [], { version })['properties'] as {
    automaticRepairsPolicy: object;
  };
  const automaticRepairsPolicy = { ...of, gracePeriod: 'PT10S', ...besides };
  order(set, {
    kind: 'patch',
    model: {
      ...scaledTo(set, set.facts.capacity),
      properties: { ...properties, automaticRepairsPolicy },
    },
  });
  runUntilIdle(set);
}

function ids(set: ScaleSet): string {
  return listInstances(set, { after: -1, limit: 100 })
    .instances.map(({ instanceId, state }) =>
      state === 'deleting' ? `(${instanceId})` : instanceId,
    )
    .join(' ');
}

function updating(set: ScaleSet): number {
  return summarize(set).virtualMachine.find(({ state }) => state === 'updating')?.count ?? 0;
}

const unhealthy = (...instances: number[]) =>
  ({ kind: 'setHealth', instances, state: 'unhealthy' }) as const;

// Documented: "Automatic instance repairs", the default action.
test('repairs: an unhealthy machine is replaced by one of the latest model', () => {
  const set = monitored(3);
  later(set, GRACE_SECONDS);
  order(set, unhealthy(1));
  assert.equal(ids(set), '0 (1) 2 3');
  assert.equal(set.facts.capacity, 3);
  assert.equal(summarize(set).status.state, 'succeeded');
  assert.equal(summarize(set).automaticRepairs, 'Running');
  runUntilIdle(set);
  assert.equal(ids(set), '0 2 3');
  assert.equal(findInstance(set, 3)?.health?.state, 'healthy');
  assert.deepEqual(summarize(set).health, {
    initializing: 0,
    healthy: 3,
    unhealthy: 0,
    unknown: 0,
  });
  assert.deepEqual(summarize(set), recount(set));
  assert.ok(set.operations.every(({ open }) => open === 0));
});

test('repairs: restart and reimage keep the machine', () => {
  for (const version of [RESTART, REIMAGE]) {
    const set = monitored(2);
    policy(set, version);
    later(set, GRACE_SECONDS);
    order(set, unhealthy(0));
    assert.equal(ids(set), '0 1');
    assert.equal(updating(set), 1);
    const { extensions } = findInstance(set, 0) ?? {};
    assert.equal(extensions?.[0]?.state, version === REIMAGE ? 'updating' : 'succeeded');
    runUntilIdle(set);
    assert.equal(findInstance(set, 0)?.health?.state, 'healthy');
  }
});

// Documented: "The grace period starts after the state change has completed".
test('repairs: wait for the end of the grace period after the last change of the machine', () => {
  const set = monitored(1);
  later(set, 60);
  order(set, { kind: 'act', action: 'restart', instances: [0], scope: 'set' });
  later(set, 1);
  order(set, unhealthy(0));
  later(set, GRACE_SECONDS - 1);
  assert.equal(ids(set), '0');
  later(set, 1);
  assert.equal(ids(set), '(0) 1');
});

test('repairs: a machine that is healthy again in time is left alone', () => {
  const set = monitored(1);
  order(set, unhealthy(0));
  assert.notEqual(nextDue(set), Number.POSITIVE_INFINITY);
  order(set, { kind: 'setHealth', instances: [0], state: 'healthy' });
  runUntilIdle(set);
  assert.equal(ids(set), '0');
});

test('repairs: unknown is repaired as well, initializing is not', () => {
  const set = monitored(2);
  later(set, GRACE_SECONDS);
  order(set, { kind: 'setHealth', instances: [0], state: 'initializing' });
  later(set, 60);
  assert.equal(ids(set), '0 1');
  order(set, { kind: 'setHealth', instances: [1], state: 'unknown' });
  assert.equal(ids(set), '0 (1) 2');
});

// Documented: "no more than 5% of the instances in the scale set are repaired", below 20 one by one.
test('repairs: at most a twentieth of the set at once, one at least', () => {
  for (const [capacity, atOnce] of [
    [4, 1],
    [39, 1],
    [60, 3],
  ] as const) {
    const set = monitored(capacity);
    policy(set, RESTART);
    later(set, GRACE_SECONDS);
    order(set, { kind: 'setHealth', instances: 'all', state: 'unhealthy' });
    for (let left = capacity; left > 0; left -= Math.min(left, atOnce)) {
      assert.equal(updating(set), Math.min(left, atOnce));
      later(set, 1);
      // Those that were restarted report at once, as nothing else is said.
      assert.equal(summarize(set).health?.healthy, capacity - left + Math.min(left, atOnce));
    }
    assert.equal(nextDue(set), Number.POSITIVE_INFINITY);
  }
});

// Documented: both policies of instance protection.
test('repairs: protected machines are left alone until they are not', () => {
  for (const name of ['protectFromScaleIn', 'protectFromScaleSetActions']) {
    const set = monitored(2);
    const protect = (isProtected: boolean) => {
      const own = { protectionPolicy: { [name]: isProtected } };
      order(set, { kind: 'updateInstance', instanceId: 0, own });
      runUntilIdle(set);
    };
    protect(true);
    later(set, 60);
    order(set, unhealthy(0));
    later(set, 600);
    assert.equal(ids(set), '0 1');
    protect(false);
    assert.equal(ids(set), '1 2', 'after a grace period');
  }
});

// Documented: "do not support … a provisioning failure".
test('repairs: a machine that failed is left alone', () => {
  const { faults } = parseLifecycle({
    name: 'failing',
    steps: {},
    faults: [{ on: { step: 'restart' }, effect: 'fail', failure: { message: 'no' } }],
  });
  const set = monitored(1, { ...orderly, faults });
  order(set, { kind: 'act', action: 'restart', instances: [0], scope: 'set' });
  runUntilIdle(set);
  order(set, unhealthy(0));
  later(set, 600);
  assert.equal(findInstance(set, 0)?.state, 'failed');
  assert.equal(ids(set), '0');
});

test('repairs: suspended they wait, resumed they make up for it', () => {
  const set = monitored(2);
  order(set, { kind: 'setOrchestrationServiceState', action: 'Suspend' });
  assert.equal(summarize(set).automaticRepairs, 'Suspended');
  order(set, unhealthy(0));
  later(set, 600);
  assert.equal(ids(set), '0 1');
  order(set, { kind: 'setOrchestrationServiceState', action: 'Resume' });
  assert.equal(ids(set), '(0) 1 2');
});

test('repairs: without a policy that is enabled there are none, and enabling it makes up for it', () => {
  const set = monitored(2);
  policy(set, NOT_ENABLED);
  assert.equal(summarize(set).automaticRepairs, 'NotRunning');
  order(set, unhealthy(1));
  later(set, 600);
  assert.equal(ids(set), '0 1');
  policy(set, REPLACE);
  assert.equal(ids(set), '0 2');
});

test('repairs: a longer grace period holds for those that wait already', () => {
  const set = monitored(1);
  order(set, unhealthy(0));
  policy(set, REPLACE, { gracePeriod: 'PT1H' });
  assert.equal(ids(set), '1');
  const patient = monitored(1);
  order(patient, { kind: 'setOrchestrationServiceState', action: 'Suspend' });
  order(patient, unhealthy(0));
  policy(patient, REPLACE, { gracePeriod: 'PT1H' });
  order(patient, { kind: 'setOrchestrationServiceState', action: 'Resume' });
  later(patient, 3_000);
  assert.equal(ids(patient), '0');
  later(patient, 1_000);
  assert.equal(ids(patient), '1');
});

// Documented: "as a safety measure the platform updates the serviceState … to Suspended".
test('repairs: what does not help is given up, until somebody resumes it', () => {
  const { health } = parseLifecycle({
    name: 'never',
    steps: {},
    health: { faults: [{ on: { belowInstance: 1_000 }, state: 'unhealthy' }] },
  });
  const set = born({
    capacity: 1,
    extensions: ['health'],
    lifecycle: { ...orderly, health: health ?? null },
  });
  runUntilIdle(set);
  assert.equal(summarize(set).automaticRepairs, 'Suspended');
  assert.equal(ids(set), '3', 'three times in a row');
  assert.equal(findInstance(set, 3)?.health?.state, 'unhealthy');
  order(set, { kind: 'setOrchestrationServiceState', action: 'Resume' });
  runUntilIdle(set);
  assert.equal(ids(set), '6');
  assert.equal(summarize(set).automaticRepairs, 'Suspended');
});

test('repairs: the deletion of the set ends them', () => {
  const set = monitored(3);
  order(set, { kind: 'setHealth', instances: 'all', state: 'unhealthy' });
  later(set, GRACE_SECONDS);
  assert.equal(ids(set), '(0) 1 2 3');
  order(set, { kind: 'deleteSet' });
  runUntilIdle(set);
  assert.equal(set.gone, true);
  assert.equal(set.health?.openRepairs.size, 0);
});

test('repairs: go through a snapshot', () => {
  const set = monitored(60);
  later(set, GRACE_SECONDS);
  order(set, { kind: 'setHealth', instances: 'all', state: 'unhealthy' });
  later(set, 1);
  const again = decodeSnapshot(encodeSnapshot(set));
  assert.equal(nextDue(again), nextDue(set));
  for (let due = nextDue(set); due !== Number.POSITIVE_INFINITY; due = nextDue(set)) {
    assert.equal(nextDue(again), due);
    later(set, (due - set.now) / 1e6);
    later(again, (due - again.now) / 1e6);
  }
  assert.ok(Buffer.from(encodeSnapshot(again)).equals(encodeSnapshot(set)));
  assert.equal(summarize(set).health?.healthy, 60);
});

test('repairs: a machine that was about to become well is repaired when it is said to stay unwell', () => {
  const lifecycle = parseLifecycle({
    name: 'for five seconds',
    steps: { restart: '1s', delete: '1s', installExtension: '1s' },
    health: {
      firstReport: '0s',
      faults: [{ on: { belowInstance: 1 }, state: 'unhealthy', lasts: '5s' }],
    },
  });
  const set = born({ capacity: 2, extensions: ['health'], lifecycle });
  later(set, 3);
  assert.equal(findInstance(set, 0)?.health?.state, 'unhealthy');
  order(set, unhealthy(0));
  const read = decodeSnapshot(encodeSnapshot(set));
  for (const one of [set, read]) {
    runUntilIdle(one);
    assert.equal(ids(one), '1 2');
  }
  assert.ok(Buffer.from(encodeSnapshot(read)).equals(encodeSnapshot(set)));
});
