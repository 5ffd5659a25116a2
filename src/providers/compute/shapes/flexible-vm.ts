import { formatInstant, isJsonObject, type JsonObject } from '../../../base/index.ts';
import type { Instance, ScaleSetModelView, VmExtensionView } from '../../../scaleset/index.ts';
import { isSince } from '../api-versions.ts';
import { changedEach, objectOf } from '../model/json-path.ts';
import { VIRTUAL_MACHINE_TYPE } from '../paths.ts';
import { extensionsOf, machineExtensionBody } from './extension.ts';
import { applicationExtensionDefinition, applicationExtensionOf } from './gallery-application.ts';
import { flexibleNicName } from './instance-names.ts';
import { ETAG_SINCE, etagOf, wireState } from './scale-set.ts';
import { commonPart, osProfile, storageProfile, userData } from './vm.ts';
import { vmInstanceView } from './vm-instance-view.ts';

export interface FlexibleVmOptions {
  readonly apiVersion: string;
  /** Of the set, with the group in the casing of the request. */
  readonly setId: string;
  readonly withInstanceView?: boolean;
  readonly withUserData?: boolean;
  /** Those that the machine has beside the model's. */
  readonly ownExtensions?: readonly VmExtensionView[];
}

/** The item of a Flexible set's own list: no properties, and `[null]` for no zone. R: vm-instance-view.md. */
export function flexibleVmItem(
  set: ScaleSetModelView,
  { name, zone }: Instance,
  { setId }: Pick<FlexibleVmOptions, 'setId'>,
): object {
  return {
    name,
    id: `${setId}/virtualMachines/${name}`,
    type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    location: set.genesis.location,
    instanceId: name,
    zones: [zone],
  };
}

/**
 * A machine of a Flexible set as the virtual machine that it is. Members: Microsoft's page "Modify a
 * scale set" (az vm show) and the specification; their order is inferred from machines of Uniform sets.
 */
export function flexibleVmBody(
  set: ScaleSetModelView,
  instance: Instance,
  options: FlexibleVmOptions,
): object {
  const { apiVersion, setId } = options;
  const tags = instance.own?.['tags'] ?? set.model['tags'];
  const { identity } = instance.model;
  return {
    name: instance.name,
    id: virtualMachineId(setId, instance.name),
    type: VIRTUAL_MACHINE_TYPE,
    location: set.genesis.location,
    ...(tags === undefined ? {} : { tags }),
    ...(identity === undefined ? {} : { identity }),
    properties: properties(set, instance, options),
    ...resources(machineExtensions(set, instance, options)),
    ...(instance.zone === null ? {} : { zones: [instance.zone] }),
    ...(isSince(apiVersion, ETAG_SINCE) ? { etag: etagOf(set) } : {}),
  };
}

/** The extensions of a machine, as far as they are on it: those of the set's model, then its own. */
export function machineExtensions(
  set: ScaleSetModelView,
  instance: Instance,
  { apiVersion, setId, ownExtensions = [] }: FlexibleVmOptions,
): readonly JsonObject[] {
  const own = ownExtensions.map(({ name, definition }) => ({ ...definition, name }));
  const installer = applicationExtensionOf(instance);
  const definitions = [
    ...extensionsOf(instance.model),
    ...own,
    ...(installer ? [applicationExtensionDefinition(installer)] : []),
  ];
  return instance.extensions.flatMap(({ facts, state }) => {
    const definition = definitions.find(({ name }) => name === facts.name);
    if (definition === undefined) return [];
    return [
      machineExtensionBody(definition, {
        apiVersion,
        machineId: virtualMachineId(setId, instance.name),
        location: set.genesis.location,
        provisioningState: state,
      }),
    ];
  });
}

/** Absent where there is none, as every part of a machine. */
function resources(extensions: readonly JsonObject[]): { readonly resources?: JsonObject[] } {
  return extensions.length === 0 ? {} : { resources: [...extensions] };
}

/** What `statusOnly=true` leaves of a machine (azure-sdk-for-go #19707). */
export function flexibleVmStatus(
  set: ScaleSetModelView,
  instance: Instance,
  options: FlexibleVmOptions,
): object {
  return {
    name: instance.name,
    id: virtualMachineId(options.setId, instance.name),
    type: VIRTUAL_MACHINE_TYPE,
    location: set.genesis.location,
    properties: {
      provisioningState: wireState(instance.state),
      vmId: instance.vmId,
      instanceView: vmInstanceView(set, instance, options.apiVersion),
    },
  };
}

export function virtualMachineId(setId: string, name: string): string {
  return `${groupOf(setId)}/providers/${VIRTUAL_MACHINE_TYPE}/${name}`;
}

function properties(
  set: ScaleSetModelView,
  instance: Instance,
  options: FlexibleVmOptions,
): JsonObject {
  const { apiVersion, setId } = options;
  const { sku, profile } = commonPart(instance.model, apiVersion);
  const since = (first: string) => isSince(apiVersion, first);
  return {
    virtualMachineScaleSet: { id: setId },
    ...copied(instance.own ?? {}, ['platformFaultDomain']),
    hardwareProfile: { vmSize: sku['name'] ?? '' },
    ...copied(objectOf(set.model['properties']), ['additionalCapabilities']),
    provisioningState: wireState(instance.state),
    vmId: instance.vmId,
    storageProfile: withDeletion(storageProfile(set, profile, instance, setId)),
    osProfile: osProfile(set, profile, instance),
    ...copied(profile, ['securityProfile', 'diagnosticsProfile']),
    networkProfile: { networkInterfaces: networkInterfaces(profile, instance, setId) },
    ...copied({ ...profile, ...licenseOf(instance) }, [
      'priority',
      'evictionPolicy',
      'billingProfile',
      'licenseType',
    ]),
    ...(options.withUserData && since('2021-03-01') ? userData(instance) : {}),
    ...(options.withInstanceView
      ? { instanceView: vmInstanceView(set, instance, apiVersion) }
      : {}),
    ...(since('2021-11-01') ? { timeCreated: formatInstant(instance.createdAt) } : {}),
  };
}

/** A disk that a machine got of its own stays when it goes, unless it says otherwise (az vm show). */
function withDeletion(storage: JsonObject): JsonObject {
  return changedEach(storage, ['dataDisks'], (disk) => ({
    deleteOption: 'Detach',
    ...disk,
    toBeDetached: false,
  }));
}

function licenseOf({ own }: Instance): JsonObject {
  const licenseType = own?.['licenseType'];
  return licenseType === undefined ? {} : { licenseType };
}

function copied(profile: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => (name in profile ? [[name, profile[name] ?? null]] : [])),
  );
}

function networkInterfaces(profile: JsonObject, instance: Instance, setId: string): JsonObject[] {
  const own = instance.own?.['networkInterfaces'];
  if (Array.isArray(own)) return own.filter(isJsonObject);
  const configurations = objectOf(profile['networkProfile'])['networkInterfaceConfigurations'];
  if (!Array.isArray(configurations)) return [];
  return configurations.filter(isJsonObject).map(({ name, properties: of }) => {
    const { primary, deleteOption } = objectOf(of);
    const nic = flexibleNicName(String(name), instance.name);
    return {
      id: `${groupOf(setId)}/providers/Microsoft.Network/networkInterfaces/${nic}`,
      properties: { primary: primary ?? configurations.length === 1, ...kept({ deleteOption }) },
    };
  });
}

function kept(values: Readonly<Record<string, JsonObject[string] | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function groupOf(setId: string): string {
  return setId.slice(0, setId.toLowerCase().indexOf('/providers/'));
}
