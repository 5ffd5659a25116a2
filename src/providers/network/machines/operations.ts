import {
  type ArmReply,
  type ArmRequest,
  armErrors,
  gatewayJson,
  nextLink,
  type Operation,
  readAfterNumber,
  writeJsonList,
} from '../../../arm/index.ts';
import { foldCase, isJsonObject, type JsonObject } from '../../../base/index.ts';
import { type Instance, listInstances, modelView } from '../../../scaleset/index.ts';
import { isFlexibleSet } from '../../compute/instance-ids.ts';
import { listAt } from '../../compute/model/json-path.ts';
import { findScaleSet, scaleSetId, SCALE_SETS } from '../../compute/paths.ts';
import { findMachine } from '../../compute/virtual-machine-scale-set-vms/get.ts';
import type { ComputeServices } from '../../compute/services.ts';
import { createLook } from '../../shells/look.ts';
import { serviceHeaders } from '../form.ts';
import {
  type InterfacePlan,
  interfacesOf,
  networkProfileOf,
  planInterfaces,
  publicAddressesOf,
} from './machine-interfaces.ts';

/** As many as on a page of machines. */
const MACHINES_PER_PAGE = 120;

const SET = `${SCALE_SETS}/{virtualMachineScaleSetName}`;
const MACHINE = `${SCALE_SETS}/{virtualMachineScaleSetName}/virtualMachines/{instanceId}`;
const NIC = `${MACHINE}/networkInterfaces/{networkInterfaceName}`;
const IP = `${NIC}/ipConfigurations/{ipConfigurationName}`;

type PartsOf = (instance: Instance, plan: InterfacePlan) => readonly JsonObject[];

/** What stands under a scale set and Microsoft.Network answers; made out of model and machines, not kept. */
export const machineNetworkOperations: readonly Operation<ComputeServices>[] = [
  row(
    'NetworkInterfaces_ListVirtualMachineScaleSetNetworkInterfaces',
    `${SET}/networkInterfaces`,
    (request, services) => listOfSet(request, services, interfacesOf),
  ),
  row(
    'NetworkInterfaces_ListVirtualMachineScaleSetVMNetworkInterfaces',
    `${MACHINE}/networkInterfaces`,
    async (request, services) =>
      list(request, await partsOfMachine(request, services, interfacesOf)),
  ),
  row(
    'NetworkInterfaces_GetVirtualMachineScaleSetNetworkInterface',
    NIC,
    async (request, services) => one(request, await findInterface(request, services)),
  ),
  row(
    'NetworkInterfaces_ListVirtualMachineScaleSetIpConfigurations',
    `${NIC}/ipConfigurations`,
    async (request, services) =>
      list(request, configurationsOf(await findInterface(request, services))),
  ),
  row('NetworkInterfaces_GetVirtualMachineScaleSetIpConfiguration', IP, async (request, services) =>
    one(request, await findConfiguration(request, services)),
  ),
  row(
    'PublicIPAddresses_ListVirtualMachineScaleSetPublicIPAddresses',
    `${SET}/publicipaddresses`,
    (request, services) => listOfSet(request, services, publicAddressesOf),
  ),
  row(
    'PublicIPAddresses_ListVirtualMachineScaleSetVMPublicIPAddresses',
    `${IP}/publicipaddresses`,
    async (request, services) => list(request, await addressesOfConfiguration(request, services)),
  ),
  row(
    'PublicIPAddresses_GetVirtualMachineScaleSetPublicIPAddress',
    `${IP}/publicipaddresses/{publicIpAddressName}`,
    async (request, services) => {
      const name = request.params['publicIpAddressName'] ?? '';
      return one(request, named(await addressesOfConfiguration(request, services), name, request));
    },
  ),
];

function row(
  operationId: string,
  path: string,
  handle: (request: ArmRequest, services: ComputeServices) => Promise<ArmReply>,
): Operation<ComputeServices> {
  return { operationId, method: 'GET', path, longRunning: false, handle };
}

