import { invariant } from '../base/index.ts';
import { compareByteOrder } from './byte-order.ts';
import { CommitQueue } from './commit-queue.ts';
import type { Engine } from './engine.ts';
import { checkWrite, isStorableName, keyRange } from './names.ts';
import { type Snapshot, type Store, StoreError } from './types.ts';

/** The port over an engine: checks names, answers hostile ones with nothing, gathers commits into groups. */
export function createStore(engine: Engine): Store {
  const queue = new CommitQueue(engine);
  let closing: Promise<void> | undefined;

  function requireOpen(): void {
    if (closing !== undefined)
      throw new StoreError('unavailable', `The ${engine.name} store is closed.`);
  }

  return {
    engine: engine.name,
    shared: engine.shared,

    async getDocument(collection, key) {
      requireOpen();
      return isStorableName(key) ? engine.getDocument(collection, key) : undefined;
    },

    async listDocuments(collection, options) {
      requireOpen();
      const range = keyRange(options);
      return range === undefined ? [] : engine.listDocuments(collection, range);
    },

    async readJournal(journal, options) {
      requireOpen();
      invariant(
        Number.isSafeInteger(options.after) && options.after >= 0,
        'rows are read after a revision, 0 or more',
      );
      invariant(
        Number.isSafeInteger(options.limit) && options.limit >= 0,
        'a limit is a whole number, 0 or more',
      );
      return options.limit > 0 && isStorableName(journal)
        ? engine.readJournal(journal, options)
        : [];
    },

    async listNames() {
      requireOpen();
      const { collections, journals } = await engine.listNames();
      return {
        collections: collections.toSorted(compareByteOrder),
        journals: journals.toSorted(compareByteOrder),
      };
    },

    async readHeads(journals) {
      requireOpen();
      const storable = journals.filter(isStorableName);
      const heads = storable.length > 0 ? await engine.readHeads(storable) : [];
      if (storable.length === journals.length) return heads;
      const byName = new Map(storable.map((journal, index) => [journal, heads[index] ?? 0]));
      return journals.map((journal) => byName.get(journal) ?? 0);
    },

    async findTagged(tag) {
      requireOpen();
      return isStorableName(tag) ? engine.findTagged(tag) : undefined;
    },

    async readSnapshot(journal) {
      requireOpen();
      return isStorableName(journal) ? engine.readSnapshot(journal) : undefined;
    },

    async writeSnapshot(journal, snapshot) {
      requireOpen();
      invariant(isStorableName(journal), 'a journal needs a name that every engine can keep');
      invariant(
        Number.isSafeInteger(snapshot.revision) && snapshot.revision > 0,
        'a snapshot has a revision above 0',
      );
      await engine.writeSnapshot(journal, takeOver(snapshot));
    },

    async commit(batch) {
      requireOpen();
      batch.forEach(checkWrite);
      if (batch.length > 0) await queue.add(batch);
    },

    close() {
      closing ??= queue.settled().then(() => engine.close());
      return closing;
    },
  };
}

/** Moves the bytes into a buffer of their own; without a copy when the caller gave the whole of one. */
function takeOver({ revision, bytes }: Snapshot): Snapshot {
  const { buffer } = bytes;
  const isWhole =
    buffer instanceof ArrayBuffer && bytes.byteLength === buffer.byteLength && !buffer.resizable;
  // The same on every engine: whoever uses the bytes afterwards finds out in the first test.
  return { revision, bytes: isWhole ? new Uint8Array(buffer.transfer()) : new Uint8Array(bytes) };
}
