import { ArmError } from '../arm-error.ts';

/**
 * Refusals of the ARM front door. Marks as in shared/azure/errors.md: R recorded, I quoted from an
 * issue or a document, G guess.
 */
export const frontDoorErrors = {
  /** R (GET set 2024). For a child of a missing set, type and name are those of the set. */
  resourceNotFound: (type: string, name: string, resourceGroupName: string) =>
    new ArmError({
      httpStatus: 404,
      code: 'ResourceNotFound',
      message: `The Resource '${type}/${name}' under resource group '${resourceGroupName}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    }),

  /** R (GET set 2017). */
  resourceGroupNotFound: (resourceGroupName: string) =>
    new ArmError({
      httpStatus: 404,
      code: 'ResourceGroupNotFound',
      message: `Resource group '${resourceGroupName}' could not be found.`,
    }),

  /** R (TestInvalidSubscription). */
  subscriptionNotFound: (subscriptionId: string) =>
    new ArmError({
      httpStatus: 404,
      code: 'SubscriptionNotFound',
      message: `The subscription '${subscriptionId}' could not be found.`,
    }),

  /** I: Azure/apiops #460, hashicorp/terraform-provider-azurerm #20520; both 400. */
  invalidSubscriptionId: (subscriptionId: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidSubscriptionId',
      message: `The provided subscription identifier '${subscriptionId}' is malformed or invalid.`,
    }),

  /**
   * I: the answer that Azure/ARO-HCP keeps in its test data (429, 2025), for `read`; other kinds G.
   * See https://aka.ms/arm-throttling.
   */
  subscriptionRequestsThrottled: (throttled: {
    readonly kind: string;
    readonly subscriptionId: string;
    readonly actor: string;
    readonly seconds: number;
  }) =>
    new ArmError({
      httpStatus: 429,
      code: 'SubscriptionRequestsThrottled',
      message: `Number of '${throttled.kind}' requests for subscription '${throttled.subscriptionId}' actor '${throttled.actor}' exceeded. Please try again after '${throttled.seconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
      headers: ['Retry-After', String(throttled.seconds)],
    }),

  /** I: azure-dev #3914 and many more. */
  missingApiVersion: () =>
    new ArmError({
      httpStatus: 400,
      code: 'MissingApiVersionParameter',
      message: 'The api-version query parameter (?api-version=) is required for all requests.',
    }),

  /** R (2015). */
  malformedApiVersion: (apiVersion: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidApiVersionParameter',
      message: `The api-version '${apiVersion}' is invalid. The api version must be of the following format: yyyy-MM-dd. This format supports the following suffixes: '-preview,-alpha,-beta,-rc,-privatepreview'.`,
    }),

  /**
   * The front door's own types name all versions, newest first, without blanks.
   * I: Azure/azure-rest-api-specs #11711, Azure/azure-sdk-for-net #3160.
   */
  unsupportedApiVersion: (apiVersion: string, supportedNewestFirst: readonly string[]) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidApiVersionParameter',
      message: `The api-version '${apiVersion}' is invalid. The supported versions are '${supportedNewestFirst.join(',')}'.`,
    }),

  /** R (2018, type locations/publishers), I (azure-sdk-for-python #32029). Versions oldest first. */
  noRegisteredProviderFound: (options: {
    readonly location: string;
    readonly apiVersion: string;
    readonly type: string;
    readonly apiVersions: readonly string[];
    readonly locations: readonly string[];
  }) =>
    new ArmError({
      httpStatus: 400,
      code: 'NoRegisteredProviderFound',
      message: `No registered resource provider found for location '${options.location}' and API version '${options.apiVersion}' for type '${options.type}'. The supported api-versions are '${options.apiVersions.join(', ')}'. The supported locations are '${options.locations.join(', ')}'.`,
    }),

  /** A list without a location, with an unknown version. R for Microsoft.Network 2021. */
  invalidResourceTypeForVersion: (
    namespace: string,
    apiVersion: string,
    apiVersions: readonly string[],
  ) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidResourceType',
      message: `The resource type could not be found in the namespace '${namespace}' for api version '${apiVersion}'. The supported api-versions are '${apiVersions.join(',')}'.`,
    }),

  /** R in shape (Microsoft.Network). */
  unknownResourceType: (
    namespace: string,
    type: string,
    apiVersion: string,
    apiVersions: readonly string[],
  ) =>
    new ArmError({
      httpStatus: 404,
      code: 'InvalidResourceType',
      message: `The resource type '${type}' could not be found in the namespace '${namespace}' for api version '${apiVersion}'. The supported api-versions are '${apiVersions.join(',')}'.`,
    }),

  /** R (2015). */
  invalidResourceNamespace: (namespace: string) =>
    new ArmError({
      httpStatus: 404,
      code: 'InvalidResourceNamespace',
      message: `The resource namespace '${namespace}' is invalid.`,
    }),

  /** R. */
  missingSubscriptionRegistration: (namespace: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'MissingSubscriptionRegistration',
      message: `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
    }),

  /** R (NetApp 2025, Web 2016); the inner text is Newtonsoft's. */
  invalidRequestContent: (reason: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidRequestContent',
      message: `The request content was invalid and could not be deserialized: '${reason}'.`,
    }),

  /** G: ARM lets nothing but WebAPI's words through, without saying which segment was bad. */
  malformedUrl: () =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidRequestUri',
      message: 'The request URI is malformed: it is not valid percent-encoded UTF-8.',
    }),

  /** G, in WebAPI's words, for a path that is neither a resource's nor an operation's. */
  noSuchPath: (path: string) =>
    new ArmError({
      httpStatus: 404,
      code: 'NotFound',
      message: `No HTTP resource was found that matches the request URI '${path}'.`,
    }),

  /** Words I: azapi #936, azure-service-operator #2362 (status 405). Code I: azure-powershell #9709. */
  methodNotAllowed: (method: string, allowed: readonly string[]) =>
    new ArmError({
      httpStatus: 405,
      code: 'MethodNotAllowed',
      message: `The requested resource does not support http method '${method}'.`,
      headers: ['Allow', allowed.join(',')],
    }),

  /** G; every front-door refusal of a query parameter that is recorded reads like this. */
  invalidTop: (top: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidTopInQueryString',
      message: `Invalid $top '${top}' specified in the query string.`,
    }),

  /** I: Azure/azure-sdk-for-go #2480, Azure/azure-sdk-for-net #18748. */
  invalidFilter: (filter: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidFilterInQueryString',
      message: `Invalid $filter '${filter}' specified in the query string.`,
    }),

  /** G. */
  invalidSkipToken: (skipToken: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidSkipToken',
      message: `The skip token '${skipToken}' is invalid.`,
    }),

  /** Somebody else changed it between our look and our write, more often than we try again. G. */
  conflict: () =>
    new ArmError({
      httpStatus: 409,
      code: 'Conflict',
      message:
        'The request could not be completed because of a conflict with another request. Please try again.',
      headers: ['Retry-After', '1'],
    }),

  /** R (2020). `timestamp` in compact UTC. */
  internalServerError: (diagnostics: Diagnostics) =>
    new ArmError({
      httpStatus: 500,
      code: 'InternalServerError',
      message: `Encountered internal server error. ${diagnosticText(diagnostics)}`,
    }),

  /** R (2020). */
  serverTimeout: (diagnostics: Diagnostics) =>
    new ArmError({
      httpStatus: 503,
      code: 'ServerTimeout',
      message: `The request timed out. ${diagnosticText(diagnostics)}`,
      headers: ['Retry-After', '1'],
    }),
} as const;

export interface Diagnostics {
  readonly timestamp: string;
  readonly subscriptionId: string;
  readonly trackingId: string;
  readonly correlationId: string;
}

function diagnosticText(diagnostics: Diagnostics): string {
  return `Diagnostic information: timestamp '${diagnostics.timestamp}', subscription id '${diagnostics.subscriptionId}', tracking id '${diagnostics.trackingId}', request correlation id '${diagnostics.correlationId}'.`;
}
