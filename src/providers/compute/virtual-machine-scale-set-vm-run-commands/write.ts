import { type ArmReply, type ArmRequest, armErrors, type Operation } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject, sameName } from '../../../base/index.ts';
import {
  listRunCommands,
  modelView,
  type RunCommandView,
  type ScaleSet,
} from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { changeExisting, existing, refusalError, tryChange } from '../change-scale-set.ts';
import { objectAt } from '../model/json-path.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { runCommandShape } from '../model/run-command-schema.ts';
import { scriptOutcome } from '../model/script-outcome.ts';
import type { ComputeServices } from '../services.ts';
import { runCommandBody } from '../shapes/run-command.ts';
import { machineIn } from '../virtual-machine-scale-set-vms/propose-own.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import { RUN_COMMANDS, runCommandName, shapeOptions } from './read.ts';

const RUN_COMMAND = `${RUN_COMMANDS}/{runCommandName}`;
const RATE_LIMITS = ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'];
const AZURE_NAME = 'VirtualMachineScaleSetVMs.runCommands';

/** Writes and runs a command. R: 201 `Creating`, 200 `Updating` (lro.md, "First answer"). */
export const createOrUpdate: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMRunCommands_CreateOrUpdate',
  method: 'PUT',
  path: RUN_COMMAND,
  since: '2020-06-01',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  handle: (request, services) => write(request, services, 'PUT', (_, sent) => sent),
};

export const update: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMRunCommands_Update',
  method: 'PATCH',
  path: RUN_COMMAND,
  since: '2020-06-01',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  handle: (request, services) =>
    write(request, services, 'PATCH', (before, sent) => {
      if (!before) throw armErrors.instanceNotFound();
      const properties = {
        ...objectAt(before.definition, 'properties'),
        ...objectAt(sent, 'properties'),
      };
      return { ...before.definition, ...sent, properties };
    }),
};

export const deleteRunCommand: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMRunCommands_Delete',
  method: 'DELETE',
  path: RUN_COMMAND,
  since: '2020-06-01',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const name = runCommandName(request);
    const outcome = await tryChange(
      request,
      services,
      existing(request, ({ now, operationId }, current) => {
        const { instanceId } = machineIn(current, request).instance;
        return { command: { kind: 'deleteRunCommand', at: now, operationId, instanceId, name } };
      }),
    );
    if (outcome.kind === 'changed') return accepted(request, services, outcome);
    const { refusal } = outcome;
    // The specification has 204 for what is not there, as for every DELETE.
    if ('reason' in refusal && refusal.reason === 'UnknownRunCommand') {
      return { httpStatus: 204, speaker: 'provider' };
    }
    throw refusalError(refusal, request, { azureName: `${AZURE_NAME}.DELETE` });
  },
};

async function write(
  request: ArmRequest,
  services: ComputeServices,
  method: string,
  make: (before: RunCommandView | undefined, sent: JsonObject) => JsonObject,
): Promise<ArmReply> {
  const sent = readRunCommand(request);
  const name = runCommandName(request);
  let isNew = true;
  const changed = await changeExisting(
    request,
    services,
    { azureName: `${AZURE_NAME}.${method}` },
    ({ now, operationId }, current) => {
      const { instance } = machineIn(current, request);
      const before = find(current, instance.instanceId, name);
      isNew = before === undefined;
      const { length } = listRunCommands(current, instance.instanceId);
      if (isNew && length >= COMMANDS_MAX) {
        throw armErrors.tooManyOfMachine('run commands', COMMANDS_MAX);
      }
      const definition = make(before, sent);
      const lines = scriptOf(definition);
      const { commandId } = objectAt(definition, 'properties', 'source');
      return {
        command: {
          kind: 'putRunCommand',
          at: now,
          operationId,
          instanceId: instance.instanceId,
          name: before?.name ?? name,
          definition,
          outcome: scriptOutcome(lines, String(commandId ?? 'of that address')),
        },
      };
    },
  );
  const machine = machineIn(changed.scaleSet, request);
  const command = find(changed.scaleSet, machine.instance.instanceId, name);
  if (!command) throw armErrors.instanceNotFound();
  return services.longRunning.started(request, {
    httpStatus: isNew ? 201 : 200,
    operationId: changed.operation.operationId,
    location: modelView(changed.scaleSet).genesis.location,
    body: runCommandBody(command, shapeOptions(machine, false)),
    withLocation: false,
    instanceCount: 1,
  });
}

function find(set: ScaleSet, instanceId: number, name: string): RunCommandView | undefined {
  return listRunCommands(set, instanceId).find((command) => sameName(command.name, name));
}

function scriptOf(definition: JsonObject): readonly string[] {
  const source = objectAt(definition, 'properties', 'source');
  if (typeof source['script'] === 'string') return source['script'].split(/\r?\n/);
  if (source['commandId'] ?? source['scriptUri'] ?? source['galleryScriptReferenceId']) return [];
  throw armErrors.missingParameter('runCommand.source');
}

/** Of one machine. */
const COMMANDS_MAX = 25;

/** Azure's names have at most this many characters. G. */
const NAME = /^[A-Za-z0-9][\w.-]{0,79}$/;
const TIMEOUT_MAX = 90 * 60;

function readRunCommand(request: ArmRequest): JsonObject {
  if (!NAME.test(runCommandName(request))) {
    throw armErrors.invalidEntityName('runCommandName', 80);
  }
  const body = request.json();
  const read = provider(
    () => readObject(isJsonObject(body) ? body : {}, runCommandShape, '', unknownMembers(request)),
    'runCommand',
  );
  const { location, tags } = read;
  // What is secret is never shown again and so not kept; nor are the signatures of addresses.
  const {
    protectedParameters: _,
    runAsPassword: __,
    provisioningState: ___,
    instanceView: ____,
    ...properties
  } = objectAt(read, 'properties');
  const { timeoutInSeconds } = properties;
  if (
    typeof timeoutInSeconds === 'number' &&
    (timeoutInSeconds < 0 || timeoutInSeconds > TIMEOUT_MAX)
  ) {
    throw armErrors.invalidParameterValue('runCommand.timeoutInSeconds');
  }
  for (const name of ['outputBlobUri', 'errorBlobUri']) {
    if (typeof properties[name] === 'string') properties[name] = unsigned(properties[name]);
  }
  const source = objectAt(properties, 'source');
  if (typeof source['scriptUri'] === 'string') {
    properties['source'] = { ...source, scriptUri: unsigned(source['scriptUri']) };
  }
  return {
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
    properties,
  };
}

function unsigned(uri: string): string {
  return uri.split('?')[0] ?? '';
}
