import type { Batch, Outcome } from './engine.ts';
import type { Write } from './types.ts';

/** What a group needs to know of the store as it is before the group. */
export interface Current {
  /** 0: there is none. */
  documentRevision(collection: string, key: string): number;
  /** 0: there is none. */
  head(journal: string): number;
  journalOfTag(tag: string): string | undefined;
}

/** The net effect of a group: one entry per document and journal that its accepted batches touched. */
export interface GroupPlan {
  readonly outcomes: readonly Outcome[];
  readonly documents: readonly DocumentChange[];
  readonly journals: readonly JournalChange[];
}

export interface DocumentChange {
  readonly collection: string;
  readonly key: string;
  /** Revisions before and after the group; 0: there is none. */
  readonly was: number;
  readonly now: number;
  readonly value: string;
}

export interface JournalChange {
  readonly journal: string;
  readonly was: number;
  readonly now: number;
  /** The rows that were there before are to go. */
  readonly forgotten: boolean;
  readonly rows: readonly NewRow[];
}

export interface NewRow {
  readonly revision: number;
  readonly payload: string;
  readonly tag: string | null;
}

/**
 * Decides batch by batch, in order, against the store plus the accepted batches before it: a batch is
 * accepted whole or leaves no trace. All three engines decide here, so that they cannot differ.
 */
export function planGroup(group: readonly Batch[], current: Current): GroupPlan {
  const draft = new Draft(current);
  const outcomes = group.map((batch) => draft.tryBatch(batch));
  return { outcomes, documents: draft.documentChanges(), journals: draft.journalChanges() };
}

/** Where a group looks: what an engine with a distant database reads beforehand. */
export function namesInGroup(group: readonly Batch[]) {
  const keys = new Map<string, Set<string>>();
  const journals = new Set<string>();
  const tags = new Set<string>();
  for (const write of group.flat()) {
    switch (write.kind) {
      case 'put':
      case 'delete': {
        const inCollection = keys.get(write.collection) ?? new Set();
        keys.set(write.collection, inCollection.add(write.key));
        break;
      }
      case 'append':
        if (write.tag !== undefined) tags.add(write.tag);
        journals.add(write.journal);
        break;
      case 'forget':
        journals.add(write.journal);
        break;
    }
  }
  return { keys, journals, tags };
}

interface DraftDocument {
  readonly collection: string;
  readonly key: string;
  readonly was: number;
  now: number;
  value: string;
  /** How many accepted writes touched it. */
  touches: number;
}

interface DraftJournal {
  readonly journal: string;
  readonly was: number;
  now: number;
  forgotten: boolean;
  rows: NewRow[];
}

class Draft {
  readonly #current: Current;
  readonly #documents = new Map<string, DraftDocument>();
  readonly #journals = new Map<string, DraftJournal>();
  /** Tags of the rows appended in this group. */
  readonly #tags = new Set<string>();
  /** How to take back the writes of the batch under way. */
  #undo: (() => void)[] = [];

  constructor(current: Current) {
    this.#current = current;
  }

  tryBatch(batch: Batch): Outcome {
    this.#undo = [];
    for (const write of batch) {
      const conflict = this.#tryWrite(write);
      if (conflict === null) continue;
      for (const step of this.#undo.toReversed()) step();
      return conflict;
    }
    return null;
  }

  documentChanges(): DocumentChange[] {
    return [...this.#documents.values()].filter((document) => document.touches > 0);
  }

  journalChanges(): JournalChange[] {
    return [...this.#journals.values()].filter(
      (journal) => journal.forgotten || journal.rows.length > 0,
    );
  }

  #tryWrite(write: Write): Outcome {
    switch (write.kind) {
      case 'put':
        return this.#changeDocument(write.collection, write.key, write.expected, write.value);
      case 'delete':
        return this.#changeDocument(write.collection, write.key, write.expected, undefined);
      case 'append':
        return this.#append(write.journal, {
          revision: write.revision,
          payload: write.payload,
          tag: write.tag ?? null,
        });
      case 'forget':
        return this.#forget(write.journal);
    }
  }

  #changeDocument(
    collection: string,
    key: string,
    expected: number | undefined,
    value: string | undefined,
  ): Outcome {
    const document = this.#document(collection, key);
    const { now: previousRevision, value: previousValue } = document;
    if (expected !== undefined && expected !== previousRevision) {
      return `Document '${key}' in '${collection}' is at revision ${previousRevision}, not ${expected}.`;
    }
    document.now = value === undefined ? 0 : previousRevision + 1;
    document.value = value ?? '';
    document.touches++;
    this.#undo.push(() => {
      document.now = previousRevision;
      document.value = previousValue;
      document.touches--;
    });
    return null;
  }

  #append(name: string, row: NewRow): Outcome {
    const journal = this.#journal(name);
    if (row.revision !== journal.now + 1) {
      return `Journal '${name}' is at revision ${journal.now}, so row ${row.revision} cannot follow.`;
    }
    const { tag } = row;
    if (tag !== null && this.#isTaken(tag)) return `Tag '${tag}' is already taken.`;
    journal.now = row.revision;
    journal.rows.push(row);
    if (tag !== null) this.#tags.add(tag);
    this.#undo.push(() => {
      journal.now = row.revision - 1;
      journal.rows.pop();
      if (tag !== null) this.#tags.delete(tag);
    });
    return null;
  }

  #forget(name: string): Outcome {
    const journal = this.#journal(name);
    const { now, forgotten, rows } = journal;
    journal.now = 0;
    journal.forgotten = true;
    journal.rows = [];
    for (const { tag } of rows) if (tag !== null) this.#tags.delete(tag);
    this.#undo.push(() => {
      journal.now = now;
      journal.forgotten = forgotten;
      journal.rows = rows;
      for (const { tag } of rows) if (tag !== null) this.#tags.add(tag);
    });
    return null;
  }

  #isTaken(tag: string): boolean {
    if (this.#tags.has(tag)) return true;
    const owner = this.#current.journalOfTag(tag);
    return owner !== undefined && !this.#journals.get(owner)?.forgotten;
  }

  #document(collection: string, key: string): DraftDocument {
    // Names hold no U+0000, so the pair is unambiguous.
    const name = `${collection}\0${key}`;
    let document = this.#documents.get(name);
    if (document === undefined) {
      const was = this.#current.documentRevision(collection, key);
      document = { collection, key, was, now: was, value: '', touches: 0 };
      this.#documents.set(name, document);
    }
    return document;
  }

  #journal(name: string): DraftJournal {
    let journal = this.#journals.get(name);
    if (journal === undefined) {
      const was = this.#current.head(name);
      journal = { journal: name, was, now: was, forgotten: false, rows: [] };
      this.#journals.set(name, journal);
    }
    return journal;
  }
}
