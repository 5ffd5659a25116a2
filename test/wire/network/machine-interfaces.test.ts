import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Azure, createAzure } from '../compute/support/azure.ts';
import { settled, WEB } from '../compute/support/flexible.ts';
import { setPath } from '../compute/support/models.ts';
import {
  errorOf,
  itemsOf,
  NETWORK,
  networkOf,
  propertiesOf,
  setWith,
  SUBNET,
  VNET,
} from './support/network.ts';

/** A set behind a load balancer as az makes it, each machine with an address of its own. */
async function behindBalancer(azure: Azure): Promise<void> {
  const { make } = networkOf(azure);
  const lb = `${NETWORK}/loadBalancers/lb`;
  const frontend = { id: `${lb}/frontendIPConfigurations/f` };
  await make('virtualNetworks/v', VNET);
  await make('publicIPAddresses/ip');
  await make('loadBalancers/lb', {
    properties: {
      frontendIPConfigurations: [
        { name: 'f', properties: { publicIPAddress: { id: `${NETWORK}/publicIPAddresses/ip` } } },
      ],
      backendAddressPools: [{ name: 'p' }],
      inboundNatPools: [
        {
          name: 'n',
          properties: {
            frontendIPConfiguration: frontend,
            protocol: 'tcp',
            frontendPortRangeStart: '50000',
            frontendPortRangeEnd: '50119',
            backendPort: 22,
          },
        },
      ],
    },
  });
  const body = setWith({
    loadBalancerBackendAddressPools: [{ id: `${lb}/backendAddressPools/p` }],
    loadBalancerInboundNatPools: [{ id: `${lb}/inboundNatPools/n` }],
    publicIPAddressConfiguration: {
      name: 'pub',
      properties: { idleTimeoutInMinutes: 10, dnsSettings: { domainNameLabel: 'kili' } },
    },
  });
  const created = await azure.send('PUT', setPath('web'), { body });
  assert.equal(created.httpStatus, 201, created.text);
  await azure.settle();
}

// Source: recorded, azure-cli test_vmss_nics (2019), in the compact form of today.
test('scale sets: the interface of a machine looks as recorded', async () => {
  const azure = await createAzure({ network: 'strict' });
  await behindBalancer(azure);
  const list = await azure.send('GET', `${setPath('web')}/networkInterfaces`, {
    version: '2018-10-01',
  });
  const nics = list.json['value'] as JsonObject[];
  assert.equal(nics.length, 2);
  const nic = nics[1] as JsonObject;
  const machine = `${setPath('web')}/virtualMachines/1`;
  const id = `${machine}/networkInterfaces/nic`;
  const properties = nic['properties'] as JsonObject;
  assert.match(String(properties['macAddress']), /^00-0D-3A(-[0-9A-F]{2}){3}$/);
  assert.deepEqual(nic, {
    name: 'nic',
    id,
    etag: nic['etag'],
    properties: {
      provisioningState: 'Succeeded',
      resourceGuid: properties['resourceGuid'],
      ipConfigurations: [
        {
          name: 'ip',
          id: `${id}/ipConfigurations/ip`,
          etag: nic['etag'],
          properties: {
            provisioningState: 'Succeeded',
            privateIPAddress: '10.0.0.5',
            privateIPAllocationMethod: 'Dynamic',
            publicIPAddress: { id: `${id}/ipConfigurations/ip/publicIPAddresses/pub` },
            subnet: SUBNET,
            primary: true,
            privateIPAddressVersion: 'IPv4',
            loadBalancerBackendAddressPools: [
              { id: `${NETWORK}/loadBalancers/lb/backendAddressPools/p` },
            ],
            loadBalancerInboundNatRules: [
              { id: `${NETWORK}/loadBalancers/lb/inboundNatRules/n.1` },
            ],
          },
        },
      ],
      dnsSettings: {
        dnsServers: [],
        appliedDnsServers: [],
        internalDomainNameSuffix: (properties['dnsSettings'] as JsonObject)[
          'internalDomainNameSuffix'
        ],
      },
      macAddress: properties['macAddress'],
      enableAcceleratedNetworking: false,
      enableIPForwarding: false,
      primary: true,
      virtualMachine: { id: machine },
      hostedWorkloads: [],
      tapConfigurations: [],
    },
  });
  const send = (path: string) => azure.send('GET', `${machine}/${path}`, { version: '2018-10-01' });
  assert.deepEqual((await send('networkInterfaces')).json, { value: [nic] });
  assert.deepEqual((await send('networkInterfaces/NIC')).json, nic);
  const configuration = await send('networkInterfaces/nic/ipConfigurations/ip');
  assert.deepEqual((await send('networkInterfaces/nic/ipConfigurations')).json, {
    value: [configuration.json],
  });
  const address = await send('networkInterfaces/nic/ipconfigurations/ip/publicipaddresses/pub');
  assert.deepEqual((address.json['properties'] as JsonObject)['dnsSettings'], {
    domainNameLabel: 'vm1.kili',
    fqdn: 'vm1.kili.westeurope.cloudapp.azure.com',
  });
  assert.deepEqual(
    (await send('networkInterfaces/nic/ipconfigurations/ip/publicipaddresses')).json,
    {
      value: [address.json],
    },
  );
  const all = await azure.send('GET', `${setPath('web')}/publicipaddresses`, {
    version: '2018-10-01',
  });
  assert.equal((all.json['value'] as JsonObject[]).length, 2);
  for (const path of [
    'networkInterfaces/none',
    'networkInterfaces/nic/ipConfigurations/none',
    'networkInterfaces/nic/ipconfigurations/ip/publicipaddresses/none',
  ]) {
    const missing = await send(path);
    assert.equal(missing.httpStatus, 404, path);
    assert.equal(errorOf(missing)['code'], 'NotFound');
  }
});

