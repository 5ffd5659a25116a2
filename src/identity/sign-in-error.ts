import { formatInstantSeconds, type HttpResponse, type Instant } from '../base/index.ts';
import { tokenAnswer } from './answers.ts';

/** A refused sign-in before it is written: what OAuth calls it, Azure's number and sentence. */
export interface SignInError {
  readonly httpStatus: number;
  readonly error: string;
  /** Of `AADSTS…`. */
  readonly number: number;
  readonly sentence: string;
}

/**
 * Every refusal of the sign-in endpoints. Numbers and sentences are Azure's (the AADSTS reference
 * page, learn.microsoft.com/entra/identity-platform/reference-error-codes, and answers quoted in issues
 * of the client libraries); what we add of our own stands after them.
 */
export const signInErrors = {
  missingParameter: (name: string): SignInError =>
    badRequest(
      'invalid_request',
      900144,
      `The request body must contain the following parameter: '${name}'.`,
    ),
  malformedRequest: (): SignInError =>
    badRequest('invalid_request', 9002313, 'Invalid request. Request is malformed or invalid.'),
  requestTooLarge: (limitBytes: number): SignInError => ({
    ...badRequest(
      'invalid_request',
      9002313,
      `Invalid request. The body is larger than ${limitBytes} bytes.`,
    ),
    httpStatus: 413,
  }),
  onlyPost: (method: string): SignInError => ({
    ...badRequest(
      'invalid_request',
      900561,
      `The endpoint only accepts POST requests. Received a ${method} request.`,
    ),
    httpStatus: 405,
  }),
  unsupportedGrant: (grant: string): SignInError =>
    badRequest(
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${grant}'.`,
    ),
  malformedTenant: (tenant: string): SignInError =>
    badRequest(
      'invalid_request',
      900023,
      `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    ),
  unknownTenant: (tenant: string): SignInError =>
    badRequest(
      'invalid_request',
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    ),
  unknownClient: (id: string, tenant: string): SignInError =>
    badRequest(
      'unauthorized_client',
      700016,
      `Application with identifier '${id}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    ),
  wrongSecret: (id: string): SignInError =>
    unauthorized(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${id}'.`,
    ),
  noClientProof: (): SignInError =>
    unauthorized(
      7000216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    ),
  secretRequired: (): SignInError =>
    unauthorized(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  unknownAssertionKey: (): SignInError =>
    unauthorized(
      700027,
      'Client assertion contains an invalid signature. [Reason - The key was not found.] Configured clients sign in by their secret here.',
    ),
  malformedAssertion: (): SignInError => unauthorized(50027, 'JWT token is invalid or malformed.'),
  wrongAssertionType: (): SignInError =>
    badRequest(
      'invalid_request',
      900144,
      "The request body must contain the following parameter: 'client_assertion_type'.",
    ),
  wrongScope: (scope: string): SignInError =>
    badRequest(
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  wrongPassword: (): SignInError =>
    badRequest(
      'invalid_grant',
      50126,
      'Error validating credentials due to invalid username or password.',
    ),
  malformedGrant: (): SignInError =>
    badRequest('invalid_grant', 70000, 'Provided grant is invalid or malformed.'),
  expiredRefreshToken: (): SignInError =>
    badRequest('invalid_grant', 700082, 'The refresh token has expired due to inactivity.'),
  expiredDeviceCode: (): SignInError =>
    badRequest(
      'expired_token',
      70020,
      "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
    ),
  noSignInPage: (): SignInError =>
    badRequest(
      'unsupported_response_type',
      70005,
      'The app requested an unsupported response type. Lazulite has no sign-in page: use a service principal (grant client_credentials), a device code, or a user name and password.',
    ),
} as const;

/** The form that every client library parses, on one line, as Azure has written it since 2023. */
export function writeSignInError(
  refused: SignInError,
  ids: { readonly now: Instant; readonly traceId: string; readonly correlationId: string },
): HttpResponse {
  const timestamp = `${formatInstantSeconds(ids.now).slice(0, 19).replace('T', ' ')}Z`;
  return tokenAnswer(refused.httpStatus, {
    error: refused.error,
    error_description: `AADSTS${refused.number}: ${refused.sentence} Trace ID: ${ids.traceId} Correlation ID: ${ids.correlationId} Timestamp: ${timestamp}`,
    error_codes: [refused.number],
    timestamp,
    trace_id: ids.traceId,
    correlation_id: ids.correlationId,
  });
}

function badRequest(error: string, number: number, sentence: string): SignInError {
  return { httpStatus: 400, error, number, sentence };
}

function unauthorized(number: number, sentence: string): SignInError {
  return { httpStatus: 401, error: 'invalid_client', number, sentence };
}
