import type { DeriveResources, ResourceEntry } from '../../../arm/index.ts';
import { foldCase } from '../../../base/index.ts';
import type { Fleet } from '../../../fleet/index.ts';
import { type Instance, listInstances, modelView } from '../../../scaleset/index.ts';
import { listAt, objectAt } from '../model/json-path.ts';
import { VIRTUAL_MACHINE_TYPE } from '../paths.ts';
import { tagsOf } from '../registry-entry.ts';
import { virtualMachineId } from '../shapes/flexible-vm.ts';
import { flexibleNicName } from '../shapes/instance-names.ts';

/** Machines that are looked at together. */
const CHUNK_COUNT = 100;
/** Positions for a machine and what belongs to it; more than a machine can have. */
const PLACES = 1_024;

/**
 * The machines of a Flexible set as resources, each with its network interfaces and public addresses,
 * for the lists of all resources. Nothing of them is kept.
 */
export function deriveMachines(fleet: Fleet): DeriveResources {
  return async function* (entry, after) {
    const begun = Math.floor(after / PLACES);
    for (let from: number | null = begun - 1; from !== null;) {
      // Anew for each chunk: the set goes on living between them.
      const set = await fleet.find(foldCase(entry.id));
      if (set === undefined) return;
      const { genesis, model } = modelView(set);
      const page = listInstances(set, { after: Math.max(-1, from), limit: CHUNK_COUNT });
      for (const instance of page.instances) {
        const { own } = instance;
        const tags = tagsOf(own !== null && 'tags' in own ? own : model);
        const common = { location: genesis.location, createdAt: instance.createdAt };
        const machine: ResourceEntry = {
          ...common,
          id: virtualMachineId(entry.id, instance.name),
          name: instance.name,
          type: VIRTUAL_MACHINE_TYPE,
          ...(tags ? { tags } : {}),
          ...(instance.zone === null ? {} : { zones: [instance.zone] }),
        };
        const entries = [machine, ...networkEntries(instance, machine.id, common)];
        for (const [index, derived] of entries.entries()) {
          const position = instance.instanceId * PLACES + index;
          if (position > after) yield { position, entry: derived };
        }
      }
      from = page.next;
    }
  };
}

/** Interfaces and public addresses that a machine has by the set's model; those of its own are kept. */
function networkEntries(
  { name, model }: Instance,
  machineId: string,
  common: Pick<ResourceEntry, 'location' | 'createdAt'>,
): readonly ResourceEntry[] {
  const group = machineId.slice(0, foldCase(machineId).indexOf('/providers/'));
  const entryOf = (type: string, part: string): ResourceEntry => ({
    ...common,
    id: `${group}/providers/Microsoft.Network/${type}/${flexibleNicName(part, name)}`,
    name: flexibleNicName(part, name),
    type: `Microsoft.Network/${type}`,
  });
  const network = objectAt(model, 'properties', 'virtualMachineProfile', 'networkProfile');
  return listAt(network, 'networkInterfaceConfigurations').flatMap((nic) => [
    entryOf('networkInterfaces', String(nic['name'])),
    ...listAt(nic, 'properties', 'ipConfigurations').flatMap((ip) => {
      const address = objectAt(ip, 'properties', 'publicIPAddressConfiguration')['name'];
      return address === undefined ? [] : [entryOf('publicIPAddresses', String(address))];
    }),
  ]);
}
