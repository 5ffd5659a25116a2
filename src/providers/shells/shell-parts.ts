import { foldCase, type JsonObject } from '../../base/index.ts';
import type { ShellType } from './shell-type.ts';
import type { Shell } from './shell.ts';

/** Whether a resource has the part that an id names. */
export function hasPart(type: ShellType, shell: Shell, target: string): boolean {
  const [member, name, ...rest] = target.split('/').slice(partAt(type.type.split('/').length));
  if (member === undefined) return true;
  if (name === undefined) return false;
  const child = type.children?.find((item) => foldCase(item.member) === foldCase(member));
  // Deeper parts, and parts that the service derives, are not kept as such.
  if (!child || rest.length > 0) return true;
  return namesIn(shell.properties, child.member).includes(foldCase(name));
}

/** How many segments an id of so many types has, the empty one before the first slash included. */
export function partAt(depth: number): number {
  return 7 + 2 * depth;
}

/** The names of a list's items, in lower case. */
export function namesIn(properties: JsonObject, member: string): readonly string[] {
  const list = properties[member];
  if (!Array.isArray(list)) return [];
  return list.map((item) => foldCase(String((item as JsonObject)['name'] ?? '')));
}
