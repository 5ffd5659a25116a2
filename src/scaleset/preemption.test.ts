import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, findOperation, type Lifecycle, parseLifecycle, summarize } from './index.ts';
import { runUntilIdle, START } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { born, later, machines, order, scaledTo, SECOND } from './testing/orderly.ts';

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

test('what goes on longer than the deletion of its set ends with it', () => {
  const set = born({
    capacity: 20,
    lifecycle: parseLifecycle({
      name: 'lingering',
      steps: { finish: { p10: '1s', median: '20s', p90: '40s' } },
    }),
  });
  runUntilIdle(set);
  const commands = Array.from({ length: 20 }, (_, id) =>
    order(set, { kind: 'act', action: 'restart', instances: [id], scope: 'instance' }),
  );
  const ends = set.operations.map(({ expectedEnd }) => expectedEnd);
  const deletion = order(set, { kind: 'deleteSet' });
  runUntilIdle(set);
  const goneAt = findOperation(set, deletion.operationId)?.endedAt ?? 0;
  assert.ok(ends.some((end) => end > goneAt) && ends.some((end) => end < goneAt));
  for (const { operationId } of commands) {
    const { state, endedAt } = findOperation(set, operationId) ?? {};
    assert.notEqual(state, 'inProgress');
    assert.ok(endedAt !== null && endedAt !== undefined && endedAt <= goneAt);
  }
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

test('a newer model ends no earlier than what it takes over, and fails when that has failed', () => {
  const lifecycle = parseLifecycle({
    name: 'uneven',
    steps: { boot: '20s' },
    faults: [
      { on: { step: 'allocate', belowInstance: 1 }, effect: 'fail', failure: { message: 'no' } },
    ],
  });
  const set = born({ capacity: 2, lifecycle });
  const { operationId } = order(set, { kind: 'put', model: set.model });
  assert.equal(findOperation(set, operationId)?.expectedEnd, START + 20 * SECOND);
  later(set, 20);
  assert.equal(findOperation(set, operationId)?.endedAt, START + 20 * SECOND);
  assert.deepEqual(findOperation(set, operationId)?.failure, {
    code: null,
    message: 'no',
    target: '0',
  });
});

test('an operation is expected to end when the set itself is done', () => {
  const set = born({ capacity: 0 });
  assert.equal(
    findOperation(set, '00000000-0000-4000-8000-000000000000')?.expectedEnd,
    START + SECOND,
  );
});

test('the deletion of a set preempts what it was doing', () => {
  const set = born({ capacity: 2 });
  later(set, 10);
  const restart = order(set, { kind: 'act', action: 'restart', instances: [0], scope: 'set' });
  const single = order(set, { kind: 'act', action: 'restart', instances: [1], scope: 'instance' });
  order(set, { kind: 'deleteSet' });
  runUntilIdle(set);
  for (const { operationId } of [restart, single]) {
    assert.equal(findOperation(set, operationId)?.failure?.code, 'OperationPreempted');
  }
  assert.equal(set.gone, true);
});

test('a deletion that an instance withstands fails by its name, and the instance counts again', () => {
  const lifecycle = parseLifecycle({
    name: 'clinging',
    steps: {},
    faults: [
      {
        on: { step: 'delete', fromInstance: 1, belowInstance: 2 },
        effect: 'fail',
        failure: { code: 'Clings', message: '{vm} clings' },
      },
    ],
  });
  const set = born({ capacity: 4, lifecycle });
  const failure = { code: 'Clings', message: 'web_1 clings', target: '1' };
  const some = order(set, { kind: 'deleteInstances', instances: [0, 1], scope: 'instance' });
  assert.deepEqual(findOperation(set, some.operationId)?.failure, failure);
  assert.equal(set.facts.capacity, 3);
  // Somebody else's deletion of the instance is under way when the set is deleted.
  order(set, { kind: 'setLifecycle', lifecycle: { ...lifecycle, faults: delayed(lifecycle) } });
  order(set, { kind: 'deleteInstances', instances: [1], scope: 'instance' });
  const all = order(set, { kind: 'deleteSet' });
  assert.equal(findOperation(set, all.operationId)?.state, 'inProgress');
  later(set, 5);
  assert.deepEqual(findOperation(set, all.operationId)?.failure, failure);
  assert.deepEqual(machines(set), { failed: 1 });
  assert.equal(set.facts.capacity, 1);
  assert.equal(set.gone, false);
});

function delayed({ faults }: Lifecycle): Lifecycle['faults'] {
  return faults.map((rule) => ({ ...rule, after: 5 * SECOND }));
}

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
