import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findInstance,
  findOperation,
  type Lifecycle,
  nextDue,
  parseLifecycle,
  summarize,
} from './index.ts';
import { runUntilIdle, START } from './testing/histories.ts';
import { born, later, machines, order, orderly, SECOND, scaledTo } from './testing/orderly.ts';

const CREATION = '00000000-0000-4000-8000-000000000000';

function failingAt(step: string, message: string): Lifecycle {
  return parseLifecycle({
    name: `failing at ${step}`,
    steps: {},
    faults: [
      { on: { step: 'redeploy' }, effect: 'fail', failure: { message: 'of another step' } },
      { on: { step }, effect: 'fail', after: '5s', failure: { code: 'Broken', message } },
    ],
  });
}

test('work under way ends as the life cycle that it began under says, also how it fails', () => {
  for (const lifecycle of [orderly, failingAt('boot', 'by the newer one')]) {
    const set = born({ capacity: 1, lifecycle: failingAt('boot', 'by the older one') });
    order(set, { kind: 'setLifecycle', lifecycle });
    later(set, 5);
    assert.equal(findInstance(set, 0)?.failure?.message, 'by the older one');
    assert.deepEqual(machines(set), { failed: 1 });
  }
});

test('the next step is by the new life cycle', () => {
  const set = born({ capacity: 1 });
  order(set, { kind: 'setLifecycle', lifecycle: failingAt('boot', 'by the newer one') });
  later(set, 6);
  assert.equal(findInstance(set, 0)?.failure?.message, 'by the newer one');
});

test('a creation fails as it was going to when the life cycle changes meanwhile', () => {
  const lifecycle = parseLifecycle({
    name: 'doomed',
    steps: { allocate: '1h' },
    setFailure: { after: '20s', view: { message: 'seen' }, operation: { message: 'answered' } },
  });
  const set = born({ capacity: 2, lifecycle });
  order(set, { kind: 'setLifecycle', lifecycle: orderly });
  later(set, 20);
  assert.deepEqual(findOperation(set, CREATION)?.failure, { message: 'answered', code: null });
  assert.deepEqual(summarize(set).status, {
    state: 'failed',
    settledAt: START + 20 * SECOND,
    failure: { code: null, message: 'seen' },
  });
});

test('a set whose creation has failed goes on with its machines and takes new models', () => {
  const lifecycle = parseLifecycle({
    name: 'doomed',
    steps: { allocate: '1h' },
    setFailure: { after: '0s', view: { message: 'seen' }, operation: { message: 'answered' } },
  });
  const set = born({ capacity: 2, lifecycle });
  assert.equal(summarize(set).status.state, 'failed');
  const { operationId } = order(set, { kind: 'put', model: scaledTo(set, 1) });
  runUntilIdle(set);
  assert.equal(findOperation(set, operationId)?.state, 'succeeded');
  assert.equal(summarize(set).status.state, 'succeeded');
  assert.deepEqual(machines(set), { succeeded: 1 });
});

test('an extension may have the name of something that every object has', () => {
  const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];
  const set = born({ capacity: 1, extensions: names });
  later(set, 10);
  assert.equal(nextDue(set), Number.POSITIVE_INFINITY);
  assert.deepEqual(
    findInstance(set, 0)?.extensions.map(({ facts, state }) => `${facts.name} ${state}`),
    names.map((name) => `${name} succeeded`),
  );
});

test('names are filled into a failure as they are, whatever is in them', () => {
  const set = born({
    capacity: 1,
    extensions: ["$&$'"],
    lifecycle: failingAt('installExtension', 'of {extension}'),
  });
  later(set, 10);
  assert.equal(findInstance(set, 0)?.failure?.message, "of $&$'");
});

test('a set without any length of time settles at the instant of its creation', () => {
  const set = born({
    capacity: 50,
    extensions: ['first', 'second'],
    lifecycle: parseLifecycle({ name: 'at once', steps: {} }),
  });
  assert.deepEqual(machines(set), { succeeded: 50 });
  assert.equal(findOperation(set, CREATION)?.endedAt, START);
  order(set, { kind: 'deleteSet' });
  assert.equal(set.gone, true);
});

test('an instance that is deleted does not fail by what its work was going to', () => {
  const set = born({ capacity: 2, lifecycle: failingAt('boot', 'too late') });
  order(set, { kind: 'deleteInstances', instances: [0], scope: 'set' });
  later(set, 1);
  assert.equal(findInstance(set, 0), undefined);
});

test('a set whose creation ends at the instant that it would fail at has succeeded', () => {
  const lifecycle = parseLifecycle({
    name: 'just in time',
    steps: { boot: '5s' },
    setFailure: { after: '5s', view: { message: 'seen' }, operation: { message: 'answered' } },
  });
  const set = born({ capacity: 1, lifecycle });
  later(set, 5);
  assert.equal(findOperation(set, CREATION)?.state, 'succeeded');
});

test('how long a step takes says nothing about whether it fails', () => {
  const boot = { min: '1s', p10: '11s', median: '51s', p90: '91s', max: '101s' };
  const lifecycle = parseLifecycle({
    name: 'even',
    steps: { boot },
    faults: [
      { on: { step: 'boot', probability: 0.3 }, effect: 'fail', failure: { message: 'no' } },
    ],
  });
  const set = born({ capacity: 2_000, lifecycle });
  later(set, 51);
  const early = machines(set);
  later(set, 60);
  const { failed = 0 } = machines(set);
  assert.ok(Math.abs(failed - 600) < 100, `${failed} failed`);
  assert.ok(Math.abs((early.failed ?? 0) - failed / 2) < 60, `${early.failed} of them early`);
});

test('an operation is expected to end with the step that is known to end last', () => {
  const set = born({ capacity: 1 });
  for (const seconds of [1, 2, 3]) {
    assert.equal(findOperation(set, CREATION)?.expectedEnd, START + seconds * SECOND);
    later(set, 1);
  }
});
