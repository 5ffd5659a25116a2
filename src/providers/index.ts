export * from './compute/index.ts';
export { deleteResource } from './delete-resource.ts';
export * from './deployments/index.ts';
export { genericTypes } from './generic/generic-resources.ts';
export { type Autoscale, createAutoscale } from './insights/autoscale/engine.ts';
export { type Metrics, StoredMetrics } from './insights/autoscale/metrics.ts';
export * from './network/index.ts';
export * from './resources/index.ts';
export * from './shells/index.ts';
export type { Directory, Services, Subscription } from './services.ts';
export {
  companionOperations,
  providerOperations,
  providerResourceTypes,
  shellTypes,
} from './tables.ts';
