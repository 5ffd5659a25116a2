import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { startEmulator, type StartOptions, type TestEmulator } from '../../../src/testing/index.ts';
import {
  createWorld,
  listOf,
  model,
  objectOf,
  ok,
  SET,
  VERSION,
} from '../faults/support/surfaces.ts';

const RESET = '/_lazulite/reset';
const [ONE, TWO] = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000009'];
const GROUP = SET.slice(0, SET.indexOf('/providers/'));

/** Much that leaves something behind, with every byte that comes back. */
async function story(emulator: TestEmulator): Promise<string> {
  const bytes: string[] = [];
  const ask = async (method: string, target: string, body?: unknown): Promise<void> => {
    const answer = await emulator.request(method, target, body);
    bytes.push(JSON.stringify(answer.headers), new TextDecoder().decode(answer.bytes));
  };
  await ask('PUT', `${GROUP}?api-version=2022-09-01`, { location: 'westeurope' });
  await ask('PUT', `${SET}?${VERSION}`, model());
  await emulator.clock.advance('10m');
  const network = `${GROUP}/providers/Microsoft.Network/virtualNetworks/v`;
  const space = { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } };
  await ask('PUT', `${network}?api-version=2023-09-01`, {
    location: 'westeurope',
    properties: space,
  });
  await ask('PUT', `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/flex?${VERSION}`, {
    ...model({
      properties: {
        orchestrationMode: 'Flexible',
        platformFaultDomainCount: 1,
      },
    }),
  });
  await ask('POST', '/_lazulite/faults', { fault: 'StuckOperation', on: { resource: SET } });
  await ask('POST', '/_lazulite/metrics', { resourceId: SET, name: 'Percentage CPU', value: 80 });
  await ask('POST', '/_lazulite/throttling', { mode: 'azure' });
  await ask('POST', `${SET}/restart?${VERSION}`);
  const deployment = `${GROUP}/providers/Microsoft.Resources/deployments/d?api-version=2022-09-01`;
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [],
  };
  await ask('PUT', deployment, { properties: { mode: 'Incremental', template } });
  await emulator.clock.advance('10m');
  await ask('DELETE', `${SET}/virtualMachines/1?${VERSION}`);
  await ask('GET', `${SET}/instanceView?${VERSION}`);
  await ask('GET', `${GROUP}/resources?api-version=2022-09-01`);
  return bytes.join('\n');
}

for (const [name, start] of Object.entries<(folder: string) => StartOptions>({
  memory: () => ({ store: 'memory' }),
  SQLite: (folder) => ({ store: `sqlite:${path.join(folder, 'l.db')}`, data: folder }),
})) {
  test(`reset: all is as after a start, and the same requests give the same bytes, on ${name}`, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-reset-'));
    try {
      await using emulator = await startEmulator({
        lifecycle: 'fast',
        clock: 'manual',
        ...start(folder),
      });
      const first = await story(emulator);
      assert.match(first, /"status":\s*409|Stuck|updating/i);
      assert.deepEqual(await ok(emulator, 'POST', RESET), { reset: 'all' });
      const { now } = await emulator.clock.read();
      assert.equal(now, '2026-01-01T00:00:00+00:00');
      assert.deepEqual(listOf((await ok(emulator, 'GET', '/_lazulite/faults'))['faults']), []);
      const { requests } = await ok(emulator, 'GET', '/_lazulite/requests');
      assert.deepEqual(requests, []);
      assert.equal(await story(emulator), first);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test('reset: of one subscription leaves nothing of it, and the others as they were', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-reset-'));
  const file = path.join(folder, 'l.db');
  try {
    const emulator = await startEmulator({
      lifecycle: 'fast',
      data: folder,
      store: `sqlite:${file}`,
      subscription: [ONE, TWO],
    });
    try {
      await story(emulator);
      await ok(emulator, 'DELETE', '/_lazulite/faults');
      await ok(emulator, 'POST', '/_lazulite/throttling', { mode: 'off' });
      const other = (target: string): string => target.replace(ONE, TWO);
      await ok(emulator, 'PUT', other(`${GROUP}?api-version=2022-09-01`), {
        location: 'westeurope',
      });
      await ok(
        emulator,
        'PUT',
        other(`${SET}?${VERSION}`),
        JSON.parse(other(JSON.stringify(model()))),
      );
      await emulator.clock.advance('1s');
      const see = async (): Promise<string[]> => {
        const bytes: string[] = [];
        for (const part of ['', '/instanceView', '/virtualMachines']) {
          const answer = await emulator.request('GET', other(`${SET}${part}?${VERSION}`));
          bytes.push(new TextDecoder().decode(answer.bytes));
        }
        return [...bytes, JSON.stringify(await emulator.clock.read())];
      };
      const before = await see();
      await ok(emulator, 'POST', RESET, { subscriptionId: ONE.toUpperCase() });
      assert.deepEqual(await see(), before);
      assert.equal((await emulator.request('GET', `${SET}?${VERSION}`)).httpStatus, 404);
      const groups = await ok(
        emulator,
        'GET',
        `/subscriptions/${ONE}/resourceGroups?api-version=2022-09-01`,
      );
      assert.deepEqual(groups['value'], []);
    } finally {
      await emulator.close();
    }
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const left = database
        .prepare('SELECT collection, key FROM lazulite_documents WHERE key LIKE ? OR value LIKE ?')
        .all(`%${ONE}%`, `%${ONE}%`);
      assert.deepEqual(left, []);
      const rows = database
        .prepare('SELECT journal FROM lazulite_rows WHERE payload LIKE ?')
        .all(`%${ONE}%`);
      assert.deepEqual(rows, []);
    } finally {
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('reset: lets go of who waits, and who comes meanwhile finds all gone', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'POST', '/_lazulite/faults', {
    on: { method: 'GET', resource: SET },
    hang: true,
  });
  const hanging = emulator.request('GET', `${SET}?${VERSION}`);
  const waiting = emulator.request('GET', '/_lazulite/requests?method=DELETE&wait=60s');
  const resetting = ok(emulator, 'POST', RESET);
  // The order is being carried out when the event loop comes round.
  await new Promise(setImmediate);
  const meanwhile = await emulator.request('GET', `${SET}?${VERSION}`);
  await resetting;
  assert.equal(meanwhile.httpStatus, 404);
  assert.equal((await hanging).httpStatus, 200);
  assert.equal(objectOf((await waiting).json)['complete'], false);
});

test('reset: several at once, and a token from before is still good', async () => {
  await using emulator = await createWorld();
  await Promise.all([
    ok(emulator, 'POST', RESET),
    ok(emulator, 'POST', RESET),
    ok(emulator, 'POST', RESET),
  ]);
  assert.equal((await emulator.request('GET', `${SET}?${VERSION}`)).httpStatus, 404);
});

test('reset: what makes no sense is refused, and nothing is gone', async () => {
  await using emulator = await createWorld();
  const refused: readonly (readonly [unknown, number, RegExp])[] = [
    [{ subscription: ONE }, 400, /"subscription" is not known/],
    [{ subscriptionId: 7 }, 400, /Send/],
    [{ subscriptionId: TWO }, 404, /There is no subscription/],
  ];
  for (const [body, status, message] of refused) {
    const answer = await emulator.request('POST', RESET, body);
    assert.equal(answer.httpStatus, status);
    assert.match(String(objectOf(objectOf(answer.json)['error'])['message']), message);
  }
  assert.equal((await emulator.request('GET', RESET)).httpStatus, 405);
  assert.equal((await emulator.request('GET', `${SET}?${VERSION}`)).httpStatus, 200);
});
