import assert from 'node:assert/strict';
import type { Store } from '../types.ts';
import { append, assertStoreError, type ContractCase } from './contract-case.ts';

/** For stores that several processes share. */
export const SHARING_CASES: readonly ContractCase[] = [
  {
    name: 'sharing: only a store that says so can be opened twice',
    async run({ store, openSecond }) {
      if (store.shared) await (await openSecond()).close();
      else await assertStoreError(openSecond(), 'locked');
    },
  },
  {
    name: 'sharing: each sees what the other has written, and a stale revision conflicts',
    run: (context) =>
      withSecond(context.openSecond, async (second) => {
        const { store, scope } = context;
        await store.commit([
          append(scope, 1),
          { kind: 'put', collection: scope, key: 'a', value: '1' },
        ]);
        assert.deepEqual(await second.readHeads([scope]), [1]);
        await second.commit([
          append(scope, 2),
          { kind: 'put', collection: scope, key: 'a', value: '2', expected: 1 },
        ]);
        await assertStoreError(store.commit([append(scope, 2)]), 'conflict');
        await assertStoreError(
          store.commit([{ kind: 'put', collection: scope, key: 'a', value: '3', expected: 1 }]),
          'conflict',
        );
        await store.commit([append(scope, 3)]);
        assert.deepEqual(await second.readHeads([scope]), [3]);
      }),
  },
  {
    name: 'sharing: two writers race for every revision of a few journals, and none is lost or doubled',
    run: (context) =>
      withSecond(context.openSecond, async (second) => {
        const { store, scope } = context;
        const journals = ['a', 'b', 'c'].map((name) => `${scope}/${name}`);
        const won = new Map<string, string>();
        await Promise.all(
          [store, second].flatMap((each, process) =>
            Array.from({ length: 6 }, (_, writer) =>
              race(each, journals, `${process}.${writer}`, won),
            ),
          ),
        );
        for (const journal of journals) {
          const rows = await store.readJournal(journal, { after: 0, limit: 1_000 });
          assert.deepEqual(
            rows.map(({ revision }) => revision),
            rows.map((_, index) => index + 1),
          );
          for (const { revision, payload } of rows)
            assert.equal(won.get(`${journal} ${revision}`), payload);
          won.set(journal, `${rows.length}`);
        }
        assert.equal(won.size - journals.length, 12 * APPENDS_PER_WRITER);
        const counter = await store.getDocument('race', scope);
        assert.equal(counter?.revision, 12 * APPENDS_PER_WRITER);
      }),
  },
  {
    name: 'sharing: a journal that one forgets and another appends to never has a gap',
    run: (context) =>
      withSecond(context.openSecond, async (second) => {
        const { store, scope } = context;
        const forget = async () => {
          for (let round = 0; round < 15; round++)
            await store.commit([{ kind: 'forget', journal: scope }]);
        };
        const write = async () => {
          for (let round = 0; round < 30; round++) {
            const [head = 0] = await second.readHeads([scope]);
            await second.commit([append(scope, head + 1)]).catch(ignoreConflict);
            await second.writeSnapshot(scope, { revision: head + 1, bytes: new Uint8Array([1]) });
          }
        };
        await Promise.all([forget(), write()]);
        const [head = 0] = await store.readHeads([scope]);
        const rows = await store.readJournal(scope, { after: 0, limit: 1_000 });
        assert.deepEqual(
          rows.map(({ revision }) => revision),
          rows.map((_, index) => index + 1),
        );
        assert.equal(head, rows.length);
        assert.ok(((await store.readSnapshot(scope))?.revision ?? 0) <= head);
      }),
  },
];

const APPENDS_PER_WRITER = 8;

/** Appends to one journal after the other, each time until it wins, and notes what it won. */
async function race(
  store: Store,
  journals: readonly string[],
  writer: string,
  won: Map<string, string>,
) {
  for (let count = 0; count < APPENDS_PER_WRITER; count++) {
    const journal = journals[count % journals.length] ?? '';
    for (let isWritten = false; !isWritten;) {
      const [head = 0] = await store.readHeads([journal]);
      const payload = `"${writer} ${count}"`;
      try {
        await store.commit([
          {
            kind: 'append',
            journal,
            revision: head + 1,
            payload,
            tag: `${journal} ${writer} ${count}`,
          },
          {
            kind: 'put',
            collection: 'race',
            key: journal.slice(0, journal.lastIndexOf('/')),
            value: payload,
          },
        ]);
        won.set(`${journal} ${head + 1}`, payload);
        isWritten = true;
      } catch (error) {
        ignoreConflict(error);
      }
    }
  }
}

function ignoreConflict(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'conflict')) throw error;
}

async function withSecond(
  openSecond: () => Promise<Store>,
  work: (second: Store) => Promise<void>,
) {
  const second = await openSecond();
  try {
    await work(second);
  } finally {
    await second.close();
  }
}
