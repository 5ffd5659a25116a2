import { foldCase } from '../../../base/index.ts';
import { findInstance, findInstanceId, modelView } from '../../../scaleset/index.ts';
import { NO_INSTANCE } from '../instance-ids.ts';
import { SCALE_SET_TYPE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import type { FoundMachine } from './find-machine.ts';

/** Sets that are looked at together. */
const PAGE_COUNT = 200;

/**
 * The machine of a Flexible set of a group whose made-up name ends in these digits: what belongs to it,
 * e.g. a network interface, has them in its name but not the name of the set. Asks each Flexible set
 * of the group, and no machine.
 */
export async function findMachineByDigits(
  group: { readonly subscriptionId: string; readonly resourceGroupName: string },
  digits: string,
  { registry, fleet }: Pick<ComputeServices, 'registry' | 'fleet'>,
): Promise<FoundMachine | undefined> {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof registry.list>> = await registry.list({
      ...group,
      type: SCALE_SET_TYPE,
      limit: PAGE_COUNT,
      ...(after === null ? {} : { after }),
    });
    for (const entry of page.entries) {
      if (!entry.derives) continue;
      const key = foldCase(entry.id);
      const set = await fleet.find(key);
      if (set === undefined) continue;
      const name = `${modelView(set).genesis.name}_${digits}`;
      const instance = findInstance(set, findInstanceId(set, name) ?? NO_INSTANCE);
      if (instance) return { key, set, instance };
    }
    after = page.next;
  } while (after !== null);
  return undefined;
}
