import { foldCase, type Instant, type JsonObject, MICROS_PER_SECOND } from '../base/index.ts';
import { audienceOfScope, readAudience } from './audience.ts';
import { proveClient, sameSecret } from './client-proof.ts';
import type { Endpoint } from './discovery.ts';
import type { Form } from './form.ts';
import { readToken, signToken } from './json-web-token.ts';
import { findClient } from './roles.ts';
import { type SignInError, signInErrors } from './sign-in-error.ts';
import type { SigningKey } from './signing-key.ts';
import { epochSeconds, type Principal } from './token-claims.ts';
import type { IdentitySettings } from './types.ts';

/** Whoever is known by now, and for whom the token is to be. */
export interface Grant {
  readonly principal: Principal;
  readonly audience: string;
  /** What to print as `scope`; people's sign-ins have it. */
  readonly scope: string;
}

export interface GrantRequest {
  readonly form: Form;
  readonly endpoint: Endpoint;
  readonly tenantId: string;
  readonly settings: IdentitySettings;
  readonly key: SigningKey;
  readonly now: Instant;
}

type Outcome = Grant | { readonly refused: SignInError };

/** Codes and refresh tokens are tokens of our own for one of these audiences, so nothing is kept. */
const REFRESH_AUDIENCE = 'lazulite:refresh-token';
const DEVICE_AUDIENCE = 'lazulite:device-code';
/** Azure's: 90 days for a refresh token, 15 minutes for a device code. */
const REFRESH_SECONDS = 90 * 86_400;
export const DEVICE_CODE_SECONDS = 900;

/** Whose name stands in a token that was approved without anybody being asked. */
const DEVICE_USER = 'user@lazulite.localhost';

/** Decides a request to a token endpoint. */
export function decideGrant(request: GrantRequest): Outcome {
  const grantType = request.form('grant_type');
  switch (grantType) {
    case undefined:
      return { refused: signInErrors.missingParameter('grant_type') };
    case 'client_credentials':
      return clientCredentials(request);
    case 'password':
      return password(request);
    case 'refresh_token':
      return refreshToken(request);
    case 'device_code':
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return deviceCode(request);
    default:
      return { refused: signInErrors.unsupportedGrant(grantType) };
  }
}

/** A device code, approved from the start: there is nobody to ask. */
export function issueDeviceCode(request: GrantRequest): string | { readonly refused: SignInError } {
  const client = proveClient(request.form, request.settings, request.tenantId, undefined);
  if ('refused' in client) return client;
  const resource = request.form('resource');
  const scope =
    request.form('scope') ?? (resource === undefined ? 'openid' : `${resource}/.default`);
  return issueOwn(request, DEVICE_AUDIENCE, DEVICE_CODE_SECONDS, {
    ...client,
    userName: DEVICE_USER,
    scope,
  });
}

export function issueRefreshToken(request: GrantRequest, grant: Grant): string {
  const { appId, proof, userName = DEVICE_USER } = grant.principal;
  return issueOwn(request, REFRESH_AUDIENCE, REFRESH_SECONDS, {
    appId,
    proof,
    userName,
    scope: grant.scope,
  });
}

function clientCredentials({ form, endpoint, settings, tenantId }: GrantRequest): Outcome {
  const client = proveClient(form, settings, tenantId, signInErrors.noClientProof());
  if ('refused' in client) return client;
  const audience = readAudience(form, endpoint, true);
  if (typeof audience !== 'string') return audience;
  return { principal: { tenantId, ...client }, audience, scope: `${audience}/.default` };
}

/**
 * People are not configured, clients are: while there are none, any name and password will do;
 * otherwise the name must be a configured client's id and the password its secret.
 */
function password({ form, endpoint, settings, tenantId }: GrantRequest): Outcome {
  const appId = form('client_id');
  const userName = form('username');
  const given = form('password');
  if (appId === undefined) return { refused: signInErrors.missingParameter('client_id') };
  if (userName === undefined) return { refused: signInErrors.missingParameter('username') };
  if (given === undefined) return { refused: signInErrors.missingParameter('password') };
  const audience = readAudience(form, endpoint, false);
  if (typeof audience !== 'string') return audience;
  const scope = form('scope') ?? `${audience}/.default`;
  if (settings.clients.length === 0)
    return { principal: { tenantId, appId, userName, proof: '0' }, audience, scope };
  const client = findClient(settings, userName);
  if (!client || !sameSecret(given, client.secret))
    return { refused: signInErrors.wrongPassword() };
  return {
    principal: { tenantId, appId: client.id, userName: client.id, proof: '1' },
    audience,
    scope,
  };
}

