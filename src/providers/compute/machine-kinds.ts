import { armErrors, type ArmRequest } from '../../arm/index.ts';
import type { Changed } from '../../fleet/index.ts';
import { findInstanceId, type ScaleSet } from '../../scaleset/index.ts';
import { changeExisting } from './change-scale-set.ts';
import { findScaleSet, INSTANCE, VIRTUAL_MACHINE, VIRTUAL_MACHINE_TYPE } from './paths.ts';
import type { ComputeServices } from './services.ts';
import { virtualMachineId } from './shapes/flexible-vm.ts';
import { READ_RATE_LIMITS } from './virtual-machine-scale-set-vms/get.ts';
import { type Machine, machineIn } from './virtual-machine-scale-set-vms/propose-own.ts';
import { machineOf, type Propose, tryChangeMachine } from './virtual-machines/change-machine.ts';
import { findMachine, machineNotFound } from './virtual-machines/find-machine.ts';

/**
 * A machine is below its set, or, of a Flexible set, a resource of its own. What machines have of
 * their own is the same for both; this is in what they differ.
 */
export interface MachineKind {
  /** Where what a machine has is below. */
  readonly path: string;
  /** The type of machines; what they have is a part of it. */
  readonly type: string;
  readonly readRateLimits: readonly string[];
  readonly writeRateLimits: readonly string[];
  /** The machine that a request names. Throws NotFound, or ResourceNotFound. */
  find(
    request: ArmRequest,
    services: ComputeServices,
  ): Promise<{ readonly set: ScaleSet; readonly machine: Machine }>;
  /** Changes it. Throws what its set refuses. */
  change(
    request: ArmRequest,
    services: ComputeServices,
    azureName: string,
    propose: Propose,
  ): Promise<Changed>;
  /** The machine in a set that was just changed. */
  machineIn(set: ScaleSet, request: ArmRequest): Machine;
  idOf(machine: Machine): string;
}

/** A machine of a Uniform set. */
export const INSTANCE_KIND: MachineKind = {
  path: INSTANCE,
  type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
  readRateLimits: READ_RATE_LIMITS,
  writeRateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
  async find(request, services) {
    const set = await findScaleSet(request, services);
    return { set, machine: machineIn(set, request) };
  },
  change: (request, services, azureName, propose) =>
    changeExisting(
      request,
      services,
      { azureName: `VirtualMachineScaleSetVMs.${azureName}` },
      (context, current) => ({
        command: propose(context, current, machineIn(current, request).instance.instanceId),
      }),
    ),
  machineIn,
  idOf: ({ setId, instance }) => `${setId}/virtualMachines/${instance.instanceId}`,
};

/** A machine of a Flexible set. */
export const MACHINE_KIND: MachineKind = {
  path: VIRTUAL_MACHINE,
  type: VIRTUAL_MACHINE_TYPE,
  readRateLimits: ['LowCostGetSubscriptionMaximum', 'LowCostGetResource'],
  writeRateLimits: ['UpdateVMSubscriptionMaximum', 'UpdateVMResource'],
  async find(request, services) {
    const { set, instance } = await findMachine(request, services);
    return { set, machine: machineOf(request, set, instance.instanceId) };
  },
  async change(request, services, azureName, propose) {
    const changed = await tryChangeMachine(request, services, azureName, propose);
    if (changed) return changed;
    throw armErrors.machineMarkedForDeletion(azureName, request.params['vmName'] ?? '');
  },
  machineIn(set, request) {
    const instanceId = findInstanceId(set, request.params['vmName'] ?? '');
    if (instanceId === undefined) throw machineNotFound(request.params);
    return machineOf(request, set, instanceId);
  },
  idOf: ({ setId, instance }) => virtualMachineId(setId, instance.name),
};
