import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, findOperation, parseLifecycle, summarize } from './index.ts';
import { modelOf, runUntilIdle } from './testing/histories.ts';
import { born, later, machines, order, scaledTo } from './testing/orderly.ts';

test('scaling in while the set is being created is no failure: the newer model goes on with it', () => {
  const set = born({ capacity: 5 });
  const { operationId } = order(set, { kind: 'put', model: scaledTo(set, 2) });
  runUntilIdle(set);
  assert.equal(findOperation(set, operationId)?.state, 'succeeded');
  assert.equal(summarize(set).status.state, 'succeeded');
  assert.deepEqual(machines(set), { succeeded: 2 });
});

test('a model that replaces one whose updates still wait does not fail by having replaced it', () => {
  const set = born({ capacity: 2 });
  const older = order(set, { kind: 'put', model: { ...set.model, ...modelOf(2, ['first']) } });
  const newer = order(set, { kind: 'put', model: { ...set.model, ...modelOf(2, ['second']) } });
  runUntilIdle(set);
  assert.equal(findOperation(set, older.operationId)?.failure?.code, 'OperationPreempted');
  assert.equal(findOperation(set, newer.operationId)?.state, 'succeeded');
  assert.equal(summarize(set).status.state, 'succeeded');
});

test('an instance that is deleted while another order holds it preempts that order', () => {
  const set = born({ capacity: 2 });
  later(set, 10);
  const restart = order(set, { kind: 'act', action: 'restart', instances: [1], scope: 'instance' });
  order(set, { kind: 'deleteInstances', instances: [1], scope: 'instance' });
  runUntilIdle(set);
  assert.equal(findOperation(set, restart.operationId)?.failure?.code, 'OperationPreempted');
});

test('an instance that outlasts thousands of models still ends the newest of them', () => {
  const set = born({
    capacity: 3,
    lifecycle: parseLifecycle({ name: 'slow', steps: { boot: '10m' } }),
  });
  let newest = '';
  for (let turn = 0; turn < 5_000; turn += 1) {
    newest = order(set, { kind: 'put', model: set.model }).operationId;
  }
  runUntilIdle(set);
  assert.equal(findOperation(set, newest)?.state, 'succeeded');
  assert.equal(summarize(set).status.state, 'succeeded');
});

test('operations that ended long ago are forgotten, those that have not are not', () => {
  const set = born({
    capacity: 1,
    lifecycle: parseLifecycle({
      name: 'hanging',
      steps: {},
      faults: [{ on: { step: 'restart' }, effect: 'hang' }],
    }),
  });
  later(set, 1);
  const early = order(set, { kind: 'put', model: set.model }).operationId;
  later(set, 1);
  for (let turn = 0; turn < 5_000; turn += 1) {
    order(set, { kind: 'put', model: set.model });
    later(set, 1);
  }
  assert.equal(findOperation(set, early), undefined);
  assert.ok(set.operations.length < 4_096);
  const hung = order(set, { kind: 'act', action: 'restart', instances: [0], scope: 'instance' });
  for (let turn = 0; turn < 5_000; turn += 1) {
    order(set, { kind: 'put', model: set.model });
    later(set, 1);
  }
  assert.equal(findOperation(set, hung.operationId)?.state, 'inProgress');
});

test('who asks for a deletion again joins the one under way, not one that failed before', () => {
  const set = born({
    capacity: 1,
    lifecycle: parseLifecycle({
      name: 'clinging',
      steps: {},
      faults: [{ on: { step: 'delete' }, effect: 'fail', after: '5s', failure: { message: 'no' } }],
    }),
  });
  later(set, 1);
  order(set, { kind: 'deleteSet' });
  later(set, 10);
  const { operationId } = order(set, { kind: 'deleteSet' });
  const again = { kind: 'deleteSet', at: set.now, operationId: 'again' } as const;
  assert.deepEqual(check(set, again), { reason: 'AlreadyDeleting', operationId });
});
