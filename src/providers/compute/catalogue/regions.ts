import { findLocation } from '../../resources/azure-locations.ts';
import { VM_SIZES, type VmSize } from './vm-sizes.ts';

/**
 * Where the rare families are offered: Arm64, graphics, large memory, local NVMe. Which region has
 * what changes every month in Azure; that some have less than others does not. Inferred from the
 * products-by-region page of 2025.
 */
const LARGE_REGIONS = new Set([
  'eastus',
  'eastus2',
  'southcentralus',
  'westus2',
  'westus3',
  'centralus',
  'northeurope',
  'westeurope',
  'uksouth',
  'swedencentral',
  'francecentral',
  'germanywestcentral',
  'southeastasia',
  'japaneast',
  'australiaeast',
  'centralindia',
  'canadacentral',
]);

/** The zones of a region by its normalized name; none where it has none. */
export function zonesOf(location: string): readonly string[] {
  return findLocation(location)?.zoneCount === 3 ? ['1', '2', '3'] : [];
}

/** Whether a region offers a size. */
export function isOffered(size: VmSize, location: string): boolean {
  return !size.has('L') || LARGE_REGIONS.has(location);
}

/** The sizes of a region, in the catalogue's order. */
export function sizesOf(location: string): readonly VmSize[] {
  return VM_SIZES.filter((size) => isOffered(size, location));
}
