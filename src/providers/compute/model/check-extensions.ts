import { armErrors } from '../../../arm/index.ts';
import {
  foldCase,
  type JsonObject,
  type JsonValue,
  type Micros,
  MICROS_PER_SECOND,
  parseDuration,
} from '../../../base/index.ts';
import { listAt, objectAt, valueAt } from './json-path.ts';

interface ExtensionsCheck {
  readonly scaleSetName: string;
  readonly osType: 'Linux' | 'Windows';
  readonly current: JsonObject | undefined;
}

/** Names and handlers once each, and an order of installation that exists. */
export function checkExtensions(profile: JsonObject, options: ExtensionsCheck): void {
  checkTimeBudget(valueAt(profile, 'extensionProfile', 'extensionsTimeBudget'));
  const extensions = listAt(profile, 'extensionProfile', 'extensions');
  const names = new Map<string, JsonObject>();
  const handlers = new Set<string>();
  for (const extension of extensions) {
    const properties = objectAt(extension, 'properties');
    const name = extension['name'];
    if (!name) throw armErrors.missingParameter('extension.name');
    for (const part of ['publisher', 'type', 'typeHandlerVersion']) {
      if (!properties[part]) throw armErrors.missingParameter(`extension.${part}`);
    }
    const key = foldCase(String(name));
    if (names.has(key)) throw armErrors.duplicateExtensionName(options.scaleSetName, String(name));
    names.set(key, properties);
    const handler = `${String(properties['publisher'])}.${String(properties['type'])}`;
    if (handlers.has(foldCase(handler))) {
      throw armErrors.duplicateExtensionHandler(options.osType, String(name), handler);
    }
    handlers.add(foldCase(handler));
  }
  checkOrder(extensions, names, options);
}

const MINUTE: Micros = 60 * MICROS_PER_SECOND;

/** "Between 15 minutes and 120 minutes (inclusive)", in ISO 8601 (the specification). The words: G. */
function checkTimeBudget(value: JsonValue | undefined): void {
  if (value === undefined) return;
  const length = typeof value === 'string' ? parseDuration(value) : undefined;
  const isLength = length !== undefined && String(value).startsWith('P');
  if (isLength && length >= 15 * MINUTE && length <= 120 * MINUTE) return;
  throw armErrors.invalidParameterValue('extensionProfile.extensionsTimeBudget');
}

function checkOrder(
  extensions: readonly JsonObject[],
  names: ReadonlyMap<string, JsonObject>,
  { scaleSetName, current }: ExtensionsCheck,
): void {
  const before = listAt(
    current ?? {},
    'properties',
    'virtualMachineProfile',
    'extensionProfile',
    'extensions',
  );
  const had = new Set(before.map((extension) => foldCase(String(extension['name'] ?? ''))));
  for (const extension of extensions) {
    const extensionName = String(extension['name']);
    for (const missing of dependencies(objectAt(extension, 'properties'))) {
      if (names.has(foldCase(missing))) continue;
      throw armErrors.unknownExtensionDependency({
        scaleSetName,
        extensionName,
        missing,
        removed: had.has(foldCase(missing)),
      });
    }
    if (reaches(foldCase(extensionName), names)) {
      throw armErrors.circularExtensionDependency(scaleSetName, extensionName);
    }
  }
}

/** Whether an extension waits, directly or not, for itself. */
function reaches(start: string, names: ReadonlyMap<string, JsonObject>): boolean {
  const seen = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const next of dependencies(names.get(name) ?? {}).map(foldCase)) {
      if (next === start) return true;
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return false;
}

function dependencies(properties: JsonObject): readonly string[] {
  const value = properties['provisionAfterExtensions'];
  return Array.isArray(value) ? value.map(String) : [];
}
