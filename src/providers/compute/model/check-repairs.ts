import { armErrors } from '../../../arm/index.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  MICROS_PER_SECOND,
  parseDuration,
} from '../../../base/index.ts';
import { readModelFacts } from '../../../scaleset/index.ts';
import { objectAt } from './json-path.ts';

/** From PT10M to PT90M. Source: the specification, AutomaticRepairsPolicy. */
const GRACE_MINUTES_MIN = 10;
const GRACE_MINUTES_MAX = 90;

/** Whether somebody can say how the machines of a model are. */
export function isMonitored(model: JsonObject): boolean {
  return readModelFacts(model).health !== null;
}

/**
 * Throws for an automatic repairs policy that cannot be followed. How Azure says that a grace period is
 * out of range is not recorded: the frame is the recorded one of every bad value.
 */
export function checkRepairs(model: JsonObject, current: JsonObject | undefined): void {
  const { automaticRepairsPolicy: policy } = objectAt(model, 'properties');
  if (!isJsonObject(policy)) return;
  const { gracePeriod } = policy;
  if (gracePeriod !== undefined && !isGracePeriod(gracePeriod)) {
    throw armErrors.invalidParameterValue('automaticRepairsPolicy.gracePeriod');
  }
  if (policy['enabled'] !== true) return;
  if (!isMonitored(model)) {
    // I: PaloAltoNetworks/terraform-azurerm-vmseries-modules, on automatic_instance_repair.
    throw armErrors.badRequest(
      'Automatic repairs not supported for this Virtual Machine Scale Set because a health probe or health extension was not provided.',
    );
  }
  checkActionChange(policy, objectAt(current ?? {}, 'properties', 'automaticRepairsPolicy'));
}

/** Documented: repairs must be disabled first and enabled again. In which words it is refused is inferred. */
function checkActionChange(next: JsonObject, before: JsonObject): void {
  if (before['enabled'] !== true) return;
  const action = next['repairAction'] ?? before['repairAction'];
  if (action === before['repairAction']) return;
  throw armErrors.propertyChangeNotAllowed('automaticRepairsPolicy.repairAction');
}

function isGracePeriod(value: JsonValue): boolean {
  const micros = typeof value === 'string' && value.startsWith('P') ? parseDuration(value) : null;
  if (micros === null || micros === undefined) return false;
  const minutes = micros / (60 * MICROS_PER_SECOND);
  return minutes >= GRACE_MINUTES_MIN && minutes <= GRACE_MINUTES_MAX;
}
