import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Azure, createAzure, SUBSCRIPTION, TENANT } from '../compute/support/azure.ts';
import { GROUP, linuxSet, setPath } from '../compute/support/models.ts';

const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/me`;
const ACCOUNT = `${GROUP}/providers/Microsoft.Storage/storageAccounts`;
const AUTOSCALE = `${GROUP}/providers/Microsoft.Insights/autoscaleSettings/as`;
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const CONTRIBUTOR = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const PRINCIPAL = '11111111-2222-3333-4444-555555555555';
const location = 'westeurope';

function errorOf(answer: { json: JsonObject }): JsonObject {
  return answer.json['error'] as JsonObject;
}

// Members: the specification's example of UserAssignedIdentities_CreateOrUpdate.
test('identities: have ids in the directory, the same that a set shows', async () => {
  const azure = await createAzure();
  const version = '2023-01-31';
  const put = await azure.send('PUT', IDENTITY, { body: { location }, version });
  assert.equal(put.httpStatus, 201, put.text);
  const ids = put.json['properties'] as JsonObject;
  assert.deepEqual(Object.keys(ids).sort(), ['clientId', 'principalId', 'tenantId']);
  assert.equal(ids['tenantId'], TENANT);
  const identity = { type: 'UserAssigned', userAssignedIdentities: { [IDENTITY]: {} } };
  await azure.send('PUT', setPath('web'), { body: linuxSet({ envelope: { identity } }) });
  const shown = (await azure.send('GET', setPath('web'))).json['identity'] as JsonObject;
  const [mine] = Object.values(shown['userAssignedIdentities'] as JsonObject) as JsonObject[];
  assert.deepEqual(mine, { principalId: ids['principalId'], clientId: ids['clientId'] });
  const all = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
  assert.equal(
    ((await azure.send('GET', all, { version })).json['value'] as JsonObject[]).length,
    1,
  );
  assert.equal(
    (await azure.send('DELETE', IDENTITY, { version })).httpStatus,
    200,
    'in use or not',
  );
});

// Forms: the specification's examples of StorageAccounts.
test('storage accounts: have endpoints and keys, and names that are taken', async () => {
  const azure = await createAzure();
  const version = '2022-09-01';
  const body = { location, sku: { name: 'Standard_LRS' }, kind: 'StorageV2' };
  const put = await azure.send('PUT', `${ACCOUNT}/logs1`, { body, version });
  assert.equal(put.httpStatus, 200, put.text);
  const properties = put.json['properties'] as JsonObject;
  assert.equal(
    (properties['primaryEndpoints'] as JsonObject)['blob'],
    'https://logs1.blob.core.localhost/',
  );
  assert.deepEqual(put.json['sku'], { name: 'Standard_LRS', tier: 'Standard' });
  const keys = await azure.send('POST', `${ACCOUNT}/logs1/listKeys`, { version });
  const [first, second] = keys.json['keys'] as JsonObject[];
  assert.equal(Buffer.from(String(first?.['value']), 'base64').length, 64);
  assert.notEqual(first?.['value'], second?.['value']);
  const check = async (name: string) =>
    (
      await azure.send(
        'POST',
        `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Storage/checkNameAvailability`,
        {
          body: { name, type: 'Microsoft.Storage/storageAccounts' },
          version,
        },
      )
    ).json;
  assert.deepEqual(await check('logs2'), { nameAvailable: true });
  assert.equal((await check('logs1'))['reason'], 'AlreadyExists');
  assert.equal((await check('No-good'))['reason'], 'AccountNameInvalid');
  const odd = await azure.send('PUT', `${ACCOUNT}/Logs_1`, { body, version });
  assert.equal(errorOf(odd)['code'], 'AccountNameInvalid');
  assert.equal((await azure.send('POST', `${ACCOUNT}/none/listKeys`, { version })).httpStatus, 404);
});

// Shape: the specification's example of AutoscaleSettings_CreateOrUpdate; limits: Azure Monitor service limits.
test('autoscale settings: are kept when they have the right shape', async () => {
  const azure = await createAzure();
  const version = '2022-10-01';
  const put = (profiles: unknown) =>
    azure.send('PUT', AUTOSCALE, {
      body: { location, properties: { profiles, targetResourceUri: setPath('web') } },
      version,
    });
  const capacity = { minimum: '1', maximum: '5', default: '2' };
  const rule = {
    metricTrigger: {
      metricName: 'Percentage CPU',
      metricResourceUri: setPath('web'),
      timeGrain: 'PT1M',
      statistic: 'Average',
      timeWindow: 'PT5M',
      timeAggregation: 'Average',
      operator: 'GreaterThan',
      threshold: 70,
    },
    scaleAction: { direction: 'Increase', type: 'ChangeCount', value: '1', cooldown: 'PT5M' },
  };
  assert.equal((await put([{ name: 'usual', capacity, rules: [rule] }])).httpStatus, 201);
  const shown = (await azure.send('GET', AUTOSCALE, { version })).json['properties'] as JsonObject;
  assert.equal(shown['enabled'], true);
  assert.equal(shown['targetResourceUri'], setPath('web'));
  const refused: readonly [unknown, RegExp][] = [
    [[], /1 to 20 profiles/],
    [[{ name: 'p', capacity: { ...capacity, default: '9' }, rules: [] }], /not between/],
    [[{ name: 'p', capacity: { minimum: '1' }, rules: [] }], /'maximum'/],
    [[{ capacity, rules: [] }], /has a name/],
    [[{ name: 'p', capacity, rules: [{}] }], /'metricTrigger'/],
    [
      [{ name: 'p', capacity, rules: Array.from({ length: 11 }, () => rule) }],
      /more than 10 rules/,
    ],
  ];
  for (const [profiles, message] of refused) {
    const answer = await put(profiles);
    assert.equal(answer.httpStatus, 400, answer.text);
    assert.match(String(errorOf(answer)['message']), message);
  }
});

// What az vmss identity assign --scope --role does: core/commands/arm.py of azure-cli.
test('roles: are found by name at every scope', async () => {
  const azure = await createAzure();
  for (const scope of [`/subscriptions/${SUBSCRIPTION}`, GROUP, setPath('web')]) {
    const filter = encodeURIComponent("roleName eq 'Contributor'");
    const answer = await azure.send(
      'GET',
      `${scope}/providers/Microsoft.Authorization/roleDefinitions?$filter=${filter}`,
      { version: '2022-05-01-preview' },
    );
    const [role, ...others] = answer.json['value'] as JsonObject[];
    assert.equal(others.length, 0);
    assert.equal(
      role?.['id'],
      `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${CONTRIBUTOR}`,
    );
    assert.match(JSON.stringify(role), /"roleName":"Contributor"/);
  }
  const base = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions`;
  const version = '2022-04-01';
  assert.equal((await azure.send('GET', `${base}/${READER}`, { version })).json['name'], READER);
  const none = await azure.send('GET', `${base}/${PRINCIPAL}`, { version });
  assert.equal(errorOf(none)['code'], 'RoleDefinitionDoesNotExist');
  const odd = await azure.send('GET', `${base}?$filter=x`, { version });
  assert.equal(errorOf(odd)['code'], 'InvalidFilterInQueryString');
});

