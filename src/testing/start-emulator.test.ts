import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { isJsonObject } from '../base/index.ts';
import { startEmulator, type TestEmulator } from './index.ts';

const GROUP_VERSION = 'api-version=2022-09-01';
const SET_VERSION = 'api-version=2024-07-01';

test('testing kit: a set settles on command, without a socket', async () => {
  await using emulator = await startEmulator({ seed: 42 });
  assert.equal(emulator.url, undefined);
  const set = await createScaleSet(emulator, 5);
  assert.equal(await codeOf(emulator, set), 'ProvisioningState/creating');
  const { now, nextDue } = await emulator.clock.read();
  assert.equal(now, '2026-01-01T00:00:00+00:00');
  assert.ok(nextDue !== null && nextDue > now);
  await emulator.clock.advance('30m');
  assert.equal(await codeOf(emulator, set), 'ProvisioningState/succeeded');
  assert.equal((await emulator.clock.read()).nextDue, null);
});

test('testing kit: the same seed and requests give the same bytes', async () => {
  const histories = [await history(7), await history(7), await history(8)];
  assert.equal(histories[0], histories[1]);
  assert.notEqual(histories[0], histories[2]);
});

test('testing kit: the links of a long-running operation can be followed', async () => {
  await using emulator = await startEmulator();
  const set = await createScaleSet(emulator, 2);
  await emulator.clock.runUntilIdle();
  const accepted = await emulator.request('POST', `${set}/restart?${SET_VERSION}`);
  assert.equal(accepted.httpStatus, 202);
  const link = accepted.headers['azure-asyncoperation'] ?? '';
  assert.match(link, /^https:\/\/localhost\//);
  const status = async (): Promise<unknown> => {
    const { json } = await emulator.request('GET', link);
    return isJsonObject(json) ? json['status'] : undefined;
  };
  assert.equal(await status(), 'InProgress');
  await emulator.clock.runUntilIdle();
  assert.equal(await status(), 'Succeeded');
});

test('testing kit: instant time shows every operation done at its first poll', async () => {
  await using emulator = await startEmulator({ clock: 'instant' });
  const set = await createScaleSet(emulator, 50);
  assert.equal(await codeOf(emulator, set), 'ProvisioningState/succeeded');
});

test('testing kit: an order that the clock refuses is an error with its reason', async () => {
  await using emulator = await startEmulator();
  await assert.rejects(emulator.clock.advance('soon'), /length of time/);
  await assert.rejects(emulator.clock.advanceTo('2020-01-01T00:00:00Z'), /does not go back/);
  assert.equal((await emulator.clock.setMode('x60')).mode, 'x60');
});

test('testing kit: requests without a token are refused as Azure refuses them', async () => {
  await using emulator = await startEmulator();
  const answer = await emulator.inject({
    method: 'GET',
    target: '/subscriptions?api-version=2022-12-01',
    headers: { host: 'localhost' },
    body: new Uint8Array(),
    secure: true,
  });
  assert.equal(answer.httpStatus, 401);
  assert.ok(answer.headers.includes('WWW-Authenticate'));
  const { error } = JSON.parse(new TextDecoder().decode(answer.body ?? undefined)) as {
    error: { code: string };
  };
  assert.equal(error.code, 'AuthenticationFailed');
});

test('testing kit: roles of configured clients count', async () => {
  await using emulator = await startEmulator({ auth: 'rbac', client: ['app=secret:Reader'] });
  const group = `/subscriptions/${emulator.subscriptionId}/resourceGroups/g?${GROUP_VERSION}`;
  const refused = await emulator.request('PUT', group, { location: 'westeurope' });
  assert.equal(refused.httpStatus, 403);
  assert.ok(isJsonObject(refused.json) && isJsonObject(refused.json['error']));
  assert.equal(refused.json['error']['code'], 'AuthorizationFailed');
  const listed = await emulator.request('GET', '/subscriptions?api-version=2022-12-01');
  assert.equal(listed.httpStatus, 200);
});

test('testing kit: listens when asked to, and lets go of everything', async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'lazulite-testing-'));
  try {
    const emulator = await startEmulator({ listen: true, data });
    assert.match(emulator.url ?? '', /^https:\/\/localhost:\d+$/);
    const health = await fetch(`${emulator.httpUrl}/_lazulite/health`);
    assert.deepEqual(
      [health.status, ((await health.json()) as { status: string }).status],
      [200, 'ready'],
    );
    await emulator.close();
    await assert.rejects(fetch(`${emulator.httpUrl}/_lazulite/health`));
  } finally {
    rmSync(data, { recursive: true });
  }
});

async function createScaleSet(emulator: TestEmulator, capacity: number): Promise<string> {
  const group = `/subscriptions/${emulator.subscriptionId}/resourceGroups/demo`;
  const set = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  const made = await emulator.request('PUT', `${group}?${GROUP_VERSION}`, {
    location: 'westeurope',
  });
  assert.equal(made.httpStatus, 201);
  const image = {
    publisher: 'Canonical',
    offer: '0001-com-ubuntu-server-jammy',
    sku: '22_04-lts',
    version: 'latest',
  };
  const subnet = { id: `${group}/providers/Microsoft.Network/virtualNetworks/v/subnets/s` };
  const ip = { name: 'ip', properties: { subnet } };
  const nic = { name: 'nic', properties: { primary: true, ipConfigurations: [ip] } };
  const created = await emulator.request('PUT', `${set}?${SET_VERSION}`, {
    location: 'westeurope',
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity },
    properties: {
      overprovision: false,
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: {
        osProfile: {
          computerNamePrefix: 'web',
          adminUsername: 'azureuser',
          adminPassword: 'Only-for-tests-1',
        },
        storageProfile: { imageReference: image, osDisk: { createOption: 'FromImage' } },
        networkProfile: { networkInterfaceConfigurations: [nic] },
      },
    },
  });
  assert.equal(created.httpStatus, 201, JSON.stringify(created.json));
  return set;
}

async function codeOf(emulator: TestEmulator, set: string): Promise<string | undefined> {
  const { json } = await emulator.request(
    'GET',
    `${set}/instanceView?api-version=2016-04-30-preview`,
  );
  const view = json as unknown as { statuses: readonly { code: string }[] };
  return view.statuses[0]?.code;
}

/** Everything that a client sees of a set's first hour. */
async function history(seed: number): Promise<string> {
  await using emulator = await startEmulator({ seed, lifecycle: 'chaos' });
  const set = await createScaleSet(emulator, 20);
  const seen: string[] = [];
  for (let minute = 0; minute < 60; minute += 5) {
    const view = await emulator.request('GET', `${set}/instanceView?${SET_VERSION}`);
    seen.push(JSON.stringify(view.headers), new TextDecoder().decode(view.bytes));
    await emulator.clock.advance('5m');
  }
  const machines = await emulator.request('GET', `${set}/virtualMachines?${SET_VERSION}`);
  return [...seen, new TextDecoder().decode(machines.bytes)].join('\n');
}
