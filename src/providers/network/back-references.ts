import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import { objectOf } from '../compute/model/json-path.ts';

/** `[{ "id": … }, …]`. */
export function references(ids: readonly string[]): JsonValue[] {
  return ids.map((id) => ({ id }));
}

/** A shown body with further members in its properties; empty lists are left out. */
export function withUsers(
  body: JsonObject,
  users: Readonly<Record<string, readonly string[]>>,
): JsonObject {
  const more = Object.entries(users).filter(([, ids]) => ids.length > 0);
  if (more.length === 0) return body;
  return {
    ...body,
    properties: {
      ...objectOf(body['properties']),
      ...Object.fromEntries(more.map(([member, ids]) => [member, references(ids)])),
    },
  };
}

/** The id that a member of an item's properties names; undefined when it names none. */
export function namedId(item: JsonObject, member: string): string | undefined {
  const value = objectOf(item['properties'])[member];
  const id = isJsonObject(value) ? value['id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}
