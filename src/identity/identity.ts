import { createHash } from 'node:crypto';
import { foldCase } from '../base/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Store } from '../store/index.ts';
import { createAuthenticator } from './authenticator.ts';
import { signToken } from './json-web-token.ts';
import { mayDo } from './roles.ts';
import type { SignInContext } from './sign-in-context.ts';
import { answerSignIn } from './sign-in-routes.ts';
import { loadSigningKey } from './signing-key.ts';
import { accessClaims } from './token-claims.ts';
import type { Identity, IdentitySettings } from './types.ts';

const ARM_AUDIENCE = 'https://management.azure.com/';

export interface IdentityParts {
  readonly store: Pick<Store, 'engine' | 'getDocument' | 'commit'>;
  readonly clock: Pick<Clock, 'wall'>;
  readonly settings: IdentitySettings;
}

/** Opens the identity room: reads the signing key from the store, or makes it. */
export async function createIdentity({ store, clock, settings }: IdentityParts): Promise<Identity> {
  const key = await loadSigningKey(store, clock);
  const context: SignInContext = { settings, key, clock, nextGuid: createGuids(key.kid, clock) };
  return {
    authenticate: createAuthenticator(key, clock, settings),
    handle: (request) => answerSignIn(context, request),
    issueToken({
      tenantId = settings.tenantId,
      appId,
      objectId,
      audience = ARM_AUDIENCE,
      origin = 'https://localhost',
    }) {
      const principal = { tenantId: foldCase(tenantId), appId, proof: '1' } as const;
      const claims = accessClaims({
        principal,
        audience,
        origin,
        now: clock.wall(),
        tokenId: context.nextGuid(),
      });
      return signToken(key, objectId === undefined ? claims : { ...claims, oid: objectId });
    },
    mayDo: (caller, method, target) => mayDo(settings, caller, method, target),
  };
}

/** GUIDs that do not repeat within a process or over a restart; not secret, and not for secrets. */
function createGuids(kid: string, clock: Pick<Clock, 'wall'>): () => string {
  const startedAt = clock.wall();
  let issued = 0;
  return () => {
    issued += 1;
    const hex = createHash('sha256').update(`${kid} ${startedAt} ${issued}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}
