import type { ArmReply, Operation } from '../../../arm/index.ts';
import { accepted, selectMachine } from '../act.ts';
import { existing, refusalError, tryChange } from '../change-scale-set.ts';
import { readPathInstance } from '../instance-ids.ts';
import { INSTANCE } from '../paths.ts';
import { readFlag } from '../query.ts';
import type { ComputeServices } from '../services.ts';

const AZURE_NAME = 'VirtualMachineScaleSetVMs.ResourceOperation.DELETE';

/** Takes one machine out of its set; the set's capacity goes down by one. */
export const deleteInstance: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_Delete',
  method: 'DELETE',
  path: INSTANCE,
  longRunning: true,
  rateLimits: ['DeleteVMScaleSetVMSubscriptionMaximum', 'DeleteVMScaleSetVMResource'],
  async handle(request, services) {
    readFlag(request, 'forceDeletion');
    const instances = readPathInstance(request.params['instanceId'] ?? '');
    const outcome = await tryChange(
      request,
      services,
      existing(request, ({ now, operationId }, set) => ({
        command: {
          kind: 'deleteInstances',
          at: now,
          operationId,
          instances: selectMachine(set, instances, AZURE_NAME),
          scope: 'instance',
        },
      })),
    );
    if (outcome.kind === 'changed') return accepted(request, services, outcome);
    const { refusal } = outcome;
    if ('reason' in refusal && refusal.reason === 'UnknownInstance') return ABSENT;
    throw refusalError(refusal, request, { azureName: AZURE_NAME });
  },
};

/**
 * The specification has 204 for a machine that is not there, as for every DELETE; one that is on its
 * way out already is no different for who wants it gone. Not recorded.
 */
const ABSENT: ArmReply = { httpStatus: 204, speaker: 'provider' };
