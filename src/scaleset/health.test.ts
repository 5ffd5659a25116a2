import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  check,
  encodeSnapshot,
  decodeSnapshot,
  findInstance,
  findOperation,
  type Lifecycle,
  nextDue,
  parseLifecycle,
  recount,
  type ScaleSet,
  summarize,
} from './index.ts';
import { runUntilIdle } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { born, later, order, orderly, SECOND, scaledTo } from './testing/orderly.ts';

const SECONDS_TO_CREATE = 5;

/** Reports come five seconds after the start of the application. */
function reporting(health: object = {}): Lifecycle {
  const { health: rules } = parseLifecycle({
    name: 'reporting',
    steps: {},
    health: { firstReport: '5s', ...health },
  });
  return { ...orderly, health: rules ?? null };
}

function healthOf(set: ScaleSet, instanceId = 0): string | null {
  return findInstance(set, instanceId)?.health?.state ?? null;
}

function model(set: ScaleSet, extensions: readonly string[], version = 0): object {
  return { ...scaledTo(set, set.facts.capacity), ...propertiesOf(extensions, version) };
}

function propertiesOf(extensions: readonly string[], version: number): object {
  const { properties } = modelOf(0, extensions, { version });
  return { properties };
}

/** With a probe of a load balancer in the place of the extension. */
function probed(capacity: number, lifecycle: Lifecycle): ScaleSet {
  const set = born({ capacity: 0, lifecycle });
  later(set, 10);
  const { properties } = modelOf(capacity) as { properties: Record<string, object> };
  const virtualMachineProfile = {
    ...properties['virtualMachineProfile'],
    networkProfile: { healthProbe: { id: '/p' } },
  };
  order(set, {
    kind: 'put',
    model: { ...scaledTo(set, capacity), properties: { ...properties, virtualMachineProfile } },
  });
  return set;
}

// Documented: the table of binary and rich health states of the health extension.
test('health: rich states begin as initializing when the extension is there, and become healthy', () => {
  const set = born({ capacity: 2, extensions: ['health'], lifecycle: reporting() });
  later(set, SECONDS_TO_CREATE - 1);
  assert.equal(healthOf(set), null);
  later(set, 1);
  assert.equal(healthOf(set), 'initializing');
  assert.deepEqual(summarize(set).health, {
    initializing: 2,
    healthy: 0,
    unhealthy: 0,
    unknown: 0,
  });
  later(set, 5);
  const { health } = findInstance(set, 1) ?? {};
  assert.deepEqual(health, { state: 'healthy', since: set.now });
  assert.deepEqual(summarize(set).health, {
    initializing: 0,
    healthy: 2,
    unhealthy: 0,
    unknown: 0,
  });
  assert.equal(nextDue(set), Number.POSITIVE_INFINITY);
});

test('health: without the extension and without a probe there is none', () => {
  const set = born({ capacity: 1, extensions: ['first'], lifecycle: reporting() });
  runUntilIdle(set);
  assert.equal(healthOf(set), null);
  assert.equal(summarize(set).health, null);
});

test('health: binary states are absent until the first report, and unhealthy from a restart to the next', () => {
  const set = probed(1, reporting());
  later(set, 4);
  assert.equal(healthOf(set), null);
  later(set, 5);
  assert.equal(healthOf(set), 'healthy');
  order(set, { kind: 'act', action: 'restart', instances: 'all', scope: 'set' });
  later(set, 1);
  assert.equal(healthOf(set), 'unhealthy');
  later(set, 5);
  assert.equal(healthOf(set), 'healthy');
});

