import { type Store, StoreError } from '../store/index.ts';

const COLLECTION = 'server';
const KEY = 'boot';

interface Boot {
  readonly boot: number;
}

/**
 * How many times an emulator has been started on this store, this time included. Chance is drawn by
 * (seed, boot number): the same history gives the same bytes, and no id is given out twice.
 */
export async function nextBootNumber(store: Store): Promise<number> {
  for (;;) {
    const stored = await store.getDocument(COLLECTION, KEY);
    const boot = stored === undefined ? 1 : (JSON.parse(stored.value) as Boot).boot + 1;
    try {
      const value = JSON.stringify({ boot } satisfies Boot);
      const write = {
        kind: 'put',
        collection: COLLECTION,
        key: KEY,
        value,
        expected: stored?.revision ?? 0,
      } as const;
      await store.commit([write]);
      return boot;
    } catch (error) {
      // Another process has started at the same moment on the same store.
      if (!(error instanceof StoreError && error.code === 'conflict')) throw error;
    }
  }
}
