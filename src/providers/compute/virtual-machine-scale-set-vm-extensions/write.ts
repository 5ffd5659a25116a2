import { type ArmReply, type ArmRequest, armErrors, type Operation } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject, sameName } from '../../../base/index.ts';
import { listVmExtensions, modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { changeExisting, existing, refusalError, tryChange } from '../change-scale-set.ts';
import { objectAt } from '../model/json-path.ts';
import { extension as extensionShape } from '../model/profile-schema.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import type { ComputeServices } from '../services.ts';
import { type Machine, machineIn } from '../virtual-machine-scale-set-vms/propose-own.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import { bodyOf, findIn, isOfModel, VM_EXTENSIONS, vmExtensionName } from './read.ts';

const VM_EXTENSION = `${VM_EXTENSIONS}/{vmExtensionName}`;
const RATE_LIMITS = ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'];
/** Of one machine, beside those of the model. */
const EXTENSIONS_MAX = 25;
const AZURE_NAME = 'VirtualMachineScaleSetVMs.extensions';

/** Gives one machine an extension of its own. 201 and 200 as the specification has them. */
export const createOrUpdate: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMExtensions_CreateOrUpdate',
  method: 'PUT',
  path: VM_EXTENSION,
  since: '2019-07-01',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  handle: (request, services) => write(request, services, 'PUT', (_, sent) => sent),
};

export const update: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMExtensions_Update',
  method: 'PATCH',
  path: VM_EXTENSION,
  since: '2019-07-01',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  handle: (request, services) =>
    write(request, services, 'PATCH', (before, sent) => {
      if (!before) throw armErrors.instanceNotFound();
      const properties = { ...objectAt(before, 'properties'), ...objectAt(sent, 'properties') };
      return { ...before, ...sent, properties };
    }),
};

export const deleteVmExtension: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMExtensions_Delete',
  method: 'DELETE',
  path: VM_EXTENSION,
  since: '2019-07-01',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const name = vmExtensionName(request);
    const outcome = await tryChange(
      request,
      services,
      existing(request, ({ now, operationId }, current) => {
        const machine = machineIn(current, request);
        refuseModels(machine, name);
        const { instanceId } = machine.instance;
        return { command: { kind: 'deleteVmExtension', at: now, operationId, instanceId, name } };
      }),
    );
    if (outcome.kind === 'changed') return accepted(request, services, outcome);
    const { refusal } = outcome;
    if ('reason' in refusal && refusal.reason === 'UnknownVmExtension') {
      return { httpStatus: 204, speaker: 'provider' };
    }
    throw refusalError(refusal, request, { azureName: `${AZURE_NAME}.DELETE` });
  },
};

async function write(
  request: ArmRequest,
  services: ComputeServices,
  method: string,
  make: (before: JsonObject | undefined, sent: JsonObject) => JsonObject,
): Promise<ArmReply> {
  const sent = readExtension(request);
  const name = vmExtensionName(request);
  let isNew = true;
  const changed = await changeExisting(
    request,
    services,
    { azureName: `${AZURE_NAME}.${method}` },
    ({ now, operationId }, current) => {
      const machine = machineIn(current, request);
      refuseModels(machine, name);
      const before = ownOf(current, machine, name);
      isNew = before === undefined;
      const { length } = listVmExtensions(current, machine.instance.instanceId);
      if (isNew && length >= EXTENSIONS_MAX) {
        throw armErrors.tooManyOfMachine('extensions of its own', EXTENSIONS_MAX);
      }
      const definition = make(before, sent);
      check(machine, name, definition, before);
      const { instanceId } = machine.instance;
      return {
        command: { kind: 'putVmExtension', at: now, operationId, instanceId, name, definition },
      };
    },
  );
  const machine = machineIn(changed.scaleSet, request);
  const extension = findIn(machine, name);
  if (!extension) throw armErrors.instanceNotFound();
  return services.longRunning.started(request, {
    httpStatus: isNew ? 201 : 200,
    operationId: changed.operation.operationId,
    location: modelView(changed.scaleSet).genesis.location,
    body: bodyOf(changed.scaleSet, machine, extension, false),
    withLocation: false,
    instanceCount: 1,
  });
}

function ownOf(set: ScaleSet, { instance }: Machine, name: string): JsonObject | undefined {
  return listVmExtensions(set, instance.instanceId).find((item) => sameName(item.name, name))
    ?.definition;
}

/** Protected settings are never shown again, and nothing here reads them: they are not kept. */
function readExtension(request: ArmRequest): JsonObject {
  const body = request.json();
  const { location: _, tags, ...rest } = isJsonObject(body) ? body : {};
  const read = provider(
    () => readObject(rest, extensionShape, '', unknownMembers(request)),
    'extension',
  );
  const {
    protectedSettings: __,
    provisioningState: ___,
    ...properties
  } = objectAt(read, 'properties');
  return { ...(isJsonObject(tags) ? { tags } : {}), properties };
}

/** An extension of the model is the same for all machines; what Azure does here is not documented. */
function refuseModels(machine: Machine, name: string): void {
  if (!isOfModel(machine, name)) return;
  throw armErrors.notSupportedHere(
    `Changing the extension '${name}' of the set's model on one machine`,
  );
}

function check(
  { instance }: Machine,
  name: string,
  definition: JsonObject,
  before: JsonObject | undefined,
): void {
  const properties = objectAt(definition, 'properties');
  for (const part of ['publisher', 'type', 'typeHandlerVersion']) {
    const value = properties[part];
    if (!value) throw armErrors.missingParameter(`extension.${part}`);
    const was = objectAt(before ?? {}, 'properties')[part];
    const isFixed = part !== 'typeHandlerVersion' && was !== undefined;
    if (isFixed && !sameName(String(was), String(value))) {
      throw armErrors.propertyChangeNotAllowed(part);
    }
  }
  const handler = `${String(properties['publisher'])}.${String(properties['type'])}`;
  for (const { facts } of instance.extensions) {
    const isOther = !sameName(facts.name, name);
    if (isOther && sameName(`${facts.publisher}.${facts.type}`, handler)) {
      throw armErrors.duplicateExtensionHandler(instance.facts.osType, name, handler);
    }
  }
}
