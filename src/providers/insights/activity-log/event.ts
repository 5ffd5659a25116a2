import {
  type AutoscaleActivity,
  type Caller,
  type NotedEnd,
  type RequestActivity,
  statusName,
} from '../../../arm/index.ts';
import {
  formatRoundTrip,
  guidFromText,
  type Instant,
  type JsonObject,
} from '../../../base/index.ts';

/** One line of the activity log, before it has its wire form. */
export interface ActivityEvent {
  readonly at: Instant;
  /** GUID, of this event alone. */
  readonly eventDataId: string;
  readonly correlationId: string;
  readonly operationId: string;
  readonly eventName: 'BeginRequest' | 'EndRequest' | 'AutoscaleAction';
  readonly category: 'Administrative' | 'Autoscale';
  readonly channels: readonly ('Admin' | 'Operation')[];
  readonly level: 'Informational' | 'Error';
  readonly action: string;
  readonly description: string;
  readonly namespace: string;
  readonly resourceType: string;
  readonly resourceGroupName: string;
  readonly resourceId: string;
  readonly status: 'Started' | 'Accepted' | 'Succeeded' | 'Failed';
  /** The HTTP status that `subStatus` and `statusCode` tell; null on beginnings. */
  readonly httpStatus: number | null;
  /** In Azure's words; the caller of autoscale is the provider. */
  readonly caller: string;
  /** Null for what no client asked for. */
  readonly request: RequestActivity | null;
  readonly properties: JsonObject;
}

/** What became of a write: null while it goes on. */
export type Ending = NotedEnd | null;

/**
 * The events of a write, oldest first: it was begun, it was accepted where it goes on, and it ended.
 * Source: Microsoft Learn, "Azure activity log event schema", category Administrative.
 */
export function eventsOfRequest(entry: RequestActivity, ending: Ending): readonly ActivityEvent[] {
  const { at, httpStatus, refusal, end } = entry;
  const started = event(entry, at, 'Started', null, null);
  if (refusal !== null) return [started, event(entry, at, 'Failed', httpStatus, refusal)];
  if (end === null) return [started, event(entry, at, 'Succeeded', httpStatus, null)];
  const accepted = event(entry, at, 'Accepted', httpStatus, null);
  if (ending === null) return [started, accepted];
  const last =
    ending.failure === null
      ? event(entry, ending.at, 'Succeeded', 200, null)
      : event(entry, ending.at, 'Failed', 409, ended(ending.failure));
  return [started, accepted, last];
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly code: string; readonly message: string }[];
}

/** How the front door wraps the failure of an operation. Source: Azure's "ResourceOperationFailure". */
function ended(failure: { readonly code: string; readonly message: string }): Failure {
  return {
    code: 'ResourceOperationFailure',
    message: "The resource operation completed with terminal provisioning state 'Failed'.",
    details: [failure],
  };
}

function event(
  entry: RequestActivity,
  at: Instant,
  status: ActivityEvent['status'],
  httpStatus: number | null,
  failure: Failure | null,
): ActivityEvent {
  const { action, resourceId, requestId, correlationId, caller } = entry;
  const resourceType = typeOfAction(action);
  return {
    at,
    eventDataId: guidFromText(`${requestId}/${status}`),
    correlationId,
    operationId: requestId,
    eventName: status === 'Started' ? 'BeginRequest' : 'EndRequest',
    category: 'Administrative',
    channels: ['Operation'],
    level: status === 'Failed' ? 'Error' : 'Informational',
    action,
    description: '',
    namespace: action.split('/')[0] ?? '',
    resourceType,
    resourceGroupName: groupOf(resourceId),
    resourceId,
    status,
    httpStatus,
    caller: callerName(caller),
    request: entry,
    properties: {
      ...(httpStatus === null
        ? {}
        : {
            statusCode: statusName(httpStatus),
            // The x-ms-request-id of the provider, which a long-running operation is called by.
            serviceRequestId: entry.end?.kind === 'operation' ? entry.end.operationId : requestId,
          }),
      ...(failure === null ? {} : { statusMessage: statusMessage(failure) }),
      eventCategory: 'Administrative',
      entity: resourceId,
      message: action,
      hierarchy: resourceId.split('/')[2] ?? '',
    },
  };
}

function statusMessage(error: Failure): string {
  return JSON.stringify({
    ...(error.details === undefined ? {} : { status: 'Failed' }),
    error: {
      code: error.code,
      message: error.message,
      ...(error.details === undefined ? {} : { details: error.details }),
    },
  });
}

/**
 * The events of a step of autoscale: attempted, and how it ended. Source: the sample of the common
 * alert schema of Microsoft Learn ("Activity Log - Autoscale") and the page of Get-AzAutoscaleHistory.
 */
export function eventsOfAutoscale(
  entry: AutoscaleActivity,
  ending: Ending,
): readonly ActivityEvent[] {
  const started = autoscaleEvent(entry, entry.at, 'Started');
  const end = entry.refusal === null ? ending : { at: entry.at, failure: entry.refusal };
  if (end === null) return [started];
  return [
    started,
    autoscaleEvent(entry, end.at, end.failure === null ? 'Succeeded' : 'Failed', end),
  ];
}

function autoscaleEvent(
  entry: AutoscaleActivity,
  at: Instant,
  status: ActivityEvent['status'],
  end: NotedEnd | null = null,
): ActivityEvent {
  const { settingId, targetId, oldCount, newCount, operationId, direction } = entry;
  const step = `scale resource '${targetId}' from ${oldCount} instances count to ${newCount} instances count.`;
  const description =
    status === 'Started'
      ? `The autoscale engine attempting to ${step}`
      : status === 'Succeeded'
        ? `The autoscale engine successfully completed its attempt to ${step}`
        : `The autoscale engine failed to ${step} ${end?.failure?.code ?? ''}: ${end?.failure?.message ?? ''}`;
  return {
    at,
    eventDataId: guidFromText(`${operationId}/${status}`),
    correlationId: operationId,
    operationId,
    eventName: 'AutoscaleAction',
    category: 'Autoscale',
    channels: ['Admin', 'Operation'],
    level: status === 'Failed' ? 'Error' : 'Informational',
    action: `Microsoft.Insights/AutoscaleSettings/${direction}/Action`,
    description,
    namespace: 'Microsoft.Insights',
    resourceType: 'Microsoft.Insights/autoscaleSettings',
    resourceGroupName: groupOf(settingId),
    resourceId: settingId,
    status,
    httpStatus: null,
    caller: AUTOSCALE_CALLER,
    request: null,
    properties: {
      Description: description,
      ResourceName: targetId,
      OldInstancesCount: String(oldCount),
      NewInstancesCount: String(newCount),
      ActiveAutoscaleProfile: JSON.stringify(entry.profile),
      LastScaleActionTime: entry.lastScaleAt === null ? '' : formatRoundTrip(entry.lastScaleAt),
    },
  };
}

export const AUTOSCALE_CALLER = 'Microsoft.Insights/autoscaleSettings';

/** A service principal is told by its object id. */
function callerName({ objectId }: Caller): string {
  return objectId;
}

/** `Microsoft.Compute/virtualMachineScaleSets` of `…/write` and of `…/start/action`. */
function typeOfAction(action: string): string {
  const words = action.split('/');
  const isAction = words.at(-1) === 'action' && words.length > 3;
  return words.slice(0, isAction ? -2 : -1).join('/');
}

function groupOf(resourceId: string): string {
  const segments = resourceId.split('/');
  return segments[3]?.toLowerCase() === 'resourcegroups' ? (segments[4] ?? '') : '';
}
