/**
 * The port. Everything durable is one of three things: a document (the latest value under a key),
 * a journal (numbered rows, only ever appended to), or a snapshot (a cache of a journal's state that
 * may be thrown away). Engines say only how; the contract suite in `contract/` says what.
 */
export interface Store {
  /** `sqlite`, `postgres` or `memory`; for messages. */
  readonly engine: string;
  /** Whether other processes may write to the same store while this one runs. */
  readonly shared: boolean;

  getDocument(collection: string, key: string): Promise<StoredDocument | undefined>;
  /** Documents whose key starts with `prefix`, ordered by the bytes of the key's UTF-8. */
  listDocuments(collection: string, options: ListOptions): Promise<readonly StoredDocument[]>;

  /** Rows after a revision in order; revisions of a journal are 1, 2, 3, … without gaps. */
  readJournal(journal: string, options: ReadOptions): Promise<readonly JournalRow[]>;
  /** What there is: for what concerns all of it, such as save points. In the order of the names' bytes. */
  listNames(): Promise<StoreNames>;
  /** The newest revision of each journal, 0 for one that does not exist. */
  readHeads(journals: readonly string[]): Promise<readonly number[]>;
  /** The row that was appended with this tag (an operation id), in any journal. */
  findTagged(
    tag: string,
  ): Promise<{ readonly journal: string; readonly revision: number } | undefined>;

  /** The newest snapshot of a journal; its bytes belong to the caller and start at offset 0 of their own buffer. */
  readSnapshot(journal: string): Promise<Snapshot | undefined>;
  /**
   * Replaces the journal's snapshot when this one is newer and the journal has a row of its revision;
   * otherwise does nothing. The bytes are given away (handed to another thread without a copy): the
   * caller's array is empty afterwards when it was the whole of its buffer.
   */
  writeSnapshot(journal: string, snapshot: Snapshot): Promise<void>;

  /**
   * Writes all or nothing, and resolves when it is durable against the death of this process.
   * Batches that are waiting together are committed as one group; a conflict fails its own batch only.
   * The writes of a batch see each other, in their order.
   * Throws StoreError `conflict` when an expected revision is not the one in the store: nothing was written.
   * After `unavailable` it is not known whether the batch was written.
   */
  commit(batch: readonly Write[]): Promise<void>;

  /** Finishes what is under way, then lets go of the file or connection. */
  close(): Promise<void>;
}

export interface StoredDocument {
  readonly key: string;
  /** Starts at 1 and grows by one with every put; a deleted and re-created document starts at 1. */
  readonly revision: number;
  /** JSON text, as it was put. */
  readonly value: string;
}

export interface ListOptions {
  readonly prefix: string;
  /** Only keys greater than this one. */
  readonly after?: string;
  readonly limit: number;
}

export interface ReadOptions {
  readonly after: number;
  readonly limit: number;
}

export interface StoreNames {
  readonly collections: readonly string[];
  readonly journals: readonly string[];
}

export interface JournalRow {
  readonly revision: number;
  /** As it was appended; left out where there was none. */
  readonly tag?: string;
  /** JSON text, as it was appended. */
  readonly payload: string;
}

export interface Snapshot {
  /** The journal revision whose effects the state includes. */
  readonly revision: number;
  readonly bytes: Uint8Array;
}

export type Write =
  | {
      readonly kind: 'put';
      readonly collection: string;
      readonly key: string;
      readonly value: string;
      /** The revision that must be there (0: none); left out: whatever is there. */
      readonly expected?: number;
    }
  | {
      readonly kind: 'delete';
      readonly collection: string;
      readonly key: string;
      readonly expected?: number;
    }
  | {
      readonly kind: 'append';
      readonly journal: string;
      /** The number the row will have: one more than the newest; anything else is a conflict. */
      readonly revision: number;
      readonly payload: string;
      /** Unique over all journals. */
      readonly tag?: string;
    }
  /** Removes the rows, tags and snapshot of a journal. */
  | { readonly kind: 'forget'; readonly journal: string };

export type StoreErrorCode = 'conflict' | 'unavailable' | 'locked' | 'newer';

/** The only error that crosses the port; the engine's own error is its cause. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
