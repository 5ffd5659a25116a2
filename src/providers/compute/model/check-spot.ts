import { armErrors } from '../../../arm/index.ts';
import { type JsonObject, type JsonValue, parseDuration } from '../../../base/index.ts';
import { objectAt, valueAt } from './json-path.ts';

/** Microsoft's page on the mix, `--regular-priority-count` of az: as many as a set can have. */
const BASE_REGULAR_MAX = 1_000;

/**
 * Refuses what only Spot machines can have of others, and values that no Spot set can have. The rules
 * are documented ("Error messages for Azure Spot Virtual Machines", "Spot Priority Mix").
 */
export function checkSpot(properties: JsonObject): void {
  const profile = objectAt(properties, 'virtualMachineProfile');
  const spot = isSpot(profile);
  if (!spot && 'evictionPolicy' in profile) throw armErrors.evictionPolicyNeedsSpot();
  checkMaxPrice(valueAt(profile, 'billingProfile', 'maxPrice'), spot);
  checkMix(properties, spot);
  checkRestore(properties, spot);
}

function isSpot(profile: JsonObject): boolean {
  return ['Spot', 'Low', 'SpotPlus'].includes(String(profile['priority']));
}

function checkMaxPrice(maxPrice: JsonValue | undefined, spot: boolean): void {
  if (typeof maxPrice !== 'number') return;
  // -1 is what is meant by nothing, and Azure's own clients send it for machines that are not Spot.
  if (!spot && maxPrice !== -1) throw armErrors.maxPriceNeedsSpot();
  if (maxPrice !== -1 && maxPrice <= 0) throw armErrors.invalidMaxPrice();
}

function checkMix(properties: JsonObject, spot: boolean): void {
  if (!('priorityMixPolicy' in properties)) return;
  const policy = objectAt(properties, 'priorityMixPolicy');
  // "A scale set with Flexible orchestration using a Spot priority VM profile".
  if (!spot) throw armErrors.parameterNotAllowed('priorityMixPolicy');
  // "Not supported with singlePlacementMode enabled on the scale set".
  if (properties['singlePlacementGroup'] === true) {
    throw armErrors.parameterNotAllowed('priorityMixPolicy');
  }
  checkNumber(policy, 'baseRegularPriorityCount', BASE_REGULAR_MAX);
  checkNumber(policy, 'regularPriorityPercentageAboveBase', 100);
}

function checkNumber(policy: JsonObject, name: string, most: number): void {
  const value = policy[name];
  if (typeof value === 'number' && (value < 0 || value > most)) {
    throw armErrors.invalidParameterValue(`priorityMixPolicy.${name}`);
  }
}

function checkRestore(properties: JsonObject, spot: boolean): void {
  if (!('spotRestorePolicy' in properties)) return;
  const policy = objectAt(properties, 'spotRestorePolicy');
  if (!spot && policy['enabled'] === true) throw armErrors.parameterNotAllowed('spotRestorePolicy');
  const timeout = policy['restoreTimeout'];
  if (timeout === undefined || isIsoDuration(timeout)) return;
  throw armErrors.invalidParameterValue('spotRestorePolicy.restoreTimeout');
}

/** An ISO 8601 length of time: `PT1H`. */
function isIsoDuration(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.startsWith('P') && parseDuration(value) !== undefined;
}
