import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  activity,
  advance,
  decodeSnapshot,
  encodeSnapshot,
  openOperations,
  parseLifecycle,
  recountActivity,
  type ScaleSet,
} from './index.ts';
import { modelOf } from './testing/models.ts';
import { born, later, order, scaledTo, SECOND } from './testing/orderly.ts';

/** Actions and powers that there are, after a look at whether counters and machines agree. */
function seen(set: ScaleSet): [actions: object, powers: object] {
  const counted = activity(set);
  assert.deepEqual(counted, recountActivity(set));
  assert.deepEqual(counted, activity(decodeSnapshot(encodeSnapshot(set))), 'as in a snapshot');
  return [withoutZeros(counted.currentActions), withoutZeros(counted.powerStates)];
}

function withoutZeros(counts: Readonly<Record<string, number>>): object {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

test('activity: machines are created through all their steps, and then do nothing', () => {
  const set = born({ capacity: 3, extensions: ['first'] });
  const powers = [];
  for (let second = 0; second < 5; second += 1) {
    const [actions, power] = seen(set);
    assert.deepEqual(actions, { creating: 3 });
    powers.push(power);
    later(set, 1);
  }
  assert.deepEqual(powers, [
    { none: 3 },
    { starting: 3 },
    { running: 3 },
    { running: 3 },
    { running: 3 },
  ]);
  assert.deepEqual(seen(set), [{ none: 3 }, { running: 3 }]);
  assert.deepEqual(activity(set).provisioningStates, {
    creating: 0,
    updating: 0,
    succeeded: 3,
    failed: 0,
    deleting: 0,
  });
});

test('activity: each thing that machines are asked for is an action of its own', () => {
  const steps = 'allocate powerOff start restart redeploy reimage reimageAll modify update';
  const all = `${steps} deallocate runCommand delete`.split(' ');
  const lifecycle = parseLifecycle({
    name: 'each',
    steps: Object.fromEntries(all.map((step) => [step, '1s'])),
  });
  const set = born({ capacity: 3, lifecycle });
  later(set, 10);
  const actions = [
    ['powerOff', 'stopping', 'stopping'],
    ['start', 'starting', 'starting'],
    ['restart', 'restarting', 'running'],
    ['redeploy', 'redeploying', 'running'],
    ['reimage', 'reimaging', 'running'],
    ['reimageAll', 'reimaging', 'running'],
    ['reapply', 'modifying', 'running'],
    ['updateInstances', 'updating', 'running'],
    ['deallocate', 'deallocating', 'deallocating'],
  ] as const;
  for (const [action, current, power] of actions) {
    order(set, { kind: 'act', action, instances: [0, 2], scope: 'set' });
    const powers = power === 'running' ? { running: 3 } : { running: 1, [power]: 2 };
    assert.deepEqual(seen(set), [{ none: 1, [current]: 2 }, powers], action);
    later(set, 10);
    assert.deepEqual(seen(set)[0], { none: 3 }, action);
  }
  order(set, { kind: 'runCommand', instanceId: 1, output: null });
  assert.deepEqual(seen(set)[0], { none: 2, runningCommand: 1 });
  later(set, 10);
  order(set, { kind: 'put', model: scaledTo(set, 1) });
  assert.deepEqual(seen(set)[0], { none: 1, deleting: 2 });
  later(set, 10);
  assert.equal(activity(set).machines, 1);
});

test('activity: what belongs to an action lasts as long, and what waits is not one yet', () => {
  const set = born({ capacity: 1, extensions: ['first'] });
  later(set, 10);
  order(set, { kind: 'act', action: 'reimage', instances: 'all', scope: 'set' });
  later(set, 1.5);
  order(set, { kind: 'act', action: 'restart', instances: 'all', scope: 'set' });
  assert.deepEqual(seen(set)[0], { reimaging: 1 }, 'its extensions are installed again');
  later(set, 2);
  assert.deepEqual(seen(set)[0], { restarting: 1 });
  order(set, { kind: 'deleteInstances', instances: [0], scope: 'set' });
  assert.deepEqual(seen(set)[0], { deleting: 1 }, 'a deletion waits for nothing');
  later(set, 10);
  assert.deepEqual(seen(set), [{}, {}]);
});

test('activity: a machine that hangs is at it, until it is asked for something else', () => {
  const lifecycle = parseLifecycle({
    name: 'hanging',
    steps: { restart: '1s', powerOff: '1s' },
    faults: [{ on: { step: 'restart' }, effect: 'hang' }],
  });
  const set = born({ capacity: 2, lifecycle });
  later(set, 3_600);
  order(set, { kind: 'act', action: 'restart', instances: 'all', scope: 'set' });
  later(set, 3_600);
  assert.deepEqual(seen(set)[0], { restarting: 2 });
  order(set, { kind: 'act', action: 'powerOff', instances: [1], scope: 'set' });
  assert.deepEqual(seen(set), [
    { restarting: 1, stopping: 1 },
    { running: 1, stopping: 1 },
  ]);
  later(set, 3_600);
  assert.deepEqual(seen(set), [
    { restarting: 1, none: 1 },
    { running: 1, stopped: 1 },
  ]);
});

test('activity: a machine that is told first is at what it was told of', () => {
  const set = born({ capacity: 2, notice: 'PT5M' });
  later(set, 10);
  order(set, { kind: 'act', action: 'restart', instances: [0], scope: 'set' });
  order(set, { kind: 'deleteInstances', instances: [1], scope: 'set' });
  assert.deepEqual(seen(set)[0], { restarting: 1, deleting: 1 });
  later(set, 100);
  assert.deepEqual(seen(set)[0], { restarting: 1, deleting: 1 });
  assert.deepEqual(seen(set)[1], { running: 2 });
});

test('activity: counters are right in the middle of bulk work and of slots that move', () => {
  const set = born({ capacity: 4_000 });
  later(set, 10);
  const instances = Array.from({ length: 3_000 }, (_, at) => at);
  order(set, { kind: 'deleteInstances', instances, scope: 'set' });
  order(set, { kind: 'act', action: 'restart', instances: [3_999], scope: 'instance' });
  let slices = 1;
  for (const until = set.now + 10 * SECOND; !advance(set, until, 500); slices += 1) {
    assert.deepEqual(activity(set), recountActivity(set));
  }
  assert.ok(slices > 5, `${slices} slices`);
  assert.deepEqual(seen(set), [{ none: 1_000 }, { running: 1_000 }]);
});

test('activity: open operations are counted, and the oldest shown', () => {
  const set = born({ capacity: 2 });
  const [created] = openOperations(set, 10).oldest;
  assert.deepEqual([created?.kind, created?.action, created?.instanceCount], ['create', null, 2]);
  later(set, 10);
  assert.deepEqual(openOperations(set, 10), { count: 0, oldest: [] });
  const wishes = [0, 1].map((id) =>
    order(set, { kind: 'act', action: 'restart', instances: [id], scope: 'instance' }),
  );
  const { count, oldest } = openOperations(set, 1);
  assert.equal(count, 2);
  assert.deepEqual(
    oldest.map(({ operationId, action }) => [operationId, action]),
    [[wishes[0]?.operationId, 'restart']],
  );
  order(set, { kind: 'put', model: modelOf(2, ['first']) });
  assert.equal(openOperations(set, 1).count, 3);
  later(set, 60);
  assert.equal(openOperations(set, 1).count, 0);
});
