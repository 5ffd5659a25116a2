import { armErrors, type Operation } from '../../../arm/index.ts';
import { VIRTUAL_MACHINE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { storageProfile } from '../shapes/vm.ts';
import { profileOf } from '../shapes/vm-instance-view.ts';
import {
  readDisks,
  wantedDisks,
} from '../virtual-machine-scale-set-vms/attach-detach-data-disks.ts';
import { withDisks } from '../virtual-machine-scale-set-vms/propose-own.ts';
import { readRunCommand, runCommandOutput } from '../virtual-machine-scale-set-vms/run-command.ts';
import { changeMachine, machineOf, tryChangeMachine } from './change-machine.ts';
import { findMachine } from './find-machine.ts';

/*
 * What is asked of one machine of a Flexible set and not of a whole set; each is the same as of a
 * machine of a Uniform set, under the paths of single machines.
 */

const RATE_LIMITS = ['UpdateVMSubscriptionMaximum', 'UpdateVMResource'];

export const attachDetachDataDisks: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_AttachDetachDataDisks',
  method: 'POST',
  path: `${VIRTUAL_MACHINE}/attachDetachDataDisks`,
  since: '2023-09-01',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const sent = readDisks(request);
    return changeMachine(
      request,
      services,
      'attachDetachDataDisks',
      ({ now, operationId }, set, instanceId) => {
        const machine = machineOf(request, set, instanceId);
        const { view, instance, setId } = machine;
        const own = withDisks(set, machine, wantedDisks(sent, machine));
        const output = storageProfile(view, profileOf(instance.model), { ...instance, own }, setId);
        return { kind: 'updateInstance', at: now, operationId, instanceId, own, output };
      },
    );
  },
};

export const runCommand: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_RunCommand',
  method: 'POST',
  path: `${VIRTUAL_MACHINE}/runCommand`,
  since: '2017-03-30',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const input = readRunCommand(request);
    return changeMachine(
      request,
      services,
      'runCommand',
      ({ now, operationId }, set, instanceId) => {
        const output = runCommandOutput(input, machineOf(request, set, instanceId).instance);
        return { kind: 'runCommand', at: now, operationId, instanceId, output };
      },
    );
  },
};

export const simulateEviction: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_SimulateEviction',
  method: 'POST',
  path: `${VIRTUAL_MACHINE}/simulateEviction`,
  since: '2020-06-01',
  longRunning: false,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const changed = await tryChangeMachine(
      request,
      services,
      'simulateEviction',
      ({ now, operationId }, _, instanceId) => ({
        kind: 'simulateEviction',
        at: now,
        operationId,
        instanceId,
      }),
    );
    if (changed) return { httpStatus: 204, speaker: 'provider' };
    throw armErrors.machineMarkedForDeletion('simulateEviction', request.params['vmName'] ?? '');
  },
};

/** There is never any maintenance announced; Azure's recorded answer to that, for a machine of a set. */
export const performMaintenance: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_PerformMaintenance',
  method: 'POST',
  path: `${VIRTUAL_MACHINE}/performMaintenance`,
  since: '2017-03-30',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const { instance } = await findMachine(request, services);
    throw armErrors.notEligibleForMaintenance(instance.name);
  },
};
