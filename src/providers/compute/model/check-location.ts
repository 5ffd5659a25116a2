import { armErrors, isWellFormedLocation, normalizeLocation } from '../../../arm/index.ts';
import type { JsonValue } from '../../../base/index.ts';

/** The normalized location of a new set. Throws the front door's refusals. */
export function checkLocation(value: JsonValue | undefined, offered: readonly string[]): string {
  if (typeof value !== 'string' || value === '') throw armErrors.locationRequired();
  if (!isWellFormedLocation(value)) throw armErrors.malformedLocation(value);
  const location = normalizeLocation(value);
  const available = offered.map(normalizeLocation);
  if (!available.includes(location)) {
    throw armErrors.locationNotAvailableForResourceType(
      value,
      'Microsoft.Compute/virtualMachineScaleSets',
      available,
    );
  }
  return location;
}

/** A set stays where it is; who does not say a location does not mean another one. */
export function checkSameLocation(
  value: JsonValue | undefined,
  set: { readonly name: string; readonly resourceGroupName: string; readonly existing: string },
): void {
  if (typeof value !== 'string' || value === '') return;
  if (!isWellFormedLocation(value)) throw armErrors.malformedLocation(value);
  const requested = normalizeLocation(value);
  if (requested !== set.existing) throw armErrors.resourceInOtherLocation({ ...set, requested });
}
