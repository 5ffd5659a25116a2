/*
 * What each fault of the catalogue does to the metric VmAvailabilityMetric. Source of its values: Microsoft
 * Q&A 1791401; which fault shows which is inferred from the states of the machines that it meets.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestEmulator } from '../../../src/testing/index.ts';
import type { JsonObject } from '../../../src/base/index.ts';
import { createWorld, listOf, ok, SET, VERSION, type WorldOptions } from './support/surfaces.ts';

/**
 * After the set was asked for 6 machines instead of 4: available ones, those that tell anything, and the
 * least that any told in the last ten minutes.
 */
const EXPECTED: Readonly<Record<string, readonly [available: number, all: number, least: number]>> =
  {
    AllocationFailed: [4, 4, 1],
    Conflict: [4, 4, 1],
    HostLoss: [6, 6, 0],
    InternalExecutionError: [4, 4, 1],
    KeyVaultSecretFailure: [6, 6, 1],
    MaxUnhealthyInstancePercentExceededBeforeRollingUpgrade: [6, 6, 1],
    MaxUnhealthyInstancePercentExceededInRollingUpgrade: [6, 6, 1],
    MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade: [6, 6, 1],
    NetworkingInternalOperationError: [6, 6, 1],
    OSProvisioningTimedOut: [6, 6, 1],
    OperationNotAllowed: [4, 4, 1],
    OverconstrainedAllocationRequest: [4, 4, 1],
    OverconstrainedZonalAllocationRequest: [4, 4, 1],
    PreconditionFailed: [4, 4, 1],
    QuotaExceeded: [4, 4, 1],
    RetryableError: [4, 4, 1],
    SkuNotAvailable: [4, 4, 1],
    SpotPreemption: [2, 2, 1],
    StuckOperation: [4, 4, 1],
    VMExtensionHandlerNonTransientError: [6, 6, 1],
    VMExtensionProvisioningError: [6, 6, 1],
    VMExtensionProvisioningTimeout: [6, 6, 1],
    ZonalAllocationFailed: [4, 4, 1],
    ZoneOutage: [3, 5, 0],
  };

/** What a fault needs in order to meet somebody, or to be seen in samples of a minute. */
const WORLDS: Readonly<Record<string, WorldOptions>> = {
  HostLoss: { start: { lifecycle: 'azure' } },
  SpotPreemption: { profile: { priority: 'Spot', evictionPolicy: 'Deallocate' } },
};

test('metrics: what each fault of the catalogue does to the availability of machines', async () => {
  await using plain = await createWorld();
  const { faults } = await ok(plain, 'GET', '/_lazulite/faultcatalogue');
  const seen: Record<string, readonly unknown[]> = {};
  for (const { name } of listOf(faults)) {
    const fault = String(name);
    await using emulator = await createWorld(WORLDS[fault]);
    await emulator.clock.advance('20m');
    const on = { resource: SET, ...(fault === 'ZoneOutage' ? { zone: '1' } : {}) };
    await ok(emulator, 'POST', '/_lazulite/faults', { fault, on });
    // Some refuse this, which is what the fault is.
    await emulator.request('PATCH', `${SET}?${VERSION}`, { sku: { capacity: 6 } });
    await emulator.clock.advance('9m');
    const points = await availability(emulator);
    const least = points.map(({ minimum }) => Number(minimum ?? 1));
    seen[fault] = [points.at(-1)?.['total'], points.at(-1)?.['count'], Math.min(...least)];
  }
  assert.deepEqual(seen, EXPECTED);
});

async function availability(emulator: TestEmulator): Promise<readonly JsonObject[]> {
  const body = await ok(
    emulator,
    'GET',
    `${SET}/providers/Microsoft.Insights/metrics?api-version=2018-01-01&metricnames=VmAvailabilityMetric&aggregation=total,count,minimum&timespan=PT10M`,
  );
  return listOf(listOf(listOf(body['value'])[0]?.['timeseries'])[0]?.['data']);
}
