import { armErrors, type ArmReply, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { findInstance, listInstances, modelView } from '../../../scaleset/index.ts';
import { readInstanceIds, readPathInstance } from '../instance-ids.ts';
import { findScaleSet, INSTANCE, SCALE_SET } from '../paths.ts';
import type { ComputeServices } from '../services.ts';

/*
 * Planned maintenance that its owner starts early. There is never any announced here, and Azure's
 * answer to that is the only one that was ever recorded (errors.md, "performMaintenance").
 */

export const performMaintenance: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_PerformMaintenance',
  method: 'POST',
  path: `${SCALE_SET}/performMaintenance`,
  since: '2017-12-01',
  longRunning: true,
  rateLimits: ['VMScaleSetActionsSubscriptionMaximum'],
  handle: (request, services) =>
    refuse(
      request,
      services,
      readInstanceIds(request.json(), { required: false, target: 'instanceIds' }),
    ),
};

export const performMaintenanceOnInstance: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_PerformMaintenance',
  method: 'POST',
  path: `${INSTANCE}/performMaintenance`,
  since: '2017-12-01',
  longRunning: true,
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
  handle: (request, services) =>
    refuse(request, services, readPathInstance(request.params['instanceId'] ?? '')),
};

async function refuse(
  request: ArmRequest,
  services: ComputeServices,
  selection: 'all' | readonly number[],
): Promise<ArmReply> {
  const set = await findScaleSet(request, services);
  const first = listInstances(set, { after: -1, limit: 1 }).instances[0]?.instanceId;
  const instanceId = selection === 'all' ? first : selection[0];
  if (instanceId === undefined || !findInstance(set, instanceId)) {
    throw armErrors.instanceNotFound();
  }
  throw armErrors.notEligibleForMaintenance(`${modelView(set).genesis.name}_${instanceId}`);
}
