import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type JsonObject } from '../../../src/base/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { capacityOf, ok, prepare, SET } from '../insights/support/autoscale.ts';

const VIEW = `${SET}/instanceView?api-version=2024-07-01`;
const GET = `${SET}?api-version=2024-07-01`;

async function statuses(emulator: TestEmulator, target: string, times: number): Promise<string> {
  const seen: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    seen.push((await emulator.request('GET', target)).httpStatus);
  }
  return seen.join(' ');
}

function detailOf(json: unknown): JsonObject {
  const { error } = json as { error: { details: readonly { message: string }[] } };
  return JSON.parse(error.details[0]?.message ?? '{}') as JsonObject;
}

// Microsoft Learn, "Compute throttling limits": High Cost Get VMSS, 30 of a resource and 10 a minute.
test('throttling: thirty instance views at once, ten more each minute; a plain read goes on', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast', throttle: 'azure' });
  await prepare(emulator);
  await emulator.clock.advanceTo('2026-01-01T01:00:30Z');
  assert.equal(await statuses(emulator, VIEW, 31), `${'200 '.repeat(30)}429`);
  const refused = await emulator.request('GET', VIEW);
  assert.equal(refused.headers['retry-after'], '30');
  assert.match(
    refused.headers['x-ms-ratelimit-remaining-resource'] ?? '',
    /^Microsoft\.Compute\/HighCostGetVMScaleSetSubscriptionMaximum;\d+,Microsoft\.Compute\/HighCostGetVMScaleSetResource;0$/,
  );
  assert.deepEqual(detailOf(refused.json), {
    operationGroup: 'HighCostGetVMScaleSetResource',
    startTime: '2026-01-01T01:00:00+00:00',
    endTime: '2026-01-01T01:01:00+00:00',
    allowedRequestCount: 30,
    measuredRequestCount: 32,
  });
  assert.equal(await statuses(emulator, GET, 2), '200 200');
  await emulator.clock.advance('30s');
  assert.equal(await statuses(emulator, VIEW, 11), `${'200 '.repeat(10)}429`);
});

// The story of kubernetes/autoscaler#3240: reads are refused, writes are not, and who has just started
// takes the fleet for empty.
test('throttling: reads are refused for twenty minutes while a write scales the set in', async () => {
  await using emulator = await startEmulator({
    lifecycle: 'fast',
    throttle: 'azure-2019',
    throttleLimit: ['HighCostGetVMScaleSet30Min=5'],
  });
  await prepare(emulator);
  await emulator.clock.runUntilIdle();
  const list = `${SET}/virtualMachines?api-version=2024-07-01`;
  assert.equal(await statuses(emulator, list, 6), '200 200 200 200 200 429');
  const refused = await emulator.request('GET', list);
  assert.equal(refused.headers['retry-after'], '1200');
  const detail = detailOf(refused.json);
  assert.deepEqual(
    [detail['operationGroup'], detail['allowedRequestCount'], detail['measuredRequestCount']],
    ['HighCostGetVMScaleSet30Min', 5, 7],
  );
  const scaled = await emulator.request('PATCH', GET, { sku: { capacity: 1 } });
  assert.equal(scaled.httpStatus, 200, JSON.stringify(scaled.json));
  await emulator.clock.advance('10m');
  assert.equal(await capacityOf(emulator), 1);
  assert.equal(await statuses(emulator, list, 1), '429');
  await emulator.clock.advance('10m');
  // The three that were refused count in the next interval: two are left.
  assert.equal(await statuses(emulator, list, 3), '200 200 429');
});

test('throttling: is set, shown and forgotten by the control API, and survives a restart', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast' });
  await prepare(emulator);
  assert.equal(await statuses(emulator, VIEW, 40), '200 '.repeat(40).trim());
  const limits = { HighCostGetVMScaleSetResource: { capacity: 1, refill: 1 } };
  await ok(emulator, 'POST', '/_lazulite/throttling', { mode: 'azure', limits });
  assert.equal(await statuses(emulator, VIEW, 4), '200 429 429 429');
  const view = await ok(emulator, 'GET', '/_lazulite/throttling');
  const rows = view['rows'] as readonly JsonObject[];
  const row = rows.find(({ operationId }) => String(operationId).endsWith('_GetInstanceView'));
  assert.ok(isJsonObject(row));
  assert.deepEqual([row['calls'], row['throttled'], row['tooEarly']], [44, 3, 2]);
  assert.equal(row['resource'], SET.toLowerCase());
  await ok(emulator, 'POST', '/_lazulite/throttling', { reset: true });
  assert.equal(await statuses(emulator, VIEW, 2), '200 429');
});

test('throttling: what is refused changes nothing', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast' });
  await prepare(emulator);
  await emulator.clock.runUntilIdle();
  const before = (await emulator.request('GET', GET)).bytes;
  const limits = { VMScaleSetActionsSubscriptionMaximum: { capacity: 0, refill: 0 } };
  await ok(emulator, 'POST', '/_lazulite/throttling', { mode: 'azure', limits });
  const refused = await emulator.request('PATCH', GET, { sku: { capacity: 9 } });
  assert.equal(refused.httpStatus, 429);
  await ok(emulator, 'POST', '/_lazulite/throttling', { mode: 'off' });
  assert.deepEqual((await emulator.request('GET', GET)).bytes, before);
});
