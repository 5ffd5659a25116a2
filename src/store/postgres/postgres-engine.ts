import type { Batch, Engine, KeyRange, Outcome, TaggedRow } from '../engine.ts';
import { namesInGroup, planGroup, type Current } from '../group-plan.ts';
import { stepsOfPlan } from '../group-steps.ts';
import { toDocument, toJournalRow } from '../row-values.ts';
import { partsOf, SnapshotAssembly } from '../snapshot-parts.ts';
import type { Step } from '../statements.ts';
import {
  type JournalRow,
  type ReadOptions,
  type Snapshot,
  type StoredDocument,
  type StoreNames,
  StoreError,
} from '../types.ts';
import { Connections, type Result, type Row, type Send } from './connections.ts';
import { migratePostgres } from './migrate.ts';
import { DISTURBED, readConsistently, transact } from './transaction.ts';

/** Each attempt that fails means that another process got something written; so many in a row are a bug. */
const ATTEMPTS_MAX = 20;
const NO_ROWS: Result = { rows: [], count: 0 };

/** Several processes may share the database; none of them is special. */
export async function openPostgresEngine(url: string): Promise<Engine> {
  const connections = new Connections(url);
  try {
    await migratePostgres(connections);
  } catch (error) {
    await connections.close();
    throw error;
  }
  return new PostgresEngine(connections);
}

class PostgresEngine implements Engine {
  readonly name = 'postgres';
  readonly shared = true;
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async getDocument(collection: string, key: string): Promise<StoredDocument | undefined> {
    const [row] = await this.#connections.read('readDocument', collection, key);
    return row && toDocument(row);
  }

  async listDocuments(
    collection: string,
    { from, below, limit }: KeyRange,
  ): Promise<readonly StoredDocument[]> {
    const rows =
      below === undefined
        ? await this.#connections.read('listDocumentsToTheEnd', collection, from, limit)
        : await this.#connections.read('listDocuments', collection, from, below, limit);
    return rows.map(toDocument);
  }

  async readJournal(
    journal: string,
    { after, limit }: ReadOptions,
  ): Promise<readonly JournalRow[]> {
    const rows = await this.#connections.read('readRows', journal, after, limit);
    return rows.map(toJournalRow);
  }

  async listNames(): Promise<StoreNames> {
    const [collections, journals] = await Promise.all([
      this.#connections.read('listCollections'),
      this.#connections.read('listJournals'),
    ]);
    return {
      collections: collections.map((row) => String(row['collection'])),
      journals: journals.map((row) => String(row['journal'])),
    };
  }

  async readHeads(journals: readonly string[]): Promise<readonly number[]> {
    const rows = await this.#connections.read('readHeads', journals);
    const heads = numbersByName(rows, 'journal', 'head');
    return journals.map((journal) => heads.get(journal) ?? 0);
  }

  async findTagged(tag: string): Promise<TaggedRow | undefined> {
    const [row] = await this.#connections.read('readTags', [tag]);
    return row && { journal: String(row['journal']), revision: Number(row['revision']) };
  }

  async readSnapshot(journal: string): Promise<Snapshot | undefined> {
    return readConsistently(this.#connections, async (send) => {
      const assembly = new SnapshotAssembly();
      // Part by part, so that other work gets its turn in between.
      for (let part = 0; !assembly.isComplete; part++) {
        const [row] = (await send('readSnapshotParts', [journal, part, 1])).rows;
        if (row === undefined) break;
        assembly.add(row);
      }
      return assembly.result();
    });
  }

  async writeSnapshot(journal: string, snapshot: Snapshot): Promise<void> {
    const { revision } = snapshot;
    const work = async (send: Send) => {
      const { count } = await send('markSnapshot', [revision, journal, revision, revision]);
      if (count === 0) return false;
      await send('deleteSnapshot', [journal]);
      for (const part of partsOf(journal, snapshot)) await send('insertSnapshotPart', part);
      return true;
    };
    await this.#untilUndisturbed(() => transact(this.#connections, work));
  }

  async commitGroup(group: readonly Batch[]): Promise<readonly Outcome[]> {
    return this.#untilUndisturbed(async () => {
      const plan = planGroup(group, await this.#readCurrent(group));
      const steps = stepsOfPlan(plan);
      if (steps.length === 0) return plan.outcomes;
      const isWritten = await transact(this.#connections, (send) => takeSteps(send, steps));
      // Another process was faster and nothing was written: plan again on what it has written.
      return isWritten === true ? plan.outcomes : DISTURBED;
    });
  }

  async close(): Promise<void> {
    await this.#connections.close();
  }

  /** What the group is planned on. It needs no transaction: each write checks that it still holds. */
  async #readCurrent(group: readonly Batch[]): Promise<Current> {
    const { keys, journals, tags } = namesInGroup(group);
    return this.#connections.retrying(async (send) => {
      const [headRows, tagRows, ...documentRows] = await Promise.all([
        journals.size > 0 ? send('readHeads', [[...journals]]) : NO_ROWS,
        tags.size > 0 ? send('readTags', [[...tags]]) : NO_ROWS,
        ...[...keys].map(([collection, names]) =>
          send('readDocumentRevisions', [collection, [...names]]),
        ),
      ]);
      const heads = numbersByName(headRows.rows, 'journal', 'head');
      const owners = new Map(
        tagRows.rows.map((row) => [String(row['tag']), String(row['journal'])]),
      );
      const revisions = new Map(
        [...keys.keys()].map((collection, index) => [
          collection,
          numbersByName(documentRows[index]?.rows ?? [], 'key', 'revision'),
        ]),
      );
      return {
        documentRevision: (collection, key) => revisions.get(collection)?.get(key) ?? 0,
        head: (journal) => heads.get(journal) ?? 0,
        journalOfTag: (tag) => owners.get(tag),
      };
    });
  }

  async #untilUndisturbed<T>(attempt: () => Promise<T | typeof DISTURBED>): Promise<T> {
    for (let count = 0; count < ATTEMPTS_MAX; count++) {
      const result = await attempt();
      if (result !== DISTURBED) return result;
    }
    throw new StoreError(
      'conflict',
      'Other processes kept writing to the same documents or journals. Try again.',
    );
  }
}

/** All are sent before the first is answered: a group costs two round trips, whatever its size. */
async function takeSteps(send: Send, steps: readonly Step[]): Promise<boolean> {
  const results = await Promise.all(
    steps.map(({ statement, parameters }) => send(statement, parameters)),
  );
  return results.every(({ count }, index) => count === 1 || steps[index]?.changesOne === false);
}

function numbersByName(rows: readonly Row[], name: string, number: string): Map<string, number> {
  return new Map(rows.map((row) => [String(row[name]), Number(row[number])]));
}
