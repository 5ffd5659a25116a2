import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Lifecycle, parseLifecycle } from '../../../src/scaleset/index.ts';
import type { Azure } from './support/azure.ts';
import { change, latest, post, settled, statusOf, updated, WEB } from './support/rolling.ts';

const POLICY = { rollbackFailedInstancesOnPolicyBreach: true };
const ERROR = { code: 'VMExtensionProvisioningError', message: 'no Extra' };

/** The first two machines cannot have the extension that the change adds; some fail any update. */
function failing(...alsoUpdate: readonly object[]): Lifecycle {
  const rules = [
    { step: 'installExtension', extension: 'extra', belowInstance: 2 },
    ...alsoUpdate.map((on) => ({ step: 'update', ...on })),
  ];
  return parseLifecycle({
    name: 'failing',
    steps: {},
    faults: rules.map((on) => ({ on, effect: 'fail', failure: ERROR })),
  });
}

async function extensionsOf(azure: Azure, instanceId: number): Promise<unknown[]> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines/${instanceId}/instanceView`);
  return (json['extensions'] as JsonObject[]).map(({ name }) => name);
}

// Source: the specification, RollingUpgradePolicy.rollbackFailedInstancesOnPolicyBreach ("Rollback
// failed instances to previous model if the Rolling Upgrade policy is violated").
test('rollback: a change of the model whose limit is broken is taken back from machines that failed', async () => {
  const azure = await settled({ policy: POLICY, lifecycle: failing() });
  const answer = await change(azure);
  assert.equal(answer.httpStatus, 201, answer.text);
  await azure.settle();
  const { code, counts, properties } = await latest(azure);
  assert.equal(code, 'Faulted');
  assert.deepEqual(counts, [0, 2, 0, 2]);
  assert.equal(
    (properties['error'] as JsonObject)['code'],
    'MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade',
  );
  assert.deepEqual((await statusOf(azure, answer))['error'], properties['error']);
  assert.equal((properties['runningStatus'] as JsonObject)['lastAction'], 'Start');
  assert.equal(await updated(azure), '0000');
  assert.deepEqual(await extensionsOf(azure, 0), ['ApplicationHealthLinux']);
  const { json } = await azure.send('GET', `${WEB}/instanceView`);
  assert.deepEqual((json['virtualMachine'] as JsonObject)['statusesSummary'], [
    { code: 'ProvisioningState/succeeded', count: 4 },
  ]);
});

// Source: the specification, UpgradeOperationHistoricalStatusInfoProperties and RollbackStatusInfo.
test('rollback: the history of OS upgrades says how many machines came back', async () => {
  const azure = await settled({ mode: 'Manual', policy: POLICY, lifecycle: failing() });
  await change(azure);
  await azure.settle();
  const answer = await post(azure, 'osRollingUpgrade');
  assert.equal(answer.httpStatus, 202, answer.text);
  await azure.settle();
  assert.equal((await statusOf(azure, answer))['status'], 'Failed');
  const { json } = await azure.send('GET', `${WEB}/osUpgradeHistory`);
  const [{ properties }] = json['value'] as [{ properties: JsonObject }];
  assert.deepEqual(Object.keys(properties), [
    'runningStatus',
    'progress',
    'error',
    'startedBy',
    'targetImageReference',
    'rollbackInfo',
  ]);
  assert.equal((properties['runningStatus'] as JsonObject)['code'], 'Faulted');
  assert.deepEqual(properties['rollbackInfo'], {
    successfullyRolledbackInstanceCount: 2,
    failedRolledbackInstanceCount: 0,
  });
  assert.equal(await updated(azure), '0000');
});

// Source: the specification, AutomaticOSUpgradePolicy.disableAutomaticRollback ("Whether OS image
// rollback feature should be disabled. Default value is false.").
test('rollback: disableAutomaticRollback leaves what failed in an OS upgrade as it is', async () => {
  const azure = await settled({
    mode: 'Manual',
    policy: POLICY,
    automaticOS: { disableAutomaticRollback: true },
    lifecycle: failing(),
  });
  await change(azure);
  await azure.settle();
  const answer = await post(azure, 'osRollingUpgrade');
  await azure.settle();
  assert.equal((await statusOf(azure, answer))['status'], 'Failed');
  const { json } = await azure.send('GET', `${WEB}/osUpgradeHistory`);
  const [{ properties }] = json['value'] as [{ properties: JsonObject }];
  assert.deepEqual(properties['rollbackInfo'], {
    successfullyRolledbackInstanceCount: 0,
    failedRolledbackInstanceCount: 0,
  });
  assert.equal(await updated(azure), '1100');
  // The policy is shown as it was said.
  const { properties: shown } = await latest(azure);
  assert.equal((shown['policy'] as JsonObject)['rollbackFailedInstancesOnPolicyBreach'], true);
});

test('rollback: machines that do not come back are counted, with the error of the first', async () => {
  const azure = await settled({
    mode: 'Manual',
    policy: POLICY,
    lifecycle: failing({ belowInstance: 1 }),
  });
  await change(azure);
  await azure.settle();
  await post(azure, 'osRollingUpgrade');
  await azure.settle();
  const { json } = await azure.send('GET', `${WEB}/osUpgradeHistory`);
  const [{ properties }] = json['value'] as [{ properties: JsonObject }];
  assert.deepEqual(properties['rollbackInfo'], {
    successfullyRolledbackInstanceCount: 1,
    failedRolledbackInstanceCount: 1,
    rollbackError: ERROR,
  });
});

test('rollback: without the policy what failed stays as it is, and the history counts nothing', async () => {
  const azure = await settled({ mode: 'Manual', lifecycle: failing() });
  await change(azure);
  await azure.settle();
  await post(azure, 'osRollingUpgrade');
  await azure.settle();
  const { json } = await azure.send('GET', `${WEB}/osUpgradeHistory`);
  const [{ properties }] = json['value'] as [{ properties: JsonObject }];
  assert.deepEqual(properties['rollbackInfo'], {
    successfullyRolledbackInstanceCount: 0,
    failedRolledbackInstanceCount: 0,
  });
  assert.equal(await updated(azure), '1100');
});
