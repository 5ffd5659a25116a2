export { FRONT_DOOR_API_VERSIONS } from './api-versions.ts';
export { AZURE_LOCATIONS, type AzureLocation, findLocation } from './azure-locations.ts';
export { resourcesOperations } from './operations.ts';
export {
  createProviderRegistrations,
  type ProviderRegistrations,
} from './provider-registrations.ts';
export {
  createResourceGroups,
  type ResourceGroup,
  type ResourceGroups,
  type ResourceGroupsOptions,
} from './resource-groups.ts';
export { RESOURCES_TYPES } from './resource-types.ts';
