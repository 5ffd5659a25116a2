import {
  anything,
  boolean,
  integer,
  listOf,
  mapOf,
  object,
  oneOf,
  string,
} from './schema-types.ts';

/*
 * A machine of a set as a client puts it, and what attaches and detaches its disks. What can be a
 * machine's own is read by name; the rest has to be as it was and is only compared.
 * Source: the specification, VirtualMachineScaleSetVM and AttachDetachDataDisksRequest.
 */

const deleteOption = oneOf('Delete', 'Detach');
const caching = oneOf('None', 'ReadOnly', 'ReadWrite');

const dataDisk = object('DataDisk', {
  lun: integer,
  name: string,
  vhd: anything,
  image: anything,
  caching,
  writeAcceleratorEnabled: boolean,
  createOption: oneOf('FromImage', 'Empty', 'Attach', 'Copy', 'Restore'),
  diskSizeGB: integer,
  managedDisk: object('ManagedDiskParameters', {
    id: string,
    storageAccountType: string,
    diskEncryptionSet: anything,
    securityProfile: anything,
  }),
  sourceResource: anything,
  toBeDetached: boolean,
  diskIOPSReadWrite: integer,
  diskMBpsReadWrite: integer,
  detachOption: oneOf('ForceDetach'),
  deleteOption,
});

const storageProfile = object('StorageProfile', {
  imageReference: anything,
  osDisk: anything,
  dataDisks: listOf(dataDisk),
  diskControllerType: anything,
  alignRegionalDisksToVMZone: anything,
});

export const instanceShape = object('VirtualMachineScaleSetVM', {
  name: string,
  id: string,
  type: string,
  location: string,
  tags: mapOf(string),
  instanceId: string,
  sku: anything,
  plan: anything,
  identity: anything,
  resources: anything,
  zones: anything,
  etag: string,
  systemData: anything,
  properties: object('VirtualMachineScaleSetVMProperties', {
    latestModelApplied: anything,
    modelDefinitionApplied: anything,
    vmId: anything,
    instanceView: anything,
    provisioningState: anything,
    resilientVMDeletionStatus: anything,
    timeCreated: anything,
    hardwareProfile: anything,
    storageProfile,
    additionalCapabilities: anything,
    osProfile: anything,
    securityProfile: anything,
    networkProfile: anything,
    networkProfileConfiguration: anything,
    diagnosticsProfile: anything,
    availabilitySet: anything,
    licenseType: string,
    protectionPolicy: object('VirtualMachineScaleSetVMProtectionPolicy', {
      protectFromScaleIn: boolean,
      protectFromScaleSetActions: boolean,
    }),
    userData: string,
  }),
});

/** A machine of a Flexible set. Source: the specification, VirtualMachine and VirtualMachineUpdate. */
export const virtualMachineShape = object('VirtualMachine', {
  name: string,
  id: string,
  type: string,
  location: string,
  tags: mapOf(string),
  plan: anything,
  identity: anything,
  resources: anything,
  zones: anything,
  extendedLocation: anything,
  managedBy: anything,
  etag: string,
  systemData: anything,
  placement: anything,
  properties: object('VirtualMachineProperties', {
    hardwareProfile: anything,
    scheduledEventsPolicy: anything,
    storageProfile,
    additionalCapabilities: anything,
    osProfile: anything,
    networkProfile: anything,
    securityProfile: anything,
    diagnosticsProfile: anything,
    availabilitySet: anything,
    virtualMachineScaleSet: anything,
    proximityPlacementGroup: anything,
    priority: string,
    evictionPolicy: string,
    billingProfile: anything,
    host: anything,
    hostGroup: anything,
    provisioningState: anything,
    instanceView: anything,
    licenseType: string,
    vmId: anything,
    extensionsTimeBudget: anything,
    platformFaultDomain: integer,
    scheduledEventsProfile: anything,
    userData: string,
    capacityReservation: anything,
    applicationProfile: anything,
    timeCreated: anything,
  }),
});

export const attachDetachShape = object('AttachDetachDataDisksRequest', {
  dataDisksToAttach: listOf(
    object('DataDisksToAttach', {
      diskId: string,
      lun: integer,
      caching,
      deleteOption,
      diskEncryptionSet: anything,
      writeAcceleratorEnabled: boolean,
    }),
  ),
  dataDisksToDetach: listOf(
    object('DataDisksToDetach', { diskId: string, detachOption: oneOf('ForceDetach') }),
  ),
});
