import type { Instant } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import type { Operation, ScaleSet } from './scale-set.ts';
import type { VmExtensionView } from './part-types.ts';
import type { Command } from './types.ts';

/**
 * An extension that one machine has of its own, beside those of the set's model. It is done when the
 * machine's step for it is, so nothing of it is due by itself.
 */
export type VmExtension = VmExtensionView & {
  /** The index of the operation that wrote it last. */
  readonly operation: number;
};

/** In the order in which they came. */
export function vmExtensionsOf(set: ScaleSet, instanceId: number): readonly VmExtension[] {
  return set.vmExtensions.get(instanceId) ?? [];
}

/** By its name, which is matched without regard to case. */
export function findVmExtension(
  set: ScaleSet,
  instanceId: number,
  name: string,
): VmExtension | undefined {
  const key = name.toLowerCase();
  return vmExtensionsOf(set, instanceId).find((extension) => extension.name.toLowerCase() === key);
}

/** Writes an extension, or has it removed; it settles with the machine's step of this operation. */
export function beginVmExtension(
  set: ScaleSet,
  command: Extract<Command, { kind: 'putVmExtension' | 'deleteVmExtension' }>,
  operation: Operation,
): void {
  const { instanceId, name } = command;
  const before = findVmExtension(set, instanceId, name);
  const state =
    command.kind === 'deleteVmExtension'
      ? 'deleting'
      : before === undefined
        ? 'creating'
        : 'updating';
  const extension: VmExtension = {
    name: before?.name ?? name,
    definition: command.kind === 'putVmExtension' ? command.definition : (before?.definition ?? {}),
    state,
    settledAt: null,
    failure: null,
    operation: operation.index,
  };
  const list = vmExtensionsOf(set, instanceId);
  const at = list.findIndex((item) => item === before);
  set.vmExtensions.set(instanceId, at === -1 ? [...list, extension] : list.with(at, extension));
}

/** What a step of the machine comes to is what its extension of that operation comes to. */
export function settleVmExtensions(
  set: ScaleSet,
  instanceId: number,
  operation: number,
  at: Instant,
  failure: Failure | null,
): void {
  const list = vmExtensionsOf(set, instanceId);
  if (!list.some((item) => item.operation === operation && item.settledAt === null)) return;
  const settled = list.flatMap((item): VmExtension[] => {
    if (item.operation !== operation || item.settledAt !== null) return [item];
    if (failure === null && item.state === 'deleting') return [];
    const state = failure === null ? 'succeeded' : 'failed';
    return [{ ...item, state, settledAt: at, failure }];
  });
  if (settled.length === 0) set.vmExtensions.delete(instanceId);
  else set.vmExtensions.set(instanceId, settled);
}
