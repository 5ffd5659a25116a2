export { createMemoryStore, openStore } from './open-store.ts';
export { createOverlayStore } from './overlay-store.ts';
export type * from './types.ts';
export { removalWrites } from './removal.ts';
export { StoreError } from './types.ts';
