import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatResourceId, parseResourceId, resourceGroupKey, resourceKey } from './resource-id.ts';

const ID =
  '/subscriptions/S/resourceGroups/Rg/providers/Microsoft.Compute/virtualMachineScaleSets/Web/virtualMachines/0';

test('resource id: is read in any casing and slashes, and written as Azure does', () => {
  const id = parseResourceId(
    '//SUBSCRIPTIONS/S/resourcegroups/Rg/PROVIDERS/Microsoft.Compute//virtualMachineScaleSets/Web/virtualMachines/0/',
  );
  assert.deepEqual(id, {
    subscriptionId: 'S',
    resourceGroupName: 'Rg',
    namespace: 'Microsoft.Compute',
    types: ['virtualMachineScaleSets', 'virtualMachines'],
    names: ['Web', '0'],
  });
  assert.equal(id && formatResourceId(id), ID);
});

test('resource id: subscriptions, groups and resources without a group are ids too', () => {
  for (const text of [
    '/subscriptions/S',
    '/subscriptions/S/resourceGroups/g',
    '/subscriptions/S/providers/N/locations/l',
  ]) {
    const id = parseResourceId(text);
    assert.equal(id && formatResourceId(id), text);
  }
});

test('resource id: percent-encoding is decoded, a broken one refused', () => {
  assert.equal(parseResourceId('/subscriptions/S/resourceGroups/a%20b')?.resourceGroupName, 'a b');
  assert.throws(() => parseResourceId('/subscriptions/%zz'), {
    code: 'InvalidRequestUri',
    httpStatus: 400,
  });
});

test('resource id: what is none is none', () => {
  for (const text of [
    '',
    '/',
    '/subscriptions',
    '/tenants/t',
    '/subscriptions/S/resourceGroups',
    '/subscriptions/S/other/x',
    '/subscriptions/S/providers',
    '/subscriptions/S/providers/N',
    '/subscriptions/S/providers/N/type',
    '/subscriptions/S/resourceGroups/g/providers/N/type/name/child',
  ]) {
    assert.equal(parseResourceId(text), undefined, text);
  }
});

test('resource id: all spellings have one key', () => {
  assert.equal(resourceKey(`/${ID.toUpperCase()}//`), resourceKey(ID));
  assert.equal(resourceKey({ subscriptionId: 'S', types: [], names: [] }), '/subscriptions/s');
  assert.equal(resourceGroupKey('S', 'Rg'), '/subscriptions/s/resourcegroups/rg');
});
