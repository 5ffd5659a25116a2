import { armErrors } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import { listAt, objectAt, objectOf, withDefault, withDefaults } from '../model/json-path.ts';
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
import type { ShellType } from '../../shells/shell-type.ts';
import { SCALE_SET_API_VERSIONS } from '../api-versions.ts';
import { GALLERY_API_VERSIONS } from './api-versions.ts';
import { computeForm, verbs } from './compute-form.ts';

const generation = oneOf('V1', 'V2');
const osType = oneOf('Windows', 'Linux');
const osState = oneOf('Generalized', 'Specialized');

const imageDisk = {
  snapshot: reference,
  managedDisk: reference,
  blobUri: string,
  caching: oneOf('None', 'ReadOnly', 'ReadWrite'),
  diskSizeGB: integer,
  storageAccountType: string,
  diskEncryptionSet: reference,
};

/** A managed image: a reference to disks, blobs or a machine. */
export const images: ShellType = {
  namespace: 'Microsoft.Compute',
  type: 'images',
  parameters: ['imageName'],
  operations: verbs('Images', 'List'),
  apiVersions: SCALE_SET_API_VERSIONS,
  form: computeForm,
  seconds: { create: 15, update: 2, delete: 10 },
  envelope: { extendedLocation: anything },
  properties: object('ImageProperties', {
    sourceVirtualMachine: reference,
    storageProfile: object('ImageStorageProfile', {
      osDisk: object('ImageOSDisk', { osType, osState, ...imageDisk }),
      dataDisks: listOf(object('ImageDataDisk', { lun: integer, ...imageDisk })),
      zoneResilient: boolean,
    }),
    hyperVGeneration: generation,
  }),
  complete({ envelope, properties }) {
    const osDisk = objectAt(properties, 'storageProfile', 'osDisk');
    const isFromMachine = 'sourceVirtualMachine' in properties;
    if (!isFromMachine) {
      if (Object.keys(osDisk).length === 0) throw armErrors.missingParameter('storageProfile');
      for (const name of ['osType', 'osState']) {
        if (!(name in osDisk)) throw armErrors.missingParameter(`osDisk.${name}`);
      }
      if (!['snapshot', 'managedDisk', 'blobUri'].some((name) => name in osDisk)) {
        throw armErrors.missingParameter('osDisk.blobUri');
      }
    }
    const storage = objectOf(properties['storageProfile']);
    // R (test_image_create): what a disk image gets; from a machine, Linux is assumed.
    const shown: JsonObject = {
      osDisk: withDefaults(osDisk, {
        osType: 'Linux',
        osState: 'Generalized',
        caching: 'None',
        storageAccountType: 'Standard_LRS',
      }),
      dataDisks: [...listAt(storage, 'dataDisks')],
      zoneResilient: storage['zoneResilient'] ?? false,
    };
    return {
      envelope,
      properties: { ...withDefault(properties, 'hyperVGeneration', 'V1'), storageProfile: shown },
    };
  },
};

const gallery = {
  namespace: 'Microsoft.Compute',
  apiVersions: GALLERY_API_VERSIONS,
  form: computeForm,
  envelope: { identity: anything },
} as const;

export const galleries: ShellType = {
  ...gallery,
  type: 'galleries',
  nested: 'images',
  parameters: ['galleryName'],
  operations: verbs('Galleries', 'List'),
  seconds: { create: 5, update: 2, delete: 5 },
  properties: object('GalleryProperties', {
    description: string,
    identifier: object('GalleryIdentifier', { uniqueName: string }),
    sharingProfile: anything,
    softDeletePolicy: anything,
  }),
  readOnly: ['identifier', 'sharingStatus'],
  async show(body, shell) {
    const [, , subscriptionId = ''] = shell.id.split('/');
    const uniqueName = `${subscriptionId}-${shell.name.toUpperCase()}`;
    const { provisioningState, ...rest } = objectOf(body['properties']);
    const properties = {
      ...rest,
      identifier: { uniqueName },
      provisioningState: provisioningState ?? '',
    };
    return { ...body, properties };
  },
};

