import type { Store, Write } from './types.ts';
import { documentsOf } from './whole.ts';

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
