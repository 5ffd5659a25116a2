import { lifecycleHooksProfile } from './hook-schema.ts';
import { virtualMachineProfile } from './profile-schema.ts';
import {
  anything,
  boolean,
  integer,
  listOf,
  mapOf,
  object,
  oneOf,
  reference,
  string,
} from './schema-types.ts';

/*
 * A scale set, member by member; sources as in profile-schema.ts.
 */

const enabled = (typeName: string) => object(typeName, { enabled: boolean });
const approval = (typeName: string) => object(typeName, { automaticallyApprove: boolean });

const upgradePolicy = object('UpgradePolicy', {
  mode: oneOf('Manual', 'Automatic', 'Rolling'),
  rollingUpgradePolicy: object('RollingUpgradePolicy', {
    maxBatchInstancePercent: integer,
    maxUnhealthyInstancePercent: integer,
    maxUnhealthyUpgradedInstancePercent: integer,
    pauseTimeBetweenBatches: string,
    enableCrossZoneUpgrade: boolean,
    prioritizeUnhealthyInstances: boolean,
    rollbackFailedInstancesOnPolicyBreach: boolean,
    maxSurge: boolean,
  }),
  automaticOSUpgradePolicy: object('AutomaticOSUpgradePolicy', {
    enableAutomaticOSUpgrade: boolean,
    disableAutomaticRollback: boolean,
    useRollingUpgradePolicy: boolean,
    osRollingUpgradeDeferral: boolean,
  }),
  // 2017-03-30 … 2018-06-01 only; older clients still send them.
  automaticOSUpgrade: boolean,
  autoOSUpgradePolicy: object('AutoOSUpgradePolicy', { disableAutoRollback: boolean }),
});

const properties = object('Properties', {
  upgradePolicy,
  scheduledEventsPolicy: object('ScheduledEventsPolicy', {
    userInitiatedRedeploy: approval('UserInitiatedRedeploy'),
    userInitiatedReboot: approval('UserInitiatedReboot'),
    scheduledEventsAdditionalPublishingTargets: object(
      'ScheduledEventsAdditionalPublishingTargets',
      {
        eventGridAndResourceGraph: object('EventGridAndResourceGraph', {
          enable: boolean,
          scheduledEventsApiVersion: string,
        }),
      },
    ),
    allInstancesDown: approval('AllInstancesDown'),
  }),
  automaticRepairsPolicy: object('AutomaticRepairsPolicy', {
    enabled: boolean,
    gracePeriod: string,
    repairAction: oneOf('Replace', 'Restart', 'Reimage'),
  }),
  virtualMachineProfile,
  provisioningState: string,
  overprovision: boolean,
  doNotRunExtensionsOnOverprovisionedVMs: boolean,
  uniqueId: string,
  singlePlacementGroup: boolean,
  zoneBalance: boolean,
  platformFaultDomainCount: integer,
  proximityPlacementGroup: reference,
  hostGroup: reference,
  additionalCapabilities: object('AdditionalCapabilities', {
    ultraSSDEnabled: boolean,
    hibernationEnabled: boolean,
    enableFips1403Encryption: boolean,
  }),
  scaleInPolicy: object('ScaleInPolicy', {
    rules: listOf(oneOf('Default', 'OldestVM', 'NewestVM')),
    forceDeletion: boolean,
    prioritizeUnhealthyVMs: boolean,
  }),
  orchestrationMode: oneOf('Uniform', 'Flexible'),
  spotRestorePolicy: object('SpotRestorePolicy', { enabled: boolean, restoreTimeout: string }),
  priorityMixPolicy: object('PriorityMixPolicy', {
    baseRegularPriorityCount: integer,
    regularPriorityPercentageAboveBase: integer,
  }),
  timeCreated: string,
  constrainedMaximumCapacity: boolean,
  resiliencyPolicy: object('ResiliencyPolicy', {
    resilientVMCreationPolicy: enabled('ResilientVMCreationPolicy'),
    resilientVMDeletionPolicy: enabled('ResilientVMDeletionPolicy'),
    automaticZoneRebalancingPolicy: object('AutomaticZoneRebalancingPolicy', {
      enabled: boolean,
      rebalanceStrategy: oneOf('Recreate'),
      rebalanceBehavior: oneOf('CreateBeforeDelete'),
    }),
    zoneAllocationPolicy: anything,
    operationRecoverySettings: anything,
  }),
  zonalPlatformFaultDomainAlignMode: oneOf('Aligned', 'Unaligned', 'BestEffortAligned'),
  skuProfile: anything,
  highSpeedInterconnectPlacement: oneOf('None', 'Trunk'),
  lifecycleHooksProfile,
  externalHealthPolicy: anything,
});

/**
 * The envelope, which the ARM front door reads before the provider does; it calls the type
 * ResourceDefinition. Source: azure-sdk-for-net #3487.
 */
export const envelope = object('ResourceDefinition', {
  name: string,
  id: string,
  type: string,
  location: string,
  tags: mapOf(string),
  kind: string,
  managedBy: string,
  sku: object('ResourceSku', {
    name: string,
    tier: string,
    size: string,
    family: string,
    capacity: integer,
  }),
  plan: object('ResourcePlan', {
    name: string,
    publisher: string,
    product: string,
    promotionCode: string,
    version: string,
  }),
  identity: object('ResourceIdentity', {
    type: oneOf('SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned', 'None'),
    principalId: string,
    tenantId: string,
    userAssignedIdentities: mapOf(anything),
    // Before userAssignedIdentities, in 2017-12-01.
    identityIds: listOf(string),
  }),
  zones: listOf(string),
  extendedLocation: object('ExtendedLocation', { name: string, type: oneOf('EdgeZone') }),
  etag: string,
  systemData: anything,
  placement: object('Placement', {
    zonePlacementPolicy: oneOf('Any', 'Auto'),
    includeZones: listOf(string),
    excludeZones: listOf(string),
  }),
  properties: anything,
});

export const setProperties = properties;
