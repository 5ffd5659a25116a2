import { POSTGRES, spell } from '../dialect.ts';
import { migrationsFrom, requireKnownVersion, SCHEMA_VERSION } from '../schema.ts';
import { STATEMENTS } from '../statements.ts';
import { StoreError } from '../types.ts';
import type { Connections, Row } from './connections.ts';

/** Any number that every Lazulite agrees on; `Lzul` as bytes. */
const MIGRATION_LOCK = 0x4c7a756c;

/** Brings the tables to the newest version; of several processes that start at once, one does. */
export async function migratePostgres(connections: Connections): Promise<void> {
  await connections.retrying(async (_send, client) => {
    const query = async (text: string, values: unknown[] = []): Promise<readonly Row[]> =>
      (await client.query<Row>(text, values)).rows;

    const [encoding] = await query('SHOW server_encoding');
    if (encoding?.['server_encoding'] !== 'UTF8') {
      throw new StoreError(
        'unavailable',
        `The database at ${connections.place} has the encoding ${String(encoding?.['server_encoding'])}. ` +
          "Create it with ENCODING 'UTF8'.",
      );
    }
    // Asked without the lock first, so that an ordinary start needs no right but to read.
    if ((await readVersion(query, connections.place)) === SCHEMA_VERSION) return;
    await query('BEGIN');
    await query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const version = await readVersion(query, connections.place);
    for (const statement of migrationsFrom(version, POSTGRES)) await query(statement);
    await query(STATEMENTS.deleteSchemaVersion);
    await query(spell(STATEMENTS.insertSchemaVersion, POSTGRES), [SCHEMA_VERSION]);
    await query('COMMIT');
  });
}

async function readVersion(
  query: (text: string) => Promise<readonly Row[]>,
  place: string,
): Promise<number> {
  // A scan, as to_regclass() may answer from a cache that knows nothing of another process's commit.
  const tables = await query(
    "SELECT oid FROM pg_catalog.pg_class WHERE relname = 'lazulite_schema_version' AND pg_table_is_visible(oid)",
  );
  if (tables.length === 0) return 0;
  const [row] = await query(STATEMENTS.readSchemaVersion);
  const version = Number(row?.['version'] ?? 0);
  requireKnownVersion(version, `The store at ${place}`);
  return version;
}
