import assert from 'node:assert/strict';
import type { ComputeManagementClient } from '@azure/arm-compute';
import type { Besides, Target } from '../support/target.ts';

export interface ArmComputeContext {
  readonly client: ComputeManagementClient;
  readonly target: Target;
  readonly besides: Besides;
}

export const GROUP = 'js';

/** The client waits this long between polls where the answer says nothing. */
export const POLL = { updateIntervalInMs: 1 };

interface ShownRestError {
  readonly name: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly message: string;
}

/** What a call was refused with; a call that was not refused fails the case. */
export async function refusal(call: PromiseLike<unknown>): Promise<ShownRestError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  return assert.fail('the call was accepted');
}

export async function collect<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

/** code → how many, of a statuses summary. */
export function counts(
  summary: readonly { readonly code?: string; readonly count?: number }[] | undefined,
): Record<string, number | undefined> {
  return Object.fromEntries((summary ?? []).map(({ code, count }) => [String(code), count]));
}

/** The power states of every instance of a set, by instance id. */
export async function powerStates(
  { client }: ArmComputeContext,
  name: string,
): Promise<Record<string, string | undefined>> {
  const instances = await collect(
    client.virtualMachineScaleSetVMs.list(GROUP, name, { expand: 'instanceView' }),
  );
  return Object.fromEntries(
    instances.map(({ instanceId, instanceView }) => [
      String(instanceId),
      instanceView?.statuses?.find(({ code }) => code?.startsWith('PowerState/'))?.code,
    ]),
  );
}
