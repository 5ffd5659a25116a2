/*
 * Upgrade policies of Flexible sets. Source: Microsoft Learn, "Upgrade policy modes" and "Configure rolling
 * upgrades on Virtual Machine Scale Sets": the three modes and MaxSurge are those of Uniform sets, and
 * rolling ones want the application health extension.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Azure, createAzure } from './support/azure.ts';
import { at, errorOf, flexibleSet, machineNames, machinePath } from './support/flexible.ts';
import { change, HEALTH, latest, post, statusOf, WEB } from './support/rolling.ts';

interface Options {
  readonly mode?: string;
  readonly policy?: JsonObject;
}

async function settled({ mode = 'Rolling', policy }: Options = {}): Promise<Azure> {
  const azure = await createAzure();
  const rollingUpgradePolicy = {
    maxBatchInstancePercent: 50,
    pauseTimeBetweenBatches: 'PT60S',
    ...policy,
  };
  const body = flexibleSet({
    capacity: 4,
    extensions: [HEALTH],
    properties: { upgradePolicy: { mode, rollingUpgradePolicy } },
  });
  const answer = await azure.send('PUT', WEB, { body });
  assert.equal(answer.httpStatus, 201, answer.text);
  await azure.settle();
  return azure;
}

/** For each machine whether it has the extension that `change` brings. */
async function upgraded(azure: Azure): Promise<string> {
  const has = [];
  for (const name of await machineNames(azure)) {
    const { json } = await azure.send('GET', `${machinePath(name)}/instanceView`);
    const extensions = (at(json, 'extensions') ?? []) as JsonObject[];
    has.push(Number(extensions.some((extension) => extension['name'] === 'extra')));
  }
  return has.join('');
}

test('flexible upgrades: go through the machines in batches, which tell how far they are', async () => {
  const azure = await settled();
  const before = await machineNames(azure);
  const answer = await change(azure);
  assert.deepEqual((await latest(azure)).counts, [0, 0, 2, 2]);
  await azure.settle();
  const done = await latest(azure);
  assert.deepEqual([done.code, done.counts], ['Completed', [4, 0, 0, 0]]);
  assert.equal((await statusOf(azure, answer))['status'], 'Succeeded');
  assert.deepEqual(await machineNames(azure), before);
});

test('flexible upgrades: automatic ones reach all at once, manual ones nobody', async () => {
  const automatic = await settled({ mode: 'Automatic' });
  await change(automatic);
  await automatic.settle();
  assert.equal(await upgraded(automatic), '1111');
  const manual = await settled({ mode: 'Manual' });
  await change(manual);
  await manual.settle();
  assert.equal(await upgraded(manual), '0000');
  assert.equal((await post(manual, 'extensionRollingUpgrade')).httpStatus, 202);
  await manual.settle();
  assert.equal(await upgraded(manual), '1111');
});

test('flexible upgrades: are cancelled, and what was begun is brought to its end', async () => {
  const azure = await settled();
  await change(azure);
  assert.equal((await post(azure, 'rollingUpgrades/cancel')).httpStatus, 202);
  await azure.settle();
  const { code, counts } = await latest(azure);
  assert.deepEqual([code, counts], ['Cancelled', [2, 0, 0, 2]]);
  assert.equal((await upgraded(azure)).replaceAll('0', ''), '11');
});

test('flexible upgrades: of the system, with their history', async () => {
  const azure = await settled({ mode: 'Manual' });
  await change(azure);
  await azure.settle();
  assert.equal((await post(azure, 'osRollingUpgrade')).httpStatus, 202);
  await azure.settle();
  const { json } = await azure.send('GET', `${WEB}/osUpgradeHistory`);
  const [upgrade] = json['value'] as JsonObject[];
  assert.equal(at(upgrade, 'properties', 'progress', 'successfulInstanceCount'), 4);
});

test('flexible upgrades: with maxSurge new machines with names of their own take the places', async () => {
  const azure = await settled({ policy: { maxSurge: true } });
  const before = await machineNames(azure);
  await change(azure);
  assert.equal((await machineNames(azure)).length, 6);
  await azure.settle();
  const after = await machineNames(azure);
  assert.equal(after.length, 4);
  assert.ok(after.every((name) => !before.includes(name)));
  assert.equal(await upgraded(azure), '1111');
  const gone = await azure.send('GET', machinePath(before[0] ?? ''));
  assert.equal(gone.httpStatus, 404);
});

// Recorded of Uniform sets (rolling upgrades 2017 to 2023); that it is the same here is inferred.
test('flexible upgrades: refused where nobody says how machines are', async () => {
  const azure = await createAzure();
  const body = flexibleSet({ properties: { upgradePolicy: { mode: 'Rolling' } } });
  const answer = await azure.send('PUT', WEB, { body });
  assert.equal(answer.httpStatus, 400);
  assert.match(String(errorOf(answer)['message']), /^Rolling Upgrade mode is not supported/);
});
