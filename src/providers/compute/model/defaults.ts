import { normalizeLocation } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';
import { isFlexible } from './check-flexible.ts';
import { withFlexibleProfile, withFlexibleProperties } from './flexible-defaults.ts';
import { platformImageOf } from '../catalogue/check-image.ts';
import { findVmSize } from '../catalogue/vm-sizes.ts';
import { identityIds } from '../../managed-identity/identity-ids.ts';
import {
  changedAt,
  changedEach,
  objectAt,
  valueAt,
  withDefault,
  withDefaults,
} from './json-path.ts';

/*
 * What the service adds to a model when it is put, whatever the api-version. Members that an
 * api-version does not have are left out when the model is shown; what only some versions add is in
 * version-defaults.ts. Source of every value: shared/azure/model-defaults.md.
 */

/** A set's model with everything that the service fills in. */
export function withDefaultsFilledIn(model: JsonObject): JsonObject {
  let filled = changedAt(model, ['sku'], (sku) => withDefault(sku, 'tier', tierOf(sku)));
  if (typeof filled['location'] === 'string') {
    filled = { ...filled, location: normalizeLocation(filled['location']) };
  }
  return changedAt(filled, ['properties'], (properties) => propertiesOf(properties, filled));
}

/** Windows when the model says so in any of its ways. */
export function osTypeOf(profile: JsonObject): 'Linux' | 'Windows' {
  const said = valueAt(profile, 'storageProfile', 'osDisk', 'osType');
  if (said === 'Windows' || said === 'Linux') return said;
  const osProfile = objectAt(profile, 'osProfile');
  if ('windowsConfiguration' in osProfile) return 'Windows';
  if ('linuxConfiguration' in osProfile) return 'Linux';
  const known = platformImageOf(profile);
  if (known !== undefined) return known.osType;
  const image = objectAt(profile, 'storageProfile', 'imageReference');
  const words = `${String(image['publisher'] ?? '')} ${String(image['offer'] ?? '')}`;
  return /windows|visualstudio/i.test(words) ? 'Windows' : 'Linux';
}

/** What the image brings: 30 GiB for most of Linux, 127 for Windows. */
export function osDiskSizeOf(profile: JsonObject): number {
  return platformImageOf(profile)?.osDiskSizeGB ?? (osTypeOf(profile) === 'Windows' ? 127 : 30);
}

function tierOf(sku: JsonObject): string {
  return /^basic_/i.test(String(sku['name'] ?? '')) ? 'Basic' : 'Standard';
}

function propertiesOf(properties: JsonObject, model: JsonObject): JsonObject {
  const flexible = isFlexible(properties);
  let filled = flexible
    ? withFlexibleProperties(properties)
    : withDefaults(properties, uniformDefaults(model));
  filled = changedAt(filled, ['upgradePolicy'], upgradePolicy);
  filled = changedAt(filled, ['automaticRepairsPolicy'], (policy) =>
    policy['enabled'] === true
      ? withDefaults(policy, { gracePeriod: 'PT10M', repairAction: 'Replace' })
      : policy,
  );
  return changedAt(filled, ['virtualMachineProfile'], (profile) => {
    const complete = profileOf(profile, model);
    return flexible ? withFlexibleProfile(complete) : complete;
  });
}

function uniformDefaults(model: JsonObject): Record<string, JsonValue> {
  const zones = Array.isArray(model['zones']) ? model['zones'] : [];
  return {
    singlePlacementGroup: true,
    orchestrationMode: 'Uniform',
    overprovision: true,
    doNotRunExtensionsOnOverprovisionedVMs: false,
    ...(zones.length > 1 ? { zoneBalance: false } : {}),
    ...(zones.length > 0 ? { platformFaultDomainCount: 1 } : {}),
  };
}

/** In Manual mode the rolling policy is shown only when it was sent (az 2.63, 2024-07-01). */
function upgradePolicy(policy: JsonObject): JsonObject {
  const rolling =
    policy['mode'] === 'Rolling' ? withDefault(policy, 'rollingUpgradePolicy', {}) : policy;
  return changedAt(rolling, ['rollingUpgradePolicy'], (values) =>
    withDefaults(values, {
      maxBatchInstancePercent: 20,
      maxUnhealthyInstancePercent: 20,
      maxUnhealthyUpgradedInstancePercent: 20,
      pauseTimeBetweenBatches: 'PT0S',
      maxSurge: false,
      rollbackFailedInstancesOnPolicyBreach: false,
    }),
  );
}

