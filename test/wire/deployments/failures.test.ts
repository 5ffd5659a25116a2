import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createWorld,
  deployment,
  deploymentPath,
  RG,
  S,
  SETS,
  setResource,
  templateOf,
} from './support/world.ts';

const ID = deploymentPath('d1');
const AFTER_A = { dependsOn: ['Microsoft.Compute/virtualMachineScaleSets/a'] };

// Source: errors that users of `az deployment` quote (2023-25), see src/arm/errors/deployments.ts.
test('deployment: a resource that fails later fails it, what depends on it is not begun', async () => {
  await using world = await createWorld({ lifecycle: 'test/wire/deployments/broken.json' });
  const { send, clock } = world;
  const created = await send(
    'PUT',
    ID,
    deployment(templateOf([setResource('a'), setResource('b', AFTER_A)])),
  );
  await clock({ runUntilIdle: true });
  const status = await send('GET', created.header('azure-asyncoperation') ?? '');
  assert.equal(status.httpStatus, 200);
  const { error, ...rest } = status.json;
  assert.deepEqual(rest, { status: 'Failed' });
  const expected = {
    code: 'DeploymentFailed',
    target: ID,
    message:
      'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.',
    details: [
      {
        code: 'ResourceDeploymentFailure',
        target: `${SETS}/a`,
        message:
          "The resource write operation failed to complete successfully, because it reached terminal provisioning state 'Failed'.",
        details: [{ code: 'OSProvisioningTimedOut', target: '0', message: 'a_0 did not boot' }],
      },
    ],
  };
  assert.equal(JSON.stringify(error), JSON.stringify(expected));
  const got = await send('GET', ID);
  assert.equal(got.json.properties.provisioningState, 'Failed');
  assert.deepEqual(got.json.properties.error, expected);
  assert.deepEqual(got.json.properties.outputResources, []);
  assert.equal((await send('GET', `${SETS}/b`)).httpStatus, 404);

  const { value } = (await send('GET', `${ID}/operations`)).json;
  assert.equal(value.length, 1, 'what was not begun is no operation');
  const { provisioningState, statusCode, statusMessage } = value[0].properties;
  assert.deepEqual([provisioningState, statusCode], ['Failed', 'Conflict']);
  assert.deepEqual(statusMessage, { status: 'Failed', error: expected.details[0] });
});

test('deployment: a refusal of a resource is its provider’s own, and shows in the operations', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  // Whether it is there comes out when it is deployed: the set is deleted in between.
  const set = setResource('a');
  const { type: _t, apiVersion: _v, name: _n, ...body } = set;
  await send('PUT', `${SETS}/a`, body);
  await clock({ runUntilIdle: true });
  await send('PUT', ID, deployment(templateOf([{ ...set, location: 'eastus' }])));
  await clock({ runUntilIdle: true });
  const got = await send('GET', ID);
  assert.equal(got.json.properties.provisioningState, 'Failed', got.text);
  const [detail] = got.json.properties.error.details;
  assert.equal(detail.code, 'InvalidResourceLocation');
  assert.match(detail.message, /^The resource 'a' already exists in location 'westeurope'/);
  const [operation] = (await send('GET', `${ID}/operations`)).json.value;
  assert.deepEqual(operation.properties.statusMessage, { error: detail });
  assert.equal(operation.properties.statusCode, 'Conflict');
});

test('deployment: an output that nobody can evaluate fails it, its resources stay', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const outputs = {
    x: {
      type: 'string',
      value: "[reference(resourceId('Microsoft.Compute/virtualMachineScaleSets', 'a')).nope]",
    },
  };
  await send('PUT', ID, deployment(templateOf([setResource('a')], { outputs })));
  await clock({ runUntilIdle: true });
  const got = await send('GET', ID);
  assert.equal(got.json.properties.provisioningState, 'Failed', got.text);
  assert.equal(got.json.properties.error.details[0].code, 'DeploymentOutputEvaluationFailed');
  assert.deepEqual(got.json.properties.outputResources, [{ id: `${SETS}/a` }]);
  const operations = (await send('GET', `${ID}/operations`)).json.value;
  const last = operations.at(-1).properties;
  assert.deepEqual(
    [last.provisioningOperation, last.provisioningState],
    ['EvaluateDeploymentOutput', 'Failed'],
  );
});

const GROUP_AND_INNER = (name: string, inner: object, more: object = {}) => [
  {
    type: 'Microsoft.Resources/resourceGroups',
    apiVersion: '2021-04-01',
    name,
    location: 'westeurope',
    properties: {},
  },
  {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2021-04-01',
    name: 'inner',
    resourceGroup: name,
    dependsOn: [name],
    properties: {
      mode: 'Incremental',
      expressionEvaluationOptions: { scope: 'inner' },
      template: inner,
      ...more,
    },
  },
];

