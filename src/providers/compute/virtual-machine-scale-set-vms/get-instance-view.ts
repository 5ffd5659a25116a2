import type { Operation } from '../../../arm/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { INSTANCE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { vmInstanceView } from '../shapes/vm-instance-view.ts';
import { findMachine, READ_RATE_LIMITS } from './get.ts';

export const getInstanceView: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_GetInstanceView',
  method: 'GET',
  path: `${INSTANCE}/instanceView`,
  longRunning: false,
  rateLimits: READ_RATE_LIMITS,
  async handle(request, services) {
    const { set, instance } = await findMachine(request, services);
    return {
      httpStatus: 200,
      speaker: 'provider',
      headers: ['x-ms-request-charge', '1'],
      body: { json: vmInstanceView(modelView(set), instance, request.servedVersion) },
    };
  },
};
