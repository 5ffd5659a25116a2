import { armErrors, type ArmReply, type ArmRequest, type Operation } from '../../../arm/index.ts';
import {
  findInstance,
  type InstanceSelection,
  listInstances,
  type ScaleSet,
} from '../../../scaleset/index.ts';
import { selectMachine } from '../act.ts';
import {
  NO_INSTANCE,
  readInstanceIds,
  readPathInstance,
  selectInstances,
} from '../instance-ids.ts';
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
  handle(request, services) {
    const named = readInstanceIds(request.json(), { required: false });
    return refuse(request, services, (set) => selectInstances(set, named, 'instanceIds'));
  },
};

export const performMaintenanceOnInstance: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_PerformMaintenance',
  method: 'POST',
  path: `${INSTANCE}/performMaintenance`,
  since: '2017-12-01',
  longRunning: true,
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
  handle(request, services) {
    const selection = readPathInstance(request.params['instanceId'] ?? '');
    const azureName = 'VirtualMachineScaleSetVMs.PerformMaintenance.POST';
    return refuse(request, services, (set) => selectMachine(set, selection, azureName));
  },
};

async function refuse(
  request: ArmRequest,
  services: ComputeServices,
  select: (set: ScaleSet) => InstanceSelection,
): Promise<ArmReply> {
  const set = await findScaleSet(request, services);
  const selection = select(set);
  const first = listInstances(set, { after: -1, limit: 1 }).instances[0];
  const instance = selection === 'all' ? first : findInstance(set, selection[0] ?? NO_INSTANCE);
  if (!instance) throw armErrors.instanceNotFound();
  throw armErrors.notEligibleForMaintenance(instance.name);
}
