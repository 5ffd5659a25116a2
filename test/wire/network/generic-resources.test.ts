import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAzure } from '../compute/support/azure.ts';
import { errorOf, GROUP, networkOf } from './support/network.ts';

const VAULTS = `${GROUP}/providers/Microsoft.KeyVault/vaults`;
const VERSION = { version: '2023-07-01' };
const VAULT = {
  location: 'West Europe',
  kind: 'odd',
  properties: { sku: { name: 'standard' }, rules: [{ id: 'rule 1' }] },
};

test('other types: are refused by name unless the user turned them on', async () => {
  const azure = await createAzure();
  const refused = await azure.send('PUT', `${VAULTS}/kv`, { body: VAULT, ...VERSION });
  assert.equal(refused.httpStatus, 404);
  assert.equal(errorOf(refused)['code'], 'InvalidResourceNamespace');
  const type = await networkOf(azure).put('bastionHosts/b', {});
  assert.equal(errorOf(type)['code'], 'InvalidResourceType');
  assert.match(String(errorOf(type)['message']), /^The resource type 'bastionHosts' could not be/);
});

test('other types: turned on, they are stored as they are sent', async () => {
  const azure = await createAzure({ genericResources: true });
  const send = (method: string, path: string, body?: object) =>
    azure.send(method, path, { ...(body ? { body } : {}), ...VERSION });
  const created = await send('PUT', `${VAULTS}/kv`, VAULT);
  assert.equal(created.httpStatus, 201);
  assert.deepEqual(created.json, {
    id: `${VAULTS}/kv`,
    name: 'kv',
    type: 'Microsoft.KeyVault/vaults',
    kind: 'odd',
    location: 'westeurope',
    properties: { provisioningState: 'Succeeded', ...VAULT.properties },
  });
  assert.equal((await send('PUT', `${VAULTS}/kv`, created.json)).httpStatus, 200);
  const patched = await send('PATCH', `${VAULTS}/KV`, { tags: { a: 'b' } });
  assert.deepEqual(patched.json, { ...created.json, tags: { a: 'b' } });
  assert.deepEqual((await send('GET', VAULTS)).json, { value: [patched.json] });
  const all = await send('GET', VAULTS.replace(/\/resourceGroups\/RG/, ''));
  assert.deepEqual(all.json, { value: [patched.json] });
  const secret = await send('PUT', `${VAULTS}/kv/secrets/s`, { properties: { a: 1 } });
  assert.equal(secret.httpStatus, 201, secret.text);
  const orphan = await send('PUT', `${VAULTS}/none/secrets/s`, { properties: {} });
  assert.equal(errorOf(orphan)['code'], 'ParentResourceNotFound');
  assert.equal((await send('POST', `${VAULTS}/kv`)).httpStatus, 405);
  assert.equal((await send('GET', `${GROUP}/providers/Mine.Own/things/x`)).httpStatus, 404);
  assert.equal((await networkOf(azure).put('bastionHosts/b', {})).httpStatus, 201);
  assert.equal((await send('DELETE', `${VAULTS}/kv/secrets/s`)).httpStatus, 200);
  assert.equal((await send('DELETE', `${VAULTS}/kv/secrets/s`)).httpStatus, 204);
  assert.equal((await send('GET', `${VAULTS}/kv/secrets/s`)).httpStatus, 404);
  assert.equal((await azure.send('GET', `${VAULTS}/kv`, { version: 'soon' })).httpStatus, 400);

  const accepted = await azure.send('DELETE', GROUP, { version: '2021-04-01' });
  await azure.advance(20);
  assert.equal((await azure.send('GET', accepted.header('Location') ?? '')).httpStatus, 200);
});

test('other types: names and ids that no store can keep are refused, not a mistake of ours', async () => {
  const azure = await createAzure({ genericResources: true });
  const long = 'x'.repeat(2_000);
  for (const name of [long, '%00', 'é'.repeat(600)]) {
    const answer = await azure.send('PUT', `${VAULTS}/${name}`, { body: VAULT, ...VERSION });
    assert.equal(answer.httpStatus, 400, name);
  }
  const { put } = networkOf(azure);
  const nsg = (id: string) => ({ networkSecurityGroup: { id } });
  for (const id of [
    `/subscriptions/${long}`,
    '/subscriptions/\0',
    `/subscriptions/${'é'.repeat(800)}`,
  ]) {
    const answer = await put('networkInterfaces/nic', { properties: nsg(id) });
    assert.equal(errorOf(answer)['code'], 'LinkedInvalidPropertyId');
  }
  const odd = await put('networkInterfaces/nic', {
    properties: {
      ipConfigurations: [
        { name: `\0${long}`, properties: { subnet: { id: '/subscriptions/s/x' } } },
      ],
    },
  });
  assert.ok(odd.httpStatus < 500, odd.text);
});
