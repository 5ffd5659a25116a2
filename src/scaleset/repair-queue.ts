import { type Instant, NEVER } from '../base/index.ts';
import { SUCCEEDED } from './codes.ts';
import { type Health, isUnwell } from './health-column.ts';
import { isProtectedFromScaleIn } from './own.ts';
import type { ScaleSet } from './scale-set.ts';

/** Of all machines, at most so many are repaired at once, one at least (documented: "Batching"). */
const REPAIRED_PERCENT_MAX = 5;

/** Whether a set repairs its machines by itself now. */
export function isRepairing(set: ScaleSet): boolean {
  return set.facts.repairs?.enabled === true && !set.repairsSuspended && !set.deleting;
}

/**
 * When a machine is to be repaired; NEVER when it is well, busy, failed (documented: provisioning
 * errors are not repaired), or protected by either policy (documented).
 */
function repairInstant(set: ScaleSet, health: Health, slot: number): Instant {
  const { repairs } = set.facts;
  if (repairs === null || !isRepairing(set)) return NEVER;
  if (!isUnwell(health.state[slot] as number)) return NEVER;
  if (set.instances.state(slot) !== SUCCEEDED || isProtectedFromScaleIn(set, slot)) return NEVER;
  const graceEnd = set.instances.settledAt(slot) + repairs.gracePeriod;
  const instant = Math.max(graceEnd, health.since[slot] as number);
  const turn = health.due[slot] as number;
  // What it reports next comes first.
  return turn !== 0 && turn <= instant ? NEVER : instant;
}

/** Puts a machine on the list of those to be repaired, if it is one. */
export function offerForRepair(set: ScaleSet, health: Health, slot: number): void {
  const due = repairInstant(set, health, slot);
  if (due !== NEVER) health.unwell.push(due, set.instances.instanceId(slot));
}

/** When the next repair begins, if that is by `bound`; NEVER otherwise. */
export function nextRepair(set: ScaleSet, health: Health, bound: Instant): Instant {
  const { unwell } = health;
  while (unwell.size > 0 && unwell.topDue <= bound && hasRoom(set, health)) {
    const slot = set.instances.find(unwell.topSlot);
    if (slot !== -1 && repairInstant(set, health, slot) === unwell.topDue) {
      // One that had to wait for another is repaired when that has ended.
      return Math.max(unwell.topDue, set.now);
    }
    unwell.pop();
  }
  return NEVER;
}

function hasRoom(set: ScaleSet, health: Health): boolean {
  const share = Math.floor((set.activeCount * REPAIRED_PERCENT_MAX) / 100);
  return health.openRepairs.size < Math.max(1, share);
}
