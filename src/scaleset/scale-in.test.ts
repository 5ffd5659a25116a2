import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { born, later, order, orderly, scaledTo } from './testing/orderly.ts';
import { scaleIn } from './testing/wishes.ts';
import {
  advance,
  apply,
  type Command,
  decodeSnapshot,
  encodeSnapshot,
  type Instance,
  listInstances,
  parseLifecycle,
  type ScaleSet,
} from './index.ts';

type Rule = 'Default' | 'NewestVM' | 'OldestVM';

const policy = (rule: Rule, unhealthyFirst = false) => ({ rule, unhealthyFirst });

function machinesOf(set: ScaleSet): readonly Instance[] {
  return listInstances(set, { after: -1, limit: 10_000 }).instances.filter(
    ({ state }) => state !== 'deleting',
  );
}

const ids = (set: ScaleSet): number[] => machinesOf(set).map(({ instanceId }) => instanceId);

function perZone(set: ScaleSet): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { zone } of machinesOf(set)) counts[String(zone)] = (counts[String(zone)] ?? 0) + 1;
  return counts;
}

function scaled(set: ScaleSet, capacity: number): ScaleSet {
  order(set, { kind: 'put', model: scaledTo(set, capacity) });
  later(set, 60);
  return set;
}

function without(set: ScaleSet, instances: readonly number[]): void {
  order(set, { kind: 'deleteInstances', instances, scope: 'set' });
  later(set, 60);
}

function protect(set: ScaleSet, instanceId: number): void {
  const own = { protectionPolicy: { protectFromScaleIn: true } };
  order(set, { kind: 'updateInstance', instanceId, own });
  later(set, 60);
}

test('scale in: the newest or the oldest go', () => {
  const left = (rule: Rule): number[] => {
    const set = born({ capacity: 6, scaleIn: policy(rule) });
    later(set, 60);
    return ids(scaled(set, 3));
  };
  assert.deepEqual(left('Default'), [0, 1, 2]);
  assert.deepEqual(left('NewestVM'), [0, 1, 2]);
  assert.deepEqual(left('OldestVM'), [3, 4, 5]);
});

test('scale in: Default balances the fault domains of a regional set, the others do not', () => {
  const left = (rule: Rule): number[] => {
    const set = born({ capacity: 15, scaleIn: policy(rule) });
    later(set, 60);
    // Domains 3 and 4 have three machines each, the others one.
    without(set, [5, 6, 7, 10, 11, 12]);
    return ids(scaled(set, 5));
  };
  assert.deepEqual(left('Default'), [0, 1, 2, 3, 4]);
  assert.deepEqual(left('OldestVM'), [4, 8, 9, 13, 14]);
});

test('scale in: zones are balanced before any rule', () => {
  for (const rule of ['Default', 'NewestVM', 'OldestVM'] as const) {
    const set = born({ capacity: 12, scaleIn: policy(rule), zones: ['1', '2', '3'] });
    later(set, 60);
    assert.deepEqual(perZone(set), { '1': 4, '2': 4, '3': 4 });
    without(set, [1, 4, 7]);
    assert.deepEqual(perZone(set), { '1': 4, '2': 1, '3': 4 });
    scaled(set, 5);
    assert.deepEqual(perZone(set), { '1': 2, '2': 1, '3': 2 }, rule);
    assert.deepEqual(ids(set), rule === 'OldestVM' ? [6, 8, 9, 10, 11] : [0, 2, 3, 5, 10], rule);
  }
});

test('scale in: of zones that are level, the one with the newest or the oldest machine gives', () => {
  const left = (rule: Rule): number[] => {
    const set = born({ capacity: 6, scaleIn: policy(rule), zones: ['1', '2', '3'] });
    later(set, 60);
    return ids(scaled(set, 5));
  };
  assert.deepEqual(left('Default'), [0, 1, 2, 3, 4]);
  assert.deepEqual(left('OldestVM'), [1, 2, 3, 4, 5]);
});

