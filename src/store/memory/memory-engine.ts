import { compareByteOrder } from '../byte-order.ts';
import type { Batch, Engine, KeyRange, Outcome, TaggedRow } from '../engine.ts';
import { type Current, type DocumentChange, type JournalChange, planGroup } from '../group-plan.ts';
import type { JournalRow, ReadOptions, Snapshot, StoredDocument, StoreNames } from '../types.ts';
import { SortedKeys } from './sorted-keys.ts';

interface Collection {
  readonly documents: Map<string, StoredDocument>;
  readonly keys: SortedKeys;
}

interface Journal {
  /** The row of revision r is at r - 1. */
  readonly rows: JournalRow[];
  readonly tags: string[];
  snapshot: Snapshot | undefined;
}

/** Keeps everything in this process: for tests, and for those who want nothing on disk. */
export class MemoryEngine implements Engine {
  readonly name = 'memory';
  readonly shared = false;
  readonly #collections = new Map<string, Collection>();
  readonly #journals = new Map<string, Journal>();
  readonly #tagged = new Map<string, TaggedRow>();

  async getDocument(collection: string, key: string): Promise<StoredDocument | undefined> {
    return this.#collections.get(collection)?.documents.get(key);
  }

  async listDocuments(collection: string, range: KeyRange): Promise<readonly StoredDocument[]> {
    const { documents, keys } = this.#collection(collection);
    const found: StoredDocument[] = [];
    for (const key of keys.from(range.from)) {
      if (found.length === range.limit) break;
      if (range.below !== undefined && compareByteOrder(key, range.below) >= 0) break;
      const document = documents.get(key);
      if (document !== undefined) found.push(document);
    }
    return found;
  }

  async readJournal(
    journal: string,
    { after, limit }: ReadOptions,
  ): Promise<readonly JournalRow[]> {
    return this.#journals.get(journal)?.rows.slice(after, after + limit) ?? [];
  }

  async listNames(): Promise<StoreNames> {
    const collections = [...this.#collections].filter(([, { documents }]) => documents.size > 0);
    return { collections: collections.map(([name]) => name), journals: [...this.#journals.keys()] };
  }

  async readHeads(journals: readonly string[]): Promise<readonly number[]> {
    return journals.map((journal) => this.#current.head(journal));
  }

  async findTagged(tag: string): Promise<TaggedRow | undefined> {
    return this.#tagged.get(tag);
  }

  async readSnapshot(journal: string): Promise<Snapshot | undefined> {
    const snapshot = this.#journals.get(journal)?.snapshot;
    // A copy: the reader owns what it reads, and may build its state right in it.
    return snapshot && { revision: snapshot.revision, bytes: snapshot.bytes.slice() };
  }

  async writeSnapshot(name: string, snapshot: Snapshot): Promise<void> {
    const journal = this.#journals.get(name);
    if (journal === undefined || journal.rows.length < snapshot.revision) return;
    if (snapshot.revision > (journal.snapshot?.revision ?? 0)) journal.snapshot = snapshot;
  }

  async commitGroup(group: readonly Batch[]): Promise<readonly Outcome[]> {
    const plan = planGroup(group, this.#current);
    // All that is to go goes first: a tag may move from a forgotten journal to another one.
    for (const change of plan.journals) if (change.forgotten) this.#forget(change.journal);
    for (const change of plan.journals) this.#append(change);
    for (const change of plan.documents) this.#change(change);
    return plan.outcomes;
  }

  async close(): Promise<void> {
    this.#collections.clear();
    this.#journals.clear();
    this.#tagged.clear();
  }

  readonly #current: Current = {
    documentRevision: (collection, key) =>
      this.#collections.get(collection)?.documents.get(key)?.revision ?? 0,
    head: (journal) => this.#journals.get(journal)?.rows.length ?? 0,
    journalOfTag: (tag) => this.#tagged.get(tag)?.journal,
  };

  #collection(name: string): Collection {
    let collection = this.#collections.get(name);
    if (collection === undefined) {
      collection = { documents: new Map(), keys: new SortedKeys() };
      this.#collections.set(name, collection);
    }
    return collection;
  }

  #change({ collection, key, now, value }: DocumentChange): void {
    const { documents, keys } = this.#collection(collection);
    if (now === 0) {
      documents.delete(key);
      keys.delete(key);
    } else {
      documents.set(key, { key, revision: now, value });
      keys.add(key);
    }
  }

  #forget(name: string): void {
    for (const tag of this.#journals.get(name)?.tags ?? []) this.#tagged.delete(tag);
    this.#journals.delete(name);
  }

  #append({ journal: name, rows }: JournalChange): void {
    if (rows.length === 0) return;
    const journal = this.#journals.get(name) ?? { rows: [], tags: [], snapshot: undefined };
    this.#journals.set(name, journal);
    for (const { revision, payload, tag } of rows) {
      journal.rows.push(tag === null ? { revision, payload } : { revision, payload, tag });
      if (tag === null) continue;
      journal.tags.push(tag);
      this.#tagged.set(tag, { journal: name, revision });
    }
  }
}