// Source: azure-cli 2.74, list_vmss_instance_connection_info, which reads exactly this.
test('scale sets: the load balancer shows a rule and a member for each machine', async () => {
  const azure = await createAzure({ network: 'strict' });
  await behindBalancer(azure);
  const { get, put } = networkOf(azure);
  const lb = (await get('loadBalancers/lb')).json;
  const rules = itemsOf(lb, 'inboundNatRules');
  const ipOf = (instance: number) =>
    `${setPath('web')}/virtualMachines/${instance}/networkInterfaces/nic/ipConfigurations/ip`;
  assert.deepEqual(
    rules.map((rule) => [
      rule['name'],
      propertiesOf(rule)['frontendPort'],
      propertiesOf(rule)['backendPort'],
      (propertiesOf(rule)['backendIPConfiguration'] as JsonObject)['id'],
    ]),
    [0, 1].map((at) => [`n.${at}`, 50_000 + at, 22, ipOf(at)]),
  );
  const pool = itemsOf(lb, 'backendAddressPools')[0];
  assert.deepEqual(propertiesOf(pool)['backendIPConfigurations'], [
    { id: ipOf(0) },
    { id: ipOf(1) },
  ]);
  const subnetNow = await get('virtualNetworks/v/subnets/s');
  assert.deepEqual(propertiesOf(subnetNow.json)['ipConfigurations'], [
    { id: ipOf(0) },
    { id: ipOf(1) },
  ]);
  // A client that puts back what it got does not make the derived ones its own.
  assert.equal((await put('loadBalancers/lb', lb)).httpStatus, 200);
  await azure.send('DELETE', setPath('web'));
  await azure.settle();
  assert.deepEqual(itemsOf((await get('loadBalancers/lb')).json, 'inboundNatRules'), []);
});