test('deployment: of a subscription makes a group and deploys into it', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const inner = templateOf([setResource('web', { location: '[resourceGroup().location]' })]);
  const outer = deploymentPath('outer', S);
  const body = {
    location: 'westus',
    ...deployment(templateOf(GROUP_AND_INNER('made', inner) as never)),
  };
  const validated = await send('POST', `${outer}/validate`, body);
  const made = `${S}/resourceGroups/made`;
  const innerId = deploymentPath('inner', made);
  const web = `${made}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  assert.deepEqual(
    validated.json.properties.validatedResources,
    [{ id: made }, { id: innerId }, { id: web }],
    validated.text,
  );
  await send('PUT', outer, body);
  await clock({ runUntilIdle: true });
  const got = await send('GET', outer);
  assert.equal(got.json.properties.provisioningState, 'Succeeded', got.text);
  assert.deepEqual(got.json.properties.outputResources, [{ id: made }, { id: web }]);
  const nested = await send('GET', innerId);
  assert.equal(nested.json.properties.provisioningState, 'Succeeded');
  assert.equal(nested.json.properties.correlationId, got.json.properties.correlationId);
  assert.equal((await send('GET', web)).json.properties.provisioningState, 'Succeeded');
});

test('deployment: the error of a nested one is told within that of the outer one', async () => {
  await using world = await createWorld({ lifecycle: 'test/wire/deployments/broken.json' });
  const { send, clock } = world;
  const inner = templateOf([setResource('web')]);
  const [, nested] = GROUP_AND_INNER('RG', inner);
  const { dependsOn: _d, ...alone } = nested as never as Record<string, never>;
  await send('PUT', ID, deployment(templateOf([alone])));
  await clock({ runUntilIdle: true });
  const { error } = (await send('GET', ID)).json.properties;
  const codes: string[] = [];
  for (let line = error; line; line = line.details?.[0]) codes.push(line.code);
  assert.deepEqual(codes, [
    'DeploymentFailed',
    'ResourceDeploymentFailure',
    'DeploymentFailed',
    'ResourceDeploymentFailure',
    'OSProvisioningTimedOut',
  ]);
});

// Source: "Azure Resource Manager deployment modes".
test('deployment: mode Complete deletes what the template does not have, and says so', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const both = templateOf([setResource('a'), setResource('b')]);
  await send('PUT', ID, deployment(both));
  await clock({ runUntilIdle: true });
  await send('PUT', deploymentPath('d2'), deployment(templateOf([setResource('a')])));
  await clock({ runUntilIdle: true });
  assert.equal((await send('GET', `${SETS}/b`)).httpStatus, 200, 'Incremental leaves it');
  const complete = { mode: 'Complete' };
  const third = deploymentPath('d3');
  await send('PUT', third, deployment(templateOf([setResource('a')]), complete));
  await clock({ runUntilIdle: true });
  const got = await send('GET', third);
  assert.equal(got.json.properties.provisioningState, 'Succeeded', got.text);
  assert.equal((await send('GET', `${SETS}/b`)).httpStatus, 404);
  assert.equal((await send('GET', `${SETS}/a`)).httpStatus, 200);
  const operations = (await send('GET', `${third}/operations`)).json.value.map(
    ({ properties }: { properties: Record<string, never> }) =>
      `${properties['provisioningOperation']} ${(properties['targetResource'] as { resourceName?: string } | undefined)?.resourceName}`,
  );
  assert.deepEqual(operations, ['Create a', 'Delete b', 'EvaluateDeploymentOutput undefined']);
});

test('deployment: goes with its group', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  await send('PUT', ID, deployment(templateOf([])));
  await clock({ runUntilIdle: true });
  const gone = await send('DELETE', RG);
  assert.equal((await send('GET', gone.header('location') ?? '')).httpStatus, 200);
  await send('PUT', RG, { location: 'eastus' });
  assert.equal((await send('GET', ID)).httpStatus, 404);
  assert.equal((await send('PUT', ID, deployment(templateOf([])))).httpStatus, 201);
});

test('deployment: those it holds are cancelled with it', async () => {
  await using world = await createWorld({ lifecycle: 'azure' });
  const { send, clock } = world;
  const inner = templateOf([setResource('web'), setResource('b', AFTER_WEB)]);
  const body = {
    location: 'westus',
    ...deployment(templateOf(GROUP_AND_INNER('made', inner) as never)),
  };
  const outer = deploymentPath('outer', S);
  await send('PUT', outer, body);
  await clock({ advanceBy: '5s' });
  assert.equal((await send('POST', `${outer}/cancel`)).httpStatus, 204);
  await clock({ runUntilIdle: true });
  const made = `${S}/resourceGroups/made`;
  for (const path of [outer, deploymentPath('inner', made)]) {
    assert.equal((await send('GET', path)).json.properties.provisioningState, 'Canceled', path);
  }
  const sets = await send('GET', `${made}/providers/Microsoft.Compute/virtualMachineScaleSets`);
  assert.deepEqual(
    sets.json.value.map(({ name }: { name: string }) => name),
    ['web'],
  );
});

const AFTER_WEB = { dependsOn: ['Microsoft.Compute/virtualMachineScaleSets/web'] };
