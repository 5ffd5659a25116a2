import { ArmError, type ResourceEntry } from '../arm/index.ts';
import { foldCase } from '../base/index.ts';
import { startDeletion } from './compute/virtual-machine-scale-sets/delete.ts';
import type { Services } from './services.ts';

/**
 * Begins the deletion of a resource of any kind, as deletions of groups do. What others still use stays
 * for a later look: they go first.
 */
export async function deleteResource(
  { fleet, shells }: Pick<Services, 'fleet' | 'shells'>,
  { id, goneAt }: Pick<ResourceEntry, 'id' | 'goneAt'>,
): Promise<'underWay' | 'inUse'> {
  if (!shells.typeOf(id) && !(await shells.find(id))) {
    await startDeletion({ fleet }, foldCase(id));
    return 'underWay';
  }
  if (goneAt !== undefined) return 'underWay';
  try {
    await shells.delete(id);
    return 'underWay';
  } catch (error) {
    if (error instanceof ArmError) return 'inUse';
    throw error;
  }
}
