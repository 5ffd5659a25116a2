import { foldCase, sameName } from '../../../base/index.ts';
import { PLATFORM_IMAGES, VERSION_DATES } from './image-table.ts';

/** A SKU of a publisher's offer, with its versions. */
export interface ImageSku {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly osType: 'Linux' | 'Windows';
  readonly osDiskSizeGB: number;
  readonly hyperVGeneration: 'V1' | 'V2';
  readonly architecture: 'x64' | 'Arm64';
  /** Oldest first. */
  readonly versions: readonly string[];
}

/** What names a platform image; all parts in any casing. */
export interface ImageNames {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
}

export const IMAGE_SKUS: readonly ImageSku[] = PLATFORM_IMAGES.trim().split('\n').flatMap(readRow);

const BY_NAMES = new Map(IMAGE_SKUS.map((image) => [keyOf(image), image]));

const PUBLISHERS = new Set(IMAGE_SKUS.map(({ publisher }) => foldCase(publisher)));

/** Undefined when the catalogue has none of these names. */
export function findImage(names: ImageNames): ImageSku | undefined {
  return BY_NAMES.get(keyOf(names));
}

/** Whether the catalogue knows the images of a publisher. */
export function hasPublisher(name: string): boolean {
  return PUBLISHERS.has(foldCase(name));
}

/** The version that is asked for; `latest` is the newest. */
export function findVersion({ versions }: ImageSku, version: string): string | undefined {
  if (sameName(version, 'latest')) return versions.at(-1);
  return versions.find((known) => sameName(known, version));
}

/** What a SKU can do, as `az vm image show` has it. */
export function featuresOf(image: ImageSku): readonly { name: string; value: string }[] {
  const confidential = /cvm/i.test(image.sku);
  const isModern = image.hyperVGeneration === 'V2';
  // Trusted launch is for the second generation on x64. Source: Microsoft Learn, "Trusted Launch for
  // Azure virtual machines"; the form of the list: recorded az tests.
  const security = confidential
    ? 'ConfidentialVmSupported'
    : isModern && image.architecture === 'x64'
      ? 'TrustedLaunchSupported'
      : undefined;
  return [
    ...(security === undefined ? [] : [{ name: 'SecurityType', value: security }]),
    { name: 'IsAcceleratedNetworkSupported', value: 'True' },
    { name: 'DiskControllerTypes', value: isModern ? 'SCSI, NVMe' : 'SCSI' },
    { name: 'IsHibernateSupported', value: isModern ? 'True' : 'False' },
  ];
}

function keyOf({ publisher, offer, sku }: ImageNames): string {
  return foldCase(`${publisher}:${offer}:${sku}`);
}

function readRow(row: string): readonly ImageSku[] {
  const [publisher = '', offer = '', osType = '', size, versions = '', skus = ''] = row.split('|');
  return skus.split(' ').map((sku) => ({
    publisher,
    offer,
    sku,
    osType: osType === 'Windows' ? 'Windows' : 'Linux',
    osDiskSizeGB: /smalldisk/i.test(sku) ? 30 : Number(size),
    hyperVGeneration: generationOf(offer, sku),
    architecture: /arm64/i.test(sku) ? 'Arm64' : 'x64',
    versions: readVersions(versions),
  }));
}

function readVersions(text: string): readonly string[] {
  if (!/[#%]/.test(text)) return text.split(',');
  return VERSION_DATES.map((date) => text.replace('#', date).replace('%', date.slice(2)));
}

/** Publishers say it in the SKU's name; the newest offers have the second without saying so. */
function generationOf(offer: string, sku: string): 'V1' | 'V2' {
  if (/gen1/i.test(sku)) return 'V1';
  const said = /gen2|gensecond|-g2$|azure-edition|arm64|cvm|^win11|ws2022$/i.test(sku);
  return said || /^ubuntu-24_04|rockylinux|^ubuntu-hpc|^azurelinux-4/.test(offer) ? 'V2' : 'V1';
}
