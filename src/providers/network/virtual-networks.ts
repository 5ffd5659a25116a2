import { armErrors } from '../../arm/index.ts';
import { foldCase, isJsonObject, type JsonObject } from '../../base/index.ts';
import { listAt, objectOf, withDefaults } from '../compute/model/json-path.ts';
import {
  anything,
  boolean,
  integer,
  listOf,
  named,
  object,
  oneOf,
  reference,
  string,
} from '../compute/model/schema-types.ts';
import type { DraftContext, ShellType, Use } from '../shells/shell-type.ts';
import { aligned, type Cidr, contains, formatCidr, overlaps, parseCidr } from './cidr.ts';
import { instanceUsers } from './instance-users.ts';
import { networkType, verbs } from './network-type.ts';

const subnet = named('Subnet', {
  addressPrefix: string,
  addressPrefixes: listOf(string),
  networkSecurityGroup: reference,
  routeTable: reference,
  natGateway: reference,
  serviceEndpoints: anything,
  serviceEndpointPolicies: listOf(reference),
  delegations: anything,
  privateEndpointNetworkPolicies: oneOf(
    'Enabled',
    'Disabled',
    'NetworkSecurityGroupEnabled',
    'RouteTableEnabled',
  ),
  privateLinkServiceNetworkPolicies: oneOf('Enabled', 'Disabled'),
  defaultOutboundAccess: boolean,
});

const peering = named('VirtualNetworkPeering', {
  allowVirtualNetworkAccess: boolean,
  allowForwardedTraffic: boolean,
  allowGatewayTransit: boolean,
  useRemoteGateways: boolean,
  remoteVirtualNetwork: reference,
});