function profileOf(profile: JsonObject, model: JsonObject): JsonObject {
  const osType = osTypeOf(profile);
  let filled = changedAt(profile, ['osProfile'], (osProfile) => osProfileOf(osProfile, osType));
  filled = changedAt(filled, ['storageProfile'], (storage) => storageProfileOf(storage, model));
  return changedEach(
    filled,
    ['networkProfile', 'networkInterfaceConfigurations'],
    networkInterface,
  );
}

function osProfileOf(osProfile: JsonObject, osType: 'Linux' | 'Windows'): JsonObject {
  const filled = withDefaults(osProfile, {
    secrets: [],
    allowExtensionOperations: true,
    requireGuestProvisionSignal: true,
  });
  if (osType === 'Windows') {
    return changedAt(
      withDefault(filled, 'windowsConfiguration', {}),
      ['windowsConfiguration'],
      (windows) => withDefaults(windows, { provisionVMAgent: true, enableAutomaticUpdates: true }),
    );
  }
  return changedAt(withDefault(filled, 'linuxConfiguration', {}), ['linuxConfiguration'], (linux) =>
    withDefaults(linux, { disablePasswordAuthentication: false, provisionVMAgent: true }),
  );
}

function storageProfileOf(storage: JsonObject, model: JsonObject): JsonObject {
  const filled = changedAt(storage, ['osDisk'], (osDisk) => disk(osDisk, model));
  return changedEach(filled, ['dataDisks'], (dataDisk) => disk(dataDisk, model));
}

/** An unmanaged disk has its containers or its image; it gets no managed part. */
function disk(value: JsonObject, model: JsonObject): JsonObject {
  const filled = withDefault(value, 'caching', 'None');
  if ('vhdContainers' in value || 'image' in value) return filled;
  return changedAt(withDefault(filled, 'managedDisk', {}), ['managedDisk'], (managedDisk) =>
    withDefault(managedDisk, 'storageAccountType', storageAccountType(model)),
  );
}

/** Premium for sizes that can have it. */
function storageAccountType(model: JsonObject): string {
  const size = findVmSize(String(valueAt(model, 'sku', 'name') ?? ''));
  return size?.has('P') === true ? 'Premium_LRS' : 'Standard_LRS';
}

function networkInterface(configuration: JsonObject): JsonObject {
  const filled = changedAt(configuration, ['properties'], (properties) =>
    withDefaults(properties, { dnsSettings: { dnsServers: [] }, enableIPForwarding: false }),
  );
  return changedEach(filled, ['properties', 'ipConfigurations'], (ip) =>
    changedAt(ip, ['properties'], (properties) =>
      withDefault(withoutEmptyLists(properties), 'privateIPAddressVersion', 'IPv4'),
    ),
  );
}

/** For a Uniform set, empty pools that were sent disappear. */
function withoutEmptyLists(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => !(Array.isArray(member) && member.length === 0)),
  );
}

/** Identity as the service completes it: ids are drawn for the set, never asked for anywhere. */
export function withIdentityIds(
  model: JsonObject,
  ids: { readonly tenantId: string; guid(purpose: string): string },
): JsonObject {
  return changedAt(model, ['identity'], (identity) => {
    const type = String(identity['type'] ?? 'None');
    const filled: JsonObject = { type };
    if (type.includes('SystemAssigned')) {
      filled['principalId'] = identity['principalId'] ?? ids.guid('principal');
      filled['tenantId'] = ids.tenantId;
    }
    const assigned = identity['userAssignedIdentities'];
    if (type.includes('UserAssigned') && isJsonObject(assigned)) {
      filled['userAssignedIdentities'] = Object.fromEntries(
        Object.keys(assigned).map((id) => [id, { ...identityIds(id) }]),
      );
    }
    return filled;
  });
}
