import { isDeepStrictEqual } from 'node:util';
import { armErrors } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import { checkExtensions } from './check-extensions.ts';
import { checkFlexible, isFlexible } from './check-flexible.ts';
import { checkNotices } from './check-notices.ts';
import { checkOsProfile } from './check-os-profile.ts';
import { checkPlatformImage } from '../catalogue/check-image.ts';
import { checkVmSize } from '../catalogue/check-vm-size.ts';
import { checkPlacement } from './check-placement.ts';
import { checkReference } from './check-reference.ts';
import { checkSpot } from './check-spot.ts';
import { osTypeOf } from './defaults.ts';
import { checkLifecycleHooks } from './hook-schema.ts';
import { listAt, objectAt, valueAt } from './json-path.ts';
import { checkRepairs, isMonitored } from './check-repairs.ts';
import { readPackageId } from '../shapes/gallery-application.ts';
import { checkRollingPolicy, checkSurge } from './rolling-upgrade.ts';

export interface ModelCheck {
  readonly name: string;
  readonly resourceId: string;
  /** Normalized. */
  readonly location: string;
  /** The most instances that a set may have; 1,000 as in Azure unless the operator lifts it. */
  readonly capacityLimit: number;
  /** Undefined for a new set. */
  readonly current: JsonObject | undefined;
}

/** Azure's for one placement group; with several the set's own limit holds. */
export const SINGLE_PLACEMENT_GROUP_LIMIT = 100;
const AZURE_CAPACITY_LIMIT = 1_000;
const FAULT_DOMAINS_MAX = 5;

/**
 * Throws what Azure answers to a model that cannot be. The model is complete: what was not sent again
 * has been taken over, defaults are filled in or will be; secrets are still in it.
 */
export function checkModel(model: JsonObject, options: ModelCheck): void {
  const { name, current } = options;
  const properties = objectAt(model, 'properties');
  if (!('properties' in model)) throw armErrors.missingParameter('properties');
  if (isFlexible(properties)) checkFlexible(model);
  else checkUniform(properties);
  const profile = properties['virtualMachineProfile'];
  const isEmpty = isFlexible(properties) && !isJsonObject(profile);
  checkZones(model);
  checkScaleIn(objectAt(properties, 'scaleInPolicy'));
  checkRepairs(model, current);
  if (isEmpty) return;
  checkSku(model, options);
  // A Uniform set without a profile has nothing to make its machines of.
  if (!isJsonObject(profile)) throw armErrors.missingParameter('virtualMachineProfile');
  checkUpgradePolicy(model);
  checkSurge(properties);
  checkLifecycleHooks(properties);
  checkApplications(profile);
  const osType = osTypeOf(profile);
  checkOsProfile(profile, { osType, current });
  checkSpot(properties);
  checkNotices(profile);
  checkPlacement(model);
  checkStorageProfile(profile);
  if (isNewImage(profile, current)) checkPlatformImage(profile);
  checkNetworkProfile(profile);
  checkExtensions(profile, { scaleSetName: name, osType, current });
}

/** As recorded for an availability set; five for a regional set is what Azure fills in. */
function checkFaultDomains(properties: JsonObject): void {
  const count = properties['platformFaultDomainCount'];
  if (typeof count !== 'number') return;
  if (count < 1 || count > FAULT_DOMAINS_MAX) {
    throw armErrors.faultDomainCountOutOfRange(count, FAULT_DOMAINS_MAX);
  }
}

/** The words: azure-cli #10949. That a second rule is refused is inferred: it could mean nothing. */
function checkScaleIn(policy: JsonObject): void {
  const { rules } = policy;
  if (!Array.isArray(rules)) return;
  if (rules.length === 0) {
    throw armErrors.badRequest(
      'Virtual Machine Scale Sets scale in policy must contain at least one rule.',
    );
  }
  if (rules.length > 1) throw armErrors.invalidParameterValue('scaleInPolicy.rules');
}

