import { armErrors } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import { readModelFacts, type ScaleSet, wouldOutdate } from '../../../scaleset/index.ts';

/**
 * In mode Rolling a change of what instances are made of begins a rolling upgrade, which the emulator
 * does not do yet: it is refused, where leaving the instances outdated would be a silent success.
 */
export function refuseRollingUpgrade(current: ScaleSet, next: JsonObject): void {
  if (readModelFacts(next).upgradeMode !== 'Rolling' || !wouldOutdate(current, next)) return;
  throw armErrors.notSupportedHere(
    "The rolling upgrade of instances that a change of the model begins in upgradePolicy.mode 'Rolling'",
  );
}
