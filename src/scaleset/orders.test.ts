import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  advance,
  check,
  createScaleSet,
  findInstance,
  findOperation,
  listInstances,
  nextDue,
  parseLifecycle,
  summarize,
} from './index.ts';
import { createCommand, runUntilIdle, START } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { SECOND, born, later, machines, order, orderly, scaledTo } from './testing/orderly.ts';

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

test('a large order is taken in slices of the size that is asked for', () => {
  const set = createScaleSet(createCommand({ capacity: 10_000, lifecycle: orderly }));
  let slices = 1;
  while (!advance(set, START, 500)) slices += 1;
  assert.equal(slices, 20);
  assert.deepEqual(machines(set), { creating: 10_000 });
});
