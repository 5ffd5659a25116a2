import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../base/index.ts';
import {
  bodyOf,
  CONTEXT,
  errorOf,
  expand,
  GROUP_ID,
  resource,
  runtimeOf,
  SUBSCRIPTION,
  vnet,
} from './fixture.ts';
import { previewBody, resolveBody } from './index.ts';

const NETWORK = `${GROUP_ID}/providers/Microsoft.Network`;

test('resources: ids, names and heads', () => {
  const expanded = expand({
    variables: { name: 'vnet1' },
    resources: [
      vnet("[variables('name')]", {
        location: '[resourceGroup().location]',
        tags: {},
        comments: 'x',
      }),
      resource('Microsoft.Network/virtualNetworks/subnets', "[concat(variables('name'), '/a')]"),
    ],
  });
  const [network, subnet] = expanded.resources;
  assert.equal(network?.id, `${NETWORK}/virtualNetworks/vnet1`);
  assert.equal(network?.location, 'westeurope');
  assert.equal(subnet?.id, `${NETWORK}/virtualNetworks/vnet1/subnets/a`);
  assert.deepEqual(bodyOf(expanded, 'vnet1'), { location: 'westeurope', tags: {} });
});

test('resources: children inside their parent', () => {
  // Source: child-resource-name-type.
  const expanded = expand({
    resources: [
      vnet('v', {
        resources: [
          { type: 'subnets', apiVersion: '2020-06-01', name: 'a', dependsOn: ['v'] },
          resource('Microsoft.Network/virtualNetworks/subnets', 'v/b'),
          { type: 'providers/locks', apiVersion: '2020-05-01', name: 'Microsoft.Authorization/l' },
        ],
      }),
    ],
  });
  assert.deepEqual(
    expanded.resources.map(({ id }) => id.slice(NETWORK.length)),
    [
      '/virtualNetworks/v',
      '/virtualNetworks/v/subnets/a',
      '/virtualNetworks/v/subnets/b',
      '/virtualNetworks/v/providers/Microsoft.Authorization/locks/l',
    ],
  );
  assert.deepEqual(expanded.resources[1]?.dependsOn, [`${NETWORK}/virtualNetworks/v`]);
});

test('resources: extension resources stand below their scope', () => {
  // Source: scope-extension-resources.
  const scoped = (scope: string): string | undefined =>
    expand({ resources: [resource('Microsoft.Authorization/roleAssignments', 'g', { scope })] })
      .resources[0]?.id;
  const suffix = '/providers/Microsoft.Authorization/roleAssignments/g';
  assert.equal(scoped(''), GROUP_ID + suffix);
  assert.equal(
    scoped('Microsoft.Storage/storageAccounts/s'),
    `${GROUP_ID}/providers/Microsoft.Storage/storageAccounts/s${suffix}`,
  );
  assert.equal(
    scoped("[resourceId('Microsoft.Storage/storageAccounts', 's')]"),
    `${GROUP_ID}/providers/Microsoft.Storage/storageAccounts/s${suffix}`,
  );
  assert.equal(scoped('/'), suffix);
});

test('resources: a false condition keeps a resource out, and nobody waits for it', () => {
  const expanded = expand({
    parameters: { make: { type: 'bool', defaultValue: false } },
    resources: [
      vnet('v', {
        condition: "[parameters('make')]",
        properties: { x: "[json('not evaluated')]" },
      }),
      vnet('w', { condition: "[not(parameters('make'))]", dependsOn: ['v'] }),
    ],
  });
  assert.deepEqual(
    expanded.resources.map(({ condition }) => condition),
    [false, true],
  );
  assert.deepEqual(expanded.resources[1]?.dependsOn, []);
  assert.deepEqual(expanded.dependencies, []);
});

