import { invariant } from '../base/index.ts';
import { compareByteOrder, endOfPrefix } from './byte-order.ts';
import type { KeyRange } from './engine.ts';
import type { ListOptions, Write } from './types.ts';

/** UTF-16 units of a collection's name; we choose them all, so a small limit only catches mistakes. */
const COLLECTION_LENGTH_MAX = 64;
/**
 * UTF-8 bytes of a key, journal or tag. PostgreSQL refuses an index entry above a third of an 8 KiB
 * page (2,704 bytes), and a collection or revision stands in the same entry.
 */
const NAME_BYTES_MAX = 2_048;
/** UTF-16 units of one document or journal row: far above any request body, far below what engines take. */
const TEXT_LENGTH_MAX = 64 * 1024 * 1024;

/**
 * Whether all engines can keep this name: PostgreSQL has no U+0000 in text, none of them a lone
 * surrogate. Under any other name there is nothing, so that hostile ids simply are not found.
 */
export function isStorableName(name: string): boolean {
  return (
    name.length > 0 &&
    name.isWellFormed() &&
    !name.includes('\0') &&
    (name.length * 3 <= NAME_BYTES_MAX || Buffer.byteLength(name) <= NAME_BYTES_MAX)
  );
}

/** A write that no engine could keep is a mistake in the calling room, not of a user. */
export function checkWrite(write: Write): void {
  switch (write.kind) {
    case 'put':
      checkDocumentName(write.collection, write.key);
      checkExpected(write.expected);
      checkText(write.value);
      return;
    case 'delete':
      checkDocumentName(write.collection, write.key);
      checkExpected(write.expected);
      return;
    case 'append':
      invariant(isStorableName(write.journal), 'a journal needs a name that every engine can keep');
      invariant(
        Number.isSafeInteger(write.revision) && write.revision > 0,
        'journal revisions start at 1',
      );
      invariant(
        write.tag === undefined || isStorableName(write.tag),
        'a tag must be text that every engine can keep',
      );
      checkText(write.payload);
      return;
    case 'forget':
      invariant(isStorableName(write.journal), 'a journal needs a name that every engine can keep');
      return;
  }
}

/** The keys that a listing may answer, as one range; undefined when there can be none. */
export function keyRange(options: ListOptions): KeyRange | undefined {
  const { prefix, after, limit } = options;
  invariant(Number.isSafeInteger(limit) && limit >= 0, 'a limit is a whole number, 0 or more');
  if (limit === 0 || (prefix !== '' && !isStorableName(prefix))) return undefined;
  const below = endOfPrefix(prefix);
  const next = after === undefined ? prefix : firstKeyAfter(after);
  const from = compareByteOrder(next, prefix) > 0 ? next : prefix;
  return below !== undefined && compareByteOrder(from, below) >= 0
    ? undefined
    : { from, below, limit };
}

/** No key holds U+0000, so nothing lies between a key and the same key followed by U+0001. */
function firstKeyAfter(key: string): string {
  const wellFormed = key.toWellFormed();
  const zero = wellFormed.indexOf('\0');
  return `${zero < 0 ? wellFormed : wellFormed.slice(0, zero)}\u0001`;
}

function checkDocumentName(collection: string, key: string): void {
  invariant(
    isStorableName(collection) && collection.length <= COLLECTION_LENGTH_MAX,
    'a collection needs a short name that every engine can keep',
  );
  invariant(isStorableName(key), 'a document needs a key that every engine can keep');
}

function checkExpected(expected: number | undefined): void {
  invariant(
    expected === undefined || (Number.isSafeInteger(expected) && expected >= 0),
    'an expected revision is a whole number, 0 or more',
  );
}

function checkText(text: string): void {
  invariant(text.length <= TEXT_LENGTH_MAX, 'a stored text has at most 64 Mi characters');
  // JSON.stringify escapes both, so only text that is not JSON can fail here.
  invariant(
    text.isWellFormed() && !text.includes('\0'),
    'a stored text is well-formed and without U+0000',
  );
}
