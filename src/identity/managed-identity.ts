import type { HttpRequest, HttpResponse } from '../base/index.ts';
import { tokenAnswer } from './answers.ts';
import { signToken } from './json-web-token.ts';
import type { SignInContext } from './sign-in-context.ts';
import { ACCESS_TOKEN_SECONDS, accessClaims, lifetime, objectIdOf } from './token-claims.ts';

/**
 * `GET /metadata/identity/oauth2/token`: the token endpoint that a virtual machine has. It asks for no
 * secret, so it gives nothing while clients are configured.
 * Source: learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token.
 * The refusals of 400 are quoted: the header's in Azure's page on the metadata service, the resource's
 * in the tests of Azure.Identity for .NET, `Identity not found` by many; the one of 405 is inferred.
 */
export function answerManagedIdentity(
  context: SignInContext,
  request: HttpRequest,
  query: URLSearchParams,
  origin: string,
): HttpResponse {
  const { settings, key, clock, nextGuid } = context;
  if (request.method !== 'GET')
    return refused(405, `The requested resource does not support http method '${request.method}'.`);
  // The header keeps out requests that somebody else makes a program send (SSRF).
  if (
    request.headers['metadata']?.toLowerCase() !== 'true' ||
    request.headers['x-forwarded-for'] !== undefined
  ) {
    return refused(400, 'Required metadata header not specified');
  }
  const audience = query.get('resource');
  if (!audience) return refused(400, "Required query variable 'resource' is missing");
  if (settings.clients.length > 0) return refused(400, 'Identity not found');

  const tenantId = settings.tenantId.toLowerCase();
  const appId = query.get('client_id') || objectIdOf(tenantId, 'managed identity');
  const now = clock.wall();
  const { issuedAt, expiresAt } = lifetime(now);
  const claims = accessClaims({
    principal: { tenantId, appId, proof: '2' },
    audience,
    origin,
    now,
    tokenId: nextGuid(),
  });
  const expiresIn = String(ACCESS_TOKEN_SECONDS - 1);
  return tokenAnswer(200, {
    access_token: signToken(key, claims),
    client_id: appId,
    expires_in: expiresIn,
    expires_on: String(expiresAt),
    ext_expires_in: expiresIn,
    not_before: String(issuedAt),
    resource: audience,
    token_type: 'Bearer',
  });
}

function refused(httpStatus: number, description: string): HttpResponse {
  return tokenAnswer(httpStatus, { error: 'invalid_request', error_description: description });
}
