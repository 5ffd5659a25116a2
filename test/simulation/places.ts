import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { startPostgres } from '../support/postgres.ts';

/** Where histories are kept while they are played. */
export interface Place {
  readonly name: 'memory' | 'sqlite' | 'postgres';
  /** As `--store` takes it. */
  readonly store: string;
  /** Whether it outlives an emulator. */
  readonly lasting: boolean;
  /** Forgets all histories. The key that signs tokens stays, as it takes long to make. */
  clear(): Promise<void>;
  discardSnapshots(): Promise<void>;
  remove(): Promise<void>;
}

const CLEAR = [
  "DELETE FROM lazulite_documents WHERE collection <> 'identity'",
  'DELETE FROM lazulite_journals',
  'DELETE FROM lazulite_rows',
  'DELETE FROM lazulite_snapshots',
];
const DISCARD_SNAPSHOTS = [
  'DELETE FROM lazulite_snapshots',
  'UPDATE lazulite_journals SET snapshot = 0',
];

export const memory: Place = {
  name: 'memory',
  store: 'memory',
  lasting: false,
  clear: async () => undefined,
  discardSnapshots: async () => undefined,
  remove: async () => undefined,
};

export async function sqlitePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'lazulite-simulation-'));
  const file = join(folder, 'lazulite.db');
  const run = (statements: readonly string[]): void => {
    const database = new DatabaseSync(file);
    try {
      if (!hasTables(database)) return;
      // Nothing of it has to outlive the machine.
      database.exec('PRAGMA synchronous = OFF');
      database.exec(`BEGIN; ${statements.join('; ')}; COMMIT`);
    } finally {
      database.close();
    }
  };
  return {
    name: 'sqlite',
    store: `sqlite:${file}`,
    lasting: true,
    clear: async () => run(CLEAR),
    discardSnapshots: async () => run(DISCARD_SNAPSHOTS),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function hasTables(database: DatabaseSync): boolean {
  return (
    database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'lazulite_rows'").get() !== undefined
  );
}

export async function postgresPlace(): Promise<Place> {
  const server = await startPostgres();
  const url = await server.url();
  const client = new Client({ connectionString: url });
  await client.connect();
  const run = async (statements: readonly string[]): Promise<void> => {
    const { rows } = await client.query("SELECT to_regclass('lazulite_rows') AS rows");
    if (rows[0]?.rows === null) return;
    for (const statement of statements) await client.query(statement);
  };
  return {
    name: 'postgres',
    store: url,
    lasting: true,
    clear: () => run(CLEAR),
    discardSnapshots: () => run(DISCARD_SNAPSHOTS),
    async remove() {
      await client.end();
      await server.stop();
    },
  };
}
