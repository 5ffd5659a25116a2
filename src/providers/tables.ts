import type { Operation, ResourceType } from '../arm/index.ts';
import { catalogueOperations, computeOperations, computeResourceTypes } from './compute/index.ts';
import type { ComputeServices } from './compute/services.ts';
import { networkOperations, networkResourceTypes, networkTypes } from './network/index.ts';
import { RESOURCES_TYPES, resourcesOperations } from './resources/index.ts';
import type { Services } from './services.ts';
import type { ShellType } from './shells/shell-type.ts';

/** The operations of all providers: what the front door serves. */
export const providerOperations: readonly Operation<Services & ComputeServices>[] = [
  ...resourcesOperations,
  ...computeOperations,
  ...catalogueOperations,
  ...networkOperations,
];

/** The types of all providers: what the providers list says. */
export function providerResourceTypes(locations: readonly string[]): readonly ResourceType[] {
  return [
    ...RESOURCES_TYPES,
    ...computeResourceTypes(locations),
    ...networkResourceTypes(locations),
  ];
}

/** The shells of all providers. */
export const shellTypes: readonly ShellType[] = [...networkTypes];
