import { armErrors, type ArmReply, type ArmRequest, type Operation } from '../../arm/index.ts';
import { foldCase, isJsonObject, type JsonObject } from '../../base/index.ts';
import { createLook } from './look.ts';
import { idOf, pathsOf } from './paths.ts';
import { readChildBody } from './read-body.ts';
import { childBodies, childBody, shellBody } from './render.ts';
import type { ShellServices } from './services.ts';
import type { ShellChild, ShellType } from './shell-type.ts';
import { etagOf, type Shell } from './shell.ts';
import { checkShell, replyWithWork, rewritten, shellNotFound } from './write-shell.ts';

/** The operations of what stands in a list of its parent, e.g. of subnets. */
export function childOperations(
  type: ShellType,
  child: ShellChild,
): readonly Operation<ShellServices>[] {
  if (!child.operations) return [];
  const { group, parameter, writable } = child.operations;
  const list = `${pathsOf(type).one}/${child.member}`;
  const one = `${list}/{${parameter}}`;
  const reads: readonly Operation<ShellServices>[] = [
    {
      operationId: `${group}_Get`,
      method: 'GET',
      path: one,
      longRunning: false,
      handle: (request, services) => getChild(request, services, type, child, parameter),
    },
    {
      operationId: `${group}_List`,
      method: 'GET',
      path: list,
      longRunning: false,
      handle: (request, services) => listChildren(request, services, type, child),
    },
  ];
  if (!writable) return reads;
  return [
    {
      operationId: `${group}_CreateOrUpdate`,
      method: 'PUT',
      path: one,
      longRunning: true,
      handle: (request, services) => putChild(request, services, type, child, parameter),
    },
    ...reads,
    {
      operationId: `${group}_Delete`,
      method: 'DELETE',
      path: one,
      longRunning: true,
      handle: (request, services) => deleteChild(request, services, type, child, parameter),
    },
  ];
}

async function getChild(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
  child: ShellChild,
  parameter: string,
): Promise<ArmReply> {
  const parent = await findParent(request, services, type);
  const look = createLook(services, request);
  const name = request.params[parameter] ?? '';
  const body = childBody(await shellBody(type, parent, look), child, name);
  if (!body) throw type.form.childNotFound(`${parent.id}/${child.member}/${name}`);
  return {
    httpStatus: 200,
    speaker: 'provider',
    headers: [
      ...type.form.headers(request),
      ...(type.form.withEtags ? ['ETag', etagOf(parent, look.now)] : []),
    ],
    body: type.form.json(body),
  };
}

async function listChildren(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
  child: ShellChild,
): Promise<ArmReply> {
  const parent = await findParent(request, services, type);
  const value = childBodies(await shellBody(type, parent, createLook(services, request)), child);
  return {
    httpStatus: 200,
    speaker: 'provider',
    headers: type.form.headers(request),
    body: type.form.json({ value }),
  };
}

async function putChild(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
  child: ShellChild,
  parameter: string,
): Promise<ArmReply> {
  const name = request.params[parameter] ?? '';
  const item = readChildBody(request, type, child, name);
  const id = idOf(type, request.params);
  let created = false;
  const { shell } = await services.shells.change(id, (current, now) => {
    if (!current) throw armErrors.parentResourceNotFound(`${type.type}/${child.member}`, id);
    checkShell(request, type, id, current, now);
    const items = itemsOf(current, child);
    const at = indexOf(items, name);
    created = at < 0;
    const next = created ? [...items, item] : items.with(at, item);
    const properties = { ...current.properties, [child.member]: next };
    return rewritten(request, services, type, current, properties, now);
  });
  const parentBody = await shellBody(type, shell, createLook(services, request));
  const body = childBody(parentBody, child, name) ?? {};
  return replyWithWork(request, services, type, shell, created, body);
}

async function deleteChild(
  request: ArmRequest,
  services: ShellServices,
  type: ShellType,
  child: ShellChild,
  parameter: string,
): Promise<ArmReply> {
  const name = request.params[parameter] ?? '';
  const id = idOf(type, request.params);
  const found = await services.shells.find(id);
  if (!found || indexOf(itemsOf(found, child), name) < 0) {
    return { httpStatus: 204, speaker: 'gateway' };
  }
  const { shell } = await services.shells.change(id, (current, now) => {
    if (!current) throw shellNotFound(type, request);
    checkShell(request, type, id, current, now);
    const items = itemsOf(current, child).filter((item) => !isNamed(item, name));
    const properties = { ...current.properties, [child.member]: items };
    return rewritten(request, services, type, current, properties, now);
  });
  return replyWithWork(request, services, type, shell, false, undefined);
}

async function findParent(
  request: ArmRequest,
  { shells }: ShellServices,
  type: ShellType,
): Promise<Shell> {
  const parent = await shells.find(idOf(type, request.params));
  if (!parent) throw shellNotFound(type, request);
  return parent;
}

function itemsOf({ properties }: Shell, { member }: ShellChild): readonly JsonObject[] {
  const list = properties[member];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function indexOf(items: readonly JsonObject[], name: string): number {
  return items.findIndex((item) => isNamed(item, name));
}

function isNamed(item: JsonObject, name: string): boolean {
  return foldCase(String(item['name'])) === foldCase(name);
}
