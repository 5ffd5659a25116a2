import { Pool, type PoolClient } from 'pg';
import { POSTGRES, spell } from '../dialect.ts';
import { type Parameter, STATEMENTS, type StatementName } from '../statements.ts';
import { isConnectionLost, translatePostgresError } from './postgres-errors.ts';

/** Connections of one process: one commits, the others read; several processes share a server's hundred. */
const CONNECTIONS_MAX = 4;
/** After this a server that does not answer counts as away, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;
/** After this a statement that does not answer counts as lost, in milliseconds. */
const STATEMENT_TIMEOUT_MS = 30_000;

export type Value = Parameter | readonly string[];
/** Revisions (bigint) arrive as text, as they may be larger than a number; here they never are. */
export type Row = Record<string, unknown>;
export interface Result {
  readonly rows: readonly Row[];
  readonly count: number;
}
/** Sends one of the statements; several sent in a row travel together. */
export type Send = (statement: StatementName, parameters: readonly Value[]) => Promise<Result>;

/** The pool, and the two ways to use it: one statement, or a connection for a while. */
export class Connections {
  /** Host, port and database, for messages; no user and no password. */
  readonly place: string;
  readonly #pool: Pool;

  constructor(url: string) {
    const { hostname, port, pathname } = new URL(url);
    this.place = `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
    this.#pool = new Pool({
      connectionString: url,
      application_name: 'lazulite',
      max: CONNECTIONS_MAX,
      // A transaction is sent at once, not statement by statement.
      pipeline: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      // Like the other engines: an idle store does not keep the process alive.
      allowExitOnIdle: true,
    });
    // A connection has died between two statements, idle or not. The next statement finds out and the
    // pool makes a new one, so there is nothing to do; without listeners the events would end the process.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** One statement that reads; asked again when the connection turns out to be dead. */
  read(statement: StatementName, ...parameters: readonly Value[]): Promise<readonly Row[]> {
    return this.retrying(async (send) => (await send(statement, parameters)).rows);
  }

  /** Work that may be done again from the start as long as it has not committed. */
  async retrying<T>(work: (send: Send, client: PoolClient) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#withClient(work);
      } catch (error) {
        // Every pooled connection may have died with the old server; one more than those is a new one.
        if (!isConnectionLost(error) || attempt > CONNECTIONS_MAX) {
          throw translatePostgresError(error, this.place);
        }
      }
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #withClient<T>(work: (send: Send, client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    try {
      const result = await work(
        (statement, parameters) => send(client, statement, parameters),
        client,
      );
      client.release();
      return result;
    } catch (error) {
      // What state the connection is in is not known: it is closed, and its transaction with it.
      client.release(true);
      throw error;
    }
  }
}

const spelled = new Map<StatementName, string>();

/** Statements carry their name, so that a connection parses each only once. */
async function send(
  client: PoolClient,
  name: StatementName,
  parameters: readonly Value[],
): Promise<Result> {
  let text = spelled.get(name);
  if (text === undefined) {
    text = spell(STATEMENTS[name], POSTGRES);
    spelled.set(name, text);
  }
  const values = parameters.map(toWire);
  // Results come as text, so a snapshot in hexadecimal: the driver's binary results are damaged by UTF-8.
  const { rows, rowCount } = await client.query<Row>({ name: `lazulite_${name}`, text, values });
  return { rows, count: rowCount ?? 0 };
}

function toWire(value: Value): unknown {
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : value;
}
