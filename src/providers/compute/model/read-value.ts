import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';
import type { ObjectShape, Shape } from './schema-types.ts';

/**
 * What keeps a request from being read. Whoever reads decides which of Azure's two speakers says so:
 * the front door for the envelope, the provider for `properties`.
 */
export interface ReadFault {
  /** `properties.upgradePolicy.mode`, `…extensions[0].name`. */
  readonly path: string;
  /** In the words of the JSON reader that the service uses. */
  readonly message: string;
  /** Set when a value is of the right type but none of the allowed ones. */
  readonly notAllowed?: { readonly value: string; readonly allowed: readonly string[] };
}

export class ReadFaultError extends Error {
  override readonly name = 'ReadFaultError';
  readonly fault: ReadFault;

  constructor(fault: ReadFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** The JSON reader of the service gives up below this. */
const DEPTH_LIMIT = 64;

/** Whether members that the tables do not know are refused (as the service does) or kept. */
export type UnknownMembers = 'refuse' | 'keep';

/**
 * Reads a value by its table: member names and enum values get the specification's casing, nulls go
 * away, `"true"` becomes true and `"3"` becomes 3, as the service's JSON reader does.
 * Source: shared/azure/model-defaults.md (enum casing, `"primary": "true"`, null properties).
 */
export function readObject(
  value: JsonValue,
  shape: ObjectShape,
  path: string,
  unknown: UnknownMembers,
): JsonObject {
  if (!isJsonObject(value)) throw wrongType(value, shape.typeName, path);
  const members: [string, JsonValue][] = [];
  for (const [key, raw] of Object.entries(value)) {
    const member = shape.members.get(key.toLowerCase());
    if (!member) {
      if (shape.dropsOthers) continue;
      if (unknown === 'keep') {
        // What may be a secret, or look like one of our own members, is not kept.
        if (key.startsWith('$') || /password|secret|protected|key$/i.test(key)) continue;
        members.push([key, readAnything(raw, join(path, key))]);
        continue;
      }
      throw new ReadFaultError({
        path: join(path, key),
        message: `Could not find member '${key}' on object of type '${shape.typeName}'. Path '${join(path, key)}'.`,
      });
    }
    if (raw === null) continue;
    members.push([member.name, readValue(raw, member.shape, join(path, member.name), unknown)]);
  }
  return Object.fromEntries(members);
}

function readValue(
  value: JsonValue,
  shape: Shape,
  path: string,
  unknown: UnknownMembers,
): JsonValue {
  switch (shape.kind) {
    case 'string':
      return readString(value, path);
    case 'boolean':
      return readBoolean(value, path);
    case 'integer':
      return readInteger(value, path);
    case 'number':
      return readNumber(value, path);
    case 'enum':
      return readEnum(value, shape.values, path);
    case 'anything':
      return readAnything(value, path);
    case 'list':
      return readList(value, shape.item, path, unknown);
    case 'map':
      return readMap(value, shape.value, path, unknown);
    case 'object':
      return readObject(value, shape, path, unknown);
  }
}

function readList(
  value: JsonValue,
  item: Shape,
  path: string,
  unknown: UnknownMembers,
): JsonValue[] {
  if (!Array.isArray(value)) throw wrongType(value, 'System.Collections.Generic.IList`1', path);
  return value.map((element, index) => {
    const at = `${path}[${index}]`;
    if (element === null) throw wrongType(element, 'element', at);
    return readValue(element, item, at, unknown);
  });
}

function readMap(
  value: JsonValue,
  shape: Shape,
  path: string,
  unknown: UnknownMembers,
): JsonObject {
  if (!isJsonObject(value))
    throw wrongType(value, 'System.Collections.Generic.IDictionary`2', path);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null || shape.kind === 'anything')
      .map(([key, entry]) => [key, readValue(entry, shape, join(path, key), unknown)]),
  );
}

function readString(value: JsonValue, path: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ReadFaultError({
    path,
    message: `Unexpected character encountered while parsing value: ${Array.isArray(value) ? '[' : '{'}. Path '${path}'.`,
  });
}

function readBoolean(value: JsonValue, path: string): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') {
    if (/^true$/i.test(value)) return true;
    if (/^false$/i.test(value)) return false;
    throw new ReadFaultError({
      path,
      message: `Could not convert string to boolean: ${value}. Path '${path}'.`,
    });
  }
  throw wrongType(value, 'System.Nullable`1[System.Boolean]', path);
}

function readInteger(value: JsonValue, path: string): number {
  const read = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof read === 'number') {
    if (Number.isSafeInteger(read)) return read;
    throw new ReadFaultError({
      path,
      message: `Input string '${read}' is not a valid integer. Path '${path}'.`,
    });
  }
  if (typeof read === 'string') {
    throw new ReadFaultError({
      path,
      message: `Could not convert string to integer: ${read}. Path '${path}'.`,
    });
  }
  throw wrongType(value, 'System.Nullable`1[System.Int64]', path);
}

function readNumber(value: JsonValue, path: string): number {
  const read =
    typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : value;
  if (typeof read === 'number' && Number.isFinite(read)) return read;
  throw wrongType(value, 'System.Nullable`1[System.Double]', path);
}

function readEnum(value: JsonValue, values: readonly string[], path: string): string {
  const text = readString(value, path);
  const key = enumKey(text);
  const found = values.find((candidate) => enumKey(candidate) === key);
  if (found !== undefined) return found;
  throw new ReadFaultError({
    path,
    message: `Error converting value "${text}" to the type of '${path}'. Path '${path}'.`,
    notAllowed: { value: text, allowed: values },
  });
}

/** `SystemAssigned,UserAssigned` is `SystemAssigned, UserAssigned`: blanks do not matter in an enum. */
function enumKey(text: string): string {
  return text.replaceAll(' ', '').toLowerCase();
}

/** Kept as it is, if it is not too deep to be walked. */
function readAnything(value: JsonValue, path: string): JsonValue {
  if (isDeeperThan(value, DEPTH_LIMIT)) {
    throw new ReadFaultError({
      path,
      message: `The reader's MaxDepth of ${DEPTH_LIMIT} has been exceeded. Path '${path}'.`,
    });
  }
  return value;
}

function isDeeperThan(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((child) => isDeeperThan(child, depth - 1));
}

function wrongType(value: JsonValue, typeName: string, path: string): ReadFaultError {
  const shown = typeof value === 'object' && value !== null ? '…' : JSON.stringify(value);
  return new ReadFaultError({
    path,
    message: `Error converting value ${shown} to type '${typeName}'. Path '${path}'.`,
  });
}

function join(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`;
}
