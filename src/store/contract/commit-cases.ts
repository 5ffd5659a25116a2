import assert from 'node:assert/strict';
import { StoreError, type Write } from '../types.ts';
import { append, assertStoreError, type ContractCase } from './contract-case.ts';

export const COMMIT_CASES: readonly ContractCase[] = [
  {
    name: 'commits: an empty batch is nothing to do',
    async run({ store }) {
      await store.commit([]);
    },
  },
  {
    name: 'commits: a batch is written whole or not at all, whichever write conflicts',
    async run({ store, scope }) {
      await store.commit([
        { kind: 'put', collection: scope, key: 'old', value: '1' },
        append(`${scope}/old`, 1, `${scope}-old`),
      ]);
      const writes: Write[] = [
        { kind: 'put', collection: scope, key: 'new', value: '1' },
        { kind: 'put', collection: scope, key: 'old', value: '2' },
        append(`${scope}/new`, 1, `${scope}-new`),
        { kind: 'delete', collection: scope, key: 'old' },
        { kind: 'forget', journal: `${scope}/old` },
        append(`${scope}/old`, 1),
      ];
      const conflicting: Write = {
        kind: 'put',
        collection: scope,
        key: 'none',
        value: '1',
        expected: 5,
      };
      for (let position = 0; position <= writes.length; position++) {
        await assertStoreError(
          store.commit(writes.toSpliced(position, 0, conflicting)),
          'conflict',
        );
        assert.deepEqual(await store.listDocuments(scope, { prefix: '', limit: 9 }), [
          { key: 'old', revision: 1, value: '1' },
        ]);
        assert.deepEqual(await store.readHeads([`${scope}/new`, `${scope}/old`]), [0, 1]);
        assert.equal(await store.findTagged(`${scope}-new`), undefined);
        assert.deepEqual(await store.findTagged(`${scope}-old`), {
          journal: `${scope}/old`,
          revision: 1,
        });
      }
      await store.commit(writes);
      assert.deepEqual(await store.readHeads([`${scope}/new`, `${scope}/old`]), [1, 1]);
    },
  },
  {
    name: 'commits: the writes of a batch see each other',
    async run({ store, scope }) {
      const document = { collection: scope, key: 'a' };
      await store.commit([
        { kind: 'put', ...document, value: '1', expected: 0 },
        { kind: 'put', ...document, value: '2', expected: 1 },
        { kind: 'delete', ...document, expected: 2 },
        { kind: 'put', ...document, value: '3', expected: 0 },
      ]);
      assert.deepEqual(await store.getDocument(scope, 'a'), { key: 'a', revision: 1, value: '3' });
      await store.commit([
        { kind: 'put', ...document, value: '4', expected: 1 },
        { kind: 'delete', ...document, expected: 2 },
      ]);
      assert.equal(await store.getDocument(scope, 'a'), undefined);
    },
  },
  {
    name: 'commits: of concurrent appends to one journal exactly one wins each revision',
    async run({ store, scope }) {
      for (const revision of [1, 2, 3]) {
        const results = await Promise.allSettled(
          Array.from({ length: 20 }, (_, writer) =>
            store.commit([
              append(scope, revision),
              { kind: 'put', collection: scope, key: `${revision}`, value: `${writer}` },
            ]),
          ),
        );
        const winners = results.flatMap(({ status }, writer) =>
          status === 'fulfilled' ? [writer] : [],
        );
        assert.equal(winners.length, 1);
        const document = await store.getDocument(scope, `${revision}`);
        assert.deepEqual([document?.revision, document?.value], [1, `${winners[0]}`]);
        const losers = results.flatMap((result) =>
          result.status === 'rejected' ? [result.reason as unknown] : [],
        );
        for (const loser of losers)
          assert.ok(loser instanceof StoreError && loser.code === 'conflict');
      }
      assert.deepEqual(await store.readHeads([scope]), [3]);
    },
  },
  {
    name: 'commits: in a group a conflict fails its own batch only',
    async run({ store, scope }) {
      const batches = Array.from({ length: 300 }, (_, index): Write[] =>
        index % 3 === 1
          ? [
              append(`${scope}/${index}`, 1),
              { kind: 'delete', collection: scope, key: 'none', expected: 1 },
            ]
          : [
              append(`${scope}/${index}`, 1),
              { kind: 'put', collection: scope, key: `k${index}`, value: '1' },
            ],
      );
      const results = await Promise.allSettled(batches.map((batch) => store.commit(batch)));
      results.forEach(({ status }, index) => {
        assert.equal(status, index % 3 === 1 ? 'rejected' : 'fulfilled');
      });
      const heads = await store.readHeads(batches.map((_, index) => `${scope}/${index}`));
      assert.deepEqual(
        heads,
        batches.map((_, index) => (index % 3 === 1 ? 0 : 1)),
      );
      assert.equal((await store.listDocuments(scope, { prefix: '', limit: 1_000 })).length, 200);
    },
  },
  {
    name: 'commits: batches of a group build on each other in the order they were made',
    async run({ store, scope }) {
      const commits = Array.from({ length: 50 }, (_, index) =>
        store.commit([
          append(scope, index + 1, `${scope}-${index}`),
          { kind: 'put', collection: scope, key: 'head', value: `${index + 1}`, expected: index },
        ]),
      );
      await Promise.all(commits);
      assert.deepEqual(await store.getDocument(scope, 'head'), {
        key: 'head',
        revision: 50,
        value: '50',
      });
      assert.deepEqual(await store.readHeads([scope]), [50]);
    },
  },
  {
    name: 'commits: a batch that builds on a failed one fails too',
    async run({ store, scope }) {
      const [first, second, third] = await Promise.allSettled([
        store.commit([append(scope, 1), append(scope, 3)]),
        store.commit([append(scope, 2)]),
        store.commit([append(scope, 1)]),
      ]);
      assert.deepEqual(
        [first?.status, second?.status, third?.status],
        ['rejected', 'rejected', 'fulfilled'],
      );
      assert.deepEqual(await store.readHeads([scope]), [1]);
    },
  },
  {
    name: 'commits: what is acknowledged is read at once',
    async run({ store, scope }) {
      await Promise.all(
        Array.from({ length: 50 }, async (_, writer) => {
          for (let revision = 1; revision <= 4; revision++) {
            await store.commit([append(`${scope}/${writer}`, revision)]);
            assert.deepEqual(await store.readHeads([`${scope}/${writer}`]), [revision]);
          }
        }),
      );
    },
  },
];
