import { armErrors, type ArmRequest, type Operation, readTags } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';
import { findInstance, modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { changeExisting } from '../change-scale-set.ts';
import { instanceShape } from '../model/instance-schema.ts';
import { listAt, objectAt } from '../model/json-path.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { INSTANCE, scaleSetId } from '../paths.ts';
import { checkEtags } from '../preconditions.ts';
import type { ComputeServices } from '../services.ts';
import { etagHeader, etagOf } from '../shapes/scale-set.ts';
import { vmBody } from '../shapes/vm.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import { type Machine, machineIn, withDisks } from './propose-own.ts';

/** How Azure names it in refusals (cloud-provider-azure). */
const AZURE_NAME = 'Put on Virtual Machine Scale Set VM Instance';

/**
 * Gives one machine something of its own: protection, data disks, tags, user data. Everything else
 * comes from the set, so a client may only say it as it is. 200 and Updating: R (126 of 139).
 */
export const update: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_Update',
  method: 'PUT',
  path: INSTANCE,
  since: '2017-12-01',
  longRunning: true,
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
  async handle(request, services) {
    const sent = readMachine(request);
    const changed = await changeExisting(
      request,
      services,
      { azureName: AZURE_NAME },
      ({ now, operationId }, current) => {
        const machine = machineIn(current, request);
        checkEtags(request, etagOf(machine.view));
        checkTheRest(sent, machine, request.servedVersion);
        const { instanceId } = machine.instance;
        const own = ownOf(current, machine, sent);
        return { command: { kind: 'updateInstance', at: now, operationId, instanceId, own } };
      },
    );
    const view = modelView(changed.scaleSet);
    const instance = findInstance(changed.scaleSet, Number(request.params['instanceId']));
    if (!instance) throw armErrors.instanceNotFound();
    const apiVersion = request.servedVersion;
    return services.longRunning.started(request, {
      httpStatus: 200,
      operationId: changed.operation.operationId,
      location: view.genesis.location,
      body: vmBody(view, instance, {
        apiVersion,
        setId: scaleSetId(request.params, view.genesis.name),
      }),
      withLocation: false,
      instanceCount: 1,
      headers: etagHeader(view, apiVersion),
    });
  },
};

function readMachine(request: ArmRequest): JsonObject {
  const body = request.json();
  if (!isJsonObject(body)) {
    throw armErrors.unreadableModel('vm', "Required content is missing. Path ''.");
  }
  readTags(body['tags']);
  return provider(() => readObject(body, instanceShape, '', unknownMembers(request)), 'vm');
}

function ownOf(set: ScaleSet, machine: Machine, sent: JsonObject): JsonObject {
  const properties = objectAt(sent, 'properties');
  const before = machine.instance.own ?? {};
  let own: JsonObject = { ...before };
  const { dataDisks } = objectAt(properties, 'storageProfile');
  if (Array.isArray(dataDisks)) {
    own = withDisks(set, machine, listAt(properties, 'storageProfile', 'dataDisks'));
  }
  const { tags } = sent;
  const shownTags = before['tags'] ?? machine.view.model['tags'] ?? {};
  if (tags !== undefined && !isAsShown(tags, shownTags, true)) own['tags'] = tags;
  for (const name of ['protectionPolicy', 'userData', 'licenseType'] as const) {
    const value = properties[name];
    if (value !== undefined) own[name] = value;
  }
  if (isJsonObject(own['protectionPolicy'])) {
    own['protectionPolicy'] = {
      ...objectAt(before, 'protectionPolicy'),
      ...own['protectionPolicy'],
    };
  }
  return own;
}

/** The machine's own by name; the others are the set's. */
const OWN = ['protectionPolicy', 'userData', 'licenseType', 'storageProfile'];
/** The service's own, which clients put back as they got it or later. */
const READ_ONLY = [
  'latestModelApplied',
  'modelDefinitionApplied',
  'vmId',
  'instanceView',
  'provisioningState',
  'resilientVMDeletionStatus',
  'timeCreated',
  'networkProfile',
];

/** Throws when a client wants something of a machine that only its set can change. Inferred. */
function checkTheRest(sent: JsonObject, machine: Machine, apiVersion: string): void {
  const { view, instance, setId } = machine;
  const shown = JSON.parse(JSON.stringify(vmBody(view, instance, { apiVersion, setId }))) as {
    properties: JsonObject;
  };
  for (const [name, value] of Object.entries(objectAt(sent, 'properties'))) {
    if (OWN.includes(name) || READ_ONLY.includes(name)) continue;
    if (!isAsShown(value, shown.properties[name])) throw armErrors.propertyChangeNotAllowed(name);
  }
  const osDisk = objectAt(sent, 'properties', 'storageProfile', 'osDisk');
  if (!isAsShown(osDisk, objectAt(shown.properties, 'storageProfile', 'osDisk'))) {
    throw armErrors.propertyChangeNotAllowed('osDisk');
  }
}

/**
 * Whether a value says no more than what is shown: clients leave out what they do not know, and send
 * nothing as null, empty or false. `exactly` wants all of it.
 */
function isAsShown(
  value: JsonValue | undefined,
  shown: JsonValue | undefined,
  exactly = false,
): boolean {
  if (isNothing(value)) return !exactly || isNothing(shown);
  if (Array.isArray(value)) {
    const list = Array.isArray(shown) ? shown : [];
    return (
      value.length === list.length && value.every((item, at) => isAsShown(item, list[at], exactly))
    );
  }
  if (isJsonObject(value)) {
    const object = isJsonObject(shown) ? shown : {};
    const names = new Map(Object.entries(object).map(([name, item]) => [name.toLowerCase(), item]));
    return (
      Object.entries(value).every(([name, item]) =>
        isAsShown(item, names.get(name.toLowerCase()), exactly),
      ) &&
      (!exactly || Object.keys(value).length === names.size)
    );
  }
  if (typeof value === 'string' && typeof shown === 'string') {
    return exactly ? value === shown : value.toLowerCase() === shown.toLowerCase();
  }
  return value === shown;
}

function isNothing(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.values(value).every(isNothing);
}
