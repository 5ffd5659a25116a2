import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { invariant, makeFolder } from '../../base/index.ts';
import { SQLITE, spell } from '../dialect.ts';
import type { Batch, KeyRange, Outcome, TaggedRow } from '../engine.ts';
import { type Current, planGroup } from '../group-plan.ts';
import { stepsOfPlan } from '../group-steps.ts';
import { migrationsFrom, requireKnownVersion, SCHEMA_VERSION } from '../schema.ts';
import { toDocument, toJournalRow } from '../row-values.ts';
import { partsOf, SnapshotAssembly } from '../snapshot-parts.ts';
import { type Parameter, STATEMENTS, type StatementName, type Step } from '../statements.ts';
import {
  type JournalRow,
  type ReadOptions,
  type Snapshot,
  type StoredDocument,
  type StoreNames,
  StoreError,
} from '../types.ts';
import type { SyncEngine } from './protocol.ts';
import { translateSqliteError } from './sqlite-errors.ts';

/** How long an opening waits for a process that is just going away, in milliseconds. */
const BUSY_TIMEOUT_MS = 250;
/** `Lzul` in the header of the file, so that nobody's other database is taken for a store. */
const APPLICATION_ID = 0x4c7a756c;
/** The write-ahead file is folded into the store at this many pages of 4 KiB: rarer is faster, and longer to recover. */
const CHECKPOINT_PAGES = 4_096;
/** The write-ahead file is cut back to this after it was larger (a snapshot can be), in bytes. */
const JOURNAL_BYTES_KEPT = 16 * 1024 * 1024;

type Row = Record<string, SQLOutputValue>;

/** The SQLite file, used synchronously; it lives in the worker thread only. */
export class SqliteDatabase implements SyncEngine {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<StatementName, StatementSync>();

