import type { ArmRequest, Operation } from '../../../arm/index.ts';
import { AUTOSCALE_CALLER } from '../../insights/activity-log/event.ts';
import { existing, type Proposal } from '../change-scale-set.ts';
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
        causedBy(
          request,
          proposeModel(request, services, context, current, {
            kind: 'patch',
            sent,
            merge: (model) => patchModel(model, patchablePart(model, sent)),
          }),
        ),
      ),
    );
    return startedWithBody(request, services, changed);
  },
};

/** The journal says which changes no client asked for. */
function causedBy({ caller }: ArmRequest, proposal: Proposal): Proposal {
  const { command } = proposal;
  if (caller.objectId !== AUTOSCALE_CALLER || command.kind !== 'patch') return proposal;
  return { ...proposal, command: { ...command, cause: 'autoscale' } };
}
