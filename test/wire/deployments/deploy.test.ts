import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  COMPUTE_VERSION,
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

/** The one output that every template of az vmss create has (shared/azure/model-defaults.md). */
const OUTPUTS = {
  outputs: {
    VMSS: {
      type: 'object',
      value:
        "[reference(resourceId('Microsoft.Compute/virtualMachineScaleSets', 'web'),providers('Microsoft.Compute', 'virtualMachineScaleSets').apiVersions[0])]",
    },
  },
};

// Source: azure-cli, recording of test_group_deployment_lite.yaml; shared/azure/lro.md, "Deployments".
test('deployment: is accepted, runs, succeeds, and shows what it has made', async () => {
  await using world = await createWorld({ lifecycle: 'azure' });
  const { send, clock } = world;
  const body = deployment(templateOf([setResource('web')], OUTPUTS));
  const created = await send('PUT', ID, body);
  assert.equal(created.httpStatus, 201, created.text);
  const status = created.header('azure-asyncoperation') ?? '';
  assert.match(status, /\/deployments\/d1\/operationStatuses\/0\d{19}\?api-version=2022-09-01$/);
  assert.equal(created.header('retry-after'), '1');
  assert.equal(created.header('location'), undefined);
  const { properties } = created.json;
  assert.deepEqual(Object.keys(created.json), ['id', 'name', 'type', 'properties']);
  assert.deepEqual(Object.keys(properties), [
    'templateHash',
    'mode',
    'provisioningState',
    'timestamp',
    'duration',
    'correlationId',
    'providers',
    'dependencies',
  ]);
  assert.equal(properties.provisioningState, 'Accepted');
  assert.equal(properties.duration, 'PT0S');
  assert.match(properties.templateHash, /^\d+$/);
  assert.deepEqual(properties.providers, [
    {
      namespace: 'Microsoft.Compute',
      resourceTypes: [{ resourceType: 'virtualMachineScaleSets', locations: ['westeurope'] }],
    },
  ]);

  assert.equal((await send('GET', status)).text, '{"status":"Accepted"}');
  await clock({ advanceBy: '2s' });
  const running = await send('GET', status);
  assert.equal(running.text, '{"status":"Running"}');
  assert.equal(running.header('retry-after'), '1');
  assert.equal((await send('GET', `${SETS}/web`)).json.properties.provisioningState, 'Creating');

  await clock({ runUntilIdle: true });
  const done = await send('GET', status);
  assert.equal(done.text, '{"status":"Succeeded"}');
  assert.equal(done.header('retry-after'), undefined);
  const set = await send('GET', `${SETS}/web`, undefined, '2099-01-01');
  const got = await send('GET', ID);
  assert.equal(got.json.properties.provisioningState, 'Succeeded');
  assert.deepEqual(got.json.properties.outputResources, [{ id: `${SETS}/web` }]);
  assert.deepEqual(Object.keys(got.json.properties.outputs), ['vmss']);
  assert.equal(got.json.properties.outputs.vmss.type, 'Object');
  assert.deepEqual(got.json.properties.outputs.vmss.value, set.json.properties);
  assert.match(got.json.properties.duration, /^PT\d+(M\d+)?(\.\d+)?S$/);
});

// Source: azure-cli, recording of test_group_deployment.yaml (also its path without a provider).
test('deployment: lists its operations, outputs last', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  await send('PUT', ID, deployment(templateOf([setResource('web')], OUTPUTS)));
  await clock({ runUntilIdle: true });
  const { json } = await send('GET', `${RG}/deployments/d1/operations`);
  assert.equal(json.value.length, 2);
  const [create, outputs] = json.value;
  assert.match(create.operationId, /^[0-9A-F]{16}$/);
  assert.equal(create.id, `${ID}/operations/${create.operationId}`);
  const { timestamp, duration, trackingId, serviceRequestId, ...rest } = create.properties;
  assert.match(timestamp, /^2026-01-01T00:0\d:\d\d(\.\d+)?Z$/);
  assert.match(duration, /^PT/);
  assert.match(`${trackingId} ${serviceRequestId}`, /^[0-9a-f-]{36} [0-9a-f-]{36}$/);
  assert.deepEqual(rest, {
    provisioningOperation: 'Create',
    provisioningState: 'Succeeded',
    statusCode: 'Created',
    targetResource: {
      id: `${SETS}/web`,
      resourceType: 'Microsoft.Compute/virtualMachineScaleSets',
      resourceName: 'web',
    },
  });
  assert.match(outputs.operationId, /^0\d{19}$/);
  assert.equal(outputs.properties.provisioningOperation, 'EvaluateDeploymentOutput');
  assert.deepEqual([outputs.properties.statusCode, outputs.properties.statusMessage], ['OK', null]);
  const one = await send('GET', `${ID}/operations/${create.operationId}`);
  assert.deepEqual(one.json, create);
  const none = await send('GET', `${ID}/operations/ABC`);
  assert.equal(none.json.error.code, 'DeploymentOperationNotFound');
});

