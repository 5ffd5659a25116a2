import {
  type ArmReply,
  type ArmRequest,
  armErrors,
  type LongRunning,
  nextLink,
  type Operation,
  type Progress,
  readAfterKey,
  readTop,
} from '../../arm/index.ts';
import { foldCase, type JsonObject } from '../../base/index.ts';
import { emptyReply, gatewayReply } from '../resources/replies.ts';
import { deploymentBody, errorLine, operationBodies } from './bodies.ts';
import { POLL_SECONDS } from './create-or-update.ts';
import { type Deployment, deploymentKey, type DeploymentRequest, isRunning } from './deployment.ts';
import type { Kept } from './deployment-store.ts';
import { COLLECTION, SCOPES } from './paths.ts';
import { scopeOf } from './read-request.ts';
import type { DeploymentServices } from './services.ts';

type Row = Operation<DeploymentServices>;

/** Deployments and operations on a page. */
const PAGE_COUNT = 100;
const OPERATIONS_PAGE_COUNT = 200;
/** Of the client's own time, between two looks of a poll. */
const LOOK_SECONDS = 0.05;

export const getDeployment: readonly Row[] = SCOPES.map(({ suffix, path }) => ({
  operationId: `Deployments_Get${suffix}`,
  method: 'GET',
  path,
  longRunning: false,
  async handle(request, services) {
    const { key, deployment } = await requireDeployment(request, services);
    return gatewayReply(200, deploymentBody(deployment, await shownOf(key, services)));
  },
}));

/** 204, or 404 without a body. */
export const checkDeploymentExistence: readonly Row[] = SCOPES.map(({ suffix, path }) => ({
  operationId: `Deployments_CheckExistence${suffix}`,
  method: 'HEAD',
  path,
  longRunning: false,
  async handle(request, services) {
    await requireDeployment(request, services);
    return emptyReply(204);
  },
}));

export const listDeployments: readonly Row[] = SCOPES.map(({ suffix, scope }) => ({
  operationId: suffix === '' ? 'Deployments_ListByResourceGroup' : `Deployments_List${suffix}`,
  method: 'GET',
  path: `${scope}/${COLLECTION}`,
  longRunning: false,
  handle: listPage,
}));

async function listPage(request: ArmRequest, services: DeploymentServices): Promise<ArmReply> {
  const wanted = readStateFilter(request.query['$filter']);
  const limit = readTop(request, PAGE_COUNT) ?? PAGE_COUNT;
  const { store } = services.deployments;
  const value: JsonObject[] = [];
  let after = readAfterKey(request);
  for (;;) {
    const page = await store.list(scopeOf(request), {
      ...(after === undefined ? {} : { after }),
      limit: limit - value.length + 1,
    });
    const more = page.length > limit - value.length;
    for (const { key, deployment } of page.slice(0, limit - value.length)) {
      after = key;
      if (wanted !== undefined && foldCase(deployment.state) !== wanted) continue;
      value.push(deploymentBody(deployment, await shownOf(key, services)));
    }
    await services.turn();
    if (!more || value.length >= limit || after === undefined) {
      const link = more && after !== undefined ? { nextLink: nextLink(request, { after }) } : {};
      return gatewayReply(200, { value, ...link });
    }
  }
}

/** The one filter that there is: `provisioningState eq 'Succeeded'`. Throws for any other. */
function readStateFilter(filter: string | undefined): string | undefined {
  if (filter === undefined || filter.trim() === '') return undefined;
  const match = /^\s*provisioningState\s+eq\s+'(\w+)'\s*$/i.exec(filter);
  if (match?.[1] === undefined) throw armErrors.invalidFilter(filter);
  return foldCase(match[1]);
}

/**
 * What az asks for has no provider in its path. Source: recording of test_group_deployment.yaml.
 */
const OPERATION_SCOPES = SCOPES.flatMap(({ suffix, scope, path }) => [
  { suffix, path: `${path}/operations` },
  ...(suffix === ''
    ? [{ suffix: '', path: `${scope}/deployments/{deploymentName}/operations` }]
    : []),
]);

