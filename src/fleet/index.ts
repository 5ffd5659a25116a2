export { createFleet, type FleetOptions } from './fleet.ts';
export type { SnapshotBound } from './snapshot-writer.ts';
export type * from './types.ts';
