import type { Instant } from '../base/index.ts';
import type { BulkTask } from './bulk.ts';
import { claim } from './operations.ts';
import { finishDelay } from './phases.ts';
import type { AgendaItem, Operation, ScaleSet } from './scale-set.ts';

/** Puts something that is due for the set, and not for an instance's step, on its agenda. */
export function addToAgenda(set: ScaleSet, item: AgendaItem): void {
  set.agendaItems.set(set.nextAgendaItem, item);
  set.agenda.push(item.due, set.nextAgendaItem);
  set.nextAgendaItem += 1;
}

/** Takes on work on many instances. */
export function addBulk(set: ScaleSet, task: BulkTask): void {
  claim(set, task.operation);
  set.bulk.push(task);
}

/** Hands the operation's own token to the agenda. */
export function finishLater(set: ScaleSet, operation: Operation, at: Instant): void {
  const due = at + finishDelay(set, operation.index);
  if (operation.expectedEnd < due) operation.expectedEnd = due;
  addToAgenda(set, { kind: 'finish', operation: operation.index, due });
}