/** Machine by machine in the order of their ids; a page has so many machines, whatever each one has. */
async function listOfSet(
  request: ArmRequest,
  services: ComputeServices,
  partsOf: PartsOf,
): Promise<ArmReply> {
  const set = await findScaleSet(request, services);
  const after = readAfterNumber(request) ?? -1;
  // Interfaces of machines of a Flexible set are resources of their own.
  const page = isFlexibleSet(set)
    ? { instances: [], next: null }
    : listInstances(set, { after, limit: MACHINES_PER_PAGE });
  const plan = await planOf(request, services, modelView(set), page.instances);
  const { bytes } = await writeJsonList({
    speaker: 'gateway',
    items: page.instances.flatMap((instance) => partsOf(instance, plan)),
    toJson: (item) => item,
    nextLink: page.next === null ? undefined : nextLink(request, { after: page.next }),
    turn: () => services.turn(),
  });
  return {
    httpStatus: 200,
    speaker: 'provider',
    headers: serviceHeaders(request),
    body: { bytes },
  };
}

/** The models of a page are few: the set's, and those that some machines have not left yet. */
function planOf(
  request: ArmRequest,
  services: ComputeServices,
  view: ReturnType<typeof modelView>,
  instances: readonly Instance[],
): Promise<InterfacePlan> {
  const profiles = [...new Set(instances.map(({ model }) => model))].map(networkProfileOf);
  const setId = scaleSetId(request.params, view.genesis.name);
  return planInterfaces(view, setId, profiles, createLook(services, request));
}

async function partsOfMachine(
  request: ArmRequest,
  services: ComputeServices,
  partsOf: PartsOf,
): Promise<readonly JsonObject[]> {
  // Those of a Flexible set are found at the machine, and their names are no numbers. Source:
  // hashicorp/terraform-provider-azurerm pull request 22566 (404).
  if (isFlexibleSet(await findScaleSet(request, services))) throw armErrors.instanceNotFound();
  const { set, instance } = await findMachine(request, services);
  return partsOf(instance, await planOf(request, services, modelView(set), [instance]));
}

async function findInterface(request: ArmRequest, services: ComputeServices): Promise<JsonObject> {
  const all = await partsOfMachine(request, services, interfacesOf);
  return named(all, request.params['networkInterfaceName'] ?? '', request);
}

async function findConfiguration(
  request: ArmRequest,
  services: ComputeServices,
): Promise<JsonObject> {
  const all = configurationsOf(await findInterface(request, services));
  return named(all, request.params['ipConfigurationName'] ?? '', request);
}

async function addressesOfConfiguration(
  request: ArmRequest,
  services: ComputeServices,
): Promise<readonly JsonObject[]> {
  const prefix = `${foldCase(String((await findConfiguration(request, services))['id']))}/`;
  const all = await partsOfMachine(request, services, publicAddressesOf);
  return all.filter(({ id }) => foldCase(String(id)).startsWith(prefix));
}

function configurationsOf(nic: JsonObject): readonly JsonObject[] {
  return listAt(nic, 'properties', 'ipConfigurations');
}

function named(items: readonly JsonObject[], name: string, { path }: ArmRequest): JsonObject {
  const found = items.find((item) => foldCase(String(item['name'])) === foldCase(name));
  if (!found) throw armErrors.networkPartNotFound(path);
  return found;
}

function list(request: ArmRequest, value: readonly JsonObject[]): ArmReply {
  return reply(request, { value });
}

function one(request: ArmRequest, body: JsonObject): ArmReply {
  const { etag } = body;
  return reply(request, body, typeof etag === 'string' ? ['ETag', etag] : []);
}

function reply(request: ArmRequest, body: object, headers: readonly string[] = []): ArmReply {
  return {
    httpStatus: 200,
    speaker: 'provider',
    headers: [...serviceHeaders(request), ...headers],
    body: { bytes: gatewayJson(isJsonObject(body) ? body : { ...body }) },
  };
}
