import type {
  JournalRow,
  ReadOptions,
  Snapshot,
  StoredDocument,
  StoreNames,
  Write,
} from './types.ts';

/**
 * What an engine has to bring; `createStore` makes the port of it. Names that arrive here are valid
 * (see names.ts), groups come one at a time, and every error that leaves is a StoreError.
 */
export interface Engine {
  readonly name: string;
  readonly shared: boolean;
  getDocument(collection: string, key: string): Promise<StoredDocument | undefined>;
  listDocuments(collection: string, range: KeyRange): Promise<readonly StoredDocument[]>;
  readJournal(journal: string, options: ReadOptions): Promise<readonly JournalRow[]>;
  /** In any order. */
  listNames(): Promise<StoreNames>;
  readHeads(journals: readonly string[]): Promise<readonly number[]>;
  findTagged(tag: string): Promise<TaggedRow | undefined>;
  readSnapshot(journal: string): Promise<Snapshot | undefined>;
  /** The bytes are the whole of their buffer and the engine's to keep. */
  writeSnapshot(journal: string, snapshot: Snapshot): Promise<void>;
  /** Writes the batches that fit, in one transaction, and says of each why it did not. */
  commitGroup(group: readonly Batch[]): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

export type Batch = readonly Write[];

/** Null: written. Otherwise what conflicted, for the message. */
export type Outcome = string | null;

/** Keys from `from` on, up to but not including `below` when there is such an end. */
export interface KeyRange {
  readonly from: string;
  readonly below: string | undefined;
  readonly limit: number;
}

export interface TaggedRow {
  readonly journal: string;
  readonly revision: number;
}
