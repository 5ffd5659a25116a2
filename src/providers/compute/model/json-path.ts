import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';

/** The value when it is an object, otherwise an empty one. Never a copy. */
export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The object at a path of members; an empty one when there is none. Never a copy. */
export function objectAt(root: JsonObject, ...path: readonly string[]): JsonObject {
  let value: JsonValue | undefined = root;
  for (const name of path) value = isJsonObject(value) ? value[name] : undefined;
  return objectOf(value);
}

/** The value at a path of members; undefined when there is none. */
export function valueAt(root: JsonObject, ...path: readonly string[]): JsonValue | undefined {
  const name = path.at(-1);
  return name === undefined ? root : objectAt(root, ...path.slice(0, -1))[name];
}

/** The objects of the list at a path; none when there is no list. */
export function listAt(root: JsonObject, ...path: readonly string[]): readonly JsonObject[] {
  const value = valueAt(root, ...path);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/**
 * A copy in which the object at a path is what `change` makes of it; the rest is shared. A path
 * that is not there is left not there.
 */
export function changedAt(
  root: JsonObject,
  path: readonly string[],
  change: (value: JsonObject) => JsonObject,
): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) return change(root);
  const value = root[name];
  if (!isJsonObject(value)) return root;
  return { ...root, [name]: changedAt(value, rest, change) };
}

/** The same for every object of the list at a path. */
export function changedEach(
  root: JsonObject,
  path: readonly string[],
  change: (value: JsonObject) => JsonObject,
): JsonObject {
  const name = path.at(-1);
  if (name === undefined) return root;
  return changedAt(root, path.slice(0, -1), (parent) => {
    const list = parent[name];
    if (!Array.isArray(list)) return parent;
    return { ...parent, [name]: list.map((item) => (isJsonObject(item) ? change(item) : item)) };
  });
}

/** Adds a member where there is none. */
export function withDefault(value: JsonObject, name: string, fallback: JsonValue): JsonObject {
  return name in value ? value : { ...value, [name]: fallback };
}

export function withDefaults(
  value: JsonObject,
  fallbacks: Readonly<Record<string, JsonValue>>,
): JsonObject {
  return { ...fallbacks, ...value };
}
