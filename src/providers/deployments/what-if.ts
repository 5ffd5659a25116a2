import {
  ArmError,
  type ArmReply,
  type ArmRequest,
  encodeSkipToken,
  type Operation,
} from '../../arm/index.ts';
import { foldCase, isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import { resolveBody } from '../../templates/index.ts';
import { emptyReply } from '../resources/replies.ts';
import { errorLine } from './bodies.ts';
import { findSurplus } from './clean-up.ts';
import { statusIdOf } from './derived-names.ts';
import { changesBetween, overlaid, sortedDeep } from './delta.ts';
import { SCOPES } from './paths.ts';
import { preflight } from './preflight.ts';
import { type Prepared, prepareAsked } from './prepare.ts';
import { type AskedDeployment, readDeploymentRequest } from './read-request.ts';
import type { InternalAnswer } from './send.ts';
import {
  errorOf,
  isDeploymentType,
  ResourceRefusal,
  resolveWithLookups,
  sendFor,
  withVersion,
} from './resource-requests.ts';
import { masked, secretsOf } from './secret-texts.ts';
import type { DeploymentServices } from './services.ts';
import { armErrorDetail } from './template-errors.ts';
import { diagnosticsOf, type PlannedResource, planOf } from './walk.ts';
import { keepWhatIfResult, WHAT_IF_JOB_PREFIX } from './jobs.ts';

/** What Azure tells clients to wait is not visible in recordings; a preview took fifteen seconds. Inferred. */
const RETRY_AFTER_SECONDS = 5;

/**
 * What a deployment would change. 202 with a Location, whose answer is the result; an error of the
 * template is a result too. Source: azure-cli, recording of test_resource_group_level_what_if.yaml.
 */
export const whatIfDeployment: readonly Operation<DeploymentServices>[] = SCOPES.map(
  ({ suffix, path }) => ({
    operationId: `Deployments_WhatIf${suffix}`,
    method: 'POST',
    path: `${path}/whatIf`,
    longRunning: true,
    handle: whatIf,
  }),
);

async function whatIf(request: ArmRequest, services: DeploymentServices): Promise<ArmReply> {
  const { store, longRunning } = services;
  const asked = readDeploymentRequest(request);
  const id = `${statusIdOf(longRunning.now(), 0)}-${request.requestId}`;
  await keepWhatIfResult(store, id, await resultOf(asked, request, services));
  const token = encodeSkipToken({
    jobId: `${WHAT_IF_JOB_PREFIX}${id}`,
    jobLocation: asked.location ?? '',
  });
  const version = encodeURIComponent(request.apiVersion);
  return emptyReply(202, [
    'Location',
    `${request.origin}/subscriptions/${asked.scope.subscriptionId}/operationresults/${token}?api-version=${version}`,
    'Retry-After',
    String(longRunning.retryAfterSeconds(RETRY_AFTER_SECONDS)),
  ]);
}

async function resultOf(
  asked: AskedDeployment,
  request: ArmRequest,
  services: DeploymentServices,
): Promise<JsonObject> {
  try {
    const prepared = await prepareAsked(asked, request, services);
    const plan = await planOf(prepared, services);
    await preflight(prepared, plan, request, services);
    const changes = await changesOf(prepared, plan, services);
    return { status: 'Succeeded', properties: { changes, ...diagnosticsOf(plan) } };
  } catch (error) {
    // "The status code is 200 even when there's an error" (azure-cli, custom.py).
    if (!(error instanceof ArmError) || error.httpStatus >= 500) throw error;
    return { status: 'Failed', error: errorLine(armErrorDetail(error)) };
  }
}

/** `whatIfSettings.resultFormat`: the default shows resources in full. */
function isIdsOnly({ properties }: AskedDeployment): boolean {
  const settings = properties['whatIfSettings'];
  const format = isJsonObject(settings) ? settings['resultFormat'] : undefined;
  return typeof format === 'string' && foldCase(format) === 'resourceidonly';
}

async function changesOf(
  prepared: Prepared,
  plan: readonly PlannedResource[],
  services: DeploymentServices,
): Promise<JsonObject[]> {
  const { asked, deployment, expanded } = prepared;
  const idsOnly = isIdsOnly(asked);
  const secrets = secretsOf(asked.parameters, prepared.shown['parameters']);
  const changes: JsonObject[] = [];
  for (const planned of plan) {
    if (isDeploymentType(planned.resource.type)) continue;
    changes.push(
      idsOnly
        ? { resourceId: planned.resource.id, changeType: 'Deploy' }
        : (masked(await changeOf(planned, prepared, services), secrets) as JsonObject),
    );
    await services.turn();
  }
  const wanted = plan.map(({ resource }) => resource);
  const others = await findSurplus(deployment, { ...expanded, resources: wanted }, services);
  const changeType = deployment.mode === 'Complete' ? 'Delete' : 'Ignore';
  for (const { id, apiVersion, type, name } of others) {
    const before = idsOnly
      ? undefined
      : await readResource({ id, apiVersion, type, name }, prepared, services);
    changes.push({
      resourceId: id,
      changeType,
      ...(before === undefined ? {} : { before }),
      ...(before === undefined || changeType === 'Delete' ? {} : { after: before }),
    });
    await services.turn();
  }
  return changes;
}

type Named = Pick<PlannedResource['resource'], 'id' | 'apiVersion' | 'type' | 'name'>;

async function changeOf(
  planned: PlannedResource,
  prepared: Prepared,
  services: DeploymentServices,
): Promise<JsonObject> {
  const { resource } = planned;
  const body = await knownBody(planned, prepared, services);
  const before = await readResource(resource, prepared, services);
  if (before === undefined) {
    const after = sortedDeep({ ...body, ...names(resource) });
    return { resourceId: resource.id, changeType: 'Create', after };
  }
  const after = overlaid(before, body) as JsonObject;
  const delta = changesBetween(before, after);
  return {
    resourceId: resource.id,
    changeType: delta.length === 0 ? 'NoChange' : 'Modify',
    before,
    after: sortedDeep(after),
    delta: delta as unknown as JsonValue,
  };
}

/** With what running resources know, when they are there. */
async function knownBody(
  { expanded, resource, body, preview }: PlannedResource,
  { deployment }: Prepared,
  { send }: DeploymentServices,
): Promise<JsonObject> {
  if (body !== undefined) return body;
  try {
    return await resolveWithLookups(
      (runtime) => resolveBody(expanded, resource, runtime),
      send,
      deployment,
    );
  } catch (error) {
    if (error instanceof ResourceRefusal) return preview;
    throw error;
  }
}

/** A resource as it is, without what nobody can set. Undefined when it is not there. */
async function readResource(
  resource: Named,
  { deployment }: Pick<Prepared, 'deployment'>,
  { send }: DeploymentServices,
): Promise<JsonObject | undefined> {
  const target = withVersion(resource.id, resource.apiVersion);
  const answer = await sendFor(send, deployment, { method: 'GET', target });
  if (answer.httpStatus === 404) return undefined;
  if (answer.httpStatus >= 300) throw refusalOf(answer);
  const json = isJsonObject(answer.json) ? answer.json : {};
  return sortedDeep({ ...withoutReadOnly(json), ...names(resource) }) as JsonObject;
}

function names({ id, apiVersion, type, name }: Named): JsonObject {
  const last = name.split('/').at(-1) ?? name;
  return { id, apiVersion, name: last, type };
}

/** Whatever keeps it from being read keeps it from being compared. */
function refusalOf(answer: InternalAnswer): ArmError {
  return new ArmError({ httpStatus: answer.httpStatus, ...errorOf(answer) });
}

/** The recording shows none of these. */
const READ_ONLY = new Set([
  'etag',
  'provisioningState',
  'uniqueId',
  'timeCreated',
  'resourceGuid',
  'vmId',
  'systemData',
]);

function withoutReadOnly(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !READ_ONLY.has(name))
      .map(([name, member]) => [name, cleaned(member)]),
  );
}

function cleaned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(cleaned);
  return isJsonObject(value) ? withoutReadOnly(value) : value;
}
