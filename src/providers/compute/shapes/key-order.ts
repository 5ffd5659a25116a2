import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';

/**
 * Members in the order in which the service writes them since July 2019, for every api-version: the
 * order changed with the service and not with a version (old versions got it too).
 * Source: shared/azure/model-defaults.md, "Key order". `*` is the place of every other member.
 */
export function inOrder(value: JsonObject, order: readonly string[]): JsonObject {
  const named = new Set(order);
  const rest = Object.entries(value).filter(([name]) => !named.has(name));
  const members: [string, JsonValue][] = [];
  for (const name of order) {
    if (name === '*') members.push(...rest);
    else if (name in value) members.push([name, value[name] as JsonValue]);
  }
  if (!named.has('*')) members.push(...rest);
  return Object.fromEntries(members);
}

/** The same for a member that is an object; anything else is left alone. */
function memberInOrder(
  parent: JsonObject,
  name: string,
  order: readonly string[],
  inner: (value: JsonObject) => JsonObject = (value) => value,
): JsonObject {
  const value = parent[name];
  if (!isJsonObject(value)) return parent;
  return { ...parent, [name]: inner(inOrder(value, order)) };
}

export const SET_PROPERTIES_ORDER = [
  'singlePlacementGroup',
  'orchestrationMode',
  'upgradePolicy',
  'scaleInPolicy',
  'resiliencyPolicy',
  'scheduledEventsPolicy',
  'proximityPlacementGroup',
  'virtualMachineProfile',
  'additionalCapabilities',
  'provisioningState',
  'overprovision',
  'doNotRunExtensionsOnOverprovisionedVMs',
  'uniqueId',
  'zoneBalance',
  'platformFaultDomainCount',
  'automaticRepairsPolicy',
  'spotRestorePolicy',
  'priorityMixPolicy',
  'constrainedMaximumCapacity',
  'skuProfile',
  '*',
  'timeCreated',
];

const PROFILE_ORDER = [
  'osProfile',
  'storageProfile',
  'networkProfile',
  'securityProfile',
  'diagnosticsProfile',
  'extensionProfile',
  '*',
  'timeCreated',
];

export const OS_PROFILE_ORDER = [
  'computerNamePrefix',
  'computerName',
  'adminUsername',
  'windowsConfiguration',
  'linuxConfiguration',
  'secrets',
  'allowExtensionOperations',
  'requireGuestProvisionSignal',
];

const LINUX_ORDER = ['disablePasswordAuthentication', 'ssh', 'provisionVMAgent', 'patchSettings'];
const WINDOWS_ORDER = [
  'provisionVMAgent',
  'enableAutomaticUpdates',
  '*',
  'enableVMAgentPlatformUpdates',
];
const STORAGE_ORDER = ['osDisk', 'imageReference', 'diskControllerType', 'dataDisks'];

export const OS_DISK_ORDER = [
  'osType',
  'vhdContainers',
  'name',
  'createOption',
  'caching',
  '*',
  'managedDisk',
  'deleteOption',
  'diskSizeGB',
];

/** A virtual machine profile, down to the parts whose order is recorded. */
export function profileInOrder(profile: JsonObject): JsonObject {
  const os = memberInOrder(
    inOrder(profile, PROFILE_ORDER),
    'osProfile',
    OS_PROFILE_ORDER,
    (osProfile) =>
      memberInOrder(
        memberInOrder(osProfile, 'linuxConfiguration', LINUX_ORDER),
        'windowsConfiguration',
        WINDOWS_ORDER,
      ),
  );
  const stored = memberInOrder(os, 'storageProfile', STORAGE_ORDER, (storage) =>
    memberInOrder(storage, 'osDisk', OS_DISK_ORDER),
  );
  return memberInOrder(stored, 'networkProfile', ['networkApiVersion', '*']);
}
