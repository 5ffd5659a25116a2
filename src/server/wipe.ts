import { FORGOTTEN_JOURNAL } from '../fleet/index.ts';
import { SNAPSHOT_COLLECTION } from './save-points/save-points.ts';
import { removalWrites, type Store, type Write } from '../store/index.ts';

/** What belongs to the installation and not to what is emulated: keys, and snapshots. */
function isOfInstallation(collection: string, key: string): boolean {
  return (
    collection === 'identity' ||
    collection === SNAPSHOT_COLLECTION ||
    (collection === 'server' && key === 'secret-key')
  );
}

/**
 * Takes everything out of the store, or what is in one subscription, in one commit. Journal names can be
 * used again after that, so other processes are told to let go of what they hold.
 *
 * @param subscriptionId In lower case, as in all keys; null for everything.
 */
export async function wipe(store: Store, subscriptionId: string | null): Promise<void> {
  const removal = await removalWrites(store, {
    document: (collection, key) =>
      subscriptionId === null
        ? !isOfInstallation(collection, key)
        : key.toLowerCase().includes(subscriptionId),
    journal: (journal) =>
      journal !== FORGOTTEN_JOURNAL &&
      (subscriptionId === null || journal.includes(subscriptionId)),
  });
  const [head = 0] = await store.readHeads([FORGOTTEN_JOURNAL]);
  const told: Write = {
    kind: 'append',
    journal: FORGOTTEN_JOURNAL,
    revision: head + 1,
    payload: '{}',
  };
  await store.commit([...removal, told]);
}
