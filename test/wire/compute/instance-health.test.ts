import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { linuxSet, setPath } from './support/models.ts';
import { HEALTH } from './support/rolling.ts';

const PATH = '/_lazulite/instancehealth';
const WEB = setPath('web');
const VERSION = 'api-version=2024-07-01';

async function settled(body: JsonObject): Promise<TestEmulator> {
  const emulator = await startEmulator();
  const group = WEB.slice(0, WEB.indexOf('/providers'));
  await emulator.request('PUT', `${group}?api-version=2022-09-01`, { location: 'westeurope' });
  const created = await emulator.request('PUT', `${WEB}?${VERSION}`, body);
  assert.equal(created.httpStatus, 201, JSON.stringify(created.json));
  await emulator.clock.runUntilIdle();
  return emulator;
}

const monitored = linuxSet({
  capacity: 3,
  extensions: [HEALTH],
  properties: { overprovision: false, automaticRepairsPolicy: { enabled: true } },
});

// Ours: docs/reference/control.md.
test('instance health: machines are made unhealthy, counted, and repaired', async () => {
  await using emulator = await settled(monitored);
  const counts = async (): Promise<unknown> => {
    // The case of a resource id does not matter.
    const query = `?resourceId=${encodeURIComponent(WEB.toUpperCase())}`;
    const { httpStatus, json } = await emulator.request('GET', `${PATH}${query}`);
    assert.equal(httpStatus, 200);
    return (json as JsonObject)['health'];
  };
  assert.deepEqual(await counts(), { initializing: 0, healthy: 3, unhealthy: 0, unknown: 0 });
  const order = { resourceId: WEB, instanceIds: ['1'], state: 'unhealthy' };
  const { httpStatus, json } = await emulator.request('POST', PATH, order);
  assert.equal(httpStatus, 200, JSON.stringify(json));
  assert.deepEqual((json as JsonObject)['automaticRepairs'], 'Running');
  assert.deepEqual(await counts(), { initializing: 0, healthy: 2, unhealthy: 1, unknown: 0 });
  await emulator.clock.runUntilIdle();
  const list = await emulator.request('GET', `${WEB}/virtualMachines?${VERSION}`);
  const ids = ((list.json as JsonObject)['value'] as JsonObject[]).map((one) => one['instanceId']);
  assert.deepEqual(ids, ['0', '2', '3']);
  assert.deepEqual(await counts(), { initializing: 0, healthy: 3, unhealthy: 0, unknown: 0 });
});

test('instance health: what makes no sense is refused, and nothing happens', async () => {
  await using emulator = await settled(monitored);
  const good = { resourceId: WEB, state: 'unhealthy' };
  const refusals: readonly [body: unknown, code: string, message: RegExp][] = [
    [{}, 'EMU_BAD_REQUEST', /resourceId is missing/],
    [[], 'EMU_BAD_REQUEST', /Send/],
    [{ ...good, state: 'tired' }, 'EMU_BAD_REQUEST', /state must be one of/],
    [{ ...good, instanceIds: [] }, 'EMU_BAD_REQUEST', /list of texts/],
    [{ ...good, instanceIds: [1] }, 'EMU_BAD_REQUEST', /list of texts/],
    [{ ...good, ids: ['1'] }, 'EMU_BAD_REQUEST', /"ids" is not known/],
    [{ ...good, state: 'unknown' }, 'EMU_BAD_REQUEST', /version 2 of the health extension/],
    [{ ...good, instanceIds: ['7'] }, 'EMU_NOT_FOUND', /no machine 7/],
    [{ ...good, instanceIds: ['web_0'] }, 'EMU_NOT_FOUND', /no machine web_0/],
    [{ ...good, resourceId: setPath('none') }, 'EMU_NOT_FOUND', /no scale set/],
  ];
  for (const [body, code, message] of refusals) {
    const { json } = await emulator.request('POST', PATH, body);
    const error = (json as JsonObject)['error'] as { code: string; message: string };
    assert.equal(error.code, code, JSON.stringify(body));
    assert.match(error.message, message);
  }
  const none = await emulator.request('GET', `${PATH}?resourceId=${setPath('none')}`);
  assert.equal(none.httpStatus, 404);
  const { json } = await emulator.request('GET', `${PATH}?resourceId=${WEB}`);
  assert.equal(((json as JsonObject)['health'] as JsonObject)['healthy'], 3);
});

test('instance health: a set that nobody monitors has none', async () => {
  await using emulator = await settled(linuxSet({ capacity: 1 }));
  const { json } = await emulator.request('GET', `${PATH}?resourceId=${WEB}`);
  assert.equal((json as JsonObject)['health'], null);
  const refused = await emulator.request('POST', PATH, { resourceId: WEB, state: 'healthy' });
  assert.equal(refused.httpStatus, 400);
  assert.match(JSON.stringify(refused.json), /neither the application health extension/);
});
