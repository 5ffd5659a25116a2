import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';

/** A set as `az vmss show` prints it, turned into what can be put. */
export interface ImportedSet {
  readonly name: string;
  readonly location: string;
  readonly body: JsonObject;
}

/** Members of the resource itself; az prints those of `properties` beside them. */
const OF_RESOURCE: ReadonlySet<string> = new Set([
  'location',
  'tags',
  'sku',
  'zones',
  'identity',
  'plan',
  'extendedLocation',
  'placement',
]);
/** What the service adds, at any depth. */
const READ_ONLY: ReadonlySet<string> = new Set([
  'id',
  'etag',
  'type',
  'systemData',
  'timeCreated',
  'uniqueId',
  'provisioningState',
  'resourceGroup',
  'instanceView',
]);
/** Lists and objects whose parts have `properties` of their own, which az leaves out. */
const NESTED: ReadonlySet<string> = new Set([
  'networkInterfaceConfigurations',
  'ipConfigurations',
  'publicIPAddressConfiguration',
  'extensions',
]);
/** Of such a part, what is not in its properties. */
const OF_PART: ReadonlySet<string> = new Set(['name', 'sku', 'tags', 'zones', 'properties']);
/** What az calls otherwise than the service. */
const SPELLINGS: Readonly<Record<string, string>> = {
  publicIpAddressConfiguration: 'publicIPAddressConfiguration',
  privateIpAddressVersion: 'privateIPAddressVersion',
  publicIpAddressVersion: 'publicIPAddressVersion',
  publicIpPrefix: 'publicIPPrefix',
  enableIpForwarding: 'enableIPForwarding',
  typePropertiesType: 'type',
  type1: 'type',
};
/** Passwords are never printed; a machine cannot be made without one. */
const PASSWORD = 'Imported-by-lazulite-1';

/** Undefined when it is not what az prints of a scale set. */
export function setFromAz(shown: unknown, instances?: unknown): ImportedSet | undefined {
  if (!isJsonObject(shown) || !isJsonObject(shown['sku'])) return undefined;
  const { name, location } = shown;
  if (typeof name !== 'string' || typeof location !== 'string') return undefined;
  const inner = isJsonObject(shown['properties']) ? shown['properties'] : shown;
  const properties: Record<string, JsonValue> = {};
  const resource: Record<string, JsonValue> = {};
  for (const [member, value] of Object.entries(shown)) {
    if (value !== undefined && value !== null && OF_RESOURCE.has(member)) {
      resource[member] = cleaned(value, member);
    }
  }
  for (const [member, value] of Object.entries(inner)) {
    if (value === undefined || value === null || OF_RESOURCE.has(member)) continue;
    if (READ_ONLY.has(member) || member === 'name' || member === 'properties') continue;
    properties[SPELLINGS[member] ?? member] = cleaned(value, member);
  }
  const sku = isJsonObject(resource['sku']) ? resource['sku'] : {};
  const counted = Array.isArray(instances) ? { ...sku, capacity: instances.length } : sku;
  return {
    name,
    location,
    body: { ...resource, sku: counted, properties: withPassword(properties) },
  };
}

function cleaned(value: JsonValue, name: string): JsonValue {
  const spelled = SPELLINGS[name] ?? name;
  if (Array.isArray(value)) return value.map((item) => part(cleaned(item, ''), spelled));
  if (!isJsonObject(value)) return value;
  const kept: Record<string, JsonValue> = {};
  // The id of a reference is what it says; that of a part is the service's.
  const isReference = Object.values(value).filter((member) => member !== null).length <= 2;
  // az prints the type of the resource, which is null, beside that of the extension.
  for (const [member, inner] of Object.entries(value)) {
    if (inner === null || inner === undefined) continue;
    const isIdentity = member === 'id' && isReference;
    const isOwnType =
      member === 'type' && typeof inner === 'string' && !inner.startsWith('Microsoft.Compute/');
    if (READ_ONLY.has(member) && !isIdentity && !isOwnType) continue;
    kept[SPELLINGS[member] ?? member] = cleaned(inner, member);
  }
  return spelled === 'publicIPAddressConfiguration' ? part(kept, spelled) : kept;
}

/** With `properties` again, where the service wants them. */
function part(value: JsonValue, of: string): JsonValue {
  if (!NESTED.has(of) || !isJsonObject(value) || isJsonObject(value['properties'])) return value;
  const own: Record<string, JsonValue> = {};
  const properties: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (OF_PART.has(name)) own[name] = member;
    else properties[name] = member;
  }
  return { ...own, properties };
}

function withPassword(properties: JsonObject): JsonObject {
  const profile = properties['virtualMachineProfile'];
  if (!isJsonObject(profile) || !isJsonObject(profile['osProfile'])) return properties;
  const { osProfile } = profile;
  const linux = osProfile['linuxConfiguration'];
  const hasKeys = isJsonObject(linux) && linux['disablePasswordAuthentication'] === true;
  if (hasKeys) return properties;
  const completed = { ...osProfile, adminPassword: PASSWORD };
  return { ...properties, virtualMachineProfile: { ...profile, osProfile: completed } };
}
