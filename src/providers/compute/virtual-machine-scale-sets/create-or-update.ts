import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import type { ChangeContext } from '../../../fleet/index.ts';
import { modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { changeScaleSet, type Proposal } from '../change-scale-set.ts';
import { checkChanges } from '../model/changes.ts';
import { checkLocation, checkSameLocation } from '../model/check-location.ts';
import { completeModel } from '../model/complete-model.ts';
import { changedAt, objectAt } from '../model/json-path.ts';
import { replaceModel } from '../model/merge.ts';
import { readScaleSet } from '../model/read-request.ts';
import { withoutShownDefaults } from '../model/version-defaults.ts';
import { refuseRollingUpgrade } from '../model/rolling-upgrade.ts';
import { SCALE_SET, scaleSetId, scaleSetName } from '../paths.ts';
import { checkEtags } from '../preconditions.ts';
import { scaleSetEntry } from '../registry-entry.ts';
import type { ComputeServices } from '../services.ts';
import { etagOf } from '../shapes/scale-set.ts';
import { startedWithBody, unknownMembers, UPDATE_NAME } from './write-reply.ts';

/** A name has 1 to 64 characters, begins with a letter or digit and ends in neither `.` nor `-`. */
const NAME = /^[A-Za-z0-9][\w.-]{0,63}(?<![-.])$/;
const NAME_LENGTH_MAX = 64;

export const createOrUpdate: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_CreateOrUpdate',
  method: 'PUT',
  path: SCALE_SET,
  longRunning: true,
  rateLimits: [
    'CreateVMScaleSetSubscriptionMaximum',
    'CreateVMScaleSetResource',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
  async handle(request, services) {
    const sent = readScaleSet(request.json(), unknownMembers(request));
    const changed = await changeScaleSet(request, services, { azureName: UPDATE_NAME }, (context) =>
      context.current
        ? replace(request, services, context, context.current, sent)
        : create(request, services, context, sent),
    );
    return startedWithBody(request, services, changed);
  },
};

function create(
  request: ArmRequest,
  services: ComputeServices,
  context: ChangeContext,
  sent: JsonObject,
): Proposal {
  checkEtags(request, undefined);
  const name = scaleSetName(request.params);
  const location = checkLocation(sent['location'], services.compute.locations);
  if (!NAME.test(name)) throw armErrors.invalidEntityName('vmScaleSetName', NAME_LENGTH_MAX);
  const model = completeModel(sent, {
    name,
    uniqueId: context.uniqueId,
    tenantId: services.directory.tenantId,
    settings: services.compute,
    current: undefined,
  });
  const id = scaleSetId(request.params, name);
  return {
    command: {
      kind: 'create',
      at: context.now,
      operationId: context.operationId,
      genesis: {
        resourceId: id,
        name,
        location,
        uniqueId: context.uniqueId,
        seed: context.seed,
        lifecycle: services.compute.lifecycle(),
      },
      model,
    },
    writes: [scaleSetEntry({ id, name, location, createdAt: context.now, model })],
  };
}

function replace(
  request: ArmRequest,
  services: ComputeServices,
  context: ChangeContext,
  current: ScaleSet,
  sent: JsonObject,
): Proposal {
  const view = modelView(current);
  const { genesis } = view;
  checkEtags(request, etagOf(view));
  checkSameLocation(sent['location'], {
    name: genesis.name,
    resourceGroupName: request.params['resourceGroupName'] ?? '',
    existing: genesis.location,
  });
  const merged = replaceModel(view.model, withoutAnswered(sent, view.model, request.servedVersion));
  checkChanges(view.model, merged);
  const model = completeModel(merged, {
    name: genesis.name,
    uniqueId: genesis.uniqueId,
    tenantId: services.directory.tenantId,
    settings: services.compute,
    current: view.model,
  });
  refuseRollingUpgrade(current, model);
  return {
    command: { kind: 'put', at: context.now, operationId: context.operationId, model },
    writes: [
      scaleSetEntry({
        id: genesis.resourceId,
        name: genesis.name,
        location: genesis.location,
        createdAt: view.createdAt,
        model,
      }),
    ],
  };
}

/** What the client got from us and did not mean to say. */
function withoutAnswered(sent: JsonObject, current: JsonObject, apiVersion: string): JsonObject {
  return changedAt(sent, ['properties'], (properties) =>
    withoutShownDefaults(properties, objectAt(current, 'properties'), apiVersion),
  );
}
