import { type ArmReply, type ArmRequest, armErrors, type Operation } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import { modelView, type RunCommandView } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { objectAt } from '../model/json-path.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { runCommandShape } from '../model/run-command-schema.ts';
import { scriptOutcome } from '../model/script-outcome.ts';
import type { ComputeServices } from '../services.ts';
import { runCommandBody } from '../shapes/run-command.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import {
  commandsOf,
  findCommand,
  isDiagnostic,
  type RunCommandFamily,
  runCommandName,
  shapeOptions,
} from './family.ts';

/** Writes and runs a command. R: 201 `Creating`, 200 `Updating` (lro.md, "First answer"). */
export function createOrUpdateOf(family: RunCommandFamily): Operation<ComputeServices> {
  return {
    ...form(family),
    operationId: `${family.group}_CreateOrUpdate`,
    method: 'PUT',
    handle: (request, services) => write(family, request, services, (_, sent) => sent),
  };
}

export function updateOf(family: RunCommandFamily): Operation<ComputeServices> {
  return {
    ...form(family),
    operationId: `${family.group}_Update`,
    method: 'PATCH',
    handle: (request, services) =>
      write(family, request, services, (before, sent) => {
        if (!before) throw armErrors.instanceNotFound();
        const properties = {
          ...objectAt(before.definition, 'properties'),
          ...objectAt(sent, 'properties'),
        };
        return { ...before.definition, ...sent, properties };
      }),
  };
}

export function deleteOf(family: RunCommandFamily): Operation<ComputeServices> {
  const { kind, word } = family;
  return {
    ...form(family),
    operationId: `${family.group}_Delete`,
    method: 'DELETE',
    async handle(request, services) {
      const name = runCommandName(request);
      const { set, machine } = await kind.find(request, services);
      // The specification has 204 for what is not there, as for every DELETE.
      if (!findCommand(family, set, machine, name)) {
        return { httpStatus: 204, speaker: 'provider' };
      }
      const changed = await kind.change(
        request,
        services,
        `${word}.DELETE`,
        ({ now, operationId }, _, instanceId) => ({
          kind: 'deleteRunCommand',
          at: now,
          operationId,
          instanceId,
          name,
          ...(isDiagnostic(family) ? { diagnostic: true } : {}),
        }),
      );
      return accepted(request, services, changed);
    },
  };
}

function form({ kind, word, since }: RunCommandFamily) {
  return {
    path: `${kind.path}/${word}/{runCommandName}`,
    since,
    longRunning: true,
    rateLimits: kind.writeRateLimits,
  } as const;
}

async function write(
  family: RunCommandFamily,
  request: ArmRequest,
  services: ComputeServices,
  make: (before: RunCommandView | undefined, sent: JsonObject) => JsonObject,
): Promise<ArmReply> {
  const { kind, word } = family;
  const sent = readDefinition(request);
  const name = runCommandName(request);
  let isNew = true;
  const changed = await kind.change(
    request,
    services,
    `${word}.${request.method}`,
    ({ now, operationId }, current, instanceId) => {
      const machine = kind.machineIn(current, request);
      const before = findCommand(family, current, machine, name);
      isNew = before === undefined;
      const { length } = commandsOf(family, current, machine);
      if (isNew && length >= COMMANDS_MAX) {
        throw armErrors.tooManyOfMachine('run commands', COMMANDS_MAX);
      }
      const definition = make(before, sent);
      const lines = scriptOf(definition);
      const { commandId } = objectAt(definition, 'properties', 'source');
      return {
        kind: 'putRunCommand',
        at: now,
        operationId,
        instanceId,
        name: before?.name ?? name,
        definition,
        outcome: scriptOutcome(lines, String(commandId ?? 'of that address')),
        ...(isDiagnostic(family) ? { diagnostic: true } : {}),
      };
    },
  );
  const machine = kind.machineIn(changed.scaleSet, request);
  const command = findCommand(family, changed.scaleSet, machine, name);
  if (!command) throw armErrors.instanceNotFound();
  return services.longRunning.started(request, {
    httpStatus: isNew ? 201 : 200,
    operationId: changed.operation.operationId,
    location: modelView(changed.scaleSet).genesis.location,
    body: runCommandBody(command, shapeOptions(family, machine, false)),
    withLocation: false,
    instanceCount: 1,
  });
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

function readDefinition(request: ArmRequest): JsonObject {
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
