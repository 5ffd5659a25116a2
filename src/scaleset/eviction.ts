import { type Instant, MICROS_PER_SECOND } from '../base/index.ts';
import { addToAgenda } from './agenda.ts';
import { DEALLOCATE, DELETE, DELETING } from './codes.ts';
import { claim, openOperation, openOperationAt, release, setCapacity } from './operations.ts';
import { profileOf } from './phases.ts';
import type { AgendaItem, ScaleSet } from './scale-set.ts';
import { tryRestore } from './spot-restore.ts';
import { requestPhase } from './steps.ts';

/** A Spot machine is told this long before it goes (documented: "Simulate an eviction"). */
const EVICTION_NOTICE = 30 * MICROS_PER_SECOND;

type Item = Extract<AgendaItem, { kind: 'eviction' }>;

/** Tells a Spot machine that it will go, half a minute ahead. */
export function announceEviction(
  set: ScaleSet,
  { operationId, operation, instanceId }: Pick<Item, 'operationId' | 'operation' | 'instanceId'>,
  at: Instant,
): void {
  if (operation !== 0) claim(set, operation);
  addToAgenda(set, {
    kind: 'eviction',
    operationId,
    operation,
    instanceId,
    due: at + EVICTION_NOTICE,
  });
}

/** Takes a Spot machine's place, as its eviction policy says, if it is still there. */
export function evict(set: ScaleSet, item: Item, at: Instant): void {
  takePlace(set, item, at);
  // Its operation is that of a wave, which waits for each of its evictions.
  if (item.operation !== 0) release(set, item.operation, at, null);
}

function takePlace(set: ScaleSet, item: Item, at: Instant): void {
  const slot = set.instances.find(item.instanceId);
  if (slot === -1 || set.instances.state(slot) === DELETING) return;
  const isDeleted = profileOf(set, slot).facts.spot === 'Delete';
  // An operation that nobody polls: the request was answered before.
  const shared = openOperationAt(set, item.operation);
  const { index } =
    shared ??
    openOperation(
      set,
      { kind: 'simulateEviction', operationId: `${item.operationId}/eviction`, at },
      { action: isDeleted ? null : 'deallocate', instanceCount: 1, ofSet: false },
    );
  requestPhase(set, slot, isDeleted ? DELETE : DEALLOCATE, index, at);
  // Nobody puts another one in its place at once. Inferred: capacity then says what there is.
  if (isDeleted) setCapacity(set, set.activeCount - 1);
  if (shared === undefined) release(set, index, at, null);
  tryRestore(set, { instanceId: item.instanceId, isDeleted }, at);
}