test('deployment: resources wait for those they depend on, the others go side by side', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const dependsOn = ["[resourceId('Microsoft.Compute/virtualMachineScaleSets', 'a')]"];
  const template = templateOf([
    setResource('c', { dependsOn: ['Microsoft.Compute/virtualMachineScaleSets/b'] }),
    setResource('a'),
    setResource('b', { dependsOn }),
    setResource('x'),
  ]);
  const accepted = await send('PUT', ID, deployment(template));
  assert.deepEqual(
    accepted.json.properties.dependencies.map(
      (line: { resourceName: string }) => line.resourceName,
    ),
    ['c', 'b'],
  );
  await clock({ advanceBy: '1s' });
  const names = async () =>
    (await send('GET', SETS)).json.value.map(({ name }: { name: string }) => name).sort();
  assert.deepEqual(await names(), ['a', 'x']);
  await clock({ runUntilIdle: true });
  assert.deepEqual(await names(), ['a', 'b', 'c', 'x']);
  const { json } = await send('GET', `${ID}/operations`);
  const ended = new Map(
    json.value.map(({ properties }: { properties: Record<string, never> }) => [
      (properties['targetResource'] as { resourceName?: string } | undefined)?.resourceName,
      properties['timestamp'],
    ]),
  );
  assert.ok(String(ended.get('a')) < String(ended.get('b')), 'a before b');
  assert.ok(String(ended.get('b')) < String(ended.get('c')), 'b before c');
});

test('deployment: one long step of the clock ends as many short ones do', async () => {
  const dependsOn = ['Microsoft.Compute/virtualMachineScaleSets/a'];
  const template = templateOf([setResource('a'), setResource('b', { dependsOn })]);
  const ends: string[] = [];
  for (const steps of [1, 36, 360]) {
    await using world = await createWorld({ lifecycle: 'azure' });
    const { send, clock } = world;
    await send('PUT', ID, deployment(template));
    for (let step = 0; step < steps; step += 1) await clock({ advanceBy: `${3_600 / steps}s` });
    const got = await send('GET', ID);
    assert.equal(got.json.properties.provisioningState, 'Succeeded', got.text);
    const operations = await send('GET', `${ID}/operations`);
    const sets = await send('GET', `${SETS}/b/instanceView`);
    // Ids of requests are drawn anew for each; nothing else may differ.
    ends.push([got.text, operations.text, sets.text].join('\n').replaceAll(CORRELATION, ''));
  }
  assert.equal(ends[1], ends[0]);
  assert.equal(ends[2], ends[0]);
});

const CORRELATION = /"(?:correlationId|trackingId|serviceRequestId)":"[^"]+"/g;

test('deployment: the same one again changes nothing', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const body = deployment(templateOf([setResource('web', {}, 3)], OUTPUTS));
  await send('PUT', ID, body);
  await clock({ runUntilIdle: true });
  const view = await send('GET', `${SETS}/web/instanceView`);
  const machines = await send('GET', `${SETS}/web/virtualMachines`);
  await clock({ advanceBy: '1h' });
  const again = await send('PUT', ID, body);
  assert.equal(again.httpStatus, 200, again.text);
  await clock({ runUntilIdle: true });
  assert.equal((await send('GET', ID)).json.properties.provisioningState, 'Succeeded');
  // A PUT is a change to the etag, recorded as well (shared/azure/model-defaults.md), and to nothing else.
  const settled = (text: string) => text.replaceAll(/"etag": "[^,]+"/g, '');
  const after = await send('GET', `${SETS}/web/virtualMachines`);
  assert.equal(settled(after.text), settled(machines.text));
  const counts = (text: string) => JSON.parse(text).virtualMachine;
  assert.deepEqual(counts((await send('GET', `${SETS}/web/instanceView`)).text), counts(view.text));
});

test('deployment: an instant clock has finished it at the first poll', async () => {
  await using world = await createWorld({ clock: 'instant' });
  const { send } = world;
  const dependsOn = ['Microsoft.Compute/virtualMachineScaleSets/a'];
  const template = templateOf([setResource('a'), setResource('b', { dependsOn })], {});
  const accepted = await send('PUT', ID, deployment(template));
  assert.equal(accepted.header('retry-after'), '0');
  const polled = await send('GET', accepted.header('azure-asyncoperation') ?? '');
  assert.equal(polled.text, '{"status":"Succeeded"}');
});

