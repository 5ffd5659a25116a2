import { armErrors } from '../../../arm/index.ts';
import { formatInstant, guidFromText, type JsonObject } from '../../../base/index.ts';
import { objectOf, valueAt, withDefaults } from '../model/json-path.ts';
import {
  anything,
  boolean,
  integer,
  listOf,
  object,
  oneOf,
  reference,
  string,
} from '../model/schema-types.ts';
import type { DraftContext, ShellDraft, ShellLook, ShellType } from '../../shells/shell-type.ts';
import type { Shell } from '../../shells/shell.ts';
import { modelView } from '../../../scaleset/index.ts';
import { machineOfSource } from '../../shells/machine-references.ts';
import { isFlexibleSet } from '../instance-ids.ts';
import { virtualMachineId } from '../shapes/flexible-vm.ts';
import { DISK_API_VERSIONS } from './api-versions.ts';
import { diskForm, verbs } from './compute-form.ts';

const creationData = object('CreationData', {
  createOption: oneOf(
    'Empty',
    'Attach',
    'FromImage',
    'Import',
    'Copy',
    'Restore',
    'Upload',
    'CopyStart',
    'ImportSecure',
    'UploadPreparedSecure',
    'CopyFromSanSnapshot',
  ),
  storageAccountId: string,
  imageReference: object('ImageDiskReference', { id: string, lun: integer }),
  galleryImageReference: object('ImageDiskReference', { id: string, lun: integer }),
  sourceUri: string,
  sourceResourceId: string,
  uploadSizeBytes: integer,
  logicalSectorSize: integer,
  performancePlus: boolean,
});

const properties = object('DiskProperties', {
  osType: oneOf('Windows', 'Linux'),
  hyperVGeneration: oneOf('V1', 'V2'),
  creationData,
  diskSizeGB: integer,
  diskIOPSReadWrite: integer,
  diskMBpsReadWrite: integer,
  encryption: object('Encryption', {
    diskEncryptionSetId: string,
    type: oneOf(
      'EncryptionAtRestWithPlatformKey',
      'EncryptionAtRestWithCustomerKey',
      'EncryptionAtRestWithPlatformAndCustomerKeys',
    ),
  }),
  maxShares: integer,
  tier: string,
  burstingEnabled: boolean,
  networkAccessPolicy: oneOf('AllowAll', 'AllowPrivate', 'DenyAll'),
  publicNetworkAccess: oneOf('Enabled', 'Disabled'),
  diskAccessId: string,
  incremental: boolean,
  purchasePlan: anything,
  supportedCapabilities: anything,
});

const READ_ONLY = [
  'timeCreated',
  'diskState',
  'uniqueId',
  'diskSizeBytes',
  'lastOwnershipUpdateTime',
];

const SKUS = [
  'Standard_LRS',
  'StandardSSD_LRS',
  'StandardSSD_ZRS',
  'Premium_LRS',
  'Premium_ZRS',
  'PremiumV2_LRS',
  'UltraSSD_LRS',
];

/** R: a disk from a platform image has its size; thirty is Linux's. */
const IMAGE_SIZE_GB = 30;
const SIZE_GB_MAX = 65_536;
const BYTES_PER_GIB = 1024 ** 3;

export const disks: ShellType = {
  namespace: 'Microsoft.Compute',
  type: 'disks',
  parameters: ['diskName'],
  operations: verbs('Disks', 'List'),
  apiVersions: DISK_API_VERSIONS,
  form: diskForm,
  seconds: { create: 2, update: 2, delete: 2 },
  envelope: {
    sku: object('DiskSku', { name: oneOf(...SKUS), tier: string }),
    zones: listOf(string),
    extendedLocation: anything,
  },
  properties,
  readOnly: READ_ONLY,
  complete: (draft, context) => completeDisk(draft, context, 'disk'),
  show: showDisk,
  /** I: Azure documentation and Terraform users quote it; the status is theirs. */
  inUse: (id, uses) => armErrors.diskAttached(nameOf(id), uses[0]?.source ?? ''),
};

export const snapshots: ShellType = {
  ...disks,
  type: 'snapshots',
  parameters: ['snapshotName'],
  operations: verbs('Snapshots', 'List'),
  envelope: {
    sku: object('SnapshotSku', {
      name: oneOf('Standard_LRS', 'Premium_LRS', 'Standard_ZRS'),
      tier: string,
    }),
    extendedLocation: anything,
  },
  properties: object('SnapshotProperties', {
    creationData,
    diskSizeGB: integer,
    osType: oneOf('Windows', 'Linux'),
    hyperVGeneration: oneOf('V1', 'V2'),
    incremental: boolean,
    sourceVault: reference,
  }),
  complete: (draft, context) => completeDisk(draft, context, 'snapshot'),
};

