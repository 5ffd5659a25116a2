import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import {
  type Answer,
  createWorld,
  deployment,
  deploymentPath,
  templateOf,
  type World,
} from './support/world.ts';

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
  const validated = await send('POST', `${ID}/validate`, body);
  assert.equal(validated.httpStatus, 200, validated.text);
  // Azure says what it could not look into (Azure/arm-template-whatif #157).
  const [diagnostic, ...others] = validated.json.properties.diagnostics;
  assert.equal(others.length, 0);
  assert.equal(diagnostic.code, 'NestedDeploymentShortCircuited');
  assert.equal(diagnostic.level, 'Warning');
  assert.equal(diagnostic.target, deploymentPath('second'));
  assert.match(diagnostic.message, /^A nested deployment got short-circuited/);
  const asked = await send('POST', `${ID}/whatIf`, body);
  const looked = asked.httpStatus === 202 ? await result(world, asked) : asked;
  assert.deepEqual(looked.json.properties.diagnostics, [diagnostic]);
  const put = await send('PUT', ID, body);
  assert.equal(put.httpStatus, 201, put.text);
  await clock({ runUntilIdle: true });
  const { properties } = (await send('GET', ID)).json;
  assert.equal(properties.provisioningState, 'Succeeded', JSON.stringify(properties.error));
  const back = Object.entries(properties.outputs.back.value as Record<string, { value: unknown }>);
  assert.deepEqual(Object.fromEntries(back.map(([name, { value }]) => [name, value])), made);
});

async function result({ send, clock }: World, asked: Answer): Promise<Answer> {
  await clock({ runUntilIdle: true });
  return send('GET', asked.header('location') ?? '');
}