  constructor(file: string) {
    this.#file = file;
    this.#database = this.#translated(() => openFile(file));
    this.#translated(() => {
      try {
        this.#prepareFile();
      } catch (error) {
        this.#database.close();
        throw error;
      }
    });
  }

  getDocument(collection: string, key: string): StoredDocument | undefined {
    return this.#read('readDocument', collection, key).map(toDocument)[0];
  }

  listDocuments(collection: string, { from, below, limit }: KeyRange): StoredDocument[] {
    const rows =
      below === undefined
        ? this.#read('listDocumentsToTheEnd', collection, from, limit)
        : this.#read('listDocuments', collection, from, below, limit);
    return rows.map(toDocument);
  }

  readJournal(journal: string, { after, limit }: ReadOptions): JournalRow[] {
    const rows = this.#read('readRows', journal, after, limit);
    return rows.map(toJournalRow);
  }

  listNames(): StoreNames {
    return {
      collections: this.#read('listCollections').map((row) => String(row['collection'])),
      journals: this.#read('listJournals').map((row) => String(row['journal'])),
    };
  }

  readHeads(journals: readonly string[]): number[] {
    const rows = this.#read('readHeads', JSON.stringify(journals));
    const heads = new Map(rows.map((row) => [row['journal'], Number(row['head'])]));
    return journals.map((journal) => heads.get(journal) ?? 0);
  }

  findTagged(tag: string): TaggedRow | undefined {
    const [row] = this.#read('readTags', JSON.stringify([tag]));
    return row && { journal: String(row['journal']), revision: Number(row['revision']) };
  }

  readSnapshot(journal: string): Snapshot | undefined {
    const assembly = new SnapshotAssembly();
    // A negative limit is none. Source: https://www.sqlite.org/lang_select.html#limitoffset
    for (const row of this.#read('readSnapshotParts', journal, 0, -1)) assembly.add(row);
    return assembly.result();
  }

  writeSnapshot(journal: string, snapshot: Snapshot): void {
    const { revision } = snapshot;
    this.#translated(() =>
      this.#inTransaction(() => {
        const isNewer = this.#run('markSnapshot', [revision, journal, revision, revision]) === 1;
        if (!isNewer) return;
        this.#run('deleteSnapshot', [journal]);
        for (const part of partsOf(journal, snapshot)) this.#run('insertSnapshotPart', part);
      }),
    );
  }

  commitGroup(group: readonly Batch[]): readonly Outcome[] {
    return this.#translated(() => {
      const plan = planGroup(group, this.#current);
      const steps = stepsOfPlan(plan);
      // Nobody else writes to the file, so what was read for the plan still holds in the transaction.
      if (steps.length > 0) this.#inTransaction(() => steps.forEach((step) => this.#take(step)));
      return plan.outcomes;
    });
  }

  close(): void {
    this.#translated(() => this.#database.close());
  }

  readonly #current: Current = {
    documentRevision: (collection, key) =>
      Number(
        this.#read('readDocumentRevisions', collection, JSON.stringify([key]))[0]?.['revision'] ??
          0,
      ),
    head: (journal) => this.readHeads([journal])[0] ?? 0,
    journalOfTag: (tag) => this.findTagged(tag)?.journal,
  };

  #prepareFile(): void {
    const database = this.#database;
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    // The lock is the operating system's: it is kept until the file is closed, and dies with the process.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
    invariant(mode === 'wal', `SQLite keeps the write-ahead log of a file, not '${String(mode)}'`);
    // With a group per transaction, a synced write for each is cheap enough to survive a power cut too.
    database.exec('PRAGMA synchronous = FULL');
    database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    database.exec(`PRAGMA journal_size_limit = ${JOURNAL_BYTES_KEPT}`);
    database.exec('BEGIN EXCLUSIVE');
    this.#migrate();
    database.exec('COMMIT');
  }

  #migrate(): void {
    const database = this.#database;
    const tables = database
      .prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table'")
      .get();
    const isEmpty = Number(tables?.['count']) === 0;
    const applicationId = Number(
      database.prepare('PRAGMA application_id').get()?.['application_id'],
    );
    if (!isEmpty && applicationId !== APPLICATION_ID) {
      throw new StoreError(
        'unavailable',
        `${this.#file} is an SQLite database of another program. Give --store another file.`,
      );
    }
    const version = isEmpty ? 0 : Number(this.#read('readSchemaVersion')[0]?.['version']);
    requireKnownVersion(version, `The store ${this.#file}`);
    if (version === SCHEMA_VERSION) return;
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    for (const statement of migrationsFrom(version, SQLITE)) database.exec(statement);
    this.#run('deleteSchemaVersion', []);
    this.#run('insertSchemaVersion', [SCHEMA_VERSION]);
  }

  #take({ statement, parameters, changesOne }: Step): void {
    const changes = this.#run(statement, parameters);
    invariant(
      !changesOne || changes === 1,
      `'${statement}' changes one row when nobody else writes`,
    );
  }

  #inTransaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      // After some failures (a full disk) SQLite has rolled back by itself.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #read(name: StatementName, ...parameters: Parameter[]): Row[] {
    return this.#translated(() => this.#statement(name).all(...parameters));
  }

  #run(name: StatementName, parameters: readonly Parameter[]): number {
    return Number(this.#statement(name).run(...parameters).changes);
  }

  #statement(name: StatementName): StatementSync {
    let statement = this.#statements.get(name);
    if (statement === undefined) {
      statement = this.#database.prepare(spell(STATEMENTS[name], SQLITE));
      this.#statements.set(name, statement);
    }
    return statement;
  }

  #translated<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw translateSqliteError(error, this.#file);
    }
  }
}

/** Secrets may be in a model, so the file is the owner's alone; SQLite gives its side files the same mode. */
function openFile(file: string): DatabaseSync {
  makeFolder(dirname(file));
  closeSync(openSync(file, 'a', 0o600));
  return new DatabaseSync(file);
}
