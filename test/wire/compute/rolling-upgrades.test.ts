import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Lifecycle, parseLifecycle } from '../../../src/scaleset/index.ts';
import type { Azure } from './support/azure.ts';
import {
  change,
  errorOf,
  latest,
  post,
  settled,
  statusOf,
  updated,
  WEB,
} from './support/rolling.ts';

async function machines(azure: Azure): Promise<unknown> {
  return (await azure.send('GET', `${WEB}/instanceView`)).json['virtualMachine'];
}

// Members and their order: Azure's page "Modify a scale set", rollingUpgrades/latest.
test('rolling upgrade: a change of the model goes through the set batch by batch', async () => {
  const azure = await settled();
  assert.equal((await azure.send('GET', `${WEB}/rollingUpgrades/latest`)).httpStatus, 404);
  const answer = await change(azure);
  assert.equal(answer.httpStatus, 201, answer.text);
  const begun = await latest(azure);
  assert.equal(begun.code, 'RollingForward');
  assert.deepEqual(begun.counts, [0, 0, 2, 2]);
  assert.deepEqual(begun.properties['policy'], {
    maxBatchInstancePercent: 50,
    maxUnhealthyInstancePercent: 20,
    maxUnhealthyUpgradedInstancePercent: 20,
    pauseTimeBetweenBatches: 'PT1M',
    maxSurge: false,
    rollbackFailedInstancesOnPolicyBreach: false,
  });
  assert.deepEqual(Object.keys(begun.properties['runningStatus'] as JsonObject), [
    'code',
    'startTime',
    'lastAction',
    'lastActionTime',
  ]);
  assert.deepEqual(await machines(azure), {
    statusesSummary: [
      { code: 'ProvisioningState/updating', count: 2 },
      { code: 'ProvisioningState/succeeded', count: 2 },
    ],
  });
  await azure.advance(10);
  assert.deepEqual((await latest(azure)).counts, [2, 0, 0, 2]);
  assert.equal(await updated(azure), '1100');
  // The pause: the operation of the change still waits, and the set is updating.
  await azure.advance(50);
  assert.equal((await statusOf(azure, answer))['status'], 'InProgress');
  assert.deepEqual((await latest(azure)).counts, [2, 0, 0, 2]);
  await azure.advance(6);
  assert.deepEqual((await latest(azure)).counts, [2, 0, 2, 0]);
  await azure.settle();
  const done = await latest(azure);
  assert.equal(done.code, 'Completed');
  assert.deepEqual(done.counts, [4, 0, 0, 0]);
  assert.equal(await updated(azure), '1111');
  assert.equal((await statusOf(azure, answer))['status'], 'Succeeded');
});

test('rolling upgrade: scaling begins none, and new machines are made of the new model', async () => {
  const azure = await settled({ capacity: 2 });
  await azure.send('PATCH', WEB, { body: { sku: { capacity: 3 } } });
  await azure.settle();
  assert.equal((await azure.send('GET', `${WEB}/rollingUpgrades/latest`)).httpStatus, 404);
  await change(azure);
  await azure.send('PATCH', WEB, { body: { sku: { capacity: 4 } } });
  await azure.settle();
  assert.equal(await updated(azure), '1111');
  assert.deepEqual((await latest(azure)).counts, [3, 0, 0, 0]);
});

// Recorded: errors.md, "cancel without rolling upgrade", "rollingUpgrades/latest".
test('rolling upgrade: cancelling ends it after the batch under way', async () => {
  const azure = await settled();
  const none = await post(azure, 'rollingUpgrades/cancel');
  assert.equal(none.httpStatus, 409);
  assert.deepEqual(errorOf(none), {
    code: 'OperationNotAllowed',
    message: 'There is no ongoing Rolling Upgrade to cancel.',
  });
  const changed = await change(azure);
  await azure.advance(1);
  const answer = await post(azure, 'rollingUpgrades/cancel');
  assert.equal(answer.httpStatus, 202, answer.text);
  const cancelled = await latest(azure);
  assert.equal(cancelled.code, 'Cancelled');
  assert.equal((cancelled.properties['runningStatus'] as JsonObject)['lastAction'], 'Cancel');
  await azure.settle();
  assert.deepEqual((await latest(azure)).counts, [2, 0, 0, 2]);
  assert.equal(await updated(azure), '1100');
  assert.equal((await statusOf(azure, answer))['status'], 'Succeeded');
  assert.equal((await statusOf(azure, changed))['status'], 'Failed');
  assert.equal(errorOf(await post(azure, 'rollingUpgrades/cancel'))['code'], 'OperationNotAllowed');
});

const failing = (step: string, extensionName?: string): Lifecycle =>
  parseLifecycle({
    name: 'failing',
    steps: { update: '5s', restart: '5s' },
    faults: [
      {
        on: { step, ...(extensionName === undefined ? {} : { extension: extensionName }) },
        effect: 'fail',
        failure: { code: 'VMExtensionProvisioningError', message: 'no {extension} on {vm}' },
      },
    ],
  });

// Quoted: microsoft/AzureTRE #1591.
test('rolling upgrade: too many failures of upgraded machines abort it, in the change itself', async () => {
  const azure = await settled({ lifecycle: failing('installExtension', 'extra') });
  const answer = await change(azure);
  await azure.settle();
  const { code, counts, properties } = await latest(azure);
  assert.equal(code, 'Faulted');
  assert.deepEqual(counts, [0, 2, 0, 2]);
  const message =
    'Rolling Upgrade failed after exceeding the MaxUnhealthyUpgradedInstancePercent value defined in the RollingUpgradePolicy. 100% of instances are in an unhealthy state after being upgraded - more than the threshold of 20%. The most impactful error is: no extra on web_0. First failed instance ID is: 0.';
  const error = { code: 'MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade', message };
  assert.deepEqual(properties['error'], error);
  assert.deepEqual((await statusOf(azure, answer))['error'], error);
  const [status] = (await azure.send('GET', `${WEB}/instanceView`)).json[
    'statuses'
  ] as JsonObject[];
  assert.match(String(status?.['code']), /^ProvisioningState\/failed/);
});

