import type { Form } from './form.ts';
import type { Endpoint } from './discovery.ts';
import { type SignInError, signInErrors } from './sign-in-error.ts';

const OPENID_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access']);
/** Microsoft Graph, which Azure means when a request names no resource. */
const MICROSOFT_GRAPH = '00000003-0000-0000-c000-000000000000';

/**
 * For whom the token is. The v1 endpoint has `resource`, v2 has `scope`, ADFS takes either.
 * `https://host//.default` is the audience `https://host/`: only one slash belongs to the suffix.
 */
export function readAudience(
  form: Form,
  endpoint: Endpoint,
  application: boolean,
): string | { readonly refused: SignInError } {
  const resource = form('resource');
  if (endpoint !== 'v2' && resource !== undefined) return resource;
  const scope = form('scope');
  if (scope === undefined) {
    if (endpoint === 'v1') return MICROSOFT_GRAPH;
    return { refused: signInErrors.missingParameter('scope') };
  }
  return audienceOfScope(scope, application) ?? { refused: signInErrors.wrongScope(scope) };
}

/** Undefined when an application asks for anything but one `…/.default`. */
export function audienceOfScope(scope: string, application: boolean): string | undefined {
  const named = scope.split(' ').filter((part) => part !== '' && !OPENID_SCOPES.has(part));
  const first = named[0];
  if (application) {
    const resource = named.length === 1 ? /^(.+)\/\.default$/.exec(first ?? '')?.[1] : undefined;
    return resource;
  }
  if (first === undefined) return MICROSOFT_GRAPH;
  const slash = first.lastIndexOf('/');
  return slash > 0 ? first.slice(0, slash) : MICROSOFT_GRAPH;
}
