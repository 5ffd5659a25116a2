import { type Instant, invariant, NEVER } from '../base/index.ts';
import { workOnBulk } from './bulk.ts';
import { compactSome, isSparse } from './compact.ts';
import { evict } from './eviction.ts';
import { nextHealth, turnHealth } from './health.ts';
import type { Health } from './health-column.ts';
import { endOperation, openOperationAt, release } from './operations.ts';
import { timeOutHookEvent } from './lifecycle-hooks.ts';
import { giveUpOnHealth } from './health-gate.ts';
import { beginRepair } from './repairs.ts';
import { continueAfterHook, continueRolling } from './rolling.ts';
import { endRunCommand } from './run-commands.ts';
import type { ScaleSet } from './scale-set.ts';
import { beginWave, evictByRate } from './spontaneous-evictions.ts';
import { restore } from './spot-restore.ts';
import { recoverByItself } from './strike.ts';
import { completePhase } from './steps.ts';
import { beginTrim, isSurplusKnown } from './surplus.ts';

/**
 * Does what is due up to `until`, in order: due time, then instance id; what belongs to the set as a
 * whole comes after its instances. Stops after about `maxTransitions` and says whether all is done.
 * It does not matter how often it is called on the way: each follow-up counts from its own due time.
 */
export function advance(set: ScaleSet, until: Instant, maxTransitions: number): boolean {
  invariant(until >= set.now, 'a scale set does not go back in time');
  // What a command has changed is seen at its own instant, however far this goes.
  if (set.observer !== null) set.observer.flush(set);
  if (set.compaction === null && nextDue(set) > until) {
    set.now = until;
    return true;
  }
  let budget = maxTransitions;
  // A slice that ended while slots were moved goes on there; nothing may happen to the set between.
  if (set.compaction !== null && !compactSome(set, budget)) return false;
  for (;;) {
    if (set.observer !== null) set.observer.flush(set);
    // What was due may have begun such work: the next batch of a rolling upgrade.
    if (set.bulk.length > 0) {
      if (budget <= 0) return false;
      budget -= Math.max(1, workOnBulk(set, budget));
      continue;
    }
    if (isSurplusKnown(set)) {
      beginTrim(set, set.now);
      continue;
    }
    const instanceDue = set.queue.peek();
    const agendaDue = set.agenda.size > 0 ? set.agenda.topDue : NEVER;
    const bound = Math.min(instanceDue, agendaDue, until);
    const healthDue = set.health === null ? NEVER : nextHealth(set, set.health, bound);
    const due = Math.min(instanceDue, agendaDue, healthDue);
    if (due > until) break;
    if (budget <= 0) return false;
    budget -= 1;
    set.now = due;
    if (instanceDue === due) {
      const slot = set.queue.pop();
      completePhase(set, slot, due);
      if (set.observer !== null) set.observer.stepped(slot);
    } else if (healthDue === due && set.health !== null) workOnHealth(set, set.health, due);
    else workOnAgenda(set, due);
  }
  set.now = until;
  return (set.compaction === null && !isSparse(set)) || compactSome(set, budget);
}

/** When `advance` has something to do next; NEVER when all is settled. */
export function nextDue(set: ScaleSet): Instant {
  if (set.bulk.length > 0 || set.compaction !== null || isSurplusKnown(set)) return set.now;
  const due = Math.min(set.queue.peek(), set.agenda.size > 0 ? set.agenda.topDue : NEVER);
  return set.health === null ? due : Math.min(due, nextHealth(set, set.health, due));
}

/** Reports come first: who is healthy now need not be given up, nor repaired. */
function workOnHealth(set: ScaleSet, health: Health, at: Instant): void {
  if (turnHealth(set, health, at)) return;
  if (set.rolling?.healthDeadline === at) giveUpOnHealth(set, at);
  else beginRepair(set, health, at);
}

function workOnAgenda(set: ScaleSet, at: Instant): void {
  const number = set.agenda.pop();
  const item = set.agendaItems.get(number);
  invariant(item !== undefined, 'what is on the agenda is known');
  set.agendaItems.delete(number);
  switch (item.kind) {
    case 'finish':
      release(set, item.operation, at, null);
      return;
    case 'setFailure': {
      const operation = openOperationAt(set, item.operation);
      if (operation === undefined) return;
      operation.failure = item.failure.operation;
      operation.open = 0;
      endOperation(set, operation, at, item.failure.view);
      return;
    }
    case 'runCommand':
      endRunCommand(set, item, at);
      return;
    case 'rollingStep':
      continueRolling(set, item.operation, at);
      return;
    case 'hookEvent': {
      const event = timeOutHookEvent(set, item.name, at);
      if (event !== null) continueAfterHook(set, event, at);
      return;
    }
    case 'eviction':
      evict(set, item, at);
      return;
    case 'zoneRecovery':
      recoverByItself(set, item, at);
      return;
    case 'spotRestore':
      restore(set, item, at);
      return;
    case 'evictionWave':
      beginWave(set, item, at);
      return;
    case 'evictionByRate':
      evictByRate(set, item, at);
      return;
  }
}
