import { invariant } from '../base/index.ts';
import { compareByteOrder } from './byte-order.ts';
import { type Store, type StoredDocument, StoreError, type Write } from './types.ts';

/**
 * A store in which nothing is lasting: documents that are written stand over those of another store,
 * which stays as it is. For finding out what a request would be refused for, and what would come of
 * it. Journals and snapshots can be read and not written.
 */
export function createOverlayStore(base: Store): Store {
  /** By collection and key; null where a document was deleted. */
  const written = new Map<string, Map<string, StoredDocument | null>>();

  const layerOf = (collection: string): Map<string, StoredDocument | null> => {
    const layer = written.get(collection) ?? new Map<string, StoredDocument | null>();
    written.set(collection, layer);
    return layer;
  };

  async function get(collection: string, key: string): Promise<StoredDocument | undefined> {
    const over = written.get(collection)?.get(key);
    return over === undefined ? base.getDocument(collection, key) : (over ?? undefined);
  }

  async function apply(write: Write): Promise<void> {
    invariant(write.kind === 'put' || write.kind === 'delete', 'an overlay keeps documents only');
    const { collection, key, expected } = write;
    const before = await get(collection, key);
    if (expected !== undefined && (before?.revision ?? 0) !== expected) {
      throw new StoreError('conflict', `${collection} ${key} is not at revision ${expected}.`);
    }
    const after =
      write.kind === 'delete'
        ? null
        : { key, revision: (before?.revision ?? 0) + 1, value: write.value };
    layerOf(collection).set(key, after);
  }

  return {
    engine: base.engine,
    shared: false,
    getDocument: get,

    async listDocuments(collection, { prefix, after = '', limit }) {
      const layer = written.get(collection);
      if (layer === undefined || layer.size === 0) {
        return base.listDocuments(collection, {
          prefix,
          limit,
          ...(after === '' ? {} : { after }),
        });
      }
      const over = [...layer].filter(
        ([key]) => key.startsWith(prefix) && compareByteOrder(key, after) > 0,
      );
      // As many more as may have been deleted or replaced are enough.
      const under = await base.listDocuments(collection, {
        prefix,
        limit: limit + over.length,
        ...(after === '' ? {} : { after }),
      });
      const merged = new Map(under.map((document) => [document.key, document]));
      for (const [key, document] of over) {
        if (document === null) merged.delete(key);
        else merged.set(key, document);
      }
      return [...merged.values()]
        .toSorted((a, b) => compareByteOrder(a.key, b.key))
        .slice(0, limit);
    },

    async commit(batch) {
      const before = new Map([...written].map(([name, layer]) => [name, new Map(layer)]));
      try {
        for (const write of batch) await apply(write);
      } catch (error) {
        written.clear();
        for (const [name, layer] of before) written.set(name, layer);
        throw error;
      }
    },

    readJournal: (journal, options) => base.readJournal(journal, options),
    listNames: () => base.listNames(),
    readHeads: (journals) => base.readHeads(journals),
    findTagged: (tag) => base.findTagged(tag),
    readSnapshot: (journal) => base.readSnapshot(journal),
    async writeSnapshot() {},
    async close() {},
  };
}
