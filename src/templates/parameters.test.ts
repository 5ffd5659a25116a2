import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, JsonValue } from '../base/index.ts';
import { CONTEXT, errorOf, expand, runtimeOf, templateOf } from './fixture.ts';
import { expandTemplate, readTemplate, resolveOutputs, TemplateError } from './index.ts';

function shown(
  definitions: JsonObject,
  values: Readonly<Record<string, JsonValue>> = {},
  more: JsonObject = {},
): JsonObject {
  return expand({ parameters: definitions, ...more }, values).parameters;
}

test('parameters: types are shown as Azure writes them, secure ones without value', () => {
  // Source: shared/azure/model-defaults.md (SecureString); the other words: template-functions.
  const definitions = {
    a: { type: 'string' },
    b: { type: 'int' },
    c: { type: 'bool' },
    d: { type: 'object' },
    e: { type: 'array' },
    f: { type: 'securestring' },
    g: { type: 'secureObject' },
  };
  const values = { a: 'x', b: 1, c: true, d: {}, e: [1], f: 'secret', g: { k: 'secret' } };
  assert.deepEqual(shown(definitions, values), {
    a: { type: 'String', value: 'x' },
    b: { type: 'Int', value: 1 },
    c: { type: 'Bool', value: true },
    d: { type: 'Object', value: {} },
    e: { type: 'Array', value: [1] },
    f: { type: 'SecureString' },
    g: { type: 'SecureObject' },
  });
});

test('parameters: defaults are evaluated and may refer to other parameters, in any order', () => {
  const definitions = {
    full: { type: 'string', defaultValue: "[concat(parameters('PREFIX'), '-web')]" },
    prefix: { type: 'string', defaultValue: '[resourceGroup().name]' },
  };
  assert.deepEqual(shown(definitions)['full'], { type: 'String', value: 'rg1-web' });
  assert.deepEqual(shown(definitions, { prefix: 'x' })['full'], { type: 'String', value: 'x-web' });
});

test('parameters: null is no value', () => {
  // Inferred: az sends it for a parameter that a file leaves empty.
  const withDefault = { a: { type: 'string', defaultValue: 'd' } };
  assert.deepEqual(shown(withDefault, { a: null }), { a: { type: 'String', value: 'd' } });
  assert.match(
    errorOf(() => shown({ a: { type: 'string' } }, { a: null })),
    /is not provided/,
  );
});

test('parameters: given values are taken as they are', () => {
  const value = shown({ a: { type: 'string' } }, { a: "[concat('a', 'b')]" })['a'];
  assert.deepEqual(value, { type: 'String', value: "[concat('a', 'b')]" });
});

