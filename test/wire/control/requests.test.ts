import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import type { TestEmulator } from '../../../src/testing/index.ts';
import { PASSWORD } from '../compute/support/models.ts';
import { createWorld, listOf, objectOf, ok, SET, VERSION } from '../faults/support/surfaces.ts';

const GET = `${SET}?${VERSION}`;
const LOG = '/_lazulite/requests';

async function asked(emulator: TestEmulator, query: string): Promise<readonly JsonObject[]> {
  return listOf((await ok(emulator, 'GET', `${LOG}?${query}`))['requests']);
}

async function judged(emulator: TestEmulator, ...assertions: JsonObject[]): Promise<JsonObject> {
  return await ok(emulator, 'POST', `${LOG}/assert`, { assertions });
}

test('request log: says what was asked, by whom and what became of it', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'DELETE', LOG);
  await ok(emulator, 'GET', GET);
  await emulator.request('GET', `${SET}x?${VERSION}`);
  await emulator.request('GET', `/subscriptions/nonsense?${VERSION}`);
  const [found, missing, odd] = await asked(emulator, '');
  assert.deepEqual(
    [
      found?.['operation'],
      found?.['status'],
      found?.['errorCode'],
      found?.['method'],
      found?.['target'],
    ],
    ['VirtualMachineScaleSets_Get', 200, null, 'GET', GET],
  );
  assert.match(String(found?.['correlationId']), /^[0-9a-f-]{36}$/);
  assert.match(String(found?.['caller']), /^\S+$/);
  assert.deepEqual([missing?.['status'], missing?.['errorCode']], [404, 'ResourceNotFound']);
  assert.deepEqual([odd?.['status'], odd?.['operation']], [400, null]);
  assert.equal((await asked(emulator, 'status=4xx')).length, 2);
  assert.equal((await asked(emulator, 'operation=VirtualMachineScaleSets_*&status=200')).length, 1);
  assert.equal((await asked(emulator, `resource=${SET}`)).length, 1);
  assert.equal((await asked(emulator, 'resource=*/resourceGroups/RG')).length, 2);
  assert.equal((await asked(emulator, `requestId=${String(found?.['correlationId'])}`)).length, 1);
  const page = await ok(emulator, 'GET', `${LOG}?limit=2`);
  const rest = await ok(emulator, 'GET', `${LOG}?after=${String(page['next'])}`);
  assert.deepEqual([listOf(page['requests']).length, listOf(rest['requests']).length], [2, 1]);
});

test('request log: bodies on request, and never a secret, in the archive neither', async () => {
  await using emulator = await createWorld();
  const archive = await ok(emulator, 'GET', `${LOG}/har`);
  const bodies = await asked(emulator, 'bodies=true&method=PUT');
  const all = JSON.stringify([archive, bodies]);
  assert.ok(all.includes('adminPassword') && all.includes('***'));
  assert.ok(!all.includes(PASSWORD) && !/Bearer/.test(all));
  const log = objectOf(archive['log']);
  assert.equal(log['version'], '1.2');
  const [entry] = listOf(log['entries']);
  assert.deepEqual(
    [objectOf(entry?.['request'])['method'], objectOf(entry?.['response'])['status']],
    ['PUT', 201],
  );
  assert.match(
    String(objectOf(entry?.['request'])['url']),
    /^https:\/\/localhost\/subscriptions\//,
  );
});

test('request log: waits for requests that are still to come, and holds nobody up', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'DELETE', LOG);
  const waiting = ok(
    emulator,
    'GET',
    `${LOG}?operation=VirtualMachineScaleSets_Get&wait=30s&count=2`,
  );
  await ok(emulator, 'GET', GET);
  await emulator.clock.advance('1m');
  await ok(emulator, 'GET', GET);
  const came = await waiting;
  assert.deepEqual([listOf(came['requests']).length, came['complete']], [2, true]);
  const late = await ok(emulator, 'GET', `${LOG}?method=DELETE&wait=1ms`);
  assert.deepEqual([late['requests'], late['complete']], [[], false]);
});

test('request log: an emulator that ends waits for nobody', async () => {
  const emulator = await createWorld();
  const waiting = emulator.request('GET', `${LOG}?method=DELETE&wait=60s`);
  await emulator.close();
  assert.equal(objectOf((await waiting).json)['complete'], false);
});

