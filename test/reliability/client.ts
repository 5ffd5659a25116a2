import { Agent, request } from 'node:http';
import type { JsonValue } from '../../src/base/index.ts';
import {
  createSession,
  errorOf,
  type Session,
  type SessionAnswer,
} from '../../src/server/index.ts';

/** One connection of a client that needs no sign-in. */
export interface Connection extends Session {
  close(): void;
}

/** Requests go one after the other over one connection; what is cut off rejects. */
export function connect(httpUrl: string): Connection {
  const { hostname, port, host } = new URL(httpUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const session = createSession({
    host,
    token: () => Promise.resolve('open'),
    send: ({ method, target, headers, body }) =>
      new Promise((resolve, reject) => {
        const { authorization: _, ...sent } = headers;
        const outgoing = request(
          { agent, hostname, port, method, path: target, headers: sent },
          (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
            incoming.on('error', reject);
            incoming.on('end', () =>
              resolve({
                httpStatus: incoming.statusCode ?? 0,
                headers: incoming.rawHeaders,
                body: Buffer.concat(chunks),
              }),
            );
          },
        );
        outgoing.on('error', reject);
        outgoing.end(body);
      }),
  });
  return { ...session, close: () => agent.destroy() };
}

/** The JSON of an answer that must be a success. */
export async function read(session: Session, target: string): Promise<JsonValue> {
  return expectOk(await session.request('GET', target), target);
}

export function expectOk(answer: SessionAnswer, what: string): JsonValue {
  if (answer.httpStatus < 300) return answer.json ?? null;
  const { code, message } = errorOf(answer);
  throw new Error(`${what}: ${answer.httpStatus} ${code}: ${message}`);
}
