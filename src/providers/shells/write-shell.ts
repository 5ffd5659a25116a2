import {
  armErrors,
  type ArmReply,
  type ArmRequest,
  normalizeLocation,
  type Tags,
} from '../../arm/index.ts';
import { guidFromText, type Instant, isJsonObject, type JsonObject } from '../../base/index.ts';
import { createLook } from './look.ts';
import { idOf, nameOf } from './paths.ts';
import { checkPreconditions } from './preconditions.ts';
import { type ReadBody, readLocation, readShellBody } from './read-body.ts';
import { shellBody } from './render.ts';
import type { ShellServices } from './services.ts';
import type { DraftContext, ShellDraft, ShellType } from './shell-type.ts';
import { etagOf, type Shell } from './shell.ts';
import { isKeepable } from './references.ts';
import { operationOf, operationScope } from './shell-operation.ts';

/** A letter, digit or underscore at both ends; up to 80 characters. Source: "Naming rules". */
const NAME = /^\w([\w.-]{0,78}\w)?$/;

/** PUT: replaces what is there. */
export async function putShell(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
): Promise<ArmReply> {
  const id = idOf(type, request.params);
  const name = nameOf(type, request.params);
  const isName = type.isOpaque ? isKeepable(id) : NAME.test(name);
  if (!isName) throw armErrors.invalidResourceName(name);
  const sent = readShellBody(request, type);
  await requireParent(request, services, type);
  await refuseDerived(id, services, type);
  const { shell, created } = await services.shells.change(id, (current, now) => {
    checkShell(request, type, id, current, now);
    const location = locationOf(type, sent, current, request, services);
    return written(request, services, type, {
      id,
      name,
      location,
      current,
      now,
      tags: sent.tags,
      draft: sent,
    });
  });
  const body = await shellBody(type, shell, createLook(services, request));
  return replyWithWork(request, services, type, shell, created, body);
}

/** What belongs to something else and is not kept cannot be changed by itself; silence would be a lie. */
async function refuseDerived(id: string, services: ShellServices, type: ShellType): Promise<void> {
  if (type.derived === undefined || (await services.shells.find(id))) return;
  if ((await type.derived(id, services)) === undefined) return;
  throw armErrors.notSupportedHere(`A change of ${id}, which goes with its machine,`);
}

/** PATCH: tags as a whole, and where the type has it, members of properties. */
export async function patchShell(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
): Promise<ArmReply> {
  const id = idOf(type, request.params);
  const sent = readShellBody(request, type);
  await refuseDerived(id, services, type);
  const { shell } = await services.shells.change(id, (current, now) => {
    if (!current) throw shellNotFound(type, request);
    checkShell(request, type, id, current, now);
    const all = type.operations.update === 'Update';
    const draft = all
      ? {
          envelope: { ...current.envelope, ...sent.envelope },
          properties: merged(current.properties, sent.properties),
        }
      : { envelope: current.envelope, properties: current.properties };
    const next = written(request, services, type, {
      ...current,
      current,
      now,
      tags: sent.tags ?? current.tags,
      draft,
    });
    // Recorded: tags are changed with the answer (azure-cli, network tests).
    return all ? next : { ...next, settlesAt: Math.min(next.settlesAt, now) };
  });
  const body = await shellBody(type, shell, createLook(services, request));
  return replyWithWork(request, services, type, shell, false, body);
}

interface Wanted {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly current: Shell | undefined;
  readonly now: Instant;
  readonly tags: Tags | undefined;
  readonly draft: ShellDraft;
}

function written(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
  wanted: Wanted,
): Shell {
  const { id, name, location, current, now, tags } = wanted;
  const guid = current?.guid ?? guidFromText(`${id.toLowerCase()} ${now}`);
  const { tenantId } = services.directory;
  const apiVersion = request.servedVersion;
  const context: DraftContext = { id, name, location, current, guid, tenantId, apiVersion };
  const draft = completed(type, wanted.draft, context);
  const seconds = current ? type.seconds.update : type.seconds.create;
  return {
    id: current?.id ?? id,
    name: current?.name ?? name,
    type: `${type.namespace}/${type.type}`,
    location,
    ...(tags ? { tags } : {}),
    envelope: draft.envelope,
    properties: draft.properties,
    guid,
    createdAt: current?.createdAt ?? now,
    writes: (current?.writes ?? 0) + 1,
    settlesAt: services.longRunning.endOf(seconds),
    ...(type.isOpaque ? { isOpaque: true } : {}),
  };
}

