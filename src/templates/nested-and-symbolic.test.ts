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
  templateOf,
  vnet,
} from './fixture.ts';
import { expandTemplate, readTemplate, resolveOutputs } from './index.ts';

const NETWORK = `${GROUP_ID}/providers/Microsoft.Network`;

function nested(name: string, properties: JsonObject, more: JsonObject = {}): JsonObject {
  return resource('Microsoft.Resources/deployments', name, {
    properties: { mode: 'Incremental', ...properties },
    ...more,
  });
}

const INNER = templateOf({
  parameters: { name: { type: 'string' } },
  variables: { greeting: 'from inside' },
  resources: [vnet("[parameters('name')]", { tags: { g: "[variables('greeting')]" } })],
});

test('nested deployments: with inner scope the template is left as it is', () => {
  // Source: linked-templates, "Expression evaluation scope in nested templates".
  const expanded = expand({
    parameters: { name: { type: 'string', defaultValue: 'outer-name' } },
    resources: [
      nested('n', {
        expressionEvaluationOptions: { scope: 'inner' },
        parameters: { name: { value: "[parameters('name')]" } },
        template: INNER,
      }),
    ],
  });
  const properties = bodyOf(expanded, 'n')['properties'] as JsonObject;
  assert.deepEqual(properties['template'], INNER);
  assert.deepEqual(properties['parameters'], { name: { value: 'outer-name' } });
  const inner = expandTemplate(
    readTemplate(properties['template'] ?? null),
    properties['parameters'] ?? {},
    CONTEXT,
  );
  assert.deepEqual(bodyOf(inner, 'outer-name'), { tags: { g: 'from inside' } });
  assert.deepEqual(expanded.resources[0]?.nestedScope, CONTEXT.scope);
});

test('nested deployments: without it the names are those around', () => {
  const source = templateOf({
    variables: { greeting: 'from inside' },
    resources: [vnet('v', { tags: { g: "[variables('greeting')]" } })],
  });
  const expanded = expand({
    variables: { greeting: 'from outside' },
    resources: [nested('n', { template: source })],
  });
  const { template } = bodyOf(expanded, 'n')['properties'] as JsonObject;
  const inner = expandTemplate(readTemplate(template ?? null), {}, CONTEXT);
  assert.deepEqual(bodyOf(inner, 'v'), { tags: { g: 'from outside' } });
});

test('nested deployments: outputs of one are an input of another', () => {
  const id = `${GROUP_ID}/providers/Microsoft.Resources/deployments/one`;
  const expanded = expand({
    resources: [
      nested('two', {
        template: templateOf({ resources: [] }),
        parameters: { x: { value: "[reference('one').outputs.id.value]" } },
      }),
      nested('one', { template: templateOf({ resources: [] }) }),
    ],
  });
  assert.deepEqual(expanded.resources[0]?.dependsOn, [id]);
  const state = { properties: { outputs: { id: { type: 'String', value: 'abc' } } } };
  const properties = bodyOf(expanded, 'two', runtimeOf({ [id]: state }))[
    'properties'
  ] as JsonObject;
  assert.deepEqual(properties['parameters'], { x: { value: 'abc' } });
});

