import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import type { ChangeContext } from '../../../fleet/index.ts';
import type { Proposal } from '../change-scale-set.ts';
import { changeModel } from '../network-references.ts';
import { checkLocation } from '../model/check-location.ts';
import { completeModel } from '../model/complete-model.ts';
import { changedAt, objectAt } from '../model/json-path.ts';
import { replaceModel } from '../model/merge.ts';
import { readScaleSet } from '../model/read-request.ts';
import { withoutShownDefaults } from '../model/version-defaults.ts';
import { SCALE_SET, scaleSetId, scaleSetName } from '../paths.ts';
import { checkEtags } from '../preconditions.ts';
import { scaleSetEntry } from '../registry-entry.ts';
import type { ComputeServices } from '../services.ts';
import { proposeModel } from './propose-model.ts';
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
    const sent = readScaleSet(request.json(), unknownMembers(request), 'PUT');
    const changed = await changeModel(request, services, { azureName: UPDATE_NAME }, (context) =>
      context.current
        ? proposeModel(request, services, context, context.current, {
            kind: 'put',
            sent,
            merge: (model) =>
              replaceModel(model, withoutAnswered(sent, model, request.servedVersion)),
          })
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
  const id = scaleSetId(request.params, name);
  const model = completeModel(sent, {
    name,
    resourceId: id,
    location,
    uniqueId: context.uniqueId,
    tenantId: services.directory.tenantId,
    settings: services.compute,
    current: undefined,
  });
  const armed = services.compute.armed?.(id);
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
        ...(armed === undefined ? {} : { armed }),
      },
      model,
    },
    writes: [scaleSetEntry({ id, name, location, createdAt: context.now, model })],
  };
}

/** What the client got from us and did not mean to say. */
function withoutAnswered(sent: JsonObject, current: JsonObject, apiVersion: string): JsonObject {
  return changedAt(sent, ['properties'], (properties) =>
    withoutShownDefaults(properties, objectAt(current, 'properties'), apiVersion),
  );
}
