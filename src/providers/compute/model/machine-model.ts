import { armErrors } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';
import { checkStorageProfile } from './check-model.ts';
import { checkReference } from './check-reference.ts';
import { checkOsProfile } from './check-os-profile.ts';
import { osTypeOf, withDefaultsFilledIn } from './defaults.ts';
import { changedAt, changedEach, listAt, objectAt, valueAt, withDefault } from './json-path.ts';
import { withoutSecrets } from './secrets.ts';

export interface MachineModelOptions {
  readonly zones: readonly string[];
  readonly faultDomainCount: number;
  readonly secretKey: Uint8Array;
}

/** A single machine taken apart: what would be a set's model, and what it alone has. */
export interface MachineModel {
  readonly model: JsonObject;
  readonly own: JsonObject;
}

/**
 * Reads a virtual machine that is put into a Flexible set. What it has in common with a set's
 * profile is checked and completed as that is; secrets go no further.
 */
export function machineModel(sent: JsonObject, options: MachineModelOptions): MachineModel {
  const properties = objectAt(sent, 'properties');
  const size = valueAt(properties, 'hardwareProfile', 'vmSize');
  if (typeof size !== 'string') throw armErrors.missingParameter('hardwareProfile.vmSize');
  const osProfile = objectAt(properties, 'osProfile');
  const profile = profileOf(properties);
  if ('osProfile' in properties) checkComputerName(osProfile['computerName']);
  checkDisks(profile);
  checkOsProfile(profile, { osType: osTypeOf(profile), current: undefined });
  const filled = withDefaultsFilledIn({
    sku: { name: size, capacity: 1 },
    ...(options.zones.length > 0 ? { zones: [...options.zones] } : {}),
    properties: { orchestrationMode: 'Flexible', virtualMachineProfile: profile },
  });
  return {
    model: withoutSecrets(filled, options.secretKey, undefined),
    own: {
      networkInterfaces: networkInterfaces(properties),
      ...('computerName' in osProfile ? { computerName: osProfile['computerName'] ?? '' } : {}),
      ...faultDomain(properties['platformFaultDomain'], options.faultDomainCount),
      ...(sent['tags'] === undefined ? {} : { tags: sent['tags'] }),
    },
  };
}

/** Of a machine's own making, disks stay when it goes unless it says otherwise (specification). */
function profileOf(properties: JsonObject): JsonObject {
  const { computerName: _, ...osProfile } = objectAt(properties, 'osProfile');
  const copied = ['securityProfile', 'diagnosticsProfile', 'priority', 'evictionPolicy'];
  const more = [...copied, 'billingProfile', 'licenseType', 'userData'];
  let storage = changedAt(objectAt(properties, 'storageProfile'), ['osDisk'], (disk) =>
    withDefault(disk, 'deleteOption', 'Detach'),
  );
  storage = changedEach(storage, ['dataDisks'], (disk) =>
    withDefault(disk, 'deleteOption', 'Detach'),
  );
  return {
    // The prefix of a set's machines stands for the whole name; both have the same rules but lengths.
    ...('osProfile' in properties ? { osProfile: { computerNamePrefix: 'vm', ...osProfile } } : {}),
    storageProfile: storage,
    ...Object.fromEntries(
      more.flatMap((name) => (name in properties ? [[name, properties[name] ?? null]] : [])),
    ),
  };
}

/** Lengths and characters: the specification, OSProfile.computerName. */
function checkComputerName(name: JsonValue | undefined): void {
  if (name === undefined) throw armErrors.missingParameter('osProfile.computerName');
  if (typeof name === 'string' && /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/.test(name)) {
    return;
  }
  throw armErrors.invalidParameterValue('osProfile.computerName');
}

/** A disk that is attached brings what is on it; any other is made of an image. */
function checkDisks(profile: JsonObject): void {
  const osDisk = objectAt(profile, 'storageProfile', 'osDisk');
  if (osDisk['createOption'] !== 'Attach') return checkStorageProfile(profile);
  const id = valueAt(osDisk, 'managedDisk', 'id');
  if (typeof id !== 'string') throw armErrors.missingParameter('osDisk.managedDisk.id');
  checkReference(id, 'properties.storageProfile.osDisk.managedDisk.id');
}

function networkInterfaces(properties: JsonObject): JsonObject[] {
  const network = properties['networkProfile'];
  if (!isJsonObject(network)) throw armErrors.missingParameter('networkProfile');
  if ('networkInterfaceConfigurations' in network) {
    throw armErrors.notSupportedHere(
      "The member 'networkProfile.networkInterfaceConfigurations' of a virtual machine",
    );
  }
  const interfaces = listAt(network, 'networkInterfaces');
  if (interfaces.length === 0) throw armErrors.missingParameter('networkInterfaces');
  return interfaces.map((nic, index) => {
    const { id } = nic;
    if (typeof id !== 'string') throw armErrors.missingParameter('networkInterfaces.id');
    checkReference(id, `properties.networkProfile.networkInterfaces[${index}].id`);
    const { properties: of } = nic;
    return { id, ...(isJsonObject(of) ? { properties: of } : {}) };
  });
}

/** Counted from 0 in as many as the set has (azure-cli #16346). */
function faultDomain(value: JsonValue | undefined, count: number): JsonObject {
  if (value === undefined) return {};
  if (typeof value !== 'number' || value < 0 || value >= count || count === 1) {
    throw armErrors.invalidParameterValue('platformFaultDomain');
  }
  return { platformFaultDomain: value };
}
