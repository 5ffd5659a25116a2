import type { Consent } from './consent.ts';
import type { RollingUpgrade, ScaleSet } from './scale-set.ts';
import type { Surge } from './surge-pairs.ts';
import { holdProfile } from './transitions.ts';

/** The same with its sets and maps as lists. */
type Listed<T> = {
  readonly [Key in keyof T]: T[Key] extends Set<number>
    ? readonly number[]
    : T[Key] extends Map<number, infer Value>
      ? readonly (readonly [number, Value])[]
      : T[Key];
};

/** A rolling upgrade as it stands in a snapshot. */
export type ListedRolling = Listed<Omit<RollingUpgrade, 'consent'>> & {
  readonly consent: Listed<Consent>;
};

export function listedRolling(rolling: RollingUpgrade): ListedRolling {
  const { consent, failedInstances, awaiting, previous } = rolling;
  return {
    ...rolling,
    failedInstances: [...failedInstances],
    previous: [...previous],
    awaiting: [...awaiting],
    consent: {
      ...consent,
      approved: [...consent.approved],
      rejected: [...consent.rejected],
    },
  };
}

export function restoredRolling(rolling: ListedRolling): RollingUpgrade {
  const { consent, failedInstances, awaiting, previous, rollback } = rolling;
  return {
    ...rolling,
    failedInstances: new Set(failedInstances),
    previous: new Map(previous),
    rollback: rollback && { ...rollback },
    awaiting: new Set(awaiting),
    consent: {
      ...consent,
      approved: new Set(consent.approved),
      rejected: new Set(consent.rejected),
    },
  };
}

export type ListedSurge = Listed<Omit<Surge, 'successors'>>;

export function listedSurge(surge: Surge): ListedSurge {
  const { operation, pairs, ready, spoiled, retiring, kept, inPlace, isSettling } = surge;
  return {
    operation,
    isSettling,
    pairs: [...pairs],
    ready: [...ready],
    spoiled: [...spoiled],
    retiring: [...retiring],
    kept: [...kept],
    inPlace: [...inPlace],
  };
}

export function restoredSurge(surge: ListedSurge): Surge {
  return {
    operation: surge.operation,
    isSettling: surge.isSettling,
    pairs: new Map(surge.pairs),
    successors: new Map(surge.pairs.map(([successor, old]) => [old, successor])),
    ready: new Set(surge.ready),
    spoiled: new Set(surge.spoiled),
    retiring: new Set(surge.retiring),
    kept: new Set(surge.kept),
    inPlace: new Set(surge.inPlace),
  };
}

/** Keeps the versions again that machines may be brought back to. */
export function holdVersions(set: ScaleSet): void {
  for (const version of set.rolling?.previous.values() ?? []) holdProfile(set, version);
  for (const { version } of set.rollbacks.values()) holdProfile(set, version);
}
