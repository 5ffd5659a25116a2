import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advanceFully, createCommand, START } from './testing/histories.ts';
import { born, later, machines, order, orderly, scaledTo, SECOND } from './testing/orderly.ts';
import {
  advance,
  createScaleSet,
  decodeSnapshot,
  encodeSnapshot,
  findOperation,
  listInstances,
  parseLifecycle,
  type ScaleSet,
} from './index.ts';
import { extraFor } from './surplus.ts';

function ids(set: ScaleSet): number[] {
  return listInstances(set, { after: -1, limit: 100 }).instances.map(
    ({ instanceId }) => instanceId,
  );
}

function hanging(fromInstance: number, belowInstance: number) {
  return parseLifecycle({
    name: 'hanging',
    steps: { allocate: '1s', boot: '1s', delete: '1s', finish: '1s' },
    faults: [{ on: { step: 'boot', fromInstance, belowInstance }, effect: 'hang' }],
  });
}

test('surplus: a fifth more, and at least two where two were asked for', () => {
  assert.deepEqual(
    [1, 2, 3, 10, 11, 100, 1_000].map((count) => extraFor(count)),
    [1, 2, 2, 2, 3, 20, 200],
  );
});

test('surplus: the operation ends with the last machine that is wanted, not with those that go', () => {
  const create = createCommand({ capacity: 4, overprovision: 'yes', lifecycle: orderly });
  const set = createScaleSet(create);
  advanceFully(set, START + 3 * SECOND);
  assert.deepEqual(machines(set), { creating: 6 });
  later(set, 1);
  assert.deepEqual(machines(set), { succeeded: 4, deleting: 2 });
  assert.equal(findOperation(set, create.operationId)?.endedAt, START + 4 * SECOND);
  assert.equal(set.facts.capacity, 4);
  later(set, 1);
  assert.deepEqual(machines(set), { succeeded: 4 });
});

test('surplus: machines that hang go, whichever they are', () => {
  const set = born({ capacity: 3, overprovision: 'yes', lifecycle: hanging(1, 3) });
  later(set, 60);
  assert.deepEqual(ids(set), [0, 3, 4]);
  assert.equal(set.operations.filter(({ endedAt }) => endedAt === null).length, 0);
});

test('surplus: too few succeed, so the set waits as it would without', () => {
  const set = born({ capacity: 3, overprovision: 'yes', lifecycle: hanging(0, 3) });
  later(set, 600);
  assert.deepEqual(machines(set), { creating: 3, succeeded: 2 });
  order(set, { kind: 'deleteInstances', instances: [0], scope: 'set' });
  later(set, 10);
  assert.deepEqual(machines(set), { succeeded: 2 });
  assert.equal(set.facts.capacity, 2);
});

test('surplus: a machine that is protected from scale-in does not go', () => {
  const set = born({ capacity: 1, overprovision: 'yes', lifecycle: hanging(0, 1) });
  order(set, {
    kind: 'updateInstance',
    instanceId: 1,
    own: { protectionPolicy: { protectFromScaleIn: true } },
  });
  const all = born({ capacity: 1, overprovision: 'yes' });
  for (const instanceId of [0, 1]) {
    const own = { protectionPolicy: { protectFromScaleIn: true } };
    order(all, { kind: 'updateInstance', instanceId, own });
  }
  for (const one of [set, all]) later(one, 60);
  assert.deepEqual(ids(set), [1]);
  assert.deepEqual(ids(all), [0, 1], 'capacity says that both stay');
  assert.equal(all.facts.capacity, 2);
});

test('surplus: what was asked of a machine that goes is nobody’s failure', () => {
  const set = born({ capacity: 2, overprovision: 'yes' });
  const restart = order(set, { kind: 'act', action: 'restart', instances: 'all', scope: 'set' });
  later(set, 60);
  assert.deepEqual(machines(set), { succeeded: 2 });
  assert.equal(findOperation(set, restart.operationId)?.state, 'succeeded');
});

test('surplus: growth while there are machines too many is merged', () => {
  const set = born({ capacity: 5, overprovision: 'yes' });
  later(set, 1);
  order(set, { kind: 'put', model: scaledTo(set, 10) });
  assert.deepEqual(machines(set), { creating: 14 });
  later(set, 60);
  assert.deepEqual(machines(set), { succeeded: 10 });
  assert.equal(set.operations.filter(({ endedAt }) => endedAt === null).length, 0);
});

test('surplus: deleting them is done in slices, and a snapshot may be taken in one', () => {
  const set = born({ capacity: 1_000, overprovision: 'yes' });
  later(set, 3);
  const until = set.now + SECOND;
  let slices = 0;
  for (let isDone = false; !isDone; slices += 1) {
    const copy = decodeSnapshot(encodeSnapshot(set));
    isDone = advance(set, until, 50);
    advance(copy, until, 50);
    assert.ok(Buffer.from(encodeSnapshot(copy)).equals(encodeSnapshot(set)));
  }
  assert.ok(slices > 20, `${slices} slices`);
  assert.deepEqual(machines(set), { succeeded: 1_000, deleting: 200 });
});