export const galleryImages: ShellType = {
  ...gallery,
  type: 'galleries/images',
  nested: 'versions',
  parameters: ['galleryName', 'galleryImageName'],
  operations: { group: 'GalleryImages', list: 'ListByGallery', update: 'Update' },
  seconds: { create: 5, update: 2, delete: 5 },
  properties: object('GalleryImageProperties', {
    description: string,
    eula: string,
    osType,
    osState,
    hyperVGeneration: generation,
    architecture: oneOf('x64', 'Arm64'),
    identifier: object('GalleryImageIdentifier', { publisher: string, offer: string, sku: string }),
    features: listOf(object('GalleryImageFeature', { name: string, value: string })),
    recommended: anything,
    disallowed: anything,
    purchasePlan: anything,
    endOfLifeDate: string,
    privacyStatementUri: string,
    releaseNoteUri: string,
  }),
  complete({ envelope, properties }) {
    const identifier = objectOf(properties['identifier']);
    for (const name of ['osType', 'osState']) {
      if (!(name in properties))
        throw armErrors.missingParameter(`galleryImage.properties.${name}`);
    }
    for (const name of ['publisher', 'offer', 'sku']) {
      if (!identifier[name])
        throw armErrors.missingParameter(`galleryImage.properties.identifier.${name}`);
    }
    return {
      envelope,
      properties: withDefaults(properties, { hyperVGeneration: 'V1', architecture: 'x64' }),
    };
  },
};

/** Source: Microsoft Learn, "Azure Compute Gallery": Major.Minor.Patch, each a 32-bit number. */
const VERSION_NAME = /^\d{1,10}\.\d{1,10}\.\d{1,10}$/;

/** A version that sets can be made of; nothing is copied anywhere. */
export const galleryImageVersions: ShellType = {
  ...gallery,
  type: 'galleries/images/versions',
  parameters: ['galleryName', 'galleryImageName', 'galleryImageVersionName'],
  operations: { group: 'GalleryImageVersions', list: 'ListByGalleryImage', update: 'Update' },
  seconds: { create: 60, update: 10, delete: 10 },
  properties: object('GalleryImageVersionProperties', {
    publishingProfile: object('GalleryImageVersionPublishingProfile', {
      targetRegions: listOf(
        object('TargetRegion', {
          name: string,
          regionalReplicaCount: integer,
          storageAccountType: string,
          encryption: anything,
          excludeFromLatest: boolean,
        }),
      ),
      replicaCount: integer,
      excludeFromLatest: boolean,
      endOfLifeDate: string,
      storageAccountType: string,
      replicationMode: oneOf('Full', 'Shallow'),
    }),
    storageProfile: object('GalleryImageVersionStorageProfile', {
      source: anything,
      osDiskImage: anything,
      dataDiskImages: anything,
    }),
    safetyProfile: anything,
    securityProfile: anything,
  }),
  complete({ envelope, properties }, { name, location }) {
    if (!VERSION_NAME.test(name)) throw armErrors.invalidParameterValue('galleryImageVersion.name');
    if (!('storageProfile' in properties)) {
      throw armErrors.missingParameter('galleryImageVersion.properties.storageProfile');
    }
    const profile = objectOf(properties['publishingProfile']);
    const storageAccountType = 'Standard_LRS';
    const targets = listAt(profile, 'targetRegions');
    const regions = targets.length > 0 ? targets : [{ name: location }];
    return {
      envelope,
      properties: {
        ...properties,
        publishingProfile: withDefaults(
          {
            ...profile,
            targetRegions: regions.map((region) =>
              withDefaults(region, { regionalReplicaCount: 1, storageAccountType }),
            ),
          },
          {
            replicaCount: 1,
            excludeFromLatest: false,
            storageAccountType,
            replicationMode: 'Full',
          },
        ),
      },
    };
  },
};
