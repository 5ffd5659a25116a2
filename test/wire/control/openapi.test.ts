import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type JsonValue } from '../../../src/base/index.ts';
import { openApiDocument, ROUTES } from '../../../src/control/index.ts';
import { flexibleSet } from '../compute/support/flexible.ts';
import { createWorld, listOf, objectOf, ok, SET, VERSION } from '../faults/support/surfaces.ts';
import { asking } from './support/ask.ts';
import { member } from './support/contract.ts';

const RESOURCE = `resourceId=${encodeURIComponent(SET)}`;
const EVENTS = `/_lazulite/events?set=${encodeURIComponent(SET)}`;
const METADATA = { metadata: 'true' };
const EVENTS_VERSION = 'api-version=2020-07-01';
const NOTICE = {
  diagnosticsProfile: { bootDiagnostics: { enabled: true } },
  scheduledEventsProfile: {
    terminateNotificationProfile: { notBeforeTimeout: 'PT5M', enable: true },
  },
};

test('openapi: every operation answers as the document tells it', async () => {
  await using emulator = await createWorld({ profile: NOTICE });
  const { ask, contract } = asking(emulator);
  const good = async (...request: Parameters<typeof ask>): Promise<JsonValue> => {
    const { httpStatus, json, text } = await ask(...request);
    assert.ok(httpStatus < 300, `${request[0]} ${request[1]}: ${text}`);
    return json;
  };

  await good('GET', '/_lazulite/health');
  await good('GET', '/_lazulite/ready');
  const served = await good('GET', '/_lazulite/openapi.json');
  assert.deepEqual(objectOf(served)['paths'], openApiDocument(ROUTES, '')['paths']);

  await good('POST', '/_lazulite/throttling', { mode: 'azure' });
  await good('PUT', '/_lazulite/throttling', {
    limits: { HighCostGetVMScaleSetResource: { capacity: 3, refill: 1 } },
  });
  for (let call = 0; call < 5; call += 1) {
    await emulator.request('GET', `${SET}/instanceView?${VERSION}`);
  }
  await good('GET', '/_lazulite/throttling');
  await good('POST', '/_lazulite/throttling', { limits: {}, mode: 'off' });
  await good('POST', '/_lazulite/throttling', { reset: true });

  const rules = [
    { fault: 'OSProvisioningTimedOut', on: { resource: SET, zone: '1', share: 0.5 }, times: 2 },
    {
      id: 'wire',
      description: 'all parts',
      on: { method: ['GET', 'PUT'], operation: '*_List', path: '*/nowhere', caller: 'nobody' },
      change: { status: 201, headers: { a: 'b' }, removeHeaders: ['c'], body: { d: null } },
      delay: '1s',
      skip: 1,
      for: '2h',
    },
    { on: { path: '*/teapot*' }, answer: { status: 418, body: 'short and stout' } },
  ];
  await good('POST', '/_lazulite/faults', rules);
  await good('POST', '/_lazulite/faults', { id: 'stale', on: { path: '*/old' }, stale: true });
  await emulator.request('GET', '/teapot?api-version=2024-07-01');
  await good('GET', '/_lazulite/faults/wire');
  await good('GET', '/_lazulite/faultcatalogue');

  // Machines that fail, an operation that fails, a rolling upgrade, and what is under way.
  await ok(emulator, 'PATCH', `${SET}?${VERSION}`, { sku: { capacity: 8 } });
  await good('GET', `/_lazulite/currentactions?${RESOURCE}`);
  await good('POST', '/_lazulite/clock', { runUntilIdle: true });
  await good('GET', '/_lazulite/faults');
  await ok(emulator, 'PATCH', `${SET}?${VERSION}`, {
    properties: { upgradePolicy: { mode: 'Rolling' } },
  });
  await good('PUT', '/_lazulite/clock', { advanceBy: '1h' });
  await emulator.request('POST', `${SET}/osRollingUpgrade?${VERSION}`);
  await good('POST', '/_lazulite/clock', { nextDue: true });
  await good('POST', '/_lazulite/clock', { advanceTo: '2026-03-01T00:00:00Z' });
  await ok(emulator, 'POST', `${SET}/restart?${VERSION}`);
  await good('GET', '/_lazulite/clock');
  await good('GET', '/_lazulite/fleet?resource=*&limit=1');
  await good('GET', '/_lazulite/fleet?after=a');
  await good('POST', '/_lazulite/clock', { mode: 'x60' });
  await good('POST', '/_lazulite/clock', { freeze: true });
  await good('POST', '/_lazulite/clock', { runUntilIdle: true });
  const told = await good('GET', `${EVENTS}&limit=5000`);
  const subjects = new Set(listOf(objectOf(told)['events']).map(({ subject }) => subject));
  assert.deepEqual([...subjects].map(String).toSorted(), [
    'extension',
    'instance',
    'operation',
    'rollingUpgrade',
  ]);
  const page = objectOf(await good('GET', '/_lazulite/events?resource=*/web&limit=2'));
  await good('GET', `/_lazulite/events?subject=instance&after=${String(page['next'])}`);
  await good('GET', `${EVENTS}&instance=0&since=2026-01-01T00%3A00%3A00Z&after=1&limit=2`);

  const name = 'Percentage CPU';
  const at = '2026-03-01T00:05:00Z';
  await good('POST', '/_lazulite/metrics', { resourceId: SET, name, value: 80, at });
  await good('POST', '/_lazulite/metrics', { resourceId: SET, name: 'Load', total: null });
  const series = [{ at, value: null }];
  await good('POST', '/_lazulite/metrics', { resourceId: SET, name: 'Queue', series });
  await good('GET', '/_lazulite/metrics');

  await good('GET', `/_lazulite/instancehealth?${RESOURCE}`);
  await good('POST', '/_lazulite/instancehealth', {
    resourceId: SET,
    instanceIds: ['0'],
    state: 'unhealthy',
  });

  await good('GET', '/_lazulite/requests?bodies=true&limit=1000&after=0');
  await good('GET', '/_lazulite/requests?method=GET&status=4xx&wait=0s&count=2&resource=*&path=*');
  await good('GET', '/_lazulite/requests?operation=*&caller=me&requestId=none&bodies=false');
  await good('GET', '/_lazulite/requests/har?operation=VirtualMachineScaleSets_*&limit=500');
  await good('POST', '/_lazulite/requests/assert', {
    assertions: [
      { name: 'some', match: { method: 'GET' }, atLeast: 1, atMost: 99, honoursRetryAfter: true },
      { match: { operation: '*_Get*', status: '2xx' }, before: { method: 'PUT' }, exactly: 0 },
    ],
  });
  await good('DELETE', '/_lazulite/requests');

  await good('POST', '/_lazulite/snapshots', { name: 'one' });
  const { text: file } = await ask('GET', '/_lazulite/snapshots/one');
  await good('PUT', '/_lazulite/snapshots/two', file);
  await ok(emulator, 'PATCH', `${SET}?${VERSION}`, { tags: { team: 'a' } });
  const differs = await good('GET', '/_lazulite/snapshots/two/diff/current');
  assert.equal(listOf(objectOf(differs)['changed']).length, 1);
  await good('POST', '/_lazulite/snapshots/one/load');
  await good('GET', '/_lazulite/snapshots');
  await good('DELETE', '/_lazulite/snapshots/two');

  const machine = `${SET}/virtualMachines/1`;
  const blobs = await ok(emulator, 'POST', `${machine}/retrieveBootDiagnosticsData?${VERSION}`);
  for (const address of Object.values(blobs)) {
    const target = String(address).replace(/^https?:\/\/[^/]+/, '');
    for (const method of ['GET', 'HEAD']) await good(method, target);
  }
  await ok(emulator, 'DELETE', `${machine}?${VERSION}`);
  const events = `/_lazulite/scheduledevents${machine}?${EVENTS_VERSION}`;
  const announced = await good('GET', events, undefined, METADATA);
  const [event] = listOf(objectOf(announced)['Events']);
  const approval = { StartRequests: [{ EventId: event?.['EventId'] }] };
  await good('POST', events, approval, METADATA);

  const flexible = SET.replace('/web', '/flex');
  await ok(
    emulator,
    'PUT',
    `${flexible}?${VERSION}`,
    flexibleSet({ capacity: 1, profile: NOTICE }),
  );
  await good('POST', '/_lazulite/clock', { runUntilIdle: true });
  const { value } = await ok(emulator, 'GET', `${flexible}/virtualMachines?${VERSION}`);
  const single = `${SET.replace(/virtualMachineScaleSets.*/, 'virtualMachines')}/${String(listOf(value)[0]?.['name'])}`;
  await ok(emulator, 'DELETE', `${single}?${VERSION}`);
  const ofFlexible = `/_lazulite/scheduledevents${single}?${EVENTS_VERSION}`;
  const [last] = listOf(objectOf(await good('GET', ofFlexible, undefined, METADATA))['Events']);
  await good('POST', ofFlexible, { StartRequests: [{ EventId: last?.['EventId'] }] }, METADATA);

  await good('DELETE', '/_lazulite/faults/wire');
  await good('DELETE', '/_lazulite/faults');
  await good('POST', '/_lazulite/reset', { subscriptionId: emulator.subscriptionId });
  await good('POST', '/_lazulite/reset');
  await good('GET', '/_lazulite/scenarios');
  await good('GET', '/_lazulite/scenarios/reference-page');
  await good('POST', '/_lazulite/scenarios/make', { name: 'reference-page' });
  const mistaken = { name: 'x', description: 'd', timeline: [{ advance: 'soon' }] };
  await good('POST', '/_lazulite/scenarios/play', { document: mistaken, seed: 3 });
  await good('POST', '/_lazulite/recording', {});
  await good('GET', '/_lazulite/recording');
  await good('DELETE', '/_lazulite/recording');

  const document = openApiDocument(ROUTES, '');
  const all = Object.values(member(document, 'paths')).flatMap((item) =>
    Object.values(objectOf(item)).map((operation) => String(objectOf(operation)['operationId'])),
  );
  assert.deepEqual(
    all.filter((operationId) => !contract.seen.has(operationId)),
    [],
    'some operation was not asked',
  );
});

