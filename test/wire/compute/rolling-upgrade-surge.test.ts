import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { parseQuota } from '../../../src/server/quota-option.ts';
import { parseLifecycle } from '../../../src/scaleset/index.ts';
import { type Answer, type Azure, createAzure } from './support/azure.ts';
import { linuxSet } from './support/models.ts';
import {
  change,
  errorOf,
  HEALTH,
  latest,
  post,
  settled,
  statusOf,
  updated,
  WEB,
} from './support/rolling.ts';

const SURGE = { policy: { maxSurge: true }, overprovision: false };

async function statuses(azure: Azure): Promise<unknown> {
  const { json } = await azure.send('GET', `${WEB}/instanceView`);
  const { statusesSummary } = json['virtualMachine'] as JsonObject;
  return (statusesSummary as JsonObject[]).map(
    ({ code, count }) => `${String(code)} ${String(count)}`,
  );
}

async function ids(azure: Azure): Promise<string> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  return (json['value'] as JsonObject[]).map(({ instanceId }) => instanceId).join(' ');
}

// Source: Azure's page "Rolling upgrades with MaxSurge on Virtual Machine Scale Sets": new instances by
// batches of the latest model, with new ids; old ones are deleted when the new ones are made and healthy.
test('surge: a change of the model makes new machines in place of the old ones', async () => {
  const azure = await settled(SURGE);
  const answer = await change(azure);
  assert.equal(answer.httpStatus, 201, answer.text);
  assert.deepEqual((await latest(azure)).counts, [0, 0, 2, 2]);
  assert.deepEqual(await statuses(azure), [
    'ProvisioningState/creating 2',
    'ProvisioningState/succeeded 4',
  ]);
  assert.equal(await ids(azure), '0 1 2 3 4 5');
  const { json: made } = await azure.send('GET', `${WEB}/virtualMachines/4/instanceView`);
  assert.equal((made['statuses'] as JsonObject[])[0]?.['code'], 'ProvisioningState/creating');
  const { json: set } = await azure.send('GET', WEB);
  assert.equal((set['sku'] as JsonObject)['capacity'], 4);
  await azure.settle();
  const done = await latest(azure);
  assert.equal(done.code, 'Completed');
  assert.deepEqual(done.counts, [4, 0, 0, 0]);
  assert.equal(await updated(azure), '1111');
  assert.equal(await ids(azure), '4 5 6 7');
  assert.equal((await statusOf(azure, answer))['status'], 'Succeeded');
  assert.deepEqual(await statuses(azure), ['ProvisioningState/succeeded 4']);
  assert.equal((await azure.send('GET', `${WEB}/virtualMachines/0`)).httpStatus, 404);
});

// Source: the same page: "If MaxSurge is enabled in your rolling upgrade policy, automatic OS image
// upgrades and automatic extension upgrades will also be applied using the MaxSurge upgrade method".
test('surge: upgrades of the system and of extensions make new machines as well', async () => {
  for (const word of ['osRollingUpgrade', 'extensionRollingUpgrade']) {
    const azure = await settled({ ...SURGE, mode: 'Manual' });
    await change(azure);
    await azure.settle();
    assert.equal((await post(azure, word)).httpStatus, 202);
    await azure.settle();
    assert.equal(await ids(azure), '4 5 6 7');
    assert.deepEqual((await latest(azure)).counts, [4, 0, 0, 0]);
  }
});

// Versions: the folders of the specification; maxSurge is of 2022-11-01.
test('surge: versions that know it show it', async () => {
  const azure = await settled(SURGE);
  await change(azure);
  for (const [version, maxSurge] of [
    ['2022-08-01', undefined],
    ['2022-11-01', true],
    ['2024-07-01', true],
  ] as const) {
    const path = `${WEB}/rollingUpgrades/latest?api-version=${version}`;
    const { json } = await azure.send('GET', path);
    const { policy } = json['properties'] as JsonObject;
    assert.equal((policy as JsonObject)['maxSurge'], maxSurge, version);
    const { json: set } = await azure.send('GET', `${WEB}?api-version=${version}`);
    const { upgradePolicy } = set['properties'] as JsonObject;
    const { rollingUpgradePolicy } = upgradePolicy as JsonObject;
    assert.equal((rollingUpgradePolicy as JsonObject)['maxSurge'], maxSurge, version);
  }
});

