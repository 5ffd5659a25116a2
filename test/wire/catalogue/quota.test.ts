import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { parseQuota } from '../../../src/server/quota-option.ts';
import { type Azure, createAzure, SUBSCRIPTION } from '../compute/support/azure.ts';
import { linuxSet, setPath } from '../compute/support/models.ts';

const USAGES = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/westeurope/usages`;
const quota = (...texts: readonly string[]) => texts.map((text) => parseQuota(text, '--quota'));

async function usage(azure: Azure, name: string): Promise<unknown> {
  const answer = await azure.send('GET', USAGES);
  const rows = answer.json['value'] as { name: { value: string }; currentValue: number }[];
  return rows.find((row) => row.name.value === name)?.currentValue;
}

function errorOf(json: JsonObject): JsonObject {
  return json['error'] as JsonObject;
}

function sized(name: string, capacity: number, envelope: JsonObject = {}): JsonObject {
  return linuxSet({ envelope: { sku: { name, capacity }, ...envelope } });
}

async function put(azure: Azure, name: string, body: JsonObject) {
  return azure.send('PUT', setPath(name), { body });
}

// Members and order: the specification's example of Usage_List; labels as az vm list-usage prints them.
test('usages: limits, current values and labels', async () => {
  const azure = await createAzure({ quotas: quota('cores=100@westeurope') });
  await put(azure, 'web', sized('Standard_D4s_v5', 3));
  const answer = await azure.send('GET', USAGES);
  const rows = answer.json['value'] as JsonObject[];
  assert.deepEqual(
    rows.find(({ name }) => (name as JsonObject)['value'] === 'cores'),
    {
      limit: 100,
      unit: 'Count',
      currentValue: 12,
      name: { value: 'cores', localizedValue: 'Total Regional vCPUs' },
    },
  );
  assert.equal(await usage(azure, 'standardDSv5Family'), 12);
  assert.equal(await usage(azure, 'virtualMachines'), 3);
  assert.equal(await usage(azure, 'virtualMachineScaleSets'), 1);
  assert.equal(await usage(azure, 'standardFSv2Family'), 0);
  const set = setPath('x').replace('virtualMachineScaleSets', 'availabilitySets');
  await azure.send('PUT', set, { body: { location: 'westeurope' } });
  assert.equal(await usage(azure, 'availabilitySets'), 1);
  const elsewhere = await azure.send('GET', USAGES.replace('westeurope', 'eastus'));
  assert.match(elsewhere.text, /"limit": 10000000/);
  assert.match(elsewhere.text, /"currentValue": 0/);
  assert.doesNotMatch(elsewhere.text, /"currentValue": 12/);
});

// Words: errors.md, "core quota"; its address as in Azure/karpenter-provider-azure #192.
test('quota: a set that does not fit is refused with limit, usage and what is missing', async () => {
  const azure = await createAzure({ quotas: quota('cores=20') });
  await put(azure, 'web', sized('Standard_D4s_v5', 3));
  const answer = await put(azure, 'two', sized('Standard_D2s_v5', 5));
  assert.equal(answer.httpStatus, 409);
  assert.equal(errorOf(answer.json)['code'], 'OperationNotAllowed');
  const message = String(errorOf(answer.json)['message']);
  assert.ok(
    message.startsWith(
      'Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Additional details - Deployment Model: Resource Manager, Location: westeurope, Current Limit: 20, Current Usage: 12, Additional Required: 10, (Minimum) New Limit Required: 22. Submit a request for Quota increase at https://aka.ms/ProdportalCRP/#blade/',
    ),
    message,
  );
  assert.ok(message.includes('%22resourceName%22:%22cores%22'), message);
  assert.ok(message.endsWith('azure-supportability/regional-quota-requests'), message);
  assert.equal((await azure.send('GET', setPath('two'))).httpStatus, 404, 'nothing was created');
  assert.equal((await put(azure, 'two', sized('Standard_D2s_v5', 4))).httpStatus, 201);
});

test('quota: a family has its own, named as Azure names it', async () => {
  const azure = await createAzure({
    quotas: quota('standardDSv5Family=4', 'standardfsv2family=100'),
  });
  const answer = await put(azure, 'web', sized('Standard_D2s_v5', 3));
  assert.match(
    String(errorOf(answer.json)['message']),
    /exceeding approved standardDSv5Family Cores quota\. .* Current Limit: 4, Current Usage: 0, Additional Required: 6,/,
  );
  assert.equal((await put(azure, 'web', sized('Standard_F2s_v2', 3))).httpStatus, 201);
});

test('quota: scaling out is refused, the set stays as it was, scaling in is always allowed', async () => {
  const azure = await createAzure({ quotas: quota('cores=8') });
  await put(azure, 'web', sized('Standard_D2s_v5', 3));
  await azure.settle();
  for (const [method, capacity, httpStatus] of [
    ['PUT', 5, 409],
    ['PATCH', 5, 409],
    ['PATCH', 4, 200],
    ['PATCH', 1, 200],
  ] as const) {
    const body = method === 'PUT' ? sized('Standard_D2s_v5', capacity) : { sku: { capacity } };
    const answer = await azure.send(method, setPath('web'), { body });
    assert.equal(answer.httpStatus, httpStatus, answer.text);
    await azure.settle();
  }
  assert.equal(await usage(azure, 'cores'), 2);
});

test('quota: what is being deleted counts until it is gone', async () => {
  const azure = await createAzure({ quotas: quota('cores=8') });
  await put(azure, 'web', sized('Standard_D2s_v5', 4));
  await azure.settle();
  const body = { instanceIds: ['0', '1'] };
  assert.equal((await azure.send('POST', `${setPath('web')}/delete`, { body })).httpStatus, 202);
  assert.equal(await usage(azure, 'cores'), 8);
  assert.equal((await put(azure, 'two', sized('Standard_D2s_v5', 1))).httpStatus, 409);
  await azure.settle();
  assert.equal(await usage(azure, 'cores'), 4);
  assert.equal((await put(azure, 'two', sized('Standard_D2s_v5', 1))).httpStatus, 201);
  await azure.settle();
  await azure.send('DELETE', setPath('web'));
  assert.equal(await usage(azure, 'virtualMachineScaleSets'), 2);
  await azure.settle();
  assert.equal(await usage(azure, 'virtualMachineScaleSets'), 1);
  assert.equal(await usage(azure, 'cores'), 2);
  assert.equal((await put(azure, 'web', sized('Standard_D2s_v5', 3))).httpStatus, 201);
});

// Microsoft Learn, "Check vCPU quotas": deallocated machines count.
test('quota: what is deallocated counts like any other', async () => {
  const azure = await createAzure();
  await put(azure, 'web', sized('Standard_D2s_v5', 2));
  await azure.settle();
  await azure.send('POST', `${setPath('web')}/deallocate`);
  await azure.settle();
  assert.equal(await usage(azure, 'cores'), 4);
});

// Microsoft Learn, "Azure Spot Virtual Machines": Spot has a quota of its own.
test('quota: Spot machines count against theirs only', async () => {
  const azure = await createAzure({ quotas: quota('lowPriorityCores=4', 'cores=1') });
  const spot = (capacity: number) =>
    linuxSet({
      envelope: { sku: { name: 'Standard_D2s_v5', capacity } },
      profile: { priority: 'Spot', evictionPolicy: 'Deallocate' },
    });
  assert.equal((await put(azure, 'web', spot(2))).httpStatus, 201);
  assert.equal(await usage(azure, 'lowPriorityCores'), 4);
  assert.equal(await usage(azure, 'cores'), 0);
  const refused = await put(azure, 'two', spot(1));
  assert.match(String(errorOf(refused.json)['message']), /approved LowPriorityCores quota/);
});

test('quota: a larger size counts once machines have it', async () => {
  const azure = await createAzure({ quotas: quota('cores=10') });
  await put(azure, 'web', sized('Standard_D2s_v5', 3));
  await azure.settle();
  const body = { sku: { name: 'Standard_D4s_v5' } };
  assert.equal((await azure.send('PATCH', setPath('web'), { body })).httpStatus, 200);
  await azure.settle();
  assert.equal(await usage(azure, 'cores'), 6, 'manual: nothing was changed yet');
  const upgrade = (ids: readonly string[]) =>
    azure.send('POST', `${setPath('web')}/manualupgrade`, { body: { instanceIds: ids } });
  assert.equal((await upgrade(['*'])).httpStatus, 409, 'twelve cores are too many');
  assert.equal((await upgrade(['0'])).httpStatus, 202);
  await azure.settle();
  assert.equal(await usage(azure, 'cores'), 8);
});

test('quota: sets have a limit too', async () => {
  const azure = await createAzure({ quotas: quota('virtualMachineScaleSets=1') });
  await put(azure, 'web', sized('Standard_D2s_v5', 0));
  const answer = await put(azure, 'two', sized('Standard_D2s_v5', 0));
  assert.match(
    String(errorOf(answer.json)['message']),
    /approved Virtual Machine Scale Sets quota\. .*Current Limit: 1, Current Usage: 1, Additional Required: 1,/,
  );
});

test('quota: of sets that are asked for at once no more get in than fit', async () => {
  const azure = await createAzure({ quotas: quota('cores=20') });
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, at) => put(azure, `web${at}`, sized('Standard_D2s_v5', 1))),
  );
  assert.equal(answers.filter(({ httpStatus }) => httpStatus === 201).length, 10);
  assert.equal(answers.filter(({ httpStatus }) => httpStatus === 409).length, 20);
  assert.equal(await usage(azure, 'cores'), 20);
});

test('quota: a name or place that is none is said so at the start', () => {
  for (const text of [
    'cores',
    'cores=',
    'cores=-1',
    'cores=1@',
    'nothing=1',
    'cores=1@atlantis',
    'cores=9999999999',
  ]) {
    assert.throws(() => parseQuota(text, '--quota'), { code: 'EMU_BAD_OPTION' }, text);
  }
  const setting = parseQuota('Standard DSv5 Family vCPUs=7@West Europe', '--quota');
  assert.deepEqual(
    [setting.name.value, setting.limit, setting.location],
    ['standardDSv5Family', 7, 'westeurope'],
  );
});
