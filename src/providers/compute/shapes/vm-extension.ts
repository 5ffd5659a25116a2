import type { JsonObject } from '../../../base/index.ts';
import type { InstanceExtension } from '../../../scaleset/index.ts';
import { objectAt } from '../model/json-path.ts';
import { inOrder } from './key-order.ts';
import { wireState } from './scale-set.ts';
import { extensionView } from './vm-instance-view.ts';

export interface VmExtensionShapeOptions {
  /** Of the machine, in the request's casing. */
  readonly machineId: string;
  readonly type: string;
  readonly location: string;
  /** Of the machine. */
  readonly profile: JsonObject;
  readonly withInstanceView: boolean;
}

/** An extension of one machine as a resource, whether the model has it or the machine alone. */
export function vmExtensionBody(
  definition: JsonObject,
  extension: InstanceExtension,
  { machineId, type, location, profile, withInstanceView }: VmExtensionShapeOptions,
): JsonObject {
  const { name } = extension.facts;
  const { tags } = definition;
  return {
    name,
    id: `${machineId}/extensions/${name}`,
    type,
    location,
    ...(tags === undefined ? {} : { tags }),
    properties: inOrder(
      {
        ...objectAt(definition, 'properties'),
        provisioningState: wireState(extension.state),
        ...(withInstanceView
          ? { instanceView: extensionView(extension, definition, profile) }
          : {}),
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
