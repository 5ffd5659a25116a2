import { invariant, type Instant } from '../base/index.ts';
import { addBulk } from './agenda.ts';
import { isAwaited } from './awaited.ts';
import { forgetPrevious } from './rollback.ts';
import { endBatch } from './rolling.ts';
import type { ScaleSet } from './scale-set.ts';
import { spoil } from './surge.ts';

/** Giving up on machines that are not healthy in time. */
export interface HealthJudgement {
  readonly kind: 'judgement';
  readonly instanceIds: readonly number[];
  position: number;
}

/** A machine has become healthy. */
export function noteHealthy(set: ScaleSet, instanceId: number, at: Instant): void {
  const { rolling } = set;
  if (rolling === null || !isAwaited(rolling, instanceId)) return;
  rolling.awaiting.delete(instanceId);
  if (set.surge.pairs.has(instanceId)) set.surge.ready.add(instanceId);
  else {
    rolling.inProgress -= 1;
    rolling.successful += 1;
    forgetPrevious(set, rolling, instanceId);
  }
  endBatch(set, rolling, at);
}

/** Machines that are still not healthy have failed. */
export function giveUpOnHealth(set: ScaleSet, at: Instant): void {
  const { rolling } = set;
  invariant(rolling !== null, 'it is an upgrade that waits for machines to be healthy');
  rolling.healthDeadline = null;
  addBulk(set, {
    kind: 'judgement',
    at,
    operation: rolling.operation,
    instanceIds: [...rolling.awaiting],
    position: 0,
  });
}

/** Gives up on one machine, unless it has become healthy, or gone, meanwhile. */
export function judge(set: ScaleSet, instanceId: number): void {
  const { rolling } = set;
  if (rolling === null || !rolling.awaiting.delete(instanceId)) return;
  if (set.surge.pairs.has(instanceId)) {
    spoil(set, rolling, instanceId);
    return;
  }
  rolling.inProgress -= 1;
  rolling.failed += 1;
  rolling.failedInstances.add(instanceId);
}

/** When all of them were looked at. */
export function endJudgement(
  set: ScaleSet,
  task: HealthJudgement & { readonly at: Instant },
): void {
  if (set.rolling !== null) endBatch(set, set.rolling, task.at);
}
