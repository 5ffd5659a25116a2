import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findInstance, type Lifecycle, parseLifecycle, type ScaleSet, summarize } from './index.ts';
import { runUntilIdle } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { born, later, machines, order } from './testing/orderly.ts';

function lifecycleWith(...faults: object[]): Lifecycle {
  return parseLifecycle({
    name: 'with faults',
    steps: { installExtension: '1s', update: '5s', reimage: '5s', restart: '5s' },
    faults,
  });
}

function failing(step: string, on: object = {}): object {
  return { on: { step, ...on }, effect: 'fail', failure: { code: 'Broken', message: 'broken' } };
}

function extensions(set: ScaleSet): Record<string, string> {
  return Object.fromEntries(
    findInstance(set, 0)?.extensions.map(({ facts, state }) => [facts.name, state]) ?? [],
  );
}

test('extensions whose machine failed do not stay under way for ever', () => {
  const set = born({
    capacity: 1,
    extensions: ['first', 'second'],
    lifecycle: lifecycleWith(failing('reimage')),
  });
  later(set, 10);
  order(set, { kind: 'act', action: 'reimage', instances: 'all', scope: 'set' });
  assert.deepEqual(extensions(set), { first: 'updating', second: 'updating' });
  later(set, 10);
  assert.deepEqual(machines(set), { failed: 1 });
  assert.deepEqual(extensions(set), { first: 'failed', second: 'failed' });
});

test('an extension that is to go has failed to when the update that removes it fails', () => {
  const set = born({
    capacity: 1,
    extensions: ['first', 'second'],
    lifecycle: lifecycleWith(failing('update')),
  });
  later(set, 10);
  order(set, { kind: 'put', model: { ...set.model, ...modelOf(1, ['first']) } });
  assert.deepEqual(extensions(set), { first: 'succeeded', second: 'deleting' });
  later(set, 10);
  assert.deepEqual(extensions(set), { first: 'succeeded', second: 'failed' });
  assert.deepEqual(summarize(set).extensions[1], {
    name: 'second',
    counts: [{ state: 'failed', count: 1 }],
  });
});

test('extensions after one that fails are not left updating', () => {
  const set = born({ capacity: 1, extensions: ['first', 'second'], lifecycle: lifecycleWith() });
  later(set, 10);
  order(set, {
    kind: 'setLifecycle',
    lifecycle: lifecycleWith(failing('installExtension', { extension: 'first' })),
  });
  order(set, { kind: 'act', action: 'reimage', instances: 'all', scope: 'set' });
  runUntilIdle(set);
  assert.deepEqual(extensions(set), { first: 'failed', second: 'failed' });
});

test('an extension whose installation hung is installed after a restart', () => {
  const hanging = { on: { step: 'installExtension', extension: 'first' }, effect: 'hang' };
  for (const action of ['restart', 'redeploy']) {
    const set = born({ capacity: 1, extensions: ['first'], lifecycle: lifecycleWith(hanging) });
    later(set, 10);
    assert.deepEqual(extensions(set), { first: 'creating' });
    order(set, { kind: 'setLifecycle', lifecycle: lifecycleWith() });
    order(set, { kind: 'act', action, instances: 'all', scope: 'set' });
    later(set, 10);
    assert.deepEqual(extensions(set), { first: 'succeeded' });
    assert.deepEqual(machines(set), { succeeded: 1 });
  }
});

test('an extension that a still newer model changes during an update is installed anew', () => {
  const set = born({
    capacity: 1,
    extensions: ['first'],
    mode: 'Manual',
    lifecycle: lifecycleWith(),
  });
  later(set, 10);
  const change = (names: readonly string[], version: number): void => {
    const model = { ...set.model, ...modelOf(1, names, { version, mode: 'Manual' }) };
    order(set, { kind: 'put', model });
  };
  change(['first', 'second'], 0);
  order(set, { kind: 'act', action: 'updateInstances', instances: 'all', scope: 'set' });
  assert.deepEqual(extensions(set), { first: 'succeeded' });
  later(set, 1);
  change(['first', 'second'], 1);
  later(set, 4);
  assert.deepEqual(extensions(set), { first: 'updating' });
  runUntilIdle(set);
  assert.deepEqual(extensions(set), { first: 'succeeded', second: 'succeeded' });
  assert.equal(findInstance(set, 0)?.latestModelApplied, true);
});

test('an extension that a model removes while it is being installed goes when that is done', () => {
  const set = born({
    capacity: 1,
    extensions: ['first', 'second', 'third'],
    lifecycle: lifecycleWith(),
  });
  later(set, 1);
  assert.deepEqual(extensions(set), { first: 'succeeded', second: 'creating' });
  order(set, { kind: 'put', model: { ...set.model, ...modelOf(1, ['first']) } });
  runUntilIdle(set);
  assert.deepEqual(extensions(set), { first: 'succeeded' });
  assert.deepEqual(
    summarize(set).extensions.map(({ name }) => name),
    ['first'],
  );
});

test('extensions of a machine that is not running wait, and are installed when it starts', () => {
  const set = born({ capacity: 1, lifecycle: lifecycleWith() });
  later(set, 10);
  order(set, { kind: 'act', action: 'deallocate', instances: 'all', scope: 'set' });
  order(set, { kind: 'put', model: { ...set.model, ...modelOf(1, ['first']) } });
  later(set, 10);
  assert.deepEqual(extensions(set), { first: 'creating' });
  assert.deepEqual(machines(set), { succeeded: 1 });
  order(set, { kind: 'act', action: 'start', instances: 'all', scope: 'set' });
  later(set, 10);
  assert.deepEqual(extensions(set), { first: 'succeeded' });
});

test('an update tries an extension again that has failed', () => {
  const failure = failing('installExtension', { extension: 'first' });
  const set = born({ capacity: 1, extensions: ['first'], lifecycle: lifecycleWith(failure) });
  later(set, 10);
  assert.deepEqual(extensions(set), { first: 'failed' });
  order(set, { kind: 'setLifecycle', lifecycle: lifecycleWith() });
  order(set, { kind: 'act', action: 'updateInstances', instances: [0], scope: 'set' });
  assert.deepEqual(extensions(set), { first: 'updating' });
  later(set, 10);
  assert.deepEqual(extensions(set), { first: 'succeeded' });
  assert.deepEqual(machines(set), { succeeded: 1 });
});
