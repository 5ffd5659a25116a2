import { EmulatorError, isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import { globOf } from '../../faults/index.ts';
import type { LoggedRequest } from './request-log.ts';

/** Which requests are meant; all parts must match, and one that is left out matches everything. */
export interface RequestMatch {
  readonly operation?: string;
  readonly method?: string;
  readonly path?: string;
  readonly resource?: string;
  readonly caller?: string;
  /** `429` or `4xx`. */
  readonly status?: string;
  /** `x-ms-client-request-id` or a correlation id. */
  readonly requestId?: string;
}

export const MATCH_PARTS = [
  'operation',
  'method',
  'path',
  'resource',
  'caller',
  'status',
  'requestId',
] as const satisfies readonly (keyof RequestMatch)[];

export type OperationOf = (method: string, target: string) => string | undefined;

/** Throws EMU_BAD_REQUEST for parts that are not known. */
export function readMatch(value: JsonValue | undefined): RequestMatch {
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw bad('match must be an object.');
  const match: Record<string, string> = {};
  for (const [name, part] of Object.entries(value)) {
    if (!(MATCH_PARTS as readonly string[]).includes(name)) {
      throw bad(`"${name}" is not known. A request is matched by ${MATCH_PARTS.join(', ')}.`);
    }
    const text = typeof part === 'number' ? String(part) : part;
    if (typeof text !== 'string' || text === '') throw bad(`${name} must be a text.`);
    if (name === 'status' && !/^[1-5](?:\d\d|xx)$/i.test(text)) {
      throw bad(`status must be a status such as 429, or a class such as 4xx, not "${text}".`);
    }
    match[name] = text;
  }
  return match;
}

export function createMatcher(
  match: RequestMatch,
  operationOf: OperationOf,
): (entry: LoggedRequest) => boolean {
  const glob = (pattern: string | undefined, below = false): RegExp | undefined =>
    pattern === undefined ? undefined : globOf(pattern, below);
  const operation = glob(match.operation);
  const path = glob(match.path);
  const resource = glob(match.resource, true);
  const method = match.method?.toUpperCase();
  const caller = match.caller?.toLowerCase();
  const status = glob(match.status?.toLowerCase().replaceAll('x', '*'));
  return ({ request, response, caller: asked }) => {
    if (method !== undefined && method !== request.method) return false;
    if (caller !== undefined && caller !== asked.toLowerCase()) return false;
    if (status?.test(String(response.httpStatus)) === false) return false;
    const [target = ''] = request.target.split('?', 1);
    if (path?.test(target) === false || resource?.test(target) === false) return false;
    if (match.requestId !== undefined && !idsOf(request, response).includes(match.requestId)) {
      return false;
    }
    if (operation === undefined) return true;
    return operation.test(operationOf(request.method, request.target) ?? '');
  };
}

export function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let at = 0; at < headers.length; at += 2) {
    if (headers[at]?.toLowerCase() === name) return headers[at + 1];
  }
  return undefined;
}

function idsOf(
  { headers }: LoggedRequest['request'],
  response: LoggedRequest['response'],
): readonly (string | undefined)[] {
  return [
    headers['x-ms-client-request-id'],
    headerOf(response.headers, 'x-ms-correlation-request-id'),
    headerOf(response.headers, 'x-ms-request-id'),
  ];
}

export function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}

/** What stands in a query, as an order would say it. */
export function matchOfQuery(query: URLSearchParams): JsonObject {
  return Object.fromEntries(
    MATCH_PARTS.flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
