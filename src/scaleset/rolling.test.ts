import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advance, latestRollingUpgrade, nextDue, recount, summarize } from './index.ts';
import { runUntilIdle } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { born, later, order } from './testing/orderly.ts';

test('rolling upgrade: a large set is looked through in slices, batch by batch', () => {
  const set = born({ capacity: 10_000, extensions: ['first'], mode: 'Rolling' });
  runUntilIdle(set);
  const model = modelOf(10_000, ['first', 'second'], { mode: 'Rolling' });
  order(set, { kind: 'put', model: { ...set.model, ...model } });
  assert.equal(latestRollingUpgrade(set)?.inProgress, 3_000);
  assert.deepEqual(summarize(set), recount(set));
  let slices = 0;
  for (let due = nextDue(set); due !== Number.POSITIVE_INFINITY; due = nextDue(set)) {
    while (!advance(set, due, 1_000)) slices += 1;
  }
  assert.ok(slices > 40, `only ${slices} slices`);
  const { code, successful, pending, startedAt, endedAt } = latestRollingUpgrade(set) ?? {};
  assert.deepEqual([code, successful, pending], ['Completed', 10_000, 0]);
  // Four batches: an update, an extension and its completion take a second each, pauses one.
  assert.equal(((endedAt ?? 0) - (startedAt ?? 0)) / 1e6, 4 * 3 + 4);
  assert.deepEqual(summarize(set), recount(set));
});

test('rolling upgrade: the deletion of the set ends it', () => {
  const set = born({ capacity: 10, extensions: ['first'], mode: 'Rolling' });
  runUntilIdle(set);
  order(set, { kind: 'put', model: { ...set.model, ...modelOf(10, [], { mode: 'Rolling' }) } });
  later(set, 1);
  order(set, { kind: 'deleteSet' });
  assert.equal(latestRollingUpgrade(set)?.code, 'Cancelled');
  runUntilIdle(set);
  assert.equal(set.gone, true);
  assert.equal(
    set.operations.every(({ open }) => open === 0),
    true,
  );
});
