import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResponse } from '../../../src/base/index.ts';
import { createControlClient } from '../../../src/client/index.ts';
import { openApiDocument, ROUTES } from '../../../src/control/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { createWorld, objectOf, ok, SET, VERSION } from '../faults/support/surfaces.ts';
import { Contract, member } from './support/contract.ts';

const DOCUMENT = openApiDocument(ROUTES, '');
/** Stand in for others, or are there under another method. */
const NOT_FOR_THE_CLIENT = /ScheduledEvents|BootDiagnostics|^put/;

/** `fetch` without a socket, held to the document. */
function inProcess(emulator: TestEmulator, contract: Contract): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const sent = {
      method: request.method,
      target: `${pathname}${search}`,
      headers: { host: 'localhost', ...Object.fromEntries(request.headers) },
      body: new Uint8Array(await request.arrayBuffer()),
      secure: true,
    };
    const response: HttpResponse = await emulator.inject(sent);
    if (pathname.startsWith('/_lazulite/')) contract.check(sent, response);
    const body = response.body === null ? null : new Uint8Array(response.body);
    return new Response(body, { status: response.httpStatus });
  };
}

test('control client: has every operation, and each does what it is there for', async () => {
  await using emulator = await createWorld({ capacity: 3 });
  const contract = new Contract(DOCUMENT);
  const control = createControlClient({
    url: 'https://localhost',
    fetch: inProcess(emulator, contract),
  });
  assert.equal((await control.health()).status, 'ready');
  assert.equal((await control.ready()).store, 'answers');
  assert.equal((await control.openApi())['openapi'], '3.1.0');

  assert.equal((await control.throttling.set({ mode: 'azure' })).mode, 'azure');
  assert.equal((await control.throttling.reset()).totals.calls, 0);
  assert.equal((await control.throttling.read()).mode, 'azure');

  const rule = await control.faults.add({ fault: 'OSProvisioningTimedOut', on: { resource: SET } });
  assert.equal((await control.faults.find(rule.id)).state, 'active');
  await control.faults.addAll([{ id: 'a', hang: true, on: { path: '/none' } }]);
  assert.deepEqual(
    (await control.faults.list()).map(({ id }) => id),
    [rule.id, 'a'],
  );
  assert.equal((await control.faults.remove('a')).length, 1);
  assert.ok((await control.faults.catalogue()).length > 20);

  const { now } = await control.clock.read();
  await ok(emulator, 'PATCH', `${SET}?${VERSION}`, { sku: { capacity: 4 } });
  const doing = await control.currentActions(SET);
  assert.deepEqual([doing.currentActions.creating, doing.operations.open], [1, 1]);
  const { nextDue } = await control.clock.read();
  assert.equal((await control.clock.advanceToNextDue()).now, nextDue);
  assert.equal((await control.clock.runUntilIdle()).nextDue, null);
  const [set] = await control.fleet.list();
  assert.deepEqual([set?.machines, set?.provisioningStates.failed], [4, 1]);
  assert.equal((await control.fleet.page({ limit: 1 })).next, null);
  const { events } = await control.events.pageOf(SET, { since: now });
  const all = await control.events.page({ subject: 'operation', limit: 1 });
  assert.equal(all.events[0]?.set, SET);
  assert.equal((await control.events.page({ after: all.next ?? '' })).next, null);
  const failures = events.flatMap((event) =>
    event.subject === 'instance' && event.failure !== null ? [event.failure.code] : [],
  );
  assert.deepEqual(failures, ['OSProvisioningTimedOut']);
  await control.faults.clear();

  assert.equal((await control.instanceHealth.read(SET)).health?.healthy, 3);
  const unwell = { resourceId: SET, instanceIds: ['0'], state: 'unhealthy' } as const;
  assert.equal((await control.instanceHealth.set(unwell)).health?.unhealthy, 1);

  await control.metrics.feed({ resourceId: SET, name: 'Percentage CPU', value: 80 });
  assert.deepEqual((await control.metrics.list())[0]?.series.length, 1);

  const { requests, next } = await control.requests.list({ method: 'patch', bodies: true });
  assert.deepEqual(requests[0]?.requestBody, { sku: { capacity: 4 } });
  assert.equal((await control.requests.list({ after: next })).requests.length, 0);
  const { passed, results } = await control.requests.assert(
    { match: { method: 'PATCH' }, exactly: 1 },
    { match: { method: 'PATCH' }, atLeast: 2 },
  );
  assert.deepEqual([passed, results.map((result) => result.passed)], [false, [true, false]]);
  assert.ok('log' in (await control.requests.har({ operation: '*' })));
  await control.requests.clear();

  await control.snapshots.save('one');
  const file = await control.snapshots.read('one');
  await control.snapshots.write('two', file);
  assert.equal((await control.snapshots.list()).length, 2);
  assert.deepEqual((await control.snapshots.diff('one')).changed, []);
  await control.snapshots.load('one');
  assert.equal((await control.snapshots.remove('two')).length, 1);

  const own = { name: 'x', description: 'd', timeline: [{ idle: true }] };
  assert.ok((await control.scenarios.list()).length > 12);
  assert.equal((await control.scenarios.read('reference-page'))['name'], 'reference-page');
  assert.equal((await control.scenarios.make({ document: own })).resources, 0);
  assert.equal((await control.scenarios.play({ document: own }, 3)).passed, true);

  assert.equal((await control.recording.start()).recording, true);
  await ok(emulator, 'GET', `/subscriptions/${emulator.subscriptionId}?${VERSION}`);
  assert.ok((await control.recording.read()).steps > 0);
  assert.ok('timeline' in (await control.recording.stop()));

  assert.equal((await control.clock.advance('1h')).mode, 'manual');
  await control.clock.advanceTo('2027-01-01T00:00:00Z');
  assert.equal((await control.clock.setMode('x60')).rate, 60);
  await assert.rejects(control.clock.advance('1h'), { code: 'EMU_CLOCK_NOT_MANUAL' });
  assert.equal((await control.clock.freeze()).rate, 0);
  await assert.rejects(control.clock.advance('soon'), { code: 'EMU_BAD_REQUEST' });
  await assert.rejects(control.faults.find('a'), { code: 'EMU_NOT_FOUND', httpStatus: 404 });
  const { subscriptionId } = emulator;
  assert.deepEqual(await control.reset(subscriptionId), { reset: subscriptionId });
  assert.deepEqual(await control.reset(), { reset: 'all' });

  const operations = Object.values(member(DOCUMENT, 'paths')).flatMap((item) =>
    Object.values(objectOf(item)).map((operation) => String(objectOf(operation)['operationId'])),
  );
  const missing = operations.filter((name) => !contract.seen.has(name));
  assert.deepEqual(
    missing.filter((name) => !NOT_FOR_THE_CLIENT.test(name)),
    [],
  );
});

test('control client: over a socket, by the global fetch', async () => {
  await using emulator = await startEmulator({ listen: true, lifecycle: 'fast' });
  const control = createControlClient({ url: emulator.httpUrl ?? '' });
  await emulator.createScaleSet({ capacity: 2 });
  assert.equal((await control.fleet.list())[0]?.machines, 2);
  const page = new URL('/_lazulite/clock', emulator.httpUrl);
  const headers = { origin: 'http://elsewhere.test', authorization: `Bearer ${emulator.token()}` };
  const foreign = createControlClient({
    url: emulator.httpUrl ?? '',
    token: emulator.token(),
    fetch: (_input, init) => fetch(page, { ...init, headers }),
  });
  await assert.rejects(foreign.clock.read(), { code: 'EMU_FORBIDDEN_ORIGIN', httpStatus: 403 });
});

test('control client: the testing kit has it', async () => {
  await using emulator = await createWorld();
  assert.equal((await emulator.control.fleet.list('*/web')).length, 1);
  assert.equal((await emulator.control.events.pageOf(SET, { limit: 1 })).events.length, 1);
});
