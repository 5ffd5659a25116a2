/**
 * Every statement that runs against a database, once for both (see dialect.ts). Each write names the
 * state it was planned on, so that its count of changed rows says whether that was still so.
 */
export const STATEMENTS = {
  readDocument:
    'SELECT key, revision, value FROM lazulite_documents WHERE collection = ? AND key = ?',
  listDocuments:
    'SELECT key, revision, value FROM lazulite_documents WHERE collection = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?',
  listDocumentsToTheEnd:
    'SELECT key, revision, value FROM lazulite_documents WHERE collection = ? AND key >= ? ORDER BY key LIMIT ?',
  readDocumentRevisions:
    'SELECT key, revision FROM lazulite_documents WHERE collection = ? AND key ONE OF ?',
  insertDocument:
    'INSERT INTO lazulite_documents (collection, key, revision, value) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  updateDocument:
    'UPDATE lazulite_documents SET revision = ?, value = ? WHERE collection = ? AND key = ? AND revision = ?',
  deleteDocument:
    'DELETE FROM lazulite_documents WHERE collection = ? AND key = ? AND revision = ?',

  readRows:
    'SELECT revision, payload, tag FROM lazulite_rows WHERE journal = ? AND revision > ? ORDER BY revision LIMIT ?',
  listCollections: 'SELECT DISTINCT collection FROM lazulite_documents',
  listJournals: 'SELECT journal FROM lazulite_journals',
  readHeads: 'SELECT journal, head FROM lazulite_journals WHERE journal ONE OF ?',
  readTags: 'SELECT tag, journal, revision FROM lazulite_rows WHERE tag ONE OF ?',
  insertJournal:
    'INSERT INTO lazulite_journals (journal, head, snapshot) VALUES (?, ?, 0) ON CONFLICT DO NOTHING',
  moveHead: 'UPDATE lazulite_journals SET head = ? WHERE journal = ? AND head = ?',
  restartJournal:
    'UPDATE lazulite_journals SET head = ?, snapshot = 0 WHERE journal = ? AND head = ?',
  deleteJournal: 'DELETE FROM lazulite_journals WHERE journal = ? AND head = ?',
  insertRow:
    'INSERT INTO lazulite_rows (journal, revision, payload, tag) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  deleteRows: 'DELETE FROM lazulite_rows WHERE journal = ?',

  readSnapshotParts:
    'SELECT revision, size, bytes FROM lazulite_snapshots WHERE journal = ? AND part >= ? ORDER BY part LIMIT ?',
  markSnapshot:
    'UPDATE lazulite_journals SET snapshot = ? WHERE journal = ? AND head >= ? AND snapshot < ?',
  insertSnapshotPart:
    'INSERT INTO lazulite_snapshots (journal, part, revision, size, bytes) VALUES (?, ?, ?, ?, ?)',
  deleteSnapshot: 'DELETE FROM lazulite_snapshots WHERE journal = ?',

  readSchemaVersion: 'SELECT version FROM lazulite_schema_version',
  deleteSchemaVersion: 'DELETE FROM lazulite_schema_version',
  insertSchemaVersion: 'INSERT INTO lazulite_schema_version (version) VALUES (?)',
} as const;

export type StatementName = keyof typeof STATEMENTS;

export type Parameter = string | number | Uint8Array | null;

/** One statement of a transaction. */
export interface Step {
  readonly statement: StatementName;
  readonly parameters: readonly Parameter[];
  /** Whether exactly one row must change; if not, somebody else wrote in between. */
  readonly changesOne: boolean;
}
