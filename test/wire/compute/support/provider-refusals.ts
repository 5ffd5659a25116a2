import { flexibleSet } from './flexible.ts';
import { extension, linuxSet } from './models.ts';
import { missing, type RefusalCase } from './refusal-case.ts';

const rolling = { upgradePolicy: { mode: 'Rolling' } };

/** Names, reading, required parts and policies. Sources: src/arm/errors/ names one for each entry. */
export const PROVIDER_REFUSALS: readonly RefusalCase[] = [
  // The provider: names and reading.
  {
    what: 'a name that begins with an underscore',
    name: '_web',
    body: linuxSet(),
    code: 'InvalidParameter',
    target: 'vmScaleSetName',
    message:
      "The entity name 'vmScaleSetName' is invalid according to its validation rule: ^[^_\\W][\\w-._]{0,63}(?<![-.])$.",
  },
  {
    what: 'a name that ends in a hyphen',
    name: 'web-',
    body: linuxSet(),
    code: 'InvalidParameter',
    target: 'vmScaleSetName',
    message: /validation rule/,
  },
  {
    what: 'a name that ends in a dot',
    name: 'web.',
    body: linuxSet(),
    code: 'InvalidParameter',
    target: 'vmScaleSetName',
    message: /validation rule/,
  },
  {
    what: 'more fault domains than there are',
    body: linuxSet({ properties: { platformFaultDomainCount: 9 } }),
    code: 'InvalidParameter',
    target: 'platformFaultDomainCount',
    message: 'The specified fault domain count 9 must fall in the range 1 to 5.',
  },
  {
    what: 'a name of 65 characters',
    name: 'w'.repeat(65),
    body: linuxSet(),
    code: 'InvalidParameter',
    target: 'vmScaleSetName',
    message: /validation rule/,
  },
  {
    what: 'a name with a special character',
    name: 'we@b',
    body: linuxSet(),
    code: 'InvalidParameter',
    target: 'vmScaleSetName',
    message: /validation rule/,
  },
  {
    what: 'an unknown member',
    body: linuxSet({ properties: { diagnosticsProfile: {} } }),
    code: 'BadRequest',
    target: 'vmss.properties.diagnosticsProfile',
    message:
      "Could not find member 'diagnosticsProfile' on object of type 'Properties'. Path 'properties.diagnosticsProfile'.",
  },
  {
    what: 'an unknown member of an extension',
    body: linuxSet({ extensions: [{ ...extension('A'), apiVersion: '2019-07-01' }] }),
    code: 'BadRequest',
    target: 'vmss.properties.virtualMachineProfile.extensionProfile.extensions[0].apiVersion',
    message:
      "Could not find member 'apiVersion' on object of type 'VMScaleSetVMExtension'. Path 'properties.virtualMachineProfile.extensionProfile.extensions[0].apiVersion'.",
  },
  {
    what: 'a flag that is a word',
    body: linuxSet({ properties: { overprovision: 'perhaps' } }),
    code: 'BadRequest',
    target: 'vmss.properties.overprovision',
    message: "Could not convert string to boolean: perhaps. Path 'properties.overprovision'.",
  },
  {
    what: 'a list where an object belongs',
    body: linuxSet({ properties: { upgradePolicy: [] } }),
    code: 'BadRequest',
    target: 'vmss.properties.upgradePolicy',
    message: /UpgradePolicy/,
  },
  {
    what: 'an object where a list belongs',
    body: linuxSet({ profile: { extensionProfile: { extensions: {} } } }),
    code: 'BadRequest',
    message: /extensions/,
  },
  {
    what: 'an unknown mode',
    body: linuxSet({ properties: { upgradePolicy: { mode: 'Sometimes' } } }),
    code: 'InvalidParameter',
    target: 'upgradePolicy.mode',
    message:
      "The value 'Sometimes' of parameter 'upgradePolicy.mode' is not allowed. Allowed values are: Manual,Automatic,Rolling.",
  },
  // Required parts.
  missing('no properties', 'properties', 'properties'),
  missing('no sku', 'sku', 'sku'),
  missing('no capacity', 'sku.capacity', 'sku.capacity'),
  missing('no upgrade policy', 'properties.upgradePolicy', 'upgradePolicy'),
  missing('no upgrade mode', 'properties.upgradePolicy.mode', 'upgradePolicy.mode'),
  missing('no profile', 'properties.virtualMachineProfile', 'virtualMachineProfile'),
  missing('no OS profile', 'properties.virtualMachineProfile.osProfile', 'osProfile'),
  missing(
    'no storage profile',
    'properties.virtualMachineProfile.storageProfile',
    'storageProfile',
  ),
  missing(
    'no network profile',
    'properties.virtualMachineProfile.networkProfile',
    'networkProfile',
  ),
  missing('no user', 'properties.virtualMachineProfile.osProfile.adminUsername', 'adminUsername'),
  missing(
    'no image version',
    'properties.virtualMachineProfile.storageProfile.imageReference.version',
    'imageReference.version',
  ),
  // Policies.
  // Flexible sets. Sources: azure-cli #27871, #22016; the others as `a Flexible member`.
  {
    what: 'Flexible without a fault domain count',
    body: flexibleSet({ properties: { platformFaultDomainCount: null } }),
    code: 'InvalidParameter',
    target: 'platformFaultDomainCount',
    message: "Required parameter 'platformFaultDomainCount' is missing (null).",
  },
  {
    what: 'Flexible with too many fault domains',
    body: flexibleSet({ properties: { platformFaultDomainCount: 4 } }),
    code: 'InvalidParameter',
    target: 'platformFaultDomainCount',
    message: 'The specified fault domain count 4 must fall in the range 1 to 3.',
  },
  {
    what: 'Flexible with an identity of its own',
    body: flexibleSet({ envelope: { identity: { type: 'SystemAssigned' } } }),
    code: 'InvalidParameter',
    target: 'identity',
    message:
      "The value 'SystemAssigned' of parameter 'identity' is not allowed. Allowed values are: UserAssigned, None.",
  },
  {
    what: 'Flexible with a size and no profile',
    body: flexibleSet({ properties: { virtualMachineProfile: null } }),
    code: 'InvalidParameter',
    target: 'virtualMachineProfile',
    message: "Required parameter 'virtualMachineProfile' is missing (null).",
  },
  {
    what: 'Flexible and overprovisioned',
    body: flexibleSet({ properties: { overprovision: true } }),
    code: 'InvalidParameter',
    target: 'overprovision',
    message: "Parameter 'overprovision' is not allowed.",
  },
  {
    what: 'Rolling without a probe',
    body: linuxSet({ properties: rolling }),
    code: 'BadRequest',
    message:
      'Rolling Upgrade mode is not supported for this Virtual Machine Scale Set because a health probe was not provided.',
  },
  {
    what: 'repairs of machines that nobody monitors',
    body: linuxSet({ properties: { automaticRepairsPolicy: { enabled: true } } }),
    code: 'BadRequest',
    message:
      'Automatic repairs not supported for this Virtual Machine Scale Set because a health probe or health extension was not provided.',
  },
  ...['PT9M59S', 'PT91M', '30M', 'PT0S', 'soon', ''].map((gracePeriod) => ({
    what: `a grace period of repairs '${gracePeriod}'`,
    body: linuxSet({ properties: { automaticRepairsPolicy: { enabled: false, gracePeriod } } }),
    code: 'InvalidParameter',
    target: 'automaticRepairsPolicy.gracePeriod',
    message: 'The value of parameter automaticRepairsPolicy.gracePeriod is invalid.',
  })),
  {
    what: 'a negative capacity',
    body: linuxSet({ capacity: -1 }),
    code: 'InvalidParameter',
    target: 'sku.capacity',
    message: 'The value of parameter sku.capacity is invalid.',
  },
  {
    what: 'more than a placement group holds',
    body: linuxSet({ capacity: 101 }),
    httpStatus: 409,
    code: 'OperationNotAllowed',
    message:
      "Unable to create or update Virtual Machine Scale Set 'web' as it exceeds the total limit of '100' Virtual Machine instances.",
  },
  {
    what: 'more than a set holds',
    body: linuxSet({ capacity: 1_001, properties: { singlePlacementGroup: false } }),
    httpStatus: 409,
    code: 'OperationNotAllowed',
    message: /total limit of '1000'/,
  },
  {
    what: 'a size that is none',
    body: linuxSet({ envelope: { sku: { name: 'B1ls', capacity: 1 } } }),
    code: 'InvalidParameter',
    target: 'vmSize',
    message:
      /^The value B1ls provided for the VM size is not valid. The valid sizes in the current region are: Basic_A0,/,
  },
  {
    what: 'a zone that is none',
    body: linuxSet({ envelope: { zones: ['9'] } }),
    code: 'InvalidParameter',
    target: 'zones',
    message: 'The value of parameter zones is invalid.',
  },
  {
    what: 'a Flexible member',
    body: linuxSet({ properties: { constrainedMaximumCapacity: true } }),
    code: 'InvalidParameter',
    target: 'constrainedMaximumCapacity',
    message: "Parameter 'constrainedMaximumCapacity' is not allowed.",
  },
];
