import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeSnapshot,
  encodeSnapshot,
  findInstance,
  isAtRest,
  listInstances,
  parseLifecycle,
  type ScaleSet,
} from './index.ts';
import { regularTarget } from './priority-mix.ts';
import { runUntilIdle } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { born, later, machines, order, orderly, scaledTo } from './testing/orderly.ts';

const HOURS = 3_600;

function priorities(set: ScaleSet): string {
  return listInstances(set, { after: -1, limit: 1_000 })
    .instances.filter(({ state }) => state !== 'deleting')
    .map(({ facts }) => (facts.spot === null ? 'R' : 's'))
    .join('');
}

function powers(set: ScaleSet): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { power } of listInstances(set, { after: -1, limit: 1_000 }).instances) {
    counts[power ?? 'none'] = (counts[power ?? 'none'] ?? 0) + 1;
  }
  return counts;
}

// Source: Microsoft Learn, "Spot Priority Mix": a base of 10 and 50 percent above it.
test('priority mix: as documented for ten and for thirty machines', () => {
  const mix = { base: 10, percentAbove: 50 };
  assert.equal(regularTarget(mix, 4), 4);
  assert.equal(regularTarget(mix, 10), 10);
  assert.equal(regularTarget(mix, 30), 20);
  assert.equal(regularTarget(mix, 11), 11, 'rounded up');
  assert.equal(regularTarget({ base: 0, percentAbove: 0 }, 30), 0);
});

test('priority mix: is right at once, and after scaling out and in', () => {
  const set = born({ capacity: 4, spot: 'Delete', mix: [2, 50], orchestrationMode: 'Flexible' });
  assert.equal(priorities(set), 'RRRs');
  later(set, 10);
  order(set, { kind: 'put', model: scaledTo(set, 10) });
  assert.equal(set.regularCount, 6);
  assert.equal(priorities(set).length, 10);
  later(set, 10);
  order(set, { kind: 'put', model: scaledTo(set, 4) });
  // The newest of each priority went, so that 2 + 1 are regular; no machine became another.
  assert.equal(priorities(set), 'RRRs');
  later(set, 10);
  assert.deepEqual(machines(set), { succeeded: 4 });
});

test('priority mix: who is protected stays, and somebody of the other priority makes room', () => {
  const set = born({ capacity: 4, spot: 'Delete', mix: [2, 50], orchestrationMode: 'Flexible' });
  later(set, 10);
  const own = { protectionPolicy: { protectFromScaleIn: true } };
  order(set, { kind: 'updateInstance', instanceId: 3, own });
  order(set, { kind: 'put', model: scaledTo(set, 3) });
  assert.equal(priorities(set), 'RRs', 'the Spot machine is protected');
  order(set, { kind: 'updateInstance', instanceId: 1, own });
  order(set, { kind: 'updateInstance', instanceId: 0, own });
  order(set, { kind: 'put', model: scaledTo(set, 3) });
  assert.equal(priorities(set), 'RRs');
});

test('priority mix: an update brings a machine to the latest model of its own priority', () => {
  const options = { spot: 'Delete', mix: [1, 0], orchestrationMode: 'Flexible' } as const;
  const set = born({ capacity: 3, ...options });
  later(set, 10);
  const model = modelOf(3, ['one'], { ...options, mode: 'Automatic' });
  order(set, { kind: 'put', model });
  assert.equal(findInstance(set, 0)?.latestModelApplied, false);
  later(set, 10);
  assert.equal(priorities(set), 'Rss');
  for (const { latestModelApplied, extensions } of listInstances(set, { after: -1, limit: 9 })
    .instances) {
    assert.equal(latestModelApplied, true);
    assert.equal(extensions[0]?.state, 'succeeded');
  }
});

test('priority mix: another mix counts from the next scaling on', () => {
  const options = { spot: 'Delete', orchestrationMode: 'Flexible' } as const;
  const set = born({ capacity: 4, ...options, mix: [0, 0] });
  later(set, 10);
  order(set, { kind: 'put', model: modelOf(4, [], { ...options, mix: [4, 0] }) });
  later(set, 10);
  assert.equal(priorities(set), 'ssss');
  order(set, { kind: 'put', model: scaledTo(set, 6) });
  assert.equal(priorities(set), 'ssssRR');
});

const evicting = (evictions: object) =>
  parseLifecycle({
    name: 'evicting',
    steps: Object.fromEntries(Object.keys(orderly.steps).map((step) => [step, '1s'])),
    evictions,
  });

test('evictions: a wave tells its share half a minute ahead and takes them', () => {
  const lifecycle = evicting({ waves: [{ at: '60s', share: 1 }] });
  const set = born({ capacity: 5, spot: 'Deallocate', lifecycle });
  later(set, 89);
  assert.deepEqual(powers(set), { running: 5 });
  later(set, 2);
  assert.deepEqual(powers(set), { deallocated: 5 });
  assert.equal(set.facts.capacity, 5);
});

