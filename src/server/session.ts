import {
  type HttpRequest,
  type HttpResponse,
  isJsonObject,
  type JsonValue,
} from '../base/index.ts';

/** Takes a request to an emulator: in process, or over a connection. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

export interface SessionOptions {
  readonly send: Send;
  /** What it gives is sent with every request, until it is refused: tokens end after an hour. Null: none. */
  readonly token: () => Promise<string | null>;
  /** The Host header, e.g. `localhost:8677`. */
  readonly host: string;
}

/** A signed-in client that speaks JSON; the CLI, scenarios and the testing kit all use it. */
export interface Session {
  /**
   * `target` is a path with its query, or an absolute URL as an emulator's links are. A body is a value
   * to be sent as JSON, or bytes as they are; headers are those beside the usual ones, in lower case.
   */
  request(
    method: string,
    target: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<SessionAnswer>;
}

export interface SessionAnswer {
  readonly httpStatus: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when there was no body or it was not JSON. */
  readonly json: JsonValue | undefined;
  readonly bytes: Uint8Array;
}

export function createSession({ send, token, host }: SessionOptions): Session {
  let signedIn: Promise<string | null> | undefined;
  const ask = async (
    method: string,
    target: string,
    body: Uint8Array | undefined,
    more: Readonly<Record<string, string>>,
  ) => {
    signedIn ??= token();
    const bearer = await signedIn;
    const response = await send({
      method,
      target: target.replace(/^https?:\/\/[^/]*/i, ''),
      headers: {
        host,
        accept: 'application/json',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(body.length) }),
        ...more,
      },
      body: body ?? new Uint8Array(),
      secure: true,
    });
    return readAnswer(response);
  };
  return {
    async request(method, target, value, headers = {}) {
      const body =
        value === undefined || value instanceof Uint8Array
          ? value
          : new TextEncoder().encode(JSON.stringify(value));
      const isFirst = signedIn === undefined;
      const answer = await ask(method, target, body, headers);
      if (answer.httpStatus !== 401 || isFirst) return answer;
      signedIn = undefined;
      return await ask(method, target, body, headers);
    },
  };
}

/** The error of an answer, in the words of whoever refused. */
export function errorOf({ httpStatus, json }: SessionAnswer): {
  readonly code: string;
  readonly message: string;
} {
  const error = isJsonObject(json) ? json['error'] : undefined;
  return {
    code: textAt(error, 'code') ?? `HTTP ${httpStatus}`,
    message: textAt(error, 'message') ?? `It was answered with HTTP ${httpStatus}.`,
  };
}

/** A text in an object of JSON; undefined when there is none. */
export function textAt(value: JsonValue | undefined, key: string): string | undefined {
  const text = isJsonObject(value) ? value[key] : undefined;
  return typeof text === 'string' ? text : undefined;
}

export function readAnswer({ httpStatus, headers, body }: HttpResponse): SessionAnswer {
  const named: Record<string, string> = {};
  for (let index = 0; index + 1 < headers.length; index += 2) {
    named[(headers[index] ?? '').toLowerCase()] = headers[index + 1] ?? '';
  }
  const bytes = body ?? new Uint8Array();
  return { httpStatus, headers: named, json: parse(bytes), bytes };
}

function parse(bytes: Uint8Array): JsonValue | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
