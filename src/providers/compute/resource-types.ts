import type { ResourceType } from '../../arm/index.ts';
import { SCALE_SET_API_VERSIONS } from './api-versions.ts';
import { DISK_API_VERSIONS, GALLERY_API_VERSIONS } from './resources/api-versions.ts';
import { RESOURCE_SKU_API_VERSIONS } from './catalogue/resource-skus.ts';

/** Source: recorded provider metadata of February 2025 (shared/azure/api-versions.txt, notes). */
const TAGGED_CAPABILITIES =
  'CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SystemAssignedResourceIdentity, SupportsTags, SupportsLocation';

/** Work on anything of this provider is polled there, with the version that it was asked for with. */
const POLLED_VERSIONS = [
  ...new Set([...SCALE_SET_API_VERSIONS, ...DISK_API_VERSIONS, ...GALLERY_API_VERSIONS]),
].sort();

/** The resource types of Microsoft.Compute that this provider serves. */
export function computeResourceTypes(locations: readonly string[]): readonly ResourceType[] {
  const type = (
    name: string,
    besides: Pick<ResourceType, 'defaultApiVersion' | 'capabilities'> = {},
  ): ResourceType => ({
    namespace: 'Microsoft.Compute',
    type: name,
    apiVersions: SCALE_SET_API_VERSIONS,
    locations,
    ...besides,
  });
  return [
    type('virtualMachineScaleSets', {
      defaultApiVersion: '2023-09-01',
      capabilities: TAGGED_CAPABILITIES,
    }),
    type('virtualMachineScaleSets/extensions', {
      defaultApiVersion: '2015-06-15',
      capabilities: 'None',
    }),
    type('virtualMachineScaleSets/virtualMachines', {
      defaultApiVersion: '2023-09-01',
      capabilities: 'None',
    }),
    { ...type('skus', { capabilities: 'None' }), apiVersions: RESOURCE_SKU_API_VERSIONS },
    type('virtualMachines', {
      defaultApiVersion: '2023-09-01',
      capabilities: TAGGED_CAPABILITIES,
    }),
    type('virtualMachines/extensions', { capabilities: 'None' }),
    type('locations/virtualMachines', { capabilities: 'None' }),
    type('locations', { capabilities: 'None' }),
    type('locations/publishers', { capabilities: 'None' }),
    type('locations/runCommands', { capabilities: 'None' }),
    type('locations/usages', { capabilities: 'None' }),
    type('locations/vmSizes', { capabilities: 'None' }),
    { ...type('locations/operations', { capabilities: 'None' }), apiVersions: POLLED_VERSIONS },
    type('locations/virtualMachineScaleSets', { capabilities: 'None' }),
  ];
}