function checkUniform(properties: JsonObject): void {
  for (const name of ['constrainedMaximumCapacity', 'priorityMixPolicy']) {
    if (name in properties) throw armErrors.parameterNotAllowed(name);
  }
  if (!('upgradePolicy' in properties)) throw armErrors.missingParameter('upgradePolicy');
  checkFaultDomains(properties);
}

function checkUpgradePolicy(model: JsonObject): void {
  const policy = valueAt(model, 'properties', 'upgradePolicy');
  if (!isJsonObject(policy)) return;
  if (!('mode' in policy)) throw armErrors.missingParameter('upgradePolicy.mode');
  checkRollingPolicy(objectAt(policy, 'rollingUpgradePolicy'));
  if (policy['mode'] !== 'Rolling') return;
  // R: rolling upgrades 2017-2023.
  if (!isMonitored(model)) {
    throw armErrors.badRequest(
      'Rolling Upgrade mode is not supported for this Virtual Machine Scale Set because a health probe was not provided.',
    );
  }
}

function checkSku(model: JsonObject, options: ModelCheck): void {
  const { name, capacityLimit, current } = options;
  const sku = objectAt(model, 'sku');
  const size = sku['name'];
  if (typeof size !== 'string') throw armErrors.missingParameter('sku');
  const zones = Array.isArray(model['zones']) ? model['zones'].map(String) : [];
  // A set keeps a size that its region no longer offers.
  if (current === undefined || valueAt(current, 'sku', 'name') !== size) {
    checkVmSize(size, { ...options, zones });
  }
  const capacity = sku['capacity'];
  if (typeof capacity !== 'number') throw armErrors.missingParameter('sku.capacity');
  if (capacity < 0) throw armErrors.invalidParameterValue('sku.capacity');
  const limit = capacityLimitOf(model, capacityLimit);
  if (capacity > limit) throw armErrors.tooManyInstances(name, limit);
}

/**
 * One placement group holds a hundred machines, per zone if there are zones. A limit that was lifted
 * by option lifts this too: fleets of a million are the point of it.
 */
export function capacityLimitOf(model: JsonObject, capacityLimit: number): number {
  const properties = objectAt(model, 'properties');
  const isSingle = properties['singlePlacementGroup'] ?? !isFlexible(properties);
  if (isSingle === false) return capacityLimit;
  if (capacityLimit > AZURE_CAPACITY_LIMIT) return capacityLimit;
  const zones = Array.isArray(model['zones']) ? model['zones'].length : 0;
  return Math.min(capacityLimit, SINGLE_PLACEMENT_GROUP_LIMIT * Math.max(1, zones));
}

function checkZones(model: JsonObject): void {
  const zones = model['zones'];
  if (!Array.isArray(zones)) return;
  const known = zones.every((zone) => typeof zone === 'string' && /^[123]$/.test(zone));
  if (!known || new Set(zones).size !== zones.length)
    throw armErrors.invalidParameterValue('zones');
  if (zones.length < 2 && 'zoneBalance' in objectAt(model, 'properties')) {
    // "If there are no zones or only one zone, zoneBalance should not be set." (specification)
    throw armErrors.parameterNotAllowed('zoneBalance');
  }
}

/** Source: the specification, VMGalleryApplication; one version of each ("VM Applications overview"). */
function checkApplications(profile: JsonObject): void {
  const seen = new Set<string>();
  for (const { packageReferenceId: id } of listAt(
    profile,
    'applicationProfile',
    'galleryApplications',
  )) {
    if (id === undefined) throw armErrors.missingParameter('galleryApplication.packageReferenceId');
    const name = readPackageId(id)?.name.toLowerCase();
    if (name === undefined || seen.has(name)) {
      throw armErrors.invalidParameterValue('galleryApplication.packageReferenceId');
    }
    seen.add(name);
  }
}

