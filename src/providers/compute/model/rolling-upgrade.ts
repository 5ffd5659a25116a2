import { armErrors } from '../../../arm/index.ts';
import { type JsonObject, type JsonValue, parseDuration } from '../../../base/index.ts';
import { isFlexible } from './check-flexible.ts';
import { objectAt } from './json-path.ts';

/** The least and the most of each share. Source: the specification, RollingUpgradePolicy. */
const SHARES = [
  ['maxBatchInstancePercent', 5],
  ['maxUnhealthyInstancePercent', 5],
  ['maxUnhealthyUpgradedInstancePercent', 0],
] as const;

/** Throws for a policy that no upgrade can follow. Its frame is the recorded one of every bad value. */
export function checkRollingPolicy(policy: JsonObject): void {
  for (const [name, least] of SHARES) {
    const share = policy[name];
    if (typeof share === 'number' && (share < least || share > 100)) refuse(name);
  }
  const pause = policy['pauseTimeBetweenBatches'];
  if (pause !== undefined && !isPause(pause)) refuse('pauseTimeBetweenBatches');
}

function isPause(value: JsonValue): boolean {
  return typeof value === 'string' && value.startsWith('P') && parseDuration(value) !== undefined;
}

function refuse(name: string): never {
  throw armErrors.invalidParameterValue(`rollingUpgradePolicy.${name}`);
}

/**
 * "`overprovision` must be set to `false`" with it (terraform-provider-azurerm, documentation of
 * `maximum_surge_instances_enabled`). That it is refused in every mode, and the words, are inferred.
 */
export function checkSurge(properties: JsonObject): void {
  const policy = objectAt(properties, 'upgradePolicy', 'rollingUpgradePolicy');
  // What is not said becomes true; Flexible sets do not know it.
  const overprovisions = !isFlexible(properties) && properties['overprovision'] !== false;
  if (policy['maxSurge'] !== true || !overprovisions) return;
  throw armErrors.badRequest(
    'Rolling upgrades with maxSurge are not supported for a Virtual Machine Scale Set with overprovision set to true.',
  );
}
