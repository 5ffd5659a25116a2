import { type ControlAnswer, type ControlSend, memberOf } from './ask.ts';
import type { ControlClient } from './control-client.ts';
import { controlClientOver } from './control-client-over.ts';
import { ControlError } from './control-error.ts';
import type { ControlOpen } from './follow-events.ts';

/** Where the emulator is, and who asks. */
export interface ControlClientOptions {
  /** `http://localhost:8677`; with https the CA must be known, as by NODE_EXTRA_CA_CERTS. */
  readonly url: string;
  /** A bearer token. When left out, the client signs in by itself. */
  readonly token?: string | (() => string | Promise<string>);
  /** Who signs in; anybody will do where no clients are configured. */
  readonly client?: { readonly id: string; readonly secret: string };
  /** Where to sign in; any GUID will do where no tenant is configured. */
  readonly tenantId?: string;
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
}

/** What needs no token. */
const OPEN: readonly string[] = [
  '/_lazulite/health',
  '/_lazulite/ready',
  '/_lazulite/openapi.json',
];

const ANY_CLIENT = { id: 'lazulite-control', secret: 'any' };
const ANY_TENANT = '00000000-0000-0000-0000-000000000002';

/**
 * A client of the control API, over `fetch`.
 *
 * ```ts
 * const control = createControlClient({ url: 'http://localhost:8677' });
 * await control.clock.advance('3m');
 * ```
 */
export function createControlClient(options: ControlClientOptions): ControlClient {
  let signedIn: Promise<string> | undefined;
  const ask = async (method: string, target: string, body?: unknown): Promise<ControlAnswer> => {
    signedIn ??= tokenOf(options);
    const token = await signedIn;
    return await send(options, method, target, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: bytesOf(body) }),
    });
  };
  const askAgain: ControlSend = async (method, target, body) => {
    if (OPEN.includes(target)) return await send(options, method, target, {});
    const isFirst = signedIn === undefined;
    try {
      const answer = await ask(method, target, body);
      if (answer.httpStatus !== 401 || isFirst) return answer;
    } catch (error) {
      // Whoever asks next signs in anew.
      signedIn = undefined;
      throw error;
    }
    // Tokens end after an hour.
    signedIn = undefined;
    return await ask(method, target, body);
  };
  const open: ControlOpen = async (target, headers, signal) => {
    for (let isFirst = signedIn === undefined; ; isFirst = true) {
      signedIn ??= tokenOf(options);
      const authorization = `Bearer ${await signedIn}`;
      const response = await fetched(options, target, {
        headers: { ...headers, authorization },
        signal,
      });
      if (response.status !== 401 || isFirst) {
        return { httpStatus: response.status, pieces: piecesOf(response) };
      }
      await response.body?.cancel();
      signedIn = undefined;
    }
  };
  return controlClientOver(askAgain, open);
}

async function tokenOf(options: ControlClientOptions): Promise<string> {
  const { token, client = ANY_CLIENT, tenantId = ANY_TENANT } = options;
  if (token !== undefined) return typeof token === 'string' ? token : await token();
  const { httpStatus, json } = await send(options, 'POST', `/${tenantId}/oauth2/v2.0/token`, {
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.id,
      client_secret: client.secret,
      scope: 'https://management.azure.com/.default',
    }),
  });
  const given = memberOf(json, 'access_token');
  if (typeof given === 'string') return given;
  const described = memberOf(json, 'error_description');
  const [line = ''] = typeof described === 'string' ? described.split(/\r?\n/, 1) : [];
  throw new ControlError(`Client ${client.id} cannot sign in at ${options.url}: ${line}`, {
    code: null,
    azureCode: /^AADSTS\d+/.exec(line)?.[0] ?? null,
    httpStatus,
  });
}

async function send(
  options: ControlClientOptions,
  method: string,
  target: string,
  init: Pick<RequestInit, 'headers' | 'body'>,
): Promise<ControlAnswer> {
  const response = await fetched(options, target, { ...init, method });
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw noEmulator(options, cause);
  }
  return { httpStatus: response.status, json: parsed(bytes), bytes };
}

async function fetched(
  options: ControlClientOptions,
  target: string,
  init: RequestInit,
): Promise<Response> {
  const { url, fetch: ask = fetch } = options;
  try {
    return await ask(new URL(target, url), init);
  } catch (cause) {
    throw noEmulator(options, cause);
  }
}

function noEmulator({ url }: ControlClientOptions, cause: unknown): ControlError {
  return new ControlError(
    `No emulator answers at ${url}. Start one with \`lazulite start\`.`,
    { code: 'EMU_NO_EMULATOR', azureCode: null, httpStatus: null },
    { cause },
  );
}

/** A body as it comes; one that is cut has ended. */
async function* piecesOf({ body }: Response): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> | string {
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
