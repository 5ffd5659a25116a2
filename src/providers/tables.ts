import type { Operation, ResourceType } from '../arm/index.ts';
import { authorizationOperations, authorizationResourceTypes } from './authorization/operations.ts';
import { catalogueOperations, computeOperations, computeResourceTypes } from './compute/index.ts';
import {
  computeShellOperations,
  computeShellResourceTypes,
  computeShellTypes,
} from './compute/resources/types.ts';
import type { ComputeServices } from './compute/services.ts';
import { deploymentOperations } from './deployments/operations.ts';
import type { DeploymentServices } from './deployments/services.ts';
import {
  activityLogOperations,
  activityLogResourceTypes,
} from './insights/activity-log/operations.ts';
import { metricsOperations, metricsResourceTypes } from './insights/metrics/operations.ts';
import { autoscaleSettings } from './insights/autoscale/autoscale-settings.ts';
import { userAssignedIdentities } from './managed-identity/user-assigned-identities.ts';
import {
  machineNetworkOperations,
  networkOperations,
  networkResourceTypes,
  networkTypes,
} from './network/index.ts';
import { RESOURCES_TYPES, resourcesOperations } from './resources/index.ts';
import { shellOperations, shellResourceTypes } from './shells/operations.ts';
import type { ShellType } from './shells/shell-type.ts';
import { CHECK_NAME_TYPE, storageAccounts, storageOperations } from './storage/storage-accounts.ts';

/** Types of the smaller providers, one or two of each. */
const companionTypes: readonly ShellType[] = [
  userAssignedIdentities,
  storageAccounts,
  autoscaleSettings,
];

/** What stands around machines and networks: stored and answered, mostly without doing anything. */
export const companionOperations: readonly Operation<DeploymentServices & ComputeServices>[] = [
  ...computeShellOperations,
  ...companionTypes.flatMap(shellOperations),
  ...storageOperations,
  ...authorizationOperations,
  ...activityLogOperations,
  ...metricsOperations,
];

/** The operations of all providers: what the front door serves. */
export const providerOperations: readonly Operation<DeploymentServices & ComputeServices>[] = [
  ...resourcesOperations,
  ...deploymentOperations,
  ...computeOperations,
  ...catalogueOperations,
  ...companionOperations,
  ...networkOperations,
  ...machineNetworkOperations,
];

/** The types of all providers: what the providers list says. */
export function providerResourceTypes(locations: readonly string[]): readonly ResourceType[] {
  return [
    ...RESOURCES_TYPES,
    ...computeResourceTypes(locations),
    ...computeShellResourceTypes(locations),
    ...networkResourceTypes(locations),
    ...companionTypes.flatMap((type) => shellResourceTypes(type, locations)),
    ...authorizationResourceTypes,
    ...activityLogResourceTypes,
    ...metricsResourceTypes,
    CHECK_NAME_TYPE,
  ];
}

/** The shells of all providers. */
export const shellTypes: readonly ShellType[] = [
  ...computeShellTypes,
  ...networkTypes,
  ...companionTypes,
];
