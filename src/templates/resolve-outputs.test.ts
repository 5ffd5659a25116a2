import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, JsonValue } from '../base/index.ts';
import { camelCase } from './camel-case.ts';
import { expand, GROUP_ID, resource, runtimeOf } from './fixture.ts';
import { resolveOutputs, TemplateError } from './index.ts';

const SET = `${GROUP_ID}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss1`;

function outputsOf(
  outputs: JsonObject,
  states: Readonly<Record<string, JsonValue>> = {},
  more: JsonObject = {},
): JsonValue {
  const resolution = resolveOutputs(expand({ outputs, ...more }), runtimeOf(states));
  return resolution.resolved ? resolution.value : { needs: resolution.needs.length };
}

test('outputs: the one that every template of az has', () => {
  // Source: shared/azure/model-defaults.md, "What az vmss create sends" (recorded).
  const expanded = expand({
    resources: [resource('Microsoft.Compute/virtualMachineScaleSets', 'vmss1')],
    outputs: {
      VMSS: {
        type: 'object',
        value:
          "[reference(resourceId('Microsoft.Compute/virtualMachineScaleSets', 'vmss1'),providers('Microsoft.Compute', 'virtualMachineScaleSets').apiVersions[0])]",
      },
    },
  });
  const unknown = resolveOutputs(expanded, runtimeOf());
  assert.deepEqual(unknown, {
    resolved: false,
    needs: [{ kind: 'get', id: SET, apiVersion: '2024-07-01' }],
  });
  const properties = { provisioningState: 'Succeeded', overprovision: true };
  const known = resolveOutputs(expanded, runtimeOf({ [SET]: { id: SET, properties } }));
  assert.deepEqual(known, {
    resolved: true,
    value: { vmss: { type: 'Object', value: properties } },
  });
});

test('outputs: types, secrets, conditions and copies', () => {
  // Source: outputs and copy-outputs.
  const outputs = {
    s: { type: 'string', value: "[concat('a', 'b')]" },
    i: { type: 'int', value: 1 },
    b: { type: 'bool', value: '[true()]' },
    a: { type: 'array', copy: { count: 2, input: "[format('x{0}', copyIndex())]" } },
    secret: { type: 'securestring', value: 'hidden' },
    no: { type: 'string', condition: '[false()]', value: "[json('never')]" },
  };
  assert.deepEqual(outputsOf(outputs), {
    s: { type: 'String', value: 'ab' },
    i: { type: 'Int', value: 1 },
    b: { type: 'Bool', value: true },
    a: { type: 'Array', value: ['x0', 'x1'] },
    secret: { type: 'SecureString' },
  });
});

test('outputs: all that is needed is asked in one round, also by conditions', () => {
  const outputs = {
    one: { type: 'string', value: "[reference('vmss1').a]" },
    two: {
      type: 'string',
      condition: "[equals(listKeys('vmss1', '2020-01-01').k, 'x')]",
      value: 'y',
    },
  };
  const more = { resources: [resource('Microsoft.Compute/virtualMachineScaleSets', 'vmss1')] };
  assert.deepEqual(outputsOf(outputs, {}, more), { needs: 2 });
  const states = { [SET]: { properties: { a: 'A' } }, [`${SET}/listKeys`]: { k: 'z' } };
  assert.deepEqual(outputsOf(outputs, states, more), { one: { type: 'String', value: 'A' } });
});

test('outputs: each that is wrong has its detail', () => {
  // Source: Azure/azure-policy #1442 and Azure/azure-rest-api-specs #14055.
  const outputs = {
    policy: { type: 'string', value: "[parameters('name')]" },
    result: { type: 'string', value: '[first(createArray())]' },
    fine: { type: 'int', value: 1 },
  };
  assert.throws(
    () => outputsOf(outputs),
    (error: unknown) => {
      assert.ok(error instanceof TemplateError);
      assert.equal(error.code, 'DeploymentOutputEvaluationFailed');
      assert.equal(
        error.message,
        "Unable to evaluate template outputs: 'policy,result'. Please see error details and deployment operations. Please see https://aka.ms/arm-common-errors for usage details.",
      );
      assert.deepEqual(error.details, [
        {
          code: 'DeploymentOutputEvaluationFailed',
          target: 'policy',
          message:
            "The template output 'policy' is not valid: The template parameter 'name' is not found. Please see https://aka.ms/arm-syntax-parameters for usage details..",
        },
        {
          code: 'DeploymentOutputEvaluationFailed',
          target: 'result',
          message:
            "The template output 'result' is not valid: Template output JToken type is not valid. Expected 'String, Uri'. Actual 'Null'. Please see https://aka.ms/arm-syntax-outputs for usage details..",
        },
      ]);
      return true;
    },
  );
});

test('outputs: keys are answered in camel case', () => {
  const pairs = [
    ['VMSS', 'vmss'],
    ['BlobUri', 'blobUri'],
    ['IPAddress', 'ipAddress'],
    ['blobUri', 'blobUri'],
    ['A', 'a'],
    ['', ''],
    ['V1', 'v1'],
  ] as const;
  for (const [given, answered] of pairs) assert.equal(camelCase(given), answered);
});
