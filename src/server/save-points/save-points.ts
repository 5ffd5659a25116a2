import type { Instant } from '../../base/index.ts';
import type { ClockLine } from '../../clock/index.ts';
import { FORGOTTEN_JOURNAL } from '../../fleet/index.ts';
import {
  readWhole,
  removalWrites,
  type Store,
  type StoreRecord,
  writeOf,
} from '../../store/index.ts';

/** Where named snapshots are kept: in the store that they are of, but not in each other. */
export const SNAPSHOT_COLLECTION = 'snapshots';

/**
 * What a snapshot does not hold: keys, which nobody may read, and other snapshots. The number of starts
 * is in it, so that what comes after a load is the same wherever it is loaded.
 */
function isHeld(record: StoreRecord): boolean {
  if (record.kind === 'row') return record.journal !== FORGOTTEN_JOURNAL;
  const { collection, key } = record;
  return (
    collection !== SNAPSHOT_COLLECTION &&
    collection !== 'identity' &&
    !(collection === 'server' && key === 'secret-key')
  );
}

export async function takeRecords(store: Store): Promise<StoreRecord[]> {
  const records: StoreRecord[] = [];
  for await (const record of readWhole(store)) if (isHeld(record)) records.push(record);
  return records;
}

/**
 * Puts records in place of all that a snapshot can hold, in one commit.
 *
 * @param at The instant of the snapshot, at which a clock that runs goes on.
 */
export async function putRecords(
  store: Store,
  records: readonly StoreRecord[],
  { at, wall }: { readonly at: Instant; readonly wall: Instant },
): Promise<void> {
  const removal = await removalWrites(store, {
    document: (collection, key) => isHeld({ kind: 'document', collection, key, value: '' }),
    journal: (journal) => journal !== FORGOTTEN_JOURNAL,
  });
  const [head = 0] = await store.readHeads([FORGOTTEN_JOURNAL]);
  await store.commit([
    ...removal,
    ...records.map((record) => writeOf(withClockAt(record, at, wall))),
    { kind: 'append', journal: FORGOTTEN_JOURNAL, revision: head + 1, payload: '{}' },
  ]);
}

/** The line of a clock that runs by itself goes through the instant of the snapshot now. */
function withClockAt(record: StoreRecord, at: Instant, wall: Instant): StoreRecord {
  if (record.kind !== 'document' || record.collection !== 'clock') return record;
  const line: ClockLine = {
    ...(JSON.parse(record.value) as ClockLine),
    anchor: at,
    wallAnchor: wall,
  };
  return { ...record, value: JSON.stringify(line) };
}
