import type { Operation } from '../../../arm/index.ts';
import { listVmExtensions, modelView } from '../../../scaleset/index.ts';
import { scaleSetId, VIRTUAL_MACHINE } from '../paths.ts';
import { readExpand } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import { flexibleVmBody } from '../shapes/flexible-vm.ts';
import { etagHeader } from '../shapes/scale-set.ts';
import { vmInstanceView } from '../shapes/vm-instance-view.ts';
import { findMachine } from './find-machine.ts';

const READ_RATE_LIMITS = ['LowCostGetSubscriptionMaximum', 'LowCostGetResource'];

export const get: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_Get',
  method: 'GET',
  path: VIRTUAL_MACHINE,
  longRunning: false,
  rateLimits: READ_RATE_LIMITS,
  async handle(request, services) {
    const expand = readExpand(request, ['instanceView', 'userData', 'resiliencyView']);
    const { set, instance } = await findMachine(request, services);
    const view = modelView(set);
    const apiVersion = request.servedVersion;
    const body = flexibleVmBody(view, instance, {
      apiVersion,
      setId: scaleSetId(request.params, view.genesis.name),
      withInstanceView: expand.has('instanceView'),
      withUserData: expand.has('userData'),
      ownExtensions: listVmExtensions(set, instance.instanceId),
    });
    return {
      httpStatus: 200,
      speaker: 'provider',
      headers: etagHeader(view, apiVersion),
      body: { json: body },
    };
  },
};

export const getInstanceView: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_InstanceView',
  method: 'GET',
  path: `${VIRTUAL_MACHINE}/instanceView`,
  since: '2017-12-01',
  longRunning: false,
  rateLimits: READ_RATE_LIMITS,
  async handle(request, services) {
    const { set, instance } = await findMachine(request, services);
    const body = vmInstanceView(modelView(set), instance, request.servedVersion);
    return { httpStatus: 200, speaker: 'provider', body: { json: body } };
  },
};
