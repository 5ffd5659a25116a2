import type { ArmReply, ArmRequest, HttpMethod, Operation, ResourceType } from '../../arm/index.ts';
import { armErrors, nextLink, readAfterKey, writeJsonList } from '../../arm/index.ts';
import { foldCase, type JsonObject } from '../../base/index.ts';
import { objectAt } from '../compute/model/json-path.ts';
import { childOperations } from './child-operations.ts';
import { createLook } from './look.ts';
import { idOf, pathsOf } from './paths.ts';
import { shellBody } from './render.ts';
import type { ShellServices } from './services.ts';
import { operationOf, operationScope } from './shell-operation.ts';
import type { ShellType } from './shell-type.ts';
import { etagOf, type Shell } from './shell.ts';
import { patchShell, putShell, shellNotFound } from './write-shell.ts';

/** No recording has a list with a second page; large enough that tests of others see one page. */
const PAGE_SIZE = 200;

/** The operations of a type, under Azure's names, as rows of the table. */
export function shellOperations(type: ShellType): readonly Operation<ShellServices>[] {
  const { group, list, listAll, update } = type.operations;
  const paths = pathsOf(type);
  const { create, delete: deleting } = type.seconds;
  const row = (
    verb: string,
    method: HttpMethod,
    path: string,
    longRunning: boolean,
    serve: (request: ArmRequest, services: ShellServices, type: ShellType) => Promise<ArmReply>,
  ): Operation<ShellServices> => ({
    operationId: `${group}_${verb}`,
    method,
    path,
    longRunning,
    handle: (request, services) => serve(request, services, type),
  });
  return [
    row('CreateOrUpdate', 'PUT', paths.one, create > 0, putShell),
    row('Get', 'GET', paths.one, false, getShell),
    row('Delete', 'DELETE', paths.one, deleting > 0, deleteShell),
    ...(update ? [row(update, 'PATCH', paths.one, false, patchShell)] : []),
    ...(list ? [row(list, 'GET', paths.list, false, listInGroup)] : []),
    ...(listAll ? [row(listAll, 'GET', paths.all, false, listInSubscription)] : []),
    ...(type.children ?? []).flatMap((child) => childOperations(type, child)),
  ];
}

/** What the providers list says of a type and of what is inside it. */
export function shellResourceTypes(
  type: ShellType,
  locations: readonly string[],
): readonly ResourceType[] {
  const { namespace, apiVersions } = type;
  const children = (type.children ?? []).filter(({ operations }) => operations !== undefined);
  return [
    { namespace, type: type.type, apiVersions, locations, ...type.metadata },
    ...children.map(({ member }) => ({
      namespace,
      type: `${type.type}/${member}`,
      apiVersions,
      locations,
    })),
  ];
}

export async function getShell(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
): Promise<ArmReply> {
  const id = idOf(type, request.params);
  const shell = await services.shells.find(id);
  if (!shell) return derivedReply(request, type, await type.derived?.(id, services));
  const look = createLook(services, request);
  const body = await shellBody(type, shell, look);
  return {
    httpStatus: 200,
    speaker: 'provider',
    headers: [
      ...type.form.headers(request),
      ...(type.form.withEtags ? ['ETag', etagOf(shell, look.now)] : []),
    ],
    body: type.form.json(body),
  };
}

function derivedReply(
  request: ArmRequest,
  type: ShellType,
  body: JsonObject | undefined,
): ArmReply {
  if (body === undefined) throw shellNotFound(type, request);
  const { etag } = body;
  const headers = typeof etag === 'string' ? ['ETag', etag] : [];
  return {
    httpStatus: 200,
    speaker: 'provider',
    headers: [...type.form.headers(request), ...headers],
    body: type.form.json(body),
  };
}

/** A resource that is not there: the front door says so without a body. */
const ABSENT: ArmReply = { httpStatus: 204, speaker: 'gateway' };

export async function deleteShell(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
): Promise<ArmReply> {
  await requireNoNested(request, services, type);
  const id = idOf(type, request.params);
  const shell = await services.shells.delete(id);
  if (!shell) await requireNoneDerived(id, services, type);
  if (!shell?.deletion) return ABSENT;
  const scope = operationScope(type, request.params, shell.location);
  return type.form.started(request, services, {
    kind: 'delete',
    operationId: operationOf(shell, shell.deletion, scope),
    location: shell.location,
  });
}

/** What belongs to something else goes with it. */
async function requireNoneDerived(
  id: string,
  services: ShellServices,
  type: ShellType,
): Promise<void> {
  const body = await type.derived?.(id, services);
  if (body === undefined) return;
  const source = String(objectAt(body, 'properties', 'virtualMachine')['id'] ?? id);
  throw type.inUse?.(id, [{ source, target: id }]) ?? armErrors.conflict();
}

/** A gallery goes after its images, an image after its versions. */
async function requireNoNested(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
): Promise<void> {
  if (type.nested === undefined) return;
  const prefix = `${foldCase(idOf(type, request.params))}/`;
  let after: string | undefined;
  do {
    const page = await services.registry.list({
      subscriptionId: request.params['subscriptionId'] ?? '',
      resourceGroupName: request.params['resourceGroupName'] ?? '',
      type: `${type.namespace}/${type.type}/${type.nested}`,
      ...(after === undefined ? {} : { after }),
      limit: PAGE_SIZE,
    });
    for (const { id } of page.entries) {
      const isBelow = foldCase(id).startsWith(prefix);
      if (isBelow && (await services.shells.find(id))) throw armErrors.nestedResourcesLeft();
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
}

export function listInGroup(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
): Promise<ArmReply> {
  const parentId = idOf(type, request.params, type.parameters.length - 1);
  const isTop = type.parameters.length === 1;
  const prefix = `${foldCase(parentId)}/`;
  return list(request, services, type, {
    resourceGroupName: request.params['resourceGroupName'] ?? '',
    ...(isTop ? {} : { filter: (item: { id: string }) => foldCase(item.id).startsWith(prefix) }),
  });
}

export function listInSubscription(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
): Promise<ArmReply> {
  return list(request, services, type, {});
}

async function list(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
  scope: { resourceGroupName?: string; filter?: (item: { id: string }) => boolean },
): Promise<ArmReply> {
  const after = readAfterKey(request);
  const { filter, ...within } = scope;
  const page = await services.registry.list({
    ...within,
    subscriptionId: request.params['subscriptionId'] ?? '',
    type: `${type.namespace}/${type.type}`,
    withDerived: type.derived !== undefined,
    ...(after === undefined ? {} : { after }),
    limit: PAGE_SIZE,
  });
  const look = createLook(services, request);
  const { bytes } = await writeJsonList({
    speaker: type.form.speaker,
    items: bodies(
      page.entries.filter((entry) => filter?.(entry) ?? true).map(({ id }) => id),
      services,
      type,
      async (shell) => await shellBody(type, shell, look),
    ),
    toJson: (body) => body,
    nextLink: page.next === null ? undefined : nextLink(request, { after: page.next }),
    turn: () => services.turn(),
  });
  return {
    httpStatus: 200,
    speaker: 'provider',
    headers: type.form.headers(request),
    body: { bytes },
  };
}

/** Between the look at the list and the look at the resource it may have gone. */
async function* bodies(
  ids: readonly string[],
  services: ShellServices,
  type: ShellType,
  show: (shell: Shell) => Promise<object>,
): AsyncGenerator<object> {
  for (const id of ids) {
    const shell = await services.shells.find(id);
    const body = shell ? await show(shell) : await type.derived?.(id, services);
    if (body) yield body;
  }
}
