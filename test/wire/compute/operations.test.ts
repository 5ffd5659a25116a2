import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import {
  computeOperations,
  computeRateLimits,
  computeResourceTypes,
  notYetSupportedIds,
  SCALE_SET_API_VERSIONS,
} from '../../../src/providers/compute/index.ts';
import { createAzure, SUBSCRIPTION } from './support/azure.ts';
import { linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');

// Recorded: lro.md, "Polling the operations URL" and "Polling the Location URL".
test('polls: InProgress, then Succeeded with an end; both URLs', async () => {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet() });
  await azure.settle();
  const started = await azure.send('POST', `${WEB}/restart`);
  const status = started.header('azure-asyncoperation') ?? '';
  const result = started.header('location') ?? '';
  const running = await azure.send('GET', status);
  assert.equal(running.httpStatus, 200);
  assert.deepEqual(Object.keys(running.json), ['startTime', 'status', 'name']);
  assert.equal(running.json['status'], 'InProgress');
  assert.equal((await azure.send('GET', result)).httpStatus, 202);
  await azure.settle();
  const done = await azure.send('GET', status);
  assert.deepEqual(Object.keys(done.json), ['startTime', 'endTime', 'status', 'name']);
  assert.equal(done.json['status'], 'Succeeded');
  assert.match(done.text, /^\{\r\n {2}"startTime": "/);
  const end = await azure.send('GET', result);
  assert.equal(end.httpStatus, 200);
  assert.equal(end.text, '');
  assert.match(status, new RegExp(String(done.json['name'])));
});

test('polls: an operation is found only where it belongs', async () => {
  const azure = await createAzure();
  const put = await azure.send('PUT', WEB, { body: linuxSet() });
  const url = put.header('azure-asyncoperation') ?? '';
  for (const wrong of [
    url.replace('westeurope', 'eastus'),
    url.replace(/operations\/[0-9a-f-]{36}/, 'operations/00000000-0000-4000-8000-000000000000'),
    url.replace(/operations\/[0-9a-f-]{36}/, 'operations/nonsense'),
  ]) {
    const answer = await azure.send('GET', wrong);
    assert.equal(answer.httpStatus, 404, wrong);
    assert.equal((answer.json['error'] as JsonObject)['code'], 'NotFound');
  }
  assert.equal(
    (await azure.send('GET', url.replace('westeurope', 'West%20Europe'))).httpStatus,
    200,
  );
  assert.equal(
    (await azure.send('GET', url.toUpperCase().replace(/API-VERSION/, 'api-version'))).httpStatus,
    200,
  );
});

test('what the emulator does not do is refused by name', async () => {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet() });
  const rows = computeOperations.filter(({ operationId }) => notYetSupportedIds.has(operationId));
  assert.ok(rows.length >= 5);
  for (const { operationId, method, path, since } of rows) {
    const target = path
      .replace('{subscriptionId}', SUBSCRIPTION)
      .replace('{resourceGroupName}', 'RG')
      .replace('{vmScaleSetName}', 'web')
      .replace('{instanceId}', '0')
      .replaceAll(/\{\w+\}/g, 'x');
    const answer = await azure.send(method, target, { version: since ?? '2024-07-01' });
    assert.equal(answer.httpStatus, 409, `${operationId}: ${answer.text}`);
    assert.deepEqual(answer.json['error'], {
      code: 'NotSupported',
      message: `The operation '${operationId}' is not supported by Lazulite yet.`,
    });
  }
});

// The newest official client knows every operation; each must have a row, even if it refuses.
test('coverage: every operation of the newest SDK has a row', () => {
  const files = globSync(
    'node_modules/@azure/arm-compute/dist/esm/api/virtualMachineScaleSet*/operations.js',
  );
  assert.ok(files.length >= 7, 'the SDK has moved');
  const rows = new Set(computeOperations.map(({ method, path }) => `${method} ${shapeOf(path)}`));
  const wanted = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [
      ...text.matchAll(
        /expandUrlTemplate\("([^"{]*(?:\{[^?][^"]*?)?)\{\?[\s\S]*?\.path\(path\)\.(\w+)\(/g,
      ),
    ].map(([, path = '', method = '']) => `${method.toUpperCase()} ${shapeOf(path)}`);
  });
  assert.ok(wanted.length >= 60, `only ${wanted.length} operations found in the SDK`);
  assert.deepEqual(
    wanted.filter((row) => !rows.has(row)),
    [],
  );
});

function shapeOf(path: string): string {
  return path.toLowerCase().replaceAll(/\{[^}]*\}/g, '{}');
}

test('the table: ids and routes are unique, groups are sized, versions known', () => {
  const ids = computeOperations.map(({ operationId }) => operationId);
  assert.equal(new Set(ids).size, ids.length);
  const routes = computeOperations.map(({ method, path }) => `${method} ${shapeOf(path)}`);
  assert.equal(new Set(routes).size, routes.length);
  for (const { operationId, rateLimits, since } of computeOperations) {
    for (const group of rateLimits ?? [])
      assert.ok(group in computeRateLimits.buckets, `${operationId} ${group}`);
    if (since !== undefined) assert.ok(SCALE_SET_API_VERSIONS.includes(since), operationId);
  }
  const versions = [...SCALE_SET_API_VERSIONS];
  assert.deepEqual(versions.toSorted(), versions, 'oldest first');
  const [first] = computeResourceTypes(['West Europe']);
  assert.equal(first?.defaultApiVersion, '2023-09-01');
});

// Recorded list of versions: api-versions.txt.
test('every version of the list is served', async () => {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet() });
  for (const version of SCALE_SET_API_VERSIONS) {
    for (const path of [
      '',
      '/instanceView',
      '/virtualMachines',
      '/virtualMachines/0/instanceView',
    ]) {
      const answer = await azure.send('GET', `${WEB}${path}`, { version });
      assert.equal(answer.httpStatus, 200, `${version} ${path} ${answer.text}`);
    }
  }
});
