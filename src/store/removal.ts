import type { Store, Write } from './types.ts';

const PAGE = 1_000;

/** What takes documents and whole journals out of a store; to be committed as one. */
export async function removalWrites(
  store: Store,
  goes: {
    readonly document: (collection: string, key: string) => boolean;
    readonly journal: (journal: string) => boolean;
  },
): Promise<Write[]> {
  const { collections, journals } = await store.listNames();
  // All at once: a store that is far away is asked once and not for each collection.
  const documents = await Promise.all(
    collections.map(async (collection) => {
      const writes: Write[] = [];
      for await (const { key } of documentsOf(store, collection)) {
        if (goes.document(collection, key)) writes.push({ kind: 'delete', collection, key });
      }
      return writes;
    }),
  );
  return [
    ...documents.flat(),
    ...journals
      .filter((journal) => goes.journal(journal))
      .map((journal): Write => ({ kind: 'forget', journal })),
  ];
}

async function* documentsOf(store: Store, collection: string) {
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
