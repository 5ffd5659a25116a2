import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, RG, S, SETS, setResource } from '../deployments/support/world.ts';

const TAGS = `${SETS}/web/providers/Microsoft.Resources/tags/default`;

// Source: "Tags - Create Or Update At Scope" and its kin; az tag asks for nothing else.
test('tags: of a resource are put, merged, taken away, and its provider keeps them', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const { type: _t, apiVersion: _v, name: _n, ...body } = setResource('web');
  const missing = await send('GET', TAGS);
  assert.deepEqual([missing.httpStatus, missing.json.error.code], [404, 'ResourceNotFound']);
  await send('PUT', `${SETS}/web`, { ...body, tags: { a: '1' } });
  await clock({ runUntilIdle: true });
  assert.deepEqual((await send('GET', TAGS)).json, {
    id: TAGS,
    name: 'default',
    type: 'Microsoft.Resources/tags',
    properties: { tags: { a: '1' } },
  });
  const steps = [
    ['PATCH', { operation: 'Merge', properties: { tags: { b: '2' } } }, { a: '1', b: '2' }],
    ['PATCH', { operation: 'delete', properties: { tags: { a: '' } } }, { b: '2' }],
    ['PUT', { properties: { tags: { c: '3' } } }, { c: '3' }],
  ] as const;
  for (const [method, order, expected] of steps) {
    const answer = await send(method, TAGS, order);
    assert.equal(answer.httpStatus, 200, answer.text);
    assert.deepEqual(answer.json.properties.tags, expected);
    await clock({ runUntilIdle: true });
    assert.deepEqual((await send('GET', `${SETS}/web`)).json.tags, expected);
  }
  assert.equal((await send('DELETE', TAGS)).httpStatus, 200);
  await clock({ runUntilIdle: true });
  assert.deepEqual((await send('GET', `${SETS}/web`)).json.tags, {});
  const bad = await send('PUT', TAGS, { properties: { tags: { 'a/b': 'x' } } });
  assert.deepEqual([bad.httpStatus, bad.json.error.code], [400, 'InvalidTagNameCharacters']);
  const odd = await send('PATCH', TAGS, { operation: 'Mix', properties: { tags: {} } });
  assert.deepEqual([odd.httpStatus, odd.json.error.code], [400, 'InvalidRequestContent']);
});

// Source: "Resolve errors for reserved resource names".
test('checkResourceName: says whether a name is reserved', async () => {
  await using world = await createWorld();
  const check = (body: unknown) =>
    world.send('POST', '/providers/Microsoft.Resources/checkResourceName', body);
  const type = 'Microsoft.Compute/virtualMachineScaleSets';
  for (const [name, status] of [
    ['web', 'Allowed'],
    ['azure', 'Reserved'],
    ['myazure', 'Allowed'],
    ['LoginServer', 'Reserved'],
    ['my-windows-vm', 'Reserved'],
  ]) {
    assert.deepEqual((await check({ name, type })).json, { name, type, status });
  }
  assert.equal((await check({ name: 'x' })).httpStatus, 400);
});

test('resources: what is not served is refused by name', async () => {
  await using world = await createWorld();
  const rows = [
    ['POST', `${RG}/moveResources`, 'Resources_MoveResources'],
    ['POST', `${RG}/validateMoveResources`, 'Resources_ValidateMoveResources'],
    ['POST', `${RG}/exportTemplate`, 'ResourceGroups_ExportTemplate'],
    ['PUT', `${S}/providers/Microsoft.Resources/tags/default`, 'Tags_CreateOrUpdateAtScope'],
    ['GET', `${S}/tagNames`, 'Tags_List'],
  ] as const;
  for (const [method, path, operation] of rows) {
    const { httpStatus, json } = await world.send(method, path, {});
    assert.deepEqual(
      [httpStatus, json.error],
      [
        409,
        {
          code: 'NotSupported',
          message: `The operation '${operation}' is not supported by Lazulite yet.`,
        },
      ],
    );
  }
});

// Source: "Resources - List", $expand; azure-cli asks for all three (custom.py, list_resources).
test('resources: a list says when they were made and changed, and how they are, when asked', async () => {
  await using world = await createWorld({ lifecycle: 'azure' });
  const { send, clock } = world;
  const { type: _t, apiVersion: _v, name: _n, ...body } = setResource('web');
  await send('PUT', `${SETS}/web`, body);
  const nsg = `${RG}/providers/Microsoft.Network/networkSecurityGroups/n`;
  await send('PUT', nsg, { location: 'westeurope' }, '2022-07-01');
  const list = async (query: string) =>
    (await send('GET', `${RG}/resources${query}`, undefined, '2021-04-01')).json.value;
  const all = '?$expand=createdTime,changedTime,provisioningState';
  const states = async () =>
    (await list(all)).map((entry: Record<string, string>) => [
      entry['name'],
      entry['provisioningState'],
    ]);
  assert.deepEqual((await states())[0], ['web', 'Creating']);
  await clock({ runUntilIdle: true });
  await clock({ advanceBy: '1m' });
  assert.deepEqual(await states(), [
    ['web', 'Succeeded'],
    ['n', 'Succeeded'],
  ]);
  const [web] = await list(all);
  assert.equal(web.createdTime, '2026-01-01T00:00:00+00:00');
  assert.ok(web.changedTime > web.createdTime, web.changedTime);
  assert.deepEqual(Object.keys((await list(''))[1]), ['id', 'name', 'type', 'location']);
});
