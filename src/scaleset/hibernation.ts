import { DEALLOCATE, DEALLOCATED, MODIFY, RUN_COMMAND, RUNNING, SUCCEEDED } from './codes.ts';
import { operationAt } from './operations.ts';
import type { ScaleSet } from './scale-set.ts';
import type { InstanceSelection, Refusal } from './types.ts';

/**
 * Whether machines can be put to sleep: the capability has to be on, and those that are named have to
 * be well and run (documented: "Troubleshoot hibernation"). Of all machines, those that run sleep and
 * the others are deallocated like any. Inferred.
 */
export function checkHibernation(set: ScaleSet, selection: InstanceSelection): Refusal | null {
  if (!set.facts.hibernation) return { reason: 'HibernationNotEnabled' };
  if (selection === 'all') return null;
  const { instances } = set;
  const awake = selection.every((instanceId) => {
    const slot = instances.find(instanceId);
    return slot !== -1 && instances.state(slot) === SUCCEEDED && instances.power(slot) === RUNNING;
  });
  return awake ? null : { reason: 'CannotHibernate' };
}

/** Notes who goes to sleep with the step that begins, and who is woken or loses what it slept with. */
export function noteSleep(set: ScaleSet, slot: number, phase: number): void {
  const { instances } = set;
  const instanceId = instances.instanceId(slot);
  if (set.hibernated.size > 0 && phase !== MODIFY && phase !== RUN_COMMAND) {
    set.hibernated.delete(instanceId);
  }
  if (phase !== DEALLOCATE || instances.power(slot) !== RUNNING) return;
  const operation = operationAt(set, instances.operation(slot));
  if (operation?.action === 'hibernate') set.hibernated.add(instanceId);
}

/** Whether a machine sleeps, its memory on its disk. */
export function isHibernated(set: ScaleSet, slot: number): boolean {
  if (set.hibernated.size === 0 || set.instances.power(slot) !== DEALLOCATED) return false;
  return set.hibernated.has(set.instances.instanceId(slot));
}
