import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  advanceFully,
  createCommand,
  modelOf,
  runUntilIdle,
  START,
} from '../../test/support/histories.ts';
import { isJsonObject, type JsonObject, MICROS_PER_SECOND } from '../base/index.ts';
import {
  advance,
  apply,
  check,
  type Command,
  createScaleSet,
  findInstance,
  findOperation,
  type Lifecycle,
  listInstances,
  modelView,
  nextDue,
  parseLifecycle,
  type ScaleSet,
  summarize,
} from './index.ts';

const SECOND = MICROS_PER_SECOND;
/** Every step takes a whole second and nothing goes wrong. */
const orderly = parseLifecycle({
  name: 'orderly',
  steps: Object.fromEntries(
    [
      'allocate',
      'boot',
      'provisionOs',
      'installExtension',
      'complete',
      'start',
      'powerOff',
      'restart',
      'deallocate',
      'reimage',
      'update',
      'delete',
      'finish',
    ].map((step) => [step, '1s']),
  ),
});

function born(options: {
  capacity: number;
  extensions?: readonly string[];
  lifecycle?: Lifecycle;
  mode?: string;
}): ScaleSet {
  const set = createScaleSet(createCommand({ lifecycle: orderly, ...options }));
  advanceFully(set, START);
  return set;
}

let ids = 0;
function order(set: ScaleSet, wish: object): Command {
  ids += 1;
  const command = { at: set.now, operationId: `operation-${ids}`, ...wish } as Command;
  assert.equal(check(set, command), null);
  apply(set, command);
  advanceFully(set, set.now);
  return command;
}

function later(set: ScaleSet, seconds: number): void {
  advanceFully(set, set.now + seconds * SECOND);
}

function scaledTo(set: ScaleSet, capacity: number): JsonObject {
  const { sku } = set.model;
  return { ...set.model, sku: { ...(isJsonObject(sku) ? sku : {}), capacity } };
}

function machines(set: ScaleSet): Record<string, number> {
  return Object.fromEntries(
    summarize(set).virtualMachine.map(({ state, count }) => [state, count]),
  );
}

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
      instanceId: 1,
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

test('what is asked of a busy machine waits, and the newest wish takes the place of an older one', () => {
  const set = born({ capacity: 1 });
  const first = order(set, { kind: 'act', action: 'powerOff', instances: 'all', scope: 'set' });
  const second = order(set, { kind: 'act', action: 'deallocate', instances: 'all', scope: 'set' });
  later(set, 1);
  assert.equal(findOperation(set, first.operationId)?.failure?.code, 'OperationPreempted');
  later(set, 3);
  assert.equal(findInstance(set, 0)?.power, 'deallocating');
  later(set, 1);
  assert.equal(findOperation(set, second.operationId)?.state, 'succeeded');
});

test('a newer model takes over what an older one has begun', () => {
  const set = born({ capacity: 2 });
  const second = order(set, { kind: 'put', model: scaledTo(set, 3) });
  assert.equal(summarize(set).status.state, 'updating');
  assert.equal(
    findOperation(set, '00000000-0000-4000-8000-000000000000')?.failure?.code,
    'OperationPreempted',
  );
  later(set, 4);
  assert.equal(findOperation(set, second.operationId)?.endedAt, START + 4 * SECOND);
  assert.deepEqual(machines(set), { succeeded: 3 });
});

test('manual mode leaves instances outdated until they are updated, automatic mode does not', () => {
  for (const mode of ['Manual', 'Automatic']) {
    const set = born({ capacity: 2, extensions: ['first'], mode });
    later(set, 10);
    const changed = { ...set.model, ...modelOf(2, ['first', 'second'], { mode }) };
    order(set, { kind: 'put', model: changed });
    later(set, 10);
    const isAutomatic = mode === 'Automatic';
    assert.equal(findInstance(set, 0)?.latestModelApplied, isAutomatic);
    assert.equal(
      listInstances(set, { after: -1, limit: 9, latestModelApplied: true }).instances.length,
      isAutomatic ? 2 : 0,
    );
    order(set, { kind: 'act', action: 'updateInstances', instances: [0], scope: 'set' });
    later(set, 10);
    assert.equal(findInstance(set, 0)?.latestModelApplied, true);
    assert.equal(findInstance(set, 0)?.extensions.length, 2);
  }
});

test('an extension that fails fails its machine, the operation and the set, by name', () => {
  const lifecycle = parseLifecycle({
    name: 'failing',
    steps: { installExtension: '1s' },
    faults: [
      {
        on: { step: 'installExtension', extension: 'second', belowInstance: 1 },
        effect: 'fail',
        after: '5s',
        failure: { code: 'VMExtensionProvisioningError', message: '{vm} and {extension}' },
      },
    ],
  });
  const set = born({ capacity: 2, extensions: ['first', 'second', 'third'], lifecycle });
  runUntilIdle(set);
  const failure = { code: 'VMExtensionProvisioningError', message: 'web_0 and second' };
  assert.deepEqual(machines(set), { succeeded: 1, failed: 1 });
  assert.deepEqual(summarize(set).status, {
    state: 'failed',
    settledAt: START + 6 * SECOND,
    failure,
  });
  assert.deepEqual(findOperation(set, '00000000-0000-4000-8000-000000000000')?.failure, {
    ...failure,
    target: '0',
  });
  assert.equal(findInstance(set, 0)?.power, 'running');
  assert.deepEqual(
    findInstance(set, 0)?.extensions.map(({ state }) => state),
    ['succeeded', 'failed'],
  );
});

test('a step that hangs is never due and its operation never ends', () => {
  const lifecycle = parseLifecycle({
    name: 'hanging',
    steps: {},
    faults: [{ on: { step: 'boot' }, effect: 'hang' }],
  });
  const set = born({ capacity: 2, lifecycle });
  runUntilIdle(set);
  assert.deepEqual(machines(set), { creating: 2 });
  assert.equal(nextDue(set), Number.POSITIVE_INFINITY);
  order(set, { kind: 'deleteSet' });
  runUntilIdle(set);
  assert.equal(set.gone, true);
});

test('a set that is being deleted takes no orders, and a second deletion joins the first', () => {
  const set = born({ capacity: 2 });
  later(set, 10);
  const deletion = order(set, { kind: 'deleteSet' });
  assert.equal(summarize(set).status.state, 'deleting');
  const base = { at: set.now, operationId: 'y' };
  assert.deepEqual(check(set, { ...base, kind: 'put', model: {} }), {
    reason: 'MarkedForDeletion',
  });
  assert.deepEqual(check(set, { ...base, kind: 'deleteSet' }), {
    reason: 'AlreadyDeleting',
    operationId: deletion.operationId,
  });
  later(set, 1);
  assert.equal(set.gone, true);
  assert.equal(findOperation(set, deletion.operationId)?.state, 'succeeded');
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

test('a large order is taken in slices of the size that is asked for', () => {
  const set = createScaleSet(createCommand({ capacity: 10_000, lifecycle: orderly }));
  let slices = 1;
  while (!advance(set, START, 500)) slices += 1;
  assert.equal(slices, 20);
  assert.deepEqual(machines(set), { creating: 10_000 });
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
