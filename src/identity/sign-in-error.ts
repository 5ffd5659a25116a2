import {
  formatInstant,
  formatInstantSeconds,
  type HttpResponse,
  type Instant,
} from '../base/index.ts';
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
 * Every refusal of the sign-in endpoints, with how sure we are of it. Numbers are those of the AADSTS
 * reference page (learn.microsoft.com/entra/identity-platform/reference-error-codes). `Quoted`: the
 * sentence as somebody got it from Azure, and where; HTTP status and OAuth error too unless said
 * otherwise. `Inferred`: nobody's answer is known to us. `Ours`: words that Azure does not say.
 */
export const signInErrors = {
  /** Quoted: openid/AppAuth-iOS #671 (2021). Inferred for parameters other than client_id. */
  missingParameter: (name: string): SignInError =>
    badRequest(
      'invalid_request',
      900144,
      `The request body must contain the following parameter: '${name}'.`,
    ),
  /** Sentence quoted in many questions about codes; that unreadable `claims` are told so is inferred. */
  malformedRequest: (): SignInError =>
    badRequest('invalid_request', 9002313, 'Invalid request. Request is malformed or invalid.'),
  /** Inferred: Azure's number for what it cannot read, with a sentence of ours. */
  requestTooLarge: (limitBytes: number): SignInError => ({
    ...badRequest(
      'invalid_request',
      9002313,
      `Invalid request. The body is larger than ${limitBytes} bytes.`,
    ),
    httpStatus: 413,
  }),
  /** Sentence quoted, from the page that Azure shows to browsers; 405 and invalid_request are inferred. */
  onlyPost: (method: string): SignInError => ({
    ...badRequest(
      'invalid_request',
      900561,
      `The endpoint only accepts POST requests. Received a ${method} request.`,
    ),
    httpStatus: 405,
  }),
  /** Quoted, but for its end, in answers of 2024; what follows the grant's name is inferred. */
  unsupportedGrant: (grant: string): SignInError =>
    badRequest(
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${grant}'.`,
    ),
  /** Recorded (2023-12-11), in a client library's tests. */
  malformedTenant: (tenant: string): SignInError =>
    badRequest(
      'invalid_request',
      900023,
      `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    ),
  /** Sentence quoted in programs' own documentation; 400 is inferred. */
  unknownTenant: (tenant: string): SignInError =>
    badRequest(
      'invalid_request',
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    ),
  /** Quoted: the documentation of MSAL for .NET; 400 is inferred. */
  unknownClient: (id: string, tenant: string): SignInError =>
    badRequest(
      'unauthorized_client',
      700016,
      `Application with identifier '${id}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    ),
  /** Recorded: Azure/sap-automation #418 (2023-02-20), microsoft-365-agents-toolkit #8621 (2023-05-06). */
  wrongSecret: (id: string): SignInError =>
    unauthorized(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${id}'.`,
    ),
  /** Quoted: MicrosoftDocs/azure-docs #30777 (2019); 401 is inferred. */
  noClientProof: (): SignInError =>
    unauthorized(
      7000216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    ),
  /** Recorded: Azure/azure-sdk-for-go #22386 (2024-02-14); 401 as in vgrem/phpSPO #44. */
  secretRequired: (): SignInError =>
    unauthorized(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  /** Start quoted by several programs (older: AzureAD/passport-azure-ad #453); the last sentence is ours. */
  unknownAssertionKey: (): SignInError =>
    unauthorized(
      700027,
      'The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found.] Configured clients sign in by their secret here.',
    ),
  /** Sentence and 400 quoted: GitLab's page on secrets of Azure Key Vault; invalid_request is inferred. */
  malformedAssertion: (): SignInError =>
    badRequest('invalid_request', 50027, 'JWT token is invalid or malformed.'),
  /** Inferred: Azure's sentence for a parameter that is not there. */
  wrongAssertionType: (): SignInError =>
    badRequest(
      'invalid_request',
      900144,
      "The request body must contain the following parameter: 'client_assertion_type'.",
    ),
  /** Quoted: MicrosoftDocs/azure-docs #99862 (2022), databricks-sql-nodejs #226 (2024); 400 is inferred. */
  wrongScope: (scope: string): SignInError =>
    badRequest(
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  /** Quoted with its 400: Microsoft's page on troubleshooting device registration. */
  wrongPassword: (): SignInError =>
    badRequest(
      'invalid_grant',
      50126,
      'Error validating credentials due to invalid username or password.',
    ),
  /** Sentence quoted; which causes are told so is inferred. */
  malformedGrant: (): SignInError =>
    badRequest('invalid_grant', 70000, 'Provided grant is invalid or malformed.'),
  /** Sentence quoted: the partner centre's page on the secure application model (2019); 400 is inferred. */
  expiredRefreshToken: (issued: Instant): SignInError =>
    badRequest(
      'invalid_grant',
      700082,
      `The refresh token has expired due to inactivity. The token was issued on ${formatInstant(issued).replace('+00:00', 'Z')} and was inactive for 90.00:00:00.`,
    ),
  /** Recorded (2022-03-30), in a client library's tests; 400 is inferred. */
  expiredDeviceCode: (): SignInError =>
    badRequest(
      'expired_token',
      70020,
      "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
    ),
  /** Inferred: Azure's number for what it does not offer, with a sentence of ours. */
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
