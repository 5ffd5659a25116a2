/*
 * Autoscale settings that act. Sources: Microsoft Learn, "Understand autoscale settings", "Flapping in
 * autoscale", the sample of "Activity Log - Autoscale" in "Common alert schema", Get-AzAutoscaleHistory.
 * That settings are looked at in each whole minute is ours.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { startEmulator } from '../../../src/testing/index.ts';
import {
  capacityOf,
  feed,
  type Line,
  log,
  ok,
  prepare,
  SET,
  setting,
  SETTING,
  VERSION,
} from './support/autoscale.ts';

test('autoscale: scales out while the metric is high, step by step, to the maximum', async () => {
  await using emulator = await startEmulator();
  await prepare(emulator);
  await ok(emulator, 'PUT', `${SETTING}?${VERSION}`, setting([{ above: 70, value: 2 }]));
  await emulator.clock.advance('10m');
  assert.equal(await capacityOf(emulator), 2, 'without a metric nothing happens');
  await feed(emulator, 90);
  await emulator.clock.advance('1m');
  assert.equal(await capacityOf(emulator), 4);
  await emulator.clock.advance('4m');
  assert.equal(await capacityOf(emulator), 4, 'the cool-down of five minutes');
  await emulator.clock.advance('1m');
  assert.equal(await capacityOf(emulator), 6);
  await emulator.clock.advance('1h');
  assert.equal(await capacityOf(emulator), 6, 'the maximum');
  const view = await ok(emulator, 'GET', `${SET}/instanceView?api-version=2024-07-01`);
  const { statusesSummary } = view['virtualMachine'] as JsonObject;
  assert.deepEqual(statusesSummary, [{ code: 'ProvisioningState/succeeded', count: 6 }]);
});

test('autoscale: a total is shared, so it settles where the load is carried', async () => {
  await using emulator = await startEmulator();
  await prepare(emulator);
  const rules = [{ above: 70 }, { below: 30 }];
  await ok(emulator, 'PUT', `${SETTING}?${VERSION}`, setting(rules));
  const total = (value: number) =>
    ok(emulator, 'POST', '/_lazulite/metrics', {
      resourceId: SET.toUpperCase(),
      name: 'percentage cpu',
      total: value,
    });
  await total(250);
  await emulator.clock.advance('2h');
  assert.equal(await capacityOf(emulator), 4, '250 on four is 62.5');
  await total(100);
  await emulator.clock.advance('2h');
  assert.equal(await capacityOf(emulator), 3, '100 on four is 25, on three it is 33');
});

test('autoscale: profiles come and go with the clock', async () => {
  await using emulator = await startEmulator();
  await prepare(emulator);
  const fixed = (name: string, count: string, schedule: JsonObject): JsonObject => ({
    name,
    capacity: { minimum: count, maximum: count, default: count },
    rules: [],
    ...schedule,
  });
  const fixedDate = { timeZone: 'UTC', start: '2026-01-03T10:00:00', end: '2026-01-03T12:00:00' };
  const weekly = (hours: number[]): JsonObject => ({
    recurrence: {
      frequency: 'Week',
      schedule: { timeZone: 'UTC', days: ['Friday', 'Saturday'], hours, minutes: [0] },
    },
  });
  const profiles = [
    fixed('event', '5', { fixedDate }),
    fixed('day', '4', weekly([8])),
    fixed('night', '3', weekly([20])),
  ];
  await ok(emulator, 'PUT', `${SETTING}?${VERSION}`, setting([], { profiles }));
  const at = async (instant: string) => {
    await emulator.clock.advanceTo(instant);
    return await capacityOf(emulator);
  };
  assert.equal(await at('2026-01-02T08:00:00Z'), 4, '2 January 2026 is a Friday');
  assert.equal(await at('2026-01-02T19:59:00Z'), 4);
  assert.equal(await at('2026-01-02T20:00:00Z'), 3);
  assert.equal(await at('2026-01-03T11:00:00Z'), 5);
  assert.equal(await at('2026-01-03T12:00:00Z'), 4);
});

test('autoscale: each step is in the activity log, with how it ended', async () => {
  await using emulator = await startEmulator();
  await prepare(emulator);
  await ok(emulator, 'PUT', `${SETTING}?${VERSION}`, setting([{ above: 70 }]));
  await feed(emulator, 90);
  await emulator.clock.advance('1m');
  await emulator.clock.runUntilIdle();
  const lines = await log(emulator, "category eq 'Autoscale' and resourceGroupName eq 'RG'");
  assert.deepEqual(
    lines.slice(0, 2).map(({ operationName, status }) => [operationName.value, status.value]),
    [
      ['Microsoft.Insights/AutoscaleSettings/Scaleup/Action', 'Succeeded'],
      ['Microsoft.Insights/AutoscaleSettings/Scaleup/Action', 'Started'],
    ],
  );
  const started = lines[1] as Line;
  const { ActiveAutoscaleProfile: profile, ...properties } = started.properties;
  const description = `The autoscale engine attempting to scale resource '${SET}' from 2 instances count to 3 instances count.`;
  assert.deepEqual(properties, {
    Description: description,
    ResourceName: SET,
    OldInstancesCount: '2',
    NewInstancesCount: '3',
    LastScaleActionTime: '',
  });
  assert.equal((JSON.parse(String(profile)) as JsonObject)['name'], 'usual');
  assert.deepEqual(
    [started['caller'], started['channels'], started['description'], started['resourceId']],
    ['Microsoft.Insights/autoscaleSettings', 'Admin, Operation', description, SETTING],
  );
  const writes = await log(
    emulator,
    `resourceUri eq '${SET}' and caller eq 'Microsoft.Insights/autoscaleSettings'`,
  );
  assert.equal(writes[0]?.operationName.value, 'Microsoft.Compute/virtualMachineScaleSets/write');
});

test('autoscale: a refusal of the set is a failure in the log, tried again five minutes later', async () => {
  await using emulator = await startEmulator({ quota: ['virtualMachines=3'] });
  await prepare(emulator);
  await ok(emulator, 'PUT', `${SETTING}?${VERSION}`, setting([{ above: 70, value: 3 }]));
  await feed(emulator, 90);
  await emulator.clock.advance('6m');
  assert.equal(await capacityOf(emulator), 2);
  const lines = await log(emulator, "category eq 'Autoscale'");
  assert.deepEqual(
    lines.map(({ status }) => status.value),
    ['Failed', 'Started', 'Failed', 'Started'],
  );
  assert.match(String(lines[0]?.['description']), /failed to scale .*OperationNotAllowed/);
  assert.equal(lines[0]?.['level'], 'Error');
});

test('autoscale: a setting that is disabled or deleted does nothing, nor does one of no set', async () => {
  await using emulator = await startEmulator();
  await prepare(emulator);
  const target = `${SETTING}?${VERSION}`;
  await ok(emulator, 'PUT', target, setting([{ above: 70 }], { enabled: false }));
  await feed(emulator, 90);
  await emulator.clock.advance('10m');
  assert.equal(await capacityOf(emulator), 2);
  await ok(emulator, 'PUT', target, setting([{ above: 70 }], { targetResourceUri: `${SET}x` }));
  await emulator.clock.advance('10m');
  assert.equal(await capacityOf(emulator), 2);
  await ok(emulator, 'PUT', target, setting([{ above: 70 }]));
  await ok(emulator, 'DELETE', target);
  await emulator.clock.advance('10m');
  assert.equal(await capacityOf(emulator), 2);
});

test('autoscale: time can be moved in one step or in many, and is idle although settings act', async () => {
  const states = [];
  for (const steps of [1, 90]) {
    await using emulator = await startEmulator({ seed: 7 });
    await prepare(emulator);
    await ok(emulator, 'PUT', `${SETTING}?${VERSION}`, setting([{ above: 70 }, { below: 20 }]));
    const idle = await emulator.clock.runUntilIdle();
    assert.equal(idle.nextDue, null);
    const start = Date.parse(idle.now);
    const after = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
    await ok(emulator, 'POST', '/_lazulite/metrics', {
      resourceId: SET,
      name: 'Percentage CPU',
      series: [
        { at: after(3), value: 95 },
        { at: after(30), value: 5 },
        { at: after(60), value: null },
      ],
    });
    for (let step = 0; step < steps; step += 1) await emulator.clock.advance(`${5_400 / steps}s`);
    const list = await ok(emulator, 'GET', `${SET}/virtualMachines?api-version=2024-07-01`);
    const view = await ok(emulator, 'GET', `${SET}/instanceView?api-version=2024-07-01`);
    const lines = await log(emulator, "category eq 'Autoscale'");
    assert.ok(lines.length > 10, `${lines.length} lines`);
    states.push({ list, view, lines });
  }
  assert.deepEqual(states[0], states[1]);
});

test('autoscale: goes on after a restart, with its cool-down and the metrics', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-autoscale-'));
  const options = { store: `sqlite:${path.join(folder, 'lazulite.db')}` };
  try {
    {
      await using emulator = await startEmulator(options);
      await prepare(emulator);
      await ok(emulator, 'PUT', `${SETTING}?${VERSION}`, setting([{ above: 70 }]));
      await feed(emulator, 90);
      await emulator.clock.advance('1m');
      assert.equal(await capacityOf(emulator), 3);
    }
    await using emulator = await startEmulator(options);
    await emulator.clock.advance('4m');
    assert.equal(await capacityOf(emulator), 3);
    await emulator.clock.advance('1m');
    assert.equal(await capacityOf(emulator), 4);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
