import { currentActivity } from '../../arm/index.ts';
import type { Changed, Refused } from '../../fleet/index.ts';
import type { Command } from '../../scaleset/index.ts';
import type { Write } from '../../store/index.ts';

/** What the activity log keeps of a command, to be committed with it: the log and the journal agree. */
export function activityOfCommand(command: Command): readonly Write[] {
  const end = { kind: 'operation', operationId: command.operationId } as const;
  return currentActivity()?.writes(httpStatusOf(command), end) ?? [];
}

/** Tells the activity log whether what it was given has been committed. */
export function noteOutcome(outcome: Changed | Refused<unknown>): void {
  if (outcome.kind === 'changed') currentActivity()?.kept();
  else currentActivity()?.dropped();
}

/** Tells the activity log that the request has joined an operation that was under way. */
export function noteJoined(operationId: string): void {
  currentActivity()?.writes(202, { kind: 'operation', operationId });
}

/** Of the first answers of long-running operations. Source: shared/azure/lro.md. */
function httpStatusOf({ kind }: Command): number {
  if (kind === 'create') return 201;
  return kind === 'put' || kind === 'patch' ? 200 : 202;
}
