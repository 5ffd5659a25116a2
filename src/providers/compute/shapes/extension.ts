import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import type { ProvisioningState } from '../../../scaleset/index.ts';
import { listAt } from '../model/json-path.ts';
import { withoutFingerprints } from '../model/secrets.ts';
import { asOfVersion } from './first-versions.ts';
import { inOrder } from './key-order.ts';
import { wireState } from './scale-set.ts';

export interface ExtensionShapeOptions {
  readonly apiVersion: string;
  readonly setId: string;
  /** Of the set: an extension of the model is being installed while the set is being changed. */
  readonly provisioningState: ProvisioningState;
}

/** An extension of the set's model as a resource of its own; here it has a provisioning state. */
export function extensionBody(extension: JsonObject, options: ExtensionShapeOptions): JsonObject {
  const name = String(extension['name'] ?? '');
  return {
    name,
    id: `${options.setId}/extensions/${name}`,
    type: 'Microsoft.Compute/virtualMachineScaleSets/extensions',
    properties: shownProperties(extension, options),
  };
}

/** The same for one machine of a Flexible set, whose extensions are resources of its own. */
export function machineExtensionBody(
  extension: JsonObject,
  options: Omit<ExtensionShapeOptions, 'setId'> & {
    readonly machineId: string;
    readonly location: string;
  },
): JsonObject {
  const name = String(extension['name'] ?? '');
  return {
    name,
    id: `${options.machineId}/extensions/${name}`,
    type: 'Microsoft.Compute/virtualMachines/extensions',
    location: options.location,
    ...('tags' in extension ? { tags: extension['tags'] ?? null } : {}),
    properties: shownProperties(extension, options),
  };
}

function shownProperties(
  extension: JsonObject,
  options: Pick<ExtensionShapeOptions, 'apiVersion' | 'provisioningState'>,
): JsonObject {
  const { properties } = ofVersion(extension, options.apiVersion);
  return inOrder(
    {
      ...(isJsonObject(properties) ? properties : {}),
      provisioningState: wireState(options.provisioningState),
    },
    [
      'autoUpgradeMinorVersion',
      'provisioningState',
      'publisher',
      'type',
      'typeHandlerVersion',
      'settings',
    ],
  );
}

/** The extensions of a set's model. */
export function extensionsOf(model: JsonObject): readonly JsonObject[] {
  return listAt(model, 'properties', 'virtualMachineProfile', 'extensionProfile', 'extensions');
}

/** The extension's members that the version has, read off a model with nothing else in it. */
function ofVersion(extension: JsonObject, apiVersion: string): JsonObject {
  const model = {
    properties: { virtualMachineProfile: { extensionProfile: { extensions: [extension] } } },
  };
  const [shown] = extensionsOf(asOfVersion(withoutFingerprints(model), apiVersion));
  return shown ?? {};
}