test('health: a machine that is stopped is not reached, one that is deallocated not asked', () => {
  for (const [version, unreached] of [
    [0, 'unknown'],
    [1, 'unhealthy'],
  ] as const) {
    const set = born({ capacity: 1, extensions: ['health'], lifecycle: reporting() });
    runUntilIdle(set);
    order(set, { kind: 'put', model: model(set, ['health'], version) });
    runUntilIdle(set);
    assert.equal(healthOf(set), 'healthy');
    order(set, { kind: 'act', action: 'powerOff', instances: [0], scope: 'set' });
    later(set, 1);
    assert.equal(healthOf(set), unreached);
    order(set, { kind: 'act', action: 'deallocate', instances: [0], scope: 'set' });
    later(set, 1);
    assert.equal(healthOf(set), null);
    order(set, { kind: 'act', action: 'start', instances: [0], scope: 'set' });
    later(set, 2 + 5);
    assert.equal(healthOf(set), 'healthy');
  }
});

test('health: a script or a disk is nothing to it, a model without the extension ends it', () => {
  const set = born({ capacity: 1, extensions: ['health', 'one'], lifecycle: reporting() });
  runUntilIdle(set);
  const before = findInstance(set, 0)?.health;
  order(set, { kind: 'runCommand', instanceId: 0, output: {} });
  order(set, { kind: 'updateInstance', instanceId: 0, own: { tags: {} } });
  runUntilIdle(set);
  assert.deepEqual(findInstance(set, 0)?.health, before);
  order(set, { kind: 'put', model: model(set, ['one']) });
  runUntilIdle(set);
  assert.equal(healthOf(set), null);
  assert.deepEqual(summarize(set).health, {
    initializing: 0,
    healthy: 0,
    unhealthy: 0,
    unknown: 0,
  });
});

test('health: a life cycle says which machines are not healthy, when and for how long', () => {
  const faults = [
    { on: { belowInstance: 1 }, state: 'unhealthy' },
    { on: { belowInstance: 2 }, state: 'unknown', after: '10s', lasts: '20s' },
  ];
  const set = born({ capacity: 3, extensions: ['health'], lifecycle: reporting({ faults }) });
  const seen = (seconds: number) => {
    later(set, seconds);
    return [0, 1, 2].map((instanceId) => healthOf(set, instanceId));
  };
  // Long before repairs may begin.
  assert.deepEqual(seen(SECONDS_TO_CREATE + 5), ['unhealthy', 'healthy', 'healthy']);
  order(set, { kind: 'setOrchestrationServiceState', action: 'Suspend' });
  assert.deepEqual(seen(9), ['unhealthy', 'healthy', 'healthy']);
  assert.deepEqual(seen(1), ['unhealthy', 'unknown', 'healthy']);
  assert.deepEqual(seen(19), ['unhealthy', 'unknown', 'healthy']);
  assert.deepEqual(seen(1), ['unhealthy', 'healthy', 'healthy']);
});

test('setHealth: holds until the application begins anew', () => {
  const set = born({ capacity: 40, extensions: ['health'], lifecycle: reporting() });
  runUntilIdle(set);
  order(set, { kind: 'setOrchestrationServiceState', action: 'Suspend' });
  runUntilIdle(set);
  const { operationId } = order(set, {
    kind: 'setHealth',
    instances: [3, 5, 3],
    state: 'unhealthy',
  });
  assert.equal(findOperation(set, operationId)?.state, 'succeeded');
  assert.equal(findOperation(set, operationId)?.instanceCount, 2);
  assert.equal(healthOf(set, 3), 'unhealthy');
  assert.equal(summarize(set).health?.unhealthy, 2);
  assert.equal(summarize(set).status.state, 'succeeded');
  order(set, { kind: 'act', action: 'restart', instances: [3], scope: 'instance' });
  later(set, 1 + 5);
  assert.equal(healthOf(set, 3), 'healthy');
  assert.equal(healthOf(set, 5), 'unhealthy');
  order(set, { kind: 'setHealth', instances: 'all', state: 'unknown' });
  assert.equal(summarize(set).health?.unknown, 40);
  assert.deepEqual(summarize(set), recount(set));
});

