import { armErrors, type ArmReply, type ArmRequest, gatewayJson } from '../../arm/index.ts';
import { guidFromText } from '../../base/index.ts';
import type { ShellServices } from '../shells/services.ts';
import type { ShellForm, StartedWork } from '../shells/shell-type.ts';

export const NETWORK = 'Microsoft.Network';

/** Recorded on deletions (azure-cli, network tests). */
const RETRY_AFTER_SECONDS = 10;

/**
 * How Microsoft.Network answers. Compact since 2024; before, indented (recorded until December 2023).
 * Source: azure-cli, network tests, test_natgateway_nat64 of 2026 and test_network_nsg of 2022.
 */
export const networkForm: ShellForm = {
  order: ['name', 'id', 'etag', 'type', 'location', 'tags', '*', 'properties', 'sku'],
  withEtags: true,
  withGuid: true,
  states: { creating: 'Updating', updating: 'Updating' },
  speaker: 'gateway',
  json: (body) => ({ bytes: gatewayJson(body) }),
  headers: serviceHeaders,

  started(request, services, work) {
    const { status, result } = operationUrls(request, work);
    const asynchronous = ['Azure-AsyncNotification', 'Enabled', 'Azure-AsyncOperation', status];
    if (work.kind === 'delete') {
      return {
        httpStatus: 202,
        speaker: 'provider',
        headers: [
          ...asynchronous,
          'Location',
          result,
          'Retry-After',
          String(services.longRunning.retryAfterSeconds(RETRY_AFTER_SECONDS)),
          ...serviceHeaders(request),
        ],
      };
    }
    return {
      httpStatus: work.kind === 'create' ? 201 : 200,
      speaker: 'provider',
      headers: [
        ...asynchronous,
        ...services.longRunning.untoldRetryAfter(),
        ...serviceHeaders(request),
      ],
      ...(work.body ? { body: { bytes: gatewayJson(work.body) } } : {}),
    };
  },

  childNotFound: (id) => armErrors.networkPartNotFound(id),
  preconditionFailed: (header, value, { id, etag }) =>
    armErrors.networkEtagMismatch(header, value, etag ?? '""', id),
  beingDeleted: (request, location, operationId) =>
    armErrors.anotherOperationInProgress(operationUrls(request, { location, operationId }).status),
  unreadable: (message) => armErrors.invalidRequestFormat(message),
};

/** The answer to a poll. Recorded: the state and nothing else. */
export function statusReply(
  request: ArmRequest,
  services: ShellServices,
  isRunning: boolean,
): ArmReply {
  return {
    httpStatus: 200,
    speaker: 'provider',
    headers: [
      ...(isRunning ? services.longRunning.untoldRetryAfter() : []),
      ...serviceHeaders(request),
    ],
    body: { bytes: gatewayJson({ status: isRunning ? 'InProgress' : 'Succeeded' }) },
  };
}

/** The answer of the Location of a deletion: 202 while it runs, then 204. */
export function resultReply(
  request: ArmRequest,
  services: ShellServices,
  isRunning: boolean,
): ArmReply {
  if (!isRunning) {
    return { httpStatus: 204, speaker: 'provider', headers: serviceHeaders(request) };
  }
  const { location = '', operationId = '' } = request.params;
  const { result } = operationUrls(request, { location, operationId });
  const wait = services.longRunning.retryAfterSeconds(RETRY_AFTER_SECONDS);
  return {
    httpStatus: 202,
    speaker: 'provider',
    headers: ['Location', result, 'Retry-After', String(wait), ...serviceHeaders(request)],
  };
}

function operationUrls(
  { origin, params, apiVersion }: ArmRequest,
  { location, operationId }: Pick<StartedWork, 'location' | 'operationId'>,
): { readonly status: string; readonly result: string } {
  const base = `${origin}/subscriptions/${params['subscriptionId'] ?? ''}/providers/${NETWORK}/locations/${location}`;
  const end = `${operationId}?api-version=${encodeURIComponent(apiVersion)}`;
  return { status: `${base}/operations/${end}`, result: `${base}/operationResults/${end}` };
}

/** Every answer of the service has an id of its own beside the front door's. */
export function serviceHeaders({ requestId }: Pick<ArmRequest, 'requestId'>): readonly string[] {
  return ['x-ms-arm-service-request-id', guidFromText(`network ${requestId}`)];
}
