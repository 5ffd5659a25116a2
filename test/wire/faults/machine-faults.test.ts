import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import type { TestEmulator } from '../../../src/testing/index.ts';
import {
  createWorld,
  listOf,
  look,
  model,
  ok,
  SET,
  type Surfaces,
  VERSION,
} from './support/surfaces.ts';

interface Case {
  readonly fault: string;
  readonly on?: JsonObject;
  /** What meets the fault; the first answer's link is looked at. */
  readonly does: 'scaleOut' | 'restart' | 'update' | 'put';
  /** Machines that fail. */
  readonly fails: readonly string[];
  /** In the operation and in the views; where the fault's name is not the code. */
  readonly code?: string;
  readonly message: RegExp;
}

/** Codes and texts: shared/azure/errors.md, "Failures that come through the operation poll". */
const CASES: readonly Case[] = [
  {
    fault: 'AllocationFailed',
    does: 'scaleOut',
    fails: ['4', '5'],
    message: /sufficient capacity for the requested VM size in this region/,
  },
  {
    fault: 'ZonalAllocationFailed',
    on: { zone: '2' },
    does: 'scaleOut',
    fails: ['5'],
    message: /in this zone/,
  },
  {
    fault: 'OverconstrainedAllocationRequest',
    does: 'scaleOut',
    fails: ['4', '5'],
    message: /condition is too restrictive.*VM Size\n/s,
  },
  {
    fault: 'OverconstrainedZonalAllocationRequest',
    on: { zone: '1' },
    does: 'scaleOut',
    fails: ['4'],
    message: /Availability Zone/,
  },
  {
    fault: 'OSProvisioningTimedOut',
    does: 'scaleOut',
    fails: ['4', '5'],
    message: /OS Provisioning for VM 'web_\d' did not finish/,
  },
  {
    fault: 'VMExtensionProvisioningError',
    on: { extension: 'script' },
    does: 'scaleOut',
    fails: ['4', '5'],
    message: /processing extension 'script'/,
  },
  {
    fault: 'VMExtensionProvisioningTimeout',
    on: { extension: 'script' },
    does: 'scaleOut',
    fails: ['4', '5'],
    message: /extension 'script' has timed out/,
  },
  {
    fault: 'VMExtensionHandlerNonTransientError',
    on: { extension: 'script' },
    does: 'scaleOut',
    fails: ['4', '5'],
    message: /VM Extension 'script' with terminal error code/,
  },
  {
    fault: 'InternalExecutionError',
    on: { instances: ['1'] },
    does: 'restart',
    fails: ['1'],
    message: /An internal execution error occurred/,
  },
];

async function provoke(emulator: TestEmulator, does: Case['does']): Promise<string> {
  const target = `${SET}?${VERSION}`;
  const answer =
    does === 'restart'
      ? await emulator.request('POST', `${SET}/restart?${VERSION}`)
      : does === 'put'
        ? await emulator.request('PUT', target, model({ capacity: 5 }))
        : await emulator.request('PATCH', target, { sku: { capacity: 6 } });
  assert.ok(answer.httpStatus === 200 || answer.httpStatus === 202, JSON.stringify(answer.json));
  return answer.headers['azure-asyncoperation'] ?? '';
}

for (const { fault, on = {}, does, fails, code = fault, message } of CASES) {
  // 202 now, the failure later: kubernetes/autoscaler#8323.
  test(`fault ${fault}: fails the operation, the model, both views, and is told by events`, async () => {
    await using emulator = await createWorld();
    await ok(emulator, 'POST', '/_lazulite/faults', { fault, on: { resource: SET, ...on } });
    const link = await provoke(emulator, does);
    assert.equal((await look(emulator, link)).operation.status, 'InProgress');
    await emulator.clock.runUntilIdle();
    const seen = await look(emulator, link);
    assertFailed(seen, { code, message, fails });
    const { faults } = await ok(emulator, 'GET', '/_lazulite/faults');
    assert.equal(listOf(faults)[0]?.['hits'], fails.length);
    // Without the rule the same goes well again.
    await ok(emulator, 'DELETE', '/_lazulite/faults');
    const again = await ok(emulator, 'POST', `${SET}/reimage?${VERSION}`);
    assert.deepEqual(again, {});
    await emulator.clock.runUntilIdle();
    assert.equal((await look(emulator)).model, 'Succeeded');
  });
}

