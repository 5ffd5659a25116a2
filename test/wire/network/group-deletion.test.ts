import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Azure, createAzure, SUBSCRIPTION } from '../compute/support/azure.ts';
import { setPath } from '../compute/support/models.ts';
import { errorOf, GROUP, NETWORK, networkOf, setWith, VNET } from './support/network.ts';

const VERSION = { version: '2021-04-01' };

async function full(azure: Azure): Promise<void> {
  const { make } = networkOf(azure);
  await make('networkSecurityGroups/nsg');
  await make('publicIPAddresses/ip');
  const nsg = { id: `${NETWORK}/networkSecurityGroups/nsg` };
  await make('virtualNetworks/v', {
    properties: {
      ...VNET.properties,
      subnets: [
        { name: 's', properties: { addressPrefix: '10.0.0.0/24', networkSecurityGroup: nsg } },
      ],
      virtualNetworkPeerings: [],
    },
  });
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    await make(`virtualNetworks/${one}`, {
      properties: {
        addressSpace: VNET.properties.addressSpace,
        virtualNetworkPeerings: [
          {
            name: 'p',
            properties: { remoteVirtualNetwork: { id: `${NETWORK}/virtualNetworks/${other}` } },
          },
        ],
      },
    });
  }
  await make('loadBalancers/lb', {
    properties: {
      frontendIPConfigurations: [
        { name: 'f', properties: { publicIPAddress: { id: `${NETWORK}/publicIPAddresses/ip` } } },
      ],
      backendAddressPools: [{ name: 'p' }],
    },
  });
  const pool = { id: `${NETWORK}/loadBalancers/lb/backendAddressPools/p` };
  const body = setWith({ loadBalancerBackendAddressPools: [pool] }, { networkSecurityGroup: nsg });
  const created = await azure.send('PUT', setPath('web'), { body });
  assert.equal(created.httpStatus, 201, created.text);
  await azure.settle();
}

test('group deletion: takes sets first, then what they used, and leaves nothing behind', async () => {
  const azure = await createAzure();
  await full(azure);
  const accepted = await azure.send('DELETE', GROUP, VERSION);
  const location = accepted.header('Location') ?? '';
  let polls = 0;
  for (; (await azure.send('GET', location)).httpStatus === 202; polls += 1) {
    await azure.advance(15);
    assert.ok(polls < 20, 'it comes to an end');
  }
  assert.ok(polls > 1);
  assert.equal((await azure.send('GET', GROUP, VERSION)).httpStatus, 404);
  for (const collection of ['references', 'reference-sources']) {
    // What has ended is swept up by later deletions; nobody sees it any more.
    const left = await azure.store.listDocuments(collection, { prefix: '', limit: 100 });
    assert.ok(
      left.every(({ key }) => !key.includes('microsoft.compute')),
      collection,
    );
  }
  await azure.send('PUT', GROUP, { body: { location: 'westeurope' }, ...VERSION });
  const list = await azure.send('GET', `${GROUP}/resources`, VERSION);
  assert.deepEqual(list.json, { value: [] });
  const { put, delete: remove } = networkOf(azure);
  assert.equal((await put('virtualNetworks/v', VNET)).httpStatus, 201, 'made anew');
  assert.equal((await remove('virtualNetworks/v')).httpStatus, 202);
});

test('group deletion: with an instant clock one look after another does it', async () => {
  const azure = await createAzure({ clockMode: { kind: 'instant' } });
  const { put } = networkOf(azure);
  const nsg = { id: `${NETWORK}/networkSecurityGroups/nsg` };
  await put('networkSecurityGroups/nsg', {});
  await put('virtualNetworks/v', {
    properties: {
      ...VNET.properties,
      subnets: [
        { name: 's', properties: { addressPrefix: '10.0.0.0/24', networkSecurityGroup: nsg } },
      ],
    },
  });
  const accepted = await azure.send('DELETE', GROUP, VERSION);
  assert.equal((await azure.send('GET', accepted.header('Location') ?? '')).httpStatus, 200);
});

test('group deletion: is given up when another group uses what is left', async () => {
  const azure = await createAzure();
  const { make, get } = networkOf(azure);
  await make('virtualNetworks/v', VNET);
  await make('routeTables/rt');
  const other = `/subscriptions/${SUBSCRIPTION}/resourceGroups/other`;
  await azure.send('PUT', other, { body: { location: 'westeurope' }, ...VERSION });
  const nic = `${other}/providers/Microsoft.Network/networkInterfaces/nic`;
  const subnet = { id: `${NETWORK}/virtualNetworks/v/subnets/s` };
  const created = await azure.send('PUT', nic, {
    body: {
      location: 'westeurope',
      properties: { ipConfigurations: [{ name: 'ip', properties: { subnet } }] },
    },
    version: '2022-01-01',
  });
  assert.equal(created.httpStatus, 201);
  const accepted = await azure.send('DELETE', GROUP, VERSION);
  assert.equal(accepted.httpStatus, 202);
  await azure.advance(15);
  const failed = await azure.send('GET', accepted.header('Location') ?? '');
  assert.equal(failed.httpStatus, 409);
  assert.equal(errorOf(failed)['code'], 'ResourceGroupDeletionBlocked');
  assert.match(
    String(errorOf(failed)['message']),
    /^Deletion of resource group 'RG' failed as resources with identifiers 'Microsoft\.Network\/virtualNetworks\/v' could not be deleted\. /,
  );
  assert.equal((await get('routeTables/rt')).httpStatus, 404);
  assert.equal((await get('virtualNetworks/v')).httpStatus, 200);
  await azure.send('DELETE', nic, { version: '2022-01-01' });
  await azure.advance(15);
  const again = await azure.send('DELETE', GROUP, VERSION);
  await azure.advance(15);
  assert.equal((await azure.send('GET', again.header('Location') ?? '')).httpStatus, 200);
});
