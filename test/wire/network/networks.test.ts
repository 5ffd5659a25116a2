import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createAzure } from '../compute/support/azure.ts';
import { errorOf, itemsOf, NETWORK, networkOf, propertiesOf, VNET } from './support/network.ts';

const subnetId = `${NETWORK}/virtualNetworks/v/subnets/s`;

// Source: recorded, azure-cli test_network_vnet (December 2023).
test('networks: a network with its subnets looks as recorded', async () => {
  const azure = await createAzure();
  const { put, get } = networkOf(azure);
  const created = await put('virtualNetworks/v', {
    properties: { ...VNET.properties, enableDdosProtection: false, enableVmProtection: false },
  });
  assert.equal(created.httpStatus, 201);
  const { etag } = created.json;
  assert.deepEqual(created.json, {
    name: 'v',
    id: `${NETWORK}/virtualNetworks/v`,
    etag,
    type: 'Microsoft.Network/virtualNetworks',
    location: 'westeurope',
    properties: {
      provisioningState: 'Updating',
      resourceGuid: propertiesOf(created.json)['resourceGuid'],
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [
        {
          name: 's',
          id: subnetId,
          etag,
          type: 'Microsoft.Network/virtualNetworks/subnets',
          properties: {
            provisioningState: 'Updating',
            addressPrefix: '10.0.0.0/24',
            delegations: [],
            privateEndpointNetworkPolicies: 'Disabled',
            privateLinkServiceNetworkPolicies: 'Enabled',
          },
        },
      ],
      virtualNetworkPeerings: [],
      enableDdosProtection: false,
    },
  });
  const old = await azure.send('GET', `${NETWORK}/virtualNetworks/v`, { version: '2018-11-01' });
  assert.equal(propertiesOf(old.json)['enableVmProtection'], false, 'as recorded of 2017');
  await azure.advance(10);
  const subnet = await get('virtualNetworks/v/subnets/s');
  assert.deepEqual(subnet.json, itemsOf((await get('virtualNetworks/v')).json, 'subnets')[0]);
});

test('networks: prefixes that cannot be are refused', async () => {
  const azure = await createAzure();
  const { put, make, get } = networkOf(azure);
  const withSubnets = (...prefixes: readonly string[]) => ({
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: prefixes.map((addressPrefix, at) => ({
        name: `s${at}`,
        properties: { addressPrefix },
      })),
    },
  });
  const cases: readonly [body: object, code: string, message: RegExp][] = [
    [
      withSubnets('10.0.0.0/24', '10.0.0.128/25'),
      'NetcfgSubnetRangesOverlap',
      /^Subnet 's1' is not valid because its IP address range overlaps with that of an existing subnet 's0' in virtual network 'v'\.$/,
    ],
    [
      withSubnets('10.1.0.0/24'),
      'NetcfgSubnetRangeOutsideVnet',
      /^Subnet 's0' is not valid because its IP address range is outside the IP address range of virtual network 'v'\.$/,
    ],
    [withSubnets('10.0.3.5/24'), 'InvalidCIDRNotation', /should be 10\.0\.3\.0\/24\.$/],
    [withSubnets('10.0.3.0'), 'InvalidAddressPrefixFormat', /10\.0\.3\.0 of resource/],
    [{ properties: {} }, 'InvalidRequestFormat', /^Cannot parse the request\.$/],
    [
      { properties: { ...VNET.properties, subnets: [{ name: 'x' }] } },
      'InvalidRequestFormat',
      /^Cannot parse the request\.$/,
    ],
  ];
  for (const [body, code, message] of cases) {
    const answer = await put('virtualNetworks/v', body);
    assert.equal(answer.httpStatus, 400, code);
    assert.equal(errorOf(answer)['code'], code);
    assert.match(String(errorOf(answer)['message']), message);
  }
  const details = errorOf(await put('virtualNetworks/v', {}))['details'] as JsonObject[];
  assert.equal(details[0]?.['code'], 'MissingJsonProperty');
  await make('virtualNetworks/v', VNET);
  const clash = await put('virtualNetworks/v/subnets/t', {
    properties: { addressPrefix: '10.0.0.64/26' },
  });
  assert.equal(errorOf(clash)['code'], 'NetcfgSubnetRangesOverlap');
  assert.equal((await get('virtualNetworks/v/subnets/t')).httpStatus, 404);
});

