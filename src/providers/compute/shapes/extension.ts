import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import type { ProvisioningState } from '../../../scaleset/index.ts';
import { withoutInternals } from '../model/secrets.ts';
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
  const { properties } = ofVersion(extension, options.apiVersion);
  return {
    name,
    id: `${options.setId}/extensions/${name}`,
    type: 'Microsoft.Compute/virtualMachineScaleSets/extensions',
    properties: inOrder(
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
    ),
  };
}

/** The extension's members that the version has, read off a model with nothing else in it. */
function ofVersion(extension: JsonObject, apiVersion: string): JsonObject {
  const shown = asOfVersion(
    {
      properties: {
        virtualMachineProfile: { extensionProfile: { extensions: [withoutInternals(extension)] } },
      },
    },
    apiVersion,
  );
  let value: unknown = shown;
  for (const step of ['properties', 'virtualMachineProfile', 'extensionProfile', 'extensions']) {
    value = isJsonObject(value) ? value[step] : undefined;
  }
  const [first] = Array.isArray(value) ? value : [];
  return isJsonObject(first) ? first : {};
}
