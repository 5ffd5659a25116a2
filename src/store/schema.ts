import { type Dialect, spell } from './dialect.ts';
import { StoreError } from './types.ts';

/**
 * The numbered migrations: number n brings a store of version n - 1 to version n. A released one is
 * never edited; a change of the schema is a new one at the end.
 */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    'CREATE TABLE lazulite_schema_version (version bigint NOT NULL)',
    `CREATE TABLE lazulite_documents (
      collection NAME NOT NULL, key NAME NOT NULL, revision bigint NOT NULL, value text NOT NULL,
      PRIMARY KEY (collection, key))`,
    // `head` is the newest revision of the journal and `snapshot` that of its snapshot, 0 for none.
    `CREATE TABLE lazulite_journals (
      journal NAME NOT NULL PRIMARY KEY, head bigint NOT NULL, snapshot bigint NOT NULL)`,
    `CREATE TABLE lazulite_rows (
      journal NAME NOT NULL, revision bigint NOT NULL, payload text NOT NULL, tag NAME UNIQUE,
      PRIMARY KEY (journal, revision))`,
    // In parts, so that no step with one takes long; `size` is that of the whole.
    `CREATE TABLE lazulite_snapshots (
      journal NAME NOT NULL, part bigint NOT NULL, revision bigint NOT NULL, size bigint NOT NULL,
      bytes BYTES NOT NULL, PRIMARY KEY (journal, part))`,
  ],
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** The statements from a version (0: an empty store) to the newest one, in this order. */
export function migrationsFrom(version: number, dialect: Dialect): string[] {
  return MIGRATIONS.slice(version)
    .flat()
    .map((statement) => spell(statement, dialect));
}

/** Refuses a store that a newer Lazulite has migrated. */
export function requireKnownVersion(version: number, place: string): void {
  if (version <= SCHEMA_VERSION) return;
  throw new StoreError(
    'newer',
    `${place} was written by a newer Lazulite (schema ${version}; this one knows up to ${SCHEMA_VERSION}). ` +
      'Start that version, or give --store another place.',
  );
}