/** Defaults as recorded in test_vm_disk_create and the specification's examples. */
function completeDisk(
  { envelope, properties: sent }: ShellDraft,
  { current }: DraftContext,
  what: 'disk' | 'snapshot',
): ShellDraft {
  const creation = objectOf(sent['creationData'] ?? current?.properties['creationData']);
  const option = creation['createOption'];
  if (option === undefined) throw armErrors.missingParameter(`${what}.creationData.createOption`);
  const before = Number(current?.properties['diskSizeGB'] ?? 0);
  const size = sent['diskSizeGB'] ?? (before > 0 ? before : undefined);
  if (option === 'Empty' && size === undefined) {
    throw armErrors.missingParameter(`${what}.diskSizeGB`);
  }
  const diskSizeGB = Number(size ?? IMAGE_SIZE_GB);
  if (diskSizeGB < 1 || diskSizeGB > SIZE_GB_MAX) {
    throw armErrors.invalidParameterValue(`${what}.diskSizeGB`);
  }
  const hasSource = ['sourceResourceId', 'sourceUri', 'imageReference', 'galleryImageReference'];
  if (
    /^(?:Copy|FromImage|Import)$/.test(String(option)) &&
    !hasSource.some((name) => name in creation)
  ) {
    throw armErrors.missingParameter(`${what}.creationData.sourceResourceId`);
  }
  // "Disk size can only be increased" (the documentation of resizing); words: G.
  if (diskSizeGB < before) throw armErrors.invalidParameterValue(`${what}.diskSizeGB`);
  const sku = withDefaults(objectOf(envelope['sku'] ?? current?.envelope['sku']), {
    name: 'Standard_LRS',
  });
  const name = String(sku['name']);
  const tier = name.startsWith('Premium')
    ? 'Premium'
    : name.startsWith('Ultra')
      ? 'Ultra'
      : 'Standard';
  return {
    envelope: { ...envelope, sku: { name, tier } },
    properties: {
      ...withDefaults(sent, {
        networkAccessPolicy: 'AllowAll',
        publicNetworkAccess: 'Enabled',
        encryption: { type: 'EncryptionAtRestWithPlatformKey' },
        ...(what === 'disk' ? performanceOf(name, diskSizeGB) : { incremental: false }),
      }),
      creationData: creation,
      diskSizeGB,
    },
  };
}

/** Source: Microsoft Learn, "Azure managed disk types"; rounded up to the next size that there is. */
function performanceOf(sku: string, sizeGB: number): JsonObject {
  if (!sku.startsWith('Premium_')) return { diskIOPSReadWrite: 500, diskMBpsReadWrite: 60 };
  const tiers: readonly (readonly [number, string, number, number])[] = [
    [4, 'P1', 120, 25],
    [8, 'P2', 120, 25],
    [16, 'P3', 120, 25],
    [32, 'P4', 120, 25],
    [64, 'P6', 240, 50],
    [128, 'P10', 500, 100],
    [256, 'P15', 1_100, 125],
    [512, 'P20', 2_300, 150],
    [1_024, 'P30', 5_000, 200],
    [2_048, 'P40', 7_500, 250],
    [4_096, 'P50', 7_500, 250],
    [8_192, 'P60', 16_000, 500],
    [16_384, 'P70', 18_000, 750],
    [32_767, 'P80', 20_000, 900],
  ];
  const [, tier, iops, bandwidth] = tiers.find(([gib]) => sizeGB <= gib) ?? [0, 'P80', 20_000, 900];
  return { tier, diskIOPSReadWrite: iops, diskMBpsReadWrite: bandwidth };
}

/** Whoever names it has it attached. */
async function showDisk(body: JsonObject, shell: Shell, look: ShellLook): Promise<JsonObject> {
  const [use] = await look.usesOf(shell.id);
  const owner = use && (await ownerOf(use.source, look));
  const { properties: shown, sku, ...rest } = body;
  return {
    ...rest,
    ...(owner === undefined ? {} : { managedBy: owner }),
    ...(sku === undefined ? {} : { sku }),
    properties: {
      ...objectOf(shown),
      timeCreated: formatInstant(shell.createdAt),
      diskState: owner === undefined ? 'Unattached' : 'Attached',
      diskSizeBytes: Number(valueAt(body, 'properties', 'diskSizeGB')) * BYTES_PER_GIB,
      uniqueId: guidFromText(`disk ${shell.guid}`),
    },
  };
}

/** A machine of a Flexible set goes by its own name. */
async function ownerOf(source: string, look: ShellLook): Promise<string> {
  const machine = await machineOfSource({ find: (key) => look.scaleSet(key) }, source);
  if (!machine || !isFlexibleSet(machine.set)) return source;
  return virtualMachineId(modelView(machine.set).genesis.resourceId, machine.instance.name);
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