test('scale in: who is protected stays, and others of the zone go for it', () => {
  const set = born({ capacity: 6, scaleIn: policy('OldestVM'), zones: ['1', '2'] });
  later(set, 60);
  for (const instanceId of [0, 2]) protect(set, instanceId);
  assert.deepEqual(ids(scaled(set, 4)), [0, 2, 3, 5]);
  // Zone 1 has none left to give.
  assert.deepEqual(ids(scaled(set, 2)), [0, 2]);
});

test('scale in: unhealthy and inactive machines go first where they may', () => {
  const lifecycle = parseLifecycle({
    name: 'one fails',
    steps: { allocate: '1s', delete: '1s', finish: '1s', powerOff: '1s' },
    faults: [
      {
        on: { step: 'boot', fromInstance: 1, belowInstance: 2 },
        effect: 'fail',
        failure: { code: 'BootFailed', message: 'It failed.' },
      },
    ],
  });
  const left = (unhealthyFirst: boolean): number[] => {
    const set = born({ capacity: 5, scaleIn: policy('NewestVM', unhealthyFirst), lifecycle });
    later(set, 60);
    order(set, { kind: 'act', action: 'powerOff', instances: [2], scope: 'instance' });
    later(set, 60);
    return ids(scaled(set, 2));
  };
  assert.deepEqual(left(true), [0, 3]);
  assert.deepEqual(left(false), [0, 1]);
});

test('scale in: only the fullest zones give, slice by slice as at once', () => {
  fc.assert(
    fc.property(
      scaleIn,
      fc.integer({ min: 1, max: 60 }),
      fc.uniqueArray(fc.nat(59), { maxLength: 30 }),
      fc.nat(60),
      fc.integer({ min: 1, max: 20 }),
      (rules, capacity, gone, target, budget) => {
        const set = born({ capacity, scaleIn: rules, zones: ['1', '2', '3'] });
        later(set, 60);
        const leaving = gone.filter((instanceId) => instanceId < capacity);
        if (leaving.length > 0) without(set, leaving);
        const before = Object.values({ '1': 0, '2': 0, '3': 0, ...perZone(set) });
        const wanted = Math.min(target, set.activeCount);
        const put: Command = {
          kind: 'put',
          at: set.now,
          operationId: 'scale in',
          model: scaledTo(set, wanted),
        };
        apply(set, put);
        const copy = decodeSnapshot(encodeSnapshot(set));
        while (!advance(set, set.now, budget));
        while (!advance(copy, copy.now, 1_000_000));
        assert.ok(Buffer.from(encodeSnapshot(copy)).equals(encodeSnapshot(set)));
        const after = Object.values({ '1': 0, '2': 0, '3': 0, ...perZone(set) });
        assert.equal(machinesOf(set).length, wanted);
        // Only the fullest zones give: none of them is left behind another one.
        const most = Math.max(...after);
        after.forEach((count, at) => {
          const hasGiven = count < (before[at] ?? 0);
          assert.ok(!hasGiven || count >= most - 1, `${before.join()} became ${after.join()}`);
        });
      },
    ),
    { numRuns: 200 },
  );
});

test('scale in: the mix of priorities decides within what the zones give', () => {
  const set = born({
    capacity: 8,
    spot: 'Delete',
    mix: [2, 50],
    orchestrationMode: 'Flexible',
    zones: ['1', '2'],
  });
  later(set, 60);
  assert.deepEqual(perZone(set), { '1': 4, '2': 4 });
  assert.equal(set.regularCount, 5);
  scaled(set, 4);
  assert.deepEqual(perZone(set), { '1': 2, '2': 2 });
  assert.equal(set.regularCount, 3, 'two, and half of two more');
});

test('scale in: who reports to be unhealthy is one of those who go first', () => {
  const lifecycle = { ...orderly, health: parseLifecycle(HEALTH).health ?? null };
  const set = born({
    capacity: 4,
    scaleIn: policy('NewestVM', true),
    extensions: ['health'],
    lifecycle,
  });
  later(set, 60);
  order(set, { kind: 'setHealth', state: 'unhealthy', instances: [1] });
  assert.deepEqual(ids(scaled(set, 3)), [0, 2, 3]);
});

/** Reports come five seconds after the start of the application. */
const HEALTH = { name: 'reporting', steps: {}, health: { firstReport: '5s' } };
