import { type Instant, isGuid, MICROS_PER_SECOND } from '../base/index.ts';
import type { Clock } from '../clock/index.ts';
import { readToken } from './json-web-token.ts';
import { createRecentCache } from './recent-cache.ts';
import {
  expiredToken,
  invalidHeader,
  invalidToken,
  missingHeader,
  wrongAudience,
  wrongTenant,
} from './refusals.ts';
import type { SigningKey } from './signing-key.ts';
import { roleOf } from './roles.ts';
import { objectIdOf } from './token-claims.ts';
import type { Authentication, IdentitySettings } from './types.ts';

/** A token is about 1 KiB; this many different clients are served from memory. */
const REMEMBERED_TOKENS = 1_024;
/** Longer headers are checked each time, so that memory stays bounded whatever is sent. */
const REMEMBERED_HEADER_CHARS = 8_192;

const ARM_AUDIENCES = new Set([
  'https://management.azure.com',
  'https://management.core.windows.net',
]);

interface Remembered {
  readonly accepted: Authentication;
  readonly expiresAt: Instant;
  readonly audience: string;
  /** The origin for which the audience has been found right; empty: right for every one. */
  readonly origin: string;
}

/** Checks the Authorization header of requests to ARM. */
export function createAuthenticator(
  key: SigningKey,
  clock: Pick<Clock, 'wall'>,
  settings: IdentitySettings,
): (authorization: string | undefined, origin: string) => Authentication {
  const remembered = createRecentCache<Remembered>(REMEMBERED_TOKENS);
  const anybody: Authentication = {
    ok: true,
    caller: {
      tenantId: settings.tenantId,
      objectId: objectIdOf(settings.tenantId, 'anonymous'),
      appId: 'anonymous',
    },
  };
  const { tenantId } = settings;

  function check(authorization: string, origin: string): Authentication {
    const place = { origin, tenantId };
    const token = /^bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) return invalidHeader(place);
    const claims = readToken(key, token);
    const { tid, oid, appid, aud, iss, exp, nbf } = claims ?? {};
    if (
      typeof tid !== 'string' ||
      !isGuid(tid) ||
      typeof oid !== 'string' ||
      typeof appid !== 'string' ||
      typeof aud !== 'string' ||
      typeof iss !== 'string' ||
      typeof exp !== 'number' ||
      typeof nbf !== 'number'
    ) {
      return invalidToken(place);
    }
    const now = clock.wall();
    const expiresAt = exp * MICROS_PER_SECOND;
    if (now >= expiresAt) return expiredToken(place, expiresAt, now);
    if (now < nbf * MICROS_PER_SECOND) return invalidToken(place);
    if (!isForUs(aud, origin)) return wrongAudience(place, aud);
    if (settings.tenantPinned && tid !== tenantId.toLowerCase()) return wrongTenant(place, iss);

    const role = roleOf(settings, appid);
    const accepted: Authentication = {
      ok: true,
      caller: { tenantId: tid, objectId: oid, appId: appid, ...(role && { role }) },
    };
    if (authorization.length <= REMEMBERED_HEADER_CHARS) {
      const origins = ARM_AUDIENCES.has(withoutSlash(aud)) ? '' : origin;
      remembered.set(authorization, { accepted, expiresAt, audience: aud, origin: origins });
    }
    return accepted;
  }

  return (authorization, origin) => {
    if (settings.auth === 'open') return anybody;
    if (authorization === undefined) return missingHeader({ origin, tenantId });
    const known = remembered.get(authorization);
    if (known === undefined) return check(authorization, origin);
    if (clock.wall() >= known.expiresAt) {
      remembered.delete(authorization);
      return check(authorization, origin);
    }
    if (known.origin !== '' && known.origin !== origin && !isForUs(known.audience, origin)) {
      return wrongAudience({ origin, tenantId }, known.audience);
    }
    return known.accepted;
  };
}

/**
 * Azure's own audiences, and the name under which we were reached. The scheme does not count: the
 * same port answers both, and the tools print the https form only.
 */
function isForUs(audience: string, origin: string): boolean {
  const bare = withoutSlash(audience);
  return ARM_AUDIENCES.has(bare) || withoutScheme(bare) === withoutScheme(origin);
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}

function withoutScheme(url: string): string {
  return /^https?:\/\/(.*)$/i.exec(url)?.[1]?.toLowerCase() ?? '';
}
