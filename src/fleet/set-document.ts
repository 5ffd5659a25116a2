import { isJsonObject, type JsonValue } from '../base/index.ts';
import type { Store } from '../store/index.ts';

/** Which journal a key has now; documents of this collection are the fleet's own. */
export const SET_COLLECTION = 'scale-sets';

/** Deleted sets whose journals are kept, oldest first: their operations are still asked for. */
export const GONE_COLLECTION = 'gone-scale-sets';

/**
 * Grows when journals are forgotten. A journal name can then be used once more for another set, so
 * every process has to let go of what it has in memory.
 */
export const FORGOTTEN_JOURNAL = 'forgotten-scale-sets';

/** `deleting` is a hint for a restart: somebody has to see this deletion to its end. */
export type SetState = 'live' | 'deleting' | 'gone';

export interface SetDocument {
  readonly journal: string;
  readonly resourceId: string;
  readonly location: string;
  /** How many journals this key has had, so that a set that is made anew gets a new one. */
  readonly incarnation: number;
  readonly state: SetState;
}

export interface StoredSetDocument extends SetDocument {
  readonly key: string;
  /** Of the document, not of the journal. */
  readonly revision: number;
}

export function journalName(key: string, incarnation: number): string {
  return `${key}#${incarnation}`;
}

/** Undefined when the journal is not one of a scale set. */
export function keyOfJournal(journal: string): string | undefined {
  const end = journal.lastIndexOf('#');
  return end < 0 ? undefined : journal.slice(0, end);
}

export async function readSetDocument(
  store: Store,
  key: string,
): Promise<StoredSetDocument | undefined> {
  const stored = await store.getDocument(SET_COLLECTION, key);
  return stored && parseSetDocument(key, stored.revision, stored.value);
}

export function parseSetDocument(key: string, revision: number, json: string): StoredSetDocument {
  const value = JSON.parse(json) as JsonValue;
  if (isJsonObject(value)) {
    const { journal, resourceId, location, incarnation, state } = value;
    if (
      typeof journal === 'string' &&
      typeof resourceId === 'string' &&
      typeof location === 'string' &&
      typeof incarnation === 'number' &&
      (state === 'live' || state === 'deleting' || state === 'gone')
    ) {
      return { key, revision, journal, resourceId, location, incarnation, state };
    }
  }
  throw new Error(`The document of scale set ${key} is not one that this version can read.`);
}

export function formatSetDocument(document: SetDocument): string {
  const { journal, resourceId, location, incarnation, state } = document;
  return JSON.stringify({ journal, resourceId, location, incarnation, state });
}
