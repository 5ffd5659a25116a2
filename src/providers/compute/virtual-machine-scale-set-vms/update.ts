import { armErrors, type ArmRequest, type Operation, readTags } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import { findInstance, modelView } from '../../../scaleset/index.ts';
import { changeExisting } from '../change-scale-set.ts';
import { instanceShape } from '../model/instance-schema.ts';
import { objectAt } from '../model/json-path.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { INSTANCE, scaleSetId } from '../paths.ts';
import { checkEtags } from '../preconditions.ts';
import type { ComputeServices } from '../services.ts';
import { etagHeader, etagOf } from '../shapes/scale-set.ts';
import { vmBody } from '../shapes/vm.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import { isAsShown } from './as-shown.ts';
import { type Machine, machineIn, ownOf } from './propose-own.ts';

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
  const shown = JSON.parse(
    JSON.stringify(vmBody(view, instance, { apiVersion, setId })),
  ) as JsonObject & {
    properties: JsonObject;
  };
  for (const [name, value] of Object.entries(objectAt(sent, 'properties'))) {
    if (OWN.includes(name) || READ_ONLY.includes(name)) continue;
    if (!isAsShown(value, shown.properties[name])) throw armErrors.propertyChangeNotAllowed(name);
  }
  const top: JsonObject = { ...shown };
  for (const name of ['sku', 'zones', 'plan', 'identity']) {
    if (!isAsShown(sent[name], top[name])) throw armErrors.propertyChangeNotAllowed(name);
  }
  const osDisk = objectAt(sent, 'properties', 'storageProfile', 'osDisk');
  if (!isAsShown(osDisk, objectAt(shown.properties, 'storageProfile', 'osDisk'))) {
    throw armErrors.propertyChangeNotAllowed('osDisk');
  }
}
