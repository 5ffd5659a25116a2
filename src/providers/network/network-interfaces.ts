import { armErrors } from '../../arm/index.ts';
import { foldCase, type JsonObject, sameName } from '../../base/index.ts';
import { listAt, objectOf, withDefaults } from '../compute/model/json-path.ts';
import {
  anything,
  boolean,
  listOf,
  named,
  object,
  oneOf,
  reference,
  string,
} from '../compute/model/schema-types.ts';
import type { ShellLook, ShellType } from '../shells/shell-type.ts';
import { namedId } from './back-references.ts';
import { internalSuffix, macAddress } from './machine-names.ts';
import { flexibleInterface } from './machines/flexible-parts.ts';
import { networkType, verbs } from './network-type.ts';
import {
  addressesInUse,
  checkStaticAddress,
  freeAddress,
  subnetAddresses,
} from './subnet-addresses.ts';

const references = listOf(reference);

const ipConfiguration = named('NetworkInterfaceIPConfiguration', {
  subnet: reference,
  primary: boolean,
  privateIPAddress: string,
  privateIPAllocationMethod: oneOf('Static', 'Dynamic'),
  privateIPAddressVersion: oneOf('IPv4', 'IPv6'),
  publicIPAddress: reference,
  gatewayLoadBalancer: reference,
  applicationSecurityGroups: references,
  applicationGatewayBackendAddressPools: references,
  loadBalancerBackendAddressPools: references,
  loadBalancerInboundNatRules: references,
});

export const networkInterfaces: ShellType = {
  ...networkType,
  type: 'networkInterfaces',
  parameters: ['networkInterfaceName'],
  operations: verbs('NetworkInterfaces'),
  // Recorded: the answer to the PUT says Succeeded (azure-cli, test_network_nic).
  seconds: { create: 0, update: 0, delete: 10 },
  envelope: { extendedLocation: anything },
  properties: object('NetworkInterfacePropertiesFormat', {
    networkSecurityGroup: reference,
    ipConfigurations: listOf(ipConfiguration),
    dnsSettings: object('NetworkInterfaceDnsSettings', {
      dnsServers: listOf(string),
      internalDnsNameLabel: string,
    }),
    enableAcceleratedNetworking: boolean,
    enableIPForwarding: boolean,
    disableTcpStateTracking: boolean,
    nicType: oneOf('Standard', 'Elastic'),
    auxiliaryMode: oneOf('None', 'MaxConnections', 'Floating', 'AcceleratedConnections'),
    auxiliarySku: oneOf('None', 'A1', 'A2', 'A4', 'A8'),
  }),
  readOnly: [
    'macAddress',
    'virtualMachine',
    'primary',
    'hostedWorkloads',
    'tapConfigurations',
    'privateEndpoint',
    'privateLinkService',
    'dscpConfiguration',
    'vnetEncryptionSupported',
  ],
  children: [
    {
      member: 'ipConfigurations',
      item: ipConfiguration,
      operations: {
        group: 'NetworkInterfaceIPConfigurations',
        parameter: 'ipConfigurationName',
        writable: false,
      },
      complete: (item) => ({
        ...item,
        properties: withDefaults(objectOf(item['properties']), {
          privateIPAllocationMethod: 'Dynamic',
          privateIPAddressVersion: 'IPv4',
        }),
      }),
    },
  ],

  complete({ envelope, properties }) {
    const items = listAt(properties, 'ipConfigurations');
    const hasPrimary = items.some((item) => objectOf(item['properties'])['primary'] === true);
    return {
      envelope,
      properties: {
        ...withDefaults(properties, {
          enableAcceleratedNetworking: false,
          enableIPForwarding: false,
          disableTcpStateTracking: false,
          nicType: 'Standard',
          auxiliaryMode: 'None',
          auxiliarySku: 'None',
        }),
        dnsSettings: withDefaults(objectOf(properties['dnsSettings']), { dnsServers: [] }),
        ipConfigurations: items.map((item, index) => ({
          ...item,
          properties: withDefaults(objectOf(item['properties']), {
            primary: !hasPrimary && index === 0,
          }),
        })),
      },
    };
  },

  /** Addresses are given when the interface is written, and kept as long as it stays in its subnet. */
  async allot(shell, current, look) {
    const items: JsonObject[] = [];
    const mine = new Set<string>();
    for (const item of listAt(shell.properties, 'ipConfigurations')) {
      const name = String(item['name']);
      const before = listAt(current?.properties ?? {}, 'ipConfigurations').find((old) =>
        sameName(String(old['name']), name),
      );
      const id = `${shell.id}/ipConfigurations/${name}`;
      const privateIPAddress = await addressFor(item, { id, before, mine }, look);
      mine.add(foldCase(`${namedId(item, 'subnet') ?? ''} ${privateIPAddress}`));
      items.push({ ...item, properties: { ...objectOf(item['properties']), privateIPAddress } });
    }
    return { ...shell, properties: { ...shell.properties, ipConfigurations: items } };
  },

  async show(body, shell, look) {
    const properties = objectOf(body['properties']);
    const users = (await look.usesOf(shell.id)).map(({ source }) => source);
    const machine = users.find((source) => /\/virtualMachines\//i.test(source));
    const vm = machine?.split('/').slice(0, 9).join('/');
    const dnsSettings = {
      ...objectOf(properties['dnsSettings']),
      appliedDnsServers: [],
      internalDomainNameSuffix: internalSuffix(shell.id.split('/')[2] ?? ''),
    };
    return {
      ...body,
      properties: {
        ...properties,
        dnsSettings,
        // An interface has an address on the wire once a machine has it.
        ...(vm === undefined
          ? {}
          : { macAddress: macAddress(shell.guid), primary: true, virtualMachine: { id: vm } }),
        vnetEncryptionSupported: false,
        hostedWorkloads: [],
        tapConfigurations: [],
      },
    };
  },

  derived: flexibleInterface,

  inUse: (id, uses) => armErrors.networkInterfaceInUse(id, machineOf(uses[0]?.source ?? '')),
};

function machineOf(source: string): string {
  return source.split('/').slice(0, 9).join('/');
}

interface Asked {
  readonly id: string;
  readonly before: JsonObject | undefined;
  /** Of the same request. */
  readonly mine: ReadonlySet<string>;
}

async function addressFor(
  item: JsonObject,
  { id, before, mine }: Asked,
  look: ShellLook,
): Promise<string> {
  const inner = objectOf(item['properties']);
  const subnetId = namedId(item, 'subnet') ?? '';
  const family = inner['privateIPAddressVersion'] === 'IPv6' ? 'IPv6' : 'IPv4';
  const addresses = await subnetAddresses(subnetId, family, look);
  const asked = inner['privateIPAddress'];
  if (inner['privateIPAllocationMethod'] === 'Static' && typeof asked === 'string') {
    checkStaticAddress(asked, id, addresses, await addressesInUse(subnetId, look));
    return asked;
  }
  const kept = objectOf(before?.['properties'])['privateIPAddress'];
  const stays = before && sameName(namedId(before, 'subnet') ?? '', subnetId);
  if (stays && typeof kept === 'string') return kept;
  const taken = await addressesInUse(subnetId, look);
  const uses = await look.usesOf(subnetId);
  return freeAddress(
    addresses,
    uses.some(({ place }) => place === 0),
    (address) => taken.has(address) || mine.has(foldCase(`${subnetId} ${address}`)),
  );
}
