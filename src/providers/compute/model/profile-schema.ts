import { networkProfile } from './network-schema.ts';
import {
  anything,
  boolean,
  deleteOption,
  integer,
  listOf,
  number,
  object,
  oneOf,
  reference,
  string,
} from './schema-types.ts';

/*
 * `properties.virtualMachineProfile`, member by member.
 * Source: the specification 2015-06-15 … 2026-04-01 (its newest members as the npm package
 * @azure/arm-compute 25.1.1 lists them; a test compares the two).
 */

const publicKey = object('SshPublicKey', { path: string, keyData: string });
const rebootSetting = oneOf('Unknown', 'IfRequired', 'Never', 'Always');

const windowsConfiguration = object('WindowsConfiguration', {
  provisionVMAgent: boolean,
  enableAutomaticUpdates: boolean,
  timeZone: string,
  additionalUnattendContent: listOf(
    object('AdditionalUnattendContent', {
      passName: oneOf('OobeSystem'),
      componentName: oneOf('Microsoft-Windows-Shell-Setup'),
      settingName: oneOf('AutoLogon', 'FirstLogonCommands'),
      content: string,
    }),
  ),
  patchSettings: object('PatchSettings', {
    patchMode: oneOf('Manual', 'AutomaticByOS', 'AutomaticByPlatform'),
    enableHotpatching: boolean,
    assessmentMode: oneOf('ImageDefault', 'AutomaticByPlatform'),
    automaticByPlatformSettings: object('WindowsVMGuestPatchAutomaticByPlatformSettings', {
      rebootSetting,
      bypassPlatformSafetyChecksOnUserSchedule: boolean,
    }),
  }),
  winRM: object('WinRMConfiguration', {
    listeners: listOf(
      object('WinRMListener', { protocol: oneOf('Http', 'Https'), certificateUrl: string }),
    ),
  }),
  enableVMAgentPlatformUpdates: boolean,
});

const linuxConfiguration = object('LinuxConfiguration', {
  disablePasswordAuthentication: boolean,
  ssh: object('SshConfiguration', { publicKeys: listOf(publicKey) }),
  provisionVMAgent: boolean,
  patchSettings: object('LinuxPatchSettings', {
    patchMode: oneOf('ImageDefault', 'AutomaticByPlatform'),
    assessmentMode: oneOf('ImageDefault', 'AutomaticByPlatform'),
    automaticByPlatformSettings: object('LinuxVMGuestPatchAutomaticByPlatformSettings', {
      rebootSetting,
      bypassPlatformSafetyChecksOnUserSchedule: boolean,
    }),
  }),
  enableVMAgentPlatformUpdates: boolean,
});

const osProfile = object('VMScaleSetOSProfile', {
  computerNamePrefix: string,
  adminUsername: string,
  adminPassword: string,
  customData: string,
  windowsConfiguration,
  linuxConfiguration,
  secrets: listOf(
    object('VaultSecretGroup', {
      sourceVault: reference,
      vaultCertificates: listOf(
        object('VaultCertificate', { certificateUrl: string, certificateStore: string }),
      ),
    }),
  ),
  allowExtensionOperations: boolean,
  requireGuestProvisionSignal: boolean,
});

const diskEncryptionSet = object('DiskEncryptionSetParameters', { id: string });

const managedDisk = object('VMScaleSetManagedDiskParameters', {
  storageAccountType: oneOf(
    'Standard_LRS',
    'Premium_LRS',
    'StandardSSD_LRS',
    'UltraSSD_LRS',
    'Premium_ZRS',
    'StandardSSD_ZRS',
    'PremiumV2_LRS',
  ),
  diskEncryptionSet,
  securityProfile: object('VMDiskSecurityProfile', {
    securityEncryptionType: oneOf('VMGuestStateOnly', 'DiskWithVMGuestState', 'NonPersistedTPM'),
    diskEncryptionSet,
  }),
  additionalDiskProperties: anything,
});

const caching = oneOf('None', 'ReadOnly', 'ReadWrite');
const createOption = oneOf('FromImage', 'Empty', 'Attach', 'Copy', 'Restore');
const faultDomainAlignment = oneOf('Aligned', 'BestEffortAligned');

