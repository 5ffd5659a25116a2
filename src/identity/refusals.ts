import { formatInstant, type Instant } from '../base/index.ts';
import type { AuthenticationRefusal, Identified } from './types.ts';

/** Where a refused client is told to sign in. */
export interface RefusalPlace {
  readonly origin: string;
  readonly tenantId: string;
}

// Codes, messages and the form of WWW-Authenticate: shared/azure/errors.md, "Front door". The
// authorization_uri is on our own origin, because that is where tokens come from here.

export function missingHeader(place: RefusalPlace): AuthenticationRefusal {
  return refusal(
    place,
    'AuthenticationFailed',
    "Authentication failed. The 'Authorization' header is missing.",
    "The authentication failed because of missing 'Authorization' header.",
  );
}

export function invalidHeader(place: RefusalPlace): AuthenticationRefusal {
  return refusal(
    place,
    'AuthenticationFailedInvalidHeader',
    "Authentication failed. The 'Authorization' header is provided in an invalid format.",
    "The authentication failed because of invalid 'Authorization' header.",
  );
}

export function invalidToken(place: RefusalPlace): AuthenticationRefusal {
  const message = 'The access token is invalid.';
  return refusal(place, 'InvalidAuthenticationToken', message, message);
}

export function expiredToken(
  place: RefusalPlace,
  expiry: Instant,
  now: Instant,
): AuthenticationRefusal {
  return refusal(
    place,
    'ExpiredAuthenticationToken',
    `The access token expiry UTC time '${formatUnitedStates(expiry)}' is earlier than current UTC time '${formatUnitedStates(now)}'.`,
    'The access token has expired.',
  );
}

/** Source: Azure-Samples/active-directory-dotnetcore-daemon-v2 #145, JetBrains/azure-tools-for-intellij #16. */
export function wrongAudience(place: RefusalPlace, audience: string): AuthenticationRefusal {
  return refusal(
    place,
    'InvalidAuthenticationTokenAudience',
    `The access token has been obtained for wrong audience or resource '${audience}'. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com','${place.origin}/','${place.origin}'.`,
    'The access token is from wrong audience or resource.',
  );
}

/** Source: Azure/azure-sdk-for-python #38382, Azure/LogicAppsUX #9068. */
export function wrongTenant(place: RefusalPlace, issuer: string): AuthenticationRefusal {
  const authority = `${place.origin}/${place.tenantId}`;
  return refusal(
    place,
    'InvalidAuthenticationTokenTenant',
    `The access token is from the wrong issuer '${issuer}'. It must match the tenant '${authority}/' associated with this subscription. Please use the authority (URL) '${authority}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`,
    'The access token is from the wrong issuer. It must match the AD tenant associated with the subscription.',
  );
}

/**
 * What a caller without the role reads (403). `action` is `Microsoft.Compute/virtualMachineScaleSets/read`
 * and the like, `scope` the resource id. Source: shared/azure/errors.md, "not authorised".
 */
export function authorizationFailed(
  caller: Identified,
  action: string,
  scope: string,
): { readonly code: 'AuthorizationFailed'; readonly message: string } {
  return {
    code: 'AuthorizationFailed',
    message: `The client '${caller.appId}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  };
}

function refusal(
  place: RefusalPlace,
  code: string,
  message: string,
  description: string,
): AuthenticationRefusal {
  return {
    ok: false,
    code,
    message,
    wwwAuthenticate: `Bearer authorization_uri="${place.origin}/${place.tenantId}", error="invalid_token", error_description="${description}"`,
  };
}

/** `3/24/2016 7:48:36 PM`: month first, twelve hours, no leading zeros but in minutes and seconds. */
function formatUnitedStates(instant: Instant): string {
  const [, year, month, day, hour, rest] =
    /^(\d+)-(\d+)-(\d+)T(\d+):(\d+:\d+)/.exec(formatInstant(instant)) ?? [];
  const hours = Number(hour);
  return `${Number(month)}/${Number(day)}/${year} ${hours % 12 || 12}:${rest} ${hours < 12 ? 'AM' : 'PM'}`;
}
