export { actionOf, scopeOf } from './access-names.ts';
export {
  ACTIVITY_COLLECTIONS,
  ACTIVITY_RETENTION,
  type ActivityEnd,
  activityEndWrite,
  type ActivityEntry,
  activityKey,
  activityWrite,
  type AutoscaleActivity,
  type NotedEnd,
  type RequestActivity,
} from './activity/activity-entry.ts';
export { currentActivity, withCompanions } from './activity/request-activity.ts';
export { compareApiVersions } from './api-version.ts';
export { ArmError, type ArmErrorDetail } from './arm-error.ts';
export { armErrors } from './errors/index.ts';
export { RequestFaults } from './faults/request-faults.ts';
export { createGateway, type Gateway } from './gateway.ts';
export type { GenericTypes } from './generic-types.ts';
export { compact, gatewayJson, providerJson } from './json.ts';
export { writeJsonList } from './json-list.ts';
export { isWellFormedLocation, normalizeLocation } from './location.ts';
export { createLongRunning, type LongRunning, type Progress } from './long-running.ts';
export {
  decodeSkipToken,
  encodeSkipToken,
  nextLink,
  readAfterKey,
  readAfterNumber,
  readTop,
} from './paging.ts';
export { GROUP_FILTERS, parseFilter, RESOURCE_FILTERS } from './resource-filter.ts';
export { resourceGroupKey } from './resource-id.ts';
export {
  createResourceRegistry,
  deleteResourceEntry,
  type DeriveResources,
  putResourceEntry,
  type ResourceEntry,
  resourceGroupNameOf,
  type ResourceRegistry,
} from './resource-registry.ts';
export type { GatewayLookups } from './scope-checks.ts';
export { statusName } from './status-name.ts';
export {
  type OwnLimits,
  type RateLimitTable,
  SCOPE_LIMIT_NAMES,
  THROTTLE_MODES,
  type ThrottleMode,
} from './throttling/limits.ts';
export { Throttle, type ThrottleSettings } from './throttling/throttle.ts';
export { EVERY_MINUTE } from './throttling/token-bucket.ts';
export { checkTags, readTags, type Tags } from './tags.ts';
export type * from './types.ts';
