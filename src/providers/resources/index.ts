export { FRONT_DOOR_API_VERSIONS } from './api-versions.ts';
export { AZURE_LOCATIONS } from './azure-locations.ts';
export { resourcesOperations } from './operations.ts';
export { createProviderRegistrations } from './provider-registrations.ts';
export { createResourceGroups } from './resource-groups.ts';
export { RESOURCES_TYPES } from './resource-types.ts';
