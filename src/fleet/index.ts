export { createFleet } from './fleet.ts';
export type * from './types.ts';