export const virtualNetworks: ShellType = {
  ...networkType,
  type: 'virtualNetworks',
  parameters: ['virtualNetworkName'],
  operations: verbs('VirtualNetworks'),
  // Recorded: in progress at once, done eleven seconds later (azure-cli, test_network_vnet).
  seconds: { create: 4, update: 4, delete: 10 },
  envelope: { extendedLocation: anything },
  properties: object('VirtualNetworkPropertiesFormat', {
    addressSpace: object('AddressSpace', { addressPrefixes: listOf(string) }),
    dhcpOptions: object('DhcpOptions', { dnsServers: listOf(string) }),
    flowTimeoutInMinutes: integer,
    subnets: listOf(subnet),
    virtualNetworkPeerings: listOf(peering),
    enableDdosProtection: boolean,
    enableVmProtection: boolean,
    ddosProtectionPlan: reference,
    bgpCommunities: anything,
    encryption: anything,
    ipAllocations: listOf(reference),
  }),
  readOnly: ['flowLogs', 'defaultPublicNatGateway'],
  children: [
    {
      member: 'subnets',
      item: subnet,
      operations: { group: 'Subnets', parameter: 'subnetName', writable: true },
      readOnly: [
        'ipConfigurations',
        'ipConfigurationProfiles',
        'privateEndpoints',
        'purpose',
        'resourceNavigationLinks',
        'serviceAssociationLinks',
      ],
      // R (azure-cli, test_network_vnet).
      complete: (item) => ({
        ...item,
        properties: withDefaults(objectOf(item['properties']), {
          delegations: [],
          privateEndpointNetworkPolicies: 'Disabled',
          privateLinkServiceNetworkPolicies: 'Enabled',
        }),
      }),
    },
    {
      member: 'virtualNetworkPeerings',
      item: peering,
      operations: {
        group: 'VirtualNetworkPeerings',
        parameter: 'virtualNetworkPeeringName',
        writable: true,
      },
      readOnly: ['peeringState', 'peeringSyncLevel', 'remoteAddressSpace', 'resourceGuid'],
    },
  ],

  complete({ envelope, properties }, context) {
    const { enableVmProtection: _, ...rest } = properties;
    const complete = {
      ...rest,
      subnets: [...listAt(properties, 'subnets')],
      virtualNetworkPeerings: [...listAt(properties, 'virtualNetworkPeerings')],
      enableDdosProtection: properties['enableDdosProtection'] ?? false,
    };
    checkSubnets(complete, context);
    return { envelope, properties: complete };
  },

  async show(body, shell, look) {
    const uses = await look.usesOf(shell.id);
    const properties = {
      ...objectOf(body['properties']),
      ...(hasVmProtection(look.apiVersion) ? { enableVmProtection: false } : {}),
    };
    if (uses.length === 0) return { ...body, properties };
    const subnets: JsonObject[] = [];
    for (const item of listAt(properties, 'subnets')) {
      const inside = uses.filter(({ target }) => foldCase(target) === foldCase(String(item['id'])));
      const users = await instanceUsers(inside, look);
      const ipConfigurations = users.map((id) => ({ id }));
      subnets.push(
        ipConfigurations.length === 0
          ? item
          : { ...item, properties: { ...objectOf(item['properties']), ipConfigurations } },
      );
    }
    return { ...body, properties: { ...properties, subnets } };
  },

  /** A peering does not keep a network; what is in its subnets does. */
  inUse(_, uses) {
    const use = uses.find(({ target }) => /\/subnets\//i.test(target));
    return use && armErrors.subnetInUse(subnetOf(use), use.source);
  },
};

/**
 * Shown in the versions of some years: R with 2017-10-01, not with 2022-01-01; when it went away is a
 * guess. az of the hybrid profiles (2018-11-01) needs it for its tables.
 */
function hasVmProtection(apiVersion: string | undefined): boolean {
  return apiVersion !== undefined && apiVersion >= '2017-09-01' && apiVersion < '2020-01-01';
}

function subnetOf({ target }: Use): string {
  return target.split('/').at(-1) ?? '';
}

/** Prefixes are blocks, subnets lie in the network and apart from each other. */
function checkSubnets(properties: JsonObject, { id, name }: DraftContext): void {
  const space = textsAt(objectOf(properties['addressSpace']), 'addressPrefixes');
  if (space.length === 0) throw armErrors.noAddressSpace(id);
  const blocks = space.map((text) => readBlock(text, id));
  const seen: { readonly name: string; readonly block: Cidr }[] = [];
  for (const item of listAt(properties, 'subnets')) {
    const subnetName = String(item['name']);
    const subnetId = `${id}/subnets/${subnetName}`;
    const inner = objectOf(item['properties']);
    const single = inner['addressPrefix'];
    const prefixes = [
      ...(typeof single === 'string' ? [single] : []),
      ...textsAt(inner, 'addressPrefixes'),
    ];
    if (prefixes.length === 0) throw armErrors.subnetWithoutPrefix(subnetId);
    for (const text of new Set(prefixes)) {
      const block = readBlock(text, subnetId);
      if (!blocks.some((outer) => contains(outer, block))) {
        throw armErrors.subnetOutsideNetwork(subnetName, name);
      }
      const other = seen.find((one) => one.name !== subnetName && overlaps(one.block, block));
      if (other) throw armErrors.subnetsOverlap(subnetName, other.name, name);
      seen.push({ name: subnetName, block });
    }
  }
}

function readBlock(text: string, id: string): Cidr {
  const block = parseCidr(text);
  if (!block) throw armErrors.invalidAddressPrefix(text, id);
  const right = aligned(block);
  if (right.start !== block.start) throw armErrors.unalignedPrefix(text, id, formatCidr(right));
  return block;
}

function textsAt(parent: JsonObject, member: string): readonly string[] {
  const list = parent[member];
  return Array.isArray(list) ? list.filter((text) => typeof text === 'string') : [];
}

/** The blocks of a subnet as it is kept, of one family. */
export function subnetBlocks(item: JsonObject, family: Cidr['family']): readonly Cidr[] {
  const inner = isJsonObject(item['properties']) ? item['properties'] : {};
  const single = inner['addressPrefix'];
  return [...(typeof single === 'string' ? [single] : []), ...textsAt(inner, 'addressPrefixes')]
    .map(parseCidr)
    .filter((block) => block?.family === family)
    .filter((block) => block !== undefined);
}
