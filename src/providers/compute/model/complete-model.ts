import { armErrors, checkTags, readTags } from '../../../arm/index.ts';
import {
  guidFrom,
  hashText,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../base/index.ts';
import type { ComputeSettings } from '../services.ts';
import { checkModel } from './check-model.ts';
import { withDefaultsFilledIn, withIdentityIds } from './defaults.ts';
import { withoutSecrets } from './secrets.ts';

export interface CompleteOptions {
  readonly name: string;
  readonly resourceId: string;
  /** Normalized. */
  readonly location: string;
  readonly uniqueId: string;
  readonly tenantId: string;
  readonly settings: Pick<ComputeSettings, 'capacityLimit' | 'secretKey'>;
  /** Undefined for a new set. */
  readonly current: JsonObject | undefined;
}

/** What belongs to the address of a resource and to its answers, not to its model. */
const NOT_KEPT = ['name', 'id', 'type', 'location', 'etag', 'systemData', 'kind', 'managedBy'];

/**
 * The model as it goes into a command: checked, with the service's defaults, and without any secret.
 * Nothing that comes after this function ever sees one.
 */
export function completeModel(sent: JsonObject, options: CompleteOptions): JsonObject {
  const { name, resourceId, location, uniqueId, tenantId, settings, current } = options;
  const tags = readTags(sent['tags']);
  if (tags) checkTags(tags);
  checkIdentity(sent['identity']);
  const { capacityLimit } = settings;
  checkModel(sent, { name, resourceId, location, capacityLimit, current });
  const kept = Object.fromEntries(
    Object.entries(sent).filter(
      ([member, value]) => !NOT_KEPT.includes(member) && !saysNothing(member, value),
    ),
  );
  const filled = withIdentityIds(withDefaultsFilledIn(kept), {
    tenantId,
    guid: (purpose) => guidFrom(hashText(`${uniqueId} ${purpose}`), 0),
  });
  return withoutSecrets(withoutReadOnly(filled), settings.secretKey, current);
}

/** No zones and no identity are shown by leaving them out. G. */
function saysNothing(member: string, value: JsonValue): boolean {
  if (member === 'zones') return Array.isArray(value) && value.length === 0;
  return member === 'identity' && isJsonObject(value) && value['type'] === 'None';
}

/**
 * Capabilities that name none are left out, too. Inferred: azurerm sends an empty object with every
 * set, and reads any object back as a block that the configuration does not have; its plans are empty
 * all the same. Source: hashicorp/terraform-provider-azurerm
 * FlattenVirtualMachineScaleSetAdditionalCapabilities.
 */
function withoutEmptyCapabilities(properties: JsonObject): JsonObject {
  const { additionalCapabilities, ...others } = properties;
  const isEmpty =
    isJsonObject(additionalCapabilities) && Object.keys(additionalCapabilities).length === 0;
  return isEmpty ? others : properties;
}

/** Recorded on PATCH and PUT of sets (2019). */
function checkIdentity(identity: unknown): void {
  if (!isJsonObject(identity)) return;
  const type = String(identity['type'] ?? '');
  const assigned = identity['userAssignedIdentities'];
  if (!type.includes('UserAssigned')) return;
  if (!isJsonObject(assigned) || Object.keys(assigned).length === 0)
    throw armErrors.missingIdentityIds();
  for (const [id, value] of Object.entries(assigned)) {
    const known =
      isJsonObject(value) && Object.keys(value).every((key) => IDENTITY_IDS.has(key.toLowerCase()));
    if (value !== null && !known) throw armErrors.invalidIdentityValues(id);
    if (!/^\/subscriptions\/[^/]+\//i.test(id)) {
      throw armErrors.linkedInvalidPropertyId(id, `identity.userAssignedIdentities.${id}`);
    }
  }
}

const IDENTITY_IDS = new Set(['principalid', 'clientid']);

/** Clients put back what they got; these the service says by itself. */
function withoutReadOnly(model: JsonObject): JsonObject {
  const { properties } = model;
  if (!isJsonObject(properties)) return model;
  const { provisioningState: _p, uniqueId: _u, timeCreated: _t, ...shown } = properties;
  const rest = withoutEmptyCapabilities(shown);
  const profile = rest['virtualMachineProfile'];
  if (!isJsonObject(profile)) return { ...model, properties: rest };
  const { timeCreated: _c, ...virtualMachineProfile } = profile;
  return { ...model, properties: { ...rest, virtualMachineProfile } };
}
