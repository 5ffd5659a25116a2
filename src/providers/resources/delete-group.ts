import {
  type ArmReply,
  type ArmRequest,
  armErrors,
  decodeSkipToken,
  encodeSkipToken,
  type LongRunning,
  type Operation,
} from '../../arm/index.ts';
import type { Services } from '../services.ts';
import { DELETION_JOB_PREFIX, readWhatIfResult, WHAT_IF_JOB_PREFIX } from '../deployments/jobs.ts';
import { emptyReply, gatewayReply } from './replies.ts';
import type { ResourceGroup } from './resource-groups.ts';

/** Recorded on 16 000 answers (shared/azure/lro.md, "Resource-group delete"). */
const RETRY_AFTER_SECONDS = 15;

export const deleteResourceGroup: Operation<Services> = {
  operationId: 'ResourceGroups_Delete',
  method: 'DELETE',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}',
  longRunning: true,
  async handle(request, { resourceGroups, longRunning }) {
    const name = request.params['resourceGroupName'] ?? '';
    const group = await resourceGroups.delete(request.params['subscriptionId'] ?? '', name);
    if (!group) throw armErrors.resourceGroupNotFound(name);
    return stillRunning(request, longRunning, jobToken(group));
  },
};

/**
 * Where a Location leads: of the deletion of a group 202 with a Location again while it runs, then
 * 200 and nothing else; of a deployment's 204; of a preview of a deployment 200 and the result.
 */
export const getOperationResult: Operation<Services> = {
  operationId: 'OperationResults_Get',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/operationresults/{operationId}',
  longRunning: false,
  async handle(request, { resourceGroups, longRunning, store }) {
    const token = request.params['operationId'] ?? '';
    const job = decodeSkipToken(token);
    if (typeof job?.['jobId'] !== 'string') throw armErrors.noSuchPath(request.path);
    if (job['jobId'].startsWith(DELETION_JOB_PREFIX)) return emptyReply(204);
    if (job['jobId'].startsWith(WHAT_IF_JOB_PREFIX)) {
      const result = await readWhatIfResult(store, job['jobId'].slice(WHAT_IF_JOB_PREFIX.length));
      if (!result) throw armErrors.noSuchPath(request.path);
      return gatewayReply(200, result);
    }
    if (!job['jobId'].startsWith(JOB_PREFIX)) throw armErrors.noSuchPath(request.path);
    const name = job['jobId'].slice(JOB_PREFIX.length);
    const group = await resourceGroups.find(request.params['subscriptionId'] ?? '', name);
    const failed = group?.failedDeletion;
    if (failed && failed.since === job['since']) {
      throw armErrors.resourceGroupDeletionBlocked(group.name, failed.ids.map(typeAndName), token);
    }
    // A group that was made anew under the same name is not the one that was deleted.
    const runs = group !== undefined && group.deletingSince === job['since'];
    return runs ? stillRunning(request, longRunning, token) : emptyReply(200);
  },
};

/** `Microsoft.Network/virtualNetworks/v`. */
function typeAndName(id: string): string {
  return id.split('/').slice(6).join('/');
}

/** Azure's tokens are the base64url of `{"jobId":"RESOURCEGROUPDELETIONJOB-…`, too. */
const JOB_PREFIX = 'RESOURCEGROUPDELETIONJOB-';

function jobToken(group: ResourceGroup): string {
  return encodeSkipToken({
    jobId: `${JOB_PREFIX}${group.name.toUpperCase()}`,
    jobLocation: group.location,
    since: group.deletingSince ?? 0,
  });
}

function stillRunning(request: ArmRequest, longRunning: LongRunning, token: string): ArmReply {
  const subscription = `/subscriptions/${request.params['subscriptionId'] ?? ''}`;
  const version = encodeURIComponent(request.apiVersion);
  return emptyReply(202, [
    'Location',
    `${request.origin}${subscription}/operationresults/${token}?api-version=${version}`,
    'Retry-After',
    String(longRunning.retryAfterSeconds(RETRY_AFTER_SECONDS)),
  ]);
}
