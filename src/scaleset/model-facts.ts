import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Micros,
  MICROS_PER_SECOND,
  parseDuration,
} from '../base/index.ts';
import {
  APPLICATION_EXTENSION,
  applicationExtension,
  applicationsOf,
} from './gallery-applications.ts';
import type { LifecycleHook } from './hook-types.ts';
import type { HealthMonitoring, RepairsPolicy } from './health-types.ts';
import type { ExtensionFacts, ModelFacts, PriorityMix, RollingPolicy } from './types.ts';

/** Reads what the domain needs out of a model (the PUT body with Azure's defaults filled in). */
export function readModelFacts(model: JsonObject): ModelFacts {
  const sku = objectAt(model, 'sku');
  const properties = objectAt(model, 'properties');
  const profile = objectAt(properties, 'virtualMachineProfile');
  const storage = objectAt(profile, 'storageProfile');
  return {
    capacity: typeof sku.capacity === 'number' ? sku.capacity : 0,
    extensions: [
      ...listAt(objectAt(profile, 'extensionProfile'), 'extensions').map(readExtension),
      ...applicationExtension(applicationsOf(profile), readOsType(profile, storage)),
    ],
    extensionsTimeBudget:
      parseDuration(textOf(objectAt(profile, 'extensionProfile').extensionsTimeBudget)) ?? null,
    upgradeMode: readUpgradeMode(objectAt(properties, 'upgradePolicy').mode),
    rollingUpgrade: readRollingPolicy(
      objectAt(objectAt(properties, 'upgradePolicy'), 'rollingUpgradePolicy'),
    ),
    osType: readOsType(profile, storage),
    dataDiskCount: listAt(storage, 'dataDisks').length,
    zones: listAt(model, 'zones').filter((zone) => typeof zone === 'string'),
    health: readMonitoring(profile),
    repairs: readRepairs(properties.automaticRepairsPolicy),
    orchestrationMode: properties.orchestrationMode === 'Flexible' ? 'Flexible' : 'Uniform',
    spot: readSpot(profile),
    faultDomainCount: readFaultDomains(model, properties),
    scaleIn: readScaleIn(objectAt(properties, 'scaleInPolicy')),
    // Flexible sets do not know it (documented).
    overprovision: properties.overprovision === true && properties.orchestrationMode !== 'Flexible',
    sparesExtensions: properties.doNotRunExtensionsOnOverprovisionedVMs === true,
    osUpgradeDeferral: readOsPolicy(properties).osRollingUpgradeDeferral === true,
    osUpgradeRollback: readOsPolicy(properties).disableAutomaticRollback !== true,
    lifecycleHooks: listAt(objectAt(properties, 'lifecycleHooksProfile'), 'lifecycleHooks').flatMap(
      readLifecycleHook,
    ),
    priorityMix: readPriorityMix(profile, properties.priorityMixPolicy),
    hibernation: objectAt(properties, 'additionalCapabilities').hibernationEnabled === true,
    retriesCreation: isEnabled(properties, 'resilientVMCreationPolicy'),
    retriesDeletion: isEnabled(properties, 'resilientVMDeletionPolicy'),
    ...readNotices(profile, objectAt(properties, 'scheduledEventsPolicy')),
    spotRestore: readSpotRestore(profile, objectAt(properties, 'spotRestorePolicy')),
  };
}

/**
 * A text that is equal for two models just when an instance made of one is up to date with the other:
 * capacity, tags and policies do not count. Independent of the order of keys.
 */
export function instanceModelKey(model: JsonObject): string {
  const { capacity: _, ...sku } = objectAt(model, 'sku');
  const properties = objectAt(model, 'properties');
  return canonicalJson({
    sku,
    plan: model.plan ?? null,
    virtualMachineProfile: properties.virtualMachineProfile ?? null,
  });
}

/** A text by which two definitions of an extension are the same or not. */
export function extensionKeys(model: JsonObject): ReadonlyMap<string, string> {
  const profile = objectAt(objectAt(model, 'properties'), 'virtualMachineProfile');
  const extensions = listAt(objectAt(profile, 'extensionProfile'), 'extensions');
  return new Map([
    ...extensions.map(
      (extension) => [readExtension(extension).name, canonicalJson(extension)] as const,
    ),
    [APPLICATION_EXTENSION, canonicalJson([...applicationsOf(profile)])] as const,
  ]);
}

