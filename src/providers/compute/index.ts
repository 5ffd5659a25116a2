export { SCALE_SET_API_VERSIONS } from './api-versions.ts';
export { notYetSupportedIds } from './not-yet-supported.ts';
export { computeOperations } from './operations.ts';
export { computeRateLimits } from './rate-limits.ts';
export { forgetGoneScaleSets } from './registry-entry.ts';
export { computeResourceTypes } from './resource-types.ts';
export type { ComputeServices } from './services.ts';
export { startDeletion } from './virtual-machine-scale-sets/delete.ts';
