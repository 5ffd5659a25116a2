import type { JsonObject } from '../base/index.ts';
import type { SigningKey } from './signing-key.ts';

/** Which generation of sign-in endpoints a path belongs to; they answer in different forms. */
export type Endpoint = 'v1' | 'v2' | 'adfs';

/**
 * The OpenID configuration. Source of the fields: shared/CLIENTS.md §13; only endpoints that are
 * served are named, and the issuer is on our host, because newer MSALs compare it with the authority.
 */
export function openIdConfiguration(
  origin: string,
  segment: string,
  endpoint: Endpoint,
): JsonObject {
  const base = `${origin}/${segment}`;
  const oauth = endpoint === 'v2' ? `${base}/oauth2/v2.0` : `${base}/oauth2`;
  return {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
    ],
    jwks_uri: endpoint === 'v2' ? `${base}/discovery/v2.0/keys` : `${base}/discovery/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: { v1: `${base}/`, v2: `${base}/v2.0`, adfs: base }[endpoint],
    authorization_endpoint: `${oauth}/authorize`,
    device_authorization_endpoint: `${oauth}/devicecode`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nbf',
      'name',
      'oid',
      'preferred_username',
      'tid',
      'ver',
    ],
    tenant_region_scope: null,
    cloud_instance_name: hostOf(origin),
    msgraph_host: hostOf(origin),
  };
}

/** The public half of the one key (RFC 7517). */
export function keysDocument(key: SigningKey): JsonObject {
  const { kid, modulus, exponent } = key;
  return {
    keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid, x5t: kid, n: modulus, e: exponent }],
  };
}

/**
 * `GET /common/discovery/instance`: which names are the same cloud. Clients that are told to ask us
 * instead of Microsoft get a cloud of one name.
 */
export function instanceDiscovery(origin: string, segment: string): JsonObject {
  const host = hostOf(origin);
  return {
    tenant_discovery_endpoint: `${origin}/${segment}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

/** `GET /common/userrealm/{user}`: every user is ours, so passwords are sent to the token endpoint. */
export function userRealm(origin: string, user: string): JsonObject {
  return {
    ver: '1.0',
    account_type: 'Managed',
    domain_name: user.slice(user.lastIndexOf('@') + 1),
    cloud_instance_name: hostOf(origin),
    cloud_audience_urn: 'urn:federation:MicrosoftOnline',
  };
}

export function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('//') + 2);
}
