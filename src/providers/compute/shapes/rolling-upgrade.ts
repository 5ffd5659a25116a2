import {
  formatInstant,
  type JsonObject,
  type Micros,
  MICROS_PER_SECOND,
} from '../../../base/index.ts';
import type { RollingUpgradeView, ScaleSetModelView } from '../../../scaleset/index.ts';
import { objectAt } from '../model/json-path.ts';
import { asOfVersion } from './first-versions.ts';

const TYPE = 'Microsoft.Compute/virtualMachineScaleSets/rollingUpgrades';

/** The last rolling upgrade. Source: Azure's page "Modify a scale set" and the specification. */
export function rollingUpgradeBody(
  view: ScaleSetModelView,
  upgrade: RollingUpgradeView,
  apiVersion: string,
): JsonObject {
  return {
    properties: {
      policy: policyOf(upgrade, apiVersion),
      runningStatus: {
        code: upgrade.code,
        startTime: formatInstant(upgrade.startedAt),
        lastAction: upgrade.lastAction,
        lastActionTime: formatInstant(upgrade.lastActionAt),
      },
      progress: progress(upgrade),
      ...error(upgrade),
    },
    type: TYPE,
    location: view.genesis.location,
  };
}

/**
 * As it was when the upgrade began. What is false where nothing was said is shown so, and what has no
 * such default only where it was said. Recorded: Azure/Service-Fabric-Troubleshooting-Guides, on OS
 * image upgrades, 2023.
 */
function policyOf({ policy }: RollingUpgradeView, apiVersion: string): JsonObject {
  const { enableCrossZoneUpgrade, prioritizeUnhealthyInstances } = policy;
  const rollingUpgradePolicy: JsonObject = {
    maxBatchInstancePercent: policy.maxBatchInstancePercent,
    maxUnhealthyInstancePercent: policy.maxUnhealthyInstancePercent,
    maxUnhealthyUpgradedInstancePercent: policy.maxUnhealthyUpgradedInstancePercent,
    pauseTimeBetweenBatches: isoDuration(policy.pauseTimeBetweenBatches),
    ...(enableCrossZoneUpgrade !== null && { enableCrossZoneUpgrade }),
    ...(prioritizeUnhealthyInstances !== null && { prioritizeUnhealthyInstances }),
    maxSurge: policy.maxSurge,
    rollbackFailedInstancesOnPolicyBreach: policy.rollbackFailedInstancesOnPolicyBreach,
  };
  const model = { properties: { upgradePolicy: { rollingUpgradePolicy } } };
  const shown = asOfVersion(model, apiVersion);
  return objectAt(shown, 'properties', 'upgradePolicy', 'rollingUpgradePolicy');
}

/** An entry of the history of OS upgrades. */
export function osUpgradeBody(view: ScaleSetModelView, upgrade: RollingUpgradeView): JsonObject {
  const image = objectAt(
    view.model,
    'properties',
    'virtualMachineProfile',
    'storageProfile',
    'imageReference',
  );
  return {
    properties: {
      runningStatus: {
        code: upgrade.code,
        startTime: formatInstant(upgrade.startedAt),
        ...(upgrade.endedAt === null ? {} : { endTime: formatInstant(upgrade.endedAt) }),
      },
      progress: progress(upgrade),
      ...error(upgrade),
      startedBy: 'User',
      targetImageReference: image,
      ...rollbackInfo(upgrade),
    },
    type: TYPE,
    location: view.genesis.location,
  };
}

function progress(upgrade: RollingUpgradeView): JsonObject {
  return {
    successfulInstanceCount: upgrade.successful,
    failedInstanceCount: upgrade.failed,
    inProgressInstanceCount: upgrade.inProgress,
    pendingInstanceCount: upgrade.pending,
  };
}

function error({ failure }: RollingUpgradeView): JsonObject {
  return failure === null ? {} : { error: { code: failure.code ?? '', message: failure.message } };
}

/**
 * Of an upgrade that nothing was brought back from as well. Source: the specification,
 * RollbackStatusInfo; recorded: Azure/Service-Fabric-Troubleshooting-Guides, 2023.
 */
function rollbackInfo({ rollback }: RollingUpgradeView): JsonObject {
  const { successful, failed, failure } = rollback ?? NOTHING_BROUGHT_BACK;
  return {
    rollbackInfo: {
      successfullyRolledbackInstanceCount: successful,
      failedRolledbackInstanceCount: failed,
      ...(failure !== null && {
        rollbackError: { code: failure.code ?? '', message: failure.message },
      }),
    },
  };
}

const NOTHING_BROUGHT_BACK = { successful: 0, failed: 0, failure: null };

/** `PT1M30S`, as .NET writes a length of time; `PT0S` for none. */
function isoDuration(micros: Micros): string {
  const seconds = Math.floor(micros / MICROS_PER_SECOND);
  const parts = [
    [Math.floor(seconds / 3_600), 'H'],
    [Math.floor((seconds % 3_600) / 60), 'M'],
    [seconds % 60, 'S'],
  ] as const;
  const text = parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : '')).join('');
  return `PT${text === '' ? '0S' : text}`;
}
