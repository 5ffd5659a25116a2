import {
  armErrors,
  type ArmRequest,
  isWellFormedLocation,
  normalizeLocation,
  readTags,
  type Tags,
} from '../../arm/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import { ReadFaultError, readObject } from '../compute/model/read-value.ts';
import { anything, object, type ObjectShape, string } from '../compute/model/schema-types.ts';
import type { ShellChild, ShellType } from './shell-type.ts';

export interface ReadBody {
  readonly location: JsonValue | undefined;
  /** Undefined: none were sent. */
  readonly tags: Tags | undefined;
  readonly envelope: JsonObject;
  readonly properties: JsonObject;
}

/** Written by the service in every body; sent back by clients that put what they got. */
const SERVICE_MEMBERS = ['id', 'name', 'type', 'etag', 'systemData'];
const SERVICE_PROPERTIES = ['provisioningState', 'resourceGuid'];

/**
 * Reads a PUT or PATCH of a shell by the type's tables. Members that the tables do not have are kept as
 * they are: a shell has no behaviour that they could be missing from, and no table has every member of
 * every api-version.
 */
export function readShellBody(request: ArmRequest, type: ShellType): ReadBody {
  const body = request.json();
  if (!isJsonObject(body)) {
    throw armErrors.invalidRequestContent("Required content is missing. Path ''.");
  }
  const outer = read(body, envelopeShape(type), '', (message) =>
    armErrors.invalidRequestContent(message),
  );
  const { location, tags, properties, ...rest } = outer;
  const inner = isJsonObject(properties)
    ? read(properties, type.properties, 'properties', (message) => type.form.unreadable(message))
    : {};
  return {
    location,
    tags: readTags(tags),
    envelope: withoutMembers(rest, SERVICE_MEMBERS),
    properties: withoutService(inner, type.readOnly ?? [], type.children ?? []),
  };
}

/** Reads a PUT of a child into an item of its list. */
export function readChildBody(
  request: ArmRequest,
  type: ShellType,
  child: ShellChild,
  name: string,
): JsonObject {
  const body = request.json();
  if (!isJsonObject(body)) {
    throw armErrors.invalidRequestContent("Required content is missing. Path ''.");
  }
  const item = read(body, child.item, '', (message) => type.form.unreadable(message));
  return { ...cleanItem(item, child), name };
}

function envelopeShape({ envelope }: ShellType): ObjectShape {
  return object('Resource', {
    location: string,
    tags: anything,
    properties: anything,
    ...envelope,
  });
}

function read(
  value: JsonObject,
  shape: ObjectShape,
  path: string,
  refuse: (message: string) => Error,
): JsonObject {
  try {
    return readObject(value, shape, path, 'keep');
  } catch (error) {
    if (error instanceof ReadFaultError) throw refuse(error.fault.message);
    throw error;
  }
}

function withoutService(
  properties: JsonObject,
  readOnly: readonly string[],
  children: readonly ShellChild[],
): JsonObject {
  const own = withoutMembers(properties, [...SERVICE_PROPERTIES, ...readOnly]);
  for (const child of children) {
    const list = own[child.member];
    if (Array.isArray(list)) {
      own[child.member] = list.filter(isJsonObject).map((item) => cleanItem(item, child));
    }
  }
  return own;
}

function cleanItem(item: JsonObject, child: ShellChild): JsonObject {
  const { properties, ...rest } = withoutMembers(item, ['id', 'type', 'etag']);
  return {
    ...rest,
    properties: withoutMembers(isJsonObject(properties) ? properties : {}, [
      ...SERVICE_PROPERTIES,
      ...(child.readOnly ?? []),
    ]),
  };
}

function withoutMembers(value: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** The normalized location of a new resource. Throws the front door's refusals. */
export function readLocation(
  value: JsonValue | undefined,
  type: ShellType,
  offered: readonly string[],
): string {
  if (typeof value !== 'string' || value === '') throw armErrors.locationRequired();
  if (!isWellFormedLocation(value)) throw armErrors.malformedLocation(value);
  const location = normalizeLocation(value);
  const available = offered.map(normalizeLocation);
  if (!available.includes(location)) {
    throw armErrors.locationNotAvailableForResourceType(
      value,
      `${type.namespace}/${type.type}`,
      available,
    );
  }
  return location;
}