test('networks: interfaces take the lowest free addresses of their subnet', async () => {
  const azure = await createAzure();
  const { make, put, delete: remove } = networkOf(azure);
  await make('virtualNetworks/v', VNET);
  const nic = (properties: object = {}) => ({
    properties: {
      ipConfigurations: [{ name: 'ip', properties: { subnet: { id: subnetId }, ...properties } }],
    },
  });
  const addressOf = (json: JsonObject) =>
    propertiesOf(itemsOf(json, 'ipConfigurations')[0])['privateIPAddress'];
  assert.equal(addressOf(await make('networkInterfaces/a', nic())), '10.0.0.4');
  assert.equal(addressOf(await make('networkInterfaces/b', nic())), '10.0.0.5');
  const [c, d] = await Promise.all([
    put('networkInterfaces/c', nic()),
    put('networkInterfaces/d', nic()),
  ]);
  assert.deepEqual(
    new Set([addressOf(c.json), addressOf(d.json)]),
    new Set(['10.0.0.6', '10.0.0.7']),
  );
  assert.equal((await remove('networkInterfaces/a')).httpStatus, 202);
  await azure.advance(10);
  assert.equal(addressOf(await make('networkInterfaces/b', nic())), '10.0.0.5', 'it keeps its own');
  assert.equal(addressOf(await make('networkInterfaces/e', nic())), '10.0.0.4');
  const fixed = (privateIPAddress: string) =>
    nic({ privateIPAllocationMethod: 'Static', privateIPAddress });
  for (const [address, code] of [
    ['10.0.1.4', 'PrivateIPAddressNotInSubnet'],
    ['10.0.0.1', 'PrivateIPAddressInReservedRange'],
    ['10.0.0.5', 'PrivateIPAddressIsAllocated'],
  ] as const) {
    const answer = await put('networkInterfaces/f', fixed(address));
    assert.equal(errorOf(answer)['code'], code);
  }
  assert.equal(addressOf(await make('networkInterfaces/f', fixed('10.0.0.9'))), '10.0.0.9');
});

test('networks: a subnet without addresses is full', async () => {
  const azure = await createAzure();
  const { make, put } = networkOf(azure);
  await make('virtualNetworks/v', {
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 's', properties: { addressPrefix: '10.0.0.0/29' } }],
    },
  });
  const nic = {
    properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: subnetId } } }] },
  };
  for (const name of ['a', 'b', 'c']) await make(`networkInterfaces/${name}`, nic);
  assert.deepEqual(errorOf(await put('networkInterfaces/d', nic)), {
    code: 'SubnetIsFull',
    message: 'Subnet s with address prefix 10.0.0.0/29 is already full.',
    details: [],
  });
});

