import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';
import { isBetween, isSince } from '../api-versions.ts';
import { isFlexible } from './check-flexible.ts';
import { osDiskSizeOf, osTypeOf } from './defaults.ts';
import { changedAt, changedEach, valueAt, withDefault, withDefaults } from './json-path.ts';

/**
 * What only some api-versions show of what was not asked for. Source: the "from api-version" column
 * of shared/azure/model-defaults.md.
 */
export function withVersionDefaults(properties: JsonObject, apiVersion: string): JsonObject {
  let shown = properties;
  if (isBetween(apiVersion, '2017-03-30', '2018-06-01')) {
    shown = changedAt(shown, ['upgradePolicy'], (policy) =>
      withDefault(policy, 'automaticOSUpgrade', false),
    );
  }
  // Five for a regional set; before this version only what was sent is shown.
  if (isSince(apiVersion, '2024-07-01')) shown = withDefault(shown, 'platformFaultDomainCount', 5);
  const flexible = isFlexible(properties);
  if (flexible && !isSince(apiVersion, '2023-07-01')) {
    const { upgradePolicy: _, ...rest } = shown;
    shown = rest;
  }
  return changedAt(shown, ['virtualMachineProfile'], (profile) =>
    profileOf(flexible ? flexibleProfileOf(profile, apiVersion) : profile, apiVersion),
  );
}

/** R: azure-cli, test_create_flexible_vmss_by_default.yaml (October 2023, newest version of the time). */
function flexibleProfileOf(profile: JsonObject, apiVersion: string): JsonObject {
  let shown = profile;
  if (isBetween(apiVersion, '2022-11-01', '2023-09-01')) {
    shown = changedAt(shown, ['osProfile', 'linuxConfiguration'], (linux) =>
      withDefault(linux, 'enableVMAgentPlatformUpdates', false),
    );
  }
  if (isSince(apiVersion, '2023-07-01')) {
    shown = changedAt(shown, ['storageProfile'], (storage) =>
      withDefault(storage, 'diskControllerType', 'SCSI'),
    );
  }
  return shown;
}

function profileOf(profile: JsonObject, apiVersion: string): JsonObject {
  let shown = profile;
  if (isBetween(apiVersion, '2022-11-01', '2023-09-01')) {
    shown = changedAt(shown, ['osProfile', 'windowsConfiguration'], (windows) =>
      withDefault(windows, 'enableVMAgentPlatformUpdates', false),
    );
  }
  const managed = valueAt(profile, 'storageProfile', 'osDisk', 'managedDisk') !== undefined;
  if (managed && isSince(apiVersion, '2021-07-01')) {
    const osType = osTypeOf(profile);
    shown = changedAt(shown, ['storageProfile', 'osDisk'], (osDisk) =>
      withDefaults(osDisk, { osType, diskSizeGB: osDiskSizeOf(profile) }),
    );
  }
  if (isSince(apiVersion, '2024-03-01')) {
    shown = changedAt(shown, ['storageProfile'], (storage) =>
      withDefault(storage, 'diskControllerType', 'SCSI'),
    );
  }
  return changedEach(shown, ['networkProfile', 'networkInterfaceConfigurations'], (configuration) =>
    changedAt(configuration, ['properties'], (nic) => networkInterface(nic, apiVersion)),
  );
}

const NIC_ORDER = [
  'primary',
  'enableAcceleratedNetworking',
  'disableTcpStateTracking',
  'networkSecurityGroup',
  'dnsSettings',
  'enableIPForwarding',
  'ipConfigurations',
];
/** R: azure-cli, test_create_flexible_vmss_by_default.yaml. */
const FLEXIBLE_NIC_ORDER = [
  'primary',
  'enableAcceleratedNetworking',
  'disableTcpStateTracking',
  'enableIPForwarding',
  'auxiliaryMode',
  'auxiliarySku',
  'deleteOption',
  'ipConfigurations',
  'networkSecurityGroup',
  'dnsSettings',
];

function networkInterface(properties: JsonObject, apiVersion: string): JsonObject {
  let shown = properties;
  if (isBetween(apiVersion, '2018-04-01', '2021-11-01')) {
    shown = withDefault(shown, 'enableAcceleratedNetworking', false);
  }
  if (isSince(apiVersion, '2022-03-01'))
    shown = withDefault(shown, 'disableTcpStateTracking', false);
  // Only machines of Flexible sets say what becomes of a network interface with them.
  const order = 'auxiliaryMode' in shown ? FLEXIBLE_NIC_ORDER : NIC_ORDER;
  const known = order.filter((name) => name in shown);
  const rest = Object.keys(shown).filter((name) => !order.includes(name));
  return Object.fromEntries([...known, ...rest].map((name) => [name, shown[name] ?? null]));
}

/**
 * A model that a client puts back, without what only our answer had put into it: members that the
 * current model does not have and that stand there as the version shows them. So reading a set and
 * writing it back changes nothing, whatever the version.
 */
export function withoutShownDefaults(
  properties: JsonObject,
  current: JsonObject,
  apiVersion: string,
): JsonObject {
  return unshown(properties, current, withVersionDefaults(current, apiVersion)) as JsonObject;
}

function unshown(value: JsonValue, current: JsonValue, shown: JsonValue): JsonValue {
  if (Array.isArray(value) && Array.isArray(current) && Array.isArray(shown)) {
    return value.map((item, index) => unshown(item, current[index] ?? null, shown[index] ?? null));
  }
  if (!isJsonObject(value) || !isJsonObject(current) || !isJsonObject(shown)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => name in current || !isDeepStrictEqual(member, shown[name]))
      .map(([name, member]) => [name, unshown(member, current[name] ?? null, shown[name] ?? null)]),
  );
}
