import { compact } from '../../../arm/index.ts';
import { formatInstant, type JsonObject, type JsonValue } from '../../../base/index.ts';
import type { ProvisioningState, ScaleSetModelView } from '../../../scaleset/index.ts';
import { isSince } from '../api-versions.ts';
import { objectOf } from '../model/json-path.ts';
import { withoutFingerprints } from '../model/secrets.ts';
import { withVersionDefaults } from '../model/version-defaults.ts';
import { asOfVersion } from './first-versions.ts';
import { inOrder, profileInOrder, SET_PROPERTIES_ORDER } from './key-order.ts';

export interface ScaleSetShapeOptions {
  readonly apiVersion: string;
  /** With the casing of the request; the answer keeps it. */
  readonly id: string;
  /** `$expand=userData`. */
  readonly withUserData?: boolean;
}

/** ETags came with this version, in body and header. Source: shared/azure/model-defaults.md, "etag". */
export const ETAG_SINCE = '2024-07-01';

const ENVELOPE_ORDER = [
  'name',
  'id',
  'type',
  'location',
  'tags',
  'identity',
  'plan',
  'sku',
  'etag',
  'properties',
  'zones',
  'extendedLocation',
];

/** A scale set as an api-version shows it. The value may hold parts that are written compact. */
export function scaleSetBody(view: ScaleSetModelView, options: ScaleSetShapeOptions): object {
  const { apiVersion } = options;
  const model = withoutFingerprints(view.model);
  const complete: JsonObject = {
    ...model,
    name: view.genesis.name,
    id: options.id,
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    location: view.genesis.location,
    properties: properties(view, objectOf(model['properties']), options),
  };
  if ('sku' in model) {
    complete['sku'] = inOrder(objectOf(model['sku']), ['name', 'tier', 'capacity']);
  }
  if (isSince(apiVersion, ETAG_SINCE)) complete['etag'] = etagOf(view);
  const shown = inOrder(asOfVersion(complete, apiVersion), ENVELOPE_ORDER);
  return { ...shown, properties: compactProperties(shown['properties']) };
}

/** The quoted integer that body and header carry. */
export function etagOf(view: ScaleSetModelView): string {
  return `"${view.etag}"`;
}

/** In the model the state has a capital; in a status it has none. */
export function wireState(state: ProvisioningState): string {
  return state.slice(0, 1).toUpperCase() + state.slice(1);
}

function properties(
  view: ScaleSetModelView,
  shown: JsonObject,
  { apiVersion, withUserData }: ScaleSetShapeOptions,
): JsonObject {
  const model = withVersionDefaults(shown, apiVersion);
  const { userData, ...profile } = objectOf(model['virtualMachineProfile']);
  if (withUserData && userData !== undefined) profile['userData'] = userData;
  const timeCreated = formatInstant(view.createdAt);
  const merged: JsonObject = {
    ...model,
    provisioningState: wireState(view.provisioningState),
    uniqueId: view.genesis.uniqueId,
    timeCreated,
  };
  if ('virtualMachineProfile' in model) {
    merged['virtualMachineProfile'] = profileInOrder({ ...profile, timeCreated });
  }
  return inOrder(merged, SET_PROPERTIES_ORDER);
}

/** The network profile is one line inside the indented document, in every year. */
function compactProperties(value: JsonValue | undefined): object {
  const shown = objectOf(value);
  const profile = objectOf(shown['virtualMachineProfile']);
  if (!('networkProfile' in profile)) return shown;
  return {
    ...shown,
    virtualMachineProfile: { ...profile, networkProfile: compact(profile['networkProfile']) },
  };
}

/** `ETag: "5"` in the versions that have it. */
export function etagHeader(view: ScaleSetModelView, apiVersion: string): readonly string[] {
  return isSince(apiVersion, ETAG_SINCE) ? ['ETag', etagOf(view)] : [];
}
