import { foldCase, isJsonObject, type JsonObject, sameName } from '../../../base/index.ts';
import { type Instance, modelView } from '../../../scaleset/index.ts';
import { changedEach, listAt, objectAt, objectOf } from '../../compute/model/json-path.ts';
import { virtualMachineId } from '../../compute/shapes/flexible-vm.ts';
import { flexibleNicName } from '../../compute/shapes/instance-names.ts';
import { findMachineByDigits } from '../../compute/virtual-machines/find-by-digits.ts';
import type { FoundMachine } from '../../compute/virtual-machines/find-machine.ts';
import { createLook } from '../../shells/look.ts';
import type { ShellServices } from '../../shells/services.ts';
import { interfaceId, publicAddressId } from './flexible-ids.ts';
import {
  type InterfacePlan,
  interfacesOf,
  networkProfileOf,
  planInterfaces,
  publicAddressesOf,
} from './machine-interfaces.ts';

/*
 * Network interfaces and public addresses of machines of Flexible sets are resources of their own in
 * Azure. Here they are what machines of Uniform sets have, under other names, and nothing is kept.
 * R: azure-cli, test_create_flexible_vmss_by_default.yaml (`vmssj62a2Nic-7e7a1eef`).
 */

/** The interface of this id, as a machine of a Flexible set has it; undefined when none has. */
export function flexibleInterface(
  id: string,
  services: ShellServices,
): Promise<JsonObject | undefined> {
  return partOf(id, services, interfaces);
}

/** The same for a public address. */
export function flexiblePublicAddress(
  id: string,
  services: ShellServices,
): Promise<JsonObject | undefined> {
  return partOf(id, services, publicAddresses);
}

type PartsOf = (instance: Instance, plan: InterfacePlan) => readonly JsonObject[];

async function partOf(
  id: string,
  services: ShellServices,
  partsOf: PartsOf,
): Promise<JsonObject | undefined> {
  const words = id.split('/');
  const [, , subscriptionId = '', , resourceGroupName = ''] = words;
  const name = words.at(-1) ?? '';
  const digits = /-([0-9a-f]{8})$/i.exec(name)?.[1];
  if (digits === undefined) return undefined;
  const group = { subscriptionId, resourceGroupName };
  const found = await findMachineByDigits(group, foldCase(digits), services);
  if (!found) return undefined;
  const parts = partsOf(found.instance, await planOf(found, services));
  return parts.find((part) => sameName(String(part['name']), name));
}

function planOf({ set, instance }: FoundMachine, services: ShellServices): Promise<InterfacePlan> {
  const view = modelView(set);
  const profiles = [networkProfileOf(instance.model)];
  return planInterfaces(view, view.genesis.resourceId, profiles, createLook(services));
}

function interfaces(instance: Instance, plan: InterfacePlan): readonly JsonObject[] {
  return interfacesOf(instance, plan).map((body) => {
    const nic = String(body['name']);
    const named = renamed(body, instance, plan, nic);
    const { name: _, id: __, etag, properties } = named;
    const shown = { ...objectOf(properties), virtualMachine: { id: machineId(plan, instance) } };
    return {
      name: flexibleNicName(nic, instance.name),
      id: interfaceId(plan.setId, instance, nic),
      etag: etag ?? '',
      type: 'Microsoft.Network/networkInterfaces',
      location: plan.location,
      properties: changedEach(shown, ['ipConfigurations'], (ip) =>
        withAddressId(ip, instance, plan),
      ),
    };
  });
}

/** A public address of a machine stands in the group, as its interface does. */
function withAddressId(ip: JsonObject, instance: Instance, plan: InterfacePlan): JsonObject {
  const properties = objectOf(ip['properties']);
  const name = String(objectAt(properties, 'publicIPAddress')['id'] ?? '')
    .split('/')
    .at(-1);
  if (!isJsonObject(properties['publicIPAddress']) || name === undefined) return ip;
  const id = publicAddressId(plan.setId, instance, name);
  return { ...ip, properties: { ...properties, publicIPAddress: { id } } };
}

function publicAddresses(instance: Instance, plan: InterfacePlan): readonly JsonObject[] {
  return publicAddressesOf(instance, plan).map((body) => {
    const address = String(body['name']);
    const nics = listAt(networkProfileOf(instance.model), 'networkInterfaceConfigurations');
    const named = nics.reduce(
      (part, { name }) => renamed(part, instance, plan, String(name)),
      body,
    );
    return {
      ...named,
      name: flexibleNicName(address, instance.name),
      id: publicAddressId(plan.setId, instance, address),
      type: 'Microsoft.Network/publicIPAddresses',
      location: plan.location,
    };
  });
}

/** With the ids of an interface that a machine of a Flexible set has, in the place of a Uniform one's. */
function renamed(
  body: JsonObject,
  instance: Instance,
  { setId }: InterfacePlan,
  nic: string,
): JsonObject {
  const uniform = `${setId}/virtualMachines/${instance.instanceId}/networkInterfaces/${nic}`;
  const text = JSON.stringify(body);
  const flexible = interfaceId(setId, instance, nic);
  return JSON.parse(text.replaceAll(uniform, () => flexible)) as JsonObject;
}

function machineId({ setId }: InterfacePlan, { name }: Instance): string {
  return virtualMachineId(setId, name);
}
