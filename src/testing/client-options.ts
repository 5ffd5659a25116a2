import type { HttpRequest, HttpResponse } from '../base/index.ts';

/** A token as `@azure/core-auth` wants it. */
export interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

/** What clients of `@azure/identity` take for a `TokenCredential`. */
export interface TestCredential {
  getToken(scopes: string | string[]): Promise<AccessToken>;
}

/** Headers as `@azure/core-rest-pipeline` has them. */
interface PipelineHeaders extends Iterable<[string, string]> {
  get(name: string): string | undefined;
  has(name: string): boolean;
  set(name: string, value: string | number | boolean): void;
  delete(name: string): void;
  toJSON(options?: { preserveCase?: boolean }): Record<string, string>;
}

interface PipelineRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: PipelineHeaders;
  readonly body?: unknown;
}

interface PipelineResponse<R> {
  readonly request: R;
  readonly status: number;
  readonly headers: PipelineHeaders;
  readonly bodyAsText: string;
}

/** Options of Azure's clients for JavaScript, with which they speak to this emulator without a socket. */
export interface TestClientOptions {
  readonly endpoint: string;
  readonly allowInsecureConnection: true;
  readonly httpClient: {
    sendRequest<R extends PipelineRequest>(request: R): Promise<PipelineResponse<R>>;
  };
}

/** An hour, as Azure's tokens have it. */
const TOKEN_MS = 3_600_000;
/** Clients look at the machine's time; a token that is never renewed is good for all of a test. */
const FAR_AHEAD = 4_102_444_800_000;

export function createCredential(token: () => string): TestCredential {
  return {
    getToken: () => Promise.resolve({ token: token(), expiresOnTimestamp: FAR_AHEAD - TOKEN_MS }),
  };
}

export function createClientOptions(
  origin: string,
  send: (request: HttpRequest) => Promise<HttpResponse>,
): TestClientOptions {
  return {
    endpoint: origin,
    allowInsecureConnection: true,
    httpClient: {
      async sendRequest(request) {
        const url = new URL(request.url);
        const headers: Record<string, string> = { host: url.host };
        for (const [name, value] of request.headers) headers[name.toLowerCase()] = value;
        const response = await send({
          method: request.method,
          target: `${url.pathname}${url.search}`,
          headers,
          body: bytesOf(request.body),
          secure: url.protocol === 'https:',
        });
        if (response.cut !== undefined) throw new Error('socket hang up');
        return {
          request,
          status: response.httpStatus,
          headers: new HeaderMap(response.headers),
          bodyAsText: new TextDecoder().decode(response.body ?? undefined),
        };
      },
    },
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  throw new TypeError('Only texts and bytes can be sent in process; start with listen: true.');
}

class HeaderMap implements PipelineHeaders {
  readonly #values = new Map<string, { readonly name: string; readonly value: string }>();

  constructor(flat: readonly string[]) {
    for (let at = 0; at < flat.length; at += 2) this.set(flat[at] ?? '', flat[at + 1] ?? '');
  }

  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase())?.value;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  set(name: string, value: string | number | boolean): void {
    this.#values.set(name.toLowerCase(), { name, value: String(value) });
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  toJSON({ preserveCase = false } = {}): Record<string, string> {
    return Object.fromEntries(
      [...this.#values].map(([key, { name, value }]) => [preserveCase ? name : key, value]),
    );
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    for (const [key, { value }] of this.#values) yield [key, value];
  }
}
