import type { Operation } from '../../../arm/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { changeExisting } from '../change-scale-set.ts';
import { checkChanges, patchablePart } from '../model/changes.ts';
import { checkSameLocation } from '../model/check-location.ts';
import { completeModel } from '../model/complete-model.ts';
import { patchModel } from '../model/merge.ts';
import { readScaleSet } from '../model/read-request.ts';
import { refuseRollingUpgrade } from '../model/rolling-upgrade.ts';
import { SCALE_SET } from '../paths.ts';
import { checkEtags } from '../preconditions.ts';
import { scaleSetEntry } from '../registry-entry.ts';
import type { ComputeServices } from '../services.ts';
import { etagOf } from '../shapes/scale-set.ts';
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
    const sent = readScaleSet(request.json(), unknownMembers(request));
    const changed = await changeExisting(
      request,
      services,
      { azureName: UPDATE_NAME },
      (context, current) => {
        const view = modelView(current);
        const { genesis } = view;
        checkEtags(request, etagOf(view));
        checkSameLocation(sent['location'], {
          name: genesis.name,
          resourceGroupName: request.params['resourceGroupName'] ?? '',
          existing: genesis.location,
        });
        const merged = patchModel(view.model, patchablePart(view.model, sent));
        checkChanges(view.model, merged);
        const model = completeModel(merged, {
          name: genesis.name,
          uniqueId: genesis.uniqueId,
          tenantId: services.directory.tenantId,
          settings: services.compute,
          current: view.model,
        });
        refuseRollingUpgrade(current, model);
        const { resourceId: id, name, location } = genesis;
        return {
          command: { kind: 'patch', at: context.now, operationId: context.operationId, model },
          writes: [scaleSetEntry({ id, name, location, createdAt: view.createdAt, model })],
        };
      },
    );
    return startedWithBody(request, services, changed);
  },
};
