import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ComputeManagementClient } from '@azure/arm-compute';
import { startEmulator, useEmulator } from '../../src/testing/index.ts';

const KIT = path.join(import.meta.dirname, '../../src/testing/index.ts');

test('testing kit: @azure/arm-compute speaks to it in process, with its options as they are', async () => {
  await using emulator = await startEmulator({ clock: 'instant', lifecycle: 'fast' });
  const id = await emulator.createScaleSet({ name: 'web', capacity: 4 });
  const { credential, subscriptionId, clientOptions } = emulator;
  const client = new ComputeManagementClient(credential, subscriptionId, clientOptions);
  const set = await client.virtualMachineScaleSets.get('demo', 'web');
  assert.equal(set.id, id);
  await client.virtualMachineScaleSets.update('demo', 'web', { sku: { capacity: 6 } });
  const view = await client.virtualMachineScaleSets.getInstanceView('demo', 'web');
  assert.deepEqual(view.virtualMachine?.statusesSummary, [
    { code: 'ProvisioningState/succeeded', count: 6 },
  ]);
  const machines: string[] = [];
  for await (const machine of client.virtualMachineScaleSetVMs.list('demo', 'web')) {
    machines.push(machine.instanceId ?? '');
  }
  assert.equal(machines.length, 6);
  await assert.rejects(client.virtualMachineScaleSets.get('demo', 'nope'), {
    code: 'ResourceNotFound',
    statusCode: 404,
  });
  await emulator.requests.assert({
    match: { operation: 'VirtualMachineScaleSets_Update' },
    exactly: 1,
    before: { operation: 'VirtualMachineScaleSets_GetInstanceView' },
  });
});

test('testing kit: sets by wish, faults, throttling and the request log', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast' });
  const set = await emulator.createScaleSet({
    name: 'spot',
    zones: ['1', '2'],
    spot: 'Delete',
    extensions: ['script', 'health'],
    tags: { team: 'a' },
    properties: { singlePlacementGroup: false },
  });
  const rule = await emulator.faults.add({ fault: 'ZoneOutage', on: { resource: set, zone: '1' } });
  assert.equal((await emulator.faults.list())[0]?.id, rule);
  await emulator.faults.remove(rule);
  await assert.rejects(emulator.faults.add({ fault: 'Nothing' }), /is not known: "Nothing"/);
  await emulator.throttling.set({
    mode: 'azure',
    limits: { GetVMScaleSetResource: { capacity: 0 } },
  });
  assert.equal((await emulator.request('GET', `${set}?api-version=2024-07-01`)).httpStatus, 429);
  assert.equal((await emulator.throttling.read()).totals.throttled, 1);
  assert.equal((await emulator.requests.list({ status: '429' })).length, 1);
  await assert.rejects(
    emulator.requests.assert({ match: { status: '429' }, exactly: 0 }),
    /expected exactly 0 matching requests, and there are 1/,
  );
  await emulator.faults.clear();
  await emulator.requests.clear();
  assert.deepEqual(await emulator.requests.list(), []);
});

test('testing kit: until moves time from what is due to what is due', async () => {
  await using emulator = await startEmulator({ seed: 7 });
  const set = await emulator.createScaleSet({ capacity: 3 });
  await emulator.request('POST', `${set}/restart?api-version=2024-07-01`);
  const state = async (): Promise<boolean> => {
    const { json } = await emulator.request('GET', `${set}?api-version=2024-07-01`);
    return JSON.stringify(json).includes('"provisioningState":"Succeeded"');
  };
  assert.equal(await state(), false);
  assert.equal(await emulator.until(state), true);
  await assert.rejects(
    emulator.until(() => false),
    /Nothing is due any more/,
  );
  await emulator.request('POST', `${set}/restart?api-version=2024-07-01`);
  await assert.rejects(
    emulator.until(() => false, { within: '1ms' }),
    /not come about within 1ms/,
  );
  await assert.rejects(
    emulator.until(() => false, { within: 'soon' }),
    /is not a length of time/,
  );
});

test('testing kit: parallel suites share one emulator by one subscription per test', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast', subscriptions: 8 });
  const suite = async (capacity: number): Promise<string> => {
    await using lease = emulator.leaseSubscription();
    const { subscriptionId } = lease;
    const set = await emulator.createScaleSet({ subscriptionId, capacity });
    const { json } = await emulator.request('GET', `${set}/instanceView?api-version=2024-07-01`);
    return JSON.stringify(json);
  };
  const views = await Promise.all(Array.from({ length: 8 }, (_, index) => suite(index + 1)));
  for (const [index, view] of views.entries())
    assert.match(view, new RegExp(`"count":${index + 1}`));
  for (let turn = 0; turn < 8; turn += 1) emulator.leaseSubscription();
  assert.throws(() => emulator.leaseSubscription(), /All 8 subscriptions are taken/);
});

