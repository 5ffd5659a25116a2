import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AZURE_LOCATIONS, findLocation } from './azure-locations.ts';
import { createFixture, S, SUB, TENANT, TYPE } from './fixture.test.ts';

test('subscriptions: are listed and read as each version writes them', async () => {
  const { send } = createFixture();
  const policies = {
    locationPlacementId: 'Public_2014-09-01',
    quotaId: 'PayAsYouGo_2014-09-01',
    spendingLimit: 'Off',
  };
  const old = await send('GET', '/subscriptions', undefined, '2016-06-01');
  assert.deepEqual(old.json, {
    value: [
      {
        id: S,
        authorizationSource: 'RoleBased',
        subscriptionId: SUB,
        displayName: 'Lazulite',
        state: 'Enabled',
        subscriptionPolicies: policies,
      },
    ],
  });
  const list = await send('GET', '/subscriptions', undefined, '2022-12-01');
  assert.equal(list.json.value[0].tenantId, TENANT);
  assert.deepEqual(list.json.count, { type: 'Total', value: 1 });
  const one = await send('GET', `/SUBSCRIPTIONS/${SUB.toUpperCase()}`, undefined, '2022-12-01');
  assert.deepEqual(one.json, list.json.value[0]);
});

test('tenants: the one that there is', async () => {
  const { send } = createFixture();
  const old = await send('GET', '/tenants', undefined, '2016-06-01');
  assert.deepEqual(old.json, { value: [{ id: `/tenants/${TENANT}`, tenantId: TENANT }] });
  const now = await send('GET', '/tenants', undefined, '2022-12-01');
  assert.equal(now.json.value[0].tenantCategory, 'Home');
  assert.equal(now.header('x-ms-ratelimit-remaining-tenant-reads'), '248');
});

test('locations: the data are of one piece', () => {
  assert.ok(AZURE_LOCATIONS.length >= 55, `${AZURE_LOCATIONS.length}`);
  assert.equal(new Set(AZURE_LOCATIONS.map(({ name }) => name)).size, AZURE_LOCATIONS.length);
  for (const location of AZURE_LOCATIONS) {
    assert.equal(location.displayName.replaceAll(' ', '').toLowerCase(), location.name);
    const { pairedRegion, longitude, latitude, geography, physicalLocation } = location;
    if (pairedRegion !== undefined) assert.ok(findLocation(pairedRegion), pairedRegion);
    assert.ok(
      Math.abs(Number(longitude)) <= 180 && Math.abs(Number(latitude)) <= 90,
      location.name,
    );
    assert.ok(geography !== '' && physicalLocation !== '');
  }
});

test('locations: are listed as each version writes them', async () => {
  const { send } = createFixture();
  const old = await send('GET', `${S}/locations`, undefined, '2016-06-01');
  assert.deepEqual(Object.keys(old.json.value[0]), [
    'id',
    'name',
    'displayName',
    'longitude',
    'latitude',
  ]);
  const now = await send('GET', `${S}/locations`, undefined, '2022-12-01');
  assert.deepEqual(now.json.value[0], {
    id: `${S}/locations/eastus`,
    name: 'eastus',
    type: 'Region',
    displayName: 'East US',
    regionalDisplayName: '(US) East US',
    metadata: {
      regionType: 'Physical',
      regionCategory: 'Recommended',
      geography: 'United States',
      geographyGroup: 'US',
      longitude: '-79.8164',
      latitude: '37.3719',
      physicalLocation: 'Virginia',
      pairedRegion: [{ name: 'westus', id: `${S}/locations/westus` }],
    },
    availabilityZoneMappings: [1, 2, 3].map((zone) => ({
      logicalZone: `${zone}`,
      physicalZone: `eastus-az${zone}`,
    })),
  });
});

