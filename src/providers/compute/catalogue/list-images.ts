import { armErrors, readTop } from '../../../arm/index.ts';
import { sameName } from '../../../base/index.ts';
import { EXTENSION_IMAGES } from './extension-images.ts';
import { featuresOf, findImage, findVersion, IMAGE_SKUS, type ImageSku } from './images.ts';
import { LOCATION } from './locations.ts';
import { byName, distinct, item, lookUp, type Names } from './look-up.ts';

/*
 * The images of a region, level by level. The answers are lists without an envelope.
 * Source of forms: the specification's examples; answers in recorded az tests and issues of azure-cli.
 */

const PUBLISHERS = `${LOCATION}/publishers`;
const OFFERS = `${PUBLISHERS}/{publisherName}/artifacttypes/vmimage/offers`;
const SKUS = `${OFFERS}/{offer}/skus`;
const VERSIONS = `${SKUS}/{skus}/versions`;

const TOP_MAX = 1_000;

export const listPublishers = lookUp(
  'VirtualMachineImages_ListPublishers',
  PUBLISHERS,
  ({ at }) => {
    const names = [
      ...IMAGE_SKUS.map(({ publisher }) => publisher),
      ...EXTENSION_IMAGES.map(({ publisher }) => publisher),
    ];
    return distinct(names)
      .sort(byName)
      .map((name) => item(at, name, `Publishers/${name}`));
  },
);

export const listOffers = lookUp('VirtualMachineImages_ListOffers', OFFERS, ({ at, params }) => {
  const found = existing(
    IMAGE_SKUS.filter(({ publisher }) => sameName(publisher, params.publisherName)),
  );
  return distinct(found.map(({ offer }) => offer))
    .sort(byName)
    .map((offer) =>
      item(at, offer, `Publishers/${found[0]?.publisher}/ArtifactTypes/VMImage/Offers/${offer}`),
    );
});

export const listImageSkus = lookUp('VirtualMachineImages_ListSkus', SKUS, ({ at, params }) => {
  const found = existing(
    IMAGE_SKUS.filter(
      ({ publisher, offer }) =>
        sameName(publisher, params.publisherName) && sameName(offer, params.offer),
    ),
  );
  return found.map((image) => ({
    ...item(at, image.sku, skuPath(image)),
    properties: { automaticOSUpgradeProperties: { automaticOSUpgradeSupported: false } },
  }));
});

export const listImageVersions = lookUp(
  'VirtualMachineImages_List',
  VERSIONS,
  ({ at, params, request }) => {
    const image = imageOf(params);
    const expand = request.query['$expand'] ?? '';
    // The longer form is az's since 2.60, which reads the architecture too (azure-cli, vm/_actions.py).
    if (expand !== '' && !/^properties(\/imageDeprecationStatus)?$/i.test(expand)) {
      throw armErrors.valueNotAllowed('$expand', expand, ['properties']);
    }
    const versions = ordered(image.versions, request.query['$orderby'] ?? '');
    return versions.slice(0, readTop(request, TOP_MAX) ?? TOP_MAX).map((version) => ({
      ...item(at, version, `${skuPath(image)}/Versions/${version}`),
      ...(expand === '' ? {} : { properties: imageProperties(image) }),
    }));
  },
);

export const getImage = lookUp(
  'VirtualMachineImages_Get',
  `${VERSIONS}/{version}`,
  ({ at, params }) => {
    const image = imageOf(params);
    const version = findVersion(image, params.version);
    if (version === undefined) throw armErrors.artifactNotFound('VMImage');
    return {
      properties: imageProperties(image),
      ...item(at, version, `${skuPath(image)}/Versions/${version}`),
    };
  },
);

function imageOf({ publisherName, offer, skus }: Names): ImageSku {
  const image = findImage({ publisher: publisherName, offer, sku: skus });
  if (image === undefined) throw armErrors.artifactNotFound('VMImage');
  return image;
}

function existing(images: readonly ImageSku[]): readonly ImageSku[] {
  if (images.length === 0) throw armErrors.artifactNotFound('VMImage');
  return images;
}

function skuPath({ publisher, offer, sku }: ImageSku): string {
  return `Publishers/${publisher}/ArtifactTypes/VMImage/Offers/${offer}/Skus/${sku}`;
}

const BYTES_PER_GIB = 1024 ** 3;
/** A fixed VHD ends in a footer of this length. */
const VHD_FOOTER_BYTES = 512;

function imageProperties(image: ImageSku) {
  return {
    hyperVGeneration: image.hyperVGeneration,
    architecture: image.architecture,
    replicaType: 'Managed',
    replicaCount: 10,
    disallowed: { vmDiskType: image.hyperVGeneration === 'V2' ? 'Unmanaged' : 'None' },
    automaticOSUpgradeProperties: { automaticOSUpgradeSupported: true },
    imageDeprecationStatus: { imageState: 'Active' },
    features: featuresOf(image),
    osDiskImage: {
      operatingSystem: image.osType,
      sizeInGb: image.osDiskSizeGB,
      sizeInBytes: image.osDiskSizeGB * BYTES_PER_GIB + VHD_FOOTER_BYTES,
    },
    dataDiskImages: [],
  };
}

/** `name` or `name desc`; the catalogue is oldest first. */
function ordered(versions: readonly string[], orderBy: string): readonly string[] {
  const order = /^(?:name(?:\s+(asc|desc))?)?$/i.exec(orderBy.trim());
  if (!order) throw armErrors.invalidParameterValue('$orderby');
  return order[1]?.toLowerCase() === 'desc' ? versions.toReversed() : versions;
}
