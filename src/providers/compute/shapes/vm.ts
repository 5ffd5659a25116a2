import { compact } from '../../../arm/index.ts';
import {
  formatInstant,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../base/index.ts';
import type { Instance, ScaleSetModelView } from '../../../scaleset/index.ts';
import { isSince } from '../api-versions.ts';
import { objectOf } from '../model/json-path.ts';
import { withoutFingerprints } from '../model/secrets.ts';
import { withVersionDefaults } from '../model/version-defaults.ts';
import { asOfVersion } from './first-versions.ts';
import { inOrder, OS_DISK_ORDER, OS_PROFILE_ORDER, profileInOrder } from './key-order.ts';
import { ETAG_SINCE, etagOf, wireState } from './scale-set.ts';
import { dataDisksOf, managedDiskId, osDiskName } from './vm-disks.ts';
import { computerNameOf, profileOf, propertiesOf, vmInstanceView } from './vm-instance-view.ts';
import { imageVersion } from './os-identity.ts';

export interface VmShapeOptions {
  readonly apiVersion: string;
  /** Of the set, in the request's casing. */
  readonly setId: string;
  readonly withInstanceView?: boolean;
  readonly withUserData?: boolean;
}

/** A machine of a Uniform set. Source of members and order: shared/azure/model-defaults.md, last tables. */
export function vmBody(
  set: ScaleSetModelView,
  instance: Instance,
  options: VmShapeOptions,
): object {
  const { apiVersion, setId } = options;
  const { sku, profile } = commonPart(instance.model, apiVersion);
  const tags = instance.own?.['tags'] ?? set.model['tags'];
  return {
    name: instance.name,
    id: vmId(setId, instance),
    type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    location: set.genesis.location,
    ...(tags === undefined ? {} : { tags }),
    instanceId: String(instance.instanceId),
    sku,
    properties: properties(set, { sku, profile }, instance, options),
    ...(instance.zone === null ? {} : { zones: [instance.zone] }),
    ...(isSince(apiVersion, ETAG_SINCE) ? { etag: etagOf(set) } : {}),
  };
}

/**
 * The item of a list with `$select=instanceView`: reduced, `latestModelApplied` always false, in the
 * order recorded since 2023. Source: shared/azure/vm-instance-view.md, "List and single GET".
 */
export function vmSelection(
  set: ScaleSetModelView,
  instance: Instance,
  options: VmShapeOptions,
): object {
  const { apiVersion, setId, withInstanceView } = options;
  return {
    id: vmId(setId, instance),
    instanceId: String(instance.instanceId),
    properties: {
      latestModelApplied: false,
      ...(withInstanceView ? { instanceView: vmInstanceView(set, instance, apiVersion) } : {}),
      provisioningState: wireState(instance.state),
      ...(isSince(apiVersion, '2018-04-01') ? { hardwareProfile: {} } : {}),
    },
  };
}

/** What the machines of one model have in common as a version shows it. */
export interface CommonPart {
  readonly sku: JsonObject;
  readonly profile: JsonObject;
}

/** A list has many machines of one model, all in one version; the version that was asked last is kept. */
const commonParts = new WeakMap<JsonObject, CommonPart & { readonly apiVersion: string }>();

export function commonPart(model: JsonObject, apiVersion: string): CommonPart {
  const known = commonParts.get(model);
  if (known?.apiVersion === apiVersion) return known;
  const shown = withoutFingerprints(model);
  const { capacity: _, ...sku } = objectOf(shown['sku']);
  const part = { apiVersion, sku, profile: profileInOrder(profileAt(shown, apiVersion)) };
  commonParts.set(model, part);
  return part;
}

function properties(
  set: ScaleSetModelView,
  { sku, profile }: CommonPart,
  instance: Instance,
  options: VmShapeOptions,
): object {
  const { apiVersion, setId } = options;
  const since = (first: string) => isSince(apiVersion, first);
  const network = objectOf(profile['networkProfile']);
  return {
    latestModelApplied: instance.latestModelApplied,
    ...(since('2019-03-01')
      ? {
          modelDefinitionApplied: hasOwnModel(instance)
            ? 'VirtualMachine'
            : 'VirtualMachineScaleSet',
          networkProfileConfiguration: compact({
            networkInterfaceConfigurations: network['networkInterfaceConfigurations'] ?? [],
          }),
        }
      : {}),
    provisioningState: wireState(instance.state),
    hardwareProfile: since('2024-07-01') ? { vmSize: sku['name'] ?? '' } : {},
    ...(since('2024-07-01') ? { resilientVMDeletionStatus: instance.resilientDeletion } : {}),
    vmId: instance.vmId,
    ...(options.withInstanceView
      ? { instanceView: vmInstanceView(set, instance, apiVersion) }
      : {}),
    storageProfile: storageProfile(set, profile, instance, setId),
    osProfile: osProfile(set, profile, instance),
    networkProfile: compact({ networkInterfaces: networkInterfaces(network, setId, instance) }),
    ...('diagnosticsProfile' in profile
      ? { diagnosticsProfile: profile['diagnosticsProfile'] }
      : {}),
    ...(since('2019-03-01') ? ownMember(instance, 'protectionPolicy') : {}),
    ...(since('2017-12-01') ? licenseType(profile, instance) : {}),
    ...(options.withUserData && since('2021-03-01') ? userData(instance) : {}),
    ...(since('2021-11-01') ? { timeCreated: formatInstant(instance.createdAt) } : {}),
  };
}

/** The profile that the version knows, with what it adds. */
function profileAt(model: JsonObject, apiVersion: string): JsonObject {
  const shown = withVersionDefaults(propertiesOf(model), apiVersion);
  return profileOf(asOfVersion({ properties: shown }, apiVersion));
}

/** The disks of one machine and what they were made of, as a resource shows them. */
export function storageProfile(
  set: ScaleSetModelView,
  profile: JsonObject,
  instance: Instance,
  setId: string,
): JsonObject {
  const storage = objectOf(profile['storageProfile']);
  const groupId = groupIdOf(setId);
  const image = objectOf(storage['imageReference']);
  return {
    ...(Object.keys(image).length > 0 ? { imageReference: withExactVersion(image, instance) } : {}),
    osDisk: inOrder(osDisk(set, profile, instance, groupId), OS_DISK_ORDER),
    ...('diskControllerType' in storage
      ? { diskControllerType: storage['diskControllerType'] ?? '' }
      : {}),
    dataDisks: dataDisksOf(set, instance, profile, groupId).map(({ shown }) => shown),
  };
}

function osDisk(
  set: ScaleSetModelView,
  profile: JsonObject,
  instance: Instance,
  groupId: string,
): JsonObject {
  const disk = objectOf(objectOf(profile['storageProfile'])['osDisk']);
  const name = osDiskName(set, instance, profile);
  const { managedDisk } = disk;
  if (!isJsonObject(managedDisk)) return { ...disk, name };
  const id = managedDisk['id'] ?? managedDiskId(groupId, name);
  return { ...disk, name, managedDisk: { ...managedDisk, id } };
}

/** The resource group's part of a set's id. */
export function groupIdOf(setId: string): string {
  return setId.slice(0, setId.toLowerCase().indexOf('/providers/'));
}

/** `latest` stays on the set; a machine says which version that was. */
function withExactVersion(image: JsonObject, instance: Instance): JsonObject {
  const { version } = image;
  if (typeof version !== 'string') return image;
  const exactVersion = /^latest$/i.test(version)
    ? imageVersion(instance.facts.osType, image)
    : version;
  return { ...image, exactVersion };
}

export function osProfile(
  set: ScaleSetModelView,
  profile: JsonObject,
  instance: Instance,
): JsonObject {
  const { computerNamePrefix: _, ...rest } = objectOf(profile['osProfile']);
  return inOrder(
    { ...rest, computerName: computerNameOf(set, instance, profile) },
    OS_PROFILE_ORDER,
  );
}

function networkInterfaces(network: JsonObject, setId: string, instance: Instance): JsonValue[] {
  const configurations = network['networkInterfaceConfigurations'];
  if (!Array.isArray(configurations)) return [];
  return configurations.filter(isJsonObject).map(({ name }) => ({
    id: `${vmId(setId, instance)}/networkInterfaces/${String(name)}`,
  }));
}

/** `modelDefinitionApplied` says whether the machine's model is its own. Inferred: by its disks. */
function hasOwnModel({ own }: Instance): boolean {
  return own !== null && ('dataDisks' in own || 'detachedLuns' in own);
}

function ownMember({ own }: Instance, name: string): JsonObject {
  const value = own?.[name];
  return value === undefined ? {} : { [name]: value };
}

function licenseType(profile: JsonObject, { own }: Instance): JsonObject {
  const value = own?.['licenseType'] ?? profile['licenseType'];
  return value === undefined ? {} : { licenseType: value };
}

export function userData({ model, own }: Instance): JsonObject {
  const value = own?.['userData'] ?? profileOf(model)['userData'];
  return value === undefined ? {} : { userData: value };
}

function vmId(setId: string, { instanceId }: Instance): string {
  return `${setId}/virtualMachines/${instanceId}`;
}
