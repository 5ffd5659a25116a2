import type { Failure } from '../faults/index.ts';
import { openOperationAt } from './operations.ts';
import type { ScaleSet } from './scale-set.ts';

/**
 * What of a machine's failure its operation learns at once: nothing, while another may take its place.
 */
export function immediateFailure(
  set: ScaleSet,
  slot: number,
  operation: number,
  failure: Failure & { target: string },
): (Failure & { target: string }) | null {
  const { surplus } = set;
  if (surplus === null || set.instances.instanceId(slot) < surplus.from) return failure;
  if (openOperationAt(set, operation) !== openOperationAt(set, surplus.operation)) return failure;
  surplus.failure ??= failure;
  return null;
}
