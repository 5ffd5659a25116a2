import { armErrors, type ArmReply, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import { findInstanceId, modelView } from '../../../scaleset/index.ts';
import { NO_INSTANCE } from '../instance-ids.ts';
import { virtualMachineShape } from '../model/instance-schema.ts';
import { objectAt, valueAt } from '../model/json-path.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { VIRTUAL_MACHINE } from '../paths.ts';
import { checkEtags } from '../preconditions.ts';
import type { ComputeServices } from '../services.ts';
import { flexibleVmBody } from '../shapes/flexible-vm.ts';
import { etagHeader, etagOf } from '../shapes/scale-set.ts';
import { isAsShown } from '../virtual-machine-scale-set-vms/as-shown.ts';
import { type Machine, ownOf } from '../virtual-machine-scale-set-vms/propose-own.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import { machineOf, tryChangeMachine } from './change-machine.ts';
import { createMachine } from './create.ts';
import { findMachineByName } from './find-machine.ts';

const RATE_LIMITS = ['PutVMSubscriptionMaximum', 'PutVMResource'];

/**
 * Puts a machine into a Flexible set, or gives one that is there something of its own: tags, data
 * disks, user data, a licence. The rest comes from the set's model and may only be said as it is.
 */
export const createOrUpdate: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_CreateOrUpdate',
  method: 'PUT',
  path: VIRTUAL_MACHINE,
  longRunning: true,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const sent = readMachine(request);
    const name = request.params['vmName'] ?? '';
    const isThere = (await findMachineByName(request.params, name, services)) !== undefined;
    return isThere ? change(request, services, sent) : createMachine(request, services, sent);
  },
};

export const update: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_Update',
  method: 'PATCH',
  path: VIRTUAL_MACHINE,
  since: '2017-12-01',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  handle: async (request, services) => change(request, services, readMachine(request)),
};

function readMachine(request: ArmRequest): JsonObject {
  const body = request.json();
  if (!isJsonObject(body)) {
    throw armErrors.unreadableModel('vm', "Required content is missing. Path ''.");
  }
  return provider(() => readObject(body, virtualMachineShape, '', unknownMembers(request)), 'vm');
}

async function change(
  request: ArmRequest,
  services: ComputeServices,
  sent: JsonObject,
): Promise<ArmReply> {
  const apiVersion = request.servedVersion;
  const changed = await tryChangeMachine(
    request,
    services,
    'Update VM',
    ({ now, operationId }, set, instanceId) => {
      const machine = machineOf(request, set, instanceId);
      checkEtags(request, etagOf(machine.view));
      checkTheRest(sent, machine, apiVersion);
      const own = ownOf(set, machine, sent);
      return { kind: 'updateInstance', at: now, operationId, instanceId, own };
    },
  );
  if (!changed) {
    throw armErrors.machineMarkedForDeletion('Update VM', request.params['vmName'] ?? '');
  }
  const view = modelView(changed.scaleSet);
  const instanceId = findInstanceId(changed.scaleSet, request.params['vmName'] ?? '');
  const { instance, setId } = machineOf(request, changed.scaleSet, instanceId ?? NO_INSTANCE);
  return services.longRunning.started(request, {
    httpStatus: 200,
    operationId: changed.operation.operationId,
    location: view.genesis.location,
    body: flexibleVmBody(view, instance, { apiVersion, setId }),
    withLocation: false,
    instanceCount: 1,
    headers: etagHeader(view, apiVersion),
  });
}

/** The machine's own by name; the others are the set's. */
const OWN = ['userData', 'licenseType', 'storageProfile'];
/** The service's own, which clients put back as they got it or later. */
const READ_ONLY = ['vmId', 'instanceView', 'provisioningState', 'timeCreated'];

/** Throws when a client wants something of a machine that it cannot have here. Inferred. */
function checkTheRest(sent: JsonObject, { view, instance, setId }: Machine, version: string): void {
  const body = flexibleVmBody(view, instance, { apiVersion: version, setId });
  const shown = JSON.parse(JSON.stringify(body)) as { properties: JsonObject };
  const size = valueAt(sent, 'properties', 'hardwareProfile', 'vmSize');
  if (!isAsShown(size, valueAt(shown.properties, 'hardwareProfile', 'vmSize'))) {
    throw armErrors.notSupportedHere('The resizing of a machine of a Flexible set');
  }
  for (const [name, value] of Object.entries(objectAt(sent, 'properties'))) {
    if (OWN.includes(name) || READ_ONLY.includes(name)) continue;
    if (!isAsShown(value, shown.properties[name])) throw armErrors.propertyChangeNotAllowed(name);
  }
  const osDisk = objectAt(sent, 'properties', 'storageProfile', 'osDisk');
  if (!isAsShown(osDisk, objectAt(shown.properties, 'storageProfile', 'osDisk'))) {
    throw armErrors.propertyChangeNotAllowed('osDisk');
  }
}
