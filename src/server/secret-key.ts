import { randomBytes } from 'node:crypto';
import { type Store, StoreError } from '../store/index.ts';

const COLLECTION = 'server';
const KEY = 'secret-key';
const KEY_BYTES = 32;

/** The key of this store's fingerprints of secrets; made once, by whoever comes first. */
export async function readSecretKey(store: Store): Promise<Uint8Array> {
  const stored = await store.getDocument(COLLECTION, KEY);
  if (stored !== undefined) return Buffer.from(JSON.parse(stored.value) as string, 'base64');
  const value = JSON.stringify(randomBytes(KEY_BYTES).toString('base64'));
  try {
    await store.commit([{ kind: 'put', collection: COLLECTION, key: KEY, value, expected: 0 }]);
  } catch (error) {
    // Another process has started at the same moment on the same store; its key counts.
    if (!(error instanceof StoreError && error.code === 'conflict')) throw error;
  }
  return readSecretKey(store);
}
