import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryStore, StoreError } from '../../store/index.ts';
import { createFixture, deleteAtOnce, S } from './fixture.test.ts';

const RG = `${S}/resourceGroups/Rg`;
const local = (url: string | undefined): string =>
  (url ?? '').replace('https://localhost:8677', '');

test('group deletion: 202 with a Location until all resources are gone, then 200', async () => {
  const { send, addSet, finishDeletion, deleted } = createFixture({
    mode: { kind: 'scaled', rate: 4 },
  });
  await send('PUT', RG, { location: 'westeurope' });
  const [one, two] = [await addSet('Rg', 'one'), await addSet('rG', 'two')];
  const accepted = await send('DELETE', RG);
  assert.equal(accepted.status, 202);
  assert.equal(accepted.text, '');
  assert.equal(accepted.header('retry-after'), '4');
  assert.equal(accepted.header('azure-asyncoperation'), undefined);
  const location = local(accepted.header('location'));
  assert.match(
    location,
    new RegExp(`^${S}/operationresults/eyJqb2JJZCI6[\\w-]+\\?api-version=2021-04-01$`),
  );
  assert.deepEqual(deleted, ['one', 'two']);

  assert.equal((await send('GET', RG)).json.properties.provisioningState, 'Deleting');
  const poll = await send('GET', location);
  assert.deepEqual(
    [poll.status, poll.header('retry-after'), local(poll.header('location'))],
    [202, '4', location],
  );
  await finishDeletion(one);
  assert.equal((await send('GET', location)).status, 202);
  assert.deepEqual(deleted, ['one', 'two'], 'nothing is begun twice');
  await finishDeletion(two);

  const done = await send('GET', location);
  assert.deepEqual(
    [done.status, done.text, done.header('location'), done.header('retry-after')],
    [200, '', undefined, undefined],
  );
  assert.equal((await send('GET', RG)).json.error.code, 'ResourceGroupNotFound');
  assert.equal((await send('DELETE', RG)).json.error.code, 'ResourceGroupNotFound');
});

test('group deletion: nothing is created or changed meanwhile, nothing is begun twice', async () => {
  const { send, addSet, deleted } = createFixture();
  await send('PUT', RG, { location: 'westeurope' });
  await addSet('Rg', 'one');
  await send('DELETE', RG);
  const tags = `${RG}/providers/Microsoft.Resources/tags/default`;
  for (const [method, path, body] of [
    ['PUT', RG, { location: 'westeurope' }],
    ['PATCH', RG, { tags: {} }],
    ['PUT', tags, { properties: { tags: {} } }],
  ] as const) {
    const { status, json } = await send(method, path, body);
    assert.equal(status, 409);
    assert.deepEqual(json.error.code, 'ResourceGroupBeingDeleted');
    assert.match(
      json.error.message,
      /^The resource group 'Rg' is in deprovisioning state and cannot perform this operation\.$/,
    );
  }
  assert.equal((await send('DELETE', RG)).status, 202);
  assert.deepEqual(deleted, ['one']);
});

test('group deletion: what has failed of it is begun anew at the next look', async () => {
  const { send, addSet } = createFixture({ deleteResource: deleteAtOnce });
  await send('PUT', RG, { location: 'westeurope' });
  // A set whose deletion failed still says that it is being deleted.
  await addSet('Rg', 'one', { deleting: true });
  const location = local((await send('DELETE', RG)).header('location'));
  assert.equal((await send('GET', location)).status, 200);
});

test('group deletion: of an empty group is done at the first poll', async () => {
  const { send } = createFixture();
  await send('PUT', RG, { location: 'westeurope' });
  const accepted = await send('DELETE', RG);
  assert.equal(accepted.status, 202);
  assert.equal((await send('GET', local(accepted.header('location')))).status, 200);
});

test('group deletion: a group made anew is not the one that was deleted', async () => {
  const { send, addSet } = createFixture();
  await send('PUT', RG, { location: 'westeurope' });
  const first = local((await send('DELETE', RG)).header('location'));
  assert.equal((await send('PUT', RG, { location: 'eastus' })).status, 201);
  await addSet('Rg', 'one');
  assert.equal((await send('GET', first)).status, 200);
  assert.equal((await send('GET', RG)).json.properties.provisioningState, 'Succeeded');
});

test('group deletion: goes on after a restart, at the first look', async () => {
  const store = createMemoryStore();
  const before = createFixture({
    store,
    deleteResource: async () => {
      throw new StoreError('conflict', 'somebody else was faster');
    },
  });
  await before.send('PUT', RG, { location: 'westeurope' });
  await before.addSet('Rg', 'one');
  const location = local((await before.send('DELETE', RG)).header('location'));

  const after = createFixture({ store, deleteResource: deleteAtOnce });
  const listed = await after.send('GET', `${S}/resourceGroups`);
  assert.deepEqual(listed.json.value, []);
  assert.deepEqual(after.deleted, ['one']);
  assert.equal((await after.send('GET', location)).status, 200);
});

test('group deletion: a resource that comes late is deleted as well', async () => {
  const store = createMemoryStore();
  let late = true;
  const watched = {
    ...store,
    getDocument: store.getDocument.bind(store),
    listDocuments: store.listDocuments.bind(store),
    commit: async (batch: Parameters<typeof store.commit>[0]) => {
      await store.commit(batch);
      if (
        late &&
        batch.some((write) => write.kind === 'delete' && write.collection === 'resource-groups')
      ) {
        late = false;
        await fixture.addSet('Rg', 'late');
      }
    },
  };
  const fixture = createFixture({ store: watched });
  const { send, deleted, finishDeletion } = fixture;
  await send('PUT', RG, { location: 'westeurope' });
  const location = local((await send('DELETE', RG)).header('location'));
  assert.equal((await send('GET', location)).status, 202);
  assert.deepEqual(deleted, ['late']);
  await finishDeletion(`${RG}/providers/Microsoft.Compute/virtualMachineScaleSets/late`);
  assert.equal((await send('GET', location)).status, 200);
});

test('group deletion: hundreds of resources in one go', async () => {
  const { send, addSet, deleted } = createFixture({ deleteResource: deleteAtOnce });
  await send('PUT', RG, { location: 'westeurope' });
  for (let index = 0; index < 1_201; index += 1) await addSet('Rg', `s${index}`);
  await addSet('Rg2', 'spared');
  const location = local((await send('DELETE', RG)).header('location'));
  assert.equal((await send('GET', location)).status, 200);
  assert.equal(deleted.length, 1_201);
  assert.equal((await send('GET', `${S}/resources`)).json.value.length, 1);
});

test('group deletion: a poll of something that never was is refused', async () => {
  const { send } = createFixture();
  for (const token of ['x', 'eyJhIjoxfQ', '%20', 'e30']) {
    const answer = await send('GET', `${S}/operationresults/${token}`);
    assert.equal(answer.status, 404, token);
  }
});
