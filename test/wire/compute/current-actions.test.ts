import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { linuxSet, setPath } from './support/models.ts';

const PATH = '/_lazulite/currentactions';
const WEB = setPath('web');
const VERSION = 'api-version=2024-07-01';
const IDLE = {
  none: 0,
  creating: 0,
  starting: 0,
  stopping: 0,
  restarting: 0,
  deallocating: 0,
  reimaging: 0,
  redeploying: 0,
  updating: 0,
  modifying: 0,
  runningCommand: 0,
  deleting: 0,
};

async function begun(): Promise<TestEmulator> {
  const emulator = await startEmulator();
  const group = WEB.slice(0, WEB.indexOf('/providers'));
  await emulator.request('PUT', `${group}?api-version=2022-09-01`, { location: 'westeurope' });
  const body = linuxSet({ capacity: 3, properties: { overprovision: false } });
  const created = await emulator.request('PUT', `${WEB}?${VERSION}`, body);
  assert.equal(created.httpStatus, 201, JSON.stringify(created.json));
  return emulator;
}

async function shown(emulator: TestEmulator): Promise<JsonObject> {
  // The case of a resource id does not matter.
  const query = `?resourceId=${encodeURIComponent(WEB.toUpperCase())}`;
  const { httpStatus, json } = await emulator.request('GET', `${PATH}${query}`);
  assert.equal(httpStatus, 200, JSON.stringify(json));
  return json as JsonObject;
}

// Ours: docs/reference/control.md.
test('current actions: a set is created, restarted and deleted', async () => {
  await using emulator = await begun();
  const creating = await shown(emulator);
  assert.equal(creating['provisioningState'], 'creating');
  assert.deepEqual(creating['currentActions'], { ...IDLE, creating: 3 });
  assert.equal((creating['powerStates'] as JsonObject)['none'], 3);
  assert.equal((creating['operations'] as JsonObject)['open'], 1);
  await emulator.clock.runUntilIdle();
  const idle = await shown(emulator);
  assert.deepEqual(idle, {
    resourceId: idle['resourceId'],
    provisioningState: 'succeeded',
    machines: 3,
    currentActions: { ...IDLE, none: 3 },
    provisioningStates: { creating: 0, updating: 0, succeeded: 3, failed: 0, deleting: 0 },
    powerStates: {
      none: 0,
      starting: 0,
      running: 3,
      stopping: 0,
      stopped: 0,
      deallocating: 0,
      deallocated: 0,
    },
    health: null,
    operations: { open: 0, oldest: [] },
  });
  assert.equal(String(idle['resourceId']).toLowerCase(), WEB.toLowerCase());
  const order = { instanceIds: ['0', '2'] };
  const accepted = await emulator.request('POST', `${WEB}/restart?${VERSION}`, order);
  assert.equal(accepted.httpStatus, 202);
  const restarting = await shown(emulator);
  assert.deepEqual(restarting['currentActions'], { ...IDLE, none: 1, restarting: 2 });
  const { open, oldest } = restarting['operations'] as { open: number; oldest: JsonObject[] };
  const { operationId, startedAt, expectedEnd, ...operation } = oldest[0] ?? {};
  assert.deepEqual([open, oldest.length], [1, 1]);
  assert.deepEqual(operation, { kind: 'act', action: 'restart', instanceCount: 2 });
  assert.ok(accepted.headers['azure-asyncoperation']?.includes(String(operationId)));
  assert.equal(startedAt, (await emulator.clock.read()).now);
  assert.ok(String(expectedEnd) > startedAt);
  await emulator.clock.runUntilIdle();
  await emulator.request('DELETE', `${WEB}?${VERSION}`);
  assert.deepEqual((await shown(emulator))['currentActions'], { ...IDLE, deleting: 3 });
  await emulator.clock.runUntilIdle();
  const gone = await emulator.request('GET', `${PATH}?resourceId=${WEB}`);
  assert.equal(gone.httpStatus, 404);
});

test('current actions: what makes no sense is refused', async () => {
  await using emulator = await begun();
  const refusals: readonly [query: string, status: number, code: string, message: RegExp][] = [
    ['', 400, 'EMU_BAD_REQUEST', /resourceId must be/],
    ['?resourceId=', 400, 'EMU_BAD_REQUEST', /resourceId must be/],
    [`?resourceId=${WEB}&instance=0`, 400, 'EMU_BAD_REQUEST', /"instance" is not known/],
    [`?resourceId=${setPath('none')}`, 404, 'EMU_NOT_FOUND', /no scale set/],
  ];
  for (const [query, status, code, message] of refusals) {
    const { httpStatus, json } = await emulator.request('GET', `${PATH}${query}`);
    const error = (json as JsonObject)['error'] as { code: string; message: string };
    assert.deepEqual([httpStatus, error.code], [status, code], query);
    assert.match(error.message, message);
  }
  const posted = await emulator.request('POST', PATH, { resourceId: WEB });
  assert.deepEqual([posted.httpStatus, posted.headers['allow']], [405, 'GET']);
});
