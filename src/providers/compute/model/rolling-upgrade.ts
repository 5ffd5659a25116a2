import { armErrors } from '../../../arm/index.ts';
import { type JsonObject, type JsonValue, parseDuration } from '../../../base/index.ts';
import { readModelFacts, type ScaleSet, wouldOutdate } from '../../../scaleset/index.ts';
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
 * In mode Rolling a change of what instances are made of begins a rolling upgrade. What the emulator
 * does not do in one is refused there and by name; a set may say it, as Azure's clients do.
 */
export function checkRollingChange(current: ScaleSet, next: JsonObject): void {
  if (readModelFacts(next).upgradeMode !== 'Rolling' || !wouldOutdate(current, next)) return;
  refuseUnsimulatedUpgrade(next);
}

/** Throws NotSupported when an upgrade would have to do what is not simulated. */
export function refuseUnsimulatedUpgrade(model: JsonObject): void {
  const policy = objectAt(model, 'properties', 'upgradePolicy', 'rollingUpgradePolicy');
  if (policy['maxSurge'] === true) {
    throw armErrors.notSupportedHere('A rolling upgrade with rollingUpgradePolicy.maxSurge');
  }
}
