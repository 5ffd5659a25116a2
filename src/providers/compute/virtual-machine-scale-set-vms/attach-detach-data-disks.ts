import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject, sameName } from '../../../base/index.ts';
import { accepted } from '../act.ts';
import { changeExisting } from '../change-scale-set.ts';
import { freeLun } from '../model/instance-disks.ts';
import { attachDetachShape } from '../model/instance-schema.ts';
import { listAt, objectAt } from '../model/json-path.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { INSTANCE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { storageProfile } from '../shapes/vm.ts';
import { profileOf } from '../shapes/vm-instance-view.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import { type Machine, machineIn, shownDisks, withDisks } from './propose-own.ts';

/** Attaches and detaches disks without the rest of the machine; answers with its storage profile. */
export const attachDetachDataDisks: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_AttachDetachDataDisks',
  method: 'POST',
  path: `${INSTANCE}/attachDetachDataDisks`,
  since: '2023-09-01',
  longRunning: true,
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
  async handle(request, services) {
    const sent = readDisks(request);
    const changed = await changeExisting(
      request,
      services,
      { azureName: 'VirtualMachineScaleSetVMs.AttachDetachDataDisks.POST' },
      ({ now, operationId }, current) => {
        const machine = machineIn(current, request);
        const { view, instance, setId } = machine;
        const own = withDisks(current, machine, wantedDisks(sent, machine));
        const output = storageProfile(view, profileOf(instance.model), { ...instance, own }, setId);
        const { instanceId } = instance;
        return {
          command: { kind: 'updateInstance', at: now, operationId, instanceId, own, output },
        };
      },
    );
    return accepted(request, services, changed);
  },
};

/** What is to be attached and detached. */
export function readDisks(request: ArmRequest): JsonObject {
  const body = request.json();
  return provider(
    () =>
      readObject(isJsonObject(body) ? body : {}, attachDetachShape, '', unknownMembers(request)),
    'disks',
  );
}

/** The data disks that a machine has after disks were attached and detached. */
export function wantedDisks(sent: JsonObject, machine: Machine): readonly JsonObject[] {
  const attach = listAt(sent, 'dataDisksToAttach');
  const detach = listAt(sent, 'dataDisksToDetach');
  if (attach.length + detach.length === 0) {
    throw armErrors.missingParameter('dataDisksToAttach');
  }
  let disks = shownDisks(machine);
  for (const { diskId } of detach) {
    const left = disks.filter((disk) => !isDisk(disk, String(diskId ?? '')));
    // Inferred: nobody recorded the detaching of a disk that is not there.
    if (left.length === disks.length) throw armErrors.invalidParameterValue('dataDisksToDetach');
    disks = left;
  }
  for (const { diskId, lun, ...rest } of attach) {
    if (typeof diskId !== 'string') throw armErrors.missingParameter('dataDisksToAttach.diskId');
    const disk: JsonObject = {
      ...rest,
      lun: lun ?? freeLun(disks),
      createOption: 'Attach',
      managedDisk: { id: diskId },
    };
    disks = [...disks, disk];
  }
  return disks;
}

function isDisk(disk: JsonObject, id: string): boolean {
  return sameName(String(objectAt(disk, 'managedDisk')['id'] ?? ''), id);
}
