import { foldCase, type Instant, isJsonObject, type JsonObject } from '../../../base/index.ts';
import type { Store, Write } from '../../../store/index.ts';

/** Settings as the engine reads them, all at once; written in the commit of the resource. */
const SETTINGS = 'autoscale-settings';
/** What the engine has done, by setting; written in the commit of the command that it gives. */
const STATES = 'autoscale-states';

/** Settings that act; more of one emulator are kept and do nothing. */
const SETTINGS_MAX = 1_000;

export interface Acting {
  readonly id: string;
  readonly properties: JsonObject;
  /** Changes with the setting. */
  readonly revision: number;
}

export interface AutoscaleState {
  readonly lastScaleAt: Instant | null;
  /** Not tried again before; after a refusal. */
  readonly retryAt: Instant | null;
}

export function actingWrite(id: string, properties: JsonObject): Write {
  const value = JSON.stringify({ id, properties });
  return { kind: 'put', collection: SETTINGS, key: foldCase(id), value };
}

export function forgetActing(id: string): Write {
  return { kind: 'delete', collection: SETTINGS, key: foldCase(id) };
}

/** In the order of their ids. */
export async function listActing(store: Store): Promise<readonly Acting[]> {
  const documents = await store.listDocuments(SETTINGS, { prefix: '', limit: SETTINGS_MAX });
  return documents.map(({ value, revision }) => {
    const { id, properties } = JSON.parse(value) as JsonObject;
    return {
      id: String(id),
      properties: isJsonObject(properties) ? properties : {},
      revision,
    };
  });
}

export async function readState(
  store: Store,
  id: string,
): Promise<{ readonly state: AutoscaleState; readonly revision: number }> {
  const document = await store.getDocument(STATES, foldCase(id));
  if (document === undefined) return { state: { lastScaleAt: null, retryAt: null }, revision: 0 };
  return { state: JSON.parse(document.value) as AutoscaleState, revision: document.revision };
}

export function stateWrite(id: string, state: AutoscaleState, expected: number): Write {
  const value = JSON.stringify(state);
  return { kind: 'put', collection: STATES, key: foldCase(id), value, expected };
}