test('openapi: what is refused is refused as the document tells it', async () => {
  await using emulator = await createWorld();
  const { ask } = asking(emulator);
  const unknown = encodeURIComponent(SET.replace('/web', '/nobody'));
  const nobody = `/_lazulite/scheduledevents${SET}/virtualMachines/99`;
  const refusals: readonly (readonly [string, string, unknown, number, string])[] = [
    ['GET', '/_lazulite/nowhere', undefined, 404, 'EMU_NOT_FOUND'],
    ['POST', '/_lazulite/nowhere', {}, 404, 'EMU_NOT_FOUND'],
    ['DELETE', '/_lazulite/clock', undefined, 405, 'EMU_BAD_REQUEST'],
    ['POST', '/_lazulite/openapi.json', {}, 405, 'EMU_BAD_REQUEST'],
    ['POST', '/_lazulite/clock', '{', 400, 'EMU_BAD_REQUEST'],
    ['POST', '/_lazulite/clock', { advanceTo: '2020-01-01T00:00:00Z' }, 409, 'EMU_CLOCK_BACKWARDS'],
    ['POST', '/_lazulite/throttling', { mode: 'aws' }, 400, 'EMU_BAD_REQUEST'],
    ['POST', '/_lazulite/metrics', [], 400, 'EMU_BAD_REQUEST'],
    ['GET', '/_lazulite/events?color=red', undefined, 400, 'EMU_BAD_REQUEST'],
    ['GET', `/_lazulite/events?set=${unknown}`, undefined, 404, 'EMU_NOT_FOUND'],
    ['GET', `/_lazulite/instancehealth?resourceId=${unknown}`, undefined, 404, 'EMU_NOT_FOUND'],
    ['POST', '/_lazulite/instancehealth', {}, 400, 'EMU_BAD_REQUEST'],
    ['GET', '/_lazulite/currentactions', undefined, 400, 'EMU_BAD_REQUEST'],
    ['POST', '/_lazulite/faults', { fault: 'NoSuchThing' }, 400, 'EMU_BAD_FAULT'],
    ['POST', '/_lazulite/faults/mine', {}, 400, 'EMU_BAD_REQUEST'],
    ['GET', '/_lazulite/faults/nobody', undefined, 404, 'EMU_NOT_FOUND'],
    ['GET', '/_lazulite/faults/%zz', undefined, 400, 'EMU_BAD_REQUEST'],
    ['DELETE', '/_lazulite/faults/nobody', undefined, 404, 'EMU_NOT_FOUND'],
    ['GET', '/_lazulite/requests?limit=0', undefined, 400, 'EMU_BAD_REQUEST'],
    ['GET', '/_lazulite/requests/har?status=9', undefined, 400, 'EMU_BAD_REQUEST'],
    ['POST', '/_lazulite/requests/assert', { assertions: [{}] }, 400, 'EMU_BAD_REQUEST'],
    ['POST', '/_lazulite/reset', { everything: true }, 400, 'EMU_BAD_REQUEST'],
    ['POST', '/_lazulite/reset', { subscriptionId: 'x' }, 404, 'EMU_NOT_FOUND'],
    ['GET', '/_lazulite/snapshots/nobody', undefined, 404, 'EMU_NOT_FOUND'],
    ['PUT', '/_lazulite/snapshots/bad', 'not one', 400, 'EMU_BAD_SNAPSHOT'],
    ['POST', '/_lazulite/snapshots/nobody/load', undefined, 404, 'EMU_NOT_FOUND'],
    ['GET', '/_lazulite/snapshots/nobody/diff/current', undefined, 404, 'EMU_NOT_FOUND'],
    ['GET', '/_lazulite/scenarios/nobody', undefined, 400, 'EMU_BAD_SCENARIO'],
    ['POST', '/_lazulite/scenarios/make', {}, 400, 'EMU_BAD_REQUEST'],
    ['POST', '/_lazulite/scenarios/play', { name: 'a', seed: -1 }, 400, 'EMU_BAD_REQUEST'],
    ['DELETE', '/_lazulite/recording', undefined, 404, 'EMU_NOT_FOUND'],
    ['POST', '/_lazulite/recording', { fast: true }, 400, 'EMU_BAD_REQUEST'],
    ['GET', '/_lazulite/fleet?limit=x', undefined, 400, 'EMU_BAD_REQUEST'],
    ['GET', `${nobody}?${EVENTS_VERSION}`, undefined, 404, 'EMU_NOT_FOUND'],
  ];
  for (const [method, target, body, status, code] of refusals) {
    const { httpStatus, json, text } = await ask(method, target, body, METADATA);
    assert.equal(httpStatus, status, `${method} ${target}: ${text}`);
    assert.equal(member(json, 'error')['code'], code, `${method} ${target}`);
  }
  for (const query of ['', '?api-version=1999-01-01']) {
    const { httpStatus } = await ask('GET', `${nobody}${query}`, undefined, METADATA);
    assert.equal(httpStatus, 400);
  }
  assert.equal((await ask('GET', nobody)).httpStatus, 400, 'without the header');
  await emulator.clock.setMode('x60');
  const moved = await ask('POST', '/_lazulite/clock', { advanceBy: '1m' });
  assert.equal(member(moved.json, 'error')['code'], 'EMU_CLOCK_NOT_MANUAL');
});

