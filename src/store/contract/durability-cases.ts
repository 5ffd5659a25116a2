import assert from 'node:assert/strict';
import { append, assertStoreError, type ContractCase } from './contract-case.ts';

export const DURABILITY_CASES: readonly ContractCase[] = [
  {
    name: 'reopening: everything is there, and goes on where it was',
    async run(context) {
      const { scope } = context;
      await context.store.commit([
        append(scope, 1, `${scope}-x`),
        append(scope, 2),
        { kind: 'put', collection: scope, key: 'a', value: '1' },
        { kind: 'put', collection: scope, key: 'a', value: '2' },
      ]);
      await context.store.writeSnapshot(scope, { revision: 2, bytes: new Uint8Array([1, 2, 3]) });
      await context.reopen();
      const { store } = context;
      assert.deepEqual(await store.readJournal(scope, { after: 0, limit: 9 }), [
        { revision: 1, payload: '{"row":1}', tag: `${scope}-x` },
        { revision: 2, payload: '{"row":2}' },
      ]);
      assert.deepEqual(await store.getDocument(scope, 'a'), { key: 'a', revision: 2, value: '2' });
      assert.deepEqual(await store.findTagged(`${scope}-x`), { journal: scope, revision: 1 });
      assert.deepEqual(await store.readSnapshot(scope), {
        revision: 2,
        bytes: new Uint8Array([1, 2, 3]),
      });
      await assertStoreError(store.commit([append(scope, 2)]), 'conflict');
      await store.commit([append(scope, 3)]);
    },
  },
  {
    name: 'closing: finishes what is under way, and refuses what comes after',
    async run(context) {
      const { store, scope } = context;
      const commits = Array.from({ length: 20 }, (_, index) =>
        store.commit([append(`${scope}/${index}`, 1)]),
      );
      const reopened = context.reopen();
      await assertStoreError(store.commit([append(scope, 1)]), 'unavailable');
      await assertStoreError(store.getDocument(scope, 'a'), 'unavailable');
      await Promise.all(commits);
      await reopened;
      await store.close();
      const heads = await context.store.readHeads(commits.map((_, index) => `${scope}/${index}`));
      assert.deepEqual(
        heads,
        commits.map(() => 1),
      );
    },
  },
];
