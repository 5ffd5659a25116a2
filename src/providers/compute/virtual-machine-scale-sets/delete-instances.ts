import type { Operation } from '../../../arm/index.ts';
import { accepted } from '../act.ts';
import { changeExisting } from '../change-scale-set.ts';
import { readInstanceIds, selectInstances } from '../instance-ids.ts';
import { SCALE_SET } from '../paths.ts';
import { readFlag } from '../query.ts';
import type { ComputeServices } from '../services.ts';

/** Takes instances out of a set; its capacity goes down with them. */
export const deleteInstances: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_DeleteInstances',
  method: 'POST',
  path: `${SCALE_SET}/delete`,
  longRunning: true,
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
  async handle(request, services) {
    readFlag(request, 'forceDeletion');
    const target = 'instanceIds';
    const named = readInstanceIds(request.json(), { required: true });
    const changed = await changeExisting(
      request,
      services,
      { azureName: 'VirtualMachineScaleSets.Delete.POST', idTarget: target },
      ({ now, operationId }, set) => ({
        command: {
          kind: 'deleteInstances',
          at: now,
          operationId,
          instances: selectInstances(set, named, target),
          scope: 'set',
        },
      }),
    );
    return accepted(request, services, changed);
  },
};
