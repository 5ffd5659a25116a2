import {
  armErrors,
  type ArmReply,
  type ArmRequest,
  type LongRunning,
  normalizeLocation,
  type Operation,
  type Progress,
} from '../../../arm/index.ts';
import { foldCase, isGuid } from '../../../base/index.ts';
import type { OperationKind, OperationView } from '../../../scaleset/index.ts';
import { readFlag } from '../query.ts';
import { isUnderWay, operationScope } from '../../shells/shell-operation.ts';
import { readTicket } from '../../shells/ticket.ts';
import type { ComputeServices } from '../services.ts';

/**
 * What Azure-AsyncOperation and, with `monitor=true`, Location point to. It goes on answering after
 * the end, and after the set is gone. Source: shared/azure/lro.md.
 */
export const getOperation: Operation<ComputeServices> = {
  operationId: 'Operations_Get',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/operations/{operationId}',
  longRunning: false,
  rateLimits: ['GetOperationResource', 'GetOperationSubscriptionMaximum'],
  async handle(request, { fleet, longRunning }) {
    const { subscriptionId = '', location = '', operationId = '' } = request.params;
    const found = isGuid(operationId)
      ? await longRunning.patiently(
          request,
          () => fleet.findOperation(foldCase(operationId)),
          (look) => look && progressOf(look.operation),
        )
      : undefined;
    const owned =
      found?.location === normalizeLocation(location) &&
      found.key.startsWith(foldCase(`/subscriptions/${subscriptionId}/`));
    if (!found || !owned) return shellOperation(request, longRunning);
    const { expectedEnd, output: kept, ...operation } = found.operation;
    const output = kept ?? undefined;
    const status = { ...operation, ...(TELLS_WAIT.has(operation.kind) ? { expectedEnd } : {}) };
    return readFlag(request, 'monitor')
      ? longRunning.result(request, { ...status, location: found.location }, output)
      : longRunning.status(status, output);
  },
};

function progressOf({ startedAt, endedAt, expectedEnd }: OperationView): Progress | undefined {
  return endedAt === null ? { startedAt, lookAgainAt: expectedEnd } : undefined;
}

/** Work on a disk, image or gallery: its id says from when to when it runs. */
async function shellOperation(request: ArmRequest, longRunning: LongRunning): Promise<ArmReply> {
  const { location = '', operationId = '' } = request.params;
  const place = normalizeLocation(location);
  const scope = operationScope({ namespace: 'Microsoft.Compute' }, request.params, place);
  const ticket = readTicket(operationId, scope);
  if (!ticket) throw armErrors.instanceNotFound();
  const isRunning = await isUnderWay(ticket, request, longRunning);
  const operation = {
    operationId,
    startedAt: ticket.startedAt,
    endedAt: isRunning ? null : ticket.endsAt,
    state: isRunning ? ('inProgress' as const) : ('succeeded' as const),
    failure: null,
  };
  return readFlag(request, 'monitor')
    ? longRunning.result(request, { ...operation, location: place })
    : longRunning.status(operation);
}

/** Polls of these carry an estimate as Retry-After, those of actions do not (lro.md, "Retry-After on polls"). */
const TELLS_WAIT: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'create',
  'put',
  'patch',
  'deleteSet',
]);
