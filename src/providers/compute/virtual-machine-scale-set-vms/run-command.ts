import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import type { Instance, RunCommandOutcome } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { changeExisting } from '../change-scale-set.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { runCommandInput } from '../model/run-command-schema.ts';
import { scriptOutcome } from '../model/script-outcome.ts';
import { INSTANCE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import { machineIn } from './propose-own.ts';

/**
 * The action: the machine is updating while the script is said to run, and the answer is the output
 * of the operation. The script stays out of the journal, as it may hold secrets. R: lro.md, "Output".
 */
export const runCommand: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_RunCommand',
  method: 'POST',
  path: `${INSTANCE}/runCommand`,
  since: '2018-04-01',
  longRunning: true,
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
  async handle(request, services) {
    const input = readRunCommand(request);
    const changed = await changeExisting(
      request,
      services,
      { azureName: 'VirtualMachineScaleSetVMs.RunCommand.POST' },
      ({ now, operationId }, current) => {
        const { instance } = machineIn(current, request);
        const output = runCommandOutput(input, instance);
        const { instanceId } = instance;
        return { command: { kind: 'runCommand', at: now, operationId, instanceId, output } };
      },
    );
    return accepted(request, services, changed);
  },
};

export interface RunCommandInput {
  readonly commandId: string;
  readonly lines: readonly string[];
}

export function readRunCommand(request: ArmRequest): RunCommandInput {
  const body = request.json();
  const sent = provider(
    () => readObject(isJsonObject(body) ? body : {}, runCommandInput, '', unknownMembers(request)),
    'runCommandInput',
  );
  const { commandId, script } = sent;
  if (typeof commandId !== 'string' || commandId === '') {
    throw armErrors.missingParameter('commandId');
  }
  return { commandId, lines: Array.isArray(script) ? script.map(String) : [] };
}

/** What the operation will answer when the command has run on the machine. */
export function runCommandOutput(
  { commandId, lines }: RunCommandInput,
  { facts: { osType } }: Instance,
): JsonObject {
  checkCommand(commandId, osType);
  return outputOf(scriptOutcome(lines, commandId), osType);
}

/** The commands that there are for a system. Source: az vm run-command list, both systems. */
const COMMANDS = {
  Linux: ['RunShellScript', 'ifconfig'],
  Windows: [
    'RunPowerShellScript',
    'DisableNLA',
    'DisableWindowsUpdate',
    'EnableAdminAccount',
    'EnableEMS',
    'EnableRemotePS',
    'EnableWindowsUpdate',
    'IPConfig',
    'RDPSettings',
    'ResetRDPCert',
    'SetRDPPort',
  ],
} as const;

/** Inferred: the frame is the one of every value that is not allowed. */
function checkCommand(commandId: string, osType: 'Linux' | 'Windows'): void {
  const known: readonly string[] = COMMANDS[osType];
  if (known.some((id) => id.toLowerCase() === commandId.toLowerCase())) return;
  throw armErrors.valueNotAllowed('commandId', commandId, known);
}

/**
 * The two forms, one for each system. A script that exits with another code than 0 says so nowhere:
 * azure-cli #14425, #20495.
 */
function outputOf({ stdout, stderr }: RunCommandOutcome, osType: 'Linux' | 'Windows'): JsonObject {
  const status = (code: string, message: string): JsonObject => ({
    code,
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    message,
  });
  if (osType === 'Windows') {
    return {
      value: [
        status('ComponentStatus/StdOut/succeeded', stdout),
        status('ComponentStatus/StdErr/succeeded', stderr),
      ],
    };
  }
  const message = `Enable succeeded: \n[stdout]\n${stdout}\n[stderr]\n${stderr}`;
  return { value: [status('ProvisioningState/succeeded', message)] };
}
