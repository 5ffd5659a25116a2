import { type Instant, MICROS_PER_SECOND } from '../base/index.ts';
import { addToAgenda } from './agenda.ts';
import { DEALLOCATE, DELETE, DELETING } from './codes.ts';
import { claim, openOperation, openOperationAt, release } from './operations.ts';
import { profileOf } from './phases.ts';
import type { AgendaItem, ScaleSet } from './scale-set.ts';
import { addNotice, isAnnounced, type Notice, startNotice } from './scheduled-events.ts';
import { tryRestore } from './spot-restore.ts';
import { requestPhase } from './steps.ts';
import { takeAway } from './surplus.ts';

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
  const due = at + EVICTION_NOTICE;
  const notice = addNotice(set, instanceId, {
    type: 'Preempt',
    status: 'Scheduled',
    notBefore: due,
    operation,
    operationId,
  });
  addToAgenda(set, { kind: 'eviction', operationId, operation, instanceId, notice, due });
}

/** Takes a Spot machine's place, as its eviction policy says, if it is still there. */
export function evict(set: ScaleSet, item: Item, at: Instant): void {
  takePlace(set, item, at);
  // Its operation is that of a wave, which waits for each of its evictions.
  if (item.operation !== 0) release(set, item.operation, at, null);
}

/** The machine says yes to its eviction: it goes at once. */
export function approveEviction(
  set: ScaleSet,
  { instanceId, notice }: { readonly instanceId: number; readonly notice: Notice },
  at: Instant,
): void {
  const { operation, operationId, number } = notice;
  takePlace(set, { operation, operationId, instanceId, notice: number }, at);
}

function takePlace(
  set: ScaleSet,
  item: Pick<Item, 'instanceId' | 'operationId' | 'operation' | 'notice'>,
  at: Instant,
): void {
  const slot = set.instances.find(item.instanceId);
  // It went by itself, or has said yes to its eviction.
  if (slot === -1 || !isAnnounced(set, item.instanceId, item.notice)) return;
  if (set.instances.state(slot) === DELETING) return;
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
  startNotice(set, item.instanceId, item.notice, index);
  requestPhase(set, slot, isDeleted ? DELETE : DEALLOCATE, index, at);
  // Nobody puts another one in its place at once. Inferred: capacity then says what there is.
  if (isDeleted) takeAway(set, 1, at);
  if (shared === undefined) release(set, index, at, null);
  tryRestore(set, { instanceId: item.instanceId, isDeleted }, at);
}
