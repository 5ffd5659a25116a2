import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryStore, type Store, StoreError } from '../store/index.ts';
import { nextBootNumber } from './boot-number.ts';
import { openClock } from './clock-keeper.ts';

const noFailure = (error: unknown): void => assert.fail(String(error));

test('clock: runs on over a restart, in the mode it was left in', async () => {
  const store = createMemoryStore();
  const first = await openClock(store, null, noFailure);
  assert.equal(first.clock.read().mode, 'x60', 'the mode of a first start');
  first.clock.setMode({ kind: 'manual' });
  first.clock.advanceBy(3_600e6);
  await first.kept();
  const left = first.clock.now();
  first.clock.close();

  const second = await openClock(store, null, noFailure);
  assert.deepEqual(second.clock.read(), { mode: 'manual', rate: 0, now: left });
  second.clock.close();

  const third = await openClock(store, { kind: 'real' }, noFailure);
  assert.equal(
    third.clock.read().mode,
    'real',
    'what is asked for counts more than what is remembered',
  );
  assert.ok(third.clock.now() >= left);
  third.clock.close();
});

test('clock: the line of a first start is durable before anybody reads the time', async () => {
  const store = createMemoryStore();
  const { clock } = await openClock(store, { kind: 'scaled', rate: 1_000 }, noFailure);
  const stored = await store.getDocument('clock', 'line');
  assert.deepEqual(JSON.parse(stored?.value ?? ''), clock.line());
  clock.close();
});

test('clock: a change is written without being asked for, and kept waits for it', async () => {
  const store = createMemoryStore();
  const { clock, kept } = await openClock(store, { kind: 'manual' }, noFailure);
  const start = clock.now();
  for (let step = 1; step <= 5; step += 1) clock.advanceBy(1e6);
  await kept();
  const stored = await store.getDocument('clock', 'line');
  assert.equal((JSON.parse(stored?.value ?? '') as { anchor: number }).anchor, start + 5e6);
  clock.close();
});

test('clock: a line that cannot be written is told to whoever asks, and to the log', async () => {
  const store = createMemoryStore();
  let broken = false;
  const failing: Store = {
    ...store,
    commit: (batch) =>
      broken ? Promise.reject(new StoreError('unavailable', 'gone')) : store.commit(batch),
  };
  const told: unknown[] = [];
  const { clock, kept } = await openClock(failing, { kind: 'manual' }, (error) => told.push(error));
  broken = true;
  clock.advanceBy(1e6);
  await assert.rejects(kept(), /gone/);
  assert.equal(told.length, 1);
  broken = false;
  await kept();
  const stored = await store.getDocument('clock', 'line');
  assert.deepEqual(JSON.parse(stored?.value ?? ''), clock.line(), 'the next write makes up for it');
  clock.close();
});

test('boot number: grows with every start, also when several start at once', async () => {
  const store = createMemoryStore();
  assert.equal(await nextBootNumber(store), 1);
  assert.equal(await nextBootNumber(store), 2);
  const numbers = await Promise.all([1, 2, 3, 4].map(() => nextBootNumber(store)));
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    [3, 4, 5, 6],
  );
});
