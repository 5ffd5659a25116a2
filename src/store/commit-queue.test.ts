import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommitQueue } from './commit-queue.ts';
import type { Batch, Outcome } from './engine.ts';
import { StoreError } from './types.ts';

/** Notes the groups it is given, and lets the test say when and how each ends. */
class GroupRecorder {
  readonly groups: (readonly Batch[])[] = [];
  readonly #ends: PromiseWithResolvers<void>[] = [];

  async commitGroup(group: readonly Batch[]): Promise<readonly Outcome[]> {
    this.groups.push(group);
    const end = Promise.withResolvers<void>();
    this.#ends.push(end);
    await end.promise;
    return group.map(() => null);
  }

  finish(): void {
    this.#ends.at(-1)?.resolve();
  }

  fail(error: Error): void {
    this.#ends.at(-1)?.reject(error);
  }
}

function batch(characters = 1): Batch {
  return [{ kind: 'put', collection: 'c', key: 'k', value: 'x'.repeat(characters) }];
}

/** Lets everything run that waits for nothing but its turn. */
async function turn(): Promise<void> {
  for (let count = 0; count < 20; count++) await Promise.resolve();
}

test('group commit: batches of one turn are one group, and what comes meanwhile is the next', async () => {
  const engine = new GroupRecorder();
  const queue = new CommitQueue(engine);
  const first = [queue.add(batch()), queue.add(batch())];
  await turn();
  assert.deepEqual(
    engine.groups.map(({ length }) => length),
    [2],
  );
  const second = [1, 2, 3].map(() => queue.add(batch()));
  await turn();
  assert.equal(engine.groups.length, 1, 'one group at a time');
  engine.finish();
  await Promise.all(first);
  await turn();
  assert.deepEqual(
    engine.groups.map(({ length }) => length),
    [2, 3],
  );
  engine.finish();
  await Promise.all(second);
  await queue.settled();
});

test('group commit: a group has a limited number of batches and of characters', async () => {
  const engine = new GroupRecorder();
  const queue = new CommitQueue(engine);
  const mega = 1024 * 1024;
  const sizes = [
    ...Array.from({ length: 2_000 }, () => 1),
    20 * mega,
    5 * mega,
    2 * mega,
    2 * mega,
  ];
  const commits = sizes.map((size) => queue.add(batch(size)));
  for (const expected of [1_024, 976, 1, 2, 1]) {
    await turn();
    assert.equal(engine.groups.at(-1)?.length, expected);
    engine.finish();
  }
  await Promise.all(commits);
});

test('group commit: a failure of the engine fails its group, and the next one is tried', async () => {
  const engine = new GroupRecorder();
  const queue = new CommitQueue(engine);
  const failing = Promise.allSettled([queue.add(batch()), queue.add(batch())]);
  await turn();
  const next = queue.add(batch());
  const error = new StoreError('unavailable', 'The disk is full.');
  engine.fail(error);
  assert.deepEqual(await failing, [
    { status: 'rejected', reason: error },
    { status: 'rejected', reason: error },
  ]);
  await turn();
  engine.finish();
  await next;
});
