import { armErrors } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import { checkReference } from './check-reference.ts';
import { objectAt, valueAt } from './json-path.ts';

/** Where machines are to be: groups of proximity, of hosts and of reserved capacity, by full ids. */
const REFERENCES = [
  'properties.proximityPlacementGroup.id',
  'properties.hostGroup.id',
  'properties.virtualMachineProfile.capacityReservation.capacityReservationGroup.id',
] as const;

/** Refuses references that name nothing, and what machines that can sleep cannot have. */
export function checkPlacement(model: JsonObject): void {
  for (const path of REFERENCES) {
    const id = valueAt(model, ...path.split('.'));
    if (typeof id === 'string') checkReference(id, path);
  }
  const properties = objectAt(model, 'properties');
  const profile = objectAt(properties, 'virtualMachineProfile');
  const group = valueAt(profile, 'capacityReservation', 'capacityReservationGroup', 'id');
  // "Capacity Reservation: Azure Spot VMs are not supported" and no dedicated hosts (documented).
  if (group !== undefined && isSpot(profile)) {
    throw armErrors.parameterNotAllowed('capacityReservation');
  }
  if (group !== undefined && 'hostGroup' in properties) {
    throw armErrors.parameterNotAllowed('capacityReservation');
  }
  if (valueAt(properties, 'additionalCapabilities', 'hibernationEnabled') !== true) return;
  if (isSpot(profile)) throw armErrors.hibernationOfSpot();
  if ('hostGroup' in properties) throw armErrors.hibernationOnHost();
  if (group !== undefined) throw armErrors.hibernationOfReserved();
}

function isSpot(profile: JsonObject): boolean {
  return ['Spot', 'Low', 'SpotPlus'].includes(String(profile['priority']));
}
