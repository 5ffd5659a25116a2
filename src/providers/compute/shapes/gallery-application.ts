import type { JsonObject } from '../../../base/index.ts';
import {
  APPLICATION_EXTENSION,
  applicationsOf,
  type Instance,
  type InstanceExtension,
} from '../../../scaleset/index.ts';
import { wireState } from './scale-set.ts';
import { provisioningStatus, MACHINE_FAILED_LABEL } from './statuses.ts';

/** An application of a machine, by the name and version that its package's id says. */
export interface MachineApplication {
  readonly name: string;
  readonly version: string;
  /** As in the model. */
  readonly definition: JsonObject;
}

const PACKAGE_ID = /\/applications\/([^/]+)\/versions\/([^/]+)\/?$/i;

export function readPackageId(id: unknown): { name: string; version: string } | undefined {
  const [, name, version] = PACKAGE_ID.exec(typeof id === 'string' ? id : '') ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

export function machineApplications(profile: JsonObject): readonly MachineApplication[] {
  return applicationsOf(profile).flatMap((definition) => {
    const named = readPackageId(definition['packageReferenceId']);
    return named === undefined ? [] : [{ ...named, definition }];
  });
}

/** The extension that installs a machine's applications; undefined when it is not on the machine. */
export function applicationExtensionOf({ extensions }: Instance): InstanceExtension | undefined {
  return extensions.find(({ facts }) => facts.name === APPLICATION_EXTENSION);
}

/** What the extension says of its work. Source: "Create and deploy VM applications", instance view. */
export function applicationMessage(
  profile: JsonObject,
  { state, failure }: InstanceExtension,
): string | undefined {
  if (state !== 'succeeded' && state !== 'failed') return undefined;
  const result = failure === null ? 'Install SUCCESS' : `Install FAILED: ${failure.message}`;
  const CurrentState = machineApplications(profile).map(({ name, version }) => ({
    applicationName: name,
    version,
    result,
  }));
  const text = JSON.stringify({ CurrentState, ActionsPerformed: [] }, null, 1);
  return `Enable ${failure === null ? 'succeeded' : 'failed'}: ${text}`;
}

/** The definition of the extension, which no model has. Source: as above, `resources` of a machine. */
export function applicationExtensionDefinition({ facts }: InstanceExtension): JsonObject {
  const { name, publisher, type } = facts;
  const properties = { autoUpgradeMinorVersion: true, publisher, type, typeHandlerVersion: '1.0' };
  return { name, properties };
}

/** An application as a part of its machine. The form is inferred from those of extensions. */
export function applicationBody(
  application: MachineApplication,
  extension: InstanceExtension,
  { machineId, type, location }: { machineId: string; type: string; location: string },
  withInstanceView: boolean,
): JsonObject {
  return {
    name: application.name,
    id: `${machineId}/applications/${application.name}`,
    type: `${type}/applications`,
    location,
    properties: {
      ...application.definition,
      provisioningState: wireState(extension.state),
      ...(withInstanceView ? { instanceView: applicationView(application, extension) } : {}),
    },
  };
}

export function applicationView(
  { name, version }: MachineApplication,
  extension: InstanceExtension,
): JsonObject {
  return { name, version, statuses: [provisioningStatus(extension, MACHINE_FAILED_LABEL)] };
}
