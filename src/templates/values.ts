import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';

/** The names of types in Azure's messages: those of Newtonsoft's JTokenType. */
export type TypeName = 'Null' | 'String' | 'Integer' | 'Float' | 'Boolean' | 'Array' | 'Object';

export function typeName(value: JsonValue): TypeName {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'Array';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value !== 'number') return 'Object';
  return Number.isInteger(value) ? 'Integer' : 'Float';
}

/** The own key of an object that is this name, exactly or but for its case. */
export function memberKey(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const folded = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === folded);
}

/** A member of an object; its name in any case, as the template language compares them. */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  const key = memberKey(object, name);
  return key === undefined ? undefined : object[key];
}

/** Sets a member, also one with the name `__proto__`. */
export function setMember(object: JsonObject, name: string, value: JsonValue): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  } else object[name] = value;
}

/** Equality of values, in depth: texts and names by their case, members in any order. */
export function sameValue(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameValue(item, b[index] ?? null))
    );
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key] ?? null, b[key] ?? null))
  );
}

/** A value as text inside another text: JSON for lists and objects, .NET's words for the rest. */
export function textOf(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
