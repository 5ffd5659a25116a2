import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFixture, S } from './fixture.test.ts';

const RG = `${S}/resourceGroups/Web-1`;

test('group: is created once with 201, then answered with 200, as Azure writes it', async () => {
  const { send } = createFixture();
  const created = await send('PUT', RG, { location: 'West Europe', tags: { a: 'b' } });
  assert.equal(created.status, 201);
  assert.equal(
    created.text,
    `{"id":"${RG}","name":"Web-1","type":"Microsoft.Resources/resourceGroups","location":"westeurope","tags":{"a":"b"},"properties":{"provisioningState":"Succeeded"}}`,
  );
  const again = await send('PUT', RG.toLowerCase(), { location: 'westeurope', tags: {} });
  assert.equal(again.status, 200);
  assert.equal(again.json.name, 'Web-1', 'the casing of the creation stays');
  assert.deepEqual(again.json.tags, {});
  const read = await send('GET', `${S}/RESOURCEGROUPS/web-1/`);
  assert.equal(read.text, again.text);
  assert.equal((await send('PUT', RG, { location: 'westeurope' })).json.tags, undefined);
});

test('group: HEAD says whether it is there', async () => {
  const { send } = createFixture();
  const missing = await send('HEAD', RG);
  assert.equal(missing.status, 404);
  assert.equal(missing.text, (await send('GET', RG)).text, 'of which only the length is sent');
  await send('PUT', RG, { location: 'westeurope' });
  assert.equal((await send('HEAD', RG)).status, 204);
});

const refusals: readonly [what: string, path: string, body: unknown, RegExp][] = [
  ['no location', RG, {}, /^400 LocationRequired: The location property is required/],
  ['a null location', RG, { location: null }, /^400 LocationRequired/],
  ['a location that is no text', RG, { location: 1 }, /^400 InvalidRequestContent/],
  [
    'a malformed location',
    RG,
    { location: 'a;b' },
    /^400 InvalidResourceLocation: The specified location 'a;b' is invalid\./,
  ],
  [
    'an unknown location',
    RG,
    { location: 'Canada' },
    /^400 LocationNotAvailableForResourceGroup: The provided location 'Canada' is not available for resource group\. List of available regions is 'eastus,eastus2,/,
  ],
  ['no body', RG, undefined, /^400 InvalidRequestContent/],
  ['a body that is a list', RG, [], /^400 InvalidRequestContent/],
  [
    'a body that is no JSON',
    RG,
    '{location',
    /^400 InvalidRequestContent: The request content was invalid and could not be deserialized: 'Unexpected character encountered while parsing value: l\. Path '', line 1, position 1\.'\.$/,
  ],
  ['tags that are no object', RG, { location: 'eastus', tags: 'x' }, /^400 InvalidRequestContent/],
  [
    'a tag with a slash',
    RG,
    { location: 'eastus', tags: { 'a/b': '' } },
    /^400 InvalidTagNameCharacters: The tag names 'a\/b' have reserved characters/,
  ],
  [
    'managedBy that is no text',
    RG,
    { location: 'eastus', managedBy: {} },
    /^400 InvalidRequestContent/,
  ],
  [
    'a blank in the name',
    `${S}/resourceGroups/my%20group`,
    { location: 'eastus' },
    /^400 InvalidResourceGroup: The provided resource group name 'my group' has these invalid characters: ' '\. The name can only be a letter, digit, '-', '\.', '\(', '\)' or '_'\./,
  ],
  [
    'a name that ends in a period',
    `${S}/resourceGroups/a.`,
    { location: 'eastus' },
    /^400 InvalidResourceGroup/,
  ],
  [
    'a name of 91 characters',
    `${S}/resourceGroups/${'a'.repeat(91)}`,
    { location: 'eastus' },
    /^400 InvalidResourceGroup/,
  ],
];

for (const [what, path, body, expected] of refusals) {
  test(`group: refuses ${what}`, async () => {
    const { send } = createFixture();
    const answer = await send('PUT', path, body);
    const { code, message } = answer.json.error;
    assert.match(`${answer.status} ${code}: ${message}`, expected);
    assert.equal((await send('GET', path)).status, 404, 'nothing was created');
  });
}

test('group: odd but lawful names are taken', async () => {
  const { send } = createFixture();
  for (const name of ['a', '(x)_.-y', 'gruppe-ä', '1'.repeat(90)]) {
    const path = `${S}/resourceGroups/${encodeURIComponent(name)}`;
    assert.equal((await send('PUT', path, { location: 'eastus' })).status, 201, name);
    assert.equal((await send('GET', path)).json.name, name);
  }
});

test('group: does not move', async () => {
  const { send } = createFixture();
  await send('PUT', RG, { location: 'westus' });
  const answer = await send('PUT', RG, { location: 'East US' });
  assert.equal(answer.status, 409);
  assert.deepEqual(answer.json.error, {
    code: 'InvalidResourceGroupLocation',
    message:
      "Invalid resource group location 'East US'. The Resource group already exists in location 'westus'.",
  });
});

