import type { JsonObject } from '../../src/base/index.ts';
import { flexibleSet } from '../wire/compute/support/flexible.ts';
import { extension, linuxSet } from '../wire/compute/support/models.ts';
import { groupPath, isFlexible } from './paths.ts';
import type { Model, Patch } from './steps.ts';

export function modelBody(model: Model, set: number): JsonObject {
  if (isFlexible(set)) {
    return flexibleSet({
      capacity: model.capacity,
      extensions: [
        ...extensionsOf(model.extensions, model.revision),
        ...(model.mode === 'Rolling' ? [HEALTH_EXTENSION] : []),
      ],
      properties: {
        upgradePolicy: {
          mode: model.mode,
          rollingUpgradePolicy: {
            rollbackFailedInstancesOnPolicyBreach: model.revision !== 0,
            maxSurge: model.revision === 1,
          },
        },
        platformFaultDomainCount: 2,
        ...(model.spot && {
          priorityMixPolicy: {
            baseRegularPriorityCount: model.revision,
            regularPriorityPercentageAboveBase: 50,
          },
        }),
      },
      ...((model.spot || model.notices) && {
        profile: {
          ...(model.spot && { priority: 'Spot', evictionPolicy: 'Delete' }),
          ...(model.notices && NOTICES),
        },
      }),
    });
  }
  const automatic = model.mode === 'Automatic';
  // Azure wants to know how machines are before it repairs or rolls. What a replacement does not say
  // stays, so that most go without only when no set before it did either.
  const profile = {
    ...((model.mode !== 'Manual' || model.revision !== 0) && HEALTH),
    ...(model.spot && { priority: 'Spot', evictionPolicy: 'Delete' }),
    ...(model.notices && NOTICES),
  };
  return linuxSet({
    capacity: model.capacity,
    extensions: extensionsOf(model.extensions, model.revision),
    envelope: { ...(set === ZONAL_SET && { zones: ['1', '2', '3'] }) },
    properties: {
      overprovision: model.revision !== 1,
      scaleInPolicy: { rules: [SCALE_IN_RULES[model.revision % SCALE_IN_RULES.length] ?? ''] },
      upgradePolicy: {
        mode: model.mode,
        rollingUpgradePolicy: {
          rollbackFailedInstancesOnPolicyBreach: model.revision !== 0,
          maxSurge: model.revision === 1,
        },
        automaticOSUpgradePolicy: { osRollingUpgradeDeferral: model.revision === 1 },
      },
      ...(model.revision === 2 && HOOKS),
      ...(set === SLEEPY_SET && { additionalCapabilities: { hibernationEnabled: true } }),
      ...(automatic && { automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M' } }),
    },
    profile,
  });
}

/** Machines are told before they are deleted and reimaged, and may say that they are ready. */
const NOTICES: JsonObject = {
  scheduledEventsProfile: {
    terminateNotificationProfile: { notBeforeTimeout: 'PT5M', enable: true },
    osImageNotificationProfile: { notBeforeTimeout: 'PT15M', enable: true },
  },
};

/** One of the sets has its machines in zones. */
const ZONAL_SET = 2;

/** Machines of this one can be put to sleep. */
const SLEEPY_SET = 0;

const SCALE_IN_RULES = ['Default', 'OldestVM', 'NewestVM'];

/** Batches of upgrades of the system wait, and then go on by themselves. */
const HOOKS: JsonObject = {
  lifecycleHooksProfile: {
    lifecycleHooks: [{ type: 'UpgradeAutoOSRollingBatchStarting', waitDuration: 'PT1M' }],
  },
};

/** What says of machines of Flexible sets how they are. */
const HEALTH_EXTENSION = extension('health', {
  publisher: 'Microsoft.ManagedServices',
  type: 'ApplicationHealthLinux',
  typeHandlerVersion: '1.0',
  settings: { protocol: 'tcp', port: 80 },
});

/** Automatic repairs want to know how a machine is. */
const HEALTH: JsonObject = {
  networkProfile: {
    healthProbe: {
      id: `${groupPath(0)}/providers/Microsoft.Network/loadBalancers/lb/probes/p`,
    },
    networkInterfaceConfigurations: [
      {
        name: 'nic',
        properties: {
          primary: true,
          ipConfigurations: [
            {
              name: 'ip',
              properties: {
                subnet: {
                  id: `${groupPath(0)}/providers/Microsoft.Network/virtualNetworks/v/subnets/s`,
                },
              },
            },
          ],
        },
      },
    ],
  },
};

export function patchBody(patch: Patch): JsonObject {
  switch (patch.kind) {
    case 'capacity':
      return { sku: { name: 'Standard_D2s_v5', capacity: patch.capacity } };
    case 'tags':
      return { tags: { note: patch.value } };
    case 'extensions':
      return {
        properties: {
          virtualMachineProfile: {
            extensionProfile: { extensions: extensionsOf(patch.names, patch.revision) },
          },
        },
      };
  }
}

export function extensionsOf(names: readonly string[], revision: number): JsonObject[] {
  return names.map((name, at) =>
    extension(name, {
      typeHandlerVersion: `2.${revision}`,
      ...(at > 0 && { provisionAfterExtensions: [names[at - 1] ?? ''] }),
    }),
  );
}
