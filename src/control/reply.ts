import { EMULATOR_ERROR_STATUS, type EmulatorError, type HttpResponse } from '../base/index.ts';

/** An answer of our own API: compact JSON, never cached. */
export function jsonReply(httpStatus: number, value: unknown): HttpResponse {
  return reply(httpStatus, 'application/json; charset=utf-8', JSON.stringify(value));
}

/** Something else than JSON, or JSON that is written already. */
export function textReply(contentType: string, text: string): HttpResponse {
  return reply(200, contentType, text);
}

function reply(httpStatus: number, contentType: string, text: string): HttpResponse {
  return {
    httpStatus,
    headers: [
      'Cache-Control',
      'no-store',
      'Content-Type',
      contentType,
      'X-Content-Type-Options',
      'nosniff',
    ],
    body: new TextEncoder().encode(text),
  };
}

/** A user's mistake, as `{"error":{"code","message"}}`. */
export function errorReply(error: EmulatorError): HttpResponse {
  return jsonReply(EMULATOR_ERROR_STATUS[error.code], {
    error: { code: error.code, message: error.message },
  });
}
