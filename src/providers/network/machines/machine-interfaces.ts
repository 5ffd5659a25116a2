import {
  guidFromText,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../base/index.ts';
import { listAt, objectOf } from '../../compute/model/json-path.ts';
import type { Instance, ScaleSetModelView } from '../../../scaleset/index.ts';
import type { ShellLook } from '../../shells/shell-type.ts';
import { publicAddress } from '../addresses.ts';
import { references } from '../back-references.ts';
import { internalSuffix, macAddress } from '../machine-names.ts';
import { type AddressPlan, machineAddress, planAddresses } from './machine-addresses.ts';

/** What the interfaces of a set's machines have in common; looked up once for an answer. */
export interface InterfacePlan {
  readonly setId: string;
  readonly location: string;
  /** By interface and configuration, as `sourceOf` names them. */
  readonly addresses: ReadonlyMap<string, AddressPlan>;
}

export async function planInterfaces(
  view: ScaleSetModelView,
  setId: string,
  profiles: readonly JsonObject[],
  look: ShellLook,
): Promise<InterfacePlan> {
  const addresses = new Map<string, AddressPlan>();
  for (const profile of profiles) {
    for (const nic of configurationsOf(profile)) {
      for (const ip of listAt(nic, 'properties', 'ipConfigurations')) {
        const source = sourceOf(nic, ip);
        if (addresses.has(source)) continue;
        const { resourceId, location: _ } = view.genesis;
        addresses.set(source, await planAddresses(ip, `${resourceId}/${source}`, look));
      }
    }
  }
  return { setId, location: view.genesis.location, addresses };
}

/** The part of a reference's source that says which configuration it is. */
function sourceOf(nic: JsonObject, ip: JsonObject): string {
  return `networkInterfaceConfigurations/${String(nic['name'])}/ipConfigurations/${String(ip['name'])}`;
}

export function networkProfileOf(model: JsonObject): JsonObject {
  const profile = objectOf(objectOf(model['properties'])['virtualMachineProfile']);
  return objectOf(profile['networkProfile']);
}

function configurationsOf(networkProfile: JsonObject): readonly JsonObject[] {
  return listAt(networkProfile, 'networkInterfaceConfigurations');
}

/**
 * The interfaces of a machine. R (azure-cli, test_vmss_nics): members and their order.
 */
export function interfacesOf(instance: Instance, plan: InterfacePlan): readonly JsonObject[] {
  return configurationsOf(networkProfileOf(instance.model)).map((nic) =>
    interfaceBody(nic, instance, plan),
  );
}

function interfaceBody(nic: JsonObject, instance: Instance, plan: InterfacePlan): JsonObject {
  const machineId = `${plan.setId}/virtualMachines/${instance.instanceId}`;
  const name = String(nic['name']);
  const id = `${machineId}/networkInterfaces/${name}`;
  const service = serviceOf(instance, name);
  const inner = objectOf(nic['properties']);
  const { networkSecurityGroup } = inner;
  return {
    name,
    id,
    etag: service.etag,
    properties: {
      provisioningState: service.provisioningState,
      resourceGuid: guidFromText(`${instance.vmId}/${name}`),
      ipConfigurations: listAt(nic, 'properties', 'ipConfigurations').map((ip, index) =>
        ipConfigurationBody(ip, { index, nic, nicId: id, instance, plan, service }),
      ),
      dnsSettings: {
        dnsServers: objectOf(inner['dnsSettings'])['dnsServers'] ?? [],
        appliedDnsServers: [],
        internalDomainNameSuffix: internalSuffix(plan.setId.split('/')[2] ?? ''),
      },
      macAddress: macAddress(`${instance.vmId}/${name}`),
      enableAcceleratedNetworking: inner['enableAcceleratedNetworking'] ?? false,
      enableIPForwarding: inner['enableIPForwarding'] ?? false,
      ...(networkSecurityGroup === undefined ? {} : { networkSecurityGroup }),
      primary: inner['primary'] ?? false,
      virtualMachine: { id: machineId },
      hostedWorkloads: [],
      tapConfigurations: [],
    },
  };
}

interface Service {
  readonly etag: string;
  readonly provisioningState: string;
}

function serviceOf({ vmId, state }: Instance, name: string): Service {
  const provisioningState =
    state === 'deleting' ? 'Deleting' : state === 'creating' ? 'Updating' : 'Succeeded';
  return {
    etag: `W/"${guidFromText(`${vmId}/${name}/${provisioningState}`)}"`,
    provisioningState,
  };
}

interface IpContext {
  readonly index: number;
  readonly nic: JsonObject;
  readonly nicId: string;
  readonly instance: Instance;
  readonly plan: InterfacePlan;
  readonly service: Service;
}

function ipConfigurationBody(ip: JsonObject, context: IpContext): JsonObject {
  const { index, nic, nicId, instance, plan, service } = context;
  const inner = objectOf(ip['properties']);
  const id = `${nicId}/ipConfigurations/${String(ip['name'])}`;
  const addresses = plan.addresses.get(sourceOf(nic, ip));
  const pub = inner['publicIPAddressConfiguration'];
  const kept = (member: string): JsonObject =>
    inner[member] === undefined ? {} : { [member]: inner[member] };
  const natPools = idsIn(inner['loadBalancerInboundNatPools']);
  return {
    name: String(ip['name']),
    id,
    etag: service.etag,
    properties: {
      provisioningState: service.provisioningState,
      ...(addresses ? { privateIPAddress: machineAddress(addresses, instance.instanceId) } : {}),
      privateIPAllocationMethod: 'Dynamic',
      ...(isJsonObject(pub)
        ? { publicIPAddress: { id: `${id}/publicIPAddresses/${String(pub['name'])}` } }
        : {}),
      ...kept('subnet'),
      primary: inner['primary'] ?? index === 0,
      privateIPAddressVersion: inner['privateIPAddressVersion'] ?? 'IPv4',
      ...kept('applicationSecurityGroups'),
      ...kept('applicationGatewayBackendAddressPools'),
      ...kept('loadBalancerBackendAddressPools'),
      ...(natPools.length === 0
        ? {}
        : {
            loadBalancerInboundNatRules: references(natPools.map((pool) => ruleId(pool, instance))),
          }),
    },
  };
}

/** `…/inboundNatRules/pool.3`: what a NAT pool makes for a machine. R (azure-cli, test_vmss_nics). */
function ruleId(poolId: string, { instanceId }: Instance): string {
  const at = poolId.toLowerCase().lastIndexOf('/inboundnatpools/');
  return `${poolId.slice(0, at)}/inboundNatRules/${poolId.slice(at + '/inboundNatPools/'.length)}.${instanceId}`;
}

function idsIn(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter(isJsonObject).map(({ id }) => String(id)) : [];
}

/** The public addresses of a machine. Source: the specification, PublicIPAddress; azure-cli tests. */
export function publicAddressesOf(instance: Instance, plan: InterfacePlan): readonly JsonObject[] {
  return configurationsOf(networkProfileOf(instance.model)).flatMap((nic) =>
    listAt(nic, 'properties', 'ipConfigurations').flatMap((ip) => {
      const pub = objectOf(ip['properties'])['publicIPAddressConfiguration'];
      return isJsonObject(pub) ? [publicAddressBody(pub, { nic, ip, instance, plan })] : [];
    }),
  );
}

function publicAddressBody(
  pub: JsonObject,
  context: {
    readonly nic: JsonObject;
    readonly ip: JsonObject;
    readonly instance: Instance;
    readonly plan: InterfacePlan;
  },
): JsonObject {
  const { nic, ip, instance, plan } = context;
  const { instanceId, vmId } = instance;
  const inner = objectOf(pub['properties']);
  const name = String(pub['name']);
  const ipId = `${plan.setId}/virtualMachines/${instanceId}/networkInterfaces/${String(nic['name'])}/ipConfigurations/${String(ip['name'])}`;
  const family = inner['publicIPAddressVersion'] === 'IPv6' ? 'IPv6' : 'IPv4';
  const service = serviceOf(instance, name);
  const label = objectOf(inner['dnsSettings'])['domainNameLabel'];
  const sku = objectOf(pub['sku']);
  const isStandard = sku['name'] === 'Standard';
  return {
    name,
    id: `${ipId}/publicIPAddresses/${name}`,
    etag: service.etag,
    ...(isJsonObject(pub['tags']) ? { tags: pub['tags'] } : {}),
    properties: {
      provisioningState: service.provisioningState,
      resourceGuid: guidFromText(`${vmId}/${name}`),
      // An address is there once the machine has been placed.
      ...(instance.power === null ? {} : { ipAddress: publicAddress(`${vmId}/${name}`, family) }),
      publicIPAddressVersion: family,
      publicIPAllocationMethod: isStandard ? 'Static' : 'Dynamic',
      idleTimeoutInMinutes: inner['idleTimeoutInMinutes'] ?? 4,
      ...(typeof label === 'string'
        ? { dnsSettings: dnsOf(label, instanceId, plan.location) }
        : {}),
      ipTags: inner['ipTags'] ?? [],
      ipConfiguration: { id: ipId },
    },
    sku: { name: sku['name'] ?? 'Basic', tier: sku['tier'] ?? 'Regional' },
  };
}

/** `vm3.label` in the region's zone. Source: "Networking for scale sets", public address per machine. */
function dnsOf(label: string, instanceId: number, location: string): JsonObject {
  const domainNameLabel = `vm${instanceId}.${label}`;
  return { domainNameLabel, fqdn: `${domainNameLabel}.${location}.cloudapp.azure.com` };
}
