import assert from 'node:assert/strict';
import { InvariantError } from '../../base/index.ts';
import type { Store } from '../types.ts';
import { assertStoreError, type ContractCase } from './contract-case.ts';

/** Keys that a careless engine would order, match or fold wrongly; in the order of their UTF-8 bytes. */
const ODD_KEYS = [
  ' ',
  '!',
  '%',
  '%25',
  '*',
  '/a',
  '/a/b',
  '/a0',
  'A',
  'B',
  '[a]',
  '\\',
  '_',
  'a',
  'a%',
  'a%b',
  'a_',
  'aa',
  'a\u0301',
  'b',
  'ß',
  'á',
  'ı',
  'Σ',
  'ς',
  'σ',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '\u{10000}',
  '\u{1f600}',
];

async function put(store: Store, collection: string, keys: readonly string[]): Promise<void> {
  await store.commit(keys.map((key) => ({ kind: 'put', collection, key, value: `"${key}"` })));
}

async function keysOf(
  store: Store,
  collection: string,
  options: { prefix?: string; after?: string; limit?: number },
): Promise<string[]> {
  const { prefix = '', limit = 1_000, after } = options;
  const found = await store.listDocuments(collection, {
    prefix,
    limit,
    ...(after === undefined ? {} : { after }),
  });
  return found.map(({ key }) => key);
}

