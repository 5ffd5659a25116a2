import { armErrors, type ArmRequest } from '../../../arm/index.ts';
import { foldCase } from '../../../base/index.ts';
import {
  findInstance,
  findInstanceId,
  type Instance,
  type ScaleSet,
} from '../../../scaleset/index.ts';
import { scaleSetId, VIRTUAL_MACHINE_TYPE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { virtualMachineId } from '../shapes/flexible-vm.ts';
import { readPointer } from './machine-pointers.ts';

export interface FoundMachine {
  /** Of its set. */
  readonly key: string;
  readonly set: ScaleSet;
  readonly instance: Instance;
}

type Params = ArmRequest['params'];

type MachineServices = Pick<ComputeServices, 'fleet' | 'store'>;

/** The machine of a Flexible set that a request names. Throws ResourceNotFound. */
export async function findMachine(
  { params }: Pick<ArmRequest, 'params'>,
  services: MachineServices,
): Promise<FoundMachine> {
  const found = await findMachineByName(params, params['vmName'] ?? '', services);
  if (!found) throw machineNotFound(params);
  return found;
}

export async function findMachineByName(
  params: Params,
  name: string,
  services: MachineServices,
): Promise<FoundMachine | undefined> {
  // A made-up name says which set it is of; the set alone knows whether there is such a machine.
  const setName = /^(.+)_[0-9a-f]{8}$/i.exec(name)?.[1];
  const made =
    setName === undefined
      ? undefined
      : await findIn(foldCase(scaleSetId(params, setName)), name, services);
  if (made) return made;
  const pointer = await readPointer(services.store, virtualMachineId(scaleSetId(params, ''), name));
  return pointer && findIn(pointer.setKey, name, services);
}

async function findIn(
  key: string,
  name: string,
  { fleet }: Pick<ComputeServices, 'fleet'>,
): Promise<FoundMachine | undefined> {
  const set = await fleet.find(key);
  const instanceId = set && findInstanceId(set, name);
  if (set === undefined || instanceId === undefined) return undefined;
  const instance = findInstance(set, instanceId);
  return instance && { key, set, instance };
}

export function machineNotFound(params: Params): Error {
  return armErrors.resourceNotFound(
    VIRTUAL_MACHINE_TYPE,
    params['vmName'] ?? '',
    params['resourceGroupName'] ?? '',
  );
}