const name = (digit: number) => `aaaaaaaa-0000-0000-0000-00000000000${digit}`;

async function give(azure: Azure, scope: string, digit: number, besides: JsonObject = {}) {
  const roleDefinitionId = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${READER}`;
  const properties = { roleDefinitionId, principalId: PRINCIPAL, ...besides };
  const target = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name(digit)}`;
  return azure.send('PUT', target, { body: { properties }, version: '2022-04-01' });
}

async function assigned(azure: Azure, scope: string, filter = ''): Promise<readonly unknown[]> {
  const query = filter === '' ? '' : `?$filter=${encodeURIComponent(filter)}`;
  const target = `${scope}/providers/Microsoft.Authorization/roleAssignments${query}`;
  const answer = await azure.send('GET', target, { version: '2022-04-01' });
  assert.equal(answer.httpStatus, 200, answer.text);
  return (answer.json['value'] as JsonObject[]).map((item) => String(item['name'])).sort();
}

test('role assignments: are given, listed by scope and principal, and taken away', async () => {
  const azure = await createAzure();
  const subscription = `/subscriptions/${SUBSCRIPTION}`;
  const given = await give(azure, GROUP, 1);
  assert.equal(given.httpStatus, 201, given.text);
  assert.equal((given.json['properties'] as JsonObject)['scope'], GROUP);
  assert.equal((await give(azure, subscription, 2)).httpStatus, 201);
  assert.equal((await give(azure, setPath('web'), 3)).httpStatus, 201);
  assert.deepEqual(await assigned(azure, subscription), [name(1), name(2), name(3)]);
  assert.deepEqual(await assigned(azure, GROUP, 'atScope()'), [name(1), name(2)]);
  assert.deepEqual(await assigned(azure, subscription, `principalId eq '${PRINCIPAL}'`), [
    name(1),
    name(2),
    name(3),
  ]);
  assert.deepEqual(
    await assigned(azure, subscription, `atScope() and assignedTo('${name(9)}')`),
    [],
  );
  const target = `${GROUP}/providers/Microsoft.Authorization/roleAssignments/${name(1)}`;
  const version = '2022-04-01';
  assert.equal((await azure.send('GET', target, { version })).httpStatus, 200);
  assert.equal((await azure.send('DELETE', target, { version })).httpStatus, 200);
  assert.equal((await azure.send('DELETE', target, { version })).httpStatus, 204);
  const gone = await azure.send('GET', target, { version });
  assert.equal(errorOf(gone)['code'], 'RoleAssignmentNotFound');
  assert.deepEqual(await assigned(azure, subscription), [name(2), name(3)]);
});

test('role assignments: the same again is one, another of its kind is refused', async () => {
  const azure = await createAzure();
  await give(azure, GROUP, 1);
  assert.equal((await give(azure, GROUP, 1)).httpStatus, 200);
  const twice = await give(azure, GROUP, 2);
  assert.equal(twice.httpStatus, 409);
  // What az looks for before it gives up: "role assignment already exists".
  assert.equal(errorOf(twice)['message'], 'The role assignment already exists.');
  assert.equal(errorOf(twice)['code'], 'RoleAssignmentExists');
  const other = await give(azure, GROUP, 1, { principalId: name(7) });
  assert.equal(errorOf(other)['code'], 'RoleAssignmentUpdateNotPermitted');
  const at = `${GROUP}/providers/Microsoft.Authorization/roleAssignments/mine`;
  const named = await azure.send('PUT', at, { body: { properties: {} }, version: '2022-04-01' });
  assert.equal(errorOf(named)['code'], 'InvalidRoleAssignmentId');
  const nobody = await give(azure, GROUP, 3, { principalId: 'nobody' });
  assert.equal(errorOf(nobody)['code'], 'InvalidPrincipalId');
  const unknown = await give(azure, GROUP, 3, { roleDefinitionId: `/x/${name(8)}` });
  assert.equal(errorOf(unknown)['code'], 'RoleDefinitionDoesNotExist');
});
