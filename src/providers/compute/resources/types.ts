import type { Operation, ResourceType } from '../../../arm/index.ts';
import { shellOperations, shellResourceTypes } from '../../shells/operations.ts';
import type { ShellServices } from '../../shells/services.ts';
import type { ShellType } from '../../shells/shell-type.ts';
import { disks, snapshots } from './disks.ts';
import { galleries, galleryImages, galleryImageVersions, images } from './image-types.ts';
import {
  availabilitySets,
  capacityReservationGroups,
  hostGroups,
  proximityPlacementGroups,
  sshPublicKeys,
} from './placement.ts';

/** What stands around machines in Microsoft.Compute. */
export const computeShellTypes: readonly ShellType[] = [
  availabilitySets,
  capacityReservationGroups,
  disks,
  galleries,
  galleryImages,
  galleryImageVersions,
  hostGroups,
  images,
  proximityPlacementGroups,
  snapshots,
  sshPublicKeys,
];

export const computeShellOperations: readonly Operation<ShellServices>[] =
  computeShellTypes.flatMap(shellOperations);

export function computeShellResourceTypes(locations: readonly string[]): readonly ResourceType[] {
  return computeShellTypes.flatMap((type) => shellResourceTypes(type, locations));
}