function assertFailed(
  seen: Surfaces,
  { code, message, fails }: { code: string; message: RegExp; fails: readonly string[] },
): void {
  assert.equal(seen.operation.status, 'Failed');
  assert.equal(seen.operation.code, code);
  assert.match(seen.operation.message ?? '', message);
  assert.equal(seen.model, 'Failed');
  const failed = seen.setView.find((line) => line.startsWith('ProvisioningState/failed'));
  assert.ok(failed?.endsWith(` ${fails.length}`), seen.setView.join());
  assert.ok(seen.setView.includes(`ProvisioningState/failed/${code}`), seen.setView.join());
  const views = Object.entries(seen.machineViews);
  assert.deepEqual(
    views
      .filter(([, codes]) => codes.includes(`ProvisioningState/failed/${code}`))
      .map(([id]) => id),
    fails,
  );
  assert.equal(seen.eventFailures.filter((told) => told === code).length >= fails.length, true);
  assert.ok(
    seen.activity.some((entry) => entry.includes(code)),
    seen.activity.join(),
  );
}

// kubernetes/autoscaler#7432: deletions that do not end.
test('fault StuckOperation: nothing ends until the rule is taken away', async () => {
  await using emulator = await createWorld();
  const rule = { id: 'stuck', fault: 'StuckOperation', on: { resource: SET, step: 'delete' } };
  await ok(emulator, 'POST', '/_lazulite/faults', rule);
  const answer = await emulator.request('POST', `${SET}/delete?${VERSION}`, {
    instanceIds: ['1', '2'],
  });
  const link = answer.headers['azure-asyncoperation'] ?? '';
  await emulator.clock.advance('5h');
  const stuck = await look(emulator, link);
  assert.equal(stuck.operation.status, 'InProgress');
  assert.equal(stuck.model, 'Updating');
  assert.ok(stuck.setView.includes('ProvisioningState/deleting 2'), stuck.setView.join());
  assert.deepEqual(stuck.machineViews['1']?.[0], 'ProvisioningState/deleting');
  await ok(emulator, 'DELETE', '/_lazulite/faults/stuck');
  await emulator.clock.runUntilIdle();
  const seen = await look(emulator, link);
  assert.deepEqual([seen.operation.status, seen.model], ['Succeeded', 'Succeeded']);
  assert.deepEqual(Object.keys(seen.machineViews), ['0', '3']);
});

test('fault StuckOperation: ends by itself when its time is over', async () => {
  await using emulator = await createWorld();
  const rule = { fault: 'StuckOperation', on: { resource: SET, step: 'restart' }, for: '2h' };
  await ok(emulator, 'POST', '/_lazulite/faults', rule);
  const link = await provoke(emulator, 'restart');
  await emulator.clock.advance('119m');
  assert.equal((await look(emulator, link)).operation.status, 'InProgress');
  await emulator.clock.advance('2m');
  assert.equal((await look(emulator, link)).operation.status, 'Succeeded');
});

test('fault StuckOperation: a newer request goes past it', async () => {
  await using emulator = await createWorld();
  const rule = { fault: 'StuckOperation', on: { resource: SET, step: 'restart' } };
  await ok(emulator, 'POST', '/_lazulite/faults', rule);
  await provoke(emulator, 'restart');
  await emulator.clock.advance('1h');
  await ok(emulator, 'POST', `${SET}/deallocate?${VERSION}`);
  await emulator.clock.runUntilIdle();
  assert.ok((await look(emulator)).machineViews['0']?.includes('PowerState/deallocated'));
});

