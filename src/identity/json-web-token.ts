import { sign, verify } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../base/index.ts';
import type { SigningKey } from './signing-key.ts';

/** Signs the claims by RS256 (RFC 7515, RFC 7518 §3.3). */
export function signToken(key: SigningKey, claims: JsonObject): string {
  const signed = `${key.encodedHeader}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')}`;
}

/**
 * The claims, when we have signed them; otherwise undefined.
 *
 * There is one key and one algorithm, so the token's header is compared and never obeyed: a token
 * that names `none`, HS256 or another key is not ours.
 */
export function readToken(key: SigningKey, token: string): JsonObject | undefined {
  const headerEnd = token.indexOf('.');
  const payloadEnd = token.indexOf('.', headerEnd + 1);
  if (headerEnd < 0 || payloadEnd < 0 || !/^[\w-]+$/.test(token.slice(payloadEnd + 1)))
    return undefined;
  const header = parsePart(token.slice(0, headerEnd));
  if (header?.['alg'] !== 'RS256' || header['kid'] !== key.kid || 'crit' in header)
    return undefined;
  const signature = Buffer.from(token.slice(payloadEnd + 1), 'base64url');
  if (!verify('sha256', Buffer.from(token.slice(0, payloadEnd)), key.publicKey, signature))
    return undefined;
  return parsePart(token.slice(headerEnd + 1, payloadEnd));
}

/** Whether a text has the form of a signed token, whoever signed it. */
export function looksLikeToken(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 3 &&
    parsePart(parts[0] ?? '') !== undefined &&
    parsePart(parts[1] ?? '') !== undefined
  );
}

function parsePart(encoded: string): JsonObject | undefined {
  if (!/^[\w-]+$/.test(encoded)) return undefined;
  const text = Buffer.from(encoded, 'base64url').toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // Whoever sent something else than JSON has sent no token; that is the answer, not a failure.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isJsonObject(value) ? value : undefined;
}