test('nested deployments: other resource groups and subscriptions', () => {
  const OTHER = '11111111-1111-1111-1111-111111111111';
  const place = (more: JsonObject): JsonObject | undefined => {
    const [found] = expand({ resources: [nested('n', { template: {} }, more)] }).resources;
    return found && { id: found.id, kind: found.nestedScope?.kind ?? '' };
  };
  const end = '/providers/Microsoft.Resources/deployments/n';
  assert.deepEqual(place({ resourceGroup: 'rg2' }), {
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg2${end}`,
    kind: 'resourceGroup',
  });
  assert.deepEqual(place({ resourceGroup: 'rg2', subscriptionId: OTHER }), {
    id: `/subscriptions/${OTHER}/resourceGroups/rg2${end}`,
    kind: 'resourceGroup',
  });
  assert.deepEqual(place({ subscriptionId: OTHER, location: 'westeurope' }), {
    id: `/subscriptions/${OTHER}${end}`,
    kind: 'subscription',
  });
  assert.deepEqual(place({ scope: '[subscription().id]', location: 'westeurope' }), {
    id: `/subscriptions/${SUBSCRIPTION}${end}`,
    kind: 'subscription',
  });
  assert.match(
    errorOf(() => place({ scope: '/' })),
    /Deployments at the scope '\/' are not supported by this emulator/,
  );
});

/** In the form of the Bicep compiler: format() for interpolation, language version 2.0. */
const SYMBOLIC = {
  languageVersion: '2.0',
  parameters: { location: { type: 'string', defaultValue: '[resourceGroup().location]' } },
  resources: {
    vnet: {
      existing: true,
      type: 'Microsoft.Network/virtualNetworks',
      apiVersion: '2023-04-01',
      name: 'hub',
      resourceGroup: 'network-rg',
    },
    workers: {
      copy: { name: 'workers', count: '[length(range(0, 3))]' },
      condition: '[not(equals(range(0, 3)[copyIndex()], 1))]',
      type: 'Microsoft.Network/publicIPAddresses',
      apiVersion: '2023-05-01',
      name: "[format('worker-{0}', range(0, 3)[copyIndex()])]",
      location: "[parameters('location')]",
    },
    balancer: {
      type: 'Microsoft.Network/loadBalancers',
      apiVersion: '2023-06-01',
      name: 'lb',
      location: "[parameters('location')]",
      properties: {
        space: "[reference('vnet').addressSpace]",
        full: "[reference('vnet', '2020-01-01', 'full').location]",
        first: "[reference('workers[0]').ip]",
        ips: "[join(map(references('workers', 'full'), lambda('w', lambdaVariables('w').properties.ip)), ',')]",
      },
      dependsOn: ['workers', "[format('workers[{0}]', 0)]"],
    },
  },
  outputs: {
    names: {
      type: 'array',
      value: "[map(references('workers'), lambda('w', lambdaVariables('w').ip))]",
    },
  },
};

test('symbolic names: existing resources are asked and never deployed', () => {
  const expanded = expand(SYMBOLIC);
  assert.deepEqual(
    expanded.resources.map(({ name, symbolicName, condition }) => [name, symbolicName, condition]),
    [
      ['worker-0', 'workers', true],
      ['worker-1', 'workers', false],
      ['worker-2', 'workers', true],
      ['lb', 'balancer', true],
    ],
  );
  assert.deepEqual(
    expanded.resources[3]?.dependsOn.map((id) => id.split('/').at(-1)),
    ['worker-0', 'worker-2'],
  );
  const hub = `/subscriptions/${SUBSCRIPTION}/resourceGroups/network-rg/providers/Microsoft.Network/virtualNetworks/hub`;
  const runtime = runtimeOf({
    [hub]: { location: 'northeurope', properties: { addressSpace: 'x' } },
    [`${NETWORK}/publicIPAddresses/worker-0`]: { properties: { ip: '1.1.1.1' } },
    [`${NETWORK}/publicIPAddresses/worker-2`]: { properties: { ip: '3.3.3.3' } },
  });
  assert.deepEqual(bodyOf(expanded, 'lb', runtime)['properties'], {
    space: 'x',
    full: 'northeurope',
    first: '1.1.1.1',
    ips: '1.1.1.1,3.3.3.3',
  });
  assert.deepEqual(
    runtime.asked.filter(({ id }) => id === hub).map(({ apiVersion }) => apiVersion),
    ['2023-04-01', '2020-01-01'],
  );
  assert.deepEqual(resolveOutputs(expanded, runtime), {
    resolved: true,
    value: { names: { type: 'Array', value: ['1.1.1.1', '3.3.3.3'] } },
  });
});

test('symbolic names: they need language version 2.0, and must exist', () => {
  const { languageVersion: _, ...older } = SYMBOLIC;
  assert.match(
    errorOf(() => expand(older)),
    /with language version '1\.0' they cannot be of type 'Object'/,
  );
  const dependsOn = (text: string): string =>
    errorOf(() => expand({ ...SYMBOLIC, resources: { a: { ...vnet('x'), dependsOn: [text] } } }));
  assert.match(dependsOn('nobody'), /could not find template resource or resource copy/);
  assert.match(
    errorOf(() => expand({ ...SYMBOLIC, extensions: { graph: {} } })),
    /The template section 'extensions' is not supported by this emulator/,
  );
});

test('the older form of the Bicep compiler: resourceId() and reference() with a version', () => {
  const expanded = expand({
    resources: [
      {
        type: 'Microsoft.Network/virtualNetworks/subnets',
        apiVersion: '2023-04-01',
        name: "[format('{0}/{1}', 'v', 's')]",
        properties: {
          networkSecurityGroup: {
            id: "[resourceId('Microsoft.Network/networkSecurityGroups', 'n')]",
          },
        },
        dependsOn: [
          "[resourceId('Microsoft.Network/networkSecurityGroups', 'n')]",
          "[resourceId('Microsoft.Network/virtualNetworks', 'v')]",
        ],
      },
      vnet('v'),
      resource('Microsoft.Network/networkSecurityGroups', 'n'),
    ],
    outputs: {
      id: {
        type: 'string',
        value:
          "[reference(resourceId('Microsoft.Network/virtualNetworks', 'v'), '2023-04-01').guid]",
      },
    },
  });
  assert.deepEqual(expanded.resources[0]?.dependsOn, [
    `${NETWORK}/virtualNetworks/v`,
    `${NETWORK}/networkSecurityGroups/n`,
  ]);
  assert.deepEqual(
    resolveOutputs(
      expanded,
      runtimeOf({ [`${NETWORK}/virtualNetworks/v`]: { properties: { guid: 'g' } } }),
    ),
    {
      resolved: true,
      value: { id: { type: 'String', value: 'g' } },
    },
  );
});
