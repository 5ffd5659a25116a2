import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, createAzure } from './support/azure.ts';
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

// Recorded: 202 with both URLs (lro.md); documented: what is up to date is not affected.
test('OS and extension upgrades: bring what is not up to date to the latest, and are remembered', async () => {
  const azure = await settled({ mode: 'Manual' });
  const idle = await post(azure, 'osRollingUpgrade');
  assert.equal(idle.httpStatus, 202, idle.text);
  assert.ok(idle.header('location'));
  await azure.settle();
  assert.deepEqual((await latest(azure)).counts, [0, 0, 0, 0]);
  await change(azure);
  await azure.settle();
  assert.equal(await updated(azure), '0000');
  const answer = await post(azure, 'osRollingUpgrade');
  await azure.advance(1);
  assert.equal(
    ((await azure.send('GET', WEB)).json['properties'] as JsonObject)['provisioningState'],
    'Updating',
  );
  const second = await post(azure, 'extensionRollingUpgrade');
  assert.equal(second.httpStatus, 409);
  await azure.settle();
  assert.equal((await statusOf(azure, answer))['status'], 'Succeeded');
  assert.equal(await updated(azure), '1111');
  const extensions = await post(azure, 'extensionRollingUpgrade');
  assert.equal(extensions.httpStatus, 202);
  await azure.settle();
  const { json } = await azure.send('GET', `${WEB}/osUpgradeHistory`);
  const history = json['value'] as { properties: JsonObject }[];
  assert.deepEqual(
    history.map(({ properties }) => Object.values(properties['progress'] as JsonObject)[0]),
    [0, 4],
  );
  assert.deepEqual(Object.keys(history[1]?.properties ?? {}), [
    'runningStatus',
    'progress',
    'startedBy',
    'targetImageReference',
    'rollbackInfo',
  ]);
  // Recorded (Azure/Service-Fabric-Troubleshooting-Guides, 2023): also where all went well.
  assert.deepEqual(history[1]?.properties['rollbackInfo'], {
    successfullyRolledbackInstanceCount: 0,
    failedRolledbackInstanceCount: 0,
  });
});

test('rolling upgrade: refusals', async () => {
  const azure = await createAzure();
  const put = (policy: JsonObject): Promise<Answer> =>
    azure.send('PUT', WEB, {
      body: linuxSet({
        extensions: [HEALTH],
        properties: { upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: policy } },
      }),
    });
  for (const [policy, name] of [
    [{ maxBatchInstancePercent: 4 }, 'maxBatchInstancePercent'],
    [{ maxBatchInstancePercent: 101 }, 'maxBatchInstancePercent'],
    [{ maxUnhealthyInstancePercent: 0 }, 'maxUnhealthyInstancePercent'],
    [{ maxUnhealthyUpgradedInstancePercent: -1 }, 'maxUnhealthyUpgradedInstancePercent'],
    [{ pauseTimeBetweenBatches: '30s' }, 'pauseTimeBetweenBatches'],
    [{ pauseTimeBetweenBatches: 'PT' }, 'pauseTimeBetweenBatches'],
  ] as const) {
    const answer = await put(policy);
    assert.equal(answer.httpStatus, 400, JSON.stringify(policy));
    assert.equal(errorOf(answer)['target'], `rollingUpgradePolicy.${name}`);
  }
  const pinned = await createAzure();
  const storageProfile = {
    imageReference: { publisher: 'Debian', offer: 'debian-12', sku: '12', version: '0.2024.1' },
    osDisk: { createOption: 'FromImage' },
  };
  await pinned.send('PUT', WEB, { body: linuxSet({ profile: { storageProfile } }) });
  await pinned.settle();
  // Recorded: errors.md, "osRollingUpgrade in Manual mode".
  assert.deepEqual(errorOf(await post(pinned, 'osRollingUpgrade')), {
    code: 'OperationNotAllowed',
    message:
      'The OS Rolling Upgrade API cannot be used on a VM Scale Set unless the VM Scale Set has some instances which have imageReference.version set to latest.',
  });
});
