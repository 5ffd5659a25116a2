import { type ArmRequest, armErrors, encodeSkipToken, type Operation } from '../../arm/index.ts';
import { StoreError } from '../../store/index.ts';
import { emptyReply } from '../resources/replies.ts';
import { type Deployment, deploymentKey, type DeploymentRequest, isRunning } from './deployment.ts';
import { withoutSecrets } from './deployments.ts';
import { DELETION_JOB_PREFIX } from './jobs.ts';
import { SCOPES } from './paths.ts';
import { requireDeployment } from './read-deployments.ts';
import { isDeploymentType, sendFor, withVersion } from './resource-requests.ts';
import { scopeOf } from './read-request.ts';
import type { DeploymentServices } from './services.ts';

type Row = Operation<DeploymentServices>;

/** Those who go on with a deployment commit now and then; more often in a row they do not. */
const TRIES_MAX = 20;

/** As of groups, which are deleted the same way. */
const RETRY_AFTER_SECONDS = 15;

/** Forgets it; what it has made stays. 204 when there is none. Source: "Deployments - Delete". */
export const deleteDeployment: readonly Row[] = SCOPES.map(({ suffix, path }) => ({
  operationId: `Deployments_Delete${suffix}`,
  method: 'DELETE',
  path,
  longRunning: true,
  async handle(request, { deployments, longRunning }) {
    const name = request.params['deploymentName'] ?? '';
    const key = deploymentKey(scopeOf(request), name);
    const kept = await deployments.find(key);
    if (!kept) return emptyReply(204);
    if (isRunning(kept.deployment)) throw armErrors.deploymentActiveDelete(name);
    await deployments.store.delete(key, kept.revision);
    return emptyReply(202, [
      'Location',
      deletionUrl(request, kept.deployment),
      'Retry-After',
      String(longRunning.retryAfterSeconds(RETRY_AFTER_SECONDS)),
    ]);
  },
}));

function deletionUrl(request: ArmRequest, { name, location, scope }: Deployment): string {
  const token = encodeSkipToken({
    jobId: `${DELETION_JOB_PREFIX}${name.toUpperCase()}`,
    jobLocation: location ?? '',
  });
  const version = encodeURIComponent(request.apiVersion);
  return `${request.origin}/subscriptions/${scope.subscriptionId}/operationresults/${token}?api-version=${version}`;
}

/**
 * Nothing more is begun; what providers have accepted goes on, as in Azure.
 * Source: "Deployments - Cancel": 204, only while it is accepted or running.
 */
export const cancelDeployment: readonly Row[] = SCOPES.map(({ suffix, path }) => ({
  operationId: `Deployments_Cancel${suffix}`,
  method: 'POST',
  path: `${path}/cancel`,
  longRunning: false,
  async handle(request, services) {
    const { store, sealer } = services.deployments;
    for (let tries = 1; ; tries += 1) {
      const { key, deployment, revision } = await requireDeployment(request, services);
      if (!isRunning(deployment)) {
        throw armErrors.deploymentCannotBeCancelled(deployment.name, deployment.state);
      }
      // Those it holds first: should this be cut off here, they say so, and this one fails of it.
      await cancelNested(deployment, services);
      const input = await store.readInput(key);
      const kept = input && (sealer.open(key, input.sealed) as DeploymentRequest);
      const canceled = canceledAt(deployment, services.longRunning.now());
      try {
        await store.put(
          canceled,
          revision,
          input && kept && withoutSecrets(canceled, kept, input, sealer),
        );
        return emptyReply(204);
      } catch (error) {
        const isConflict = error instanceof StoreError && error.code === 'conflict';
        if (!isConflict || tries >= TRIES_MAX) throw error;
      }
    }
  },
}));

/** Nested deployments stop with the one that holds them; one that has ended just now refuses, which is right. */
async function cancelNested(deployment: Deployment, { send }: DeploymentServices): Promise<void> {
  for (const { state, type, id, apiVersion } of deployment.steps) {
    if (state !== 'running' || !isDeploymentType(type)) continue;
    const target = withVersion(`${id}/cancel`, apiVersion);
    await sendFor(send, deployment, { method: 'POST', target });
  }
}

function canceledAt(deployment: Deployment, now: number): Deployment {
  return {
    ...deployment,
    state: 'Canceled',
    updatedAt: now,
    dueAt: null,
    outputResources: [],
    steps: deployment.steps.map((step) =>
      step.state === 'started' || step.state === 'running'
        ? { ...step, state: 'canceled', endedAt: now, statusCode: step.statusCode ?? 'Conflict' }
        : step.state === 'waiting'
          ? { ...step, state: 'canceled' }
          : step,
    ),
  };
}
