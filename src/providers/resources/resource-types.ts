import type { ResourceType } from '../../arm/index.ts';
import { FRONT_DOOR_API_VERSIONS } from './api-versions.ts';

/** What Microsoft.Resources lists of itself, as far as it is there. */
const TYPES = [
  'calculateTemplateHash',
  'checkResourceName',
  'deployments',
  'deployments/operations',
  'tenants',
  'locations',
  'operationresults',
  'providers',
  'resourceGroups',
  'resources',
  'subscriptions',
  'subscriptions/locations',
  'subscriptions/operationresults',
  'subscriptions/providers',
  'subscriptions/resourceGroups',
  'subscriptions/resourceGroups/resources',
  'subscriptions/resources',
  'tags',
] as const;

export const RESOURCES_TYPES: readonly ResourceType[] = TYPES.map((type) => ({
  namespace: 'Microsoft.Resources',
  type,
  apiVersions: FRONT_DOOR_API_VERSIONS,
  locations: [],
}));
