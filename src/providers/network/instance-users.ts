import { foldCase } from '../../base/index.ts';
import { type Instance, listInstances, type ScaleSet } from '../../scaleset/index.ts';
import { isFlexibleSet } from '../compute/instance-ids.ts';
import { interfaceId } from './machines/flexible-ids.ts';
import { scaleSetOf } from '../shells/scale-set-references.ts';
import type { ShellLook, Use } from '../shells/shell-type.ts';

/**
 * How many machines of a scale set an answer names; of larger sets the first ones. Azure names all;
 * a list of more would be megabytes, and cost what a page of so many machines costs.
 */
const MACHINES_SHOWN_MAX = 1_000;

/** A configuration of a machine that uses something by what its set says. */
export interface MachineUser {
  readonly instanceId: number;
  /** `…/virtualMachines/3/networkInterfaces/nic/ipConfigurations/ip`. */
  readonly ipConfigurationId: string;
}

/** Who uses something, with the machines of scale sets in the place of what their sets say. */
export async function instanceUsers(
  uses: readonly Use[],
  look: ShellLook,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const use of uses) {
    if (scaleSetOf(use.source) === undefined) ids.push(use.source);
    else ids.push(...(await machineUsers(use, look)).map((user) => user.ipConfigurationId));
  }
  return ids;
}

/** The machines of the set that a use comes from; none when it is no set's. */
export async function machineUsers(
  { source }: Use,
  look: ShellLook,
): Promise<readonly MachineUser[]> {
  const setId = scaleSetOf(source);
  const part =
    setId === undefined
      ? null
      : /^\/networkInterfaceConfigurations\/([^/]+)\/ipConfigurations\/([^/]+)$/i.exec(
          source.slice(setId.length),
        );
  const set = part ? await look.scaleSet(foldCase(setId ?? '')) : undefined;
  if (!set || !part) return [];
  const isFlexible = isFlexibleSet(set);
  const [, nic = '', ip = ''] = part;
  return instancesOf(set).map((instance) => ({
    instanceId: instance.instanceId,
    ipConfigurationId: isFlexible
      ? `${interfaceId(setId ?? '', instance, nic)}/ipConfigurations/${ip}`
      : `${setId}/virtualMachines/${instance.instanceId}/networkInterfaces/${nic}/ipConfigurations/${ip}`,
  }));
}

function instancesOf(set: ScaleSet): readonly Instance[] {
  const { instances } = listInstances(set, { after: -1, limit: MACHINES_SHOWN_MAX });
  return instances;
}
