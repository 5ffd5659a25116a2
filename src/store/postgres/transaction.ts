import type { PoolClient } from 'pg';
import { StoreError } from '../types.ts';
import type { Connections, Send } from './connections.ts';
import { isConnectionLost, isSerializationFailure } from './postgres-errors.ts';

/** Another process was in the way; nothing was written. */
export const DISTURBED = Symbol('disturbed');

/**
 * Runs `work` in a transaction and commits when it answers true; otherwise nothing was written. The
 * default isolation is enough, because every write names the state that it was planned on.
 */
export async function transact(
  connections: Connections,
  work: (send: Send) => Promise<boolean>,
): Promise<boolean | typeof DISTURBED> {
  return connections.retrying(async (send, client) => {
    try {
      // The work is sent right behind the BEGIN; if that fails, so does all of it.
      const [, isWanted] = await Promise.all([client.query('BEGIN'), work(send)]);
      if (isWanted) await commit(client, connections.place);
      else await client.query('ROLLBACK');
      return isWanted;
    } catch (error) {
      if (!isSerializationFailure(error)) throw error;
      await client.query('ROLLBACK');
      return DISTURBED;
    }
  });
}

/** Runs several reads that all see the store as it is at the first of them. */
export async function readConsistently<T>(
  connections: Connections,
  work: (send: Send) => Promise<T>,
): Promise<T> {
  return connections.retrying(async (send, client) => {
    const begin = client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const [, result] = await Promise.all([begin, work(send)]);
    await client.query('COMMIT');
    return result;
  });
}

/** The one statement that must not be sent twice: when its answer is lost, it may have been carried out. */
async function commit(client: PoolClient, place: string): Promise<void> {
  try {
    await client.query('COMMIT');
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    throw new StoreError(
      'unavailable',
      `The connection to PostgreSQL at ${place} was lost while committing, so it is not known whether the write was kept.`,
      { cause: error },
    );
  }
}
