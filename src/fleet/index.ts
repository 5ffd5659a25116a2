export { FORGOTTEN_JOURNAL } from './set-document.ts';
export { createFleet } from './fleet.ts';
export type * from './types.ts';
export { createRehearsalFleet } from './rehearsal-fleet.ts';
export { StaleCopy } from './stale-copy.ts';
