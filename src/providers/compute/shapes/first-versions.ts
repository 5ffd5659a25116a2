import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';
import { isBetween } from '../api-versions.ts';

/**
 * Members that are younger than the first api-version, or that went away again: an answer to an
 * older version does not have them, whoever sent them. Steps into list elements are not written.
 * Source: the specification folders 2015-06-15 … 2026-04-01 and shared/azure/model-defaults.md.
 */
const LIFETIMES: Readonly<Record<string, readonly [first: string, last?: string]>> = {
  plan: ['2016-04-30-preview'],
  identity: ['2016-03-30'],
  zones: ['2017-03-30'],
  extendedLocation: ['2020-12-01'],
  placement: ['2025-04-01'],
  'properties.uniqueId': ['2016-03-30'],
  'properties.overprovision': ['2016-03-30'],
  'properties.singlePlacementGroup': ['2016-04-30-preview'],
  'properties.upgradePolicy.automaticOSUpgrade': ['2017-03-30', '2018-06-01'],
  'properties.upgradePolicy.autoOSUpgradePolicy': ['2018-04-01', '2018-06-01'],
  'properties.upgradePolicy.automaticOSUpgradePolicy': ['2018-10-01'],
  'properties.upgradePolicy.rollingUpgradePolicy': ['2017-03-30'],
  'properties.upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade': ['2020-12-01'],
  'properties.upgradePolicy.rollingUpgradePolicy.prioritizeUnhealthyInstances': ['2020-12-01'],
  'properties.upgradePolicy.rollingUpgradePolicy.rollbackFailedInstancesOnPolicyBreach': [
    '2022-08-01',
  ],
  'properties.upgradePolicy.rollingUpgradePolicy.maxSurge': ['2022-11-01'],
  'properties.platformFaultDomainCount': ['2017-12-01'],
  'properties.zoneBalance': ['2017-03-30'],
  'properties.proximityPlacementGroup': ['2018-04-01'],
  'properties.automaticRepairsPolicy': ['2018-10-01'],
  'properties.automaticRepairsPolicy.repairAction': ['2021-11-01'],
  'properties.additionalCapabilities': ['2019-03-01'],
  'properties.doNotRunExtensionsOnOverprovisionedVMs': ['2019-03-01'],
  'properties.scaleInPolicy': ['2019-03-01'],
  'properties.scaleInPolicy.forceDeletion': ['2022-08-01'],
  'properties.hostGroup': ['2020-06-01'],
  'properties.orchestrationMode': ['2020-06-01'],
  'properties.spotRestorePolicy': ['2021-07-01'],
  'properties.timeCreated': ['2021-11-01'],
  'properties.priorityMixPolicy': ['2022-03-01'],
  'properties.constrainedMaximumCapacity': ['2022-08-01'],
  'properties.resiliencyPolicy': ['2023-07-01'],
  'properties.scheduledEventsPolicy': ['2024-03-01'],
  'properties.skuProfile': ['2024-07-01'],
  'properties.zonalPlatformFaultDomainAlignMode': ['2024-11-01'],
  'properties.highSpeedInterconnectPlacement': ['2025-04-01'],
  'properties.lifecycleHooksProfile': ['2025-11-01'],
  'properties.externalHealthPolicy': ['2026-03-01'],
};

