import { ArmError } from '../arm-error.ts';

/**
 * Refusals about who asks and how often. Marks as in front-door.ts. The front door's WWW-Authenticate
 * is the identity room's to add, because it names the tenant.
 */
export const accessErrors = {
  /** I: terraform #3612 and others. */
  authenticationFailed: (headers: readonly string[] = []) =>
    new ArmError({
      httpStatus: 401,
      code: 'AuthenticationFailed',
      message: "Authentication failed. The 'Authorization' header is missing.",
      headers,
    }),

  /** I: azure-sdk-for-python #4124. */
  authenticationFailedInvalidHeader: (headers: readonly string[] = []) =>
    new ArmError({
      httpStatus: 401,
      code: 'AuthenticationFailedInvalidHeader',
      message:
        "Authentication failed. The 'Authorization' header is provided in an invalid format.",
      headers,
    }),

  /** R. Times in .NET's general form of the invariant culture, e.g. `3/24/2016 7:48:36 PM`. */
  expiredAuthenticationToken: (expiry: string, now: string, headers: readonly string[] = []) =>
    new ArmError({
      httpStatus: 401,
      code: 'ExpiredAuthenticationToken',
      message: `The access token expiry UTC time '${expiry}' is earlier than current UTC time '${now}'.`,
      headers,
    }),

  /** G. */
  invalidAuthenticationToken: (headers: readonly string[] = []) =>
    new ArmError({
      httpStatus: 401,
      code: 'InvalidAuthenticationToken',
      message: 'The access token is invalid.',
      headers,
    }),

  /** G. */
  invalidAuthenticationTokenTenant: (
    issuer: string,
    expectedIssuer: string,
    headers: readonly string[] = [],
  ) =>
    new ArmError({
      httpStatus: 401,
      code: 'InvalidAuthenticationTokenTenant',
      message: `The access token is from the wrong issuer '${issuer}'. It must match the tenant '${expectedIssuer}' associated with this subscription. Please use the authority (URL) '${expectedIssuer}' to get the token.`,
      headers,
    }),

  /** R. */
  authorizationFailed: (options: {
    readonly client: string;
    readonly objectId: string;
    readonly action: string;
    readonly scope: string;
  }) =>
    new ArmError({
      httpStatus: 403,
      code: 'AuthorizationFailed',
      message: `The client '${options.client}' with object id '${options.objectId}' does not have authorization to perform action '${options.action}' over scope '${options.scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    }),

  /** R. */
  linkedAuthorizationFailed: (options: {
    readonly action: string;
    readonly scope: string;
    readonly tenantId: string;
    readonly linkedSubscriptionId: string;
  }) =>
    new ArmError({
      httpStatus: 403,
      code: 'LinkedAuthorizationFailed',
      message: `The client has permission to perform action '${options.action}' on scope '${options.scope}', however the current tenant '${options.tenantId}' is not authorized to access linked subscription '${options.linkedSubscriptionId}'.`,
    }),

  /** R (Media 2022). `operation` like `PUT/SUBSCRIPTIONS/RESOURCEGROUPS/PROVIDERS/…/`. */
  subscriptionRequestsThrottled: (
    subscriptionId: string,
    operation: string,
    retryAfterSeconds: number,
  ) =>
    new ArmError({
      httpStatus: 429,
      code: 'SubscriptionRequestsThrottled',
      message: `Number of requests for subscription '${subscriptionId}' and operation '${operation}' exceeded the backend storage limit. Please try again after '${retryAfterSeconds}' seconds.`,
      headers: ['Retry-After', String(retryAfterSeconds)],
    }),

  /** R (2020). */
  gatewayTimeout: (namespace: string) =>
    new ArmError({
      httpStatus: 504,
      code: 'GatewayTimeout',
      message: `The gateway did not receive a response from '${namespace}' within the specified time period.`,
    }),
} as const;