export const DOCUMENT_CASES: readonly ContractCase[] = [
  {
    name: 'documents: what was never put is not there',
    async run({ store, scope }) {
      assert.equal(await store.getDocument(scope, 'a'), undefined);
      assert.deepEqual(await store.listDocuments(scope, { prefix: '', limit: 10 }), []);
    },
  },
  {
    name: 'documents: a put starts at revision 1 and each further one adds 1',
    async run({ store, scope }) {
      for (const revision of [1, 2, 3]) {
        const value = `{"n":${revision},"text":"é\u{1f600}\\u0000"}`;
        await store.commit([{ kind: 'put', collection: scope, key: 'a', value }]);
        assert.deepEqual(await store.getDocument(scope, 'a'), { key: 'a', revision, value });
      }
    },
  },
  {
    name: 'documents: a deleted and re-created one starts at revision 1 again',
    async run({ store, scope }) {
      const put = { kind: 'put', collection: scope, key: 'a', value: '1' } as const;
      const remove = { kind: 'delete', collection: scope, key: 'a' } as const;
      await store.commit([put, put]);
      await store.commit([remove]);
      assert.equal(await store.getDocument(scope, 'a'), undefined);
      await store.commit([remove]);
      await store.commit([put]);
      assert.equal((await store.getDocument(scope, 'a'))?.revision, 1);
      await store.commit([remove, put]);
      assert.equal((await store.getDocument(scope, 'a'))?.revision, 1);
    },
  },
  {
    name: 'documents: a put with a stale revision is a conflict and changes nothing',
    async run({ store, scope }) {
      const document = { collection: scope, key: 'a' };
      await store.commit([{ kind: 'put', ...document, value: '1', expected: 0 }]);
      await assertStoreError(
        store.commit([{ kind: 'put', ...document, value: '2', expected: 0 }]),
        'conflict',
      );
      await assertStoreError(
        store.commit([{ kind: 'put', ...document, value: '2', expected: 2 }]),
        'conflict',
      );
      assert.deepEqual(await store.getDocument(scope, 'a'), { key: 'a', revision: 1, value: '1' });
      await store.commit([{ kind: 'put', ...document, value: '2', expected: 1 }]);
      assert.deepEqual(await store.getDocument(scope, 'a'), { key: 'a', revision: 2, value: '2' });
    },
  },
  {
    name: 'documents: a delete with a stale revision is a conflict and changes nothing',
    async run({ store, scope }) {
      const document = { collection: scope, key: 'a' };
      await assertStoreError(
        store.commit([{ kind: 'delete', ...document, expected: 1 }]),
        'conflict',
      );
      await store.commit([{ kind: 'delete', ...document, expected: 0 }]);
      await store.commit([{ kind: 'put', ...document, value: '1' }]);
      await assertStoreError(
        store.commit([{ kind: 'delete', ...document, expected: 0 }]),
        'conflict',
      );
      await assertStoreError(
        store.commit([{ kind: 'delete', ...document, expected: 2 }]),
        'conflict',
      );
      assert.equal((await store.getDocument(scope, 'a'))?.revision, 1);
      await store.commit([{ kind: 'delete', ...document, expected: 1 }]);
      assert.equal(await store.getDocument(scope, 'a'), undefined);
    },
  },
  {
    name: 'documents: collections do not see each other, and case matters',
    async run({ store, scope }) {
      await put(store, scope, ['a', 'A']);
      await put(store, `${scope}-other`, ['a']);
      await store.commit([{ kind: 'delete', collection: scope, key: 'a' }]);
      assert.deepEqual(await keysOf(store, scope, {}), ['A']);
      assert.deepEqual(await keysOf(store, `${scope}-other`, {}), ['a']);
    },
  },
  {
    name: 'documents: a listing is in the order of the UTF-8 bytes, whatever the characters',
    async run({ store, scope }) {
      const expected = [...ODD_KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      await put(store, scope, ODD_KEYS.toReversed());
      assert.deepEqual(await keysOf(store, scope, {}), expected);
    },
  },
  {
    name: 'documents: a prefix is text and no pattern',
    async run({ store, scope }) {
      await put(store, scope, ODD_KEYS);
      for (const prefix of [...ODD_KEYS, 'a', 'A', '/', '\ud7ff', '\u{10ffff}', 'nothing']) {
        const expected = ODD_KEYS.filter((key) => key.startsWith(prefix));
        expected.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        assert.deepEqual(await keysOf(store, scope, { prefix }), expected, `prefix '${prefix}'`);
      }
    },
  },
  {
    name: 'documents: pages by `after` and `limit` add up to the whole',
    async run({ store, scope }) {
      const keys = Array.from(
        { length: 25 },
        (_, index) => `/page/${String(index).padStart(2, '0')}`,
      );
      await put(store, scope, ['/a', '/page', ...keys, '/pagf', '/z']);
      const seen: string[] = [];
      for (let after: string | undefined; ; after = seen.at(-1)) {
        const page = await keysOf(store, scope, {
          prefix: '/page/',
          limit: 7,
          ...(after && { after }),
        });
        seen.push(...page);
        if (page.length < 7) break;
      }
      assert.deepEqual(seen, keys);
      assert.deepEqual(await keysOf(store, scope, { limit: 0 }), []);
    },
  },
  {
    name: 'documents: `after` need not be a key, nor start with the prefix',
    async run({ store, scope }) {
      await put(store, scope, ['a', 'b', 'b/1', 'b/2', 'c']);
      assert.deepEqual(await keysOf(store, scope, { after: 'b/' }), ['b/1', 'b/2', 'c']);
      assert.deepEqual(await keysOf(store, scope, { prefix: 'b', after: 'a' }), [
        'b',
        'b/1',
        'b/2',
      ]);
      assert.deepEqual(await keysOf(store, scope, { prefix: 'b', after: 'b' }), ['b/1', 'b/2']);
      assert.deepEqual(await keysOf(store, scope, { prefix: 'b', after: 'c' }), []);
      assert.deepEqual(await keysOf(store, scope, { after: '' }), ['a', 'b', 'b/1', 'b/2', 'c']);
    },
  },
  {
    name: 'documents: under a name that no engine can keep there is nothing',
    async run({ store, scope }) {
      await put(store, scope, ['a', 'b']);
      for (const name of ['', 'a\0', '\ud800', 'a'.repeat(100_000), 'é'.repeat(1_500)]) {
        assert.equal(await store.getDocument(scope, name), undefined);
        assert.equal(await store.findTagged(name), undefined);
        assert.equal(await store.readSnapshot(name), undefined);
        assert.deepEqual(await store.readHeads([name]), [0]);
        assert.deepEqual(await store.readJournal(name, { after: 0, limit: 1 }), []);
        if (name !== '') assert.deepEqual(await keysOf(store, scope, { prefix: name }), []);
        await assert.rejects(put(store, scope, [name]), InvariantError);
      }
      assert.deepEqual(await keysOf(store, scope, { after: 'a\0' }), ['b']);
      assert.deepEqual(await keysOf(store, scope, { after: '\ud800' }), []);
      assert.deepEqual(await keysOf(store, scope, {}), ['a', 'b']);
    },
  },
  {
    name: 'documents: the longest key and a large value are kept',
    async run({ store, scope }) {
      // Random-looking, as PostgreSQL compresses a long index entry before it measures it.
      const key = Array.from({ length: 256 }, (_, index) =>
        ((index * 2_654_435_761) >>> 0).toString(16).padStart(8, '0'),
      ).join('');
      const value = JSON.stringify({ text: 'lazulite '.repeat(200_000) });
      await store.commit([{ kind: 'put', collection: scope, key, value }]);
      assert.deepEqual(await store.getDocument(scope, key), { key, revision: 1, value });
      assert.deepEqual(await keysOf(store, scope, { prefix: key.slice(0, 2_000) }), [key]);
    },
  },
  {
    name: 'documents: thousands in one batch are listed in order',
    async run({ store, scope }) {
      const keys = Array.from(
        { length: 5_000 },
        (_, index) => `/k/${String((index * 7_919) % 5_000).padStart(5, '0')}`,
      );
      await put(store, scope, keys);
      assert.deepEqual(await keysOf(store, scope, { limit: 10_000 }), [...keys].sort());
      await store.commit(
        keys
          .slice(0, 4_990)
          .map((key) => ({ kind: 'delete', collection: scope, key, expected: 1 })),
      );
      assert.deepEqual(await keysOf(store, scope, {}), keys.slice(4_990).sort());
    },
  },
];
