import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { ComputeManagementClient } from '@azure/arm-compute';
import type { JsonObject } from '../../../src/base/index.ts';
import { runScenario, type ScenarioReport } from '../../../src/server/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { startPostgres } from '../../support/postgres.ts';
import { model, SET, VERSION } from '../faults/support/surfaces.ts';

const RECORDING = '/_lazulite/recording';
const GROUP = SET.slice(0, SET.indexOf('/providers/'));
const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-recording-'));
after(() => rmSync(folder, { recursive: true }));

async function start(emulator: TestEmulator): Promise<void> {
  assert.equal((await emulator.request('POST', RECORDING)).httpStatus, 201);
}

interface Recorded {
  readonly timeline: readonly { readonly request?: JsonObject; readonly advanceTo?: string }[];
}

async function stop(emulator: TestEmulator): Promise<Recorded> {
  const { httpStatus, json } = await emulator.request('DELETE', RECORDING);
  assert.equal(httpStatus, 200, JSON.stringify(json));
  return json as unknown as Recorded;
}

async function replay(recorded: unknown, store = 'memory'): Promise<ScenarioReport> {
  const file = path.join(folder, 'recorded.json');
  writeFileSync(file, JSON.stringify(recorded, null, 1));
  return await runScenario({ choice: file, options: { store } });
}

/** Much of what there is, by a client that nobody has changed. */
async function session(emulator: TestEmulator): Promise<void> {
  const { credential, subscriptionId, clientOptions } = emulator;
  const client = new ComputeManagementClient(credential, subscriptionId, clientOptions);
  const sets = client.virtualMachineScaleSets;
  await emulator.request('PUT', `${GROUP}?api-version=2022-09-01`, { location: 'westeurope' });
  await emulator.request('PUT', `${SET}?${VERSION}`, model());
  await emulator.request('POST', '/_lazulite/faults', {
    fault: 'OSProvisioningTimedOut',
    on: { resource: SET },
    times: 1,
  });
  await emulator.clock.advance('20m');
  const [, , , , group = '', , , , name = ''] = SET.split('/');
  // The answer to a poll, and not to the request: the operation fails late.
  await assert.rejects(
    sets.update(group, name, { sku: { capacity: 7 }, tags: { note: 'a {word} in braces' } }),
    /OSProvisioningTimedOut/,
  );
  for await (const machine of client.virtualMachineScaleSetVMs.list(group, name)) {
    assert.ok(machine.instanceId);
  }
  await sets.getInstanceView(group, name);
  await emulator.request('GET', `${GROUP}/resources?api-version=2022-09-01&$top=1`);
  await emulator.request('GET', `${SET}/nothing?${VERSION}`);
  await emulator.inject({
    method: 'GET',
    target: `${SET}?${VERSION}`,
    headers: { host: 'localhost' },
    body: new Uint8Array(),
    secure: true,
  });
  await emulator.request('PUT', `${SET}?${VERSION}`, new TextEncoder().encode('{ no JSON'));
  await emulator.request('PUT', `${SET}?${VERSION}`, new TextEncoder().encode('{ "password": 1'));
  const deployment = `${GROUP}/providers/Microsoft.Resources/deployments/d?api-version=2022-09-01`;
  const template =
    "{ properties: { mode: 'Incremental', /* as az sends it */ template: { resources: [] } } }";
  await emulator.request('PUT', deployment, new TextEncoder().encode(template));
  await emulator.clock.advance('1h');
  await emulator.request('GET', deployment);
  const log = 'Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01';
  const since = "&$filter=eventTimestamp ge '2026-01-01T00:00:00Z'";
  await emulator.request(
    'GET',
    `/subscriptions/${subscriptionId}/providers/${log}${encodeURI(since)}`,
  );
}

test('recording: a session by a real client is played again byte for byte, on every engine', async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  await using emulator = await startEmulator({
    clock: 'instant',
    seed: 11,
    lifecycle: 'fast',
    quota: ['cores=500@westeurope'],
    throttle: 'azure',
    throttleLimit: ['subscription-reads=900/10'],
  });
  await emulator.createScaleSet({ name: 'forgotten' });
  await start(emulator);
  await session(emulator);
  const recorded = await stop(emulator);
  assert.ok(recorded.timeline.length > 15, JSON.stringify(recorded.timeline.length));
  const transcripts = [];
  for (const store of ['memory', `sqlite:${path.join(folder, 'again.db')}`, await postgres.url()]) {
    const report = await replay(recorded, store);
    assert.ok(report.passed, JSON.stringify(report.steps.at(-1)));
    transcripts.push(report.transcript);
  }
  assert.equal(new Set(transcripts).size, 1);
});

