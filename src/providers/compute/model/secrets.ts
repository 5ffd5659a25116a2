import { createHmac } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../../base/index.ts';
import { changedAt, changedEach, listAt, objectAt } from './json-path.ts';

/**
 * Secrets are taken out of a model before a command is made of it, so neither the journal nor an
 * answer, a log or a snapshot ever has one. In the place of each stands a keyed fingerprint, under
 * the member's name with a `$` before it, which never reaches the wire: a changed secret is a changed
 * model, an equal one is not.
 *
 * Secret is what Azure never shows again: adminPassword, customData, protectedSettings
 * (shared/azure/model-defaults.md, "Secrets") and the content of unattended set-up files (Terraform's
 * azurerm keeps it from its own configuration for that reason). References to a vault and public keys
 * stay as they are.
 */
export function withoutSecrets(
  model: JsonObject,
  key: Uint8Array,
  before: JsonObject | undefined,
): JsonObject {
  const seal = (value: JsonObject, kept: JsonObject, names: readonly string[]) =>
    sealed(value, kept, names, key);
  const old = objectAt(before ?? {}, 'properties', 'virtualMachineProfile');
  return changedAt(model, ['properties', 'virtualMachineProfile'], (profile) => {
    const withUser = changedAt(profile, ['osProfile'], (osProfile) =>
      seal(osProfile, objectAt(old, 'osProfile'), ['adminPassword', 'customData']),
    );
    let index = 0;
    const oldContents = listAt(old, ...UNATTEND);
    const withContents = changedEach(withUser, UNATTEND, (content) =>
      seal(content, oldContents[index++] ?? {}, ['content']),
    );
    const oldExtensions = new Map(listAt(old, ...EXTENSIONS).map((item) => [nameOf(item), item]));
    return changedEach(withContents, EXTENSIONS, (extension) =>
      changedAt(extension, ['properties'], (properties) =>
        seal(properties, objectAt(oldExtensions.get(nameOf(extension)) ?? {}, 'properties'), [
          'protectedSettings',
        ]),
      ),
    );
  });
}

/** Fingerprints have the name of their secret with this before it; no answer has them. */
const INTERNAL_PREFIX = '$';

/**
 * A model without its fingerprints, as answers show it. Looks only where they can be: tags and an
 * extension's settings are the client's own and may have names that begin like one.
 */
export function withoutFingerprints(model: JsonObject): JsonObject {
  return changedAt(model, ['properties', 'virtualMachineProfile'], (profile) =>
    changedEach(
      changedEach(changedAt(profile, ['osProfile'], unsealed), UNATTEND, unsealed),
      EXTENSIONS,
      (extension) => changedAt(extension, ['properties'], unsealed),
    ),
  );
}

function unsealed(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => !name.startsWith(INTERNAL_PREFIX)),
  );
}

const UNATTEND = ['osProfile', 'windowsConfiguration', 'additionalUnattendContent'];
const EXTENSIONS = ['extensionProfile', 'extensions'];

/**
 * A secret that is not sent again keeps its fingerprint from before: clients put back what they got,
 * and they never get secrets.
 */
function sealed(
  value: JsonObject,
  kept: JsonObject,
  names: readonly string[],
  key: Uint8Array,
): JsonObject {
  const rest = Object.entries(value).filter(([name]) => !names.includes(name));
  const seals: [string, JsonValue][] = [];
  for (const name of names) {
    const secret = value[name];
    const seal =
      secret === undefined ? kept[INTERNAL_PREFIX + name] : fingerprint(key, name, secret);
    if (seal !== undefined) seals.push([INTERNAL_PREFIX + name, seal]);
  }
  return Object.fromEntries([...rest, ...seals]);
}

function fingerprint(key: Uint8Array, name: string, secret: JsonValue): string {
  return createHmac('sha256', key)
    .update(`${name}\0${JSON.stringify(secret)}`)
    .digest('hex');
}

function nameOf(extension: JsonObject): string {
  return String(extension['name'] ?? '').toLowerCase();
}
