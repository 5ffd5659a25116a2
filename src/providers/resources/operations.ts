import type { Operation } from '../../arm/index.ts';
import type { Services } from '../services.ts';
import { checkResourceName } from './check-resource-name.ts';
import { deleteResourceGroup, getOperationResult } from './delete-group.ts';
import { deleteGroupTags, getGroupTags, patchGroupTags, putGroupTags } from './group-tags.ts';
import { listGroupResources, listResources } from './list-resources.ts';
import {
  getProvider,
  getTenantProvider,
  listProviders,
  listTenantProviders,
  registerProvider,
  unregisterProvider,
} from './providers.ts';
import {
  checkResourceGroupExistence,
  getResourceGroup,
  listResourceGroups,
} from './read-groups.ts';
import { refusedOperations } from './refused-operations.ts';
import { getSubscription, listLocations, listSubscriptions, listTenants } from './subscriptions.ts';
import { createOrUpdateResourceGroup, updateResourceGroup } from './write-groups.ts';

/** The front door's own operations: subscriptions, groups, providers, resources, tags. */
export const resourcesOperations: readonly Operation<Services>[] = [
  listSubscriptions,
  getSubscription,
  listLocations,
  listTenants,
  listProviders,
  getProvider,
  registerProvider,
  unregisterProvider,
  listTenantProviders,
  getTenantProvider,
  listResourceGroups,
  getResourceGroup,
  checkResourceGroupExistence,
  createOrUpdateResourceGroup,
  updateResourceGroup,
  deleteResourceGroup,
  getOperationResult,
  listResources,
  listGroupResources,
  getGroupTags,
  putGroupTags,
  patchGroupTags,
  deleteGroupTags,
  checkResourceName,
  ...refusedOperations,
];
