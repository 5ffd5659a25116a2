import { resolve as resolvePath } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InvariantError } from '../../base/index.ts';
import type { Engine } from '../engine.ts';
import { StoreError } from '../types.ts';
import type { Failure, Method, Request, Response } from './protocol.ts';

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Opens the file in a thread of its own, so that no disk work ever holds up the event loop. */
export async function openSqliteEngine(file: string): Promise<Engine> {
  const thread = new DatabaseThread();
  try {
    // Resolved, so that `:memory:` and `file:` are names of files like any other.
    await thread.ask('open', resolvePath(file));
  } catch (error) {
    await thread.end();
    throw error;
  }
  return {
    name: 'sqlite',
    shared: false,
    getDocument: (...parameters) => thread.ask('getDocument', ...parameters),
    listDocuments: (...parameters) => thread.ask('listDocuments', ...parameters),
    readJournal: (...parameters) => thread.ask('readJournal', ...parameters),
    listNames: () => thread.ask('listNames'),
    readHeads: (...parameters) => thread.ask('readHeads', ...parameters),
    findTagged: (...parameters) => thread.ask('findTagged', ...parameters),
    readSnapshot: (...parameters) => thread.ask('readSnapshot', ...parameters),
    writeSnapshot: (...parameters) => thread.ask('writeSnapshot', ...parameters),
    commitGroup: (...parameters) => thread.ask('commitGroup', ...parameters),
    async close() {
      try {
        await thread.ask('close');
      } finally {
        await thread.end();
      }
    },
  };
}

class DatabaseThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  /** Requests of this turn; they go together at its end. */
  #outbox: Request[] = [];
  #dead: StoreError | undefined;

  constructor() {
    // Run from the sources the worker is TypeScript as well; compiled, both are JavaScript.
    const file = import.meta.url.endsWith('.ts')
      ? new URL('./worker.ts', import.meta.url)
      : new URL('./worker.js', import.meta.url);
    this.#worker = new Worker(file, {
      // On Node 22 node:sqlite announces itself as experimental; that is not our users' concern.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.#worker.on('message', (responses: readonly Response[]) => this.#receive(responses));
    this.#worker.on('error', (error: Error) => this.#die(error));
    this.#worker.on('exit', () => this.#die(undefined));
    this.#worker.unref();
  }

  ask<T>(method: Method, ...parameters: readonly unknown[]): Promise<T> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead);
    return new Promise<T>((resolve, reject) => {
      const id = this.#nextId++;
      this.#pending.set(id, { resolve, reject });
      // Only a thread with work to do keeps the process alive.
      if (this.#pending.size === 1) this.#worker.ref();
      this.#outbox.push({ id, method, parameters });
      if (this.#outbox.length === 1) queueMicrotask(() => this.#send());
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(): void {
    const requests = this.#outbox;
    this.#outbox = [];
    this.#worker.postMessage(requests, requests.flatMap(buffersOf));
  }

  #receive(responses: readonly Response[]): void {
    for (const response of responses) {
      const pending = this.#pending.get(response.id);
      this.#pending.delete(response.id);
      if ('failure' in response) pending?.reject(toError(response.failure));
      else pending?.resolve(response.value as never);
    }
    if (this.#pending.size === 0) this.#worker.unref();
  }

  #die(cause: Error | undefined): void {
    this.#dead ??= new StoreError(
      'unavailable',
      'The thread of the SQLite store has ended. Start Lazulite again.',
      {
        cause,
      },
    );
    for (const { reject } of this.#pending.values()) reject(this.#dead);
    this.#pending.clear();
  }
}

/** Snapshots are moved to the thread, not copied: they are megabytes. */
function buffersOf({ method, parameters }: Request): ArrayBuffer[] {
  if (method !== 'writeSnapshot') return [];
  const { bytes } = parameters[1] as { bytes: Uint8Array };
  return bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}

function toError({ code, message, cause }: Failure): Error {
  if (code === undefined)
    return new InvariantError(`The SQLite store failed unexpectedly: ${message}`);
  return new StoreError(
    code,
    message,
    cause === undefined ? undefined : { cause: new Error(cause) },
  );
}
