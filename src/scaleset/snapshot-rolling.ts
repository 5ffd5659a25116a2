import type { Consent } from './consent.ts';
import type { RollingUpgrade } from './scale-set.ts';

/** The same with its sets as lists. */
type Listed<T> = {
  readonly [Key in keyof T]: T[Key] extends Set<number> ? readonly number[] : T[Key];
};

/** A rolling upgrade as it stands in a snapshot. */
export type ListedRolling = Listed<Omit<RollingUpgrade, 'consent'>> & {
  readonly consent: Listed<Consent>;
};

export function listedRolling(rolling: RollingUpgrade): ListedRolling {
  const { consent, failedInstances, awaiting } = rolling;
  return {
    ...rolling,
    failedInstances: [...failedInstances],
    awaiting: [...awaiting],
    consent: {
      ...consent,
      approved: [...consent.approved],
      rejected: [...consent.rejected],
    },
  };
}

export function restoredRolling(rolling: ListedRolling): RollingUpgrade {
  const { consent, failedInstances, awaiting } = rolling;
  return {
    ...rolling,
    failedInstances: new Set(failedInstances),
    awaiting: new Set(awaiting),
    consent: {
      ...consent,
      approved: new Set(consent.approved),
      rejected: new Set(consent.rejected),
    },
  };
}