test('copies: turns have their index, in names, properties and batches', () => {
  // Source: copy-resources and copy-properties.
  const expanded = expand({
    resources: [
      vnet("[concat('v', copyIndex(1))]", {
        copy: { name: 'nets', count: 5, mode: 'serial', batchSize: 2 },
        properties: {
          index: '[copyIndex()]',
          copy: [
            {
              name: 'subnets',
              count: 2,
              input: { name: "[format('{0}-{1}', copyIndex('nets'), copyIndex('subnets'))]" },
            },
          ],
        },
      }),
      vnet('last', { dependsOn: ['nets'] }),
    ],
  });
  assert.deepEqual(
    expanded.resources.map(({ name }) => name),
    ['v1', 'v2', 'v3', 'v4', 'v5', 'last'],
  );
  assert.deepEqual(bodyOf(expanded, 'v2'), {
    properties: { index: 1, subnets: [{ name: '1-0' }, { name: '1-1' }] },
  });
  const names = (ids: readonly string[] | undefined): (string | undefined)[] =>
    (ids ?? []).map((id) => id.split('/').at(-1));
  assert.deepEqual(names(expanded.resources[1]?.dependsOn), []);
  assert.deepEqual(names(expanded.resources[2]?.dependsOn), ['v1', 'v2']);
  assert.deepEqual(names(expanded.resources[4]?.dependsOn), ['v3', 'v4']);
  assert.deepEqual(names(expanded.resources[5]?.dependsOn), ['v1', 'v2', 'v3', 'v4', 'v5']);
});

test('copies: no turns make no resource', () => {
  const expanded = expand({ resources: [vnet('v', { copy: { name: 'l', count: 0 } })] });
  assert.deepEqual(expanded.resources, []);
});

test('dependsOn: ids, short forms, names, child names', () => {
  const forms = [
    `${NETWORK}/virtualNetworks/a`,
    `${NETWORK.toUpperCase()}/VIRTUALNETWORKS/A`,
    "[resourceId('Microsoft.Network/virtualNetworks', 'a')]",
    'Microsoft.Network/virtualNetworks/a',
    "[concat('Microsoft.Network/virtualNetworks/', 'a')]",
    'A',
  ];
  for (const form of forms) {
    const expanded = expand({ resources: [vnet('b', { dependsOn: [form] }), vnet('a')] });
    assert.deepEqual(expanded.resources[0]?.dependsOn, [`${NETWORK}/virtualNetworks/a`], form);
  }
  assert.deepEqual(
    expand({ resources: [vnet('b', { dependsOn: ['a'] }), vnet('a', { tags: {} })] }).dependencies,
    [
      {
        dependsOn: [
          {
            id: `${NETWORK}/virtualNetworks/a`,
            resourceType: 'Microsoft.Network/virtualNetworks',
            resourceName: 'a',
          },
        ],
        id: `${NETWORK}/virtualNetworks/b`,
        resourceType: 'Microsoft.Network/virtualNetworks',
        resourceName: 'b',
      },
    ],
  );
});

test('dependencies: reference() and list functions make them', () => {
  const expanded = expand({
    resources: [
      vnet('b', {
        properties: {
          byName: "[reference('a').x]",
          byId: "[reference(resourceId('Microsoft.Network/virtualNetworks', 'c')).x]",
          keys: "[listKeys('d', '2020-01-01').key1]",
          withVersion:
            "[reference(resourceId('Microsoft.Network/virtualNetworks', 'e'), '2020-01-01').x]",
          inBranch: "[if(false(), reference('nowhere').x, 'y')]",
        },
      }),
      ...['a', 'c', 'd', 'e'].map((name) => vnet(name)),
    ],
  });
  assert.deepEqual(
    expanded.resources[0]?.dependsOn.map((id) => id.split('/').at(-1)),
    ['a', 'c', 'd'],
  );
});

