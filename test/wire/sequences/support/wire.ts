import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { isJsonObject, type JsonObject } from '../../../../src/base/index.ts';
import {
  startEmulator,
  type StartOptions,
  type TestEmulator,
} from '../../../../src/testing/index.ts';

export interface Sent {
  readonly method: string;
  readonly url: string;
}

/** One request and its answer, as they crossed the socket. */
export interface Exchange {
  readonly sent: Sent;
  readonly httpStatus: number;
  readonly text: string;
  /** The parsed body; an empty object when there is none. */
  readonly json: JsonObject;
  header(name: string): string | undefined;
}

export interface Outgoing {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * An emulator that listens, in memory, on a manual clock: waiting is advancing. Its network is strict:
 * these clients make everything that they refer to.
 */
export interface Wire {
  /** `https://localhost:PORT`. */
  readonly url: string;
  /** `localhost:PORT`, as metadata hosts are given. */
  readonly host: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  send(method: string, url: string, outgoing?: Outgoing): Promise<Exchange>;
  /** What a client does between two polls. */
  wait(seconds: number): Promise<void>;
}

export async function startWire(context: TestContext, options: StartOptions = {}): Promise<Wire> {
  const data = mkdtempSync(path.join(tmpdir(), 'lazulite-sequences-'));
  const emulator = await startEmulator({ network: 'strict', ...options, data, listen: true });
  const url = emulator.url ?? '';
  const agent = new Agent({ keepAlive: true, ca: readFileSync(emulator.caFile ?? '') });
  context.after(async () => {
    agent.destroy();
    await emulator.close();
    rmSync(data, { recursive: true });
  });
  return {
    url,
    host: new URL(url).host,
    subscriptionId: emulator.subscriptionId,
    tenantId: emulator.tenantId,
    send: (method, target, outgoing = {}) => exchange(agent, { method, url: target }, outgoing),
    wait: (seconds) => advance(emulator, seconds),
  };
}

async function advance(emulator: TestEmulator, seconds: number): Promise<void> {
  if (seconds > 0) await emulator.clock.advance(`${seconds}s`);
}

function exchange(agent: Agent, sent: Sent, { headers, body }: Outgoing): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(sent.url, {
      method: sent.method,
      agent,
      headers: { ...headers },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          sent,
          httpStatus: incoming.statusCode ?? 0,
          text,
          json: parsed(text),
          header(name) {
            const value = incoming.headers[name.toLowerCase()];
            return Array.isArray(value) ? value.join(', ') : value;
          },
        }),
      );
    });
    outgoing.end(body);
  });
}

function parsed(text: string): JsonObject {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  // The oldest form of a list of clouds is an array; who wants it reads `text`.
  return isJsonObject(value) ? value : {};
}

/** A member below an object, `properties.provisioningState`; undefined when there is none. */
export function at(value: unknown, ...names: readonly (string | number)[]): unknown {
  let found = value;
  for (const name of names) {
    if (Array.isArray(found)) found = found[Number(name)];
    else if (isJsonObject(found)) found = found[name];
    else return undefined;
  }
  return found;
}

export function show({ sent, httpStatus, text }: Exchange): string {
  return `${sent.method} ${sent.url}: ${httpStatus} ${text}`;
}

/** As a client that gives up on any other status. */
export function expectStatus(answer: Exchange, ...accepted: readonly number[]): void {
  assert.ok(accepted.includes(answer.httpStatus), `wanted ${accepted.join('/')}: ${show(answer)}`);
}
