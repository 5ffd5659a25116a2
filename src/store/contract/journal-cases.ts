import assert from 'node:assert/strict';
import type { Store } from '../types.ts';
import { append, assertStoreError, type ContractCase } from './contract-case.ts';

async function revisionsOf(
  store: Store,
  journal: string,
  after = 0,
  limit = 1_000,
): Promise<number[]> {
  return (await store.readJournal(journal, { after, limit })).map(({ revision }) => revision);
}

export const JOURNAL_CASES: readonly ContractCase[] = [
  {
    name: 'journals: one that does not exist is empty and at revision 0',
    async run({ store, scope }) {
      assert.deepEqual(await store.readJournal(scope, { after: 0, limit: 10 }), []);
      assert.deepEqual(await store.readHeads([scope]), [0]);
      assert.deepEqual(await store.readHeads([]), []);
    },
  },
  {
    name: 'journals: rows have the tags that they were appended with',
    async run({ store, scope }) {
      await store.commit([
        { kind: 'append', journal: scope, revision: 1, payload: '{}', tag: `${scope}-tag` },
        { kind: 'append', journal: scope, revision: 2, payload: '{}' },
      ]);
      assert.deepEqual(await store.readJournal(scope, { after: 0, limit: 10 }), [
        { revision: 1, payload: '{}', tag: `${scope}-tag` },
        { revision: 2, payload: '{}' },
      ]);
    },
  },
  {
    name: 'names: all that there are, in the order of their bytes; none that is gone',
    async run({ store, scope }) {
      const put = (collection: string) =>
        ({ kind: 'put', collection, key: 'k', value: '{}' }) as const;
      await store.commit([
        put(`${scope}é`),
        put(`${scope}z`),
        put(`${scope}gone`),
        append(`${scope}/b`, 1),
        append(`${scope}/a`, 1),
        append(`${scope}/gone`, 1),
      ]);
      await store.commit([
        { kind: 'delete', collection: `${scope}gone`, key: 'k' },
        { kind: 'forget', journal: `${scope}/gone` },
      ]);
      const { collections, journals } = await store.listNames();
      const ours = (names: readonly string[]) => names.filter((name) => name.startsWith(scope));
      assert.deepEqual(ours(collections), [`${scope}z`, `${scope}é`]);
      assert.deepEqual(ours(journals), [`${scope}/a`, `${scope}/b`]);
    },
  },
  {
    name: 'journals: rows come back in order, as they were appended, in pages',
    async run({ store, scope }) {
      const rows = Array.from({ length: 30 }, (_, index) => ({
        revision: index + 1,
        payload: `{"é":${index}}`,
      }));
      for (const row of rows.slice(0, 5))
        await store.commit([{ kind: 'append', journal: scope, ...row }]);
      await store.commit(rows.slice(5).map((row) => ({ kind: 'append', journal: scope, ...row })));
      assert.deepEqual(await store.readJournal(scope, { after: 0, limit: 100 }), rows);
      assert.deepEqual(await revisionsOf(store, scope, 4, 3), [5, 6, 7]);
      assert.deepEqual(await revisionsOf(store, scope, 28, 10), [29, 30]);
      assert.deepEqual(await revisionsOf(store, scope, 30, 10), []);
      assert.deepEqual(await revisionsOf(store, scope, 99, 10), []);
      assert.deepEqual(await revisionsOf(store, scope, 0, 0), []);
    },
  },
  {
    name: 'journals: a gap is refused, and so is a revision that is there',
    async run({ store, scope }) {
      await assertStoreError(store.commit([append(scope, 2)]), 'conflict');
      await store.commit([append(scope, 1)]);
      await assertStoreError(store.commit([append(scope, 1)]), 'conflict');
      await assertStoreError(store.commit([append(scope, 3)]), 'conflict');
      await assertStoreError(store.commit([append(scope, 2), append(scope, 4)]), 'conflict');
      assert.deepEqual(await revisionsOf(store, scope), [1]);
      await store.commit([append(scope, 2)]);
      assert.deepEqual(await store.readHeads([scope]), [2]);
    },
  },
  {
    name: 'journals: heads of many come in the order they were asked for, also twice',
    async run({ store, scope }) {
      await store.commit([
        append(`${scope}/a`, 1),
        append(`${scope}/b`, 1),
        append(`${scope}/b`, 2),
      ]);
      const asked = [`${scope}/b`, `${scope}/none`, `${scope}/a`, '\0', `${scope}/b`];
      assert.deepEqual(await store.readHeads(asked), [2, 0, 1, 0, 2]);
      const many = Array.from({ length: 3_000 }, (_, index) =>
        index === 1_234 ? `${scope}/a` : `${scope}/${index}`,
      );
      assert.equal((await store.readHeads(many)).indexOf(1), 1_234);
    },
  },
  {
    name: 'journals: a tag finds its row in any journal',
    async run({ store, scope }) {
      await store.commit([append(`${scope}/a`, 1), append(`${scope}/a`, 2, `${scope}-x`)]);
      await store.commit([append(`${scope}/b`, 1, `${scope}-y`)]);
      assert.deepEqual(await store.findTagged(`${scope}-x`), {
        journal: `${scope}/a`,
        revision: 2,
      });
      assert.deepEqual(await store.findTagged(`${scope}-y`), {
        journal: `${scope}/b`,
        revision: 1,
      });
      assert.equal(await store.findTagged(`${scope}-z`), undefined);
    },
  },
  {
    name: 'journals: a tag is unique over all journals',
    async run({ store, scope }) {
      await store.commit([append(`${scope}/a`, 1, `${scope}-x`)]);
      await assertStoreError(store.commit([append(`${scope}/b`, 1, `${scope}-x`)]), 'conflict');
      await assertStoreError(store.commit([append(`${scope}/a`, 2, `${scope}-x`)]), 'conflict');
      await assertStoreError(
        store.commit([
          append(`${scope}/b`, 1, `${scope}-y`),
          append(`${scope}/c`, 1, `${scope}-y`),
        ]),
        'conflict',
      );
      assert.deepEqual(
        await store.readHeads([`${scope}/a`, `${scope}/b`, `${scope}/c`]),
        [1, 0, 0],
      );
      assert.equal(await store.findTagged(`${scope}-y`), undefined);
      assert.deepEqual(await store.findTagged(`${scope}-x`), {
        journal: `${scope}/a`,
        revision: 1,
      });
    },
  },
  {
    name: 'journals: forgetting one removes rows, tags and snapshot, and it starts at 1 again',
    async run({ store, scope }) {
      const [a, b] = [`${scope}/a`, `${scope}/b`];
      await store.commit([append(a, 1, `${scope}-x`), append(a, 2), append(b, 1, `${scope}-y`)]);
      await store.writeSnapshot(a, { revision: 2, bytes: new Uint8Array([1]) });
      await store.commit([{ kind: 'forget', journal: a }]);
      assert.deepEqual(await revisionsOf(store, a), []);
      assert.deepEqual(await store.readHeads([a, b]), [0, 1]);
      assert.equal(await store.findTagged(`${scope}-x`), undefined);
      assert.equal(await store.readSnapshot(a), undefined);
      await assertStoreError(store.commit([append(a, 3)]), 'conflict');
      await store.commit([append(a, 1, `${scope}-x`)]);
      assert.deepEqual(await store.findTagged(`${scope}-x`), { journal: a, revision: 1 });
      assert.equal(await store.readSnapshot(a), undefined);
    },
  },
  {
    name: 'journals: one batch can forget a journal, begin it anew and give its tag to another',
    async run({ store, scope }) {
      const [a, b] = [`${scope}/a`, `${scope}/b`];
      await store.commit([append(a, 1, `${scope}-x`), append(a, 2), append(a, 3)]);
      await store.writeSnapshot(a, { revision: 1, bytes: new Uint8Array([1]) });
      await store.commit([
        append(b, 1),
        { kind: 'forget', journal: a },
        append(b, 2, `${scope}-x`),
        append(a, 1),
      ]);
      assert.deepEqual(await store.readHeads([a, b]), [1, 2]);
      assert.deepEqual(await store.findTagged(`${scope}-x`), { journal: b, revision: 2 });
      assert.equal(await store.readSnapshot(a), undefined);
      await store.writeSnapshot(a, { revision: 1, bytes: new Uint8Array([2]) });
      assert.deepEqual((await store.readSnapshot(a))?.bytes, new Uint8Array([2]));
    },
  },
  {
    name: 'journals: forgetting what was appended in the same batch leaves nothing',
    async run({ store, scope }) {
      await store.commit([append(scope, 1, `${scope}-x`), { kind: 'forget', journal: scope }]);
      await store.commit([{ kind: 'forget', journal: `${scope}/never` }]);
      assert.deepEqual(await store.readHeads([scope]), [0]);
      await store.commit([append(scope, 1, `${scope}-x`)]);
      assert.deepEqual(await revisionsOf(store, scope), [1]);
    },
  },
];
