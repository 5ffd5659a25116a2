import {
  type HttpRequest,
  type HttpResponse,
  type Instant,
  isGuid,
  isJsonObject,
  type JsonObject,
} from '../base/index.ts';
import { tokenAnswer } from './answers.ts';
import type { Endpoint } from './discovery.ts';
import { readForm } from './form.ts';
import {
  decideGrant,
  DEVICE_CODE_SECONDS,
  type Grant,
  type GrantRequest,
  issueDeviceCode,
  issueRefreshToken,
} from './grants.ts';
import { signToken } from './json-web-token.ts';
import { type SignInError, signInErrors, writeSignInError } from './sign-in-error.ts';
import {
  ACCESS_TOKEN_SECONDS,
  accessClaims,
  idClaims,
  lifetime,
  objectIdOf,
} from './token-claims.ts';
import type { SignInContext } from './sign-in-context.ts';
import { findTenant } from './tenants.ts';

/** Azure's answers say one second less than the token's life. */
const EXPIRES_IN_SECONDS = ACCESS_TOKEN_SECONDS - 1;

/** A request to one of the sign-in endpoints below a tenant. */
export interface SignInRequest {
  readonly request: HttpRequest;
  readonly origin: string;
  /** The first path segment as the client wrote it. */
  readonly segment: string;
  readonly endpoint: Endpoint;
}

/** `POST …/token`. */
export function answerToken(context: SignInContext, signIn: SignInRequest): HttpResponse {
  const opened = open(context, signIn, 'grant_type');
  if ('refused' in opened) return refuse(context, signIn.request, opened.refused);
  const capabilities = readCapabilities(opened.form('claims'));
  if (capabilities === null)
    return refuse(context, signIn.request, signInErrors.malformedRequest());
  const grant = decideGrant(opened);
  if ('refused' in grant) return refuse(context, signIn.request, grant.refused);
  return tokenAnswer(200, writeGrant(context, signIn, opened, grant, capabilities));
}

/** `POST …/devicecode`. */
export function answerDeviceCode(context: SignInContext, signIn: SignInRequest): HttpResponse {
  const opened = open(context, signIn, 'client_id');
  if ('refused' in opened) return refuse(context, signIn.request, opened.refused);
  const code = issueDeviceCode(opened);
  if (typeof code !== 'string') return refuse(context, signIn.request, code.refused);
  const common = {
    user_code: 'LAZULITE',
    device_code: code,
    message: 'Lazulite approves device codes by itself: there is nothing to do.',
  };
  // v1 spells two names differently and writes numbers as text.
  return tokenAnswer(
    200,
    signIn.endpoint === 'v1'
      ? {
          ...common,
          verification_url: `${signIn.origin}/`,
          expires_in: String(DEVICE_CODE_SECONDS),
          interval: '1',
        }
      : {
          ...common,
          verification_uri: `${signIn.origin}/`,
          expires_in: DEVICE_CODE_SECONDS,
          interval: 1,
        },
  );
}

/** `GET …/authorize`: there is nobody to type a password. */
export function answerAuthorize(context: SignInContext, signIn: SignInRequest): HttpResponse {
  return refuse(context, signIn.request, signInErrors.noSignInPage());
}

/** Writes a refusal; the client's own correlation id is used when it has sent one. */
export function refuse(
  context: SignInContext,
  request: HttpRequest,
  refused: SignInError,
): HttpResponse {
  const query = request.target.indexOf('?');
  const parameters = new URLSearchParams(query < 0 ? '' : request.target.slice(query));
  const sent = request.headers['client-request-id'] ?? parameters.get('client-request-id') ?? '';
  return writeSignInError(refused, {
    now: context.clock.wall(),
    traceId: context.nextGuid(),
    correlationId: isGuid(sent) ? sent : context.nextGuid(),
  });
}

function open(
  context: SignInContext,
  signIn: SignInRequest,
  firstParameter: string,
): GrantRequest | { readonly refused: SignInError } {
  const form = readForm(signIn.request, firstParameter);
  if (typeof form !== 'function') return form;
  const tenantId = findTenant(context.settings, signIn.segment);
  if (typeof tenantId !== 'string') return tenantId;
  const { settings, key, clock } = context;
  return { form, endpoint: signIn.endpoint, tenantId, settings, key, now: clock.wall() };
}

function writeGrant(
  context: SignInContext,
  { origin, endpoint }: SignInRequest,
  opened: GrantRequest,
  grant: Grant,
  capabilities: readonly string[] | undefined,
): JsonObject {
  const { principal, audience } = grant;
  const claims = accessClaims({
    principal,
    audience,
    origin,
    now: opened.now,
    tokenId: context.nextGuid(),
    ...(capabilities && { capabilities }),
  });
  const times = lifetimeFields(endpoint, opened.now, audience);
  const answer = { token_type: 'Bearer', ...times, access_token: signToken(context.key, claims) };
  if (principal.userName === undefined) return answer;
  const person = { ...principal, userName: principal.userName };
  const ids = { uid: objectIdOf(person.tenantId, person.userName), utid: person.tenantId };
  return {
    ...answer,
    scope: grant.scope,
    refresh_token: issueRefreshToken(opened, grant),
    id_token: signToken(context.key, idClaims(person, origin, opened.now)),
    client_info: Buffer.from(JSON.stringify(ids)).toString('base64url'),
  };
}

/** v1 has two instants and the resource besides, all as text. Source: shared/CLIENTS.md §13. */
function lifetimeFields(endpoint: Endpoint, now: Instant, audience: string): JsonObject {
  if (endpoint !== 'v1')
    return { expires_in: EXPIRES_IN_SECONDS, ext_expires_in: EXPIRES_IN_SECONDS };
  const { issuedAt, expiresAt } = lifetime(now);
  return {
    expires_in: String(EXPIRES_IN_SECONDS),
    ext_expires_in: String(EXPIRES_IN_SECONDS),
    expires_on: String(expiresAt),
    not_before: String(issuedAt),
    resource: audience,
  };
}

/** `{"access_token":{"xms_cc":{"values":["CP1"]}}}`; null when it is not JSON. */
function readCapabilities(claims: string | undefined): readonly string[] | undefined | null {
  if (claims === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(claims);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const accessToken = isJsonObject(parsed) ? parsed['access_token'] : undefined;
  const asked = isJsonObject(accessToken) ? accessToken['xms_cc'] : undefined;
  const values = isJsonObject(asked) ? asked['values'] : undefined;
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : undefined;
}