// Source: terraform-provider-azurerm, `maximum_surge_instances_enabled`: "`overprovision` must be set to
// `false`"; that silence means true is recorded (model-defaults.md). The words are inferred.
test('surge: refused together with overprovisioning', async () => {
  const azure = await createAzure();
  const put = (properties: JsonObject): Promise<Answer> =>
    azure.send('PUT', WEB, {
      body: linuxSet({
        extensions: [HEALTH],
        properties: {
          upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxSurge: true } },
          ...properties,
        },
      }),
    });
  for (const properties of [{}, { overprovision: true }]) {
    const answer = await put(properties);
    assert.equal(answer.httpStatus, 400);
    assert.equal(errorOf(answer)['code'], 'BadRequest');
    assert.match(String(errorOf(answer)['message']), /maxSurge .* overprovision/);
  }
  assert.equal((await put({ overprovision: false })).httpStatus, 201);
  await azure.settle();
  const patched = await azure.send('PATCH', WEB, { body: { properties: { overprovision: true } } });
  assert.equal(patched.httpStatus, 400);
});

// Source: the page on MaxSurge: "Max unhealthy upgrade %"; what becomes of the new machines is inferred.
test('surge: an upgrade whose new machines fail ends, and the old ones go on', async () => {
  const failure = { code: 'VMExtensionProvisioningError', message: 'no Extra' };
  const lifecycle = parseLifecycle({
    name: 'failing',
    steps: {},
    faults: [{ on: { step: 'installExtension', extension: 'extra' }, effect: 'fail', failure }],
  });
  const azure = await settled({ ...SURGE, lifecycle });
  const answer = await change(azure);
  await azure.settle();
  const { code, counts, properties } = await latest(azure);
  assert.equal(code, 'Faulted');
  assert.deepEqual(counts, [0, 2, 0, 2]);
  assert.equal(
    (properties['error'] as JsonObject)['code'],
    'MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade',
  );
  assert.equal((await statusOf(azure, answer))['status'], 'Failed');
  assert.equal(await updated(azure), '0000');
  assert.equal(await ids(azure), '0 1 2 3');
});

test('surge: cancelling gives up the machines that are being made', async () => {
  const azure = await settled(SURGE);
  await change(azure);
  assert.equal((await post(azure, 'rollingUpgrades/cancel')).httpStatus, 202);
  await azure.settle();
  const { code, counts } = await latest(azure);
  assert.deepEqual([code, ...counts], ['Cancelled', 0, 0, 0, 4]);
  assert.equal(await ids(azure), '0 1 2 3');
});

// Source: Azure's page on MaxSurge (docs.azure.cn): without quota for a batch "the upgrade will default
// to a non-MaxSurge upgrade and upgrade in place"; new machines count towards the core quota.
test('surge: without quota for new machines those that there are are updated', async () => {
  for (const [limit, expected] of [
    [8, '0 1 2 3'],
    [12, '4 5 6 7'],
  ] as const) {
    const azure = await settled({ ...SURGE, quotas: [parseQuota(`cores=${limit}`, '--quota')] });
    const answer = await change(azure);
    assert.equal(answer.httpStatus, 201, answer.text);
    await azure.settle();
    assert.equal(await ids(azure), expected, `${limit} cores`);
    assert.equal(await updated(azure), '1111');
  }
});

// Source: Azure's page "Instance protection": actions of the set leave a machine alone. That who is
// protected from scale-in is updated and not deleted is inferred.
test('surge: protected machines are left out, or updated where they are', async () => {
  const azure = await settled(SURGE);
  for (const [instanceId, name] of [
    ['0', 'protectFromScaleSetActions'],
    ['1', 'protectFromScaleIn'],
  ] as const) {
    const path = `${WEB}/virtualMachines/${instanceId}`;
    const { json } = await azure.send('GET', path);
    const properties = {
      ...(json['properties'] as JsonObject),
      protectionPolicy: { [name]: true },
    };
    const answer = await azure.send('PUT', path, { body: { ...json, properties } });
    assert.ok(answer.httpStatus < 300, answer.text);
    await azure.settle();
  }
  await change(azure);
  await azure.settle();
  assert.equal(await ids(azure), '0 1 4 5');
  assert.equal(await updated(azure), '0111');
  assert.deepEqual((await latest(azure)).counts, [3, 0, 0, 0]);
});
