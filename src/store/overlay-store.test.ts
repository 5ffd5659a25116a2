import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryStore } from './open-store.ts';
import { createOverlayStore } from './overlay-store.ts';
import { StoreError, type Write } from './types.ts';

const put = (key: string, value: string, expected?: number): Write => ({
  kind: 'put',
  collection: 'c',
  key,
  value,
  ...(expected === undefined ? {} : { expected }),
});
const drop = (key: string): Write => ({ kind: 'delete', collection: 'c', key });

test('overlay store: what is written over it is seen through it and not below it', async () => {
  const base = createMemoryStore();
  await base.commit([put('a', '1'), put('b', '2'), put('d', '4')]);
  const over = createOverlayStore(base);
  await over.commit([put('a', '9'), drop('b'), put('c', '3', 0)]);
  const keys = async (store: typeof base, after?: string) =>
    (await store.listDocuments('c', { prefix: '', limit: 2, ...(after && { after }) })).map(
      ({ key, value }) => key + value,
    );
  assert.deepEqual(await keys(over), ['a9', 'c3']);
  assert.deepEqual(await keys(over, 'c'), ['d4']);
  assert.equal((await over.getDocument('c', 'a'))?.revision, 2);
  assert.equal(await over.getDocument('c', 'b'), undefined);
  assert.deepEqual(await keys(base), ['a1', 'b2']);
});

test('overlay store: expected revisions count, and a batch is written whole or not at all', async () => {
  const base = createMemoryStore();
  await base.commit([put('a', '1')]);
  const over = createOverlayStore(base);
  const conflict = (error: unknown) => error instanceof StoreError && error.code === 'conflict';
  await assert.rejects(over.commit([put('x', '1'), put('a', '2', 0)]), conflict);
  assert.equal(await over.getDocument('c', 'x'), undefined);
  await over.commit([put('a', '2', 1)]);
  await assert.rejects(over.commit([put('a', '3', 1)]), conflict);
  await over.commit([drop('a'), put('a', '4', 0)]);
  assert.equal((await over.getDocument('c', 'a'))?.value, '4');
});

test('overlay store: journals are not written to', async () => {
  const over = createOverlayStore(createMemoryStore());
  await assert.rejects(
    over.commit([{ kind: 'append', journal: 'j', revision: 1, payload: '{}' }]),
    /documents only/,
  );
});
