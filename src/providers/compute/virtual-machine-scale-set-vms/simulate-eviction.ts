import type { Operation } from '../../../arm/index.ts';
import { changeExisting } from '../change-scale-set.ts';
import { INSTANCE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { machineIn } from './propose-own.ts';

/** 204 at once; the machine goes 30 seconds later, as its eviction policy says. R: lro.md. */
export const simulateEviction: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_SimulateEviction',
  method: 'POST',
  path: `${INSTANCE}/simulateEviction`,
  since: '2019-12-01',
  longRunning: false,
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
  async handle(request, services) {
    await changeExisting(
      request,
      services,
      { azureName: 'VirtualMachineScaleSetVMs.SimulateEviction.POST' },
      ({ now, operationId }, current) => {
        const { instanceId } = machineIn(current, request).instance;
        return { command: { kind: 'simulateEviction', at: now, operationId, instanceId } };
      },
    );
    return { httpStatus: 204, speaker: 'provider' };
  },
};