test('setHealth: of all machines means those that report', () => {
  const set = born({ capacity: 3, extensions: ['health'], lifecycle: reporting() });
  runUntilIdle(set);
  order(set, { kind: 'act', action: 'deallocate', instances: [1], scope: 'set' });
  runUntilIdle(set);
  order(set, { kind: 'setHealth', instances: 'all', state: 'healthy' });
  assert.deepEqual([healthOf(set, 0), healthOf(set, 1)], ['healthy', null]);
});

test('setHealth: is refused where it makes no sense', () => {
  const refusal = (set: ScaleSet, instances: 'all' | number[], state: string) =>
    check(set, {
      kind: 'setHealth',
      at: set.now,
      operationId: 'x',
      instances,
      state: state as 'healthy',
    });
  const plain = born({ capacity: 1 });
  runUntilIdle(plain);
  assert.deepEqual(refusal(plain, 'all', 'healthy'), { reason: 'NoHealthMonitoring' });
  const set = born({ capacity: 2, extensions: ['health'], lifecycle: reporting() });
  assert.deepEqual(refusal(set, [0], 'healthy'), { reason: 'NotReporting', instanceId: 0 });
  runUntilIdle(set);
  assert.equal(refusal(set, [0], 'initializing'), null);
  assert.equal(refusal(set, [0, 7], 'healthy')?.reason, 'UnknownInstance');
  order(set, { kind: 'act', action: 'deallocate', instances: [1], scope: 'set' });
  runUntilIdle(set);
  assert.deepEqual(refusal(set, [0, 1], 'healthy'), { reason: 'NotReporting', instanceId: 1 });
  // Version 1 of the extension has two states only (documented).
  order(set, { kind: 'put', model: model(set, ['health'], 1) });
  runUntilIdle(set);
  for (const state of ['initializing', 'unknown'] as const) {
    assert.deepEqual(refusal(set, [0], state), { reason: 'HealthStateNotAvailable', state });
  }
  order(set, { kind: 'deleteSet' });
  assert.deepEqual(refusal(set, 'all', 'healthy'), { reason: 'MarkedForDeletion' });
});

test('health: goes through a snapshot with what is still to come', () => {
  const faults = [{ state: 'unhealthy', after: '10s', lasts: '20s' }];
  const set = born({ capacity: 3, extensions: ['health'], lifecycle: reporting({ faults }) });
  later(set, SECONDS_TO_CREATE + 7);
  const again = decodeSnapshot(encodeSnapshot(set));
  for (const seconds of [8, 20, 30]) {
    later(set, seconds);
    later(again, seconds);
    assert.deepEqual(findInstance(again, 2), findInstance(set, 2));
    assert.deepEqual(summarize(again), summarize(set));
  }
  assert.ok(Buffer.from(encodeSnapshot(again)).equals(encodeSnapshot(set)));
});

test('health: stays with its machines when gaps are closed', () => {
  const set = born({ capacity: 3_000, extensions: ['health'], lifecycle: reporting() });
  runUntilIdle(set);
  order(set, { kind: 'setOrchestrationServiceState', action: 'Suspend' });
  order(set, { kind: 'setHealth', instances: [2_999], state: 'unknown' });
  const gone = Array.from({ length: 2_900 }, (_, instanceId) => instanceId);
  order(set, { kind: 'deleteInstances', instances: gone, scope: 'set' });
  later(set, 60);
  assert.equal(set.instances.length, 100);
  assert.equal(healthOf(set, 2_999), 'unknown');
  assert.deepEqual(summarize(set).health, {
    initializing: 0,
    healthy: 99,
    unhealthy: 0,
    unknown: 1,
  });
  assert.deepEqual(summarize(set), recount(set));
  assert.equal(findInstance(set, 2_998)?.health?.state, 'healthy');
  assert.ok((findInstance(set, 2_999)?.health?.since ?? 0) < set.now - 59 * SECOND);
});
