import type { BulkTask } from './bulk.ts';

/** Bulk work refers to slots; in a snapshot these are counted without the empty ones. */
export function withoutGaps(task: BulkTask, slots: Uint32Array): BulkTask {
  switch (task.kind) {
    case 'list':
    case 'judgement':
    case 'rollback':
    case 'replacement':
    case 'settle':
    case 'zoneRecovery':
    case 'release':
      return task;
    case 'migrate': {
      const [slot, end] = [countBelow(slots, task.survey.slot), countBelow(slots, task.survey.end)];
      return { ...task, survey: { ...task.survey, slot, end } };
    }
    case 'setHealth':
      return task.instanceIds === null ? belowOnly(task, slots) : task;
    case 'spawn': {
      const { survey } = task;
      if (survey === null) return task;
      const [slot, end] = [countBelow(slots, survey.slot), countBelow(slots, survey.end)];
      return { ...task, survey: { ...survey, slot, end } };
    }
    case 'shrink': {
      const end = countBelow(slots, task.end);
      const isUpward = task.step === 'count' || task.policy.rule === 'OldestVM';
      const slot = isUpward ? countBelow(slots, task.slot) : countBelow(slots, task.slot + 1) - 1;
      return { ...task, slot, end };
    }
    case 'trim':
      return {
        ...task,
        slot: countBelow(slots, task.slot + 1) - 1,
        first: countBelow(slots, task.first),
        end: countBelow(slots, task.end),
      };
    case 'rollingScan':
    case 'evictionScan':
    case 'repairScan':
    case 'strike':
    case 'all':
      return belowOnly(task, slots);
  }
}

function belowOnly<T extends { readonly slot: number; readonly end: number }>(
  task: T,
  slots: Uint32Array,
): T {
  return { ...task, slot: countBelow(slots, task.slot), end: countBelow(slots, task.end) };
}

function countBelow(slots: Uint32Array, limit: number): number {
  const at = slots.findIndex((slot) => slot >= limit);
  return at === -1 ? slots.length : at;
}

/** How many instances are still to be made. */
export function waitingToSpawn(bulk: readonly BulkTask[]): number {
  return bulk.reduce((sum, task) => {
    if (task.kind === 'spawn') return sum + task.remaining;
    return task.kind === 'replacement' ? sum + task.instanceIds.length - task.position : sum;
  }, 0);
}