describe('testing kit: with the hooks of a runner', () => {
  const emulator = useEmulator({ before, after, beforeEach }, { lifecycle: 'fast' });
  for (const turn of [1, 2]) {
    test(`each test finds an empty emulator, ${turn}`, async () => {
      const { json } = await emulator().request(
        'GET',
        `/subscriptions/${emulator().subscriptionId}/resourceGroups?api-version=2022-09-01`,
      );
      assert.deepEqual(json, { value: [] });
      await emulator().createScaleSet();
    });
  }
});

test('testing kit: an emulator outside of its hooks says so', () => {
  const hook = (): undefined => undefined;
  const emulator = useEmulator({ before: hook, after: hook, beforeEach: hook });
  assert.throws(() => emulator(), /use it inside of a test/);
});

test('testing kit: close tells of requests that nobody waited for', async () => {
  const emulator = await startEmulator({ leaks: 'fail' });
  await emulator.faults.add({ on: { method: 'GET' }, hang: true });
  const hanging = emulator.request('GET', '/subscriptions?api-version=2022-12-01');
  await new Promise(setImmediate);
  await assert.rejects(
    emulator.close(),
    /and there was more:\n {2}unanswered: GET \/subscriptions/,
  );
  assert.equal((await hanging).httpStatus, 200);
});

test('testing kit: close tells of timers, sockets and subscriptions that are left', async (t) => {
  const leaks = 'fail' as const;
  const clean = await startEmulator({ leaks, listen: true });
  await fetch(`${clean.httpUrl ?? ''}/_lazulite/health`).then((answer) => answer.text());
  await clean.close();

  const emulator = await startEmulator({ leaks, subscriptions: 1 });
  const timer = setTimeout(() => undefined, 60_000);
  const server = createServer().listen(0);
  t.after(() => server.close());
  const { subscriptionId } = emulator.leaseSubscription();
  await assert.rejects(emulator.close(), (error: Error) => {
    assert.match(error.message, /left in this process: 1 × timer/);
    assert.match(error.message, /left in this process: 1 × listening socket/);
    assert.ok(error.message.includes(`not given back: subscription ${subscriptionId}`));
    return true;
  });
  clearTimeout(timer);
});

test('testing kit: variables for clients in other processes', async () => {
  await using emulator = await startEmulator({ listen: true });
  const { AZURE_AUTHORITY_HOST: authority, NODE_EXTRA_CA_CERTS: ca } = emulator.environment();
  assert.equal(authority, emulator.url);
  assert.equal(ca, emulator.caFile);
  await using silent = await startEmulator();
  assert.throws(() => silent.environment(), /listen: true/);
});

for (const [name, end] of [
  ['is closed', 'await emulator.close();'],
  ['is left open and does not listen', ''],
] as const) {
  test(`testing kit: the process exits when an emulator ${name}`, async () => {
    const program = `
      import { startEmulator } from ${JSON.stringify(KIT)};
      const emulator = await startEmulator({ clock: 'x60' });
      await emulator.createScaleSet({ capacity: 50 });
      ${end}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: 'inherit',
    });
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
}

test('testing kit: a thousand starts and ends in one process leave nothing behind', async () => {
  const program = `
    import { startEmulator } from ${JSON.stringify(KIT)};
    const cycle = async () => {
      await using emulator = await startEmulator({ lifecycle: 'fast' });
      await emulator.createScaleSet({ capacity: 5 });
    };
    // Starts and ends may wait for nothing but promises; what they leave to the next turn is done there.
    const heap = async () => {
      await new Promise(setImmediate);
      gc();
      return process.memoryUsage().heapUsed;
    };
    for (let turn = 0; turn < 200; turn += 1) await cycle();
    const heaps = [await heap()];
    for (let turn = 1; turn <= 1000; turn += 1) {
      await cycle();
      if (turn % 250 === 0) heaps.push(await heap());
    }
    await new Promise(setImmediate);
    console.log(JSON.stringify({ heaps, left: process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap') }));`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', program]);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await once(child, 'close');
  const { heaps, left } = JSON.parse(out) as { heaps: number[]; left: string[] };
  // A cycle that leaves something behind leaves kilobytes (its set, its store), and each quarter grows;
  // what the engine itself takes comes in one of them.
  const growths = heaps.slice(1).map((bytes, index) => bytes - (heaps[index] ?? 0));
  assert.ok(Math.min(...growths) < 100_000, `grows by ${growths.join(', ')} bytes`);
  assert.deepEqual(left, []);
});
