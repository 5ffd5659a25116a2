import type { ArmReply, ArmRequest } from '../../../arm/index.ts';
import type { Changed } from '../../../fleet/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { isSince } from '../api-versions.ts';
import type { UnknownMembers } from '../model/read-value.ts';
import { scaleSetId } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { etagHeader, scaleSetBody } from '../shapes/scale-set.ts';

/** How Azure names PUT and PATCH of a set in refusals (microsoft/onefuzz #511). */
export const UPDATE_NAME = 'Update Virtual Machine Scale Set';

/** Writes of a set say how long to wait from this version on. Source: lro.md, "First answer". */
const RETRY_AFTER_SINCE = '2018-04-01';
const RETRY_AFTER_SECONDS = 10;

/** The pause before the first poll of a write or deletion of a set. */
export function setRetryAfter(request: ArmRequest): { readonly retryAfterSeconds?: number } {
  return isSince(request.servedVersion, RETRY_AFTER_SINCE)
    ? { retryAfterSeconds: RETRY_AFTER_SECONDS }
    : {};
}

/** Members of a version newer than all known ones may exist there; see readScaleSet. */
export function unknownMembers(request: ArmRequest): UnknownMembers {
  return request.apiVersion.toLowerCase() === request.servedVersion ? 'refuse' : 'keep';
}

/** The first answer to a PUT or PATCH: the whole resource, `Creating` or `Updating`. */
export function startedWithBody(
  request: ArmRequest,
  { longRunning }: Pick<ComputeServices, 'longRunning'>,
  { scaleSet, operation }: Changed,
): ArmReply {
  const view = modelView(scaleSet);
  const apiVersion = request.servedVersion;
  return longRunning.started(request, {
    httpStatus: operation.kind === 'create' ? 201 : 200,
    operationId: operation.operationId,
    location: view.genesis.location,
    body: scaleSetBody(view, { apiVersion, id: scaleSetId(request.params, view.genesis.name) }),
    withLocation: false,
    ...setRetryAfter(request),
    instanceCount: operation.instanceCount,
    headers: etagHeader(view, apiVersion),
  });
}
