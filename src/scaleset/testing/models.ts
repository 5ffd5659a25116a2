import type { JsonObject } from '../../base/index.ts';
import { handlerOf, repairsOf } from './health-parts.ts';

/** Whether more machines are begun than asked for, and whether those run extensions. */
export type Overprovision = 'no' | 'yes' | 'without extensions';

/** What upgrades of the system wait for. */
export type Consenting = 'deferral' | 'hooks' | 'both';

export interface ScaleIn {
  readonly rule: 'Default' | 'NewestVM' | 'OldestVM';
  readonly unhealthyFirst: boolean;
}

export interface ModelOptions {
  version?: number;
  /** Whether what failed in an upgrade is brought back; then hardly any may fail. */
  rollsBack?: boolean;
  /** Whether upgrades make new machines in place of those that there are. */
  surges?: boolean;
  mode?: string;
  spot?: string;
  /** Base and share above it, of a Spot set. */
  mix?: readonly [number, number];
  /** How long evicted machines are tried to be brought back. */
  restoreTimeout?: string;
  /** How long a machine can put off what becomes of it; machines are told nothing when it is left out. */
  notice?: string | undefined;
  /** Whether what fails is begun anew, machines can be put to sleep, and extensions time out. */
  resilient?: boolean;
  orchestrationMode?: string;
  overprovision?: Overprovision;
  consent?: Consenting | undefined;
  scaleIn?: ScaleIn;
  zones?: readonly string[];
}

/** A model of the domain's: nothing in it but what the domain reads. */
export function modelOf(
  capacity: number,
  extensions: readonly string[] = [],
  options: ModelOptions = {},
): JsonObject {
  return {
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity },
    ...(options.zones !== undefined && { zones: [...options.zones] }),
    properties: {
      ...(options.scaleIn !== undefined && {
        scaleInPolicy: {
          rules: [options.scaleIn.rule],
          prioritizeUnhealthyVMs: options.scaleIn.unhealthyFirst,
        },
      }),
      upgradePolicy: {
        mode: options.mode ?? 'Automatic',
        rollingUpgradePolicy: {
          maxBatchInstancePercent: 30,
          maxUnhealthyInstancePercent: 60,
          maxUnhealthyUpgradedInstancePercent: options.rollsBack === true ? 5 : 40,
          pauseTimeBetweenBatches: 'PT1S',
          prioritizeUnhealthyInstances: true,
          rollbackFailedInstancesOnPolicyBreach: options.rollsBack === true,
          maxSurge: options.surges === true,
        },
        automaticOSUpgradePolicy: {
          osRollingUpgradeDeferral: options.consent === 'deferral' || options.consent === 'both',
        },
      },
      ...((options.consent === 'hooks' || options.consent === 'both') && {
        lifecycleHooksProfile: {
          lifecycleHooks: [
            { type: 'UpgradeAutoOSScheduling', waitDuration: 'PT10S' },
            { type: 'UpgradeAutoOSRollingBatchStarting', defaultAction: 'Reject' },
          ],
        },
      }),
      automaticRepairsPolicy: repairsOf(options.version ?? 0),
      orchestrationMode: options.orchestrationMode ?? 'Uniform',
      overprovision: (options.overprovision ?? 'no') !== 'no',
      doNotRunExtensionsOnOverprovisionedVMs: options.overprovision === 'without extensions',
      ...(options.mix !== undefined && {
        priorityMixPolicy: {
          baseRegularPriorityCount: options.mix[0],
          regularPriorityPercentageAboveBase: options.mix[1],
        },
      }),
      ...(options.resilient === true && {
        additionalCapabilities: { hibernationEnabled: true },
        resiliencyPolicy: {
          resilientVMCreationPolicy: { enabled: true },
          resilientVMDeletionPolicy: { enabled: true },
        },
      }),
      ...(options.restoreTimeout !== undefined && {
        spotRestorePolicy: { enabled: true, restoreTimeout: options.restoreTimeout },
      }),
      ...(options.notice !== undefined && {
        scheduledEventsPolicy: {
          userInitiatedReboot: { automaticallyApprove: false },
          userInitiatedRedeploy: { automaticallyApprove: true },
        },
      }),
      virtualMachineProfile: {
        ...(options.notice !== undefined && {
          scheduledEventsProfile: {
            terminateNotificationProfile: { enable: true, notBeforeTimeout: options.notice },
            osImageNotificationProfile: { enable: true, notBeforeTimeout: options.notice },
          },
        }),
        ...(options.spot !== undefined && { priority: 'Spot', evictionPolicy: options.spot }),
        extensionProfile: {
          ...(options.resilient === true && { extensionsTimeBudget: 'PT6S' }),
          extensions: extensions.map((name, at) => ({
            name,
            properties: {
              ...handlerOf(name, options.version ?? 0),
              provisionAfterExtensions: at > 0 ? [extensions[at - 1] ?? ''] : [],
              ...(name === 'two' && { suppressFailures: true }),
            },
          })),
        },
      },
    },
  };
}
