import type { BulkTask } from './bulk.ts';

/** Bulk work refers to slots; in a snapshot these are counted without the empty ones. */
export function withoutGaps(task: BulkTask, slots: Uint32Array): BulkTask {
  switch (task.kind) {
    case 'spawn':
    case 'list':
      return task;
    case 'shrink':
      return { ...task, slot: countBelow(slots, task.slot + 1) - 1 };
    case 'trim':
      return {
        ...task,
        slot: countBelow(slots, task.slot + 1) - 1,
        first: countBelow(slots, task.first),
        end: countBelow(slots, task.end),
      };
    case 'rollingScan':
    case 'evictionScan':
    case 'all':
      return { ...task, slot: countBelow(slots, task.slot), end: countBelow(slots, task.end) };
  }
}

function countBelow(slots: Uint32Array, limit: number): number {
  const at = slots.findIndex((slot) => slot >= limit);
  return at === -1 ? slots.length : at;
}