const storageProfile = object('VMScaleSetStorageProfile', {
  imageReference: object('ImageReference', {
    id: string,
    publisher: string,
    offer: string,
    sku: string,
    version: string,
    exactVersion: string,
    sharedGalleryImageId: string,
    communityGalleryImageId: string,
  }),
  osDisk: object('VMScaleSetOSDisk', {
    name: string,
    caching,
    writeAcceleratorEnabled: boolean,
    createOption,
    diffDiskSettings: object('DiffDiskSettings', {
      option: oneOf('Local'),
      placement: oneOf('CacheDisk', 'ResourceDisk', 'NvmeDisk'),
      enableFullCaching: boolean,
    }),
    diskSizeGB: integer,
    storageFaultDomainAlignment: faultDomainAlignment,
    osType: oneOf('Windows', 'Linux'),
    image: object('VirtualHardDisk', { uri: string }),
    vhdContainers: listOf(string),
    managedDisk,
    deleteOption,
  }),
  dataDisks: listOf(
    object('VMScaleSetDataDisk', {
      name: string,
      lun: integer,
      caching,
      writeAcceleratorEnabled: boolean,
      createOption,
      diskSizeGB: integer,
      storageFaultDomainAlignment: faultDomainAlignment,
      managedDisk,
      diskIOPSReadWrite: integer,
      diskMBpsReadWrite: integer,
      deleteOption,
    }),
  ),
  diskControllerType: oneOf('SCSI', 'NVMe'),
  diskApiVersion: string,
});

/** One extension of the set's profile, as Azure names the two types. Source: azure-docs #29821, #50716. */
export const extension = object('VMScaleSetVMExtension', {
  id: string,
  name: string,
  type: string,
  properties: object('VMScaleSetVMExtensionProperties', {
    forceUpdateTag: string,
    publisher: string,
    type: string,
    typeHandlerVersion: string,
    autoUpgradeMinorVersion: boolean,
    enableAutomaticUpgrade: boolean,
    settings: anything,
    protectedSettings: anything,
    provisioningState: string,
    provisionAfterExtensions: listOf(string),
    suppressFailures: boolean,
    protectedSettingsFromKeyVault: object('KeyVaultSecretReference', {
      secretUrl: string,
      sourceVault: reference,
    }),
  }),
});

const notification = (typeName: string) =>
  object(typeName, { notBeforeTimeout: string, enable: boolean });

export const virtualMachineProfile = object('VMScaleSetVMProfile', {
  osProfile,
  storageProfile,
  networkProfile,
  securityProfile: object('SecurityProfile', {
    uefiSettings: object('UefiSettings', { secureBootEnabled: boolean, vTpmEnabled: boolean }),
    encryptionAtHost: boolean,
    securityType: oneOf('Standard', 'TrustedLaunch', 'ConfidentialVM'),
    encryptionIdentity: object('EncryptionIdentity', { userAssignedIdentityResourceId: string }),
    proxyAgentSettings: anything,
  }),
  diagnosticsProfile: object('DiagnosticsProfile', {
    bootDiagnostics: object('BootDiagnostics', { enabled: boolean, storageUri: string }),
  }),
  extensionProfile: object('VMScaleSetExtensionProfile', {
    extensions: listOf(extension),
    extensionsTimeBudget: string,
  }),
  licenseType: string,
  priority: oneOf('Regular', 'Low', 'Spot', 'SpotPlus'),
  evictionPolicy: oneOf('Deallocate', 'Delete'),
  billingProfile: object('BillingProfile', { maxPrice: number }),
  scheduledEventsProfile: object('ScheduledEventsProfile', {
    terminateNotificationProfile: notification('TerminateNotificationProfile'),
    osImageNotificationProfile: notification('OSImageNotificationProfile'),
  }),
  userData: string,
  capacityReservation: object('CapacityReservationProfile', {
    capacityReservationGroup: reference,
    disableCapacityReservationAssignment: boolean,
  }),
  interconnectBlockProfile: anything,
  applicationProfile: object('ApplicationProfile', {
    galleryApplications: listOf(
      object('VMGalleryApplication', {
        tags: string,
        order: integer,
        packageReferenceId: string,
        configurationReference: string,
        treatFailureAsDeploymentFailure: boolean,
        enableAutomaticUpgrade: boolean,
      }),
    ),
  }),
  hardwareProfile: object('VMScaleSetHardwareProfile', {
    vmSizeProperties: object('VMSizeProperties', {
      vCPUsAvailable: integer,
      vCPUsPerCore: integer,
    }),
    processorMode: oneOf('Deterministic', 'Opportunistic'),
  }),
  serviceArtifactReference: reference,
  securityPostureReference: object('SecurityPostureReference', {
    id: string,
    excludeExtensions: listOf(anything),
    isOverridable: boolean,
  }),
  timeCreated: string,
});