/** The children first, each by itself, then the whole. */
function completed(type: ShellType, draft: ShellDraft, context: DraftContext): ShellDraft {
  const properties: JsonObject = { ...draft.properties };
  for (const child of type.children ?? []) {
    const list = properties[child.member];
    if (!Array.isArray(list)) continue;
    properties[child.member] = list
      .filter(isJsonObject)
      .map((item) => child.complete?.(item, context) ?? item);
  }
  const whole = { envelope: draft.envelope, properties };
  return type.complete?.(whole, context) ?? whole;
}

/** The same resource with another value of its properties, e.g. another list of subnets. */
export function rewritten(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
  current: Shell,
  properties: JsonObject,
  now: Instant,
): Shell {
  return written(request, services, type, {
    ...current,
    current,
    now,
    tags: current.tags,
    draft: { envelope: current.envelope, properties },
  });
}

/** What must hold before a resource is written: nobody deletes it, and the tags are as the client says. */
export function checkShell(
  request: ArmRequest,
  type: ShellType,
  id: string,
  current: Shell | undefined,
  now: Instant,
): void {
  if (current?.deletion) {
    const scope = operationScope(type, request.params, current.location);
    const operationId = operationOf(current, current.deletion, scope);
    throw type.form.beingDeleted(request, current.location, operationId);
  }
  checkPreconditions(request, type.form, { id, etag: current && etagOf(current, now) });
}

/** `body` is what was written; undefined when it was taken away. */
export function replyWithWork(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
  shell: Shell,
  created: boolean,
  body: object | undefined,
): ArmReply {
  const scope = operationScope(type, request.params, shell.location);
  const startedAt = services.longRunning.now();
  const endsAt = Math.max(shell.settlesAt, startedAt);
  return type.form.started(request, services, {
    kind: body === undefined ? 'delete' : created ? 'create' : 'update',
    operationId: operationOf(shell, { startedAt, endsAt }, scope),
    location: shell.location,
    ...(body === undefined ? {} : { body }),
  });
}

export function shellNotFound(type: ShellType, { params }: ArmRequest): Error {
  return armErrors.resourceNotFound(
    `${type.namespace}/${type.type}`,
    type.parameters.map((parameter) => params[parameter] ?? '').join('/'),
    params['resourceGroupName'] ?? '',
  );
}

async function requireParent(
  { params }: ArmRequest,
  { shells, registry }: ShellServices,
  type: ShellType,
): Promise<void> {
  const depth = type.parameters.length - 1;
  if (depth === 0) return;
  const parentId = idOf(type, params, depth);
  const parent = type.isOpaque ? await registry.get(parentId) : await shells.find(parentId);
  if (!parent) throw armErrors.parentResourceNotFound(type.type, parentId);
}

function locationOf(
  type: ShellType,
  sent: ReadBody,
  current: Shell | undefined,
  request: ArmRequest,
  services: ShellServices,
): string {
  if (type.withoutLocation) return '';
  if (type.isOpaque) {
    // Also `global`, and none at all.
    const { location } = sent;
    return typeof location === 'string' ? normalizeLocation(location) : (current?.location ?? '');
  }
  const offered = services.directory.locations;
  if (!current) return readLocation(sent.location, type, offered);
  if (sent.location === undefined) return current.location;
  const requested = readLocation(sent.location, type, offered);
  if (normalizeLocation(requested) === current.location) return current.location;
  throw armErrors.resourceInOtherLocation({
    name: current.name,
    resourceGroupName: request.params['resourceGroupName'] ?? '',
    existing: current.location,
    requested,
  });
}

function merged(current: JsonObject, sent: JsonObject): JsonObject {
  const all: JsonObject = { ...current };
  for (const [name, value] of Object.entries(sent)) {
    const before = all[name];
    all[name] = isJsonObject(before) && isJsonObject(value) ? merged(before, value) : value;
  }
  return all;
}
