import { armErrors } from '../../../arm/index.ts';
import { isOffered, sizesOf, zonesOf } from './regions.ts';
import { findVmSize } from './vm-sizes.ts';

export interface SizePlace {
  /** Of the machine or set that is to have the size. */
  readonly resourceId: string;
  /** Normalized. */
  readonly location: string;
  readonly zones: readonly string[];
}

/**
 * Throws what Azure answers to a size that does not exist, or not in this region or its zones. Zones
 * in a region that has none are refused in the same words: inferred, no recording has it.
 */
export function checkVmSize(name: string, { resourceId, location, zones }: SizePlace): void {
  const size = findVmSize(name);
  if (size === undefined) {
    throw armErrors.invalidVmSize(
      name,
      sizesOf(location).map((offered) => offered.name),
    );
  }
  const offered = zonesOf(location);
  const placed = zones.every((zone) => offered.includes(zone));
  if (isOffered(size, location) && placed) return;
  throw armErrors.skuNotAvailable({ resourceId, location, zones });
}