test('deployment: goes on by itself on a clock that runs, though nobody asks', async () => {
  await using world = await createWorld({ clock: 'x3600' });
  const { send, clock } = world;
  await send('PUT', ID, deployment(templateOf([setResource('a')])));
  const ended = async (): Promise<boolean> => (await clock())['nextDue'] === null;
  // The clock is asked, which does not know of deployments by name; each answer is a turn.
  while (!(await ended()));
  const got = await send('GET', ID);
  assert.equal(got.json.properties.provisioningState, 'Succeeded', got.text);
});

test('deployment: is read by name in any case, listed, filtered, and looked for', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  for (const name of ['d1', 'd2', 'd3']) {
    await send('PUT', deploymentPath(name), deployment(templateOf([])));
  }
  await clock({ runUntilIdle: true });
  await send('PUT', deploymentPath('d4'), deployment(templateOf([])));
  const list = deploymentPath('').slice(0, -1);
  const names = async (query = '') =>
    (await send('GET', `${list}${query}`)).json.value.map(({ name }: { name: string }) => name);
  assert.deepEqual(await names('/'), ['d1', 'd2', 'd3', 'd4']);
  assert.deepEqual(await names("?$filter=provisioningState eq 'succeeded'"), ['d1', 'd2', 'd3']);
  assert.deepEqual(await names("?$filter=provisioningState eq 'Accepted'"), ['d4']);
  const page = await send('GET', `${list}?$top=3`);
  assert.equal(page.json.value.length, 3);
  const next = await send('GET', page.json.nextLink);
  assert.deepEqual(
    [next.json.value.map(({ name }: { name: string }) => name), next.json.nextLink],
    [['d4'], undefined],
  );
  assert.equal((await send('GET', `${list}?$filter=name eq 'x'`)).httpStatus, 400);
  assert.equal((await send('HEAD', deploymentPath('D1'))).httpStatus, 204);
  assert.equal((await send('HEAD', deploymentPath('d9'))).httpStatus, 404);
  const none = await send('GET', deploymentPath('d9'));
  assert.deepEqual([none.httpStatus, none.json.error.code], [404, 'DeploymentNotFound']);
});

// Source: "Deployments - Delete", "Deployments - Export Template".
test('deployment: gives its template back, and can be forgotten', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const template = templateOf([setResource('web')]);
  await send('PUT', ID, deployment(template));
  const early = await send('DELETE', ID);
  assert.deepEqual([early.httpStatus, early.json.error.code], [409, 'DeploymentActive']);
  await clock({ runUntilIdle: true });
  assert.deepEqual((await send('POST', `${ID}/exportTemplate`)).json, { template });
  const deleted = await send('DELETE', ID);
  assert.equal(deleted.httpStatus, 202);
  assert.equal((await send('GET', deleted.header('location') ?? '')).httpStatus, 204);
  assert.equal((await send('GET', ID)).httpStatus, 404);
  assert.equal((await send('DELETE', ID)).httpStatus, 204);
  assert.equal((await send('GET', `${SETS}/web`, undefined, COMPUTE_VERSION)).httpStatus, 200);
});

// Source: "Azure subscription and service limits"; "Automatic deletions from deployment history".
test('deployment: 800 of a scope are kept, the oldest that have ended go by themselves', async () => {
  await using world = await createWorld();
  const { send, clock } = world;
  const body = deployment(templateOf([]));
  for (let index = 0; index < 800; index += 1) {
    const { httpStatus } = await send('PUT', deploymentPath(`d${index}`), body);
    assert.equal(httpStatus, 201);
  }
  const full = await send('PUT', deploymentPath('one-more'), body);
  assert.deepEqual([full.httpStatus, full.json.error.code], [409, 'DeploymentQuotaExceeded']);
  assert.equal(
    (await send('PUT', deploymentPath('d5', S), { ...body, location: 'westus' })).httpStatus,
    201,
  );
  await clock({ runUntilIdle: true });
  assert.equal((await send('PUT', deploymentPath('d7'), body)).httpStatus, 200);
  assert.equal((await send('PUT', deploymentPath('one-more'), body)).httpStatus, 201);
  assert.equal((await send('GET', deploymentPath('d0'))).httpStatus, 404);
  assert.equal((await send('GET', deploymentPath('d1'))).httpStatus, 200);
});

// Source: "Deployments - Calculate Template Hash"; the hash is the one that deployments show.
test('deployment: the hash of a template is the one that a deployment of it shows', async () => {
  await using world = await createWorld();
  const template = templateOf([setResource('web')]);
  const path = '/providers/Microsoft.Resources/calculateTemplateHash';
  const { json } = await world.send('POST', path, template);
  assert.equal(json.minifiedTemplate, JSON.stringify(template));
  const created = await world.send('PUT', ID, deployment(template));
  assert.equal(json.templateHash, created.json.properties.templateHash);
  assert.equal((await world.send('POST', path, '[1]')).httpStatus, 400);
});
