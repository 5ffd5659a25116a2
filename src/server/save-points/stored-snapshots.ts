import { EmulatorError, type Instant } from '../../base/index.ts';
import type { Snapshots } from '../../control/index.ts';
import { documentsOf, type Store, type StoreRecord } from '../../store/index.ts';
import { describeSnapshot, differenceOf } from './describe.ts';
import { type DecodedSnapshot, decodeSnapshot, encodeSnapshot, readHeader } from './format.ts';
import { putRecords, SNAPSHOT_COLLECTION, takeRecords } from './save-points.ts';

/** What the composition root does for snapshots. */
export interface SnapshotPlace {
  /** The store at present. */
  store(): Store;
  now(): Instant;
  turn(): Promise<void>;
  /** While nobody writes. */
  still<T>(task: () => Promise<T>): Promise<T>;
  /** Ends the rooms, does the task on the store, and composes the rooms anew. */
  anew(task: (store: Store, wall: Instant) => Promise<void>): Promise<void>;
  readonly version: string;
}

const CURRENT = 'current';

/** Named snapshots, as documents of the store. */
export function createSnapshots(place: SnapshotPlace): Snapshots {
  const take = (): Promise<string> =>
    place.still(async () => {
      const records: StoreRecord[] = await takeRecords(place.store());
      return encodeSnapshot({ version: place.version, takenAt: place.now() }, records);
    });
  const read = async (name: string): Promise<string> => {
    if (name === CURRENT) return await take();
    const stored = await place.store().getDocument(SNAPSHOT_COLLECTION, name);
    if (stored !== undefined) return JSON.parse(stored.value) as string;
    throw new EmulatorError('EMU_NOT_FOUND', `There is no snapshot "${name}".`);
  };
  const decoded = async (name: string): Promise<DecodedSnapshot> =>
    decodeSnapshot(await read(name));
  const keep = async (name: string, text: string): Promise<void> => {
    if (name === CURRENT) throw bad('"current" is the present state; choose another name.');
    const store = place.store();
    if ((await store.getDocument(SNAPSHOT_COLLECTION, name)) !== undefined) {
      throw bad(`There is a snapshot "${name}" already. Remove it first, or choose another name.`);
    }
    const value = JSON.stringify(text);
    await store.commit([{ kind: 'put', collection: SNAPSHOT_COLLECTION, key: name, value }]);
  };
  return {
    async list() {
      const found = [];
      for await (const { key, value } of documentsOf(place.store(), SNAPSHOT_COLLECTION)) {
        const text = JSON.parse(value) as string;
        const { version, takenAt, records } = readHeader(text);
        found.push({ name: key, version, takenAt, records, bytes: text.length });
      }
      return found;
    },
    async save(name) {
      await keep(name, await take());
    },
    async load(name) {
      // Read and checked before anything is ended.
      const { header, records } = await decoded(name);
      await place.anew((store, wall) => putRecords(store, records, { at: header.takenAt, wall }));
    },
    async remove(name) {
      await read(name);
      await place.store().commit([{ kind: 'delete', collection: SNAPSHOT_COLLECTION, key: name }]);
    },
    read,
    async write(name, text) {
      decodeSnapshot(text);
      await keep(name, text);
    },
    async diff(before, after) {
      const [then, now] = [await decoded(before), await decoded(after)];
      const turn = (): Promise<void> => place.turn();
      const difference = differenceOf(
        await describeSnapshot(then, turn),
        await describeSnapshot(now, turn),
      );
      return JSON.parse(JSON.stringify({ before, after, ...difference })) as never;
    },
  };
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
