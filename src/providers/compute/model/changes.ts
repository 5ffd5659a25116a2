import { armErrors } from '../../../arm/index.ts';
import type { JsonObject, JsonValue } from '../../../base/index.ts';
import { isJsonObject } from '../../../base/index.ts';
import { objectAt, valueAt } from './json-path.ts';
import { parameterName } from './parameter-name.ts';

/**
 * What cannot change once a set exists. `priority` is recorded; the others are the create-time
 * properties of Azure's page "Modify a scale set" and what Terraform's azurerm re-creates a set for.
 */
const CREATE_TIME_MEMBERS = [
  'properties.orchestrationMode',
  'properties.platformFaultDomainCount',
  'properties.zoneBalance',
  'properties.virtualMachineProfile.priority',
  'properties.virtualMachineProfile.osProfile.computerNamePrefix',
  'properties.virtualMachineProfile.osProfile.adminUsername',
  'properties.virtualMachineProfile.storageProfile.osDisk.createOption',
  'properties.virtualMachineProfile.storageProfile.osDisk.managedDisk.storageAccountType',
];

/** Throws PropertyChangeNotAllowed when a model changes what was settled at creation. */
export function checkChanges(current: JsonObject, next: JsonObject): void {
  for (const path of CREATE_TIME_MEMBERS) {
    const steps = path.split('.');
    const before = valueAt(current, ...steps);
    const after = valueAt(next, ...steps);
    if (before !== undefined && after !== undefined && before !== after) refuse(path);
  }
  // "If singlePlacementGroup is false, it may not be modified to true." (specification)
  const grouped = 'singlePlacementGroup';
  if (
    objectAt(current, 'properties')[grouped] === false &&
    objectAt(next, 'properties')[grouped] === true
  ) {
    refuse(`properties.${grouped}`);
  }
  // Zones can be added, never taken away.
  const zones = Array.isArray(next['zones']) ? next['zones'] : [];
  const kept = Array.isArray(current['zones']) ? current['zones'] : [];
  if (kept.some((zone) => !zones.includes(zone)) || (kept.length === 0 && zones.length > 0)) {
    refuse('zones');
  }
  checkPlan(objectAt(current, 'plan'), next['plan']);
}

/** R in a repository of recorded answers: the front door refuses a plan that comes later. */
function checkPlan(current: JsonObject, next: JsonValue | undefined): void {
  if (next !== undefined && Object.keys(current).length === 0)
    throw armErrors.cannotSetPlanOnUpdate();
}

/**
 * The members that VirtualMachineScaleSetUpdate has; of nested parts those that it lacks. A PATCH
 * that sends something else is refused unless it is what is there already.
 * Source: the specification, VirtualMachineScaleSetUpdate and its parts.
 */
const PATCHABLE = new Set([
  'tags',
  'sku',
  'plan',
  'identity',
  'zones',
  'placement',
  'properties.upgradePolicy',
  'properties.automaticRepairsPolicy',
  'properties.virtualMachineProfile',
  'properties.overprovision',
  'properties.doNotRunExtensionsOnOverprovisionedVMs',
  'properties.singlePlacementGroup',
  'properties.additionalCapabilities',
  'properties.scaleInPolicy',
  'properties.proximityPlacementGroup',
  'properties.priorityMixPolicy',
  'properties.spotRestorePolicy',
  'properties.resiliencyPolicy',
  'properties.zonalPlatformFaultDomainAlignMode',
  'properties.skuProfile',
  'properties.lifecycleHooksProfile',
]);

const PATCHABLE_PROFILE = new Set([
  'osProfile',
  'storageProfile',
  'networkProfile',
  'securityPostureReference',
  'securityProfile',
  'diagnosticsProfile',
  'extensionProfile',
  'licenseType',
  'billingProfile',
  'scheduledEventsProfile',
  'userData',
  'hardwareProfile',
  'interconnectBlockProfile',
]);

/** Said by a client that patches what it got; they are the service's own and are passed over. */
const READ_ONLY = ['name', 'id', 'type', 'etag', 'systemData', 'kind', 'managedBy'];
const READ_ONLY_PROPERTIES = ['provisioningState', 'uniqueId', 'timeCreated'];

/** The part of a PATCH that may take effect. Throws PropertyChangeNotAllowed for anything else. */
export function patchablePart(current: JsonObject, sent: JsonObject): JsonObject {
  const properties = objectAt(sent, 'properties');
  const part: JsonObject = {};
  for (const [name, value] of Object.entries(sent)) {
    if (name === 'properties' || READ_ONLY.includes(name)) continue;
    if (PATCHABLE.has(name)) part[name] = value;
    else if (name !== 'location' && !same(current[name], value)) refuse(name);
  }
  const before = objectAt(current, 'properties');
  const allowed: JsonObject = {};
  for (const [name, value] of Object.entries(properties)) {
    if (READ_ONLY_PROPERTIES.includes(name)) continue;
    if (PATCHABLE.has(`properties.${name}`)) allowed[name] = value;
    else if (!same(before[name], value)) refuse(`properties.${name}`);
  }
  const profile = allowed['virtualMachineProfile'];
  if (isJsonObject(profile)) {
    const old = objectAt(before, 'virtualMachineProfile');
    allowed['virtualMachineProfile'] = Object.fromEntries(
      Object.entries(profile).filter(([name, value]) => {
        if (PATCHABLE_PROFILE.has(name)) return true;
        if (name !== 'timeCreated' && !same(old[name], value)) {
          refuse(`properties.virtualMachineProfile.${name}`);
        }
        return false;
      }),
    );
  }
  if (Object.keys(allowed).length > 0) part['properties'] = allowed;
  return part;
}

function refuse(path: string): never {
  throw armErrors.propertyChangeNotAllowed(parameterName(path));
}

function same(a: JsonValue | undefined, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