test('evictions: a wave draws its share by the seed, again and again, and spares regular machines', () => {
  const lifecycle = evicting({ waves: [{ at: '60s', share: 0.5, every: '2m', times: 2 }] });
  const options = { spot: 'Delete', mix: [10, 0], orchestrationMode: 'Flexible' } as const;
  const set = born({ capacity: 210, ...options, lifecycle });
  later(set, 100);
  const left = set.facts.capacity - 10;
  assert.ok(left > 70 && left < 130, `${left} of 200`);
  later(set, 120);
  const last = set.facts.capacity - 10;
  assert.ok(last > left / 4 && last < (left * 3) / 4, `${last} of ${left}`);
  assert.equal(set.regularCount, 10);
  assert.equal(priorities(set).slice(0, 10), 'RRRRRRRRRR');
  later(set, HOURS);
  assert.equal(set.facts.capacity - 10, last);
  const again = born({ capacity: 210, ...options, lifecycle });
  later(again, 220 + HOURS);
  assert.deepEqual(encodeSnapshot(again), encodeSnapshot(set));
});

test('evictions: of a set without Spot machines nothing comes', () => {
  const lifecycle = evicting({ waves: [{ at: '60s', share: 1 }], rate: { perMachineHour: 60 } });
  const set = born({ capacity: 5, lifecycle });
  runUntilIdle(set);
  assert.deepEqual(powers(set), { running: 5 });
});

test('evictions: a rate takes about as many as it says, also when the set grows meanwhile', () => {
  const lifecycle = evicting({ rate: { perMachineHour: 0.5, for: '1h' } });
  const set = born({ capacity: 1, spot: 'Delete', lifecycle });
  later(set, 1);
  order(set, { kind: 'put', model: scaledTo(set, 1_000) });
  later(set, HOURS + 60);
  // e^-0.5 of the machines are left after an hour, give or take what is not seen for ten minutes.
  const { capacity } = set.facts;
  assert.ok(capacity > 560 && capacity < 720, String(capacity));
  later(set, HOURS);
  assert.equal(set.facts.capacity, capacity, 'an hour is over');
});

test('evictions: another life cycle ends those of the one before it', () => {
  const set = born({
    capacity: 3,
    spot: 'Deallocate',
    lifecycle: evicting({ waves: [{ at: '60s', share: 1 }], rate: { perMachineHour: 3_000 } }),
  });
  order(set, { kind: 'setLifecycle', lifecycle: orderly });
  runUntilIdle(set);
  assert.deepEqual(powers(set), { running: 3 });
});

const restoring = (restore: object) => evicting({ waves: [{ at: '60s', share: 1 }], restore });

test('restore: a deallocated machine is started again, also over a snapshot', () => {
  const lifecycle = restoring({ after: '5m' });
  const options = { capacity: 3, spot: 'Deallocate', restoreTimeout: 'PT1H', lifecycle };
  const set = born(options);
  later(set, 100);
  assert.deepEqual(powers(set), { deallocated: 3 });
  assert.equal(isAtRest(set), true, 'what may come is not under way');
  const kept = decodeSnapshot(encodeSnapshot(set));
  for (const one of [set, kept]) {
    later(one, 310);
    assert.deepEqual(powers(one), { running: 3 });
    assert.deepEqual(machines(one), { succeeded: 3 });
  }
});

test('restore: nobody tries without the policy, nor after its time-out', () => {
  const lifecycle = restoring({ after: '5m', probability: 0 });
  for (const restoreTimeout of [undefined, 'PT4M', 'PT1H']) {
    const set = born({
      capacity: 3,
      spot: 'Deallocate',
      lifecycle,
      ...(restoreTimeout !== undefined && { restoreTimeout }),
    });
    const end = runUntilIdle(set);
    assert.deepEqual(powers(set), { deallocated: 3 });
    assert.ok(end < set.createdAt + 2 * HOURS * 1_000_000);
  }
});

test('restore: who has been started or deleted by somebody meanwhile is left alone', () => {
  const set = born({
    capacity: 3,
    spot: 'Deallocate',
    restoreTimeout: 'PT1H',
    lifecycle: restoring({ after: '5m' }),
  });
  later(set, 100);
  order(set, { kind: 'act', action: 'start', instances: [0], scope: 'instance' });
  order(set, { kind: 'deleteInstances', instances: [1], scope: 'instance' });
  later(set, 10);
  order(set, { kind: 'act', action: 'powerOff', instances: [0], scope: 'instance' });
  runUntilIdle(set);
  assert.deepEqual(powers(set), { stopped: 1, running: 1 });
});

test('restore: another machine comes for one that was deleted, unless a model was written since', () => {
  for (const isWritten of [false, true]) {
    const set = born({
      capacity: 3,
      spot: 'Delete',
      restoreTimeout: 'PT1H',
      lifecycle: restoring({ after: '5m' }),
    });
    later(set, 100);
    assert.equal(set.facts.capacity, 0);
    if (isWritten) order(set, { kind: 'put', model: scaledTo(set, 1) });
    runUntilIdle(set);
    assert.deepEqual(machines(set), { succeeded: isWritten ? 1 : 3 });
    assert.equal(set.facts.capacity, isWritten ? 1 : 3);
  }
});
