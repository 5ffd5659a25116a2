import type { Instant } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import { machineName } from './machine-name.ts';
import { endRollbackOf } from './rollback.ts';
import type { ScaleSet } from './scale-set.ts';
import { settleVmExtensions } from './vm-extensions.ts';

/** A failure with the machine's name filled in. */
export function forInstance(set: ScaleSet, slot: number, failure: Failure): Failure {
  if (!failure.message.includes('{vm}')) return failure;
  const name = machineName(set, set.instances.instanceId(slot));
  return { code: failure.code, message: failure.message.replaceAll('{vm}', () => name) };
}

/** Tells the machine's own extensions, and a rollback, what became of a step; nearly no machine has any. */
export function noteEnd(
  set: ScaleSet,
  slot: number,
  operation: number,
  at: Instant,
  failure: Failure | null,
): void {
  if (set.rollbacks.size > 0) endRollbackOf(set, slot, operation);
  if (set.vmExtensions.size === 0) return;
  const named = failure === null ? null : forInstance(set, slot, failure);
  settleVmExtensions(set, set.instances.instanceId(slot), operation, at, named);
}
