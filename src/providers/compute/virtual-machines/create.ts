import { ArmError, armErrors, type ArmReply, type ArmRequest } from '../../../arm/index.ts';
import { foldCase, type JsonObject, sameName } from '../../../base/index.ts';
import { findInstanceId, modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { StoreError } from '../../../store/index.ts';
import { checkPlatformImage } from '../catalogue/check-image.ts';
import { checkVmSize } from '../catalogue/check-vm-size.ts';
import { refusalError, tryChangeKey } from '../change-scale-set.ts';
import { isFlexibleSet, NO_INSTANCE } from '../instance-ids.ts';
import { checkLocation } from '../model/check-location.ts';
import { objectAt, valueAt } from '../model/json-path.ts';
import { machineModel } from '../model/machine-model.ts';
import { scaleSetId, SCALE_SET_TYPE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { flexibleVmBody, virtualMachineId } from '../shapes/flexible-vm.ts';
import { etagHeader } from '../shapes/scale-set.ts';
import { machineOf } from './change-machine.ts';
import { putPointer, readPointer } from './machine-pointers.ts';

/** A name has 1 to 64 characters, begins with a letter or digit and ends in neither `.` nor `-`. */
const NAME = /^[A-Za-z0-9][\w.-]{0,63}(?<![-.])$/;
const NAME_LENGTH_MAX = 64;

/** As Azure names it in refusals. */
const AZURE_NAME = 'Create VM';

/**
 * Puts a machine into the Flexible set that it names. One without a set is not simulated and refused.
 */
export async function createMachine(
  request: ArmRequest,
  services: ComputeServices,
  sent: JsonObject,
): Promise<ArmReply> {
  const name = request.params['vmName'] ?? '';
  if (!NAME.test(name)) throw armErrors.invalidEntityName('vmName', NAME_LENGTH_MAX);
  const location = checkLocation(sent['location'], services.compute.locations);
  const setName = readSetName(request, sent);
  const setId = scaleSetId(request.params, setName);
  const key = foldCase(setId);
  const machineId = virtualMachineId(setId, name);
  const pointer = await readPointer(services.store, machineId);
  const outcome = await orConflict(() =>
    tryChangeKey(key, services, ({ current: set, now, operationId }) => {
      if (!set) throw setNotFound(request, setName);
      const { model, own } = read(sent, set, { location, machineId, services });
      return {
        command: { kind: 'addInstance', at: now, operationId, name, model, own },
        writes: [putPointer(machineId, key, pointer?.revision ?? 0)],
      };
    }),
  );
  if (outcome.kind === 'refused') {
    const { refusal } = outcome;
    if (refusal instanceof ArmError) throw refusal;
    throw refusalError(refusal, request, { azureName: AZURE_NAME });
  }
  const { scaleSet, operation } = outcome;
  const view = modelView(scaleSet);
  const { instance } = machineOf(request, scaleSet, findInstanceId(scaleSet, name) ?? NO_INSTANCE);
  const apiVersion = request.servedVersion;
  return services.longRunning.started(request, {
    httpStatus: 201,
    operationId: operation.operationId,
    location: view.genesis.location,
    body: flexibleVmBody(view, instance, { apiVersion, setId }),
    withLocation: false,
    retryAfterSeconds: 10,
    instanceCount: 1,
    headers: etagHeader(view, apiVersion),
  });
}

/** Two that put a machine of one name at once, into two sets: one of them is told so. */
async function orConflict<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'conflict') throw armErrors.conflict();
    throw error;
  }
}

function readSetName(request: ArmRequest, sent: JsonObject): string {
  const id = valueAt(sent, 'properties', 'virtualMachineScaleSet', 'id');
  if (typeof id !== 'string') {
    throw armErrors.notSupportedHere('A virtual machine outside of Flexible scale sets');
  }
  const at = 'properties.virtualMachineScaleSet.id';
  const [, subscriptionId = '', group = '', name] = SET_ID.exec(id) ?? [];
  if (name === undefined) throw armErrors.linkedInvalidPropertyId(id, at);
  const { params } = request;
  // Documented of sets and the machines that are put into them: one subscription, one group.
  const isSame =
    sameName(subscriptionId, params['subscriptionId'] ?? '') &&
    sameName(group, params['resourceGroupName'] ?? '');
  if (!isSame) throw armErrors.invalidParameterValue('virtualMachineScaleSet.id');
  return name;
}

const SET_ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/virtualMachineScaleSets\/([^/]+)$/i;

interface Place {
  readonly location: string;
  readonly machineId: string;
  readonly services: ComputeServices;
}

function read(sent: JsonObject, set: ScaleSet, place: Place): ReturnType<typeof machineModel> {
  const { model, genesis, facts } = modelView(set);
  refuseUniform(set);
  if (place.location !== genesis.location) throw armErrors.invalidParameterValue('location');
  const zones = Array.isArray(sent['zones']) ? sent['zones'].map(String) : [];
  const isInZones = zones.length <= 1 && zones.every((zone) => facts.zones.includes(zone));
  if (!isInZones) throw armErrors.invalidParameterValue('zones');
  const made = machineModel(sent, {
    zones,
    faultDomainCount: Number(objectAt(model, 'properties')['platformFaultDomainCount'] ?? 1),
    secretKey: place.services.compute.secretKey,
  });
  const size = String(valueAt(made.model, 'sku', 'name'));
  checkVmSize(size, { resourceId: place.machineId, location: place.location, zones });
  checkPlatformImage(objectAt(made.model, 'properties', 'virtualMachineProfile'));
  return made;
}

/** G: in the words for what is refused of a Flexible one. */
function refuseUniform(set: ScaleSet): void {
  if (isFlexibleSet(set)) return;
  throw armErrors.operationNotAllowedOnScaleSet(AZURE_NAME, modelView(set).genesis.name);
}

function setNotFound({ params }: ArmRequest, setName: string): Error {
  return armErrors.resourceNotFound(SCALE_SET_TYPE, setName, params['resourceGroupName'] ?? '');
}