test('parameters: utcNow and newGuid work in defaults, the same each time', () => {
  // Source: template-functions-date, "utcNow".
  const definitions = {
    compact: { type: 'string', defaultValue: '[utcNow()]' },
    short: { type: 'string', defaultValue: "[utcNow('d')]" },
    custom: { type: 'string', defaultValue: "[utcNow('M d')]" },
    exact: { type: 'string', defaultValue: "[utcNow('o')]" },
    sortable: { type: 'string', defaultValue: "[utcNow('u')]" },
    one: { type: 'string', defaultValue: '[newGuid()]' },
    two: { type: 'string', defaultValue: '[newGuid()]' },
  };
  const first = shown(definitions);
  const values = Object.values(first).map((entry) => (entry as JsonObject)['value']);
  assert.deepEqual(values.slice(0, 5), [
    '20200407T145314Z',
    '04/07/2020',
    '4 7',
    '2020-04-07T14:53:14.5000000Z',
    '2020-04-07 14:53:14Z',
  ]);
  assert.match(String(values[5]), /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.notEqual(values[5], values[6]);
  assert.deepEqual(shown(definitions), first);
});

test('parameters: user-defined types of language version 2.0', () => {
  // Source: definitions; the form is that of the Bicep compiler.
  const more = {
    languageVersion: '2.0',
    resources: {},
    definitions: {
      tier: { type: 'string', allowedValues: ['dev', 'prod'] },
      config: {
        type: 'object',
        properties: { tier: { $ref: '#/definitions/tier' }, size: { type: 'int', nullable: true } },
      },
    },
  };
  const definitions = {
    config: { $ref: '#/definitions/config' },
    extra: { type: 'string', nullable: true },
  };
  assert.deepEqual(shown(definitions, { config: { tier: 'dev' } }, more), {
    config: { type: 'Object', value: { tier: 'dev' } },
  });
  assert.match(
    errorOf(() => shown(definitions, { config: { tier: 'x' } }, more)),
    /The value 'x' is not part of the allowed value\(s\): 'dev,prod'\./,
  );
});

const REFUSED: readonly (readonly [JsonObject, Readonly<Record<string, JsonValue>>, RegExp])[] = [
  // Source: microsoft/fabric-toolbox #398.
  [
    { name: { type: 'string' } },
    {},
    /^Deployment template validation failed: 'The value for the template parameter 'name' at line '0' and column '0' is not provided\. Please see https:\/\/aka\.ms\/arm-create-parameter-file for usage details\.'\.$/,
  ],
  // Source: Azure/azure-quickstart-templates #7528.
  [
    { a: { type: 'string', defaultValue: '' }, b: { type: 'int', defaultValue: 1 } },
    { x: 1, y: 2 },
    /'The template parameters 'x, y' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time\. The only supported parameters for this template are 'a, b'\./,
  ],
  // Source: OutSystems/AzureARMTemplates #17.
  [
    { a: { type: 'bool' } },
    { a: 'true' },
    /'Template parameter JToken type is not valid\. Expected 'Boolean'\. Actual 'String'\./,
  ],
  [{ a: { type: 'string' } }, { a: {} }, /Expected 'String, Uri'\. Actual 'Object'\./],
  [{ a: { type: 'int' } }, { a: 1.5 }, /Expected 'Integer'\. Actual 'Float'\./],
  // Source: Azure/azure-monitor-baseline-alerts #509.
  [
    { size: { type: 'string', allowedValues: ['PT1M', 'PT5M'] } },
    { size: 'P1D' },
    /'The provided value for the template parameter 'size' is not valid\. The value 'P1D' is not part of the allowed value\(s\): 'PT1M,PT5M'\.'\.$/,
  ],
  [
    { key: { type: 'securestring', allowedValues: ['a', 'b'] } },
    { key: 'hidden' },
    /'The provided value for the template parameter 'key' is not valid\. The parameter value is not part of the allowed value\(s\): 'a,b'\.'\.$/,
  ],
  // Source: microsoft/vscode-azurearmtools #1350.
  [
    { a: { type: 'securestring', minLength: 12 } },
    { a: 'short' },
    /'The provided value for the template parameter 'a' at line '0' and column '0' is not valid\. Length of the value should be greater than or equal to '12'\./,
  ],
  [{ a: { type: 'array', maxLength: 1 } }, { a: [1, 2] }, /less than or equal to '1'/],
  [{ a: { type: 'int', minValue: 3 } }, { a: 2 }, /greater than or equal to '3'/],
  [{ a: { type: 'int', maxValue: 3 } }, { a: 4 }, /less than or equal to '3'/],
  [{ a: { type: 'text' } }, { a: 'x' }, /The type 'text' is not supported/],
  [
    {
      a: { type: 'string', defaultValue: "[parameters('b')]" },
      b: { type: 'string', defaultValue: "[parameters('a')]" },
    },
    {},
    /The template parameter 'a' refers to itself/,
  ],
  // Source: Azure/template-analyzer #184.
  [
    { a: { type: 'string', defaultValue: "[variables('x')]" } },
    {},
    /The template resource 'a' at line '0' and column '0' is not valid: The template function 'variables' is not expected at this location\./,
  ],
  [{ a: { type: 'string', defaultValue: "[reference('x')]" } }, {}, /'reference' is not expected/],
];

test('parameters: what is wrong is said in Azure’s words', () => {
  for (const [definitions, values, message] of REFUSED) {
    assert.match(
      errorOf(() => shown(definitions, values)),
      message,
    );
  }
});

test('parameters: allowed values do not depend on case, and hold for the members of a list', () => {
  // Source: parameters, "Allowed values".
  const definitions = {
    a: { type: 'array', allowedValues: ['x', 'y'] },
    b: { type: 'string', allowedValues: ['Std'] },
  };
  assert.ok(shown(definitions, { a: ['x', 'y'], b: 'std' }));
  assert.throws(() => shown(definitions, { a: ['z'], b: 'std' }), TemplateError);
});

test('parameters: secrets of a key vault are refused by name', () => {
  const template = readTemplate(templateOf({ parameters: { a: { type: 'securestring' } } }));
  const given = { a: { reference: { keyVault: { id: 'x' }, secretName: 's' } } };
  assert.match(
    errorOf(() => expandTemplate(template, given, CONTEXT)),
    /references to secrets of a key vault are not supported/,
  );
});

test('parameters: an error says the place in the text that was sent', () => {
  // Source: microsoft/fabric-toolbox #398 (additionalInfo).
  const source = templateOf({ parameters: { repositoryUrl: { type: 'string' } } });
  const template = readTemplate(source, (path) =>
    path.join('.') === 'parameters.repositoryUrl' ? { line: 1, column: 702 } : undefined,
  );
  assert.throws(
    () => expandTemplate(template, {}, CONTEXT),
    (error: unknown) => {
      assert.ok(error instanceof TemplateError);
      assert.match(error.message, /at line '1' and column '702' is not provided/);
      assert.deepEqual(error.violation, {
        lineNumber: 1,
        linePosition: 702,
        path: 'properties.template.parameters.repositoryUrl',
      });
      return true;
    },
  );
});

test('variables: they refer to each other, are copied, and say what is wrong', () => {
  const variables = {
    copy: [
      {
        name: 'disks',
        count: 2,
        input: { name: "[concat('disk', copyIndex('disks', 1))]", lun: "[copyIndex('disks')]" },
      },
    ],
    inner: {
      copy: [
        {
          name: 'list',
          count: "[length(variables('names'))]",
          input: "[variables('names')[copyIndex('list')]]",
        },
      ],
      other: 1,
    },
    names: ['x', 'y'],
    all: "[concat(variables('inner').list, createArray(variables('disks')[1].name))]",
  };
  // Source of the forms: copy-variables.
  const outputs = {
    o: {
      type: 'array',
      value: "[createArray(variables('disks'), variables('all'), variables('inner').other)]",
    },
  };
  const resolution = resolveOutputs(expand({ variables, outputs }), runtimeOf());
  assert.deepEqual(resolution, {
    resolved: true,
    value: {
      o: {
        type: 'Array',
        value: [
          [
            { name: 'disk1', lun: 0 },
            { name: 'disk2', lun: 1 },
          ],
          ['x', 'y', 'disk2'],
          1,
        ],
      },
    },
  });
  assert.match(
    errorOf(() => expand({ variables: { a: "[variables('b')]", b: "[variables('a')]" } })),
    /The template variable 'a' is not valid: The variable refers to itself/,
  );
  // Source: microsoft/vscode-azurearmtools #831.
  assert.match(
    errorOf(() => expand({ variables: { someTag: "[resourceGroup().nope['x']]" } })),
    /The template variable 'someTag' is not valid: The language expression property 'nope' doesn't exist, available properties are 'id, name, type, location, tags, properties'\.\. Please see/,
  );
  assert.match(
    errorOf(() => expand({ variables: { a: "[reference('x')]" } })),
    /The template variable 'a' is not valid: The template function 'reference' is not expected at this location/,
  );
});
