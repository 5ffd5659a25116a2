import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTEXT, errorOf, SUBSCRIPTION, valueOf, VARIABLES } from './fixture.ts';

/** Errors by the part of the message that tells them. */
const ERRORS: readonly (readonly [expression: string, message: RegExp])[] = [
  [
    "foo('x')",
    /The template function 'foo' is not valid\. Please see https:\/\/aka\.ms\/arm-functions for usage details\./,
  ],
  ['deployer()', /The template function 'deployer' is not supported by this emulator/],
  ['managementGroup()', /'managementGroup' is not supported/],
  ["parameters('nope')", /The template parameter 'nope' is not found\./],
  ["variables('nope')", /The template variable 'nope' is not found\./],
  ["concat('a', createArray())", /Either all or none of the parameters must be an array/],
  [
    "split(1, ',')",
    /The template language function 'split' expects its first parameter to be of type 'String'\. The provided value is of type 'Integer'\./,
  ],
  [
    'base64(createArray())',
    /'base64' expects its parameter to be of type 'String'\. The provided value is of type 'Array'\./,
  ],
  ["length('a', 'b')", /function requires '1' argument\(s\) while '2' were provided/],
  [
    "substring('1234567890', 0, 11)",
    /The index parameter: '0', the length parameter: '11', the length of the string parameter: '10'\./,
  ],
  [
    "variables('object').four",
    /The language expression property 'four' doesn't exist, available properties are 'one, two, three'\./,
  ],
  ["variables('list')[3]", /The language expression property array index '3' is out of bounds\./],
  ["variables('list').x", /can't be evaluated, property name must be an integer/],
  [
    "resourceId('Microsoft.Compute/virtualMachines/extensions', 'vm')",
    /the type 'Microsoft\.Compute\/virtualMachines\/extensions' requires '2' resource name argument\(s\)/,
  ],
  [
    "resourceId('Microsoft.Network/virtualNetworks/subnets', 'a/b')",
    /function requires exactly one multi-segmented argument which must be resource type including resource provider namespace\. Current function arguments 'Microsoft\.Network\/virtualNetworks\/subnets,a\/b'\./,
  ],
  [
    "uri('http://', 'x')",
    /expects its first argument to be a uri string\. The provided value is 'http:\/\/'\./,
  ],
  ["json('{')", /is not a valid JSON text/],
  ["guid('a', 1)", /function 'guid': all function arguments must be string literals/],
  ["not('x')", /all arguments should be of type 'boolean'/],
  [
    "if(1, 'a', 'b')",
    /The provided arguments for template language function 'if' is not valid: all arguments should be of type 'boolean'\./,
  ],
  ['div(1, 0)', /divide by zero/],
  ['mul(9007199254740991, 2)', /outside the range of integers/],
  ['range(0, 10001)', /'10000'/],
  ['utcNow()', /The template function 'utcNow' is not expected at this location/],
  ['newGuid()', /The template function 'newGuid' is not expected at this location/],
  ['copyIndex()', /The template function 'copyIndex' is not expected at this location/],
  ["lambda('x', 1)", /The template function 'lambda' is not expected at this location/],
  ["lambdaVariables('x')", /lambda variable 'x' is not found/],
  ["map('abc', lambda('x', 1))", /expects its parameter to be of type 'Array'/],
  ["fail('my own words')", /my own words/],
  [
    "concat('a'",
    /Unable to parse language expression 'concat\('a'': expected token 'RightParenthesis' and actual 'EndOfData'/,
  ],
  [' ', /expected token 'Identifier' and actual 'EndOfData'/],
  ['type', /expected token 'LeftParenthesis' and actual 'EndOfData'/],
  ['{ "id": 0 }', /the string character '\{' at position '0' is not expected/],
  ['string(createArray()) extra()', /expected token 'EndOfData' and actual 'Identifier'/],
  ["padLeft('a', 200000)", /Limit: '131072' and actual: '200000'/],
  ["cidrSubnet('10.0.0.0/24', 25, 2)", /outside the range/],
  ["parseCidr('10.0.0.300/24')", /not a valid address range/],
  ["dateTimeAdd('nonsense', 'P1D')", /not a valid ISO 8601/],
  ["providers('Microsoft.Nope')", /'Microsoft\.Nope' is not known/],
];

test('functions: what is wrong is said in Azure’s words', () => {
  for (const [expression, message] of ERRORS) {
    const text = errorOf(() => valueOf(`[${expression}]`, { variables: VARIABLES }));
    assert.match(text, message, expression);
  }
});

test('functions: an expression that is too long or too deep is refused', () => {
  assert.match(
    errorOf(() => valueOf(`['${'x'.repeat(24_576)}']`)),
    /Limit: '24576'/,
  );
  const deep = `${'array('.repeat(200)}1${')'.repeat(200)}`;
  assert.match(
    errorOf(() => valueOf(`[${deep}]`)),
    /nested deeper than 150 levels/,
  );
});

test('functions: resourceGroup() has no place in a deployment of a subscription', () => {
  const { resourceGroup: _, ...rest } = CONTEXT;
  const context = {
    ...rest,
    scope: { kind: 'subscription', subscriptionId: SUBSCRIPTION } as const,
  };
  assert.match(
    errorOf(() => valueOf('[resourceGroup().location]', {}, context)),
    /The template function 'RESOURCEGROUP' is not expected at this location/,
  );
  assert.equal(
    valueOf("[resourceId('Microsoft.Resources/x', 'y')]", {}, context),
    `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Resources/x/y`,
  );
});

test('functions: texts in brackets that are no expressions', () => {
  for (const [text, value] of [
    ['[[x]', '[x]'],
    ['[[test', '[[test'],
    ['[1, 2', '[1, 2'],
    ['x]', 'x]'],
  ] as const) {
    assert.equal(valueOf(text), value);
  }
});
