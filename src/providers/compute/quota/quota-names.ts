import { sameName } from '../../../base/index.ts';
import { VM_SIZES } from '../catalogue/vm-sizes.ts';

/** A quota as `az vm list-usage` shows it. */
export interface QuotaName {
  /** `standardDSv5Family`. */
  readonly value: string;
  /** `Standard DSv5 Family vCPUs`. */
  readonly localizedValue: string;
  /** As a refusal calls it: `standardDSv5Family Cores`. */
  readonly inRefusals: string;
  readonly defaultLimit: number;
}

/**
 * Azure gives a new subscription some ten cores. Whoever tests fleets of a million machines would first
 * have to lift that, so here it is so high that only --quota makes it matter.
 */
const GENEROUS = 10_000_000;

const REGIONAL: readonly QuotaName[] = [
  // Limits of the first three: Microsoft Learn, "Azure subscription and service limits".
  regional('availabilitySets', 'Availability Sets', 2_500),
  regional('virtualMachineScaleSets', 'Virtual Machine Scale Sets', 2_500),
  regional('virtualMachines', 'Virtual Machines', GENEROUS),
  // The words of the next two are recorded (shared/azure/errors.md; Azure/AKS issues).
  regional('cores', 'Total Regional vCPUs', GENEROUS, 'Total Regional Cores'),
  regional('lowPriorityCores', 'Total Regional Low-priority vCPUs', GENEROUS, 'LowPriorityCores'),
];

/** All of them: the regional ones, then the families by label. */
export const QUOTA_NAMES: readonly QuotaName[] = [
  ...REGIONAL,
  ...new Map(
    VM_SIZES.map(({ family, familyLabel }) => [
      family,
      {
        value: family,
        localizedValue: familyLabel,
        inRefusals: `${family} Cores`,
        defaultLimit: GENEROUS,
      },
    ]),
  ).values(),
];

/** By its name or label in any casing. */
export function findQuotaName(name: string): QuotaName | undefined {
  return QUOTA_NAMES.find(
    ({ value, localizedValue }) => sameName(value, name) || sameName(localizedValue, name),
  );
}

function regional(
  value: string,
  localizedValue: string,
  defaultLimit: number,
  inRefusals = localizedValue,
): QuotaName {
  return { value, localizedValue, inRefusals, defaultLimit };
}
