import {
  ArmError,
  type ArmReply,
  type ArmRequest,
  armErrors,
  checkTags,
  type HttpMethod,
  type Operation,
  type ResourceEntry,
} from '../../arm/index.ts';
import { foldCase, guidFromText } from '../../base/index.ts';
import { errorOf } from '../deployments/resource-requests.ts';
import type { DeploymentServices } from '../deployments/services.ts';
import { patchedTags, type Tags, tagsOfBody } from './group-tags.ts';
import { emptyReply, gatewayReply } from './replies.ts';

type Row = Operation<DeploymentServices>;

const GROUP =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/{namespace}';
const TAGS = 'providers/Microsoft.Resources/tags/default';

/** Of a resource, and of one below another. */
const SCOPES = [
  { suffix: 'Resource', path: `${GROUP}/{type}/{name}/${TAGS}` },
  { suffix: 'ChildResource', path: `${GROUP}/{type}/{name}/{childType}/{childName}/${TAGS}` },
] as const;

/**
 * The tags of any resource as a resource of their own (`az tag`). Who provides the resource keeps
 * them, so writing them is a PATCH of the resource. Source: "Tags - Create Or Update At Scope".
 */
export const resourceTags: readonly Row[] = SCOPES.flatMap(({ suffix, path }) => {
  const row = (method: HttpMethod, verb: string, handle: Row['handle']): Row => ({
    operationId: `Tags_${verb}AtScope_${suffix}`,
    method,
    path,
    longRunning: false,
    handle,
  });
  return [
    row('GET', 'Get', async (request, services) => {
      const entry = await requireEntry(request, services);
      return gatewayReply(200, tagsBody(entry.id, entry.tags ?? {}));
    }),
    row('PUT', 'CreateOrUpdate', (request, services) => {
      const tags = tagsOfBody(request.json());
      return change(request, services, () => tags);
    }),
    row('PATCH', 'Update', (request, services) => {
      const body = request.json();
      return change(request, services, (current) => patchedTags(body, current));
    }),
    row('DELETE', 'Delete', async (request, services) => {
      await change(request, services, () => ({}));
      return emptyReply(200);
    }),
  ];
});

async function change(
  request: ArmRequest,
  services: DeploymentServices,
  decide: (current: Tags) => Tags,
): Promise<ArmReply> {
  const entry = await requireEntry(request, services);
  const tags = decide(entry.tags ?? {});
  checkTags(tags);
  const { directory, send } = services;
  const type = directory.resourceTypes.find(
    (candidate) => foldCase(`${candidate.namespace}/${candidate.type}`) === foldCase(entry.type),
  );
  const { caller, origin, correlationId, requestId } = request;
  const answer = await send({
    method: 'PATCH',
    target: `${entry.id}?api-version=${type?.apiVersions.at(-1) ?? request.apiVersion}`,
    body: { tags },
    caller,
    origin,
    correlationId,
    requestId: guidFromText(`${requestId}/tags`),
  });
  if (answer.httpStatus >= 300) {
    throw new ArmError({ httpStatus: answer.httpStatus, ...errorOf(answer) });
  }
  return gatewayReply(200, tagsBody(entry.id, tags));
}

async function requireEntry(
  { params }: ArmRequest,
  { registry }: DeploymentServices,
): Promise<ResourceEntry> {
  const { subscriptionId = '', resourceGroupName = '', namespace = '' } = params;
  const { type = '', name = '', childType, childName } = params;
  const child = childType === undefined ? '' : `/${childType}/${childName ?? ''}`;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/${namespace}/${type}/${name}${child}`;
  const entry = await registry.get(id);
  if (entry) return entry;
  const types = childType === undefined ? type : `${type}/${childType}`;
  const names = childType === undefined ? name : `${name}/${childName ?? ''}`;
  throw armErrors.resourceNotFound(`${namespace}/${types}`, names, resourceGroupName);
}

function tagsBody(id: string, tags: Tags): Record<string, unknown> {
  return {
    id: `${id}/providers/Microsoft.Resources/tags/default`,
    name: 'default',
    type: 'Microsoft.Resources/tags',
    properties: { tags },
  };
}
