import { connect as connectPlain, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { connect as connectSecure } from 'node:tls';

/**
 * Sends requests from a process of its own: so many connections, each with one request under way.
 * Connections are kept from round to round, as the pools of real clients keep theirs.
 */
export interface LoadRound {
  readonly port: number;
  /** The CA, when it is over TLS. */
  readonly ca: string | null;
  /** The whole request as bytes of HTTP/1.1. */
  readonly text: string;
  readonly connections: number;
  readonly requests: number;
}

export interface LoadResult {
  readonly seconds: number;
  /** Of each request, in the order of their ends. */
  readonly latenciesMs: readonly number[];
  /** Of the last answer. */
  readonly last: { readonly head: string; readonly body: string };
}

interface Connection {
  readonly socket: Socket;
  /** Called with each whole answer. */
  onAnswer: (head: Buffer, body: Buffer) => void;
  onFailure: (error: Error) => void;
}

const pools = new Map<string, Connection[]>();

async function open(round: LoadRound): Promise<Connection> {
  const place = { host: '127.0.0.1', port: round.port };
  const socket =
    round.ca === null
      ? connectPlain(place)
      : connectSecure({
          ...place,
          servername: 'localhost',
          ca: round.ca,
          ALPNProtocols: ['http/1.1'],
        });
  socket.setNoDelay(true);
  const connection: Connection = { socket, onAnswer: () => {}, onFailure: () => {} };
  await new Promise<void>((resolve, reject) => {
    socket.once(round.ca === null ? 'connect' : 'secureConnect', resolve);
    socket.once('error', reject);
  });
  socket.removeAllListeners('error');
  socket.on('error', (error) => connection.onFailure(error));
  socket.on('close', () => connection.onFailure(new Error('the server closed a connection')));
  let rest: Buffer | null = null;
  socket.on('data', (chunk: Buffer) => {
    const received: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    const end = received.indexOf('\r\n\r\n');
    const length = end === -1 ? Number.NaN : lengthIn(received, end);
    if (end === -1 || received.length < end + 4 + length) {
      rest = received;
      return;
    }
    rest = null;
    connection.onAnswer(received.subarray(0, end), received.subarray(end + 4, end + 4 + length));
  });
  return connection;
}

const LENGTH = Buffer.from('\r\nContent-Length: ');

function lengthIn(received: Buffer, end: number): number {
  const at = received.indexOf(LENGTH);
  if (at === -1 || at > end) throw new Error('an answer without a length');
  let length = 0;
  for (let next = at + LENGTH.length; next < end; next += 1) {
    const digit = (received[next] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    length = length * 10 + digit;
  }
  return length;
}

async function run(round: LoadRound): Promise<LoadResult> {
  const key = `${round.port} ${round.ca !== null}`;
  const pool = pools.get(key) ?? [];
  pools.set(key, pool);
  while (pool.length < round.connections) pool.push(await open(round));
  const bytes = Buffer.from(round.text, 'latin1');
  const latenciesMs: number[] = [];
  let last = { head: '', body: '' };
  let sent = 0;
  const start = performance.now();
  await new Promise<void>((resolve, reject) => {
    for (const connection of pool.slice(0, round.connections)) {
      let sentAt = 0;
      const send = (): void => {
        sent += 1;
        sentAt = performance.now();
        connection.socket.write(bytes);
      };
      connection.onFailure = reject;
      connection.onAnswer = (head, body) => {
        // "HTTP/1.1 200": anything else would be another measurement.
        if (head[9] !== 0x32) reject(new Error(head.toString('latin1') + body.toString()));
        latenciesMs.push(performance.now() - sentAt);
        if (sent < round.requests) send();
        else if (latenciesMs.length === round.requests) {
          last = { head: head.toString('latin1'), body: body.toString() };
          resolve();
        }
      };
      if (sent < round.requests) send();
    }
  });
  return { seconds: (performance.now() - start) / 1_000, latenciesMs, last };
}

process.on('message', (round: LoadRound) => {
  run(round).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.exitCode = 1;
      process.disconnect();
      throw error;
    },
  );
});
process.on('disconnect', () => process.exit());