/** The same below `properties.virtualMachineProfile`. */
const PROFILE_LIFETIMES: Readonly<Record<string, readonly [first: string, last?: string]>> = {
  licenseType: ['2017-03-30'],
  diagnosticsProfile: ['2016-04-30-preview'],
  priority: ['2017-10-30-preview'],
  evictionPolicy: ['2017-10-30-preview'],
  billingProfile: ['2019-03-01'],
  scheduledEventsProfile: ['2019-03-01'],
  securityProfile: ['2019-12-01'],
  userData: ['2021-03-01'],
  capacityReservation: ['2021-04-01'],
  applicationProfile: ['2021-07-01'],
  hardwareProfile: ['2021-11-01'],
  serviceArtifactReference: ['2022-11-01'],
  securityPostureReference: ['2023-03-01'],
  timeCreated: ['2023-09-01'],
  'osProfile.allowExtensionOperations': ['2019-12-01'],
  'osProfile.requireGuestProvisionSignal': ['2019-12-01'],
  'osProfile.linuxConfiguration.provisionVMAgent': ['2018-10-01'],
  'osProfile.linuxConfiguration.patchSettings': ['2020-12-01'],
  'osProfile.linuxConfiguration.enableVMAgentPlatformUpdates': ['2022-11-01'],
  'osProfile.windowsConfiguration.patchSettings': ['2020-06-01'],
  'osProfile.windowsConfiguration.enableVMAgentPlatformUpdates': ['2022-11-01', '2023-09-01'],
  'storageProfile.dataDisks': ['2016-04-30-preview'],
  'storageProfile.diskControllerType': ['2022-08-01'],
  'storageProfile.osDisk.managedDisk': ['2016-04-30-preview'],
  'storageProfile.osDisk.diskSizeGB': ['2017-12-01'],
  'storageProfile.osDisk.deleteOption': ['2022-03-01'],
  'networkProfile.healthProbe': ['2017-03-30'],
  'networkProfile.networkApiVersion': ['2020-12-01'],
  'networkProfile.networkInterfaceConfigurations.properties.enableAcceleratedNetworking': [
    '2017-03-30',
  ],
  'networkProfile.networkInterfaceConfigurations.properties.networkSecurityGroup': ['2017-03-30'],
  'networkProfile.networkInterfaceConfigurations.properties.dnsSettings': ['2017-03-30'],
  'networkProfile.networkInterfaceConfigurations.properties.enableIPForwarding': ['2017-12-01'],
  'networkProfile.networkInterfaceConfigurations.properties.disableTcpStateTracking': [
    '2022-03-01',
  ],
  'networkProfile.networkInterfaceConfigurations.properties.auxiliaryMode': ['2022-08-01'],
  'networkProfile.networkInterfaceConfigurations.properties.auxiliarySku': ['2023-03-01'],
  'networkProfile.networkInterfaceConfigurations.properties.deleteOption': ['2021-03-01'],
  'networkProfile.networkInterfaceConfigurations.properties.ipConfigurations.properties.privateIPAddressVersion':
    ['2017-03-30'],
  'networkProfile.networkInterfaceConfigurations.properties.ipConfigurations.properties.publicIPAddressConfiguration':
    ['2017-03-30'],
  'networkProfile.networkInterfaceConfigurations.properties.ipConfigurations.properties.applicationSecurityGroups':
    ['2018-06-01'],
  'extensionProfile.extensionsTimeBudget': ['2020-06-01'],
  'extensionProfile.extensions.properties.forceUpdateTag': ['2017-03-30'],
  'extensionProfile.extensions.properties.provisionAfterExtensions': ['2018-10-01'],
  'extensionProfile.extensions.properties.enableAutomaticUpgrade': ['2020-06-01'],
  'extensionProfile.extensions.properties.suppressFailures': ['2021-07-01'],
  'extensionProfile.extensions.properties.protectedSettingsFromKeyVault': ['2021-11-01'],
};

const PROFILE = 'properties.virtualMachineProfile';

/** The tables as one trie, so that a walk over a model looks at each member once. */
interface Step {
  lifetime?: readonly [first: string, last?: string];
  readonly next: Map<string, Step>;
}

const ROOT: Step = { next: new Map() };
for (const [path, lifetime] of [
  ...Object.entries(LIFETIMES),
  ...Object.entries(PROFILE_LIFETIMES).map(
    ([path, lifetime]) => [`${PROFILE}.${path}`, lifetime] as const,
  ),
]) {
  let step = ROOT;
  for (const name of path.split('.')) {
    let next = step.next.get(name);
    if (!next) step.next.set(name, (next = { next: new Map() }));
    step = next;
  }
  step.lifetime = lifetime;
}

/** A model without the members that an api-version does not have. Shares what did not change. */
export function asOfVersion(model: JsonObject, apiVersion: string): JsonObject {
  return prune(model, ROOT, apiVersion) as JsonObject;
}

function prune(value: JsonValue, step: Step, apiVersion: string): JsonValue {
  if (step.next.size === 0) return value;
  if (Array.isArray(value)) return value.map((item) => prune(item, step, apiVersion));
  if (!isJsonObject(value)) return value;
  const members: [string, JsonValue][] = [];
  for (const [name, member] of Object.entries(value)) {
    const next = step.next.get(name);
    if (next?.lifetime && !exists(next.lifetime, apiVersion)) continue;
    members.push([name, next ? prune(member, next, apiVersion) : member]);
  }
  return Object.fromEntries(members);
}

function exists(
  [first, last]: readonly [first: string, last?: string],
  apiVersion: string,
): boolean {
  return isBetween(apiVersion, first, last ?? '9999-12-31');
}
