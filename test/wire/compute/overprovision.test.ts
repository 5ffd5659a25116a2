import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Lifecycle, parseLifecycle } from '../../../src/scaleset/index.ts';
import { parseQuota } from '../../../src/server/quota-option.ts';
import { type Azure, createAzure, SUBSCRIPTION } from './support/azure.ts';
import { flexibleSet } from './support/flexible.ts';
import { extension, linuxSet, setPath } from './support/models.ts';

/*
 * Documented: Microsoft Learn, "Design considerations for scale sets", overprovisioning: more machines
 * are begun than were asked for, those too many are deleted once the requested number has succeeded,
 * they are not billed and do not count in quotas. How many: see `extraFor` (inferred from reports).
 */

const WEB = setPath('web');

/** One machine in ten takes far longer than the others. */
const UNEVEN = lifecycle({ provisionOs: { min: '5s', p10: '5s', median: '6s', p90: '600s' } });

function lifecycle(steps: JsonObject, besides: JsonObject = {}): Lifecycle {
  return parseLifecycle({
    name: 'overprovision',
    steps: { allocate: '10s', delete: '30s', finish: '1s', ...steps },
    ...besides,
  });
}

async function machines(azure: Azure): Promise<{ id: string; state: string }[]> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  return (json['value'] as JsonObject[]).map(({ instanceId, properties }) => ({
    id: String(instanceId),
    state: String((properties as JsonObject)['provisioningState']),
  }));
}

async function states(azure: Azure): Promise<Record<string, number>> {
  const { json } = await azure.send('GET', `${WEB}/instanceView`);
  const { statusesSummary } = json['virtualMachine'] as { statusesSummary?: JsonObject[] };
  return Object.fromEntries(
    (statusesSummary ?? []).map(({ code, count }) => [
      String(code).slice('ProvisioningState/'.length),
      Number(count),
    ]),
  );
}

async function capacity(azure: Azure): Promise<unknown> {
  return ((await azure.send('GET', WEB)).json['sku'] as JsonObject)['capacity'];
}

async function provisioningState(azure: Azure): Promise<unknown> {
  return ((await azure.send('GET', WEB)).json['properties'] as JsonObject)['provisioningState'];
}

// Recorded: a body without `overprovision` is answered with true (model-defaults.md); ids have holes.
test('overprovision: a set whose body is silent begins more machines and deletes them again', async () => {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 2 }) });
  assert.deepEqual(await states(azure), { creating: 4 });
  assert.equal(await capacity(azure), 2);
  await azure.advance(20);
  assert.deepEqual(await states(azure), { succeeded: 2, deleting: 2 });
  assert.equal(await provisioningState(azure), 'Succeeded');
  assert.equal(await capacity(azure), 2);
  assert.deepEqual(await machines(azure), [
    { id: '0', state: 'Succeeded' },
    { id: '1', state: 'Succeeded' },
    { id: '2', state: 'Deleting' },
    { id: '3', state: 'Deleting' },
  ]);
  await azure.settle();
  assert.deepEqual(await states(azure), { succeeded: 2 });
  assert.equal(await capacity(azure), 2);
});

test('overprovision: false begins as many as asked for, and Flexible sets know none of it', async () => {
  const azure = await createAzure();
  await azure.send('PUT', WEB, {
    body: linuxSet({ capacity: 3, properties: { overprovision: false } }),
  });
  assert.deepEqual(await states(azure), { creating: 3 });
  const other = setPath('flexible');
  await azure.send('PUT', other, { body: flexibleSet({ capacity: 3 }) });
  await azure.settle();
  const { json } = await azure.send('GET', `${other}/virtualMachines`);
  assert.equal((json['value'] as unknown[]).length, 3);
});

test('overprovision: the operation ends when as many as asked for have succeeded', async () => {
  const ends: number[] = [];
  for (const overprovision of [false, true]) {
    const azure = await createAzure({ lifecycle: UNEVEN });
    const put = await azure.send('PUT', WEB, {
      body: linuxSet({ capacity: 20, properties: { overprovision } }),
    });
    const poll = put.header('azure-asyncoperation') ?? '';
    let seconds = 0;
    for (;;) {
      const { json } = await azure.send('GET', poll.replace(/^https?:\/\/[^/]+/, ''));
      if (json['status'] !== 'InProgress') {
        assert.equal(json['status'], 'Succeeded');
        break;
      }
      await azure.advance(1);
      seconds += 1;
    }
    ends.push(seconds);
    assert.equal((await states(azure))['succeeded'], 20);
    await azure.settle();
    assert.deepEqual(await states(azure), { succeeded: 20 });
  }
  const [slowest = 0, settled = 0] = ends;
  assert.ok(settled < slowest * 0.7, `${settled} s with machines to spare, ${slowest} s without`);
});