test('group: PATCH changes the tags and nothing else', async () => {
  const { send } = createFixture();
  assert.equal((await send('PATCH', RG, { tags: {} })).json.error.code, 'ResourceGroupNotFound');
  await send('PUT', RG, { location: 'westus', tags: { a: '1' }, managedBy: '/x' });
  const patched = await send('PATCH', RG, { tags: { b: '2' }, location: 'eastus' });
  assert.equal(patched.status, 200);
  assert.deepEqual(
    [patched.json.tags, patched.json.location, patched.json.managedBy],
    [{ b: '2' }, 'westus', '/x'],
  );
  assert.equal((await send('PATCH', RG, [])).status, 400);
});

test('group: lists page by page, filtered by tags', async () => {
  const { send } = createFixture();
  for (let index = 0; index < 7; index += 1) {
    const tags = index % 2 === 0 ? { Env: 'prod' } : { env: 'test' };
    await send('PUT', `${S}/resourceGroups/g${index}`, { location: 'eastus', tags });
  }
  const walk = async (query: string): Promise<string[]> => {
    const names: string[] = [];
    let next: string | undefined = `${S}/resourcegroups?${query}`;
    while (next !== undefined) {
      const page: { json: { value: { name: string }[]; nextLink?: string } } = await send(
        'GET',
        next,
      );
      names.push(...page.json.value.map(({ name }) => name));
      next = page.json.nextLink?.replace('https://localhost:8677', '');
    }
    return names;
  };
  assert.deepEqual(await walk('$top=3'), ['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6']);
  const filter = encodeURIComponent("tagName eq 'env' and tagValue eq 'prod'");
  assert.deepEqual(await walk(`$filter=${filter}&$top=1`), ['g0', 'g2', 'g4', 'g6']);
  assert.deepEqual(await walk('$filter='), ['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6']);
  const refused = await send(
    'GET',
    `${S}/resourcegroups?$filter=${encodeURIComponent("name eq 'g1'")}`,
  );
  assert.equal(
    refused.json.error.message,
    "Invalid $filter 'name eq 'g1'' specified in the query string.",
  );
  assert.equal(
    (await send('GET', `${S}/resourcegroups?$skiptoken=e30`)).json.error.code,
    'InvalidSkipToken',
  );
  assert.equal(
    (await send('GET', `${S}/resourcegroups?$top=0`)).json.error.code,
    'InvalidTopInQueryString',
  );
});

test('group: an unknown version lists the known ones, newest first', async () => {
  const { send } = createFixture();
  const answer = await send('GET', RG, undefined, '2016-03-30');
  assert.equal(answer.status, 400);
  assert.match(
    answer.json.error.message,
    /^The api-version '2016-03-30' is invalid\. The supported versions are '2025-04-01,.*,2014-04-01-preview,2014-04-01,2014-01-01,2013-03-01,2014-02-26,2014-04'\.$/,
  );
  assert.equal((await send('GET', `${S}/resourcegroups`, undefined, '2099-01-01')).status, 200);
  assert.equal((await send('GET', `${S}/resourcegroups`, undefined, '2014-04')).status, 200);
});

test('group: POST is not allowed, and says what is', async () => {
  const { send } = createFixture();
  const answer = await send('POST', RG);
  assert.equal(answer.status, 405);
  assert.equal(answer.header('allow'), 'GET,HEAD,PUT,PATCH,DELETE');
});

test('tags: of a group are put, merged, replaced, taken away', async () => {
  const { send } = createFixture();
  const tags = `${RG}/providers/Microsoft.Resources/tags/default`;
  assert.equal((await send('GET', tags)).json.error.code, 'ResourceGroupNotFound');
  await send('PUT', RG, { location: 'eastus', tags: { Env: 'prod', keep: '1' } });
  const patch = async (operation: string, given: object): Promise<object> =>
    (await send('PATCH', tags, { operation, properties: { tags: given } })).json.properties.tags;
  assert.deepEqual(await patch('Merge', { env: 'test', n: '2' }), {
    keep: '1',
    env: 'test',
    n: '2',
  });
  assert.deepEqual(await patch('Delete', { ENV: 'other', N: '2' }), { keep: '1', env: 'test' });
  assert.deepEqual(await patch('delete', { env: '' }), { keep: '1' });
  assert.deepEqual(await patch('Replace', { z: '9' }), { z: '9' });
  const put = await send('PUT', tags, { properties: { tags: { a: 'b' } } });
  assert.deepEqual(put.json, {
    id: `${RG}/providers/Microsoft.Resources/tags/default`,
    name: 'default',
    type: 'Microsoft.Resources/tags',
    properties: { tags: { a: 'b' } },
  });
  assert.deepEqual((await send('GET', RG)).json.tags, { a: 'b' });
  for (const bad of [{}, { operation: 'Merge' }, { operation: 'Zap', properties: { tags: {} } }]) {
    assert.equal((await send('PATCH', tags, bad)).json.error.code, 'InvalidRequestContent');
  }
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, '']));
  const merged = await send('PATCH', tags, { operation: 'Merge', properties: { tags: many } });
  assert.equal(merged.json.error.code, 'TooManyTags');
  assert.equal((await send('DELETE', tags)).status, 200);
  assert.deepEqual((await send('GET', tags)).json.properties.tags, {});
});
