import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Azure, createAzure } from '../compute/support/azure.ts';
import { setPath } from '../compute/support/models.ts';
import { errorOf, NETWORK, networkOf, setWith, SUBNET, VNET } from './support/network.ts';

async function settle(azure: Azure): Promise<void> {
  await azure.settle();
}

test('scale sets: a network that is not there is refused when strict, as Azure does', async () => {
  const strict = await createAzure({ network: 'strict' });
  const answer = await strict.send('PUT', setPath('web'), { body: setWith({}) });
  assert.equal(answer.httpStatus, 400);
  assert.deepEqual(errorOf(answer), {
    code: 'InvalidResourceReference',
    message: `Resource ${SUBNET.id} referenced by resource ${setPath('web')} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    details: [],
  });
  assert.equal((await strict.send('GET', setPath('web'))).httpStatus, 404);
  const lenient = await createAzure();
  assert.equal((await lenient.send('PUT', setPath('web'), { body: setWith({}) })).httpStatus, 201);
});

test('scale sets: a subnet that an existing network lacks is refused also when lenient', async () => {
  const azure = await createAzure();
  await networkOf(azure).make('virtualNetworks/v', {
    properties: { addressSpace: VNET.properties.addressSpace },
  });
  const answer = await azure.send('PUT', setPath('web'), { body: setWith({}) });
  assert.equal(errorOf(answer)['code'], 'InvalidResourceReference');
});

test('scale sets: what a set names cannot be deleted before the set is gone', async () => {
  const azure = await createAzure({ network: 'strict' });
  const { make, delete: remove } = networkOf(azure);
  await make('virtualNetworks/v', VNET);
  await make('networkSecurityGroups/nsg');
  await make('loadBalancers/lb', { properties: { backendAddressPools: [{ name: 'p' }] } });
  const pool = { id: `${NETWORK}/loadBalancers/lb/backendAddressPools/p` };
  const created = await azure.send('PUT', setPath('web'), {
    body: setWith(
      { loadBalancerBackendAddressPools: [pool] },
      { networkSecurityGroup: { id: `${NETWORK}/networkSecurityGroups/nsg` } },
    ),
  });
  assert.equal(created.httpStatus, 201, created.text);
  await settle(azure);
  const refusals: readonly [path: string, code: string, message: RegExp][] = [
    ['virtualNetworks/v/subnets/s', 'InUseSubnetCannotBeDeleted', /^Subnet s is in use by /],
    [
      'networkSecurityGroups/nsg',
      'NetworkSecurityGroupInUseByVirtualMachineScaleSet',
      /in use by virtual machine scale set .*\/virtualMachineScaleSets\/web\.$/,
    ],
    [
      'loadBalancers/lb',
      'LoadBalancerInUseByVirtualMachineScaleSet',
      /since its child resources p are in use by virtual machine scale set .*\/virtualMachineScaleSets\/web\.$/,
    ],
  ];
  for (const [path, code, message] of refusals) {
    const answer = await remove(path);
    assert.equal(errorOf(answer)['code'], code);
    assert.match(String(errorOf(answer)['message']), message);
  }
  // A model that no longer names the group lets it go.
  const patched = await azure.send('PUT', setPath('web'), {
    body: setWith({ loadBalancerBackendAddressPools: [pool] }),
  });
  assert.equal(patched.httpStatus, 200, patched.text);
  assert.equal((await remove('networkSecurityGroups/nsg')).httpStatus, 202);
  await settle(azure);
  await azure.send('DELETE', setPath('web'));
  assert.equal((await remove('loadBalancers/lb')).httpStatus, 400, 'still deleting');
  await settle(azure);
  assert.equal((await azure.send('GET', setPath('web'))).httpStatus, 404);
  assert.equal((await remove('loadBalancers/lb')).httpStatus, 202);
  assert.equal((await remove('virtualNetworks/v/subnets/s')).httpStatus, 202);
  const left = await azure.store.listDocuments('references', { prefix: '', limit: 10 });
  assert.deepEqual(left, []);
});

test('scale sets: many sets in one subnet are made at once', async () => {
  const azure = await createAzure({ network: 'strict' });
  const { make } = networkOf(azure);
  await make('virtualNetworks/v', VNET);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, at) =>
      azure.send('PUT', setPath(`web${at}`), { body: setWith({}, {}, 1) }),
    ),
  );
  assert.deepEqual(new Set(answers.map(({ httpStatus }) => httpStatus)), new Set([201]));
});

test('scale sets: a network and a set that names it, deleted and made at once, are decided in an order', async () => {
  for (let round = 0; round < 10; round += 1) {
    const azure = await createAzure({ network: 'strict' });
    const { make, delete: remove, get } = networkOf(azure);
    await make('virtualNetworks/v', VNET);
    const [created, removed] = await Promise.all([
      azure.send('PUT', setPath('web'), { body: setWith({}) }),
      remove('virtualNetworks/v/subnets/s'),
    ]);
    const isMade = created.httpStatus === 201;
    assert.equal(removed.httpStatus === 202, !isMade, `${created.text} ${removed.text}`);
    assert.equal((await get('virtualNetworks/v/subnets/s')).httpStatus, isMade ? 200 : 404);
  }
});
