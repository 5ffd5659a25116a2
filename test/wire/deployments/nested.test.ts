import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createWorld, deployment, deploymentPath, templateOf } from './support/world.ts';

const ID = deploymentPath('outer');

function nested(name: string, template: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name,
    properties: {
      expressionEvaluationOptions: { scope: 'inner' },
      mode: 'Incremental',
      template,
      ...more,
    },
  };
}

// As Bicep's modules hand lists and objects on; source: "Bicep modules", outputs.
test('nested deployment: parameters of any type may come from the outputs of another one', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const made = { numbers: [1, 2], thing: { colour: 'blue' }, count: 2, isOn: true };
  const types = { numbers: 'array', thing: 'object', count: 'int', isOn: 'bool' };
  const entries = Object.entries(types);
  const first = templateOf([], {
    outputs: Object.fromEntries(
      Object.entries(made).map(([name, value]) => [
        name,
        { type: types[name as keyof typeof types], value },
      ]),
    ),
  });
  const second = templateOf([], {
    parameters: Object.fromEntries(entries.map(([name, type]) => [name, { type }])),
    outputs: Object.fromEntries(
      entries.map(([name, type]) => [name, { type, value: `[parameters('${name}')]` }]),
    ),
  });
  const parameters = Object.fromEntries(
    entries.map(([name]) => [name, { value: `[reference('first').outputs.${name}.value]` }]),
  );
  const outer = templateOf([nested('first', first), nested('second', second, { parameters })], {
    outputs: { back: { type: 'object', value: "[reference('second').outputs]" } },
  });
  const body = deployment(outer);
  assert.equal((await send('POST', `${ID}/validate`, body)).httpStatus, 200);
  const put = await send('PUT', ID, body);
  assert.equal(put.httpStatus, 201, put.text);
  await clock({ runUntilIdle: true });
  const { properties } = (await send('GET', ID)).json;
  assert.equal(properties.provisioningState, 'Succeeded', JSON.stringify(properties.error));
  const back = Object.entries(properties.outputs.back.value as Record<string, { value: unknown }>);
  assert.deepEqual(Object.fromEntries(back.map(([name, { value }]) => [name, value])), made);
});
