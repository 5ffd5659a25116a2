import { type ArmReply, type ArmRequest, armErrors, type Operation } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject, sameName } from '../../../base/index.ts';
import type { Changed } from '../../../fleet/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { changeExisting } from '../change-scale-set.ts';
import { changedAt, objectAt } from '../model/json-path.ts';
import { extension as extensionShape } from '../model/profile-schema.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { findScaleSet, SCALE_SET, scaleSetId } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { extensionBody, extensionsOf } from '../shapes/extension.ts';
import { proposeModel } from '../virtual-machine-scale-sets/propose-model.ts';
import { setRetryAfter, unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';

const EXTENSION = `${SCALE_SET}/extensions/{vmssExtensionName}`;

/** As `VirtualMachineScaleSets.ManualUpgrade.POST` is recorded; these are made like it. */
const AZURE_NAME = 'VirtualMachineScaleSets.extensions';

const RATE_LIMITS = [
  'VMScaleSetActionsSubscriptionMaximum',
  'VMScaleSetActionsResource',
  'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
  'VmssQueuedVMOperations',
];

/**
 * An extension of a set is a part of its model under an address of its own: writing it is a change of
 * the model, which reaches the machines as the upgrade policy says.
 */
export const createOrUpdate: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetExtensions_CreateOrUpdate',
  method: 'PUT',
  path: EXTENSION,
  since: '2017-03-30',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const sent = readExtension(request);
    const done = await change(request, services, 'PUT', (before) => {
      if (!before) return sent;
      checkHandler(before, sent);
      return changed(before, sent);
    });
    // 201 and Creating, also for one that exists: 29 of 29 recorded (lro.md, "First answer").
    return started(request, services, done, 201);
  },
};

export const update: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetExtensions_Update',
  method: 'PATCH',
  path: EXTENSION,
  since: '2019-07-01',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const sent = readExtension(request);
    const done = await change(request, services, 'PATCH', (before) => {
      if (!before) throw armErrors.instanceNotFound();
      checkHandler(before, sent);
      return changed(before, sent);
    });
    // Not recorded; as PATCH of a set answers.
    return started(request, services, done, 200);
  },
};

export const deleteExtension: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetExtensions_Delete',
  method: 'DELETE',
  path: EXTENSION,
  since: '2017-03-30',
  longRunning: true,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const set = await findScaleSet(request, services);
    // The specification has 204 for what is not there, as for every DELETE.
    if (!find(modelView(set).model, request)) return { httpStatus: 204, speaker: 'provider' };
    const done = await change(request, services, 'DELETE', () => undefined);
    return accepted(request, services, done, setRetryAfter(request));
  },
};

/**
 * What is not sent stays, also by PUT: azurerm sends only what has changed, and its acceptance tests
 * (`forceUpdateTag`, `updateVersion`) find the rest as it was. Settings are the client's own and are
 * replaced as a whole. Inferred: nobody recorded it.
 */
function changed(before: JsonObject, sent: JsonObject): JsonObject {
  const properties = { ...objectAt(before, 'properties'), ...objectAt(sent, 'properties') };
  return { ...before, properties };
}

function readExtension(request: ArmRequest): JsonObject {
  const body = request.json();
  if (!isJsonObject(body)) {
    throw armErrors.unreadableModel('extension', "Required content is missing. Path ''.");
  }
  // An extension has no place of its own; what a client sends as one is passed over.
  const { location: _, tags: __, ...rest } = body;
  const read = provider(
    () => readObject(rest, extensionShape, '', unknownMembers(request)),
    'extension',
  );
  // A client that puts back what it got says the state too.
  const { provisioningState: ___, ...properties } = objectAt(read, 'properties');
  return { name: request.params['vmssExtensionName'] ?? '', properties };
}

/** Changes the set's model so that the extension is what `make` says; undefined takes it out. */
function change(
  request: ArmRequest,
  services: ComputeServices,
  method: string,
  make: (before: JsonObject | undefined) => JsonObject | undefined,
): Promise<Changed> {
  return changeExisting(
    request,
    services,
    { azureName: `${AZURE_NAME}.${method}` },
    (context, current) =>
      proposeModel(request, services, context, current, {
        kind: 'patch',
        sent: {},
        merge: (model) => {
          const before = find(model, request);
          const made = make(before);
          // The name is kept as it was cased first.
          const next = made && before ? { ...made, name: before['name'] ?? '' } : made;
          const others = extensionsOf(model);
          const list = before
            ? others.flatMap((item) => (item === before ? (next ? [next] : []) : [item]))
            : [...others, ...(next ? [next] : [])];
          return withExtensions(model, list);
        },
      }),
  );
}

function withExtensions(model: JsonObject, extensions: readonly JsonObject[]): JsonObject {
  return changedAt(model, ['properties', 'virtualMachineProfile'], (profile) => {
    const { extensionProfile, ...rest } = profile;
    const { extensions: _, ...others } = isJsonObject(extensionProfile) ? extensionProfile : {};
    if (extensions.length === 0 && Object.keys(others).length === 0) return rest;
    return { ...rest, extensionProfile: { extensions: [...extensions], ...others } };
  });
}

function find(model: JsonObject, { params }: ArmRequest): JsonObject | undefined {
  const name = params['vmssExtensionName'] ?? '';
  return extensionsOf(model).find((item) => sameName(String(item['name'] ?? ''), name));
}

/**
 * What an extension is cannot change, only how it is set. Inferred: the frame is the recorded one of
 * `priority`, and Azure says the same of a machine's extension.
 */
function checkHandler(before: JsonObject, sent: JsonObject): void {
  for (const part of ['publisher', 'type']) {
    const was = String(objectAt(before, 'properties')[part] ?? '');
    const value = objectAt(sent, 'properties')[part];
    if (typeof value === 'string' && !sameName(was, value)) {
      throw armErrors.propertyChangeNotAllowed(part);
    }
  }
}

function started(
  request: ArmRequest,
  { longRunning }: ComputeServices,
  { scaleSet, operation }: Changed,
  httpStatus: 200 | 201,
): ArmReply {
  const view = modelView(scaleSet);
  return longRunning.started(request, {
    httpStatus,
    operationId: operation.operationId,
    location: view.genesis.location,
    body: extensionBody(find(view.model, request) ?? {}, {
      apiVersion: request.servedVersion,
      setId: scaleSetId(request.params, view.genesis.name),
      provisioningState: httpStatus === 201 ? 'creating' : 'updating',
    }),
    withLocation: false,
    ...setRetryAfter(request),
    instanceCount: operation.instanceCount,
  });
}
