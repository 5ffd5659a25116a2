import { isJsonObject, type JsonValue } from '../../../base/index.ts';

/**
 * Whether a value says no more than what is shown: clients leave out what they do not know, and send
 * nothing as null, empty or false. `exactly` wants all of it.
 */
export function isAsShown(
  value: JsonValue | undefined,
  shown: JsonValue | undefined,
  exactly = false,
): boolean {
  if (isNothing(value)) return !exactly || isNothing(shown);
  if (Array.isArray(value)) {
    const list = Array.isArray(shown) ? shown : [];
    return (
      value.length === list.length && value.every((item, at) => isAsShown(item, list[at], exactly))
    );
  }
  if (isJsonObject(value)) {
    const object = isJsonObject(shown) ? shown : {};
    const names = new Map(Object.entries(object).map(([name, item]) => [name.toLowerCase(), item]));
    return (
      Object.entries(value).every(([name, item]) =>
        isAsShown(item, names.get(name.toLowerCase()), exactly),
      ) &&
      (!exactly || Object.keys(value).length === names.size)
    );
  }
  if (typeof value === 'string' && typeof shown === 'string') {
    return exactly ? value === shown : value.toLowerCase() === shown.toLowerCase();
  }
  return value === shown;
}

function isNothing(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.values(value).every(isNothing);
}