/** Extensions in the order of installation: each after those it waits for, else as in the model. */
export function installationOrder(
  extensions: readonly ExtensionFacts[],
): readonly ExtensionFacts[] {
  const ordered: ExtensionFacts[] = [];
  const waiting = [...extensions];
  while (waiting.length > 0) {
    const at = waiting.findIndex((extension) =>
      extension.provisionAfterExtensions.every(
        (name) =>
          ordered.some((done) => done.name === name) ||
          !extensions.some((known) => known.name === name),
      ),
    );
    // A circle is refused by the provider; should one come here, the model's order breaks it.
    ordered.push(...waiting.splice(Math.max(at, 0), 1));
  }
  return ordered;
}

/** What the domain reads of an extension, of a model or of a machine's own. */
export function readExtension(value: JsonValue): ExtensionFacts {
  const extension = isJsonObject(value) ? value : {};
  const properties = objectAt(extension, 'properties');
  return {
    name: textOf(extension.name),
    publisher: textOf(properties.publisher),
    type: textOf(properties.type),
    typeHandlerVersion: textOf(properties.typeHandlerVersion),
    provisionAfterExtensions: listAt(properties, 'provisionAfterExtensions').filter(
      (name) => typeof name === 'string',
    ),
    suppressFailures: properties.suppressFailures === true,
  };
}

/** Whether an extension is the one that reports the health of its machine. */
function isHealthExtension(publisher: string, type: string): boolean {
  return (
    publisher.toLowerCase() === 'microsoft.managedservices' &&
    /^applicationhealth(linux|windows)$/i.test(type)
  );
}

/** The extension before the probe: Azure wants only one of them. */
function readMonitoring(profile: JsonObject): HealthMonitoring | null {
  for (const value of listAt(objectAt(profile, 'extensionProfile'), 'extensions')) {
    const { name, publisher, type, typeHandlerVersion } = readExtension(value);
    if (!isHealthExtension(publisher, type)) continue;
    const properties = objectAt(isJsonObject(value) ? value : {}, 'properties');
    const isRich = /^2(\.|$)/.test(typeHandlerVersion);
    const protocol = textOf(objectAt(properties, 'settings').protocol).toLowerCase();
    return { extension: name, isRich, hasUnknown: isRich && protocol !== 'tcp' };
  }
  const network = objectAt(profile, 'networkProfile');
  if (!isJsonObject(network.healthProbe)) return null;
  return { extension: null, isRich: false, hasUnknown: false };
}

/** Azure's defaults where a policy says nothing (documented: ten minutes, Replace). */
function readRepairs(policy: JsonValue | undefined): RepairsPolicy | null {
  if (!isJsonObject(policy)) return null;
  const { repairAction } = policy;
  return {
    enabled: policy.enabled === true,
    gracePeriod: parseDuration(textOf(policy.gracePeriod)) ?? 600 * MICROS_PER_SECOND,
    action: repairAction === 'Restart' || repairAction === 'Reimage' ? repairAction : 'Replace',
  };
}

/** Azure's defaults where a policy says nothing (documented: 20 percent each, no pause). */
function readRollingPolicy(policy: JsonObject): RollingPolicy {
  const share = (value: JsonValue | undefined): number => (typeof value === 'number' ? value : 20);
  const said = (value: JsonValue | undefined): boolean | null =>
    typeof value === 'boolean' ? value : null;
  return {
    maxBatchInstancePercent: share(policy.maxBatchInstancePercent),
    maxUnhealthyInstancePercent: share(policy.maxUnhealthyInstancePercent),
    maxUnhealthyUpgradedInstancePercent: share(policy.maxUnhealthyUpgradedInstancePercent),
    pauseTimeBetweenBatches: parseDuration(textOf(policy.pauseTimeBetweenBatches)) ?? 0,
    enableCrossZoneUpgrade: said(policy.enableCrossZoneUpgrade),
    prioritizeUnhealthyInstances: said(policy.prioritizeUnhealthyInstances),
    rollbackFailedInstancesOnPolicyBreach: policy.rollbackFailedInstancesOnPolicyBreach === true,
    maxSurge: policy.maxSurge === true,
  };
}

function readOsPolicy(properties: JsonObject): JsonObject {
  return objectAt(objectAt(properties, 'upgradePolicy'), 'automaticOSUpgradePolicy');
}

const HOUR = 3_600 * MICROS_PER_SECOND;

/** How long events of hooks wait when nothing is said, and at most. Source: azure-cli #33328. */
const HOOK_WAITS = {
  UpgradeAutoOSScheduling: { wait: HOUR, maxWait: 48 * HOUR },
  UpgradeAutoOSRollingBatchStarting: { wait: HOUR / 2, maxWait: 4 * HOUR },
} as const;

