import type { ArmReply, Operation } from '../../../arm/index.ts';
import { accepted } from '../act.ts';
import { VIRTUAL_MACHINE } from '../paths.ts';
import { readFlag } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import { tryChangeMachine } from './change-machine.ts';
import { findMachineByName } from './find-machine.ts';

/** A machine that is not there, or is going already: the specification's 204. */
const ABSENT: ArmReply = { httpStatus: 204, speaker: 'gateway' };

/** Takes a machine out of its Flexible set; the set's capacity goes down by one. */
export const deleteMachine: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_Delete',
  method: 'DELETE',
  path: VIRTUAL_MACHINE,
  longRunning: true,
  rateLimits: ['DeleteVMSubscriptionMaximum', 'DeleteVMResource'],
  async handle(request, services) {
    readFlag(request, 'forceDeletion');
    const { params } = request;
    if (!(await findMachineByName(params, params['vmName'] ?? '', services))) return ABSENT;
    const changed = await tryChangeMachine(
      request,
      services,
      'delete',
      ({ now, operationId }, _, instanceId) => ({
        kind: 'deleteInstances',
        at: now,
        operationId,
        instances: [instanceId],
        scope: 'instance',
      }),
    );
    return changed ? accepted(request, services, changed) : ABSENT;
  },
};