test('bodies: what they need is asked in rounds, each thing once', () => {
  const id = `${NETWORK}/virtualNetworks/a`;
  const expanded = expand({
    resources: [
      vnet('a'),
      vnet('b', {
        properties: {
          one: "[reference('a').x]",
          two: "[if(equals(reference('a').x, 1), listKeys('a', '2021-01-01', createObject('k', 'v')).key, '')]",
          full: "[reference(resourceId('Microsoft.Network/virtualNetworks', 'a'), '2019-01-01', 'Full').Identity.principalId]",
        },
      }),
    ],
  });
  const b = expanded.resources[1];
  assert.ok(b);
  const get = { kind: 'get', id, apiVersion: '2020-06-01' } as const;
  const full = { kind: 'get', id, apiVersion: '2019-01-01' } as const;
  const list = {
    kind: 'list',
    id,
    apiVersion: '2021-01-01',
    action: 'listKeys',
    body: { k: 'v' },
  } as const;
  assert.deepEqual(resolveBody(expanded, b, runtimeOf()), { resolved: false, needs: [get, full] });
  const state = { id, properties: { x: 1 }, identity: { principalId: 'p' } };
  assert.deepEqual(resolveBody(expanded, b, runtimeOf({ [id]: state })), {
    resolved: false,
    needs: [list],
  });
  const known = runtimeOf({ [id]: state, [`${id}/listKeys`]: { key: 'secret' } });
  assert.deepEqual(resolveBody(expanded, b, known), {
    resolved: true,
    value: { properties: { one: 1, two: 'secret', full: 'p' } },
  });
  assert.deepEqual(previewBody(expanded, b)['properties'], {
    one: "[reference('a').x]",
    two: "[if(equals(reference('a').x, 1), listKeys('a', '2021-01-01', createObject('k', 'v')).key, '')]",
    full: "[reference(resourceId('Microsoft.Network/virtualNetworks', 'a'), '2019-01-01', 'Full').Identity.principalId]",
  });
});

test('bodies: an error at run time names the resource', () => {
  // Source: dmauser/opnazure #63.
  const id = `${NETWORK}/virtualNetworks/a`;
  const expanded = expand({
    resources: [vnet('a'), vnet('b', { properties: { x: "[reference('a').nope]" } })],
  });
  assert.equal(
    errorOf(() => bodyOf(expanded, 'b', runtimeOf({ [id]: { properties: { state: 1 } } }))),
    `Unable to process template language expressions for resource '${NETWORK}/virtualNetworks/b' at line '0' and column '0'. 'The language expression property 'nope' doesn't exist, available properties are 'state'.'`,
  );
});

test('bodies: what is null on top is left out, deeper down it stays', () => {
  const zones = "[if(false(), createArray('1'), json('null'))]";
  const expanded = expand({
    resources: [vnet('a', { zones, sku: null, properties: { x: null } })],
  });
  assert.deepEqual(bodyOf(expanded, 'a'), { properties: { x: null } });
});

test('bodies: names of members may be expressions', () => {
  const expanded = expand({
    resources: [
      vnet('a', {
        identity: {
          userAssignedIdentities: {
            "[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'i')]": {},
          },
        },
      }),
    ],
  });
  const identity = bodyOf(expanded, 'a')['identity'] as JsonObject;
  assert.deepEqual(Object.keys(identity['userAssignedIdentities'] as JsonObject), [
    `${GROUP_ID}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i`,
  ]);
});

test('providers: types by namespace with their locations', () => {
  const expanded = expand({
    resources: [
      vnet('a', { location: 'West Europe' }),
      vnet('b', { location: 'westus' }),
      resource('microsoft.network/loadBalancers', 'l'),
      resource('Microsoft.Compute/virtualMachineScaleSets', 's', { condition: false }),
    ],
  });
  assert.deepEqual(expanded.providers, [
    {
      namespace: 'Microsoft.Network',
      resourceTypes: [
        { resourceType: 'virtualNetworks', locations: ['westeurope', 'westus'] },
        { resourceType: 'loadBalancers', locations: [null] },
      ],
    },
  ]);
});

test('resources: resource groups in a deployment of a subscription', () => {
  const { resourceGroup: _, ...rest } = CONTEXT;
  const context = {
    ...rest,
    scope: { kind: 'subscription', subscriptionId: SUBSCRIPTION } as const,
  };
  const expanded = expand(
    {
      resources: [
        resource('Microsoft.Resources/resourceGroups', 'rg9', { location: 'westeurope' }),
        resource('Microsoft.Resources/deployments', 'inner', {
          resourceGroup: 'rg9',
          dependsOn: ["[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'rg9')]"],
          properties: { mode: 'Incremental', template: {} },
        }),
      ],
    },
    {},
    context,
  );
  const [group, inner] = expanded.resources;
  assert.equal(group?.id, `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg9`);
  assert.deepEqual(inner?.dependsOn, [group?.id]);
  assert.equal(inner?.id, `${group?.id}/providers/Microsoft.Resources/deployments/inner`);
  assert.deepEqual(inner?.nestedScope, {
    kind: 'resourceGroup',
    subscriptionId: SUBSCRIPTION,
    resourceGroupName: 'rg9',
  });
});
