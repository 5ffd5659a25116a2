import type { DeriveResources } from '../../../arm/index.ts';
import { foldCase } from '../../../base/index.ts';
import type { Fleet } from '../../../fleet/index.ts';
import { listInstances, modelView } from '../../../scaleset/index.ts';
import { VIRTUAL_MACHINE_TYPE } from '../paths.ts';
import { tagsOf } from '../registry-entry.ts';
import { virtualMachineId } from '../shapes/flexible-vm.ts';

/** Machines that are looked at together. */
const CHUNK_COUNT = 100;

/** The machines of a Flexible set as resources, for the lists of all resources. Nothing of them is kept. */
export function deriveMachines(fleet: Fleet): DeriveResources {
  return async function* (entry, after) {
    for (let from: number | null = after; from !== null;) {
      // Anew for each chunk: the set goes on living between them.
      const set = await fleet.find(foldCase(entry.id));
      if (set === undefined) return;
      const { genesis, model } = modelView(set);
      const page = listInstances(set, { after: from, limit: CHUNK_COUNT });
      for (const { instanceId, name, createdAt, zone, own } of page.instances) {
        const tags = tagsOf(own !== null && 'tags' in own ? own : model);
        yield {
          position: instanceId,
          entry: {
            id: virtualMachineId(entry.id, name),
            name,
            type: VIRTUAL_MACHINE_TYPE,
            location: genesis.location,
            createdAt,
            ...(tags ? { tags } : {}),
            ...(zone === null ? {} : { zones: [zone] }),
          },
        };
      }
      from = page.next;
    }
  };
}
