import { createHash } from 'node:crypto';
import { type Instant, type JsonObject, MICROS_PER_SECOND } from '../base/index.ts';

/** Azure's default lifetime; answers say one second less. */
export const ACCESS_TOKEN_SECONDS = 3_600;
/** Azure dates tokens back by five minutes, which forgives clients whose clock is slow. */
const BACKDATED_SECONDS = 300;

/** Who signs in, and how. */
export interface Principal {
  readonly tenantId: string;
  readonly appId: string;
  /** Present when a person signed in, absent for an application. */
  readonly userName?: string;
  /** `appidacr`: 0 = public client, 1 = secret, 2 = certificate or federated assertion. */
  readonly proof: '0' | '1' | '2';
}

export interface AccessClaims {
  readonly principal: Principal;
  readonly audience: string;
  readonly origin: string;
  readonly now: Instant;
  /** Unique for each token. */
  readonly tokenId: string;
  readonly capabilities?: readonly string[];
}

/**
 * Claims of an access token in the version 1.0 form, which ARM's tokens have from every endpoint.
 * `oid` must be there, or Terraform asks Microsoft Graph for it. Source: shared/CLIENTS.md §§7, 13.
 */
export function accessClaims({
  principal,
  audience,
  origin,
  now,
  tokenId,
  capabilities,
}: AccessClaims): JsonObject {
  const { issuedAt, expiresAt } = lifetime(now);
  const { tenantId, appId, userName, proof } = principal;
  const objectId = objectIdOf(tenantId, userName ?? appId);
  return {
    aud: audience,
    iss: `${origin}/${tenantId}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: expiresAt,
    appid: appId,
    appidacr: proof,
    idtyp: userName === undefined ? 'app' : 'user',
    oid: objectId,
    sub: objectId,
    tid: tenantId,
    ...(userName !== undefined && {
      unique_name: userName,
      upn: userName,
      scp: 'user_impersonation',
    }),
    uti: tokenId,
    ver: '1.0',
    ...(capabilities && { xms_cc: [...capabilities] }),
  };
}

/** Claims of the id token that people's sign-ins get; MSAL makes its account record of it. */
export function idClaims(
  principal: Principal & { userName: string },
  origin: string,
  now: Instant,
): JsonObject {
  const { issuedAt, expiresAt } = lifetime(now);
  const objectId = objectIdOf(principal.tenantId, principal.userName);
  return {
    aud: principal.appId,
    iss: `${origin}/${principal.tenantId}/v2.0`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: expiresAt,
    name: principal.userName,
    oid: objectId,
    preferred_username: principal.userName,
    sub: objectId,
    tid: principal.tenantId,
    ver: '2.0',
  };
}

/** The same client in the same tenant is always the same object, on every installation. */
export function objectIdOf(tenantId: string, name: string): string {
  const hash = createHash('sha256').update(`${tenantId}/${name}`.toLowerCase()).digest();
  // Version 8 of RFC 9562: made of a hash, in the form of a GUID.
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function epochSeconds(instant: Instant): number {
  return Math.floor(instant / MICROS_PER_SECOND);
}

/** From when to when a token counts that is made now, in seconds since the epoch. */
export function lifetime(now: Instant): { issuedAt: number; expiresAt: number } {
  const seconds = epochSeconds(now);
  return { issuedAt: seconds - BACKDATED_SECONDS, expiresAt: seconds + ACCESS_TOKEN_SECONDS };
}
