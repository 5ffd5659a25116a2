import type { ArmRequest, LongRunning } from '../../arm/index.ts';
import type { ShellType } from './shell-type.ts';
import type { Shell } from './shell.ts';
import { type Ticket, writeTicket } from './ticket.ts';

/** Where an operation can be polled: in its subscription, namespace and location only. */
export function operationScope(
  { namespace }: Pick<ShellType, 'namespace'>,
  { subscriptionId = '' }: ArmRequest['params'],
  location: string,
): string {
  return `${subscriptionId}/${namespace}/${location}`;
}

/** The id of the work on a resource from one instant to another. */
export function operationOf(shell: Shell, ticket: Ticket, scope: string): string {
  return writeTicket(ticket, scope, `${shell.guid}/${shell.writes}`);
}

/** Whether the work that a poll asks about still goes on. */
export function isUnderWay(
  { startedAt, endsAt }: Ticket,
  request: ArmRequest,
  longRunning: LongRunning,
): Promise<boolean> {
  return longRunning.patiently(
    request,
    async () => longRunning.now() < endsAt,
    (isRunning) => (isRunning ? { startedAt, lookAgainAt: endsAt } : undefined),
  );
}
