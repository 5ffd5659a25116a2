import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import type { Budget } from '../budget.ts';
import { sameValue, setMember } from '../values.ts';

/**
 * union(): members of lists once; objects merged in depth, but lists inside them replaced, as the
 * second example of template-functions-object, "union", has it.
 */
export function unionOf(
  args: Arguments,
  left: JsonValue,
  right: JsonValue,
  budget: Budget,
): JsonValue {
  if (Array.isArray(left) && Array.isArray(right)) {
    return distinct([...left, ...right], budget);
  }
  return isJsonObject(left) && isJsonObject(right)
    ? mergeDeep(left, right, budget)
    : args.wrongType(0, "of type 'Array' or 'Object', the same for all");
}

/** intersection(): what is the same in both. Objects in objects are compared in depth. */
export function intersectionOf(
  args: Arguments,
  left: JsonValue,
  right: JsonValue,
  budget: Budget,
): JsonValue {
  if (Array.isArray(left) && Array.isArray(right)) {
    const keys = new Set(right.map((item) => keyOf(item, budget)));
    return distinct(left, budget).filter((item) => keys.has(keyOf(item, budget)));
  }
  return isJsonObject(left) && isJsonObject(right)
    ? commonMembers(left, right, budget)
    : args.wrongType(0, "of type 'Array' or 'Object', the same for all");
}

function distinct(items: readonly JsonValue[], budget: Budget): JsonValue[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item, budget);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The same text for the same value: JSON with sorted names. */
function keyOf(value: JsonValue, budget: Budget): string {
  budget.spend(budget.weigh(value) / 16);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => keyOf(item, budget)).join()}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${keyOf(member, budget)}`,
  );
  return `{${members.sort().join()}}`;
}

function mergeDeep(left: JsonObject, right: JsonObject, budget: Budget): JsonObject {
  const names = Object.keys(right);
  budget.spend(Object.keys(left).length + names.length);
  const merged: JsonObject = {};
  for (const [name, value] of Object.entries(left)) setMember(merged, name, value);
  const own = keysByName(left);
  for (const name of names) {
    const value = right[name] ?? null;
    const key = own.get(name.toLowerCase()) ?? name;
    const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
    const both = isJsonObject(before) && isJsonObject(value);
    setMember(merged, key, both ? mergeDeep(before, value, budget) : value);
  }
  return merged;
}

function commonMembers(left: JsonObject, right: JsonObject, budget: Budget): JsonObject {
  const common: JsonObject = {};
  budget.spend((budget.weigh(left) + budget.weigh(right)) / 16);
  const others = keysByName(right);
  for (const [name, value] of Object.entries(left)) {
    const key = others.get(name.toLowerCase());
    if (key === undefined) continue;
    const other = right[key] ?? null;
    if (isJsonObject(value) && isJsonObject(other)) {
      setMember(common, name, commonMembers(value, other, budget));
    } else if (sameValue(value, other)) setMember(common, name, value);
  }
  return common;
}

/** Names of members are the same in any case. */
function keysByName(object: JsonObject): Map<string, string> {
  return new Map(Object.keys(object).map((key) => [key.toLowerCase(), key]));
}
