import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestEmulator } from '../../../src/testing/index.ts';
import {
  createWorld,
  listOf,
  look,
  model,
  objectOf,
  ok,
  SET,
  VERSION,
} from './support/surfaces.ts';

const on = { resource: SET };

async function strike(emulator: TestEmulator, rule: object): Promise<void> {
  await ok(emulator, 'POST', '/_lazulite/faults', { on, ...rule });
}

async function restart(emulator: TestEmulator): Promise<string> {
  const answer = await emulator.request('POST', `${SET}/restart?${VERSION}`);
  await emulator.clock.runUntilIdle();
  return answer.headers['azure-asyncoperation'] ?? '';
}

async function powers(emulator: TestEmulator): Promise<readonly (string | undefined)[]> {
  const { machineViews } = await look(emulator);
  return Object.values(machineViews).map((codes) =>
    codes.find((code) => code.startsWith('PowerState/'))?.slice('PowerState/'.length),
  );
}

async function eventsOf(emulator: TestEmulator, kind: string): Promise<readonly string[]> {
  const page = await ok(
    emulator,
    'GET',
    `/_lazulite/events?set=${encodeURIComponent(SET)}&limit=5000`,
  );
  return listOf(page['events']).flatMap(({ cause, subject, name, after }) =>
    objectOf(cause)['kind'] === kind
      ? [`${String(subject)} ${String(name)} ${JSON.stringify(after)}`]
      : [],
  );
}

// kubernetes/autoscaler#5767: failed by its state, and running.
test('fault NetworkingInternalOperationError: machines that run are failed, and go on running', async () => {
  await using emulator = await createWorld();
  await strike(emulator, {
    fault: 'NetworkingInternalOperationError',
    on: { ...on, instances: ['1', '2'] },
  });
  const seen = await look(emulator);
  for (const id of ['1', '2']) {
    assert.deepEqual(seen.machineViews[id], [
      'ProvisioningState/failed/NetworkingInternalOperationError',
      'PowerState/running',
    ]);
  }
  assert.deepEqual(seen.machineViews['0'], ['ProvisioningState/succeeded', 'PowerState/running']);
  // Nobody asked the set for anything: it is as it was (instance-view.md, fact 11).
  assert.equal(seen.model, 'Succeeded');
  assert.deepEqual(seen.setView, [
    'ProvisioningState/succeeded 2',
    'ProvisioningState/failed 2',
    'ProvisioningState/succeeded',
  ]);
  assert.equal(
    seen.eventFailures.filter((code) => code === 'NetworkingInternalOperationError').length,
    2,
  );
  const link = await restart(emulator);
  const after = await look(emulator, link);
  assert.equal(after.operation.status, 'Succeeded');
  assert.deepEqual(after.setView, ['ProvisioningState/succeeded 4', 'ProvisioningState/succeeded']);
});

const ROLLING = {
  upgradePolicy: {
    mode: 'Rolling',
    rollingUpgradePolicy: {
      maxBatchInstancePercent: 20,
      maxUnhealthyInstancePercent: 20,
      maxUnhealthyUpgradedInstancePercent: 20,
      pauseTimeBetweenBatches: 'PT10S',
    },
  },
};

async function upgrade(emulator: TestEmulator): Promise<string> {
  const changed = model({
    capacity: 10,
    properties: ROLLING,
    profile: { userData: Buffer.from('two').toString('base64'), priority: 'Regular' },
  });
  const answer = await emulator.request('PUT', `${SET}?${VERSION}`, changed);
  assert.equal(answer.httpStatus, 200, JSON.stringify(answer.json));
  return answer.headers['azure-asyncoperation'] ?? '';
}

async function latest(emulator: TestEmulator): Promise<readonly unknown[]> {
  const { properties } = await ok(emulator, 'GET', `${SET}/rollingUpgrades/latest?${VERSION}`);
  const { runningStatus, error } = objectOf(properties);
  return [objectOf(runningStatus)['code'], objectOf(error)['code']];
}

const UPGRADE_FAULTS = [
  // opencb/opencga#987
  { fault: 'MaxUnhealthyInstancePercentExceededInRollingUpgrade', when: 'during' },
  // Azure/Service-Fabric-Troubleshooting-Guides
  { fault: 'MaxUnhealthyInstancePercentExceededBeforeRollingUpgrade', when: 'before' },
  // microsoft/AzureTRE#1591
  { fault: 'MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade', when: 'ahead' },
] as const;

for (const { fault, when } of UPGRADE_FAULTS) {
  test(`fault ${fault}: the upgrade is given up, and says why everywhere`, async () => {
    await using emulator = await createWorld({ capacity: 10, properties: ROLLING });
    if (when === 'before') await strike(emulator, { fault });
    if (when === 'ahead') await strike(emulator, { fault });
    const link = await upgrade(emulator);
    if (when === 'during') {
      await emulator.clock.advance('5s');
      await strike(emulator, { fault, on: { ...on, instances: ['6', '7', '8', '9'] } });
    }
    await emulator.clock.runUntilIdle();
    assert.deepEqual(await latest(emulator), ['Faulted', fault]);
    const seen = await look(emulator, link);
    assert.deepEqual(
      [seen.operation.status, seen.operation.code, seen.model],
      ['Failed', fault, 'Failed'],
    );
    assert.ok(seen.setView.includes(`ProvisioningState/failed/${fault}`), seen.setView.join());
    assert.ok(seen.eventFailures.includes(fault), seen.eventFailures.join());
    assert.ok(
      seen.activity.some((entry) => entry.includes(fault)),
      seen.activity.join(),
    );
    if (when !== 'ahead') {
      const { health } = await ok(emulator, 'GET', `/_lazulite/instancehealth?resourceId=${SET}`);
      assert.ok(Number(objectOf(health)['unhealthy']) >= 4);
    }
  });
}

