import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesBetween, overlaid } from './delta.ts';

// Source: azure-cli, recording of test_resource_group_level_what_if.yaml.
test('delta: what the template does not mention stays, what differs is named by its path', () => {
  const before = {
    kind: 'StorageV2',
    properties: { accessTier: 'Hot' },
    sku: { name: 'Standard_LRS' },
  };
  const after = overlaid(before, { properties: {}, sku: { name: 'Standard_GRS' } });
  assert.deepEqual(after, { ...before, sku: { name: 'Standard_GRS' } });
  assert.deepEqual(changesBetween(before, after), [
    {
      path: 'sku.name',
      propertyChangeType: 'Modify',
      before: 'Standard_LRS',
      after: 'Standard_GRS',
    },
  ]);
});

test('delta: casing of values and names, texts for numbers, nulls and passwords change nothing', () => {
  const before = {
    properties: { upgradePolicy: { mode: 'Manual' }, primary: true, capacity: 3, osProfile: {} },
  };
  const body = {
    Properties: {
      upgradePolicy: { mode: 'manual' },
      primary: 'true',
      capacity: '3',
      singlePlacementGroup: null,
      zones: [],
      osProfile: { adminPassword: 'x' },
    },
  };
  assert.deepEqual(changesBetween(before, overlaid(before, body) as typeof before), []);
});

test('delta: items of lists are told apart by name, else by place', () => {
  const before = {
    subnets: [
      { name: 'a', prefix: '1' },
      { name: 'b', prefix: '2' },
    ],
    prefixes: ['x', 'y'],
  };
  const body = { subnets: [{ name: 'b', prefix: '3' }, { name: 'c' }], prefixes: ['x'] };
  assert.deepEqual(changesBetween(before, overlaid(before, body) as typeof before), [
    {
      path: 'subnets',
      propertyChangeType: 'Array',
      children: [
        {
          path: '0',
          propertyChangeType: 'Modify',
          before: { name: 'b', prefix: '2' },
          after: { name: 'b', prefix: '3' },
          children: [{ path: 'prefix', propertyChangeType: 'Modify', before: '2', after: '3' }],
        },
        { path: '1', propertyChangeType: 'Create', after: { name: 'c' } },
        { path: '0', propertyChangeType: 'Delete', before: { name: 'a', prefix: '1' } },
      ],
    },
    {
      path: 'prefixes',
      propertyChangeType: 'Array',
      children: [{ path: '1', propertyChangeType: 'Delete', before: 'y' }],
    },
  ]);
});
