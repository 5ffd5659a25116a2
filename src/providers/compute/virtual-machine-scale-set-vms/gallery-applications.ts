import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { sameName } from '../../../base/index.ts';
import type { InstanceExtension } from '../../../scaleset/index.ts';
import { INSTANCE_KIND } from '../machine-kinds.ts';
import { readExpand } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import {
  applicationBody,
  applicationExtensionOf,
  applicationView,
  type MachineApplication,
  machineApplications,
} from '../shapes/gallery-application.ts';
import { profileOf } from '../shapes/vm-instance-view.ts';
import type { Machine } from './propose-own.ts';

/*
 * Applications of galleries on a machine: those of `applicationProfile` in the model that it was made
 * of. One extension installs all of them, so what has become of it has become of each.
 */

const { path, type, readRateLimits: rateLimits } = INSTANCE_KIND;
const since = '2026-09-01';
const form = { method: 'GET', since, longRunning: false, rateLimits } as const;

export const list: Operation<ComputeServices> = {
  ...form,
  operationId: 'VirtualMachineScaleSetVMGalleryApplications_List',
  path: `${path}/applications`,
  async handle(request, services) {
    const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
    const { machine } = await INSTANCE_KIND.find(request, services);
    const extension = applicationExtensionOf(machine.instance);
    const value = extension
      ? machineApplications(profileOf(machine.instance.model)).map((application) =>
          bodyIn(machine, application, extension, withInstanceView),
        )
      : [];
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

export const get: Operation<ComputeServices> = {
  ...form,
  operationId: 'VirtualMachineScaleSetVMGalleryApplications_Get',
  path: `${path}/applications/{applicationName}`,
  async handle(request, services) {
    const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
    const { machine, application, extension } = await find(request, services);
    const json = bodyIn(machine, application, extension, withInstanceView);
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};

export const getInstanceView: Operation<ComputeServices> = {
  ...form,
  operationId: 'VirtualMachineScaleSetVMGalleryApplications_GetInstanceView',
  path: `${path}/applications/{applicationName}/instanceView`,
  async handle(request, services) {
    const { application, extension } = await find(request, services);
    const json = applicationView(application, extension);
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};

async function find(request: ArmRequest, services: ComputeServices) {
  const { machine } = await INSTANCE_KIND.find(request, services);
  const wanted = request.params['applicationName'] ?? '';
  const extension = applicationExtensionOf(machine.instance);
  const application = machineApplications(profileOf(machine.instance.model)).find(({ name }) =>
    sameName(name, wanted),
  );
  if (!extension || !application) throw armErrors.instanceNotFound();
  return { machine, application, extension };
}

function bodyIn(
  machine: Machine,
  application: MachineApplication,
  extension: InstanceExtension,
  withInstanceView: boolean,
): object {
  const { location } = machine.view.genesis;
  const place = { machineId: INSTANCE_KIND.idOf(machine), type, location };
  return applicationBody(application, extension, place, withInstanceView);
}
