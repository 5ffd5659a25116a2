import { foldCase, type Instant, isJsonObject, type JsonObject } from '../../base/index.ts';
import { inOrder } from '../compute/shapes/key-order.ts';
import { etagOf, type Shell, stateOf } from './shell.ts';
import type { ShellChild, ShellLook, ShellType } from './shell-type.ts';

const STATES = { succeeded: 'Succeeded', deleting: 'Deleting', gone: 'Deleting' } as const;

/** A resource as it is shown at an instant. */
export async function shellBody(
  type: ShellType,
  shell: Shell,
  look: ShellLook,
): Promise<JsonObject> {
  const body = plainBody(type, shell, look.now);
  return type.show ? await type.show(body, shell, look) : body;
}

/** The child of a shown resource; undefined when it has none of that name. */
export function childBody(
  body: JsonObject,
  child: ShellChild,
  name: string,
): JsonObject | undefined {
  return childBodies(body, child).find((item) => foldCase(String(item['name'])) === foldCase(name));
}

export function childBodies(body: JsonObject, child: ShellChild): readonly JsonObject[] {
  const { properties } = body;
  const list = isJsonObject(properties) ? properties[child.member] : undefined;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function plainBody(type: ShellType, shell: Shell, now: Instant): JsonObject {
  const { form } = type;
  const state = stateOf(shell, now);
  const provisioningState =
    state === 'creating' || state === 'updating' ? form.states[state] : STATES[state];
  const service = { etag: etagOf(shell, now), provisioningState };
  const properties: JsonObject = {
    provisioningState,
    ...(form.withGuid ? { resourceGuid: shell.guid } : {}),
    ...shell.properties,
  };
  for (const child of type.children ?? []) {
    const list = properties[child.member];
    if (!Array.isArray(list)) continue;
    properties[child.member] = list
      .filter(isJsonObject)
      .map((item) => itemBody(type, shell.id, child.member, item, service));
  }
  return inOrder(
    {
      name: shell.name,
      id: shell.id,
      type: shell.type,
      ...(form.withEtags ? { etag: service.etag } : {}),
      ...(type.withoutLocation || shell.location === '' ? {} : { location: shell.location }),
      ...(shell.tags ? { tags: { ...shell.tags } } : {}),
      ...shell.envelope,
      properties,
    },
    form.order,
  );
}

/** An item of a list as it is shown, e.g. a subnet, or one that the service derives. */
export function itemBody(
  type: Pick<ShellType, 'namespace' | 'type' | 'form'>,
  parentId: string,
  member: string,
  { name, properties, ...rest }: JsonObject,
  service: { readonly etag: string; readonly provisioningState: string },
): JsonObject {
  return {
    name: name ?? '',
    id: `${parentId}/${member}/${String(name)}`,
    ...(type.form.withEtags ? { etag: service.etag } : {}),
    type: `${type.namespace}/${type.type}/${member}`,
    properties: {
      provisioningState: service.provisioningState,
      ...(isJsonObject(properties) ? properties : {}),
    },
    ...rest,
  };
}
