import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { type JsonObject, sameName } from '../../../base/index.ts';
import {
  APPLICATION_EXTENSION,
  type InstanceExtension,
  listVmExtensions,
  type ScaleSet,
} from '../../../scaleset/index.ts';
import { INSTANCE_KIND, type MachineKind } from '../machine-kinds.ts';
import { withoutFingerprints } from '../model/secrets.ts';
import { findScaleSet, INSTANCE } from '../paths.ts';
import { readExpand } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import { extensionsOf } from '../shapes/extension.ts';
import {
  applicationExtensionDefinition,
  applicationExtensionOf,
} from '../shapes/gallery-application.ts';
import { profileOf } from '../shapes/vm-instance-view.ts';
import { vmExtensionBody, type VmExtensionShapeOptions } from '../shapes/vm-extension.ts';
import { READ_RATE_LIMITS } from '../virtual-machine-scale-set-vms/get.ts';
import { type Machine, machineIn } from '../virtual-machine-scale-set-vms/propose-own.ts';

const VM_EXTENSIONS = `${INSTANCE}/extensions`;

export const list: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMExtensions_List',
  method: 'GET',
  path: VM_EXTENSIONS,
  since: '2019-07-01',
  longRunning: false,
  rateLimits: READ_RATE_LIMITS,
  async handle(request, services) {
    const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
    const set = await findScaleSet(request, services);
    const machine = machineIn(set, request);
    const value = machine.instance.extensions.map((extension) =>
      bodyOf(set, { kind: INSTANCE_KIND, machine, extension, withInstanceView }),
    );
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

export const get: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMExtensions_Get',
  method: 'GET',
  path: `${VM_EXTENSIONS}/{vmExtensionName}`,
  since: '2019-07-01',
  longRunning: false,
  rateLimits: READ_RATE_LIMITS,
  async handle(request, services) {
    const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
    const set = await findScaleSet(request, services);
    const machine = machineIn(set, request);
    const extension = findIn(machine, vmExtensionName(request));
    if (!extension) throw armErrors.instanceNotFound();
    const json = bodyOf(set, { kind: INSTANCE_KIND, machine, extension, withInstanceView });
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};

export function vmExtensionName({ params }: ArmRequest): string {
  return params['vmExtensionName'] ?? '';
}

/** The extension that a machine has by this name, of the model or of its own. */
export function findIn({ instance }: Machine, name: string): InstanceExtension | undefined {
  return instance.extensions.find(({ facts }) => sameName(facts.name, name));
}

/** Whether it is the set's model that has an extension of this name. */
export function isOfModel({ instance }: Machine, name: string): boolean {
  if (sameName(name, APPLICATION_EXTENSION) && applicationExtensionOf(instance)) return true;
  return extensionsOf(instance.model).some((item) => sameName(String(item['name'] ?? ''), name));
}

export interface ShownExtension {
  readonly kind: MachineKind;
  readonly machine: Machine;
  readonly extension: InstanceExtension;
  readonly withInstanceView: boolean;
}

export function bodyOf(set: ScaleSet, shown: ShownExtension): JsonObject {
  const { kind, machine, extension, withInstanceView } = shown;
  const { view, instance } = machine;
  const { name } = extension.facts;
  const own = listVmExtensions(set, instance.instanceId).find((item) => sameName(item.name, name));
  const ofModel = extensionsOf(withoutFingerprints(instance.model)).find((item) =>
    sameName(String(item['name'] ?? ''), name),
  );
  const options: VmExtensionShapeOptions = {
    machineId: kind.idOf(machine),
    type: `${kind.type}/extensions`,
    location: view.genesis.location,
    profile: profileOf(instance.model),
    withInstanceView,
  };
  const definition = ofModel ?? own?.definition ?? applicationExtensionDefinition(extension);
  return vmExtensionBody(definition, extension, options);
}
