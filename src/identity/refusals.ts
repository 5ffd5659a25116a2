import { formatInstant, type Instant } from '../base/index.ts';
import type { AuthenticationRefusal, Identified } from './types.ts';

/** Where a refused client is told to sign in. */
export interface RefusalPlace {
  readonly origin: string;
  readonly tenantId: string;
}

// Codes, messages and the form of WWW-Authenticate: shared/azure/errors.md, "Front door". The
// authorization_uri is on our own origin, because that is where tokens come from here. `Recorded`,
// `quoted` and `inferred` mean what they mean there (R, I, G).

/** Message quoted (terraform #3612 and others), description inferred after such quotes. */
export function missingHeader(place: RefusalPlace): AuthenticationRefusal {
  return refusal(place, {
    code: 'AuthenticationFailed',
    message: "Authentication failed. The 'Authorization' header is missing.",
    description: "The authentication failed because of missing 'Authorization' header.",
  });
}

/** Message quoted (Azure/azure-sdk-for-python #4124), description inferred. */
export function invalidHeader(place: RefusalPlace): AuthenticationRefusal {
  return refusal(place, {
    code: 'AuthenticationFailedInvalidHeader',
    message: "Authentication failed. The 'Authorization' header is provided in an invalid format.",
    description: "The authentication failed because of invalid 'Authorization' header.",
  });
}

/** Inferred; newer answers are said to read 'The access token could not be validated.' */
export function invalidToken(place: RefusalPlace): AuthenticationRefusal {
  const message = 'The access token is invalid.';
  return refusal(place, { code: 'InvalidAuthenticationToken', message, description: message });
}

/** Recorded (2016), WWW-Authenticate too. */
export function expiredToken(
  place: RefusalPlace,
  expiry: Instant,
  now: Instant,
): AuthenticationRefusal {
  return refusal(place, {
    code: 'ExpiredAuthenticationToken',
    message: `The access token expiry UTC time '${formatUnitedStates(expiry)}' is earlier than current UTC time '${formatUnitedStates(now)}'.`,
    description: 'The access token has expired.',
  });
}

/**
 * Message quoted: Azure-Samples/active-directory-dotnetcore-daemon-v2 #145,
 * JetBrains/azure-tools-for-intellij #16. Description inferred.
 */
export function wrongAudience(place: RefusalPlace, audience: string): AuthenticationRefusal {
  return refusal(place, {
    code: 'InvalidAuthenticationTokenAudience',
    message: `The access token has been obtained for wrong audience or resource '${audience}'. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com','${place.origin}/','${place.origin}'.`,
    description: 'The access token is from wrong audience or resource.',
  });
}

/** Message quoted: Azure/azure-sdk-for-python #38382, Azure/LogicAppsUX #9068. Description inferred. */
export function wrongTenant(place: RefusalPlace, issuer: string): AuthenticationRefusal {
  const authority = `${place.origin}/${place.tenantId}`;
  return refusal(place, {
    code: 'InvalidAuthenticationTokenTenant',
    message: `The access token is from the wrong issuer '${issuer}'. It must match the tenant '${authority}/' associated with this subscription. Please use the authority (URL) '${authority}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`,
    description:
      'The access token is from the wrong issuer. It must match the AD tenant associated with the subscription.',
  });
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

interface Words {
  readonly code: string;
  readonly message: string;
  /** Of WWW-Authenticate. */
  readonly description: string;
}

function refusal(
  place: RefusalPlace,
  { code, message, description }: Words,
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
