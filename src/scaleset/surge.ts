import type { Instant } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import { addBulk } from './agenda.ts';
import { isHealthy } from './awaited.ts';
import type { RollingUpgrade, ScaleSet } from './scale-set.ts';

/**
 * An upgrade ends in the middle of a batch: new machines that are made keep the places they were made
 * for, the others are given up. Inferred.
 */
export function abandonPairs(set: ScaleSet, rolling: RollingUpgrade, at: Instant): void {
  const { pairs, ready, spoiled } = set.surge;
  if (pairs.size === 0) return;
  const unfinished = pairs.size - ready.size - spoiled.size;
  rolling.inProgress -= unfinished;
  rolling.pending += unfinished;
  addBulk(set, {
    kind: 'settle',
    instanceIds: [...pairs.keys()],
    position: 0,
    at,
    operation: rolling.operation,
  });
}

/** What became of a machine of an upgrade that makes new ones; false when it is no longer its affair. */
export function noteSurge(
  set: ScaleSet,
  rolling: RollingUpgrade,
  slot: number,
  outcome: Failure | 'upgraded' | 'dropped',
): boolean {
  const { surge } = set;
  const instanceId = set.instances.instanceId(slot);
  if (surge.retiring.has(instanceId)) {
    if (outcome === 'upgraded' || outcome === 'dropped') return false;
    noteRetired(set, rolling, instanceId, outcome);
  } else if (!surge.pairs.has(instanceId)) return false;
  else if (outcome === 'dropped') {
    // Somebody asks something else of it: it is theirs, and has its place. Inferred.
    surge.ready.add(instanceId);
  } else if (outcome === 'upgraded') {
    const isDone = rolling.code !== 'RollingForward' || isHealthy(set, slot);
    (isDone ? surge.ready : rolling.awaiting).add(instanceId);
  } else {
    spoil(set, rolling, instanceId);
    rolling.worst ??= { message: outcome.message, instanceId };
  }
  return true;
}

/** A new machine has failed, or is not healthy: the old one keeps its place. */
export function spoil({ surge }: ScaleSet, rolling: RollingUpgrade, successor: number): void {
  surge.spoiled.add(successor);
  surge.kept.add(surge.pairs.get(successor) as number);
  rolling.inProgress -= 1;
  rolling.failed += 1;
}

/** An old machine has gone, or is still there as its deletion failed. */
export function noteRetired(
  { surge }: ScaleSet,
  rolling: RollingUpgrade,
  instanceId: number,
  failure: Failure | null,
): void {
  surge.retiring.delete(instanceId);
  rolling.inProgress -= 1;
  if (failure === null) {
    rolling.successful += 1;
    return;
  }
  rolling.failed += 1;
  surge.kept.add(instanceId);
  rolling.worst ??= { message: failure.message, instanceId };
}
