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
const EMPTY = deployment(templateOf([]));

type Case = readonly [what: string, path: string, body: unknown, expected: RegExp];

// Sources: src/arm/errors/deployments.ts says of each how sure it is.
const CASES: readonly Case[] = [
  ['no body', ID, undefined, /^400 InvalidRequestContent: .*content is empty/],
  ['a body that is a list', ID, [], /^400 InvalidRequestContent/],
  [
    'what is not even lenient JSON',
    ID,
    '{properties: {mode: "Incremental", template: {',
    /^400 InvalidRequestContent: .*Unexpected end when reading JSON\. Path 'properties\.template', line 1/,
  ],
  ['no properties', ID, {}, /^400 InvalidRequestContent: .*'properties' not found/],
  [
    'no mode',
    ID,
    { properties: { template: templateOf([]) } },
    /^400 InvalidRequestContent: .*'mode' not found/,
  ],
  [
    'an unknown mode',
    ID,
    deployment(templateOf([]), { mode: 'Sometimes' }),
    /^400 InvalidRequestContent: .*"Sometimes" to type/,
  ],
  ['no template', ID, { properties: { mode: 'Incremental' } }, /^400 InvalidDeployment:/],
  [
    'a template and a link to one',
    ID,
    deployment(templateOf([]), { templateLink: { uri: 'https://x.example/t.json' } }),
    /^400 InvalidDeployment:/,
  ],
  [
    'a link to a template',
    ID,
    { properties: { mode: 'Incremental', templateLink: { uri: 'https://x.example/t.json' } } },
    /^400 InvalidContentLink: Unable to download deployment content from 'https:\/\/x\.example\/t\.json'\. The tracking Id is '[0-9a-f-]{36}'\./,
  ],
  [
    'a link to parameters',
    ID,
    deployment(templateOf([]), { parametersLink: { uri: 'https://x.example/p.json' } }),
    /^400 InvalidContentLink/,
  ],
  [
    'a template spec',
    ID,
    { properties: { mode: 'Incremental', templateLink: { id: `${RG}/x` } } },
    /^409 NotSupported: A template spec as templateLink/,
  ],
  [
    'a fallback deployment',
    ID,
    deployment(templateOf([]), { onErrorDeployment: { type: 'LastSuccessful' } }),
    /^409 NotSupported: The property 'onErrorDeployment'/,
  ],
  [
    'records of requests',
    ID,
    deployment(templateOf([]), { debugSetting: { detailLevel: 'requestContent' } }),
    /^409 NotSupported: The debugSetting\.detailLevel 'requestContent'/,
  ],
  [
    'a location in a group',
    ID,
    { ...EMPTY, location: 'westus' },
    /^400 InvalidDeployment: The 'location' property is not allowed/,
  ],
  [
    'no location in a subscription',
    deploymentPath('d1', S),
    EMPTY,
    /^400 InvalidDeployment: The 'location' property must be specified for 'd1'/,
  ],
  [
    'a location that is none',
    deploymentPath('d1', S),
    { ...EMPTY, location: 'atlantis' },
    /^400 LocationNotAvailableForDeployment/,
  ],
  [
    'mode Complete in a subscription',
    deploymentPath('d1', S),
    { ...deployment(templateOf([]), { mode: 'Complete' }), location: 'westus' },
    /^400 InvalidDeployment: The deployment mode 'Complete' is not allowed/,
  ],
  [
    'a name that is too long',
    deploymentPath('d'.repeat(65)),
    EMPTY,
    /^400 DeploymentNameLengthLimitExceeded/,
  ],
  ['a name with a blank', deploymentPath('a%20b'), EMPTY, /^400 InvalidDeploymentName/],
  [
    'a template without a schema',
    ID,
    deployment({ contentVersion: '1.0.0.0', resources: [] }),
    /^400 InvalidTemplate: Deployment template parse failed: 'Required property '\$schema' not found/,
  ],
  [
    'a parameter without a value',
    ID,
    deployment(templateOf([], { parameters: { size: { type: 'string' } } })),
    /^400 InvalidTemplate: Deployment template validation failed: 'The value for the template parameter 'size'/,
  ],
  [
    'an unknown function',
    ID,
    deployment(templateOf([setResource("[frobnicate('x')]")])),
    /^400 InvalidTemplate: .*frobnicate/,
  ],
  [
    'an unknown type of resource',
    ID,
    deployment(templateOf([{ type: 'Microsoft.Web/sites', apiVersion: '2022-03-01', name: 'x' }])),
    /^400 InvalidTemplateDeployment: .*\[InvalidResourceNamespace: .*Microsoft\.Web/,
  ],
  [
    'an unknown api-version of a resource',
    ID,
    deployment(templateOf([setResource('web', { apiVersion: '2015-01-01' })])),
    /^400 InvalidTemplateDeployment: .*\[NoRegisteredProviderFound: /,
  ],
  [
    'a resource that its provider refuses',
    ID,
    deployment(templateOf([setResource('web', { sku: { name: 'Standard_Nope', capacity: 1 } })])),
    /^400 InvalidTemplateDeployment: The template deployment 'd1' is not valid according to the validation procedure\. The tracking id is '[0-9a-f-]{36}'\. See inner errors for details\. \[InvalidParameter: /,
  ],
];

for (const [what, path, body, expected] of CASES) {
  test(`deployment: refuses ${what}, also when it is only validated`, async () => {
    await using world = await createWorld();
    const { send } = world;
    for (const [method, target] of [
      ['PUT', path],
      ['POST', `${path}/validate`],
    ] as const) {
      const { httpStatus, text, json } = await send(method, target, body);
      const { code, message, details = [] } = json.error ?? {};
      const inner = details.map(
        (line: Record<string, string>) => ` [${line['code']}: ${line['message']}]`,
      );
      assert.match(`${httpStatus} ${code}: ${message}${inner.join('')}`, expected, text);
      assert.doesNotMatch(text, /\r\n/, 'the front door writes compact JSON');
    }
    assert.equal((await send('GET', path)).httpStatus, 404, 'nothing was begun');
    assert.equal((await send('GET', SETS)).json.value.length, 0, 'nothing was made');
  });
}

test('deployment: a body that is no text is refused', async () => {
  await using world = await createWorld();
  const { httpStatus, json } = await world.send('PUT', ID, Uint8Array.of(0x7b, 0xff, 0x7d));
  assert.deepEqual([httpStatus, json.error.code], [400, 'InvalidRequestContent']);
  assert.match(json.error.message, /not valid UTF-8/);
});

test('deployment: a template says where its mistake stands', async () => {
  await using world = await createWorld();
  const body =
    '{"properties": {"mode": "Incremental", template:{\n "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",\n' +
    ' "contentVersion": "1.0.0.0",\n "resources": [\n  {"type": "Microsoft.Compute/virtualMachineScaleSets", "apiVersion": "2024-07-01",\n   "name": "[nope()]"}]}}}';
  const { json } = await world.send('PUT', ID, body);
  assert.equal(json.error.code, 'InvalidTemplate');
  const [info] = json.error.additionalInfo;
  assert.equal(info.type, 'TemplateViolation');
  assert.ok(info.info.lineNumber >= 4, JSON.stringify(info));
});

test('deployment: of a group that is not there, or is going, is refused', async () => {
  await using world = await createWorld();
  const { send } = world;
  const missing = await send('PUT', deploymentPath('d1', `${S}/resourceGroups/none`), EMPTY);
  assert.deepEqual([missing.httpStatus, missing.json.error.code], [404, 'ResourceGroupNotFound']);
  await send('PUT', `${SETS}/web`, setBody());
  await send('DELETE', RG);
  const going = await send('PUT', ID, EMPTY);
  assert.deepEqual([going.httpStatus, going.json.error.code], [409, 'ResourceGroupBeingDeleted']);
});

function setBody() {
  const { type: _type, apiVersion: _version, name: _name, ...body } = setResource('web');
  return body;
}

test('deployment: one name runs once at a time', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  await send('PUT', ID, EMPTY);
  const { httpStatus, json } = await send(
    'PUT',
    ID.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'),
    EMPTY,
  );
  assert.equal(httpStatus, 409);
  assert.equal(json.error.code, 'DeploymentActive');
  assert.match(
    json.error.message,
    /^Unable to edit or replace deployment 'd1': previous deployment from '1\/1\/2026 12:00:00 AM' is still active \(expiration time is '1\/8\/2026 12:00:00 AM'\)\. Please see https:\/\/aka\.ms\/arm-deploy for usage details\.$/,
  );
  await clock({ runUntilIdle: true });
  assert.equal((await send('PUT', ID, EMPTY)).httpStatus, 200);
});

test('deployment: a subscription keeps its deployments where they were made', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const path = deploymentPath('d1', S);
  const created = await send('PUT', path, { ...EMPTY, location: 'West US' });
  assert.deepEqual([created.httpStatus, created.json.location], [201, 'westus']);
  await clock({ runUntilIdle: true });
  const moved = await send('PUT', path, { ...EMPTY, location: 'eastus' });
  assert.deepEqual(moved.json.error, {
    code: 'InvalidDeploymentLocation',
    message:
      "Invalid deployment location 'eastus'. The deployment 'd1' already exists in location 'westus'.",
  });
});

test('deployment: scopes above the subscription are refused by name', async () => {
  await using world = await createWorld();
  const management = '/providers/Microsoft.Management/managementGroups/g';
  for (const [scope, suffix] of [
    [management, 'AtManagementGroupScope'],
    ['', 'AtTenantScope'],
  ] as const) {
    const path = deploymentPath('d1', scope);
    const put = await world.send('PUT', path, { ...EMPTY, location: 'westus' });
    assert.deepEqual([put.httpStatus, put.json.error.code], [409, 'NotSupported']);
    assert.match(put.json.error.message, new RegExp(`'Deployments_CreateOrUpdate${suffix}'`));
    const list = await world.send('GET', path.replace('/d1', ''));
    assert.match(list.json.error.message, new RegExp(`'Deployments_List${suffix}'`));
  }
});

test('deployment: cancelling stops what has not begun, and only what runs', async () => {
  await using world = await createWorld({ lifecycle: 'azure' });
  const { send, clock } = world;
  const dependsOn = ['Microsoft.Compute/virtualMachineScaleSets/a'];
  const created = await send(
    'PUT',
    ID,
    deployment(templateOf([setResource('a'), setResource('b', { dependsOn })])),
  );
  await clock({ advanceBy: '2s' });
  const canceled = await send('POST', `${ID}/cancel`);
  assert.deepEqual([canceled.httpStatus, canceled.text], [204, '']);
  const status = await send('GET', created.header('azure-asyncoperation') ?? '');
  assert.equal(status.text, '{"status":"Canceled"}');
  await clock({ runUntilIdle: true });
  assert.equal((await send('GET', ID)).json.properties.provisioningState, 'Canceled');
  assert.equal((await send('GET', `${SETS}/a`)).json.properties.provisioningState, 'Succeeded');
  assert.equal((await send('GET', `${SETS}/b`)).httpStatus, 404);
  const again = await send('POST', `${ID}/cancel`);
  assert.deepEqual([again.httpStatus, again.json.error.code], [409, 'DeploymentCannotBeCancelled']);
});
