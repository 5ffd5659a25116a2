export { compareApiVersions, isWellFormedApiVersion } from './api-version.ts';
export { ArmError, type ArmErrorDetail, type ArmErrorOptions, errorBody } from './arm-error.ts';
export { armErrors } from './errors/index.ts';
export { checkPreconditions, quoteEtag } from './etag.ts';
export {
  createGateway,
  type Gateway,
  type GatewayOptions,
  type GatewaySettings,
} from './gateway.ts';
export { compact, CompactJson, gatewayJson, providerJson, writeJson } from './json.ts';
export { isWellFormedLocation, normalizeLocation } from './location.ts';
export {
  createLongRunning,
  type LongRunning,
  type LongRunningOptions,
  type OperationStatus,
  type StartedOptions,
} from './long-running.ts';
export {
  decodeSkipToken,
  encodeSkipToken,
  nextLink,
  readSkipToken,
  readTop,
  type SkipToken,
} from './paging.ts';
export type { BucketSize } from './rate-limits.ts';
export { type Filter, GROUP_FILTERS, parseFilter, RESOURCE_FILTERS } from './resource-filter.ts';
export {
  formatResourceId,
  parseResourceId,
  resourceGroupKey,
  type ResourceId,
  resourceKey,
} from './resource-id.ts';
export {
  createResourceRegistry,
  deleteResourceEntry,
  putResourceEntry,
  type ResourceEntry,
  resourceGroupNameOf,
  type ResourcePage,
  type ResourceQuery,
  type ResourceRegistry,
} from './resource-registry.ts';
export type { GatewayLookups } from './scope-checks.ts';
export { checkTags, readTags } from './tags.ts';
export type * from './types.ts';
