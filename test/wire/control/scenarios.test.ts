import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type JsonObject } from '../../../src/base/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';

const PATH = '/_lazulite/scenarios';

async function ask(
  emulator: TestEmulator,
  method: string,
  target: string,
  body?: JsonObject,
): Promise<JsonObject> {
  const { json } = await emulator.request(method, target, body);
  assert.ok(isJsonObject(json));
  return json;
}

test('scenarios over the wire: one that ships is played, twice with the same bytes', async () => {
  await using emulator = await startEmulator();
  const { scenarios } = await ask(emulator, 'GET', PATH);
  assert.ok(Array.isArray(scenarios) && scenarios.length >= 12);
  const order = { name: 'late-allocation-failure' };
  const [one, again] = [
    await ask(emulator, 'POST', `${PATH}/play`, order),
    await ask(emulator, 'POST', `${PATH}/play`, order),
  ];
  assert.equal(one['passed'], true, JSON.stringify(one));
  assert.equal(one['transcript'], again['transcript']);
  const other = await ask(emulator, 'POST', `${PATH}/play`, { ...order, seed: 12 });
  assert.notEqual(other['transcript'], one['transcript']);
  // It had an emulator of its own.
  assert.deepEqual((await ask(emulator, 'GET', '/_lazulite/fleet'))['scaleSets'], []);
});

test('scenarios over the wire: the sets of one are made here, and what is there is left', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast' });
  const document: JsonObject = {
    name: 'mine',
    description: 'd',
    resources: [
      { resourceGroup: 'g', scaleSet: { name: 's', location: 'westus', plain: { capacity: 2 } } },
    ],
  };
  for (const turn of [1, 2]) {
    const made = await ask(emulator, 'POST', `${PATH}/make`, { document });
    assert.deepEqual(made, { scenario: 'mine', resources: 1 }, String(turn));
  }
  await emulator.clock.runUntilIdle();
  const set = `/subscriptions/${emulator.subscriptionId}/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/s`;
  const view = await ask(emulator, 'GET', `${set}/instanceView?api-version=2024-07-01`);
  assert.match(JSON.stringify(view), /succeeded","count":2/);
});

test('scenarios over the wire: a mistake is told with its place, and files are not read', async () => {
  await using emulator = await startEmulator();
  const refused = async (document: JsonObject): Promise<string> => {
    const whole = { name: 'x', description: 'd', ...document };
    return JSON.stringify(await ask(emulator, 'POST', `${PATH}/make`, { document: whole }));
  };
  assert.match(await refused({ dance: true }), /EMU_BAD_SCENARIO.*\(dance\)/);
  const file = '/etc/hostname';
  for (const document of [
    { lifecycle: file },
    { resources: [{ resourceGroup: 'g', lifecycle: './x.json' }] },
    { resources: [{ resourceGroup: 'g', scaleSet: { from: file } }] },
    { resources: [{ resourceGroup: 'g', template: file }] },
    { resources: [{ resourceGroup: 'g', template: {}, parameters: file }] },
  ] as const) {
    assert.match(await refused(document as unknown as JsonObject), /cannot name a file/);
  }
  const { json } = await emulator.request('GET', `${PATH}/..%2f..%2fpackage.json`);
  assert.match(JSON.stringify(json), /There is no scenario/);
});
