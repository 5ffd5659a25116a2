import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { expandTemplate } from './expand-template.ts';
import { readTemplate } from './read-template.ts';
import { resolveOutputs } from './resolve-outputs.ts';
import { resolveBody } from './resolve-body.ts';
import { TemplateError } from './template-error.ts';
import type { DeploymentContext, ExpandedTemplate, LookupRequest, Runtime } from './types.ts';

/** What the tests of this room share. */

export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
export const GROUP_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg1`;

export const CONTEXT: DeploymentContext = {
  scope: { kind: 'resourceGroup', subscriptionId: SUBSCRIPTION, resourceGroupName: 'rg1' },
  deployment: { name: 'deploy1', mode: 'Incremental' },
  resourceGroup: {
    id: GROUP_ID,
    name: 'rg1',
    type: 'Microsoft.Resources/resourceGroups',
    location: 'westeurope',
    tags: { team: 'blue' },
    properties: { provisioningState: 'Succeeded' },
  },
  subscription: {
    id: `/subscriptions/${SUBSCRIPTION}`,
    subscriptionId: SUBSCRIPTION,
    tenantId: '00000000-0000-0000-0000-000000000002',
    displayName: 'Lazulite',
  },
  tenant: { tenantId: '00000000-0000-0000-0000-000000000002', countryCode: 'US' },
  environment: { name: 'AzureCloud', suffixes: { storage: 'core.windows.net' } },
  providers: (namespace) =>
    namespace.toLowerCase() === 'microsoft.compute'
      ? [
          {
            resourceType: 'virtualMachineScaleSets',
            locations: ['West Europe', 'West US 2'],
            apiVersions: ['2024-07-01', '2020-06-01'],
            zones: (location) => (location === 'westeurope' ? ['1', '2', '3'] : []),
          },
        ]
      : undefined,
  // 2020-04-07T14:53:14.5Z
  now: 1_586_271_194_500_000,
  guidSeed: 'seed',
};

/** A template of these sections. */
export function templateOf(sections: JsonObject): JsonObject {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [],
    ...sections,
  };
}

export function expand(
  sections: JsonObject,
  parameters: Readonly<Record<string, JsonValue>> = {},
  context: DeploymentContext = CONTEXT,
): ExpandedTemplate {
  const given = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, { value }]),
  );
  return expandTemplate(readTemplate(templateOf(sections)), given, context);
}

/** Answers look-ups by id (in lower case), and list actions by `id/action`. */
export function runtimeOf(states: Readonly<Record<string, JsonValue>> = {}): Runtime & {
  readonly asked: LookupRequest[];
} {
  const asked: LookupRequest[] = [];
  const byKey = new Map(Object.entries(states).map(([id, state]) => [id.toLowerCase(), state]));
  return {
    asked,
    lookup(request) {
      asked.push(request);
      const id = request.kind === 'get' ? request.id : `${request.id}/${request.action}`;
      return byKey.get(id.toLowerCase());
    },
  };
}

/** The value of one expression, in an output. */
export function valueOf(
  text: JsonValue,
  sections: JsonObject = {},
  context: DeploymentContext = CONTEXT,
): JsonValue {
  // Any type will do: the value is looked at inside a list.
  const outputs = { x: { type: 'array', value: [text] } };
  const resolution = resolveOutputs(expand({ ...sections, outputs }, {}, context), runtimeOf());
  if (!resolution.resolved) throw new Error('The expression asks running resources.');
  const output = resolution.value['x'];
  const list = output !== undefined && isJsonObject(output) ? output['value'] : undefined;
  return Array.isArray(list) ? (list[0] ?? null) : null;
}

/** The message of the error that something throws; details' messages for outputs. */
export function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.details[0]?.message ?? error.message;
  }
  throw new Error('Nothing was thrown.');
}

/** The resolved body of the resource of this name. */
export function bodyOf(
  expanded: ExpandedTemplate,
  name: string,
  runtime: Runtime = runtimeOf(),
): JsonObject {
  const resource = expanded.resources.find((candidate) => candidate.name === name);
  if (!resource) throw new Error(`There is no resource ${name}.`);
  const resolution = resolveBody(expanded, resource, runtime);
  if (!resolution.resolved) throw new Error('The body asks running resources.');
  return resolution.value;
}

/** Variables that the tables of expressions use. */
export const VARIABLES = {
  object: { one: 'a', two: 'b', three: 'c' },
  list: ['one', 'two', 'three'],
  dogs: [
    { name: 'Evie', age: 5 },
    { name: 'Casper', age: 3 },
    { name: 'Indy', age: 2 },
    { name: 'Kira', age: 8 },
  ],
  first: { property: { one: 'a', two: 'b', three: 'c1' }, nestedArray: [1, 2] },
  second: { property: { three: 'c2', four: 'd' }, nestedArray: [3, 4] },
  entities: { item002: { number: 200 }, item001: { number: 300 } },
};

/** A resource as a template declares it. */
export function resource(type: string, name: string, more: JsonObject = {}): JsonObject {
  return { type, apiVersion: '2020-06-01', name, ...more };
}

export function vnet(name: string, more: JsonObject = {}): JsonObject {
  return resource('Microsoft.Network/virtualNetworks', name, more);
}
