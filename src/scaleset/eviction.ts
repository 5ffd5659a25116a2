import { type Instant, MICROS_PER_SECOND } from '../base/index.ts';
import { DEALLOCATE, DELETE, DELETING } from './codes.ts';
import { openOperation, release } from './operations.ts';
import { profileOf } from './phases.ts';
import type { ScaleSet } from './scale-set.ts';
import { requestPhase } from './steps.ts';
import { takeAway } from './surplus.ts';

/** A Spot machine is told this long before it goes (documented: "Simulate an eviction"). */
export const EVICTION_NOTICE = 30 * MICROS_PER_SECOND;

/** Takes a Spot machine's place, as its eviction policy says, if it is still there. */
export function evict(
  set: ScaleSet,
  item: { readonly operationId: string; readonly instanceId: number },
  at: Instant,
): void {
  const slot = set.instances.find(item.instanceId);
  if (slot === -1 || set.instances.state(slot) === DELETING) return;
  const isDeleted = profileOf(set, slot).facts.spot === 'Delete';
  // An operation that nobody polls: the request was answered before.
  const { index } = openOperation(
    set,
    { kind: 'simulateEviction', operationId: `${item.operationId}/eviction`, at },
    { action: isDeleted ? null : 'deallocate', instanceCount: 1, ofSet: false },
  );
  requestPhase(set, slot, isDeleted ? DELETE : DEALLOCATE, index, at);
  // Nobody puts another one in its place. Inferred: capacity then says what there is.
  if (isDeleted) takeAway(set, 1, at);
  release(set, index, at, null);
}
