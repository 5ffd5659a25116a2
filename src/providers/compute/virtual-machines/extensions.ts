import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { type JsonObject, sameName } from '../../../base/index.ts';
import { listVmExtensions, modelView } from '../../../scaleset/index.ts';
import { scaleSetId, VIRTUAL_MACHINE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { machineExtensions } from '../shapes/flexible-vm.ts';
import { findMachine } from './find-machine.ts';

/*
 * The extensions that machines of Flexible sets have: from the set's model, which are changed with the
 * set, and of their own.
 */

const RATE_LIMITS = ['LowCostGetSubscriptionMaximum', 'LowCostGetResource'];
const EXTENSIONS = `${VIRTUAL_MACHINE}/extensions`;

export const list: Operation<ComputeServices> = {
  operationId: 'VirtualMachineExtensions_List',
  method: 'GET',
  path: EXTENSIONS,
  since: '2018-04-01',
  longRunning: false,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const value = await extensionsOf(request, services);
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

export const get: Operation<ComputeServices> = {
  operationId: 'VirtualMachineExtensions_Get',
  method: 'GET',
  path: `${EXTENSIONS}/{vmExtensionName}`,
  longRunning: false,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const name = request.params['vmExtensionName'] ?? '';
    const extensions = await extensionsOf(request, services);
    const json = extensions.find((extension) => sameName(String(extension['name']), name));
    // Not recorded; a machine of a Uniform set that is not there reads like this.
    if (!json) throw armErrors.instanceNotFound();
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};

async function extensionsOf(
  request: ArmRequest,
  services: ComputeServices,
): Promise<readonly JsonObject[]> {
  const { set, instance } = await findMachine(request, services);
  const view = modelView(set);
  return machineExtensions(view, instance, {
    apiVersion: request.servedVersion,
    setId: scaleSetId(request.params, view.genesis.name),
    ownExtensions: listVmExtensions(set, instance.instanceId),
  });
}
