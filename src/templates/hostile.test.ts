import { test } from 'node:test';
import * as fc from 'fast-check';
import type { JsonObject, JsonValue } from '../base/index.ts';
import { CONTEXT, templateOf, vnet } from './fixture.ts';
import { FUNCTION_GROUPS } from './functions/all.ts';
import {
  expandTemplate,
  previewBody,
  readTemplate,
  resolveBody,
  resolveOutputs,
  TemplateError,
} from './index.ts';

/** fast-check prints the seed of a failure, and the way to run it again. */

/** Each function with a number of arguments that it takes. */
const CALLS = Object.values(FUNCTION_GROUPS).flatMap((group) =>
  Object.entries(group).map(([name, { min, max }]) => ({ name, min, max: Math.min(max, min + 2) })),
);

const literals = fc.oneof(
  fc.integer({ min: -9, max: 20_000 }).map(String),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => `'${text.replaceAll("'", "''")}'`),
  fc.constantFrom(
    "'Microsoft.Compute/virtualMachineScaleSets'",
    "'a/b'",
    "'{0:D3} {1} {{'",
    "'P1Y'",
    "'2020-04-07T14:53:14Z'",
    "'10.0.0.0/8'",
    '\'[1, {"a": null}]\'',
    "'__proto__'",
    'createArray(3, 1, 2)',
    "createObject('a', 1, 'B', createArray())",
    "variables('list')",
    "parameters('p')",
    "lambda('x', lambdaVariables('x'))",
    "lambda('a', 'b', true())",
    'null()',
  ),
);

const calls = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...CALLS) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { name: 'listKeys', min: 2, max: 2 },
      { name: 'own.twice', min: 1, max: 1 },
      { name: 'nope', min: 0, max: 4 },
    ),
  },
);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    { weight: 2, arbitrary: literals },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          calls,
          fc.array(tie('expression'), { minLength: 4, maxLength: 4 }),
          fc.nat({ max: 2 }),
          fc.constantFrom('', '', '', '', '.a', '[0]', "['__proto__']", '.constructor.name'),
        )
        .map(([{ name, min, max }, args, more, member]) => {
          return `${name}(${args.slice(0, Math.min(max, min + more)).join(', ')})${member}`;
        }),
    },
  ),
}));

const broken = fc
  .tuple(expression, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
  .map(([text, at, extra]) => {
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + extra + text.slice(cut + 1);
  });

const MEMBERS = [
  '$schema',
  'contentVersion',
  'languageVersion',
  'definitions',
  'parameters',
  'variables',
  'functions',
  'resources',
  'outputs',
  'type',
  'name',
  'apiVersion',
  'copy',
  'count',
  'input',
  'mode',
  'batchSize',
  'condition',
  'dependsOn',
  'scope',
  'properties',
  'template',
  'value',
  'defaultValue',
  'allowedValues',
  'existing',
  'namespace',
  'members',
  'output',
  '$ref',
  '__proto__',
  'a',
];

const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(
      fc.constantFrom<JsonValue[]>(
        null,
        true,
        0,
        2,
        -1,
        1.5,
        'string',
        'object',
        'array',
        'Microsoft.A/b',
        'Microsoft.Resources/deployments',
        '1.0.0.0',
        '2.0',
        'serial',
        '#/definitions/a',
      ),
      expression.map((text) => `[${text}]`),
    ),
    fc.array(tie('json'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom(...MEMBERS), tie('json')), { maxLength: 5 })
      .map(
        (members) =>
          JSON.parse(
            `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`,
          ) as JsonValue,
      ),
  ),
}));

const SECTIONS = {
  parameters: { p: { type: 'string', defaultValue: 'v' } },
  variables: { list: [1, 'two', { three: 3 }] },
  functions: [
    {
      namespace: 'own',
      members: {
        twice: {
          parameters: [{ name: 'x', type: 'string' }],
          output: { type: 'string', value: "[concat(parameters('x'), parameters('x'))]" },
        },
      },
    },
  ],
};

/** Answers some look-ups, and leaves others open. */
const runtime = { lookup: (): JsonValue => ({ properties: { a: [1] }, location: 'x' }) };

/** Does with a template what a deployment does with it. */
function deploy(template: JsonValue): void {
  const expanded = expandTemplate(readTemplate(template), {}, CONTEXT);
  for (const resource of expanded.resources) {
    previewBody(expanded, resource);
    resolveBody(expanded, resource, { lookup: () => undefined });
    resolveBody(expanded, resource, runtime);
  }
  resolveOutputs(expanded, runtime);
}

/** Throws whatever is not a TemplateError: that is ours alone. */
function mayRefuse(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
  }
}

test('hostile: no expression throws anything but a TemplateError', () => {
  fc.assert(
    fc.property(fc.oneof(expression, broken, fc.string({ unit: 'binary' })), (text) => {
      const source = `[${text}]`;
      mayRefuse(() => {
        deploy(
          templateOf({
            ...SECTIONS,
            resources: [vnet('v', { properties: { x: source } }), vnet(source)],
            outputs: { o: { type: 'string', value: source } },
          }),
        );
      });
      mayRefuse(() => {
        deploy(templateOf({ ...SECTIONS, outputs: { o: { type: 'string', value: source } } }));
      });
    }),
    { numRuns: 400 },
  );
});

/** Resources that are right but for some members. */
const resources = fc
  .tuple(
    fc.constantFrom('a', 'b', "[concat('c', copyIndex())]", "[parameters('p')]"),
    fc.dictionary(
      fc.constantFrom('properties', 'tags', 'dependsOn', 'copy', 'condition', 'scope', 'resources'),
      json,
      { maxKeys: 3 },
    ),
    fc.boolean(),
  )
  .map(([name, members, nested]): JsonObject => {
    const type = nested ? 'Microsoft.Resources/deployments' : 'Microsoft.Network/virtualNetworks';
    return { type, apiVersion: '2020-06-01', name, ...members };
  });

test('hostile: no template throws anything but a TemplateError', () => {
  const sections = fc.dictionary(fc.constantFrom('a', 'b', 'copy', '__proto__'), json);
  fc.assert(
    fc.property(fc.array(resources, { maxLength: 3 }), sections, json, (list, section, other) => {
      const outputs = Object.fromEntries(
        Object.entries(section).map(([name, value]) => [name, { type: 'string', value }]),
      );
      const forms: JsonValue[] = [
        other,
        templateOf({ ...SECTIONS, resources: list }),
        templateOf({
          ...SECTIONS,
          languageVersion: '2.0',
          resources: Object.fromEntries(list.map((source, at) => [`s${at}`, source])),
        }),
        templateOf({ ...SECTIONS, variables: section, outputs }),
        templateOf({
          parameters: section,
          definitions: section,
          languageVersion: '2.0',
          resources: {},
        }),
        templateOf({
          ...SECTIONS,
          resources: [vnet('v', { properties: section })],
          functions: other,
        }),
      ];
      for (const form of forms) mayRefuse(() => deploy(form));
    }),
    { numRuns: 150 },
  );
});
