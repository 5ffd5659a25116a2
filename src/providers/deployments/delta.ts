import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';

/** One line of `delta`, as `az deployment group what-if` prints it. Source: its _formatters.py. */
export interface PropertyChange {
  readonly path: string;
  readonly propertyChangeType: 'Create' | 'Delete' | 'Modify' | 'Array';
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  readonly children?: readonly PropertyChange[];
}

/** What answers never show, so that a template that has them changes nothing that could be seen. */
const WRITE_ONLY = new Set(['adminpassword', 'customdata', 'protectedsettings', 'userdata']);

/**
 * What a resource would be after a template's body has been written over it. What a template does
 * not mention stays, because providers fill it in: Azure's preview shows it the same way (recording of
 * test_resource_group_level_what_if.yaml: `properties` is empty there, `accessTier` stays).
 */
export function overlaid(before: JsonValue, body: JsonValue): JsonValue {
  if (isJsonObject(before) && isJsonObject(body)) {
    const after: JsonObject = { ...before };
    for (const [name, value] of Object.entries(body)) {
      if (value === null) continue;
      const key = keyIn(before, name);
      const old = key === undefined ? undefined : before[key];
      if (old === undefined && (WRITE_ONLY.has(name.toLowerCase()) || isEmpty(value))) continue;
      after[key ?? name] = old === undefined ? value : overlaid(old, value);
    }
    return after;
  }
  if (Array.isArray(before) && Array.isArray(body)) {
    return body.map((item, index) => {
      const old = partner(before, item, index);
      return old === undefined ? item : overlaid(old, item);
    });
  }
  return isSame(before, body) ? before : body;
}

/** The differences between what is and what would be. */
export function changesBetween(
  before: JsonObject,
  after: JsonObject,
  prefix = '',
): PropertyChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return changeOf(path, before[name], after[name]);
  });
}

function changeOf(
  path: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): PropertyChange[] {
  if (before === undefined || before === null) {
    if (after === undefined || after === null) return [];
    return [{ path, propertyChangeType: 'Create', after }];
  }
  if (after === undefined) return [{ path, propertyChangeType: 'Delete', before }];
  if (isJsonObject(before) && isJsonObject(after)) return changesBetween(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) {
    const children = arrayChanges(before, after);
    return children.length === 0 ? [] : [{ path, propertyChangeType: 'Array', children }];
  }
  if (isSame(before, after)) return [];
  return [{ path, propertyChangeType: 'Modify', before, after }];
}

function arrayChanges(before: readonly JsonValue[], after: readonly JsonValue[]): PropertyChange[] {
  const left = new Set(before);
  const changes = after.flatMap((item, index): PropertyChange[] => {
    const old = partner(before, item, index);
    const path = String(index);
    if (old === undefined) return [{ path, propertyChangeType: 'Create', after: item }];
    left.delete(old);
    if (isJsonObject(old) && isJsonObject(item)) {
      const children = changesBetween(old, item);
      if (children.length === 0) return [];
      return [{ path, propertyChangeType: 'Modify', before: old, after: item, children }];
    }
    return changeOf(path, old, item);
  });
  const gone = before.flatMap((item, index): PropertyChange[] =>
    left.has(item) ? [{ path: String(index), propertyChangeType: 'Delete', before: item }] : [],
  );
  return [...changes, ...gone];
}

/** The item of a list that another one stands for: of the same name, or in the same place. */
function partner(
  items: readonly JsonValue[],
  item: JsonValue,
  index: number,
): JsonValue | undefined {
  const name = isJsonObject(item) ? item['name'] : undefined;
  if (typeof name !== 'string') return items[index];
  return items.find(
    (candidate) => isJsonObject(candidate) && isSame(candidate['name'] ?? null, name),
  );
}

/** Providers drop empty lists and objects that they do not need. */
function isEmpty(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function keyIn(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  return Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
}

/** Providers write `manual` as `Manual` and `"true"` as `true`; that changes nothing. */
function isSame(a: JsonValue, b: JsonValue): boolean {
  if (typeof a === 'object' || typeof b === 'object') {
    return JSON.stringify(sortedDeep(a)) === JSON.stringify(sortedDeep(b));
  }
  return String(a).toLowerCase() === String(b).toLowerCase();
}

/** Keys in alphabetical order at every depth, as before and after are shown. */
export function sortedDeep(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortedDeep);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sortedDeep(member)]),
  );
}
