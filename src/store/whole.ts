import type { JournalRow, Store, Write } from './types.ts';

/** One thing that is in a store. Revisions of documents are the store's own business. */
export type StoreRecord =
  | {
      readonly kind: 'document';
      readonly collection: string;
      readonly key: string;
      readonly value: string;
    }
  | ({ readonly kind: 'row'; readonly journal: string } & JournalRow);

const PAGE = 1_000;

/** Everything in a store, in an order that every engine gives. Nobody may write meanwhile. */
export async function* readWhole(store: Store): AsyncGenerator<StoreRecord> {
  const { collections, journals } = await store.listNames();
  for (const collection of collections) {
    for await (const { key, value } of documentsOf(store, collection)) {
      yield { kind: 'document', collection, key, value };
    }
  }
  for (const journal of journals) {
    for (let after = 0; ;) {
      const rows = await store.readJournal(journal, { after, limit: PAGE });
      for (const row of rows) yield { kind: 'row', journal, ...row };
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) break;
      after = last.revision;
    }
  }
}

/** What brings a record back. */
export function writeOf(record: StoreRecord): Write {
  if (record.kind === 'row') {
    const { kind: _, ...row } = record;
    return { kind: 'append', ...row };
  }
  const { collection, key, value } = record;
  return { kind: 'put', collection, key, value };
}

export async function* documentsOf(store: Store, collection: string) {
  let after: string | undefined;
  for (;;) {
    const page = await store.listDocuments(collection, {
      prefix: '',
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    yield* page;
    after = page.at(-1)?.key;
    if (after === undefined || page.length < PAGE) return;
  }
}
