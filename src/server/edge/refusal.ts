import type { HttpResponse } from '../../base/index.ts';

const HEADERS = [
  'Cache-Control',
  'no-cache',
  'Content-Type',
  'application/json; charset=utf-8',
  'X-Content-Type-Options',
  'nosniff',
];

/** A refusal in ARM's envelope: every client of ours can read that. */
export function refusal(httpStatus: number, code: string, message: string): HttpResponse {
  const body = Buffer.from(JSON.stringify({ error: { code, message } }));
  return { httpStatus, headers: HEADERS, body };
}

export function tooLarge(limitBytes: number): HttpResponse {
  return refusal(
    413,
    'RequestEntityTooLarge',
    `The request content is larger than the ${limitBytes} bytes that are accepted.`,
  );
}

/** As bytes for a connection on which nothing can be parsed any more. */
export function writeRaw(response: HttpResponse, reason: string): string {
  const body = Buffer.from(response.body ?? []).toString();
  const lines = [`HTTP/1.1 ${response.httpStatus} ${reason}`, 'Connection: close'];
  for (let i = 0; i < response.headers.length; i += 2)
    lines.push(`${response.headers[i]}: ${response.headers[i + 1]}`);
  return `${lines.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
