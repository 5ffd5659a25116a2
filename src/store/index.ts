export { createMemoryStore, openStore } from './open-store.ts';
export { createOverlayStore } from './overlay-store.ts';
export type * from './types.ts';
export { documentsOf, readWhole, type StoreRecord, writeOf } from './whole.ts';
export { removalWrites } from './removal.ts';
export { StoreError } from './types.ts';
