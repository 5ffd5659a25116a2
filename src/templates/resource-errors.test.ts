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
    /^Deployment template parse failed: 'Required property 'apiVersion' not found in JSON\. Path 'properties\.template\.resources\[0\]', line 0, position 0\.'\.$/,
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

test('resources: what cannot be asked is found before anything runs, but not in branches', () => {
  const asks = (text: string): (() => unknown) => {
    return () => expand({ resources: [vnet('a', { properties: { x: text } })] });
  };
  // Source: microsoft/openshift-container-platform #185.
  assert.match(
    errorOf(asks("[reference(resourceId('Microsoft.Network/publicIPAddresses', 'p')).x]")),
    /'The template resource 'Microsoft\.Network\/virtualNetworks\/a' reference to 'Microsoft\.Network\/publicIPAddresses\/p' requires an API version\./,
  );
  assert.match(
    errorOf(asks("[concat('x', reference('nobody').x)]")),
    /'The template reference 'nobody' is not valid: could not find template resource/,
  );
  for (const text of [
    "[if(true(), 'x', reference('nobody').x)]",
    "[reference(resourceId('Microsoft.Network/publicIPAddresses', 'p'), '2020-01-01').x]",
  ]) {
    assert.ok(asks(text)());
  }
});

test('resources: what is no expression is said as Azure says it, wherever it stands', () => {
  // Source: mspnp/microservices-reference-implementation #217.
  const message =
    "Deployment template language expression evaluation failed: 'Unable to parse language expression 'concat('a'': expected token 'RightParenthesis' and actual 'EndOfData'.'. Please see https://aka.ms/arm-functions for usage details.";
  const text = "[concat('a']";
  for (const sections of [
    { variables: { x: text } },
    { parameters: { x: { type: 'string', defaultValue: text } } },
    { resources: [vnet(text)] },
    { resources: [vnet('a', { properties: { [text]: 1 } })] },
    { outputs: { x: { type: 'string', value: text } } },
  ]) {
    assert.equal(
      errorOf(() => expand(sections)),
      message,
      JSON.stringify(sections),
    );
  }
});

test('outputs: a function that does not exist is found before anything runs', () => {
  assert.match(
    errorOf(() => expand({ outputs: { x: { type: 'string', value: '[concat(nope())]' } } })),
    /The template output 'x' at line '0' and column '0' is not valid: The template function 'nope' is not valid\./,
  );
});

test('resources: an error names the resource by its name, or as written while that is not known', () => {
  // Source: Azure/azure-quickstart-templates #5803 and Azure/azure-powershell #12962 (messages).
  const variables = { name: 'joindomain' };
  const wrong = "[resourceId('Microsoft.Compute/virtualMachines')]";
  assert.match(
    errorOf(() =>
      expand({ variables, resources: [vnet("[variables('name')]", { tags: { wrong } })] }),
    ),
    /^Deployment template validation failed: 'The template resource 'joindomain' at line/,
  );
  assert.match(
    errorOf(() => expand({ variables, resources: [vnet("[concat(variables('nome'))]")] })),
    /^Deployment template validation failed: 'The template resource '\[concat\(variables\('nome'\)\)\]' at line/,
  );
});
