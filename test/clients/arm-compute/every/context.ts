import assert from 'node:assert/strict';
import type { VirtualMachineScaleSetVM } from '@azure/arm-compute';
import { type ArmComputeContext, collect } from '../context.ts';

export const GROUP = 'every';
/** Uniform, in zones, with everything that the operations are about. */
export const SET = 'all';

/** An operation of the SDK and what it must have done. */
export interface OperationCase {
  /** As the SDK calls it: `virtualMachineScaleSets.start`. */
  readonly operation: string;
  run(context: ArmComputeContext): Promise<void>;
}

export async function machines(
  { client }: ArmComputeContext,
  set = SET,
): Promise<readonly VirtualMachineScaleSetVM[]> {
  return collect(client.virtualMachineScaleSetVMs.list(GROUP, set, { expand: 'instanceView' }));
}

export async function ids(context: ArmComputeContext, set = SET): Promise<string[]> {
  return (await machines(context, set)).map(({ instanceId }) => String(instanceId));
}

export async function power(
  context: ArmComputeContext,
  set = SET,
): Promise<(string | undefined)[]> {
  return (await machines(context, set)).map(
    ({ instanceView }) =>
      instanceView?.statuses?.find(({ code }) => code?.startsWith('PowerState/'))?.code,
  );
}

/** When each machine came to the end of its last work. */
async function settled(context: ArmComputeContext): Promise<number[]> {
  return (await machines(context)).map(({ instanceView }) =>
    Number(instanceView?.statuses?.[0]?.time ?? 0),
  );
}

/** Does something and says which machines were worked on, by their places. */
export async function workedOn(
  context: ArmComputeContext,
  work: () => PromiseLike<unknown>,
): Promise<number[]> {
  const before = await settled(context);
  await work();
  const after = await settled(context);
  assert.equal(after.length, before.length);
  return after.flatMap((time, at) => (time > (before[at] ?? 0) ? [at] : []));
}

/** Whether the latest model was applied, by place. */
export async function upToDate(context: ArmComputeContext): Promise<(boolean | undefined)[]> {
  return (await machines(context)).map(({ latestModelApplied }) => latestModelApplied);
}
