import assert from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../../../../src/base/index.ts';
import { type Exchange, expectStatus, type Wire } from './wire.ts';

/** Somebody who has signed in. */
export interface Client {
  readonly wire: Wire;
  /** Any URL of the emulator, or a path of it. */
  send(method: string, target: string, body?: JsonValue): Promise<Exchange>;
}

/** How a client library follows a long-running operation; rejects where the library would give up. */
export type Poller = (client: Client, first: Exchange) => Promise<Exchange>;

/** Deleting an identity or an autoscale setting is over with its answer. */
export const goneAtOnce: Poller = (_client, first) => Promise.resolve(first);

export interface SignIn {
  /** The scope that this client asks for, e.g. `https://localhost:8677/.default`. */
  readonly scope: string;
  readonly tenant?: string;
  readonly userAgent: string;
}

/** Signs in by client secret at the v2 endpoint, as MSAL and go-azure-sdk do, and reads the token. */
export async function signIn(
  wire: Wire,
  options: SignIn,
): Promise<Client & { claims: JsonObject }> {
  const token = await acquireToken(wire, options);
  return { ...clientWith(wire, token, options.userAgent), claims: claimsOf(token) };
}

export async function acquireToken(wire: Wire, { scope, tenant }: SignIn): Promise<string> {
  const answer = await wire.send(
    'POST',
    `${wire.url}/${tenant ?? wire.tenantId}/oauth2/v2.0/token`,
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        client_id: 'app',
        client_secret: 'secret',
        grant_type: 'client_credentials',
        scope,
      }).toString(),
    },
  );
  expectStatus(answer, 200);
  assert.equal(answer.json['token_type'], 'Bearer');
  assert.equal(typeof answer.json['expires_in'], 'number');
  return String(answer.json['access_token']);
}

/** Only decoded: none of these clients checks the signature of an access token. */
export function claimsOf(token: string): JsonObject {
  const [, payload = ''] = token.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as JsonObject;
}

export function clientWith(wire: Wire, token: string, userAgent: string): Client {
  return {
    wire,
    send(method, target, body) {
      const text = body === undefined ? undefined : JSON.stringify(body);
      return wire.send(method, target.startsWith('https:') ? target : `${wire.url}${target}`, {
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          'user-agent': userAgent,
          ...(text === undefined
            ? {}
            : {
                'content-type': 'application/json; charset=utf-8',
                'content-length': String(Buffer.byteLength(text)),
              }),
        },
        ...(text === undefined ? {} : { body: text }),
      });
    },
  };
}

/** More polls than any operation of the sequences takes; a poller that passes it hangs. */
export const POLLS_MAX = 500;

export function retryAfter(answer: Exchange): number | undefined {
  const seconds = Number.parseInt(answer.header('retry-after') ?? '', 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}