test('providers: are listed with their types, newest version first', async () => {
  const { send } = createFixture();
  const list = await send('GET', `${S}/providers`);
  assert.deepEqual(
    list.json.value.map((item: { namespace: string }) => item.namespace),
    ['Microsoft.Compute', 'Microsoft.Resources'],
  );
  const one = await send('GET', `${S}/providers/microsoft.compute`);
  assert.deepEqual(one.json, {
    id: `${S}/providers/Microsoft.Compute`,
    namespace: 'Microsoft.Compute',
    resourceTypes: [
      {
        resourceType: 'virtualMachineScaleSets',
        locations: ['East US'],
        apiVersions: ['2024-07-01', '2015-06-15'],
        defaultApiVersion: '2015-06-15',
        capabilities: 'None',
      },
    ],
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
  });
  const tenant = await send('GET', '/providers/Microsoft.Compute');
  assert.deepEqual(Object.keys(tenant.json), ['namespace', 'resourceTypes']);
  assert.equal((await send('GET', '/providers')).json.value.length, 2);
  for (const path of [`${S}/providers/Microsoft.Fake`, '/providers/Microsoft.Fake']) {
    assert.equal((await send('GET', path)).json.error.code, 'InvalidResourceNamespace');
  }
});

test('providers: are registered and unregistered, unless something is left of them', async () => {
  const { send, addSet, finishDeletion } = createFixture();
  const state = async (method: string, tail: string): Promise<string> => {
    const { json } = await send(method, `${S}/providers/Microsoft.Compute${tail}`);
    return json.registrationState ?? json.error.code;
  };
  const id = await addSet('Rg', 'web');
  assert.equal(await state('POST', '/unregister'), 'SubscriptionCannotBeUnregistered');
  await finishDeletion(id);
  assert.equal(await state('POST', '/unregister'), 'NotRegistered');
  assert.equal(await state('GET', ''), 'NotRegistered');
  assert.equal(await state('POST', '/register'), 'Registered');
  assert.equal(await state('GET', ''), 'Registered');
  const free = await send('POST', `${S}/providers/Microsoft.Resources/unregister`);
  assert.equal(free.json.registrationState, 'Registered');
  const fake = await send('POST', `${S}/providers/Microsoft.Fake/register`);
  assert.equal(fake.status, 404);
});

test('resources: are listed by subscription and by group, filtered and paged', async () => {
  const { send, addSet } = createFixture();
  await send('PUT', `${S}/resourceGroups/a`, { location: 'eastus' });
  await addSet('a', 'one', {
    tags: { env: 'prod' },
    sku: { name: 'Standard_D2s_v3', capacity: 3 },
    zones: ['1'],
  });
  await addSet('a', 'two');
  await addSet('b', 'three', { location: 'westus' });
  const names = async (target: string): Promise<string[]> =>
    (await send('GET', target)).json.value.map(({ name }: { name: string }) => name);
  assert.deepEqual(await names(`${S}/resources`), ['one', 'two', 'three']);
  assert.deepEqual(await names(`${S}/resourcegroups/A/resources`), ['one', 'two']);
  const filter = (text: string): string => `${S}/resources?$filter=${encodeURIComponent(text)}`;
  assert.deepEqual(await names(filter(`resourceType eq '${TYPE}' and location eq 'westus'`)), [
    'three',
  ]);
  assert.deepEqual(await names(filter("tagName eq 'env' and tagValue eq 'prod'")), ['one']);
  assert.equal(
    (await send('GET', filter("kind eq 'x'"))).json.error.code,
    'InvalidFilterInQueryString',
  );
  const [first] = (await send('GET', `${S}/resources?$top=1&$expand=createdTime`)).json.value;
  assert.deepEqual(first, {
    id: `${S}/resourceGroups/a/providers/${TYPE}/one`,
    name: 'one',
    type: TYPE,
    sku: { name: 'Standard_D2s_v3', capacity: 3 },
    createdTime: '2026-01-01T00:00:00+00:00',
    location: 'eastus',
    zones: ['1'],
    tags: { env: 'prod' },
  });
  const page = (await send('GET', `${S}/resources?$top=2`)).json;
  const rest = (await send('GET', page.nextLink.replace('https://localhost:8677', ''))).json;
  assert.deepEqual(
    rest.value.map(({ name }: { name: string }) => name),
    ['three'],
  );
  assert.equal(rest.nextLink, undefined);
  const nowhere = await send('GET', `${S}/resourcegroups/none/resources`);
  assert.equal(nowhere.json.error.code, 'ResourceGroupNotFound');
});
