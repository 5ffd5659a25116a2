import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  advance,
  check,
  findInstance,
  listInstances,
  modelView,
  recount,
  summarize,
} from './index.ts';
import { START } from './testing/histories.ts';
import { born, later, machines, order, scaledTo, SECOND } from './testing/orderly.ts';

test('an instance is placed, starts, boots, installs its extensions in order and succeeds', () => {
  const set = born({ capacity: 1, extensions: ['first', 'second'] });
  const seen = [];
  for (let second = 0; second < 7; second += 1) {
    const instance = findInstance(set, 0);
    seen.push([
      instance?.state,
      instance?.power ?? 'none',
      instance?.agent?.state ?? 'none',
      ...(instance?.extensions.map(({ facts, state }) => `${facts.name} ${state}`) ?? []),
    ]);
    later(set, 1);
  }
  assert.deepEqual(seen, [
    ['creating', 'none', 'none'],
    ['creating', 'starting', 'notReporting'],
    ['creating', 'running', 'notReporting'],
    ['creating', 'running', 'ready', 'first creating'],
    ['creating', 'running', 'ready', 'first succeeded', 'second creating'],
    ['creating', 'running', 'ready', 'first succeeded', 'second succeeded'],
    ['succeeded', 'running', 'ready', 'first succeeded', 'second succeeded'],
  ]);
});

test('a set is creating until its last instance is, then succeeded at that instant', () => {
  const set = born({ capacity: 3 });
  assert.deepEqual(summarize(set).status, { state: 'creating', settledAt: null, failure: null });
  assert.equal(modelView(set).provisioningState, 'creating');
  later(set, 4);
  assert.deepEqual(machines(set), { succeeded: 3 });
  assert.deepEqual(summarize(set).status, {
    state: 'succeeded',
    settledAt: START + 4 * SECOND,
    failure: null,
  });
});

test('an empty set has no machines in any state and succeeds', () => {
  const set = born({ capacity: 0 });
  later(set, 1);
  assert.deepEqual(summarize(set).virtualMachine, []);
  assert.equal(summarize(set).status.state, 'succeeded');
});

test('scaling in removes the newest, scaling out never uses an id again', () => {
  const set = born({ capacity: 4 });
  later(set, 10);
  order(set, { kind: 'patch', model: scaledTo(set, 2) });
  assert.deepEqual(machines(set), { succeeded: 2, deleting: 2 });
  assert.equal(summarize(set).status.state, 'updating');
  later(set, 10);
  order(set, { kind: 'put', model: scaledTo(set, 3) });
  later(set, 10);
  assert.deepEqual(
    listInstances(set, { after: -1, limit: 10 }).instances.map(({ instanceId }) => instanceId),
    [0, 1, 4],
  );
});

test('deleting instances by name lowers the capacity of the model', () => {
  const set = born({ capacity: 4, extensions: ['first'] });
  later(set, 10);
  order(set, { kind: 'deleteInstances', instances: [1, 2, 1], scope: 'set' });
  assert.deepEqual(modelView(set).model.sku, {
    name: 'Standard_D2s_v5',
    tier: 'Standard',
    capacity: 2,
  });
  assert.deepEqual(summarize(set).extensions, [
    {
      name: 'first',
      counts: [
        { state: 'succeeded', count: 2 },
        { state: 'deleting', count: 2 },
      ],
    },
  ]);
  assert.deepEqual(
    check(set, {
      kind: 'deleteInstances',
      at: set.now,
      operationId: 'x',
      instances: [1],
      scope: 'set',
    }),
    {
      reason: 'UnknownInstance',
      instance: '1',
    },
  );
});

test('a single machine is updated in a set that is succeeded', () => {
  const set = born({ capacity: 2 });
  later(set, 10);
  order(set, { kind: 'act', action: 'restart', instances: [1], scope: 'instance' });
  assert.deepEqual(machines(set), { updating: 1, succeeded: 1 });
  assert.equal(summarize(set).status.state, 'succeeded');
  order(set, { kind: 'act', action: 'restart', instances: [0], scope: 'set' });
  assert.equal(summarize(set).status.state, 'updating');
});

test('power goes through its transitions', () => {
  const set = born({ capacity: 1 });
  later(set, 10);
  const powers = [];
  for (const action of ['powerOff', 'start', 'deallocate', 'powerOff', 'start', 'restart']) {
    order(set, { kind: 'act', action, instances: 'all', scope: 'set' });
    const during = findInstance(set, 0)?.power;
    later(set, 5);
    powers.push(`${action}: ${during} ${findInstance(set, 0)?.power}`);
  }
  assert.deepEqual(powers, [
    'powerOff: stopping stopped',
    'start: starting running',
    'deallocate: deallocating deallocated',
    'powerOff: deallocated deallocated',
    'start: starting running',
    'restart: running running',
  ]);
});

test('many deletions leave no gaps behind, and ids still find their instances', () => {
  const set = born({ capacity: 5_000 });
  later(set, 10);
  const leaving = Array.from({ length: 4_000 }, (_, at) => at + 500);
  order(set, { kind: 'deleteInstances', instances: leaving, scope: 'set' });
  later(set, 10);
  assert.equal(set.instances.length, 1_000);
  assert.equal(findInstance(set, 499)?.instanceId, 499);
  assert.equal(findInstance(set, 500), undefined);
  assert.equal(findInstance(set, 4_999)?.instanceId, 4_999);
});

test('gaps are closed in slices, and the set can be looked at between them', () => {
  const set = born({ capacity: 9_000, extensions: ['first'] });
  later(set, 10);
  order(set, {
    kind: 'deleteInstances',
    instances: Array.from({ length: 6_000 }, (_, at) => at),
    scope: 'set',
  });
  order(set, { kind: 'act', action: 'restart', instances: [8_999], scope: 'instance' });
  const until = set.now + 10 * SECOND;
  let slices = 1;
  for (; !advance(set, until, 500); slices += 1) {
    assert.deepEqual(summarize(set), recount(set));
    assert.equal(findInstance(set, 8_999)?.instanceId, 8_999);
  }
  // 6,000 deletions, a restart and its end, and 9,000 slots to move.
  assert.ok(slices > 20, `${slices} slices`);
  assert.equal(set.instances.length, 3_000);
  assert.deepEqual(summarize(set), recount(set));
  assert.equal(findInstance(set, 6_000)?.extensions[0]?.state, 'succeeded');
  assert.equal(findInstance(set, 8_999)?.state, 'succeeded');
});

test('a page of a list goes on where the one before it ended', () => {
  const set = born({ capacity: 250 });
  const sizes = [];
  let after = -1;
  for (;;) {
    const page = listInstances(set, { after, limit: 120 });
    sizes.push(page.instances.length);
    if (page.next === null) break;
    after = page.next;
  }
  assert.deepEqual(sizes, [120, 120, 10]);
});

test('a page of a list is the last one when only deleted instances come after it', () => {
  const set = born({ capacity: 10 });
  later(set, 10);
  order(set, { kind: 'deleteInstances', instances: [7, 8, 9], scope: 'set' });
  later(set, 10);
  assert.equal(listInstances(set, { after: -1, limit: 7 }).next, null);
  assert.equal(listInstances(set, { after: -1, limit: 6 }).next, 5);
});