test('networks: what is in use stays, and says by whom it is used', async () => {
  const azure = await createAzure();
  const { make, get, delete: remove } = networkOf(azure);
  for (const path of [
    'networkSecurityGroups/nsg',
    'routeTables/rt',
    'natGateways/nat',
    'publicIPAddresses/ip',
    'applicationSecurityGroups/asg',
  ]) {
    await make(path);
  }
  const named = (path: string) => ({ id: `${NETWORK}/${path}` });
  await make('virtualNetworks/v', {
    properties: {
      addressSpace: VNET.properties.addressSpace,
      subnets: [
        {
          name: 's',
          properties: {
            addressPrefix: '10.0.0.0/24',
            networkSecurityGroup: named('networkSecurityGroups/nsg'),
            routeTable: named('routeTables/rt'),
            natGateway: named('natGateways/nat'),
          },
        },
      ],
    },
  });
  await make('networkInterfaces/nic', {
    properties: {
      ipConfigurations: [
        {
          name: 'c',
          properties: {
            subnet: { id: subnetId },
            publicIPAddress: named('publicIPAddresses/ip'),
            applicationSecurityGroups: [named('applicationSecurityGroups/asg')],
          },
        },
      ],
    },
  });
  const user = `${NETWORK}/networkInterfaces/nic/ipConfigurations/c`;
  const refusals: readonly [path: string, code: string, message: string][] = [
    [
      'virtualNetworks/v/subnets/s',
      'InUseSubnetCannotBeDeleted',
      `Subnet s is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
    ],
    [
      'virtualNetworks/v',
      'InUseSubnetCannotBeDeleted',
      `Subnet s is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
    ],
    [
      'networkSecurityGroups/nsg',
      'InUseNetworkSecurityGroupCannotBeDeleted',
      `Network security group ${NETWORK}/networkSecurityGroups/nsg cannot be deleted because it is in use by the following resources: ${subnetId}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
    ],
    [
      'routeTables/rt',
      'InUseRouteTableCannotBeDeleted',
      'Route table rt is in use and cannot be deleted.',
    ],
    [
      'natGateways/nat',
      'CannotDeleteNatGatewayAssociatedToSubnet',
      `NAT Gateway ${NETWORK}/natGateways/nat is still configured on 1 subnets. Remove NAT Gateway from all referenced subnets and then delete NAT Gateway.`,
    ],
    [
      'applicationSecurityGroups/asg',
      'InUseResourceCannotBeDeleted',
      `Resource ${NETWORK}/applicationSecurityGroups/asg is in use by ${user} and cannot be deleted.`,
    ],
  ];
  for (const [path, code, message] of refusals) {
    const answer = await remove(path);
    assert.equal(answer.httpStatus, 400, path);
    assert.deepEqual(errorOf(answer), { code, message, details: [] });
  }
  const ip = await get('publicIPAddresses/ip');
  assert.deepEqual(propertiesOf(ip.json)['ipConfiguration'], { id: user });
  assert.match(String(propertiesOf(ip.json)['ipAddress']), /^198\.1[89]\./);
  const subnet = await get('virtualNetworks/v/subnets/s');
  assert.deepEqual(propertiesOf(subnet.json)['ipConfigurations'], [{ id: user }]);
  const table = await get('routeTables/rt');
  assert.deepEqual(propertiesOf(table.json)['subnets'], [{ id: subnetId }]);

  await remove('networkInterfaces/nic');
  await azure.advance(10);
  await remove('virtualNetworks/v');
  await azure.advance(10);
  for (const [path] of refusals) assert.ok((await remove(path)).httpStatus < 300, path);
});

test('networks: a client that puts back what it got changes nothing but the etag', async () => {
  const azure = await createAzure();
  const { make, put, get } = networkOf(azure);
  await make('virtualNetworks/v', VNET);
  await make('publicIPAddresses/ip', { sku: { name: 'Standard' }, zones: ['1'] });
  await make('networkInterfaces/nic', {
    properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: subnetId } } }] },
  });
  await make('networkSecurityGroups/nsg', {
    properties: { securityRules: [{ name: 'a', properties: { priority: 100, access: 'Allow' } }] },
  });
  await make('loadBalancers/lb', {
    properties: {
      frontendIPConfigurations: [
        { name: 'f', properties: { publicIPAddress: { id: `${NETWORK}/publicIPAddresses/ip` } } },
      ],
      backendAddressPools: [{ name: 'p' }],
    },
  });
  const bare = (json: JsonObject) => JSON.stringify(json).replaceAll(/"etag":"[^}]*?",/g, '');
  for (const path of [
    'virtualNetworks/v',
    'networkInterfaces/nic',
    'networkSecurityGroups/nsg',
    'publicIPAddresses/ip',
    'loadBalancers/lb',
  ]) {
    const before = (await get(path)).json;
    const answer = await put(path, before);
    assert.equal(answer.httpStatus, 200, answer.text);
    await azure.advance(10);
    assert.equal(bare((await get(path)).json), bare(before), path);
  }
});

test('networks: a prefix gives addresses out of its block', async () => {
  const azure = await createAzure();
  const { make, put } = networkOf(azure);
  const prefix = await make('publicIPPrefixes/p', { properties: { prefixLength: 30 } });
  const block = String(propertiesOf(prefix)['ipPrefix']);
  assert.match(block, /^198\.1[89]\.\d+\.\d+\/30$/);
  const ip = await make('publicIPAddresses/ip', {
    sku: { name: 'Standard' },
    properties: { publicIPPrefix: { id: `${NETWORK}/publicIPPrefixes/p` } },
  });
  const address = String(propertiesOf(ip)['ipAddress']);
  assert.equal(address.split('.').slice(0, 3).join('.'), block.split('.').slice(0, 3).join('.'));
  const bad = await put('publicIPPrefixes/q', { properties: { prefixLength: 8 } });
  assert.equal(errorOf(bad)['code'], 'InvalidPrefixLength');
});