test('recording: time that runs by itself is taken down, and runs on afterwards', async () => {
  await using emulator = await startEmulator({ clock: 'x60000', lifecycle: 'azure' });
  await start(emulator);
  assert.equal((await emulator.clock.read()).mode, 'manual');
  await emulator.createScaleSet({ capacity: 3 });
  let view = '';
  while (!view.includes('succeeded')) {
    const { json } = await emulator.request('GET', `${SET_OF_KIT}/instanceView?${VERSION}`);
    view = JSON.stringify(json);
  }
  const faster = await emulator.request('POST', '/_lazulite/clock', { mode: 'x2' });
  assert.match(JSON.stringify(faster.json), /A recording moves the time/);
  const recorded = await stop(emulator);
  assert.equal((await emulator.clock.read()).mode, 'x60000');
  assert.ok(recorded.timeline.filter(({ advanceTo }) => advanceTo !== undefined).length > 1);
  const report = await replay(recorded);
  assert.ok(report.passed, JSON.stringify(report.steps.at(-1)));
});

const SET_OF_KIT =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/demo/providers/Microsoft.Compute/virtualMachineScaleSets/web';

test('recording: what answers differently is shown, with its line', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast' });
  await start(emulator);
  await emulator.createScaleSet({ capacity: 3 });
  await emulator.request('GET', `${SET_OF_KIT}?${VERSION}`);
  const recorded = await stop(emulator);
  const changed = JSON.parse(JSON.stringify(recorded).replace('"capacity":3', '"capacity":4'));
  const report = await replay(changed);
  assert.equal(report.passed, false);
  const { line, problem } = report.steps.at(-1) ?? {};
  assert.ok((line ?? 0) > 10);
  assert.match(problem ?? '', /expected 3 at body\.sku\.capacity, got 4/);
});

test('recording: a reset in the middle begins anew, in the recording too', async () => {
  await using emulator = await startEmulator({ clock: 'x60000', lifecycle: 'fast' });
  await start(emulator);
  await emulator.createScaleSet({ capacity: 2 });
  await emulator.reset();
  await emulator.request('GET', `${SET_OF_KIT}?${VERSION}`);
  await emulator.createScaleSet({ capacity: 2 });
  const report = await replay(await stop(emulator));
  assert.ok(report.passed, JSON.stringify(report.steps.at(-1)));
});

test('recording: no secret is in it', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast' });
  await start(emulator);
  await emulator.request('PUT', `${GROUP}?api-version=2022-09-01`, { location: 'westeurope' });
  const text = JSON.stringify(model()).replace(
    /"adminPassword":"[^"]+"/,
    '"adminPassword":"My-own-secret-1","customData":"bXkgb3duIGRhdGE="',
  );
  assert.match(text, /My-own-secret-1/);
  const made = await emulator.request('PUT', `${SET}?${VERSION}`, JSON.parse(text));
  assert.equal(made.httpStatus, 201, JSON.stringify(made.json));
  const recorded = await stop(emulator);
  assert.doesNotMatch(JSON.stringify(recorded), /My-own-secret|bXkgb3duIGRhdGE/);
  const report = await replay(recorded);
  assert.ok(report.passed, JSON.stringify(report.steps.at(-1)));
});

test('recording: refusals', async () => {
  await using emulator = await startEmulator();
  const refused = async (method: string, body?: unknown): Promise<string> => {
    const { httpStatus, json } = await emulator.request(method, RECORDING, body);
    return `${httpStatus} ${JSON.stringify(json)}`;
  };
  assert.match(await refused('DELETE'), /^404 .*EMU_NOT_FOUND.*Nothing is recorded/);
  assert.match(await refused('POST', { fast: true }), /^400 .*no settings/);
  assert.match(await refused('GET'), /^200 \{"recording":false,"since":null/);
  await start(emulator);
  assert.match(await refused('POST'), /^400 .*under way/);
  assert.match(await refused('GET'), /^200 \{"recording":true,"since":"2026-01-01T/);
  await using guarded = await startEmulator({ auth: 'rbac', client: ['app=secret:Owner'] });
  const { json } = await guarded.request('POST', RECORDING);
  assert.match(JSON.stringify(json), /--auth rbac/);
});
