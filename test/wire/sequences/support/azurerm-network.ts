import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/base/index.ts';
import { createBalancer } from './azurerm-balancer.ts';
import { networkIds } from './azurerm-ids.ts';
import { type AzurermVersions, create, type Place, remove, SOURCE } from './azurerm-resource.ts';
import type { Poller } from './client.ts';
import type { Step } from './play.ts';
import { at } from './wire.ts';

/** Network, subnet, security group, address, balancer with pool, probe, rule and NAT pool. */
export function createNetwork(
  place: Place,
  { network, loadBalancer }: AzurermVersions,
  poll: Poller,
): readonly Step[] {
  const ids = networkIds(place);
  const { location } = place;
  const prefix = ['10.0.0.0/16'];
  const source = `${SOURCE}/network`;
  return [
    ...create({
      id: ids.virtualNetwork,
      version: network,
      source: `${source}/virtual_network_resource.go`,
      poll,
      body: {
        name: 'net',
        location,
        properties: {
          addressSpace: { addressPrefixes: prefix },
          dhcpOptions: { dnsServers: [] },
          subnets: [],
        },
        tags: {},
      },
      reads({ json }) {
        assert.deepEqual(at(json, 'properties', 'addressSpace', 'addressPrefixes'), prefix);
        // VirtualNetworkProvisioningStateRefreshFunc waits for this word.
        assert.equal(at(json, 'properties', 'provisioningState'), 'Succeeded');
        assert.match(String(at(json, 'properties', 'resourceGuid')), /^[0-9a-f-]{36}$/);
        assert.deepEqual(at(json, 'properties', 'dhcpOptions', 'dnsServers') ?? [], []);
        assert.deepEqual(at(json, 'properties', 'subnets') ?? [], []);
      },
    }),
    ...create({
      id: ids.subnet,
      version: network,
      source: `${source}/subnet_resource.go`,
      poll,
      body: {
        name: 'internal',
        properties: {
          addressPrefix: '10.0.2.0/24',
          defaultOutboundAccess: true,
          delegations: [],
          privateEndpointNetworkPolicies: 'Disabled',
          privateLinkServiceNetworkPolicies: 'Enabled',
          serviceEndpointPolicies: [],
          serviceEndpoints: [],
        },
      },
      reads({ json }) {
        const properties = at(json, 'properties');
        const prefixes = at(properties, 'addressPrefixes') ?? [at(properties, 'addressPrefix')];
        assert.deepEqual(prefixes, ['10.0.2.0/24']);
        assert.equal(at(properties, 'provisioningState'), 'Succeeded');
        assert.equal(at(properties, 'privateEndpointNetworkPolicies'), 'Disabled');
        assert.equal(at(properties, 'privateLinkServiceNetworkPolicies'), 'Enabled');
        assert.deepEqual(at(properties, 'delegations') ?? [], []);
        assert.deepEqual(at(properties, 'serviceEndpoints') ?? [], []);
      },
    }),
    {
      source: `${source}/subnet_resource.go: then the network itself must say Succeeded`,
      send: 'GET',
      to: `${ids.virtualNetwork}?api-version=${network}`,
      accepts: [200],
      takes({ json }) {
        assert.equal(at(json, 'properties', 'provisioningState'), 'Succeeded');
        assert.equal(at(json, 'properties', 'subnets', 0, 'id'), ids.subnet);
      },
    },
    ...create({
      id: ids.securityGroup,
      version: network,
      source: `${source}/network_security_group_resource.go`,
      poll,
      body: { name: 'guard', location, properties: { securityRules: [securityRule()] }, tags: {} },
      reads({ json }) {
        const [rule, ...others] = at(json, 'properties', 'securityRules') as JsonObject[];
        assert.equal(others.length, 0, 'default rules stand elsewhere');
        for (const [name, value] of Object.entries(securityRule()['properties'] as JsonObject))
          assert.deepEqual(at(rule, 'properties', name) ?? [], value, name);
      },
    }),
    ...create({
      id: ids.publicAddress,
      version: network,
      source: `${source}/public_ip_resource.go`,
      poll,
      body: {
        name: 'address',
        location,
        properties: {
          ddosSettings: { protectionMode: 'VirtualNetworkInherited' },
          dnsSettings: { domainNameLabel: 'lazulite-front' },
          idleTimeoutInMinutes: 4,
          publicIPAddressVersion: 'IPv4',
          publicIPAllocationMethod: 'Static',
        },
        sku: { name: 'Standard', tier: 'Regional' },
        tags: {},
      },
      reads({ json }) {
        assert.deepEqual(json['sku'], { name: 'Standard', tier: 'Regional' });
        const properties = at(json, 'properties');
        assert.equal(at(properties, 'publicIPAllocationMethod'), 'Static');
        assert.equal(at(properties, 'idleTimeoutInMinutes'), 4);
        assert.equal(at(properties, 'dnsSettings', 'domainNameLabel'), 'lazulite-front');
        assert.match(
          String(at(properties, 'dnsSettings', 'fqdn')),
          /^lazulite-front\.westeurope\./,
        );
        assert.match(String(at(properties, 'ipAddress')), /^\d+\.\d+\.\d+\.\d+$/);
      },
    }),
    ...createBalancer(place, loadBalancer, poll),
  ];
}

/** `terraform destroy`, in the order of its graph. */
export function removeNetwork(
  place: Place,
  { network, loadBalancer }: AzurermVersions,
  poll: Poller,
): readonly Step[] {
  const ids = networkIds(place);
  const of = (id: string, version: string): Step => remove(id, version, `${SOURCE}: Delete`, poll);
  return [
    of(ids.loadBalancer, loadBalancer),
    of(ids.publicAddress, network),
    of(ids.subnet, network),
    of(ids.securityGroup, network),
    of(ids.virtualNetwork, network),
  ];
}

function securityRule(): JsonObject {
  return {
    name: 'http',
    properties: {
      access: 'Allow',
      description: '',
      destinationAddressPrefix: '*',
      destinationAddressPrefixes: [],
      destinationPortRange: '80',
      destinationPortRanges: [],
      direction: 'Inbound',
      priority: 100,
      protocol: 'Tcp',
      sourceAddressPrefix: '*',
      sourceAddressPrefixes: [],
      sourcePortRange: '*',
      sourcePortRanges: [],
    },
  };
}
