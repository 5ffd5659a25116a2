import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { findInstance, type Instance, modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { isFlexibleSet, readPathInstance } from '../instance-ids.ts';
import { findScaleSet, INSTANCE, scaleSetId } from '../paths.ts';
import { readExpand } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import { etagHeader } from '../shapes/scale-set.ts';
import { vmBody } from '../shapes/vm.ts';

export const READ_RATE_LIMITS = [
  'GetVMScaleSetVMSubscriptionMaximum',
  'GetVMScaleSetVMResource',
  'VMScaleSetVMViewsSubscriptionMaximum',
];

export const get: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_Get',
  method: 'GET',
  path: INSTANCE,
  longRunning: false,
  rateLimits: READ_RATE_LIMITS,
  async handle(request, services) {
    const expand = readExpand(request, ['instanceView', 'userData', 'resiliencyView']);
    const { set, instance } = await findMachine(request, services);
    const view = modelView(set);
    const apiVersion = request.servedVersion;
    const body = vmBody(view, instance, {
      apiVersion,
      setId: scaleSetId(request.params, view.genesis.name),
      withInstanceView: expand.has('instanceView'),
      withUserData: expand.has('userData'),
    });
    return {
      httpStatus: 200,
      speaker: 'provider',
      headers: [...etagHeader(view, apiVersion), 'x-ms-request-charge', '1'],
      body: { json: body },
    };
  },
};

/** The machine that a request names; `*` is none. */
export async function findMachine(
  request: ArmRequest,
  services: ComputeServices,
): Promise<{ readonly set: ScaleSet; readonly instance: Instance }> {
  const selection = readPathInstance(request.params['instanceId'] ?? '');
  const set = await findScaleSet(request, services);
  const instanceId = selection === 'all' || isFlexibleSet(set) ? undefined : selection[0];
  const instance = instanceId === undefined ? undefined : findInstance(set, instanceId);
  if (!instance) throw armErrors.instanceNotFound();
  return { set, instance };
}
