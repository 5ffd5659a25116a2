import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { sameName } from '../../../base/index.ts';
import { listRunCommands } from '../../../scaleset/index.ts';
import { findScaleSet, INSTANCE } from '../paths.ts';
import { readExpand } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import { runCommandBody, type RunCommandShapeOptions } from '../shapes/run-command.ts';
import { READ_RATE_LIMITS } from '../virtual-machine-scale-set-vms/get.ts';
import { type Machine, machineIn } from '../virtual-machine-scale-set-vms/propose-own.ts';

export const RUN_COMMANDS = `${INSTANCE}/runCommands`;

export const list: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMRunCommands_List',
  method: 'GET',
  path: RUN_COMMANDS,
  since: '2020-06-01',
  longRunning: false,
  rateLimits: READ_RATE_LIMITS,
  async handle(request, services) {
    const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
    const set = await findScaleSet(request, services);
    const machine = machineIn(set, request);
    const value = listRunCommands(set, machine.instance.instanceId).map((command) =>
      runCommandBody(command, shapeOptions(machine, withInstanceView)),
    );
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

export const get: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMRunCommands_Get',
  method: 'GET',
  path: `${RUN_COMMANDS}/{runCommandName}`,
  since: '2020-06-01',
  longRunning: false,
  rateLimits: READ_RATE_LIMITS,
  async handle(request, services) {
    const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
    const set = await findScaleSet(request, services);
    const machine = machineIn(set, request);
    const name = runCommandName(request);
    const command = listRunCommands(set, machine.instance.instanceId).find((item) =>
      sameName(item.name, name),
    );
    if (!command) throw armErrors.instanceNotFound();
    const json = runCommandBody(command, shapeOptions(machine, withInstanceView));
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};

export function runCommandName({ params }: ArmRequest): string {
  return params['runCommandName'] ?? '';
}

export function shapeOptions(
  { setId, instance, view }: Machine,
  withInstanceView: boolean,
): RunCommandShapeOptions {
  return {
    machineId: `${setId}/virtualMachines/${instance.instanceId}`,
    location: view.genesis.location,
    withInstanceView,
  };
}
