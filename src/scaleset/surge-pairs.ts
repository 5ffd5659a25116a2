import type { ScaleSet } from './scale-set.ts';
import type { ModelFacts, RollingPolicy } from './types.ts';

/**
 * Machines that a rolling upgrade makes in place of those that there are ("Create new virtual machines to
 * upgrade the scale set, rather than updating the existing virtual machines", specification, maxSurge).
 * Each new one has one whose place it takes; as long as both are there, one of them is too many, and the
 * capacity does not count it. When all new ones of a batch are healthy, or have failed, the old ones go
 * whose place is taken, and so do the new ones that failed.
 */
export interface Surge {
  /** The index of the operation of the upgrade that the pairs belong to. */
  operation: number;
  /** By the id of a new machine: whose place it takes. Neither of the two is being deleted. */
  readonly pairs: Map<number, number>;
  /** The same by the id of the old one. */
  readonly successors: Map<number, number>;
  /** New ones that are made and healthy. */
  readonly ready: Set<number>;
  /** New ones that failed, or were not healthy in time. */
  readonly spoiled: Set<number>;
  /** Old ones that are being deleted. */
  readonly retiring: Set<number>;
  /** Old ones whose successor failed; they are not tried again. */
  readonly kept: Set<number>;
  /** Those of the batch that are brought to the latest model where they are. */
  readonly inPlace: Set<number>;
  /** Whether it is about to be settled who of the batch goes. */
  isSettling: boolean;
}

/** Whether upgrades make new machines. */
export function surges({ rollingUpgrade }: ModelFacts): boolean {
  return rollingUpgrade.maxSurge;
}

/** Rounded down, and one at least: nobody says how Azure rounds. Inferred. */
export function batchSize({ maxBatchInstancePercent }: RollingPolicy, count: number): number {
  return Math.max(1, Math.floor((count * maxBatchInstancePercent) / 100));
}

export function noSurge(): Surge {
  return {
    operation: 0,
    pairs: new Map(),
    successors: new Map(),
    ready: new Set(),
    spoiled: new Set(),
    retiring: new Set(),
    kept: new Set(),
    inPlace: new Set(),
    isSettling: false,
  };
}

/** An upgrade begins: nothing of the one before it counts any more but its pairs, which are settled. */
export function forgetSurge({ surge }: ScaleSet): void {
  surge.retiring.clear();
  surge.kept.clear();
  surge.inPlace.clear();
}

export function pair({ surge }: ScaleSet, successor: number, old: number): void {
  surge.pairs.set(successor, old);
  surge.successors.set(old, successor);
}

/** The old one of a pair that is one no more; undefined when there is no such pair. */
export function unpair({ surge }: ScaleSet, successor: number): number | undefined {
  const old = surge.pairs.get(successor);
  if (old === undefined) return undefined;
  surge.pairs.delete(successor);
  surge.successors.delete(old);
  surge.ready.delete(successor);
  surge.spoiled.delete(successor);
  return old;
}

/** Whether a machine is there beside the one whose place it takes. */
export function isSuccessor({ surge, instances }: ScaleSet, slot: number): boolean {
  return surge.pairs.size > 0 && surge.pairs.has(instances.instanceId(slot));
}

/** How many of these machines are the second one of a pair whose other one is among them as well. */
export function countPairs({ surge }: ScaleSet, instanceIds: readonly number[]): number {
  if (surge.pairs.size === 0) return 0;
  const ids = new Set(instanceIds);
  return instanceIds.filter((id) => ids.has(surge.pairs.get(id) ?? -1)).length;
}
