import { EMULATOR_ERROR_STATUS, type EmulatorError, type HttpResponse } from '../base/index.ts';

/** An answer of our own API: compact JSON, never cached. */
export function jsonReply(httpStatus: number, value: unknown): HttpResponse {
  return {
    httpStatus,
    headers: [
      'Cache-Control',
      'no-store',
      'Content-Type',
      'application/json; charset=utf-8',
      'X-Content-Type-Options',
      'nosniff',
    ],
    body: new TextEncoder().encode(JSON.stringify(value)),
  };
}

/** A user's mistake, as `{"error":{"code","message"}}`. */
export function errorReply(error: EmulatorError): HttpResponse {
  return jsonReply(EMULATOR_ERROR_STATUS[error.code], {
    error: { code: error.code, message: error.message },
  });
}
