import type { HttpRequest } from '../base/index.ts';
import { type SignInError, signInErrors } from './sign-in-error.ts';

/** Assertions are a few KiB; nothing that a client sends comes near this. */
const FORM_BYTES_MAX = 65_536;

/** A token request's parameters: the first value of each; absent and empty are the same. */
export type Form = (name: string) => string | undefined;

/**
 * Reads `application/x-www-form-urlencoded`. Azure does not see the parameters of any other content
 * type and says that the first one is missing; so do we.
 */
export function readForm(
  request: HttpRequest,
  firstParameter: string,
): Form | { readonly refused: SignInError } {
  if (request.method !== 'POST') return { refused: signInErrors.onlyPost(request.method) };
  if (request.body.byteLength > FORM_BYTES_MAX)
    return { refused: signInErrors.requestTooLarge(FORM_BYTES_MAX) };
  const contentType = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(contentType)) {
    return { refused: signInErrors.missingParameter(firstParameter) };
  }
  const parameters = new URLSearchParams(Buffer.from(request.body).toString('utf8'));
  const basic = readBasic(request.headers['authorization']);
  return (name) => {
    const value = parameters.get(name) || undefined;
    if (value !== undefined || basic === undefined) return value;
    if (name === 'client_id') return basic.id;
    return name === 'client_secret' ? basic.secret : undefined;
  };
}

/** RFC 6749 §2.3.1: id and secret may come as HTTP Basic, each form-encoded. */
function readBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^basic +([\w+/=-]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  // URLSearchParams decodes as forms do and, unlike decodeURIComponent, never throws.
  const decoded = (part: string): string =>
    new URLSearchParams(`v=${part.replaceAll('&', '%26')}`).get('v') ?? '';
  return { id: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) };
}
