export { createMemoryStore, openStore } from './open-store.ts';
export { createOverlayStore } from './overlay-store.ts';
export type * from './types.ts';
export { StoreError } from './types.ts';
