import { DatabaseError } from 'pg';
import { InvariantError } from '../../base/index.ts';
import { StoreError } from '../types.ts';

/**
 * What to do about an error of PostgreSQL or of the way there, as a StoreError. `place` is host, port
 * and database: no user, no password. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function translatePostgresError(error: unknown, place: string): Error {
  // A bug of ours stays one.
  if (error instanceof StoreError || error instanceof InvariantError) return error;
  return new StoreError('unavailable', describe(error, place), { cause: error });
}

/** Another transaction was in the way: this one left no trace and can be tried again at once. */
export function isSerializationFailure(error: unknown): boolean {
  const code = sqlState(error);
  // Serialization failure, deadlock.
  return code === '40001' || code === '40P01';
}

/** The connection is gone (the server was restarted, an idle line was cut); another one may work. */
export function isConnectionLost(error: unknown): boolean {
  const code = sqlState(error);
  if (code !== undefined) return code.startsWith('08') || code === '57P01' || code === '57P02';
  if (!(error instanceof Error)) return false;
  const system = 'code' in error ? error.code : undefined;
  return (
    system === 'ECONNRESET' ||
    system === 'EPIPE' ||
    /^Connection terminated|is not queryable$/.test(error.message)
  );
}

function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

function describe(error: unknown, place: string): string {
  const state = sqlState(error);
  if (state !== undefined && error instanceof Error)
    return describeRefusal(state, error.message, place);
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return `No PostgreSQL answers at ${place} (connection refused). Start it, or correct the address in --store.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of PostgreSQL at ${place} is not known (${code}). Correct the address in --store.`;
    case undefined:
    default: {
      const reason =
        error instanceof Error && error.message !== ''
          ? error.message
          : (code ?? 'no reason given');
      return `PostgreSQL at ${place} cannot be reached (${reason}). Check that it runs and that the network lets us there.`;
    }
  }
}

function describeRefusal(state: string, message: string, place: string): string {
  if (state.startsWith('28')) {
    return `PostgreSQL at ${place} refuses the user (${message}). Correct user and password in --store.`;
  }
  switch (state) {
    case '3D000':
      return `PostgreSQL at ${place} has no such database. Create it (createdb), or name another one in --store.`;
    case '42501':
      return `PostgreSQL at ${place} refuses: ${message}. Give the user the rights to create and use tables there.`;
    case '53300':
      return `PostgreSQL at ${place} has no connection left. Raise max_connections, or stop other programs.`;
    case '25006':
      return `PostgreSQL at ${place} is read-only, such as a standby. Name the primary in --store.`;
    case '53100':
      return `The disk of PostgreSQL at ${place} is full. Free some space.`;
    default:
      return `PostgreSQL at ${place} failed (${state}: ${message}).`;
  }
}
