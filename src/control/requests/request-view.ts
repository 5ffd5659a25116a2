import { formatInstant, isJsonObject, type JsonValue } from '../../base/index.ts';
import { shownBody } from './hide-secrets.ts';
import { headerOf, type OperationOf } from './match-request.ts';
import type { LoggedRequest } from './request-log.ts';

/** A request as the control API shows it. */
export interface RequestView {
  readonly sequence: number;
  readonly at: string;
  readonly endedAt: string;
  readonly caller: string;
  readonly method: string;
  readonly target: string;
  /** Azure's operationId; null for what is none. */
  readonly operation: string | null;
  readonly status: number;
  /** Of a refusal. */
  readonly errorCode: string | null;
  readonly retryAfter: string | null;
  /** The rule that had a hand in it. */
  readonly fault: string | null;
  /** Whether the connection was cut. */
  readonly isCut: boolean;
  readonly requestId: string | null;
  readonly correlationId: string | null;
  readonly clientRequestId: string | null;
  readonly requestBody?: JsonValue;
  readonly responseBody?: JsonValue;
}

export function viewOf(
  entry: LoggedRequest,
  operationOf: OperationOf,
  withBodies: boolean,
): RequestView {
  const { sequence, at, endedAt, caller, request, response } = entry;
  const { method, target } = request;
  const answer =
    response.httpStatus >= 400 || withBodies ? shownBody(response.body, target) : undefined;
  const asked = withBodies ? shownBody(request.body, target) : undefined;
  return {
    sequence,
    at: formatInstant(at),
    endedAt: formatInstant(endedAt),
    caller,
    method,
    target,
    operation: operationOf(method, target) ?? null,
    status: response.httpStatus,
    errorCode: errorCode(response.httpStatus, answer),
    retryAfter: headerOf(response.headers, 'retry-after') ?? null,
    fault: response.fault ?? null,
    isCut: response.cut !== undefined,
    requestId: headerOf(response.headers, 'x-ms-request-id') ?? null,
    correlationId: headerOf(response.headers, 'x-ms-correlation-request-id') ?? null,
    clientRequestId: request.headers['x-ms-client-request-id'] ?? null,
    ...(asked === undefined ? {} : { requestBody: asked }),
    ...(withBodies && answer !== undefined ? { responseBody: answer } : {}),
  };
}

function errorCode(status: number, body: JsonValue | undefined): string | null {
  if (status < 400 || !isJsonObject(body) || !isJsonObject(body['error'])) return null;
  const { code } = body['error'];
  return typeof code === 'string' ? code : null;
}
