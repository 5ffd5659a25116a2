import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';
import { objectAt } from './json-path.ts';

/**
 * A PUT on a set that exists. Parts that are not sent stay as they are, down to the members of the
 * virtual machine profile; a part that is sent replaces the one before. Kubernetes' cloud provider
 * lives on it: it puts a location and a network profile only, and leaves `sku` out so that it does
 * not set the capacity back (kubernetes-sigs/cloud-provider-azure #630).
 */
export function replaceModel(current: JsonObject, sent: JsonObject): JsonObject {
  const properties = objectAt(sent, 'properties');
  const before = objectAt(current, 'properties');
  const profile = objectAt(properties, 'virtualMachineProfile');
  const merged: JsonObject = { ...before, ...properties };
  if ('virtualMachineProfile' in properties) {
    const old = objectAt(before, 'virtualMachineProfile');
    merged['virtualMachineProfile'] = withImage({ ...old, ...profile }, old);
  }
  const replaced: JsonObject = { ...current, ...sent, properties: merged };
  // A Flexible set without a profile has no size either.
  if ('sku' in replaced) {
    replaced['sku'] = { ...objectAt(current, 'sku'), ...objectAt(sent, 'sku') };
  }
  return replaced;
}

/**
 * A storage profile without an image keeps the one there is: az takes it out of what it read before
 * it puts a set back with a data disk or an extension more ("avoid unnecessary permission error",
 * azure-cli, command_modules/vm/custom.py).
 */
function withImage(profile: JsonObject, before: JsonObject): JsonObject {
  const { storageProfile } = profile;
  const { imageReference } = objectAt(before, 'storageProfile');
  if (!isJsonObject(storageProfile) || imageReference === undefined) return profile;
  return { ...profile, storageProfile: { imageReference, ...storageProfile } };
}

/**
 * A PATCH: objects are merged, lists and values replaced, tags replaced as a whole. A user-assigned
 * identity that is sent as null goes away.
 */
export function patchModel(current: JsonObject, sent: JsonObject): JsonObject {
  const { tags, identity, ...rest } = sent;
  const merged = mergeObjects(current, rest);
  if (tags !== undefined) merged['tags'] = tags;
  if (isJsonObject(identity))
    merged['identity'] = patchIdentity(objectAt(current, 'identity'), identity);
  return merged;
}

function patchIdentity(current: JsonObject, sent: JsonObject): JsonObject {
  const merged = mergeObjects(current, sent);
  const assigned = merged['userAssignedIdentities'];
  if (isJsonObject(assigned)) {
    merged['userAssignedIdentities'] = Object.fromEntries(
      Object.entries(assigned).filter(([, value]) => value !== null),
    );
  }
  return merged;
}

function mergeObjects(current: JsonObject, sent: JsonObject): JsonObject {
  const members = new Map<string, JsonValue>(Object.entries(current));
  for (const [name, value] of Object.entries(sent)) {
    const before = members.get(name);
    members.set(
      name,
      isJsonObject(before) && isJsonObject(value) ? mergeObjects(before, value) : value,
    );
  }
  return Object.fromEntries(members);
}