function readLifecycleHook(value: JsonValue): LifecycleHook[] {
  const { type, waitDuration, defaultAction } = isJsonObject(value) ? value : {};
  if (type !== 'UpgradeAutoOSScheduling' && type !== 'UpgradeAutoOSRollingBatchStarting') return [];
  const { wait, maxWait } = HOOK_WAITS[type];
  return [
    {
      type,
      wait: Math.min(parseDuration(textOf(waitDuration)) ?? wait, maxWait),
      maxWait,
      defaultAction: defaultAction === 'Reject' ? 'Reject' : 'Approve',
    },
  ];
}

/** `Low` is what Spot was called first; machines are deallocated when nothing is said (documented). */
function readSpot(profile: JsonObject): ModelFacts['spot'] {
  if (profile.priority !== 'Spot' && profile.priority !== 'Low') return null;
  return profile.evictionPolicy === 'Delete' ? 'Delete' : 'Deallocate';
}

/** What is left out is none: no base, no share above it. Inferred. */
function readPriorityMix(profile: JsonObject, policy: JsonValue | undefined): PriorityMix | null {
  if (readSpot(profile) === null || !isJsonObject(policy)) return null;
  const number = (value: JsonValue | undefined): number => (typeof value === 'number' ? value : 0);
  return {
    base: number(policy.baseRegularPriorityCount),
    percentAbove: number(policy.regularPriorityPercentageAboveBase),
  };
}

/** An hour when nothing is said. Inferred from Azure's own templates, which have PT1H. */
const SPOT_RESTORE_DEFAULT: Micros = 3_600 * MICROS_PER_SECOND;

function readSpotRestore(profile: JsonObject, policy: JsonObject): Micros | null {
  if (readSpot(profile) === null || policy.enabled !== true) return null;
  return parseDuration(textOf(policy.restoreTimeout)) ?? SPOT_RESTORE_DEFAULT;
}

const MINUTE: Micros = 60 * MICROS_PER_SECOND;

/** Five and fifteen minutes when no time is said (the specification). */
function readNotices(
  profile: JsonObject,
  policy: JsonObject,
): Pick<ModelFacts, 'terminateNotice' | 'reimageNotice' | 'userReboots' | 'userRedeploys'> {
  const { terminateNotificationProfile, osImageNotificationProfile } = objectAt(
    profile,
    'scheduledEventsProfile',
  );
  return {
    terminateNotice: readNotice(terminateNotificationProfile, 5 * MINUTE),
    reimageNotice: readNotice(osImageNotificationProfile, 15 * MINUTE),
    userReboots: readApproval(policy.userInitiatedReboot),
    userRedeploys: readApproval(policy.userInitiatedRedeploy),
  };
}

function readNotice(value: JsonValue | undefined, fallback: Micros): Micros | null {
  if (!isJsonObject(value) || value.enable !== true) return null;
  return parseDuration(textOf(value.notBeforeTimeout)) ?? fallback;
}

/** Approved by itself when nothing is said (the specification). */
function readApproval(value: JsonValue | undefined): ModelFacts['userReboots'] {
  if (!isJsonObject(value)) return null;
  return value.automaticallyApprove === false ? 'held' : 'approved';
}

/** Five for a regional set, one for a zonal or Flexible one, where nothing is said (recorded). */
function readFaultDomains(model: JsonObject, properties: JsonObject): number {
  const count = properties.platformFaultDomainCount;
  if (typeof count === 'number' && count > 0) return count;
  const isSpread = listAt(model, 'zones').length > 0 || properties.orchestrationMode === 'Flexible';
  return isSpread ? 1 : 5;
}

function readScaleIn(policy: JsonObject): ModelFacts['scaleIn'] {
  const [rule] = listAt(policy, 'rules');
  return {
    rule: rule === 'NewestVM' || rule === 'OldestVM' ? rule : 'Default',
    prioritizesUnhealthy: policy.prioritizeUnhealthyVMs === true,
  };
}

function isEnabled(properties: JsonObject, policy: string): boolean {
  return objectAt(objectAt(properties, 'resiliencyPolicy'), policy).enabled === true;
}

function readUpgradeMode(value: JsonValue | undefined): ModelFacts['upgradeMode'] {
  return value === 'Automatic' || value === 'Rolling' ? value : 'Manual';
}

function readOsType(profile: JsonObject, storage: JsonObject): ModelFacts['osType'] {
  const declared = objectAt(storage, 'osDisk').osType;
  if (declared === 'Windows' || declared === 'Linux') return declared;
  return isJsonObject(objectAt(profile, 'osProfile').windowsConfiguration) ? 'Windows' : 'Linux';
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : {};
}

function listAt(object: JsonObject, key: string): readonly JsonValue[] {
  const value = object[key];
  return Array.isArray(value) ? value : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function canonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
