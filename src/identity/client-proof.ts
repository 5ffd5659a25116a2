import { createHash, timingSafeEqual } from 'node:crypto';
import type { Form } from './form.ts';
import { looksLikeToken } from './json-web-token.ts';
import { findClient } from './roles.ts';
import { type SignInError, signInErrors } from './sign-in-error.ts';
import type { Principal } from './token-claims.ts';
import type { IdentitySettings } from './types.ts';

export type Proven = Pick<Principal, 'appId' | 'proof'>;

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Which application asks. While no clients are configured (which is only possible on loopback) any
 * id is taken at its word; with configured clients the secret must be right, and nothing else will do.
 * `required`: whether the grant needs a proof at all, as client_credentials does.
 */
export function proveClient(
  form: Form,
  settings: IdentitySettings,
  tenantId: string,
  required: SignInError | undefined,
): Proven | { readonly refused: SignInError } {
  const id = form('client_id');
  if (id === undefined) return { refused: signInErrors.missingParameter('client_id') };
  const secret = form('client_secret');
  const assertion = form('client_assertion');
  if (settings.clients.length > 0) {
    const client = findClient(settings, id);
    if (!client) return { refused: signInErrors.unknownClient(id, tenantId) };
    if (secret !== undefined) {
      if (!sameSecret(secret, client.secret)) return { refused: signInErrors.wrongSecret(id) };
      return { appId: client.id, proof: '1' };
    }
    if (assertion !== undefined) return { refused: signInErrors.unknownAssertionKey() };
    return { refused: required ?? signInErrors.secretRequired() };
  }
  if (secret !== undefined) return { appId: id, proof: '1' };
  if (assertion !== undefined) {
    if (form('client_assertion_type') !== ASSERTION_TYPE)
      return { refused: signInErrors.wrongAssertionType() };
    if (!looksLikeToken(assertion)) return { refused: signInErrors.malformedAssertion() };
    return { appId: id, proof: '2' };
  }
  return required ? { refused: required } : { appId: id, proof: '0' };
}

/** Takes the same time wherever the texts differ, and whatever their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