// kubernetes/autoscaler#7373; Microsoft, "Simulate an eviction": half a minute's notice.
test('fault SpotPreemption: Spot machines are told, and go half a minute later', async () => {
  const profile = { priority: 'Spot', evictionPolicy: 'Delete' };
  await using emulator = await createWorld({ capacity: 10, profile, start: { auth: 'open' } });
  await strike(emulator, { fault: 'SpotPreemption', on: { ...on, share: 0.5 } });
  await emulator.clock.advance('29s');
  assert.deepEqual((await look(emulator)).setView[0], 'ProvisioningState/succeeded 10');
  const told = [];
  for (let id = 0; id < 10; id += 1) {
    const answer = await emulator.inject({
      method: 'GET',
      target: `/_lazulite/scheduledevents${SET}/virtualMachines/${id}?api-version=2020-07-01`,
      headers: {
        host: 'localhost',
        metadata: 'true',
      },
      body: new Uint8Array(),
      secure: true,
    });
    if (new TextDecoder().decode(answer.body ?? undefined).includes('"Preempt"'))
      told.push(String(id));
  }
  await emulator.clock.runUntilIdle();
  const seen = await look(emulator);
  const left = Object.keys(seen.machineViews);
  assert.ok(left.length >= 2 && left.length <= 8, left.join());
  assert.deepEqual(
    [...left, ...told].sort((a, b) => Number(a) - Number(b)),
    Array.from({ length: 10 }, (_, id) => String(id)),
  );
  assert.deepEqual(seen.setView, [
    `ProvisioningState/succeeded ${left.length}`,
    'ProvisioningState/succeeded',
  ]);
  assert.ok((await eventsOf(emulator, 'strike')).some((event) => event.includes('deleting')));
  const set = await ok(emulator, 'GET', `${SET}?${VERSION}`);
  assert.equal(objectOf(set['sku'])['capacity'], left.length);
});

test('fault HostLoss: machines of a fault domain are begun anew elsewhere', async () => {
  await using emulator = await createWorld({ capacity: 6, zones: [] });
  await strike(emulator, { fault: 'HostLoss', on: { ...on, faultDomain: 0 } });
  const during = await look(emulator);
  const struck = Object.values(during.machineViews).filter(
    ([code]) => code === 'ProvisioningState/updating',
  );
  assert.ok(struck.length >= 1 && struck.length < 6, JSON.stringify(during.machineViews));
  assert.ok(
    during.setView.includes(`ProvisioningState/updating ${struck.length}`),
    during.setView.join(),
  );
  assert.equal(during.model, 'Succeeded', 'nobody asked the set');
  await emulator.clock.runUntilIdle();
  const seen = await look(emulator);
  assert.deepEqual(seen.setView, ['ProvisioningState/succeeded 6', 'ProvisioningState/succeeded']);
  assert.equal(
    (await eventsOf(emulator, 'strike')).filter((event) => event.startsWith('instance')).length >=
      2,
    true,
  );
});

test('fault ZoneOutage: the zone stops, takes nobody in, and comes back when the rule goes', async () => {
  await using emulator = await createWorld();
  await strike(emulator, { id: 'outage', fault: 'ZoneOutage', on: { ...on, zone: '1' } });
  assert.deepEqual(await powers(emulator), ['stopped', 'running', 'stopped', 'running']);
  const { health } = await ok(emulator, 'GET', `/_lazulite/instancehealth?resourceId=${SET}`);
  assert.equal(objectOf(health)['healthy'], 2);
  const grown = await emulator.request('PATCH', `${SET}?${VERSION}`, { sku: { capacity: 6 } });
  await emulator.clock.runUntilIdle();
  const seen = await look(emulator, grown.headers['azure-asyncoperation']);
  assert.deepEqual(
    [seen.operation.status, seen.operation.code],
    ['Failed', 'ZonalAllocationFailed'],
  );
  assert.ok(
    seen.setView.includes('ProvisioningState/failed/ZonalAllocationFailed'),
    seen.setView.join(),
  );
  await ok(emulator, 'DELETE', '/_lazulite/faults/outage');
  await emulator.clock.runUntilIdle();
  assert.deepEqual((await powers(emulator)).slice(0, 4), [
    'running',
    'running',
    'running',
    'running',
  ]);
  assert.ok((await eventsOf(emulator, 'recoverZone')).some((event) => event.includes('running')));
});

test('fault ZoneOutage: is over by itself after its time', async () => {
  await using emulator = await createWorld();
  await strike(emulator, { fault: 'ZoneOutage', on: { ...on, zone: '2' }, for: '30m' });
  await emulator.clock.advance('29m');
  assert.deepEqual(await powers(emulator), ['running', 'stopped', 'running', 'stopped']);
  await emulator.clock.advance('2m');
  assert.deepEqual(await powers(emulator), ['running', 'running', 'running', 'running']);
  const { faults } = await ok(emulator, 'GET', '/_lazulite/faults');
  assert.equal(listOf(faults)[0]?.['state'], 'over');
});
