import { isJsonObject } from '../base/index.ts';
import { armErrors } from './errors/index.ts';
import type { ArmRequest } from './types.ts';

/** Where the next page begins; opaque to clients. */
export type SkipToken = Readonly<Record<string, string | number>>;

/**
 * The link to the next page: the request's own path and query with another `$skiptoken`, on the host
 * that the client spoke to (Azure adds `:443`, which no client may rely on).
 */
export function nextLink(
  request: Pick<ArmRequest, 'origin' | 'path' | 'query' | 'apiVersion'>,
  token: SkipToken,
): string {
  const kept = Object.entries(request.query).filter(([name]) => name !== '$skiptoken');
  const parts = [
    ...kept.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
    `api-version=${encodeURIComponent(request.apiVersion)}`,
    `$skiptoken=${encodeSkipToken(token)}`,
  ];
  return `${request.origin}${request.path}?${parts.join('&')}`;
}

export function encodeSkipToken(token: SkipToken): string {
  return Buffer.from(JSON.stringify(token), 'utf8').toString('base64url');
}

/** The key after which the page begins; undefined for the first page. Throws InvalidSkipToken. */
export function readAfterKey(request: Pick<ArmRequest, 'query'>): string | undefined {
  const after = readAfter(request);
  if (after === undefined || typeof after === 'string') return after;
  throw invalidToken(request);
}

/** The number after which the page begins; undefined for the first page. Throws InvalidSkipToken. */
export function readAfterNumber(request: Pick<ArmRequest, 'query'>): number | undefined {
  const after = readAfter(request);
  if (after === undefined) return undefined;
  if (typeof after === 'number' && Number.isSafeInteger(after) && after >= 0) return after;
  throw invalidToken(request);
}

/** What `nextLink` was given as `after`; a token that is none of ours must not begin from the start. */
function readAfter(request: Pick<ArmRequest, 'query'>): string | number | undefined {
  const text = request.query['$skiptoken'];
  if (text === undefined || text === '') return undefined;
  const after = decodeSkipToken(text)?.['after'];
  if (after === undefined) throw invalidToken(request);
  return after;
}

function invalidToken({ query }: Pick<ArmRequest, 'query'>): Error {
  return armErrors.invalidSkipToken(query['$skiptoken'] ?? '');
}

/** `$top` as a number from 1 to `topMax`; undefined when it is not given. Throws InvalidTopInQueryString. */
export function readTop(request: Pick<ArmRequest, 'query'>, topMax: number): number | undefined {
  const text = request.query['$top'];
  if (text === undefined || text === '') return undefined;
  const top = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (top < 1) throw armErrors.invalidTop(text);
  return Math.min(top, topMax);
}

/** Undefined when it is none of ours. */
export function decodeSkipToken(text: string): SkipToken | undefined {
  if (!/^[\w-]{1,2048}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) return undefined;
  const token = parse(bytes.toString('utf8'));
  if (!isJsonObject(token)) return undefined;
  const scalar = Object.values(token).every(
    (value) => typeof value === 'string' || typeof value === 'number',
  );
  return scalar ? (token as SkipToken) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
