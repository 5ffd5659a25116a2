import { type Instant, type Micros, MICROS_PER_SECOND } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import { ALLOCATE, CREATING, DELETE, DELETING } from './codes.ts';
import { openOperationAt } from './operations.ts';
import { enterPhase } from './phases.ts';
import type { ScaleSet } from './scale-set.ts';
import { setPower } from './transitions.ts';
import type { ResilientDeletion } from './types.ts';

/** How often something was begun anew with a machine; few machines need it. */
export interface Retries {
  /** Counts from 1. */
  readonly attempt: number;
  /** When it failed first. */
  readonly since: Instant;
  readonly state: 'running' | 'waiting' | 'gave up';
}

/** "Attempts the operation five times per virtual machine" (documented: "Resilient create and delete"). */
const ATTEMPTS_MAX = 5;

const MINUTE: Micros = 60 * MICROS_PER_SECOND;

/** "For a maximum of 30 total minutes for all retries" of a creation. */
const CREATION_MAX = 30 * MINUTE;

/** The wait before the second retry of a deletion; it doubles from then on, the first comes at once. */
const DELETION_WAIT = 10 * MINUTE;

/**
 * Whether what has failed is begun anew, as the set's resiliency policy says: a creation whose system or
 * start timed out, and any deletion.
 */
export function isRetried(set: ScaleSet, slot: number, failure: Failure, at: Instant): boolean {
  const { instances, facts } = set;
  const isDeletion = instances.phase(slot) === DELETE;
  if (isDeletion ? !facts.retriesDeletion : !facts.retriesCreation) return false;
  if (!isDeletion && (instances.state(slot) !== CREATING || !isTimeOut(failure))) return false;
  const instanceId = instances.instanceId(slot);
  const before = set.retries.get(instanceId);
  const attempt = (before?.attempt ?? 0) + 1;
  const since = before?.since ?? at;
  const isLate = !isDeletion && at > since + CREATION_MAX;
  if (attempt > ATTEMPTS_MAX || isLate) {
    set.retries.set(instanceId, { attempt, since, state: 'gave up' });
    return false;
  }
  if (isDeletion) waitForDeletion(set, slot, { attempt, since }, at);
  else {
    set.retries.set(instanceId, { attempt, since, state: 'running' });
    setPower(set, slot, 0);
    enterPhase(set, slot, ALLOCATE, at);
  }
  return true;
}

/** Begins a deletion anew whose wait is over; false when the machine does not wait for that. */
export function beginAgain(set: ScaleSet, slot: number, at: Instant): boolean {
  const instanceId = set.instances.instanceId(slot);
  const retries = set.retries.get(instanceId);
  if (retries?.state !== 'waiting' || set.instances.phase(slot) !== DELETE) return false;
  set.retries.set(instanceId, { ...retries, state: 'running' });
  enterPhase(set, slot, DELETE, at);
  return true;
}

/** A machine is done with what was retried. That its deletion was given up is remembered. */
export function endRetries(set: ScaleSet, slot: number, failure: Failure | null): void {
  const instanceId = set.instances.instanceId(slot);
  const gaveUp = set.retries.get(instanceId)?.state === 'gave up';
  const isLeaving = set.instances.state(slot) === DELETING;
  if (failure === null || !gaveUp || !isLeaving) set.retries.delete(instanceId);
}

/** What `resilientVMDeletionStatus` says of a machine. */
export function resilientDeletion(set: ScaleSet, slot: number): ResilientDeletion {
  if (!set.facts.retriesDeletion) return 'Disabled';
  if (set.instances.state(slot) === DELETING) return 'InProgress';
  const retries = set.retries.get(set.instances.instanceId(slot));
  return retries?.state === 'gave up' ? 'Failed' : 'Enabled';
}

function waitForDeletion(
  set: ScaleSet,
  slot: number,
  { attempt, since }: Pick<Retries, 'attempt' | 'since'>,
  at: Instant,
): void {
  const due = at + (attempt === 1 ? 0 : DELETION_WAIT * 2 ** (attempt - 2));
  set.retries.set(set.instances.instanceId(slot), { attempt, since, state: 'waiting' });
  set.queue.schedule(slot, due);
  const owner = openOperationAt(set, set.instances.operation(slot));
  if (owner !== undefined && owner.expectedEnd < due) owner.expectedEnd = due;
}

/** "OS Provisioning Timeout and Virtual Machine Start Timeout errors". */
function isTimeOut({ code }: Failure): boolean {
  return code === 'OSProvisioningTimedOut' || code === 'VMStartTimedOut';
}