function refreshToken(request: GrantRequest): Outcome {
  const { form, endpoint, tenantId, settings } = request;
  const token = form('refresh_token');
  if (token === undefined) return { refused: signInErrors.missingParameter('refresh_token') };
  const kept = readOwn(request, token, REFRESH_AUDIENCE);
  if (kept === undefined) return { refused: signInErrors.malformedGrant() };
  if (kept.expired) {
    const issued = (kept.expiresAt - REFRESH_SECONDS) * MICROS_PER_SECOND;
    return { refused: signInErrors.expiredRefreshToken(issued) };
  }
  // A client that is no longer configured, or a sign-in from before there were any, is over.
  if (settings.clients.length > 0 && !findClient(settings, kept.appId)) {
    return { refused: signInErrors.unknownClient(kept.appId, tenantId) };
  }
  if (settings.clients.length > 0 && !kept.checked)
    return { refused: signInErrors.malformedGrant() };
  const asked = form('scope') ?? form('resource');
  const audience =
    asked === undefined ? audienceOfScope(kept.scope, false) : readAudience(form, endpoint, false);
  if (audience === undefined) return { refused: signInErrors.malformedGrant() };
  if (typeof audience !== 'string') return audience;
  return { principal: principalOf(kept, tenantId), audience, scope: form('scope') ?? kept.scope };
}

function deviceCode(request: GrantRequest): Outcome {
  const { form, endpoint, tenantId, settings } = request;
  const client = proveClient(form, settings, tenantId, undefined);
  if ('refused' in client) return client;
  const code = form('device_code') ?? form('code');
  if (code === undefined) return { refused: signInErrors.missingParameter('device_code') };
  const kept = readOwn(request, code, DEVICE_AUDIENCE);
  if (kept === undefined || foldCase(kept.appId) !== foldCase(client.appId)) {
    return { refused: { ...signInErrors.malformedGrant(), error: 'bad_verification_code' } };
  }
  if (kept.expired) return { refused: signInErrors.expiredDeviceCode() };
  const resource = endpoint === 'v2' ? undefined : form('resource');
  const audience = resource ?? audienceOfScope(kept.scope, false);
  if (audience === undefined) return { refused: signInErrors.malformedGrant() };
  return { principal: principalOf(kept, tenantId), audience, scope: kept.scope };
}

interface Kept extends Pick<Principal, 'appId' | 'proof'> {
  readonly userName: string;
  readonly scope: string;
}

interface ReadKept extends Kept {
  readonly expired: boolean;
  /** In seconds since the epoch. */
  readonly expiresAt: number;
  /** Whether clients were configured when it was issued, so that the sign-in was really checked. */
  readonly checked: boolean;
}

function principalOf({ appId, proof, userName }: Kept, tenantId: string): Principal {
  return { tenantId, appId, proof, userName };
}

function issueOwn(
  { key, now, settings }: GrantRequest,
  audience: string,
  seconds: number,
  kept: Kept,
): string {
  const { appId, proof, userName, scope } = kept;
  const claims: JsonObject = {
    aud: audience,
    appid: appId,
    proof,
    user: userName,
    scp: scope,
    exp: epochSeconds(now) + seconds,
    checked: settings.clients.length > 0,
  };
  return signToken(key, claims);
}

function readOwn(
  { key, now }: GrantRequest,
  token: string,
  audience: string,
): ReadKept | undefined {
  const { aud, appid, proof, user, scp, exp, checked } = readToken(key, token) ?? {};
  if (aud !== audience) return undefined;
  if (
    typeof appid !== 'string' ||
    typeof user !== 'string' ||
    typeof scp !== 'string' ||
    typeof exp !== 'number'
  )
    return undefined;
  if (proof !== '0' && proof !== '1' && proof !== '2') return undefined;
  const expired = epochSeconds(now) >= exp;
  return {
    appId: appid,
    userName: user,
    scope: scp,
    proof,
    expired,
    expiresAt: exp,
    checked: checked === true,
  };
}
