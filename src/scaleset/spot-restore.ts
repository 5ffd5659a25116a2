import { finish, type Instant, mix } from '../base/index.ts';
import { addToAgenda } from './agenda.ts';
import { DEALLOCATED, DEALLOCATING, DELETING, IDLE, START } from './codes.ts';
import { reserveSlots } from './create.ts';
import { drawDuration } from './lifecycle.ts';
import { DEFAULT_RESTORE, type SpotRestore } from './lifecycle-evictions.ts';
import { openOperation, release, setCapacity } from './operations.ts';
import type { AgendaItem, ScaleSet } from './scale-set.ts';
import { requestPhase, spawnInstance } from './steps.ts';

type Item = Extract<AgendaItem, { kind: 'spotRestore' }>;

/** Of draws of tries, so that they differ from those of steps. */
const SALT = 0x72657374;

/**
 * Begins to try to bring an evicted machine back, when the set's policy says so (documented: "Try and
 * restore"). A machine that was deallocated is started; in place of one that was deleted another one
 * comes, unless somebody has written the model since and so said how many there are to be. Inferred.
 */
export function tryRestore(
  set: ScaleSet,
  { instanceId, isDeleted }: { readonly instanceId: number; readonly isDeleted: boolean },
  at: Instant,
): void {
  const { spotRestore } = set.facts;
  if (spotRestore === null || set.deleting) return;
  schedule(set, {
    kind: 'spotRestore',
    instanceId,
    zone: set.instances.zone(set.instances.find(instanceId)),
    isDeleted,
    until: at + spotRestore,
    attempt: 1,
    models: set.modelCount,
    due: at,
  });
}

/** One try: it works out, or there will be another, or time is over. */
export function restore(set: ScaleSet, item: Item, at: Instant): void {
  if (set.deleting || set.facts.spotRestore === null) return;
  if (item.isDeleted && item.models !== set.modelCount) return;
  const isThere = item.isDeleted ? 'may come' : stateOfEvicted(set, item.instanceId);
  if (isThere === 'has gone on') return;
  const worksOut = finish(mix(chance(set, item), 1)) < policy(set).probability * 0x1_0000_0000;
  if (isThere === 'is going' || !worksOut) {
    schedule(set, { ...item, attempt: item.attempt + 1, due: at });
    return;
  }
  const { index } = openOperation(
    set,
    {
      kind: 'act',
      operationId: `${set.genesis.uniqueId}/restore/${item.instanceId}/${at}/${item.attempt}`,
      at,
    },
    { action: item.isDeleted ? null : 'start', instanceCount: 1, ofSet: false },
  );
  if (item.isDeleted) {
    reserveSlots(set, 1);
    spawnInstance(set, index, at, item.zone);
    setCapacity(set, set.activeCount + 1);
  } else {
    requestPhase(set, set.instances.find(item.instanceId), START, index, at);
  }
  release(set, index, at, null);
}

/** Whether it still waits as it was left by its eviction. */
function stateOfEvicted(
  set: ScaleSet,
  instanceId: number,
): 'may come' | 'is going' | 'has gone on' {
  const { instances } = set;
  const slot = instances.find(instanceId);
  if (slot === -1 || instances.state(slot) === DELETING) return 'has gone on';
  const power = instances.power(slot);
  if (power === DEALLOCATING || instances.phase(slot) !== IDLE) return 'is going';
  return power === DEALLOCATED ? 'may come' : 'has gone on';
}

/** The next try, counted from the item's due time; none when that is too late. */
function schedule(set: ScaleSet, item: Item): void {
  const due = item.due + drawDuration(policy(set).after, finish(chance(set, item)));
  if (due <= item.until) addToAgenda(set, { ...item, due });
}

function chance(set: ScaleSet, { instanceId, until, attempt }: Item): number {
  // An eviction is told from another of the same machine by when it was.
  const second = Math.floor(until / 1_000_000);
  return mix(mix(mix(mix(set.genesis.seed, SALT), instanceId), second), attempt);
}

function policy(set: ScaleSet): SpotRestore {
  return set.lifecycle.source.evictions?.restore ?? DEFAULT_RESTORE;
}
