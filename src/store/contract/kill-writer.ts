/**
 * The victim of kill-round.ts: a process that writes as fast as it can and tells its parent about
 * every acknowledged write, until it is killed. Argument: the URL of the store.
 */
import { openStore } from '../open-store.ts';
import type { Store } from '../types.ts';
import { type Acknowledged, HEADS, journalOf, tagOf, WRITERS } from './kill-round.ts';

const [, , url = ''] = process.argv;
// A parent that is gone cannot kill us any more.
process.on('disconnect', () => process.exit(1));
// The first message: the parent may kill while the store is being opened, too.
tell({ journal: '', revision: 0 });
const store = await openStore(url);
await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(store, journalOf(writer))));

async function write(store: Store, journal: string): Promise<void> {
  let [revision = 0] = await store.readHeads([journal]);
  for (;;) {
    revision++;
    const payload = JSON.stringify({ journal, revision });
    await store.commit([
      { kind: 'append', journal, revision, payload, tag: tagOf(journal, revision) },
      { kind: 'put', collection: HEADS, key: journal, value: payload, expected: revision - 1 },
    ]);
    tell({ journal, revision });
    if (revision % 25 === 0) {
      await store.writeSnapshot(journal, {
        revision,
        bytes: new Uint8Array(50_000).fill(revision),
      });
    }
  }
}

function tell(message: Acknowledged): void {
  process.send?.(message);
}
