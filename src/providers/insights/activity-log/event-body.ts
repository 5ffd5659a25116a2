import { type Caller, statusName } from '../../../arm/index.ts';
import { formatRoundTrip, type Instant, type JsonObject } from '../../../base/index.ts';
import { type ActivityEvent, AUTOSCALE_CALLER } from './event.ts';

/** The member names of an event, for `$select`. Source: the specification's EventData (2015-04-01). */
export const EVENT_MEMBERS = [
  'authorization',
  'caller',
  'category',
  'channels',
  'claims',
  'correlationId',
  'description',
  'eventDataId',
  'eventName',
  'eventTimestamp',
  'httpRequest',
  'id',
  'level',
  'operationId',
  'operationName',
  'properties',
  'relatedEvents',
  'resourceGroupName',
  'resourceId',
  'resourceProviderName',
  'resourceType',
  'status',
  'subStatus',
  'submissionTimestamp',
  'subscriptionId',
  'tenantId',
] as const;

/**
 * An event as the service writes it. Source: the specification's EventData; Microsoft Learn, "Azure
 * activity log event schema". The address of the client is not known to us and so left out.
 */
export function eventBody(event: ActivityEvent, tenantId: string): JsonObject {
  const { request } = event;
  const time = formatRoundTrip(event.at);
  return {
    ...(request === null
      ? {}
      : {
          authorization: { action: event.action, role: 'Contributor', scope: event.resourceId },
        }),
    caller: event.caller,
    channels: event.channels.join(', '),
    claims: request === null ? { [SPN_CLAIM]: AUTOSCALE_CALLER } : claims(request.caller, event.at),
    correlationId: event.correlationId,
    description: event.description,
    eventDataId: event.eventDataId,
    eventName: EVENT_NAMES[event.eventName],
    category: named(event.category),
    ...(request === null
      ? {}
      : { httpRequest: { clientRequestId: request.clientRequestId, method: request.method } }),
    id: `${event.resourceId}/events/${event.eventDataId}/ticks/${ticks(event.at)}`,
    level: event.level,
    resourceGroupName: event.resourceGroupName,
    resourceProviderName: named(event.namespace),
    resourceId: event.resourceId,
    resourceType: named(event.resourceType),
    operationId: event.operationId,
    operationName: named(event.action),
    properties: event.properties,
    status: named(event.status),
    subStatus: subStatus(event),
    eventTimestamp: time,
    submissionTimestamp: time,
    subscriptionId: event.resourceId.split('/')[2] ?? '',
    tenantId: request?.caller.tenantId ?? tenantId,
    relatedEvents: [],
  };
}

function named(value: string): { readonly value: string; readonly localizedValue: string } {
  return { value, localizedValue: value };
}

const EVENT_NAMES = {
  BeginRequest: { value: 'BeginRequest', localizedValue: 'Begin request' },
  EndRequest: { value: 'EndRequest', localizedValue: 'End request' },
  AutoscaleAction: { value: 'AutoscaleAction', localizedValue: 'AutoscaleAction' },
} as const;

function subStatus({ httpStatus }: ActivityEvent): JsonObject {
  if (httpStatus === null) return { value: '', localizedValue: '' };
  const name = statusName(httpStatus);
  return { value: name, localizedValue: `${name} (HTTP Status Code: ${httpStatus})` };
}

const SPN_CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/spn';

/** What a token of ours says of an application; the times of the token itself are not kept. */
function claims({ appId, objectId, tenantId }: Caller, at: Instant): JsonObject {
  const issued = String(Math.floor(at / 1_000_000));
  return {
    aud: 'https://management.azure.com/',
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: issued,
    nbf: issued,
    appid: appId,
    appidacr: '1',
    'http://schemas.microsoft.com/identity/claims/identityprovider': `https://sts.windows.net/${tenantId}/`,
    'http://schemas.microsoft.com/identity/claims/objectidentifier': objectId,
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier': objectId,
    'http://schemas.microsoft.com/identity/claims/tenantid': tenantId,
    ver: '1.0',
  };
}

/** .NET's: tenths of microseconds since the year 1; more than a double holds exactly. */
function ticks(at: Instant): string {
  return String(BigInt(at) * 10n + 621_355_968_000_000_000n);
}