export const listDeploymentOperations: readonly Row[] = OPERATION_SCOPES.map(
  ({ suffix, path }) => ({
    operationId: `DeploymentOperations_List${suffix}`,
    method: 'GET',
    path,
    longRunning: false,
    async handle(request, services) {
      const { deployment } = await requireDeployment(request, services);
      const bodies = operationBodies(deployment);
      const start = Number(readAfterKey(request) ?? 0) || 0;
      const limit = readTop(request, OPERATIONS_PAGE_COUNT) ?? OPERATIONS_PAGE_COUNT;
      const value = bodies.slice(start, start + limit);
      const isLast = start + limit >= bodies.length;
      return gatewayReply(200, {
        value,
        ...(isLast ? {} : { nextLink: nextLink(request, { after: String(start + limit) }) }),
      });
    },
  }),
);

export const getDeploymentOperation: readonly Row[] = OPERATION_SCOPES.map(({ suffix, path }) => ({
  operationId: `DeploymentOperations_Get${suffix}`,
  method: 'GET',
  path: `${path}/{operationId}`,
  longRunning: false,
  async handle(request, services) {
    const { deployment } = await requireDeployment(request, services);
    const asked = request.params['operationId'] ?? '';
    const found = operationBodies(deployment).find(
      ({ operationId }) => foldCase(String(operationId)) === foldCase(asked),
    );
    if (!found) throw armErrors.deploymentOperationNotFound(asked, deployment.name);
    return gatewayReply(200, found);
  },
}));

/** Nothing but the status, and the error when there is one. Source: shared/azure/lro.md. */
export const getDeploymentStatus: readonly Row[] = SCOPES.map(({ suffix, path }) => ({
  operationId: `DeploymentOperationStatuses_Get${suffix}`,
  method: 'GET',
  path: `${path}/operationStatuses/{operationId}`,
  longRunning: false,
  async handle(request, services) {
    const { longRunning } = services;
    const { deployment } = await longRunning.patiently(
      request,
      () => requireDeployment(request, services),
      (look) => progressOf(look.deployment, longRunning),
    );
    const asked = request.params['operationId'] ?? '';
    if (asked !== deployment.statusId) {
      throw armErrors.deploymentOperationNotFound(asked, deployment.name);
    }
    const { state, error } = deployment;
    const wait = longRunning.retryAfterSeconds(POLL_SECONDS);
    return {
      ...gatewayReply(200, {
        status: state,
        ...(error === undefined ? {} : { error: errorLine(error) }),
      }),
      headers: isRunning(deployment) ? ['Retry-After', String(wait)] : [],
    };
  },
}));

/** Nobody knows when a deployment will end; a poll looks again and again. */
function progressOf(
  deployment: Deployment,
  { now, ofClient }: Pick<LongRunning, 'now' | 'ofClient'>,
): Progress | undefined {
  if (!isRunning(deployment)) return undefined;
  return { startedAt: deployment.acceptedAt, lookAgainAt: now() + ofClient(LOOK_SECONDS) };
}

/** The template as it was sent, with whatever was literally in it, as Azure gives it back. */
export const exportDeploymentTemplate: readonly Row[] = SCOPES.map(({ suffix, path }) => ({
  operationId: `Deployments_ExportTemplate${suffix}`,
  method: 'POST',
  path: `${path}/exportTemplate`,
  longRunning: false,
  async handle(request, services) {
    const { key } = await requireDeployment(request, services);
    const { store, sealer } = services.deployments;
    const input = await store.readInput(key);
    if (!input) throw armErrors.deploymentNotFound(request.params['deploymentName'] ?? '');
    const { template } = sealer.open(key, input.sealed) as DeploymentRequest;
    return gatewayReply(200, { template });
  },
}));

/** The deployment that the path names. Throws DeploymentNotFound. */
export async function requireDeployment(
  request: ArmRequest,
  { deployments }: DeploymentServices,
): Promise<{ readonly key: string; readonly deployment: Deployment } & Kept> {
  const name = request.params['deploymentName'] ?? '';
  const key = deploymentKey(scopeOf(request), name);
  const kept = await deployments.find(key);
  if (!kept) throw armErrors.deploymentNotFound(name);
  return { key, ...kept };
}

async function shownOf(key: string, { deployments }: DeploymentServices): Promise<JsonObject> {
  return (await deployments.store.readInput(key))?.shown ?? {};
}