// reference-page.txt: the set failed, without a code in its view; machines are untouched.
test('fault KeyVaultSecretFailure: the set fails as on the reference page, its machines do not', async () => {
  await using emulator = await createWorld();
  const rule = { fault: 'KeyVaultSecretFailure', on: { resource: SET }, times: 1 };
  await ok(emulator, 'POST', '/_lazulite/faults', rule);
  const link = await provoke(emulator, 'put');
  await emulator.clock.runUntilIdle();
  const seen = await look(emulator, link);
  assert.deepEqual(
    [seen.operation.status, seen.operation.code, seen.model],
    ['Failed', 'VMScaleSetAllocationError', 'Failed'],
  );
  assert.deepEqual(seen.setView, ['ProvisioningState/succeeded 5', 'ProvisioningState/failed']);
  assert.ok(seen.eventFailures.includes('VMScaleSetAllocationError'), seen.eventFailures.join());
  assert.ok(seen.activity.some((entry) => entry.includes('VMScaleSetAllocationError')));
  const next = await provoke(emulator, 'put');
  await emulator.clock.runUntilIdle();
  const after = await look(emulator, next);
  assert.deepEqual([after.operation.status, after.model], ['Succeeded', 'Succeeded']);
});

test('fault KeyVaultSecretFailure: meets a set that is only made later', async () => {
  await using emulator = await createWorld();
  const other = SET.replace('/web', '/later');
  await ok(emulator, 'POST', '/_lazulite/faults', {
    fault: 'KeyVaultSecretFailure',
    on: { resource: '*/virtualMachineScaleSets/later' },
    with: { message: 'Failed to get secret web-cert', after: '2m' },
  });
  await ok(emulator, 'PUT', `${other}?${VERSION}`, model());
  await emulator.clock.advance('5m');
  const view = await ok(emulator, 'GET', `${other}/instanceView?${VERSION}`);
  const [status] = listOf(view['statuses']);
  assert.deepEqual(
    [status?.['code'], status?.['level'], status?.['message']],
    ['ProvisioningState/failed', 'Error', 'Failed to get secret web-cert'],
  );
});

test('faults on machines: a share, a number of machines, a delay and a text of one’s own', async () => {
  await using emulator = await createWorld({ capacity: 20 });
  const half = {
    id: 'half',
    fault: 'InternalExecutionError',
    on: { resource: SET, step: 'restart', share: 0.5 },
  };
  await ok(emulator, 'POST', '/_lazulite/faults', half);
  const first = await provoke(emulator, 'restart');
  await emulator.clock.runUntilIdle();
  const failed = (seen: Surfaces): string[] =>
    Object.entries(seen.machineViews).flatMap(([id, codes]) =>
      codes.some((code) => code.startsWith('ProvisioningState/failed')) ? [id] : [],
    );
  const once = failed(await look(emulator, first));
  assert.ok(once.length >= 4 && once.length <= 16, once.join());
  await provoke(emulator, 'restart');
  await emulator.clock.runUntilIdle();
  assert.deepEqual(failed(await look(emulator)), once, 'always the same ones');
  await ok(emulator, 'DELETE', '/_lazulite/faults/half');
  await ok(emulator, 'POST', '/_lazulite/faults', {
    fault: 'OSProvisioningTimedOut',
    on: { resource: SET },
    with: { after: '40m', message: 'Gave up on {vm}' },
    times: 2,
  });
  const link =
    (await emulator.request('PATCH', `${SET}?${VERSION}`, { sku: { capacity: 25 } })).headers[
      'azure-asyncoperation'
    ] ?? '';
  await emulator.clock.advance('39m');
  assert.equal((await look(emulator, link)).operation.status, 'InProgress');
  await emulator.clock.runUntilIdle();
  const seen = await look(emulator, link);
  assert.match(seen.operation.message ?? '', /^Gave up on web_2\d$/);
  assert.equal(failed(seen).filter((id) => Number(id) >= 20).length, 2);
});
