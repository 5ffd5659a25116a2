import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { HttpRequest, HttpResponse } from '../../base/index.ts';
import { openCertificates } from '../tls/index.ts';
import type { Handle } from './exchange.ts';
import type { Limits } from './limits.ts';
import { createListener, type Listener } from './listener.ts';

// For tests of the network edge only.

export interface Edge {
  readonly listener: Listener;
  readonly port: number;
  readonly ca: Buffer;
  readonly caFile: string;
  readonly seen: HttpRequest[];
  readonly errors: unknown[];
}

export function answer(text: string, httpStatus = 200): HttpResponse {
  return { httpStatus, headers: ['Content-Type', 'text/plain'], body: Buffer.from(text) };
}

export interface EdgeChanges {
  readonly handle?: Handle;
  readonly limits?: Partial<Limits>;
  readonly allowedHosts?: readonly string[];
  readonly host?: string;
}

/** A listener on a free port that answers with what it was asked, closed after the test. */
export async function openEdge(context: TestContext, changes: EdgeChanges = {}): Promise<Edge> {
  const folder = mkdtempSync(join(tmpdir(), 'lazulite-edge-'));
  const { key, cert, caFile } = await openCertificates({ folder, hosts: [], systemBundles: [] });
  const seen: HttpRequest[] = [];
  const errors: unknown[] = [];
  const handle = changes.handle ?? ((request) => answer(`${request.method} ${request.target}`));
  const listener = await createListener({
    host: changes.host ?? '127.0.0.1',
    port: 0,
    tls: { key, cert },
    allowedHosts: changes.allowedHosts ?? [],
    limits: { stopMs: 2_000, ...changes.limits },
    onError: (error) => errors.push(error),
    handle: (request) => {
      seen.push(request);
      return handle(request);
    },
  });
  context.after(async () => {
    await listener.close({ graceful: false });
    rmSync(folder, { recursive: true });
  });
  return { listener, port: listener.port, ca: readFileSync(caFile), caFile, seen, errors };
}

/** A bare connection, so that tests can send what no client library would. */
export interface Wire {
  readonly socket: Socket;
  send(text: string): void;
  /** All that has come once the text appears in it. */
  until(text: string): Promise<string>;
  /** All that has come when the other side has closed. */
  closed(): Promise<string>;
}

export async function openWire(edge: Edge, secure = false): Promise<Wire> {
  const place = { host: '127.0.0.1', port: edge.port };
  const socket = secure
    ? connectTls({
        ...place,
        servername: 'localhost',
        ca: edge.ca,
        ALPNProtocols: ['h2', 'http/1.1'],
      })
    : connect(place);
  let received = '';
  let isClosed = false;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
  });
  // A reset is one way of being closed.
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    isClosed = true;
  });
  await once(socket, secure ? 'secureConnect' : 'connect');
  return {
    socket,
    send: (text) => void socket.write(text, 'latin1'),
    async until(text) {
      while (!received.includes(text)) {
        assert.ok(!isClosed, `closed before '${text}' came; came: ${received}`);
        await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      }
      return received;
    },
    async closed() {
      if (!isClosed) await once(socket, 'close');
      return received;
    },
  };
}

/** Sends one text on a connection of its own and gives back all that comes until it is closed. */
export async function exchangeText(edge: Edge, text: string, secure = false): Promise<string> {
  const wire = await openWire(edge, secure);
  wire.send(text);
  return wire.closed();
}

/** A whole GET that ends its connection, with further header lines. */
export function get(target: string, ...lines: readonly string[]): string {
  const hasHost = lines.some((line) => line.toLowerCase().startsWith('host:'));
  const head = [
    `GET ${target} HTTP/1.1`,
    ...(hasHost ? [] : ['Host: localhost:8677']),
    'Connection: close',
    ...lines,
  ];
  return `${head.join('\r\n')}\r\n\r\n`;
}

export function statusOf(received: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(received)?.[1]);
}

export function codeOf(received: string): string {
  const body = received.slice(received.indexOf('\r\n\r\n') + 4);
  return (JSON.parse(body) as { error: { code: string } }).error.code;
}
