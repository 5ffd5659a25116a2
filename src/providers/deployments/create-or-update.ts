import {
  type ArmReply,
  type ArmRequest,
  armErrors,
  currentActivity,
  type Operation,
} from '../../arm/index.ts';
import { type Instant, MICROS_PER_SECOND } from '../../base/index.ts';
import { StoreError, type Write } from '../../store/index.ts';
import { deploymentBody } from './bodies.ts';
import { activityEndKey } from './activity-end.ts';
import { type Deployment, deploymentKey, isRunning } from './deployment.ts';
import { SCOPES } from './paths.ts';
import { preflight } from './preflight.ts';
import { prepareAsked } from './prepare.ts';
import { readDeploymentRequest } from './read-request.ts';
import type { DeploymentServices } from './services.ts';
import { planOf } from './walk.ts';

/** Source: "Azure subscription and service limits": deployments of a resource group in its history. */
const HISTORY_MAX = 800;

/** Resource Manager gives up on one after a week. Source: the texts of DeploymentActive. */
const EXPIRES_AFTER = 7 * 86_400 * MICROS_PER_SECOND;

/** Two who deploy under one name meet rarely. */
const TRIES_MAX = 10;

export const createOrUpdateDeployment: readonly Operation<DeploymentServices>[] = SCOPES.map(
  ({ suffix, path }) => ({
    operationId: `Deployments_CreateOrUpdate${suffix}`,
    method: 'PUT',
    path,
    longRunning: true,
    handle: createOrUpdate,
  }),
);

async function createOrUpdate(
  request: ArmRequest,
  services: DeploymentServices,
): Promise<ArmReply> {
  const asked = readDeploymentRequest(request);
  const { deployments } = services;
  const { store, sealer } = deployments;
  const key = deploymentKey(asked.scope, asked.name);
  for (let tries = 1; ; tries += 1) {
    const kept = await deployments.find(key);
    const before = kept?.deployment;
    if (before) refuseReplacing(before, asked.location);
    const prepared = await prepareAsked(asked, request, services, before);
    const { deployment, shown } = prepared;
    await preflight(prepared, await planOf(prepared, services), request, services);
    const room = before ? [] : await makeRoom(deployment, services);
    const input = { shown, sealed: sealer.seal(key, prepared.request) };
    const end = { kind: 'noted', key: activityEndKey(deployment) } as const;
    const activity = currentActivity()?.writes(before ? 200 : 201, end) ?? [];
    try {
      await store.put(deployment, kept?.revision ?? 0, input, [...room, ...activity]);
    } catch (error) {
      const isConflict = error instanceof StoreError && error.code === 'conflict';
      if (!isConflict || tries >= TRIES_MAX) throw error;
      continue;
    }
    currentActivity()?.kept();
    deployments.begun(deployment, prepared.expanded);
    return accepted(request, services, deployment, before ? 200 : 201, shown);
  }
}

function refuseReplacing(before: Deployment, location: string | undefined): void {
  const { name } = before;
  if (isRunning(before)) {
    throw armErrors.deploymentActive(
      name,
      american(before.acceptedAt),
      american(before.acceptedAt + EXPIRES_AFTER),
    );
  }
  if (location !== undefined && before.location !== undefined && location !== before.location) {
    throw armErrors.deploymentInOtherLocation(name, location, before.location);
  }
}

/** The oldest go by themselves when the history is full. Source: "Deployment history deletions". */
async function makeRoom(
  { scope, name }: Deployment,
  { deployments: { store } }: DeploymentServices,
): Promise<readonly Write[]> {
  const history = await store.history(scope, HISTORY_MAX + 1);
  if (history.length < HISTORY_MAX) return [];
  for (const { key } of history.toSorted((a, b) => a.updatedAt - b.updatedAt)) {
    const kept = await store.read(key);
    if (kept && !isRunning(kept.deployment)) return store.deletions(key, kept.revision);
  }
  throw armErrors.deploymentQuotaExceeded(name, HISTORY_MAX);
}

/**
 * Source: azure-cli, recording of test_group_deployment_lite.yaml. Retry-After is left out there by the
 * recorder; ours keeps polls in step with the clock.
 */
function accepted(
  request: ArmRequest,
  { longRunning }: DeploymentServices,
  deployment: Deployment,
  httpStatus: 200 | 201,
  shown: Parameters<typeof deploymentBody>[1],
): ArmReply {
  const version = `api-version=${encodeURIComponent(request.apiVersion)}`;
  const path = request.path.replace(/\/+$/, '');
  return {
    httpStatus,
    speaker: 'gateway',
    headers: [
      'Azure-AsyncOperation',
      `${request.origin}${path}/operationStatuses/${deployment.statusId}?${version}`,
      'Retry-After',
      String(longRunning.retryAfterSeconds(POLL_SECONDS)),
      'x-ms-deployment-engine-version',
      ENGINE_VERSION,
    ],
    body: { json: deploymentBody(deployment, shown) },
  };
}

/** What clients wait between polls where nothing tells them. Inferred. */
export const POLL_SECONDS = 5;

/** The header is recorded; what stands in it means nothing to clients. */
const ENGINE_VERSION = '1.95.0';

/** `7/6/2016 8:21:16 PM`. Source: the texts of DeploymentActive. */
function american(instant: Instant): string {
  const time = new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  }).format(instant / 1_000);
  return time.replace(',', '').replaceAll('\u202f', ' ');
}
