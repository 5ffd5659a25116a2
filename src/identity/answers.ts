import type { HttpResponse } from '../base/index.ts';

/** Documents that clients may keep for the length of their run. */
const DOCUMENT_HEADERS = [
  'Content-Type',
  'application/json; charset=utf-8',
  'X-Content-Type-Options',
  'nosniff',
];
/** What carries a token, or says why there is none, is kept by nobody. */
const TOKEN_HEADERS = [
  'Cache-Control',
  'no-store, no-cache',
  'Pragma',
  'no-cache',
  'Expires',
  '-1',
  ...DOCUMENT_HEADERS,
];

export function document(value: unknown): HttpResponse {
  return { httpStatus: 200, headers: DOCUMENT_HEADERS, body: Buffer.from(JSON.stringify(value)) };
}

export function tokenAnswer(
  httpStatus: number,
  value: unknown,
  headers: readonly string[] = [],
): HttpResponse {
  return {
    httpStatus,
    headers: [...TOKEN_HEADERS, ...headers],
    body: Buffer.from(JSON.stringify(value)),
  };
}
