import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '../base/index.ts';
import { errorOf, expand, GROUP_ID, resource, vnet } from './fixture.ts';

const LINE = "at line '0' and column '0'";
const REFUSED: readonly (readonly [resources: JsonValue, message: RegExp])[] = [
  // Source: the same messages as the code cites.
  [
    [
      vnet('a', { dependsOn: ['b'] }),
      vnet('b', { dependsOn: ['c'] }),
      vnet('c', { dependsOn: ['b'] }),
    ],
    /'Circular dependency detected on resource: '\/subscriptions\/[^']*\/virtualNetworks\/[bc]'\. Please see https:\/\/aka\.ms\/arm-syntax-resources for usage details\.'/,
  ],
  [[vnet('a', { dependsOn: ['a'] })], /Circular dependency/],
  [
    [vnet('a', { dependsOn: ['Microsoft.Compute/virtualMachines/windowsvm'] })],
    /'The resource 'Microsoft\.Compute\/virtualMachines\/windowsvm' is not defined in the template\. Please see/,
  ],
  [
    [vnet('a', { dependsOn: [`${GROUP_ID}/providers/Microsoft.Compute/virtualMachines/vm`] })],
    /'The resource 'Microsoft\.Compute\/virtualMachines\/vm' is not defined in the template/,
  ],
  [
    [vnet('a', { dependsOn: ['appServicePlan'] })],
    /'The template reference 'appServicePlan' is not valid: could not find template resource or resource copy with this name\. Please see https:\/\/aka\.ms\/arm-function-reference/,
  ],
  [
    [vnet('a', { dependsOn: ['x'] }), vnet('x'), resource('Microsoft.Network/loadBalancers', 'x')],
    /more than one resource with this name/,
  ],
  [
    [vnet('a'), vnet('A')],
    new RegExp(
      `'The resource 'Microsoft\\.Network/virtualNetworks/A' ${LINE} is defined multiple times in a template\\.`,
    ),
  ],
  [
    [resource('Microsoft.DBforPostgreSQL/servers/virtualNetworkRules', 'dev')],
    new RegExp(
      `'The template resource 'dev' for type 'Microsoft\\.DBforPostgreSQL/servers/virtualNetworkRules' ${LINE} has incorrect segment lengths\\.`,
    ),
  ],
  [
    [vnet('')],
    new RegExp(
      `'The template resource '' ${LINE} is not valid\\. The name property cannot be null or empty\\.`,
    ),
  ],
  [
    [{ type: "[parameters('t')]", name: 'x', apiVersion: '1' }],
    /The type property cannot be an expression/,
  ],
  [
    [{ type: 'Microsoft.Network/virtualNetworks', name: 'x' }],
    /The apiVersion property cannot be null or empty/,
  ],
  [[{ type: 'virtualNetworks', name: 'x', apiVersion: '1' }], /must have a namespace and a type/],
  [['x'], /is not valid/],
  [
    [vnet('a', { copy: { name: 'l', count: 801 } })],
    new RegExp(
      `'The template 'copy' definition ${LINE} has an invalid copy count\\. The copy count must be a non-negative integer value and cannot exceed '800'\\.`,
    ),
  ],
  [
    [
      vnet("[concat('a', copyIndex())]", {
        copy: { name: 'l', count: 2, mode: 'serial', batchSize: 3 },
      }),
    ],
    /has an invalid copy batch size\. The copy batch size must be a non-negative integer value and cannot exceed the copy count '2'\./,
  ],
  [
    [vnet("[concat('a', copyIndex())]", { copy: { name: 'l', count: 2, mode: 'odd' } })],
    /invalid copy mode/,
  ],
  [
    [
      vnet("[concat('a', copyIndex())]", { copy: { name: 'l', count: 500 } }),
      vnet("[concat('b', copyIndex())]", { copy: { name: 'm', count: 500 } }),
    ],
    /The number of template resources limit exceeded\. Limit: '800'/,
  ],
  [
    [vnet("[concat('a', copyIndex())]")],
    /The template function 'copyIndex' is not expected at this location\. The function can only be used in a resource with copy specified\./,
  ],
  [
    [vnet("[reference('x').name]")],
    /The template resource '\[reference\('x'\)\.name\]' at line '0' and column '0' is not valid: The template function 'reference' is not expected at this location\. Please see https:\/\/aka\.ms\/arm-functions for usage details\.\. Please see https:\/\/aka\.ms\/arm-functions for usage details\.'\.$/,
  ],
  [
    [vnet('a', { tags: { x: "[listKeys('y', '2020').k]" } })],
    /'listKeys' is not expected at this location/,
  ],
  [
    [vnet('a', { properties: { x: "[concat(reference('a').x, nope())]" } })],
    /The template function 'nope' is not valid/,
  ],
  [
    [vnet('a', { properties: { x: "[reference(parameters('nope'))]" } })],
    /The template parameter 'nope' is not found/,
  ],
  [[vnet('a', { condition: 'perhaps' })], /The condition must be a boolean/],
  [[vnet('a', { dependsOn: [1] })], /The dependsOn property must be an array of strings/],
];

test('resources: what is wrong is said in Azure’s words', () => {
  for (const [resources, message] of REFUSED) {
    assert.match(
      errorOf(() => expand({ resources })),
      message,
      JSON.stringify(resources).slice(0, 200),
    );
  }
});