test('overprovision: a machine that fails is made up for, as long as there are enough', async () => {
  const failing = (instanceIds: readonly number[]): Lifecycle =>
    lifecycle(
      { boot: '5s' },
      {
        faults: instanceIds.map((instanceId) => ({
          on: { step: 'boot', fromInstance: instanceId, belowInstance: instanceId + 1 },
          effect: 'fail',
          failure: { code: 'OSProvisioningTimedOut', message: 'OS of {vm} timed out.' },
        })),
      },
    );
  const azure = await createAzure({ lifecycle: failing([0, 2]) });
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 2 }) });
  await azure.settle();
  assert.equal(await provisioningState(azure), 'Succeeded');
  assert.deepEqual(await machines(azure), [
    { id: '1', state: 'Succeeded' },
    { id: '3', state: 'Succeeded' },
  ]);

  const unlucky = await createAzure({ lifecycle: failing([0, 1, 2]) });
  const put = await unlucky.send('PUT', WEB, { body: linuxSet({ capacity: 2 }) });
  await unlucky.settle();
  assert.equal(await provisioningState(unlucky), 'Failed');
  assert.deepEqual(await machines(unlucky), [
    { id: '0', state: 'Failed' },
    { id: '3', state: 'Succeeded' },
  ]);
  const poll = (put.header('azure-asyncoperation') ?? '').replace(/^https?:\/\/[^/]+/, '');
  const { json } = await unlucky.send('GET', poll);
  assert.equal((json['error'] as JsonObject)['code'], 'OSProvisioningTimedOut');
});

// Documented: "extensions are launched only on the requested number of VMs which are finally kept".
test('overprovision: doNotRunExtensionsOnOverprovisionedVMs spares the machines that go', async () => {
  const extensionsBegun = async (spares: boolean): Promise<number> => {
    const azure = await createAzure({ lifecycle: lifecycle({ installExtension: '20s' }) });
    await azure.send('PUT', WEB, {
      body: linuxSet({
        capacity: 5,
        extensions: [extension('app')],
        properties: { doNotRunExtensionsOnOverprovisionedVMs: spares },
      }),
    });
    await azure.advance(11);
    const { json } = await azure.send('GET', `${WEB}/instanceView`);
    const [app] = json['extensions'] as { statusesSummary: JsonObject[] }[];
    await azure.settle();
    assert.deepEqual(await states(azure), { succeeded: 5 });
    return (app?.statusesSummary ?? []).reduce((sum, { count }) => sum + Number(count), 0);
  };
  assert.equal(await extensionsBegun(false), 7);
  assert.equal(await extensionsBegun(true), 5);
});

test('overprovision: machines too many do not count in quotas, not even while they go', async () => {
  const azure = await createAzure({ quotas: [parseQuota('cores=4', '--quota')] });
  const used = async (): Promise<unknown> => {
    const usages = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/westeurope/usages`;
    const rows = (await azure.send('GET', usages)).json['value'] as JsonObject[];
    return rows.find(({ name }) => (name as JsonObject)['value'] === 'cores')?.['currentValue'];
  };
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 1 }) });
  await azure.advance(20);
  assert.deepEqual(await states(azure), { succeeded: 1, deleting: 1 });
  const more = await azure.send('PATCH', WEB, { body: { sku: { capacity: 2 } } });
  assert.equal(more.httpStatus, 200, more.text);
  assert.equal(await used(), 4);
  await azure.settle();
  assert.equal(await used(), 4);
  const tooMany = await azure.send('PATCH', WEB, { body: { sku: { capacity: 3 } } });
  assert.equal(tooMany.httpStatus, 409);
});

test('overprovision: what is deleted or scaled in meanwhile leaves as many as are wanted', async () => {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 10 }) });
  await azure.send('POST', `${WEB}/delete`, { body: { instanceIds: ['0', '11'] } });
  assert.equal(await capacity(azure), 8);
  await azure.send('PATCH', WEB, { body: { sku: { capacity: 5 } } });
  await azure.send('PATCH', WEB, { body: { sku: { capacity: 6 } } });
  await azure.settle();
  assert.deepEqual(await states(azure), { succeeded: 6 });
  assert.equal(await capacity(azure), 6);

  await azure.send('PATCH', WEB, { body: { sku: { capacity: 8 } } });
  await azure.send('POST', `${WEB}/delete`, { body: { instanceIds: ['*'] } });
  await azure.settle();
  assert.deepEqual(await states(azure), {});
  assert.equal(await capacity(azure), 0);
});
