import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '../base/index.ts';
import { GROUP_ID, SUBSCRIPTION, valueOf, VARIABLES } from './fixture.ts';

type Case = readonly [expression: string, value: JsonValue];

/** Expressions with their values; most are the examples of the page that each group names. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  // Source: template-functions-string.
  strings: [
    ["endsWith('abcdef', 'EF')", true],
    ["startsWith('abcdef', 'AB')", true],
    ["startsWith('abcdef', 'e')", false],
    [
      "format('{0}, {1}. Formatted number: {2:N0}', 'Hello', 'User', 8175133)",
      'Hello, User. Formatted number: 8,175,133',
    ],
    ["format('{0:D3}|{1,4}|{1,-4}|{2}|{{x}}', 7, 'ab', true())", '007|  ab|ab  |True|{x}'],
    [
      "format('{0:X4} {1:000} {2:#,##0} {3:F1} {4:P0}', 255, 5, 1234567, 2, 1)",
      '00FF 005 1,234,567 2.0 100 %',
    ],
    ["format('{0}', createObject('a', createArray(1)))", '{"a":[1]}'],
    ["indexOf('test', 't')", 0],
    ["lastIndexOf('test', 't')", 3],
    ["indexOf('abcdef', 'CD')", 2],
    ["lastIndexOf('abcdef', 'AB')", 0],
    ["indexOf('abcdef', 'z')", -1],
    ["padLeft('123', 10, '0')", '0000000123'],
    ['padLeft(5, 3)', '  5'],
    ["replace('123-123-1234', '-', '')", '1231231234'],
    ["replace('123-123-1234', '1234', 'xxxx')", '123-123-xxxx'],
    ["replace('a$1', '$1', '$&')", 'a$&'],
    ["split('one,two,three', ',')", ['one', 'two', 'three']],
    ["split('one;two,three', createArray(',', ';'))", ['one', 'two', 'three']],
    ["split('a.b', '.')", ['a', 'b']],
    [
      "string(createObject('valueA', 10, 'valueB', 'Example Text'))",
      '{"valueA":10,"valueB":"Example Text"}',
    ],
    ["string(createArray('a', 'b', 'c'))", '["a","b","c"]'],
    ['string(5)', '5'],
    ['string(true())', 'True'],
    ["substring('one two three', 4, 3)", 'two'],
    ["substring('abc', 1)", 'bc'],
    ["toLower('One Two Three')", 'one two three'],
    ["toUpper('One Two Three')", 'ONE TWO THREE'],
    ["trim('  one two three ')", 'one two three'],
    ["join(createArray('one', 2, 'three'), ', ')", 'one, 2, three'],
    ["'it''s'", "it's"],
    ["concat('ü', '日本', '😀')", 'ü日本😀'],
    ["length(guid('a', 'b'))", 36],
    ["length(uniqueString('x'))", 13],
  ],
  // Source: template-functions-string, the functions about base 64, data URIs and URIs.
  encodings: [
    ["base64('one, two, three')", 'b25lLCB0d28sIHRocmVl'],
    ["base64ToString(base64('ü'))", 'ü'],
    ['base64ToJson(base64(\'{"one": "a"}\')).one', 'a'],
    ["dataUri('Hello')", 'data:text/plain;charset=utf8;base64,SGVsbG8='],
    ["dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", 'Hello, World!'],
    ["dataUriToJson(dataUri('[1]'))", [1]],
    ["uri('http://contoso.org/firstpath', 'myscript.sh')", 'http://contoso.org/myscript.sh'],
    [
      "uri('http://contoso.org/firstpath/', '/azurefile/x.json')",
      'http://contoso.org/azurefile/x.json',
    ],
    ["uriComponent('http://contoso.com/a b(1)')", 'http%3A%2F%2Fcontoso.com%2Fa%20b%281%29'],
    ["uriComponentToString('http%3A%2F%2Fcontoso.com%zz')", 'http://contoso.com%zz'],
  ],
  // Source: template-functions-date; without a format the base's is kept.
  dates: [
    ["dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y', 'G')", '04/07/2023 14:53:14'],
    ["dateTimeAdd('2020-04-07 14:53:14Z', '-P9D')", '2020-03-29 14:53:14Z'],
    ["dateTimeAdd('2020-04-07T14:53:14Z', 'PT1H')", '2020-04-07T15:53:14Z'],
    ["dateTimeAdd('20240131T000000Z', 'P1M')", '20240229T000000Z'],
    [
      "dateTimeAdd('1999-12-31T23:59:59Z', 'PT1S', 'dddd, d MMM yy h:mm tt')",
      'Saturday, 1 Jan 00 12:00 AM',
    ],
    ["dateTimeAdd('2020-04-07T14:53:14+02:00', 'PT0S')", '2020-04-07T12:53:14Z'],
    ["dateTimeAdd('2020-04-07T14:53:14-02:00', 'PT0S')", '2020-04-07T16:53:14Z'],
    ['dateTimeFromEpoch(1683040573)', '2023-05-02T15:16:13Z'],
    ["dateTimeToEpoch('2023-05-02T15:16:13Z')", 1683040573],
  ],
  // Source: template-functions-cidr.
  cidr: [
    [
      "parseCidr('10.144.0.0/20')",
      {
        network: '10.144.0.0',
        netmask: '255.255.240.0',
        broadcast: '10.144.15.255',
        firstUsable: '10.144.0.1',
        lastUsable: '10.144.15.254',
        cidr: 20,
      },
    ],
    [
      "parseCidr('fdad:3236:5555::/48')",
      {
        network: 'fdad:3236:5555::',
        netmask: 'ffff:ffff:ffff::',
        firstUsable: 'fdad:3236:5555::',
        lastUsable: 'fdad:3236:5555:ffff:ffff:ffff:ffff:ffff',
        cidr: 48,
      },
    ],
    ["cidrSubnet('10.144.0.0/20', 24, 4)", '10.144.4.0/24'],
    ["cidrSubnet('fdad:3236:5555::/48', 52, 4)", 'fdad:3236:5555:4000::/52'],
    ["cidrHost('10.144.3.0/24', 0)", '10.144.3.1'],
    // Of equal runs of zeros the first is left out (RFC 5952).
    ["cidrSubnet('2001:0:0:1:0:0:1:0/128', 128, 0)", '2001::1:0:0:1:0/128'],
    ["cidrHost('fdad:3236:5555:3000::/52', 4)", 'fdad:3236:5555:3000::5'],
  ],
  // Source: template-functions-deployment and template-functions-scope.
  deployment: [
    ['deployment().name', 'deploy1'],
    ['deployment().properties.mode', 'Incremental'],
    ['environment().suffixes.storage', 'core.windows.net'],
    ['resourceGroup().location', 'westeurope'],
    ['resourceGroup().tags.team', 'blue'],
    ['subscription().displayName', 'Lazulite'],
    ['tenant().countryCode', 'US'],
  ],
  // Source: template-functions-resource.
  resources: [
    [
      "resourceId('Microsoft.Storage/storageAccounts', 's')",
      `${GROUP_ID}/providers/Microsoft.Storage/storageAccounts/s`,
    ],
    [
      "resourceId('other', 'Microsoft.Storage/storageAccounts', 's')",
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/other/providers/Microsoft.Storage/storageAccounts/s`,
    ],
    [
      "resourceId('11111111-1111-1111-1111-111111111111', 'other', 'Microsoft.SQL/servers/databases/', 'a', 'b')",
      '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/other/providers/Microsoft.SQL/servers/a/databases/b',
    ],
    [
      "subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')",
      `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/r`,
    ],
    [
      "tenantResourceId('Microsoft.Authorization/policyDefinitions', 'p')",
      '/providers/Microsoft.Authorization/policyDefinitions/p',
    ],
    [
      "extensionResourceId(resourceGroup().id, 'Microsoft.Authorization/locks', 'l')",
      `${GROUP_ID}/providers/Microsoft.Authorization/locks/l`,
    ],
    [
      "managementGroupResourceId('mg', 'Microsoft.Authorization/policyDefinitions', 'p')",
      '/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Authorization/policyDefinitions/p',
    ],
    ["providers('Microsoft.Compute', 'virtualMachineScaleSets').apiVersions[0]", '2024-07-01'],
    ["providers('microsoft.compute').resourceTypes[0].resourceType", 'virtualMachineScaleSets'],
    ["pickZones('Microsoft.Compute', 'virtualMachineScaleSets', 'West Europe')", ['1']],
    ["pickZones('Microsoft.Compute', 'virtualMachineScaleSets', 'westeurope', 2, 1)", ['2', '3']],
    ["pickZones('Microsoft.Compute', 'virtualMachineScaleSets', 'westus2')", []],
  ],
};

for (const [group, cases] of Object.entries(CASES)) {
  test(`functions: ${group}`, () => {
    for (const [expression, value] of cases) {
      assert.deepEqual(valueOf(`[${expression}]`, { variables: VARIABLES }), value, expression);
    }
  });
}

test('functions: guid is the version 5 UUID of the names in the namespace of the documentation', () => {
  // Computed with Python: uuid.uuid5(UUID('11fb06fb-712d-4ddd-98c7-e71bbd588830'), 'a-b').
  assert.equal(valueOf("[guid('a', 'b')]"), '2d796349-8c7e-55ec-9624-54ece82ed031');
});

test('functions: names do not depend on case', () => {
  assert.equal(valueOf("[CONCAT(ToUpper('a'), VARIABLES('X'))]", { variables: { x: 'b' } }), 'Ab');
});
