import { MICROS_PER_SECOND } from '../base/index.ts';
import { CREATING, DEALLOCATED, DEALLOCATING, FAILED, RUNNING } from './codes.ts';
import { HEALTHY, isUnwell, UNMONITORED } from './health-column.ts';
import type { RollingUpgrade, ScaleSet } from './scale-set.ts';

/**
 * How long a batch waits for its machines to be healthy, after the last of them was upgraded
 * (documented for OS upgrades: "waits up to 5 minutes"; for the others inferred).
 */
export const HEALTH_PATIENCE = 300 * MICROS_PER_SECOND;

/** Whether the batch under way waits for the machine to be healthy. */
export function isAwaited(rolling: RollingUpgrade, instanceId: number): boolean {
  return rolling.awaiting.size > 0 && rolling.awaiting.has(instanceId);
}

/** Whether nothing is left to wait for: the machine is healthy, or nobody can say how it is. */
export function isHealthy({ health, instances }: ScaleSet, slot: number): boolean {
  if (health === null || instances.power(slot) !== RUNNING) return true;
  const state = health.state[slot] as number;
  return state === HEALTHY || (state === UNMONITORED && health.due[slot] === 0);
}

/** An upgrade that ends waits for nobody; what it has upgraded is upgraded. */
export function letAwaitedBe({ surge }: ScaleSet, rolling: RollingUpgrade): void {
  for (const instanceId of rolling.awaiting) {
    // A new one is upgraded when the old one has gone.
    if (surge.pairs.has(instanceId)) surge.ready.add(instanceId);
    else {
      rolling.successful += 1;
      rolling.inProgress -= 1;
    }
  }
  rolling.awaiting.clear();
  rolling.healthDeadline = null;
}

/**
 * Who answers nothing: a machine that failed, or that should run and does not. One that is being made
 * has not been asked yet, and one that is deallocated is nobody's. Inferred.
 */
export function looksUnhealthy(set: ScaleSet, slot: number): boolean {
  const state = set.instances.state(slot);
  const power = set.instances.power(slot);
  if (state === FAILED) return true;
  if (state === CREATING || power === DEALLOCATED || power === DEALLOCATING) return false;
  const health = set.health === null ? UNMONITORED : (set.health.state[slot] as number);
  return health === UNMONITORED ? power !== RUNNING : isUnwell(health);
}