test('openapi: without a token there is what the document says needs none', async () => {
  await using emulator = await createWorld();
  const { ask } = asking(emulator);
  const none = { authorization: undefined };
  for (const [path, item] of Object.entries(member(openApiDocument(ROUTES, ''), 'paths'))) {
    for (const [method, operation] of Object.entries(objectOf(item))) {
      const isOpen = objectOf(operation)['security'] !== undefined;
      if (path.includes('/boot-diagnostics/')) continue;
      const target = path.replaceAll(/\{\w+\}/g, 'x');
      const { httpStatus, json } = await ask(method.toUpperCase(), target, undefined, none);
      assert.equal(httpStatus, isOpen ? 200 : 401, `${method} ${path}`);
      if (!isOpen) assert.equal(member(json, 'error')['code'], 'AuthenticationFailed');
    }
  }
});

test('openapi: a query names its parameters as the document does', async () => {
  await using emulator = await createWorld();
  const { ask, contract } = asking(emulator);
  for (const target of [
    '/_lazulite/events',
    '/_lazulite/fleet',
    '/_lazulite/currentactions',
    '/_lazulite/requests',
  ]) {
    const { json } = await ask('GET', `${target}?nonsense=1`);
    const [, list = ''] = /There is (.*)\.$/.exec(String(member(json, 'error')['message'])) ?? [];
    const parameters = contract.find('GET', target)?.operation['parameters'];
    const told = listOf(parameters)
      .filter((parameter) => parameter['in'] === 'query')
      .map(({ name }) => String(name));
    assert.deepEqual(list.split(', ').toSorted(), told.toSorted(), target);
  }
  assert.ok(isJsonObject(contract.find('GET', '/_lazulite/clock')?.operation));
});