test('request log: assertions say what was expected and what came', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'DELETE', LOG);
  for (let turn = 0; turn < 3; turn += 1) await ok(emulator, 'GET', GET);
  await ok(emulator, 'POST', `${SET}/restart?${VERSION}`);
  const get = { operation: 'VirtualMachineScaleSets_Get' };
  const good = await judged(
    emulator,
    { match: get, exactly: 3 },
    { match: get, atLeast: 1, atMost: 3 },
    { match: get, before: { operation: '*_Restart' } },
    { match: { status: 429 }, exactly: 0 },
  );
  assert.equal(good['passed'], true, JSON.stringify(good));
  const poor = await judged(
    emulator,
    { match: get, atMost: 2 },
    { match: { operation: '*_Restart' }, before: get },
  );
  assert.equal(poor['passed'], false);
  assert.deepEqual(
    listOf(poor['results']).map(({ reason }) => reason),
    [
      'expected atMost 2 matching requests, and there are 3',
      `nothing of the kind came after request ${String(listOf(poor['results'])[1]?.['requests'])}`,
    ],
  );
});

// kubernetes/autoscaler#2817: a client that does not wait.
test('request log: who asks again before Retry-After is over is found', async () => {
  await using emulator = await createWorld({
    start: { throttle: 'azure', throttleLimit: ['GetVMScaleSetResource=2/2'] },
  });
  await emulator.clock.advanceTo('2026-01-01T01:00:00Z');
  await ok(emulator, 'DELETE', LOG);
  const statuses = async (times: number): Promise<number[]> => {
    const seen: number[] = [];
    for (let turn = 0; turn < times; turn += 1)
      seen.push((await emulator.request('GET', GET)).httpStatus);
    return seen;
  };
  assert.deepEqual(await statuses(3), [200, 200, 429]);
  const patience = { match: { operation: 'VirtualMachineScaleSets_Get' }, honoursRetryAfter: true };
  assert.equal((await judged(emulator, patience))['passed'], true);
  await emulator.clock.advance('1m');
  assert.deepEqual(await statuses(1), [200]);
  assert.equal((await judged(emulator, patience))['passed'], true);
  assert.deepEqual(await statuses(3), [200, 429, 429]);
  assert.equal((await judged(emulator, patience))['passed'], false);
});

test('request log: shows which rule had a hand in an answer', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'POST', '/_lazulite/faults', {
    id: 'odd',
    on: { method: 'GET' },
    answer: { status: 503 },
  });
  await emulator.request('GET', GET);
  const [entry] = await asked(emulator, 'status=503');
  assert.deepEqual([entry?.['fault'], entry?.['isCut']], ['odd', false]);
});

test('request log: orders that make no sense are refused', async () => {
  await using emulator = await createWorld();
  const refused: readonly (readonly [string, string, unknown, RegExp])[] = [
    ['GET', '?color=red', undefined, /"color" is not known/],
    ['GET', '?status=many', undefined, /status must be/],
    ['GET', '?limit=0', undefined, /limit must be a whole number from 1 to 1000/],
    ['GET', '?wait=2h', undefined, /wait must be a length/],
    ['GET', '/nothing', undefined, /There is GET and DELETE/],
    ['POST', '', {}, /There is GET and DELETE/],
    ['POST', '/assert', {}, /Send/],
    ['POST', '/assert', { assertions: [{ match: {} }] }, /An assertion looks like/],
    [
      'POST',
      '/assert',
      { assertions: [{ match: { color: 'red' }, atMost: 1 }] },
      /matched by operation/,
    ],
    ['POST', '/assert', { assertions: [{ atMost: -1 }] }, /atMost must be a whole number/],
    ['POST', '/assert', { assertions: [{ sometimes: 1 }] }, /"sometimes" is not known/],
  ];
  for (const [method, rest, body, message] of refused) {
    const answer = await emulator.request(method, `${LOG}${rest}`, body);
    const error = objectOf(objectOf(answer.json)['error']);
    assert.deepEqual([answer.httpStatus, error['code']], [400, 'EMU_BAD_REQUEST'], rest);
    assert.match(String(error['message']), message);
  }
});