/** Disks and what they are made of. */
export function checkStorageProfile(profile: JsonObject): void {
  const storage = profile['storageProfile'];
  if (!isJsonObject(storage)) throw armErrors.missingParameter('storageProfile');
  const osDisk = objectAt(storage, 'osDisk');
  if ('osDisk' in storage && !('createOption' in osDisk)) {
    throw armErrors.missingParameter('osDisk.createOption');
  }
  // R in a repository of recorded answers: an unmanaged image does not say its own system.
  if ('image' in osDisk && !('osType' in osDisk)) throw armErrors.missingParameter('osDisk.osType');
  if (!('imageReference' in storage) && !('image' in osDisk)) {
    throw armErrors.missingParameter('imageReference');
  }
  checkImage(objectAt(storage, 'imageReference'));
  checkDataDisks(storage);
}

function checkImage(image: JsonObject): void {
  const id = image['id'];
  if (typeof id === 'string')
    checkReference(id, 'properties.virtualMachineProfile.storageProfile.imageReference.id');
  if (['id', 'sharedGalleryImageId', 'communityGalleryImageId'].some((name) => name in image))
    return;
  if (Object.keys(image).length === 0) return;
  for (const part of ['publisher', 'offer', 'sku', 'version']) {
    if (!image[part]) throw armErrors.missingParameter(`imageReference.${part}`);
  }
}

/** A set keeps an image that is no longer offered. */
function isNewImage(profile: JsonObject, current: JsonObject | undefined): boolean {
  const path = ['storageProfile', 'imageReference'];
  const before = objectAt(current ?? {}, 'properties', 'virtualMachineProfile');
  return !isDeepStrictEqual(valueAt(before, ...path), valueAt(profile, ...path));
}

function checkDataDisks(storage: JsonObject): void {
  const luns = new Set<number>();
  for (const disk of listAt(storage, 'dataDisks')) {
    const { lun } = disk;
    if (typeof lun !== 'number') throw armErrors.missingParameter('dataDisk.lun');
    if (!('createOption' in disk)) throw armErrors.missingParameter('dataDisk.createOption');
    if (lun < 0 || lun > 63 || luns.has(lun)) throw armErrors.invalidParameterValue('dataDisk.lun');
    luns.add(lun);
  }
}

function checkNetworkProfile(profile: JsonObject): void {
  const network = profile['networkProfile'];
  if (!isJsonObject(network)) throw armErrors.missingParameter('networkProfile');
  const base = 'properties.virtualMachineProfile.networkProfile';
  const probe = valueAt(network, 'healthProbe', 'id');
  if (typeof probe === 'string') checkReference(probe, `${base}.healthProbe.id`);
  listAt(network, 'networkInterfaceConfigurations').forEach((nic, nicIndex) => {
    if (!nic['name']) throw armErrors.missingParameter('networkInterfaceConfiguration.name');
    const at = `${base}.networkInterfaceConfigurations[${nicIndex}].properties`;
    listAt(nic, 'properties', 'ipConfigurations').forEach((ip, ipIndex) => {
      checkIpConfiguration(ip, `${at}.ipConfigurations[${ipIndex}].properties`);
    });
  });
}

const POOLS = [
  'applicationGatewayBackendAddressPools',
  'applicationSecurityGroups',
  'loadBalancerBackendAddressPools',
  'loadBalancerInboundNatPools',
];

function checkIpConfiguration(ip: JsonObject, at: string): void {
  if (!ip['name']) throw armErrors.missingParameter('ipConfiguration.name');
  const subnet = valueAt(ip, 'properties', 'subnet', 'id');
  if (typeof subnet === 'string') checkReference(subnet, `${at}.subnet.id`);
  for (const pools of POOLS) {
    listAt(ip, 'properties', pools).forEach((pool, index) => {
      if (typeof pool['id'] === 'string') checkReference(pool['id'], `${at}.${pools}[${index}].id`);
    });
  }
}
