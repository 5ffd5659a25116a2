import { StoreError } from '../types.ts';

/** Primary result codes of SQLite. Source: https://www.sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** What of SQLite's we know how to say; anything else (a mistake in a statement) is a bug and stays as it is. */
export function translateSqliteError(error: unknown, file: string): unknown {
  if (!(error instanceof Error)) return error;
  const code =
    'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
  switch (code) {
    case BUSY:
    case LOCKED:
      return new StoreError(
        'locked',
        `The store ${file} is in use by another process. Stop that one, or give this one another --data or --store.`,
        { cause: error },
      );
    case NOTADB:
      return unavailable(
        `${file} is not an SQLite database. Give --store another file, or move this one away.`,
        error,
      );
    case CORRUPT:
      return unavailable(
        `The store ${file} is damaged. Restore it from a copy, or move it away to start anew.`,
        error,
      );
    case FULL:
      return unavailable(`The disk of the store ${file} is full. Free some space.`, error);
    case READONLY:
    case CANTOPEN:
      return unavailable(
        `Cannot open the store ${file} for writing. Check the file and the folder it is in, and who may write there.`,
        error,
      );
    case IOERR:
      return unavailable(`The disk of the store ${file} fails: ${error.message}.`, error);
    case undefined:
    default:
      return 'syscall' in error ? translateSystemError(error, file) : error;
  }
}

function translateSystemError(error: Error, file: string): StoreError {
  return unavailable(
    `Cannot create the store ${file} (${'code' in error ? String(error.code) : error.message}). ` +
      'Check that its folder can be made and written to.',
    error,
  );
}

function unavailable(message: string, cause: Error): StoreError {
  return new StoreError('unavailable', message, { cause });
}
