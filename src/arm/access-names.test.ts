import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionOf, scopeOf } from './access-names.ts';

test("roles: actions and scopes are named in Azure's way", () => {
  const set =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/web';
  const named: readonly [method: string, target: string, action: string][] = [
    ['GET', `${set}?api-version=1`, 'Microsoft.Compute/virtualMachineScaleSets/read'],
    ['PATCH', set, 'Microsoft.Compute/virtualMachineScaleSets/write'],
    [
      'DELETE',
      `${set}/virtualMachines/3`,
      'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/delete',
    ],
    ['POST', `${set}/start`, 'Microsoft.Compute/virtualMachineScaleSets/start/action'],
    ['POST', `${set}/poweroff`, 'Microsoft.Compute/virtualMachineScaleSets/powerOff/action'],
    [
      'PUT',
      '/subscriptions/s/resourcegroups/g',
      'Microsoft.Resources/subscriptions/resourceGroups/write',
    ],
    ['GET', '/subscriptions', 'Microsoft.Resources/subscriptions/read'],
    ['GET', '/subscriptions/s/resources', 'Microsoft.Resources/subscriptions/resources/read'],
    [
      'GET',
      '/subscriptions/s/resourceGroups/g/resources',
      'Microsoft.Resources/subscriptions/resourceGroups/resources/read',
    ],
    ['GET', '/subscriptions/s/providers', 'Microsoft.Resources/subscriptions/providers/read'],
    [
      'GET',
      '/subscriptions/s/providers/Microsoft.Compute',
      'Microsoft.Resources/subscriptions/providers/read',
    ],
    [
      'POST',
      '/subscriptions/s/providers/Microsoft.Compute/register',
      'Microsoft.Compute/register/action',
    ],
  ];
  for (const [method, target, action] of named) assert.equal(actionOf({ method, target }), action);
  assert.equal(scopeOf({ target: `/${set}?x=1` }), set);
});
