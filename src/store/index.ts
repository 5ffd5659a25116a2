export { createMemoryStore, openStore } from './open-store.ts';
export type * from './types.ts';
export { StoreError } from './types.ts';
