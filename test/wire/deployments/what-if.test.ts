import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createWorld,
  deployment,
  deploymentPath,
  SETS,
  setResource,
  templateOf,
  type World,
} from './support/world.ts';

const ID = deploymentPath('d1');

async function whatIf(world: World, body: unknown) {
  const accepted = await world.send('POST', `${ID}/whatIf`, body);
  assert.equal(accepted.httpStatus, 202, accepted.text);
  assert.equal(accepted.text, '');
  const location = accepted.header('location') ?? '';
  assert.match(location, /\/operationresults\/eyJqb2JJZCI6[\w-]+\?api-version=2022-09-01$/);
  const result = await world.send('GET', location);
  assert.equal(result.httpStatus, 200, result.text);
  return result.json;
}

// Source: azure-cli, recording of test_resource_group_level_what_if.yaml; its _formatters.py.
test('what-if: what would be made, changed, left alone and deleted', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const before = await whatIf(world, deployment(templateOf([setResource('a')])));
  assert.equal(before.status, 'Succeeded');
  const [create] = before.properties.changes;
  assert.deepEqual([create.changeType, create.resourceId], ['Create', `${SETS}/a`]);
  assert.deepEqual(Object.keys(create.after), Object.keys(create.after).toSorted());
  assert.deepEqual(
    [create.after.apiVersion, create.after.name, create.after.type],
    ['2024-07-01', 'a', 'Microsoft.Compute/virtualMachineScaleSets'],
  );
  assert.equal((await send('GET', `${SETS}/a`)).httpStatus, 404, 'nothing was made');
  assert.equal((await send('GET', ID)).httpStatus, 404, 'nothing is under way');

  await send('PUT', ID, deployment(templateOf([setResource('a'), setResource('b')])));
  await clock({ runUntilIdle: true });
  const template = templateOf([setResource('a', {}, 5), setResource('c')]);
  const { changes } = (await whatIf(world, deployment(template))).properties;
  const types = (list: readonly { changeType: string; resourceId: string }[]) =>
    list.map(({ changeType, resourceId }) => `${changeType} ${resourceId.split('/').at(-1)}`);
  assert.deepEqual(types(changes), ['Modify a', 'Create c', 'Ignore b']);
  assert.deepEqual(changes[0].delta, [
    { path: 'sku.capacity', propertyChangeType: 'Modify', before: 2, after: 5 },
  ]);
  assert.equal(changes[0].after.sku.capacity, 5);
  const complete = await whatIf(world, deployment(template, { mode: 'Complete' }));
  assert.deepEqual(types(complete.properties.changes), ['Modify a', 'Create c', 'Delete b']);
  const same = await whatIf(world, deployment(templateOf([setResource('a')])));
  assert.deepEqual(types(same.properties.changes), ['NoChange a', 'Ignore b']);
  const settings = { whatIfSettings: { resultFormat: 'ResourceIdOnly' } };
  const ids = await whatIf(world, deployment(template, settings));
  assert.deepEqual(ids.properties.changes, [
    { resourceId: `${SETS}/a`, changeType: 'Deploy' },
    { resourceId: `${SETS}/c`, changeType: 'Deploy' },
    { resourceId: `${SETS}/b`, changeType: 'Ignore' },
  ]);
});

test('what-if: a template with a mistake is a result too', async () => {
  await using world = await createWorld();
  const result = await whatIf(world, deployment(templateOf([setResource('[nope()]')])));
  assert.equal(result.status, 'Failed');
  assert.equal(result.error.code, 'InvalidTemplate');
  const refused = await whatIf(
    world,
    deployment(templateOf([setResource('a', { sku: { name: 'Standard_Nope' } })])),
  );
  assert.deepEqual(
    [refused.status, refused.error.code, refused.error.details[0].code],
    ['Failed', 'InvalidTemplateDeployment', 'InvalidParameter'],
  );
});

test('what-if: shows no secret', async () => {
  await using world = await createWorld();
  const set = setResource('a', { tags: { note: "[concat('it is ', parameters('secret'))]" } });
  const text = JSON.stringify(set).replace('Xy7!kilimanjaro', "[parameters('secret')]");
  const template = templateOf([JSON.parse(text)], {
    parameters: { secret: { type: 'securestring' } },
  });
  const parameters = { secret: { value: 'Xy7!kilimanjaro' } };
  const result = await whatIf(world, deployment(template, { parameters }));
  const { after } = result.properties.changes[0];
  assert.equal(after.tags.note, 'it is *******');
  assert.equal(after.properties.virtualMachineProfile.osProfile.adminPassword, '*******');
});
