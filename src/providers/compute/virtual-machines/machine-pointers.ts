import { foldCase, isJsonObject, type JsonValue } from '../../../base/index.ts';
import type { Fleet } from '../../../fleet/index.ts';
import type { Store, Write } from '../../../store/index.ts';

/*
 * A machine that was given a name says in it nothing of its set, so a document says which set it was
 * put into. The set alone knows whether it is still there: what is left behind of a machine that is
 * gone does no harm, and goes with its set.
 */

const COLLECTION = 'named-machines';

/** Documents that are looked at together when a set is gone. */
const PAGE_COUNT = 500;

export interface MachinePointer {
  /** The key of the set. */
  readonly setKey: string;
  readonly revision: number;
}

/** By the id of the machine, in any case. */
export async function readPointer(
  store: Store,
  machineId: string,
): Promise<MachinePointer | undefined> {
  const document = await store.getDocument(COLLECTION, foldCase(machineId));
  if (document === undefined) return undefined;
  return { setKey: setKeyOf(document.value), revision: document.revision };
}

/** @param revision of the pointer that is there; 0 for none */
export function putPointer(machineId: string, setKey: string, revision: number): Write {
  const value = JSON.stringify({ setKey });
  return {
    kind: 'put',
    collection: COLLECTION,
    key: foldCase(machineId),
    value,
    expected: revision,
  };
}

/** Lets what named the machines of a set go with it. Call it once for each fleet. */
export function forgetMachinesOfGoneSets(fleet: Fleet, store: Store): void {
  fleet.onGone(async (key) => {
    const prefix = `${key.slice(0, key.indexOf('/providers/'))}/`;
    const writes: Write[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const page = await store.listDocuments(COLLECTION, {
        prefix,
        limit: PAGE_COUNT,
        ...(after === '' ? {} : { after }),
      });
      for (const document of page) {
        if (setKeyOf(document.value) !== key) continue;
        const { key: machine, revision } = document;
        writes.push({ kind: 'delete', collection: COLLECTION, key: machine, expected: revision });
      }
      after = page.length < PAGE_COUNT ? undefined : page.at(-1)?.key;
    }
    return writes;
  });
}

function setKeyOf(value: string): string {
  const parsed = JSON.parse(value) as JsonValue;
  return isJsonObject(parsed) ? String(parsed['setKey'] ?? '') : '';
}
