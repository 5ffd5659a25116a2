import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createMemoryStore } from '../open-store.ts';
import { type Store, StoreError, type Write } from '../types.ts';
import type { ContractCase } from './contract-case.ts';

/** Few names, so that writes meet. */
const KEYS = ['a', 'A', 'a%', 'a/b', '\uffff', '\u{10000}'];
const JOURNALS = ['j', 'k'];
const TAGS = ['t', 'u', 'v'];

/** Each run writes tens of transactions; more runs are the business of test/reliability. */
const RUNS = 40;

const expected = fc.option(fc.nat({ max: 3 }), { nil: undefined });
const write: fc.Arbitrary<Write> = fc.oneof(
  fc
    .record({ key: fc.constantFrom(...KEYS), value: fc.nat().map(String), expected })
    .map(({ expected, ...rest }): Write => ({
      kind: 'put',
      collection: 'c',
      ...rest,
      ...(expected === undefined ? {} : { expected }),
    })),
  fc.record({ key: fc.constantFrom(...KEYS), expected }).map(({ expected, key }): Write => ({
    kind: 'delete',
    collection: 'c',
    key,
    ...(expected === undefined ? {} : { expected }),
  })),
  {
    weight: 3,
    arbitrary: fc
      .record({
        journal: fc.constantFrom(...JOURNALS),
        revision: fc.integer({ min: 1, max: 4 }),
        payload: fc.nat().map(String),
        tag: fc.option(fc.constantFrom(...TAGS), { nil: undefined }),
      })
      .map(({ tag, ...rest }): Write => ({
        kind: 'append',
        ...rest,
        ...(tag === undefined ? {} : { tag }),
      })),
  },
  fc.constantFrom(...JOURNALS).map((journal): Write => ({ kind: 'forget', journal })),
);

type Command =
  /** Batches that are committed at the same time. */
  | { readonly kind: 'group'; readonly batches: readonly (readonly Write[])[] }
  | { readonly kind: 'snapshot'; readonly journal: string; readonly revision: number }
  | {
      readonly kind: 'list';
      readonly prefix: string;
      readonly after: string | undefined;
      readonly limit: number;
    };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('group' as const),
      batches: fc.array(fc.array(write, { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
    }),
  },
  fc.record({
    kind: fc.constant('snapshot' as const),
    journal: fc.constantFrom(...JOURNALS),
    revision: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    prefix: fc.constantFrom('', 'a', 'A', '\u{10000}', 'none'),
    after: fc.option(fc.constantFrom(...KEYS, 'a$'), { nil: undefined }),
    limit: fc.nat({ max: 5 }),
  }),
);

export const MODEL_CASES: readonly ContractCase[] = [
  {
    name: 'model: any history answers and ends as on the memory engine',
    async run({ store, scope }) {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
          const memory = createMemoryStore();
          // Every run has names of its own, so the store need not be emptied.
          const prefix = `${scope}/${run++}/`;
          for (const each of commands) {
            assert.deepEqual(
              await carryOut(store, prefix, each),
              await carryOut(memory, prefix, each),
            );
          }
          assert.deepEqual(await everything(store, prefix), await everything(memory, prefix));
          await memory.close();
        }),
        { numRuns: RUNS },
      );
    },
  },
];

async function carryOut(store: Store, prefix: string, command: Command): Promise<unknown> {
  switch (command.kind) {
    case 'group':
      return Promise.all(
        command.batches.map((batch) =>
          store.commit(batch.map((write) => withPrefix(write, prefix))).then(
            () => 'written',
            (error: unknown) =>
              error instanceof StoreError ? `${error.code}: ${error.message}` : error,
          ),
        ),
      );
    case 'snapshot':
      return store.writeSnapshot(prefix + command.journal, {
        revision: command.revision,
        bytes: new Uint8Array([command.revision]),
      });
    case 'list':
      return store.listDocuments(collectionOf(prefix), {
        prefix: command.prefix,
        limit: command.limit,
        ...(command.after === undefined ? {} : { after: command.after }),
      });
  }
}

function withPrefix(write: Write, prefix: string): Write {
  switch (write.kind) {
    case 'put':
    case 'delete':
      return { ...write, collection: collectionOf(prefix) };
    case 'append': {
      const journal = prefix + write.journal;
      return write.tag === undefined
        ? { ...write, journal }
        : { ...write, journal, tag: prefix + write.tag };
    }
    case 'forget':
      return { ...write, journal: prefix + write.journal };
  }
}

function collectionOf(prefix: string): string {
  return `model ${prefix}`;
}

async function everything(store: Store, prefix: string): Promise<unknown> {
  const journals = JOURNALS.map((journal) => prefix + journal);
  return {
    documents: await store.listDocuments(collectionOf(prefix), { prefix: '', limit: 100 }),
    single: await Promise.all(KEYS.map((key) => store.getDocument(collectionOf(prefix), key))),
    heads: await store.readHeads(journals),
    rows: await Promise.all(
      journals.map((journal) => store.readJournal(journal, { after: 0, limit: 100 })),
    ),
    snapshots: await Promise.all(journals.map((journal) => store.readSnapshot(journal))),
    tags: await Promise.all(TAGS.map((tag) => store.findTagged(prefix + tag))),
  };
}