test('scale sets: NAT rules with a range map a port to each machine of the pool', async () => {
  const azure = await createAzure({ network: 'strict' });
  const { make, get } = networkOf(azure);
  const lb = `${NETWORK}/loadBalancers/lb`;
  const pool = { id: `${lb}/backendAddressPools/p` };
  await make('virtualNetworks/v', VNET);
  await make('loadBalancers/lb', {
    sku: { name: 'Standard' },
    properties: {
      frontendIPConfigurations: [{ name: 'f', properties: { subnet: SUBNET } }],
      backendAddressPools: [{ name: 'p' }],
      inboundNatRules: [
        {
          name: 'NatRule',
          properties: {
            frontendIPConfiguration: { id: `${lb}/frontendIPConfigurations/f` },
            backendAddressPool: pool,
            backendPort: 22,
            frontendPortRangeStart: '50000',
            frontendPortRangeEnd: '50119',
          },
        },
      ],
    },
  });
  const body = setWith({ loadBalancerBackendAddressPools: [pool] });
  await azure.send('PUT', setPath('web'), { body });
  await azure.settle();
  const item = (await get('loadBalancers/lb/backendAddressPools/p')).json;
  const addresses = propertiesOf(item)['loadBalancerBackendAddresses'] as JsonObject[];
  assert.deepEqual(
    addresses.map((address) => propertiesOf(address)['inboundNatRulesPortMapping']),
    [50_000, 50_001].map((frontendPort) => [
      { inboundNatRuleName: 'NatRule', protocol: 'Tcp', frontendPort, backendPort: 22 },
    ]),
  );
});

test('scale sets: no two machines of sets in one subnet have the same address', async () => {
  const azure = await createAzure();
  await networkOf(azure).make('virtualNetworks/v', VNET);
  const seen = new Set<string>();
  for (const name of ['a', 'b', 'c', 'd']) {
    await azure.send('PUT', setPath(name), { body: setWith({}, {}, 30) });
    await azure.settle();
    const list = await azure.send('GET', `${setPath(name)}/networkInterfaces`, {
      version: '2018-10-01',
    });
    for (const nic of list.json['value'] as JsonObject[]) {
      seen.add(String(propertiesOf(itemsOf(nic, 'ipConfigurations')[0])['privateIPAddress']));
    }
  }
  assert.equal(seen.size, 120);
  const nic = await networkOf(azure).make('networkInterfaces/nic', {
    properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: SUBNET } }] },
  });
  assert.equal(propertiesOf(itemsOf(nic, 'ipConfigurations')[0])['privateIPAddress'], '10.0.0.254');
  assert.ok(seen.has('10.0.0.4') && !seen.has('10.0.0.255'));
});

test('scale sets: interfaces come in pages of as many machines as machines do', async () => {
  const azure = await createAzure();
  const body = setWith({}, {}, 130);
  propertiesOf(body)['singlePlacementGroup'] = false;
  const created = await azure.send('PUT', setPath('web'), { body });
  assert.equal(created.httpStatus, 201, created.text);
  await azure.settle();
  const first = await azure.send('GET', `${setPath('web')}/networkInterfaces`, {
    version: '2018-10-01',
  });
  assert.equal((first.json['value'] as JsonObject[]).length, 120);
  const second = await azure.send('GET', String(first.json['nextLink']));
  assert.equal((second.json['value'] as JsonObject[]).length, 10);
  assert.equal(second.json['nextLink'], undefined);
});

// Terraform's data source goes on to the machine itself after this 404 (azurerm pull request 22566).
test('scale sets: the machines of a Flexible set have no interfaces below the set', async () => {
  const azure = await settled({ capacity: 1 });
  const below = `${WEB}/virtualMachines/${azure.names[0] ?? ''}/networkInterfaces`;
  for (const path of [below, `${below}/nic`, `${below}/nic/ipConfigurations`]) {
    const answer = await azure.send('GET', path);
    assert.equal(answer.httpStatus, 404, answer.text);
    assert.equal(errorOf(answer)['code'], 'NotFound');
  }
  assert.deepEqual((await azure.send('GET', `${WEB}/networkInterfaces`)).json['value'], []);
});
