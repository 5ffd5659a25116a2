import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createWorld, deployment, deploymentPath, SETS, setResource } from './support/world.ts';

/** In the form of the Bicep compiler with user-defined types, which writes language version 2.0. */
function template(): JsonObject {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    languageVersion: '2.0',
    contentVersion: '1.0.0.0',
    metadata: { _generator: { name: 'bicep', version: '0.31.92.45157', templateHash: '1' } },
    definitions: { size: { type: 'int', minValue: 1, maxValue: 3 } },
    parameters: { capacity: { $ref: '#/definitions/size', defaultValue: 1 } },
    resources: {
      hub: {
        existing: true,
        type: 'Microsoft.Compute/virtualMachineScaleSets',
        apiVersion: '2024-07-01',
        name: 'hub',
      },
      workers: {
        copy: { name: 'workers', count: '[length(range(0, 2))]', mode: 'serial', batchSize: 1 },
        ...setResource("[format('worker-{0}', range(0, 2)[copyIndex()])]", {
          tags: {
            zones:
              "[join(pickZones('Microsoft.Compute', 'virtualMachineScaleSets', 'westeurope', 2), ',')]",
          },
        }),
      },
    },
    outputs: {
      hub: { type: 'string', value: "[reference('hub').uniqueId]" },
      capacities: {
        type: 'array',
        value:
          "[map(references('workers', 'full'), lambda('w', lambdaVariables('w').sku.capacity))]",
      },
      states: {
        type: 'array',
        copy: {
          count: '[length(range(0, 2))]',
          input: "[reference(format('workers[{0}]', range(0, 2)[copyIndex()])).provisioningState]",
        },
      },
    },
  };
}

test('language version 2.0: symbolic names, existing resources, loops and references to them', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const { type: _, apiVersion: __, name: ___, ...hub } = setResource('hub');
  assert.equal((await send('PUT', `${SETS}/hub`, hub)).httpStatus, 201);
  await clock({ runUntilIdle: true });
  const id = deploymentPath('two');
  const created = await send('PUT', id, deployment(template()));
  assert.equal(created.httpStatus, 201, created.text);
  await clock({ runUntilIdle: true });
  const { properties } = (await send('GET', id)).json;
  assert.equal(properties.provisioningState, 'Succeeded', JSON.stringify(properties.error));
  const { properties: hubState } = (await send('GET', `${SETS}/hub`)).json;
  assert.deepEqual(properties.outputs, {
    hub: { type: 'String', value: hubState.uniqueId },
    capacities: { type: 'Array', value: [2, 2] },
    states: { type: 'Array', value: ['Succeeded', 'Succeeded'] },
  });
  assert.deepEqual(properties.parameters, { capacity: { type: 'Int', value: 1 } });
  assert.deepEqual(
    properties.outputResources.map((resource: JsonObject) => resource['id']),
    [`${SETS}/worker-0`, `${SETS}/worker-1`],
  );
  assert.deepEqual((await send('GET', `${SETS}/worker-1`)).json.tags, { zones: '1,2' });
});
