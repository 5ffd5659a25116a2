import { type Store, StoreError } from '../store/index.ts';

const COLLECTION = 'server';
const KEY = 'boot';

/**
 * How many times an emulator has been started on this store, this time included. Chance is drawn by
 * (seed, boot number): the same history gives the same bytes, and no id is given out twice.
 */
export async function nextBootNumber(store: Store): Promise<number> {
  for (;;) {
    const revision = (await store.getDocument(COLLECTION, KEY))?.revision ?? 0;
    try {
      const value = JSON.stringify({ boot: revision + 1 });
      const write = {
        kind: 'put',
        collection: COLLECTION,
        key: KEY,
        value,
        expected: revision,
      } as const;
      await store.commit([write]);
      return revision + 1;
    } catch (error) {
      // Another process has started at the same moment on the same store.
      if (!(error instanceof StoreError && error.code === 'conflict')) throw error;
    }
  }
}
