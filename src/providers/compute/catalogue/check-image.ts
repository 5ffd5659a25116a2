import { armErrors } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import { objectAt } from '../model/json-path.ts';
import { findImage, findVersion, hasPublisher, type ImageSku } from './images.ts';

/** A version as publishers give them. */
const VERSION = /^\d+(?:\.\d+){1,3}$/;

/** The platform image that a profile names; undefined for any other, and for publishers not in the catalogue. */
export function platformImageOf(profile: JsonObject): ImageSku | undefined {
  const reference = objectAt(profile, 'storageProfile', 'imageReference');
  return findImage(namesOf(reference));
}

/**
 * Throws what Azure answers to a platform image that is not there, or does not go with the rest of the
 * profile. Publishers that the catalogue does not have are taken at their word, and so are versions in
 * the right form: there are far more of both than it lists.
 */
export function checkPlatformImage(profile: JsonObject): void {
  const reference = objectAt(profile, 'storageProfile', 'imageReference');
  const names = namesOf(reference);
  if (!hasPublisher(names.publisher)) return;
  const version = String(reference['version'] ?? '');
  const image = findImage(names);
  const known = image && (findVersion(image, version) ?? VERSION.exec(version)?.[0]);
  if (image === undefined || known === undefined) {
    const { publisher, offer, sku } = names;
    throw armErrors.platformImageNotFound(`${publisher}:${offer}:${sku}:${version}`);
  }
  // R 2023 (errors.md).
  if (image.hyperVGeneration === 'V1' && 'uefiSettings' in objectAt(profile, 'securityProfile')) {
    throw armErrors.badRequest(
      'UEFI settings are not supported for VMs and VM Scale Sets using Generation 1 Image.',
    );
  }
}

function namesOf(reference: JsonObject) {
  const text = (name: string): string => String(reference[name] ?? '');
  return { publisher: text('publisher'), offer: text('offer'), sku: text('sku') };
}
