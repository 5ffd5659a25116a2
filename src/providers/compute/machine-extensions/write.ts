import { type ArmReply, type ArmRequest, armErrors, type Operation } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject, sameName } from '../../../base/index.ts';
import { listVmExtensions, modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { INSTANCE_KIND, MACHINE_KIND, type MachineKind } from '../machine-kinds.ts';
import { objectAt } from '../model/json-path.ts';
import { extension as extensionShape } from '../model/profile-schema.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import type { ComputeServices } from '../services.ts';
import type { Machine } from '../virtual-machine-scale-set-vms/propose-own.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import { bodyOf, findIn, isOfModel, vmExtensionName } from './read.ts';

/** Of one machine, beside those of the model. */
const EXTENSIONS_MAX = 25;

/** Where machines of a kind have extensions of their own, and since when. */
interface Family {
  readonly kind: MachineKind;
  readonly group: string;
  readonly since: { readonly write: string; readonly update: string };
}

const FAMILIES: readonly Family[] = [
  {
    kind: INSTANCE_KIND,
    group: 'VirtualMachineScaleSetVMExtensions',
    since: { write: '2019-07-01', update: '2019-07-01' },
  },
  {
    kind: MACHINE_KIND,
    group: 'VirtualMachineExtensions',
    since: { write: '2015-06-15', update: '2017-03-30' },
  },
];

/** Extensions of single machines, of both kinds. */
export const extensionWrites: readonly Operation<ComputeServices>[] = FAMILIES.flatMap((family) => [
  createOrUpdateOf(family),
  updateOf(family),
  deleteOf(family),
]);

/** Gives one machine an extension of its own. 201 and 200 as the specification has them. */
function createOrUpdateOf(family: Family): Operation<ComputeServices> {
  return {
    ...form(family, 'write'),
    operationId: `${family.group}_CreateOrUpdate`,
    method: 'PUT',
    handle: (request, services) => write(family, request, services, (_, sent) => sent),
  };
}

function updateOf(family: Family): Operation<ComputeServices> {
  return {
    ...form(family, 'update'),
    operationId: `${family.group}_Update`,
    method: 'PATCH',
    handle: (request, services) =>
      write(family, request, services, (before, sent) => {
        if (!before) throw armErrors.instanceNotFound();
        const properties = { ...objectAt(before, 'properties'), ...objectAt(sent, 'properties') };
        return { ...before, ...sent, properties };
      }),
  };
}

function deleteOf(family: Family): Operation<ComputeServices> {
  const { kind } = family;
  return {
    ...form(family, 'write'),
    operationId: `${family.group}_Delete`,
    method: 'DELETE',
    async handle(request, services) {
      const name = vmExtensionName(request);
      const { set, machine } = await kind.find(request, services);
      refuseModels(machine, name);
      if (ownOf(set, machine, name) === undefined) return { httpStatus: 204, speaker: 'provider' };
      const changed = await kind.change(
        request,
        services,
        'extensions.DELETE',
        ({ now, operationId }, _, instanceId) => ({
          kind: 'deleteVmExtension',
          at: now,
          operationId,
          instanceId,
          name,
        }),
      );
      return accepted(request, services, changed);
    },
  };
}

function form({ kind, since }: Family, what: keyof Family['since']) {
  return {
    path: `${kind.path}/extensions/{vmExtensionName}`,
    since: since[what],
    longRunning: true,
    rateLimits: kind.writeRateLimits,
  } as const;
}

async function write(
  { kind }: Family,
  request: ArmRequest,
  services: ComputeServices,
  make: (before: JsonObject | undefined, sent: JsonObject) => JsonObject,
): Promise<ArmReply> {
  const sent = readExtension(request);
  const name = vmExtensionName(request);
  let isNew = true;
  const changed = await kind.change(
    request,
    services,
    `extensions.${request.method}`,
    ({ now, operationId }, current, instanceId) => {
      const machine = kind.machineIn(current, request);
      refuseModels(machine, name);
      const before = ownOf(current, machine, name);
      isNew = before === undefined;
      const { length } = listVmExtensions(current, instanceId);
      if (isNew && length >= EXTENSIONS_MAX) {
        throw armErrors.tooManyOfMachine('extensions of its own', EXTENSIONS_MAX);
      }
      const definition = make(before, sent);
      checkExtension(machine, name, definition, before);
      return { kind: 'putVmExtension', at: now, operationId, instanceId, name, definition };
    },
  );
  const machine = kind.machineIn(changed.scaleSet, request);
  const extension = findIn(machine, name);
  if (!extension) throw armErrors.instanceNotFound();
  return services.longRunning.started(request, {
    httpStatus: isNew ? 201 : 200,
    operationId: changed.operation.operationId,
    location: modelView(changed.scaleSet).genesis.location,
    body: bodyOf(changed.scaleSet, { kind, machine, extension, withInstanceView: false }),
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

function checkExtension(
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