// Quoted: Azure/Service-Fabric-Troubleshooting-Guides, on OS image upgrades (2023).
test('rolling upgrade: machines that are unhealthy before a batch abort it', async () => {
  const azure = await settled();
  await azure.send('POST', `${WEB}/poweroff`, { body: { instanceIds: ['0'] } });
  await azure.settle();
  await change(azure);
  await azure.settle();
  const { code, counts, properties } = await latest(azure);
  assert.equal(code, 'Faulted');
  assert.deepEqual(counts, [0, 0, 0, 4]);
  assert.deepEqual(properties['error'], {
    code: 'MaxUnhealthyInstancePercentExceededBeforeRollingUpgrade',
    message:
      'Rolling Upgrade failed due to exceeding the MaxUnhealthyInstancePercent value (defined in the RollingUpgradePolicy) before any batch was attempted. 25% of instances are in an unhealthy state, more than the threshold of 20% configured in the RollingUpgradePolicy. The most impactful error is:  Instance found to be unhealthy or unreachable. For details on rolling upgrades, use http://aka.ms/AzureVMSSRollingUpgrade',
  });
});

// Specification: prioritizeUnhealthyInstances, enableCrossZoneUpgrade.
// Recorded: Azure/Service-Fabric-Troubleshooting-Guides, on OS image upgrades, 2023 (what was not said
// is null, or false where that is the default); versions: the folders of the specification.
test('rolling upgrade: the latest shows the policy that it began with, as far as the version knows it', async () => {
  const azure = await settled({
    policy: { enableCrossZoneUpgrade: false, rollbackFailedInstancesOnPolicyBreach: true },
  });
  await change(azure);
  const policyAsOf = async (version: string): Promise<JsonObject> => {
    const path = `${WEB}/rollingUpgrades/latest?api-version=${version}`;
    const { json } = await azure.send('GET', path);
    return (json['properties'] as JsonObject)['policy'] as JsonObject;
  };
  const oldest = {
    maxBatchInstancePercent: 50,
    maxUnhealthyInstancePercent: 20,
    maxUnhealthyUpgradedInstancePercent: 20,
    pauseTimeBetweenBatches: 'PT1M',
  };
  const rollback = { rollbackFailedInstancesOnPolicyBreach: true };
  assert.deepEqual(await policyAsOf('2020-06-01'), oldest);
  assert.deepEqual(await policyAsOf('2020-12-01'), { ...oldest, enableCrossZoneUpgrade: false });
  assert.deepEqual(await policyAsOf('2022-08-01'), {
    ...oldest,
    enableCrossZoneUpgrade: false,
    ...rollback,
  });
  assert.deepEqual(await policyAsOf('2024-07-01'), {
    ...oldest,
    enableCrossZoneUpgrade: false,
    maxSurge: false,
    ...rollback,
  });
});

test('rolling upgrade: unhealthy machines come first where the policy says so', async () => {
  const azure = await settled({
    policy: {
      maxBatchInstancePercent: 25,
      maxUnhealthyInstancePercent: 50,
      prioritizeUnhealthyInstances: true,
    },
  });
  await azure.send('POST', `${WEB}/poweroff`, { body: { instanceIds: ['3'] } });
  await azure.settle();
  await change(azure);
  await azure.advance(10);
  assert.equal(await updated(azure), '0001');
});

test('rolling upgrade: a batch does not cross zones unless the policy lets it', async () => {
  for (const [enableCrossZoneUpgrade, after] of [
    [false, '101000'],
    [true, '111000'],
  ] as const) {
    const azure = await settled({
      capacity: 6,
      envelope: { zones: ['1', '2'] },
      policy: { maxBatchInstancePercent: enableCrossZoneUpgrade ? 50 : 34, enableCrossZoneUpgrade },
    });
    await change(azure);
    await azure.advance(10);
    assert.equal(await updated(azure), after);
  }
});

test('rolling upgrade: a newer model takes over the upgrade under way', async () => {
  const azure = await settled();
  const first = await change(azure);
  await azure.advance(10);
  const second = await azure.send('DELETE', `${WEB}/extensions/extra`);
  assert.equal(second.httpStatus, 202);
  await azure.settle();
  assert.equal(
    errorOf({ ...first, json: await statusOf(azure, first) })['code'],
    'OperationPreempted',
  );
  assert.equal((await statusOf(azure, second))['status'], 'Succeeded');
  assert.equal(await updated(azure), '1111');
  assert.deepEqual((await latest(azure)).counts, [4, 0, 0, 0]);
});

test('rolling upgrade: a protected machine is left out, and a deleted one is not waited for', async () => {
  const azure = await settled();
  await azure.send('PUT', `${WEB}/virtualMachines/1`, {
    body: { properties: { protectionPolicy: { protectFromScaleSetActions: true } } },
  });
  await azure.settle();
  await change(azure);
  await azure.send('POST', `${WEB}/delete`, { body: { instanceIds: ['0'] } });
  await azure.settle();
  assert.equal(await updated(azure), '011');
  assert.equal((await latest(azure)).code, 'Completed');
});
