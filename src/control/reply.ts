import type { EmulatorError, EmulatorErrorCode, HttpResponse } from '../base/index.ts';

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
  return jsonReply(HTTP_STATUS[error.code] ?? 400, {
    error: { code: error.code, message: error.message },
  });
}

/** Where 400 does not say it best. */
const HTTP_STATUS: Readonly<Partial<Record<EmulatorErrorCode, number>>> = {
  EMU_NOT_FOUND: 404,
  EMU_CLOCK_BACKWARDS: 409,
  EMU_CLOCK_NOT_MANUAL: 409,
  EMU_STORE_UNAVAILABLE: 503,
};
