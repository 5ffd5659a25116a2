import type { Operation } from '../../../arm/index.ts';
import { findInstance } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { changeExisting } from '../change-scale-set.ts';
import { parseInstanceId, readPathInstance } from '../instance-ids.ts';
import { findScaleSet, INSTANCE } from '../paths.ts';
import { readFlag } from '../query.ts';
import type { ComputeServices } from '../services.ts';

/** Takes one machine out of its set; the set's capacity goes down by one. */
export const deleteInstance: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_Delete',
  method: 'DELETE',
  path: INSTANCE,
  longRunning: true,
  rateLimits: ['DeleteVMScaleSetVMSubscriptionMaximum', 'DeleteVMScaleSetVMResource'],
  async handle(request, services) {
    readFlag(request, 'forceDeletion');
    const text = request.params['instanceId'] ?? '';
    const id = parseInstanceId(text);
    const set = await findScaleSet(request, services);
    // The specification has 204 for a machine that is not there, as for every DELETE. Not recorded.
    if (text !== '*' && (id === undefined || !findInstance(set, id))) {
      return { httpStatus: 204, speaker: 'provider' };
    }
    const changed = await changeExisting(
      request,
      services,
      { azureName: 'VirtualMachineScaleSetVMs.ResourceOperation.DELETE' },
      ({ now, operationId }) => ({
        command: {
          kind: 'deleteInstances',
          at: now,
          operationId,
          instances: readPathInstance(text),
          scope: 'instance',
        },
      }),
    );
    return accepted(request, services, changed);
  },
};
