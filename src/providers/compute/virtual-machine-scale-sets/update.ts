import type { Operation } from '../../../arm/index.ts';
import { existing } from '../change-scale-set.ts';
import { changeModel } from '../network-references.ts';
import { patchablePart } from '../model/changes.ts';
import { patchModel } from '../model/merge.ts';
import { readScaleSet } from '../model/read-request.ts';
import { SCALE_SET } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { proposeModel } from './propose-model.ts';
import { startedWithBody, unknownMembers, UPDATE_NAME } from './write-reply.ts';

export const update: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_Update',
  method: 'PATCH',
  path: SCALE_SET,
  since: '2017-03-30',
  longRunning: true,
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetActionsResource',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
  async handle(request, services) {
    const sent = readScaleSet(request.json(), unknownMembers(request), 'PATCH');
    const changed = await changeModel(
      request,
      services,
      { azureName: UPDATE_NAME },
      existing(request, (context, current) =>
        proposeModel(request, services, context, current, {
          kind: 'patch',
          sent,
          merge: (model) => patchModel(model, patchablePart(model, sent)),
        }),
      ),
    );
    return startedWithBody(request, services, changed);
  },
};
