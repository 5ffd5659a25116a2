import {
  formatInstant,
  type JsonObject,
  type Micros,
  MICROS_PER_SECOND,
} from '../../../base/index.ts';
import type { RollingUpgradeView, ScaleSetModelView } from '../../../scaleset/index.ts';
import { objectAt } from '../model/json-path.ts';

const TYPE = 'Microsoft.Compute/virtualMachineScaleSets/rollingUpgrades';

/** The last rolling upgrade. Source: Azure's page "Modify a scale set" and the specification. */
export function rollingUpgradeBody(
  view: ScaleSetModelView,
  upgrade: RollingUpgradeView,
): JsonObject {
  const { policy } = upgrade;
  return {
    properties: {
      policy: {
        maxBatchInstancePercent: policy.maxBatchInstancePercent,
        maxUnhealthyInstancePercent: policy.maxUnhealthyInstancePercent,
        maxUnhealthyUpgradedInstancePercent: policy.maxUnhealthyUpgradedInstancePercent,
        pauseTimeBetweenBatches: isoDuration(policy.pauseTimeBetweenBatches),
      },
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

/** Said when machines were brought back. Source: the specification, RollbackStatusInfo. */
function rollbackInfo({ rollback }: RollingUpgradeView): JsonObject {
  if (rollback === null) return {};
  const { successful, failed, failure } = rollback;
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
