import type { ArmReply, Operation } from '../../../arm/index.ts';
import { findOperation, modelView } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { scaleSetKey, SCALE_SET } from '../paths.ts';
import { releaseQuota } from '../quota/quota-books.ts';
import { readFlag } from '../query.ts';
import { entryOf } from '../registry-entry.ts';
import type { ComputeServices } from '../services.ts';
import { activityOfCommand, noteJoined, noteOutcome } from '../activity-of-command.ts';
import { refusalError } from '../change-scale-set.ts';
import { setRetryAfter } from './write-reply.ts';

/** A set that is not there: the front door says so, without a body or polling URLs (157 recordings). */
const ABSENT: ArmReply = { httpStatus: 204, speaker: 'gateway' };

export const deleteSet: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_Delete',
  method: 'DELETE',
  path: SCALE_SET,
  longRunning: true,
  rateLimits: [
    'DeleteVMScaleSetSubscriptionMaximum',
    'DeleteVMScaleSetResource',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
  async handle(request, services) {
    readFlag(request, 'forceDeletion');
    const key = scaleSetKey(request.params);
    const started = await startDeletion(services, key);
    if (started === undefined) return ABSENT;
    if ('refusal' in started) {
      throw refusalError(started.refusal, request, {
        azureName: 'VirtualMachineScaleSets.ResourceOperation.DELETE',
      });
    }
    return accepted(request, services, started, setRetryAfter(request));
  },
};

type Changed = Parameters<typeof accepted>[2];
type Refusal = Parameters<typeof refusalError>[0];

/**
 * Begins the deletion of a set, or joins the one that is under way; undefined when there is no set.
 * Deletions of resource groups go the same way.
 */
export async function startDeletion(
  { fleet }: Pick<ComputeServices, 'fleet'>,
  key: string,
): Promise<Changed | { readonly refusal: Refusal } | undefined> {
  const outcome = await fleet.change<'noSet'>(key, ({ current, now, operationId }) =>
    current
      ? {
          kind: 'command',
          command: { kind: 'deleteSet', at: now, operationId },
          writes: [
            ...activityOfCommand({ kind: 'deleteSet', at: now, operationId }),
            entryOf(modelView(current), true),
            releaseQuota(
              {
                subscriptionId: key.split('/')[2] ?? '',
                location: modelView(current).genesis.location,
              },
              key,
            ),
          ],
        }
      : { kind: 'refuse', refusal: 'noSet' },
  );
  noteOutcome(outcome);
  if (outcome.kind === 'changed') return outcome;
  const { refusal } = outcome;
  if (refusal === 'noSet') return undefined;
  if (refusal.reason !== 'AlreadyDeleting') return { refusal };
  noteJoined(refusal.operationId);
  const scaleSet = await fleet.find(key);
  const operation = scaleSet && findOperation(scaleSet, refusal.operationId);
  return scaleSet && operation ? { kind: 'changed', scaleSet, operation } : undefined;
}
