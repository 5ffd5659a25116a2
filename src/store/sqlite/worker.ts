import { parentPort } from 'node:worker_threads';
import { invariant } from '../../base/index.ts';
import { type Snapshot, StoreError } from '../types.ts';
import { SqliteDatabase } from './database.ts';
import type { Failure, Request, Response } from './protocol.ts';

/** The thread of one SQLite store: it takes requests in order, and answers a message with one message. */
const port = parentPort;
invariant(port !== null, 'this file runs as a worker thread only');
let database: SqliteDatabase | undefined;

port.on('message', (requests: readonly Request[]) => {
  const buffers: ArrayBuffer[] = [];
  const responses = requests.map((request): Response => {
    try {
      const value = carryOut(request);
      if (request.method === 'readSnapshot')
        buffers.push(...bufferOf(value as Snapshot | undefined));
      return { id: request.id, value };
    } catch (error) {
      return { id: request.id, failure: toFailure(error) };
    }
  });
  port.postMessage(responses, buffers);
});

function carryOut({ method, parameters }: Request): unknown {
  if (method === 'open') {
    database = new SqliteDatabase(String(parameters[0]));
    return undefined;
  }
  invariant(database !== undefined, 'the database is opened first');
  // The engine's own types promise that the parameters fit (see protocol.ts).
  return (database[method] as (...parameters: readonly unknown[]) => unknown).apply(database, [
    ...parameters,
  ]);
}

function bufferOf(snapshot: Snapshot | undefined): ArrayBuffer[] {
  return snapshot?.bytes.buffer instanceof ArrayBuffer ? [snapshot.bytes.buffer] : [];
}

function toFailure(error: unknown): Failure {
  if (!(error instanceof Error))
    return { code: undefined, message: String(error), cause: undefined };
  return {
    code: error instanceof StoreError ? error.code : undefined,
    message: error.message,
    cause: error.cause instanceof Error ? error.cause.message : undefined,
  };
}
