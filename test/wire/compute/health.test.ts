import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Lifecycle, parseLifecycle } from '../../../src/scaleset/index.ts';
import { type Azure, createAzure, PLAIN } from './support/azure.ts';
import { extension, linuxSet, setPath } from './support/models.ts';
import { change, HEALTH, latest, settled as settledRolling } from './support/rolling.ts';

const WEB = setPath('web');

/** Version 2 of the extension: rich health states. */
const RICH = extension('health', {
  publisher: 'Microsoft.ManagedServices',
  type: 'ApplicationHealthLinux',
  typeHandlerVersion: '2.0',
  settings: { protocol: 'http', port: 80, requestPath: '/' },
});

const PROBE = { healthProbe: { id: '/subscriptions/s/resourceGroups/g/providers/x/y/z' } };

/** The first report comes ten seconds after the start; `faults` are as in a life cycle. */
function lifecycle(...faults: object[]): Lifecycle {
  const { health } = parseLifecycle({
    name: 'health',
    steps: {},
    health: { firstReport: '10s', faults },
  });
  return { ...PLAIN, health: health ?? null };
}

interface Options {
  readonly capacity?: number;
  readonly health?: JsonObject;
  readonly repairs?: JsonObject;
  readonly lifecycle?: Lifecycle;
}

async function created(options: Options = {}): Promise<Azure> {
  const azure = await createAzure({ lifecycle: options.lifecycle ?? lifecycle() });
  const body = linuxSet({
    capacity: options.capacity ?? 2,
    extensions: [options.health ?? HEALTH],
    properties: {
      overprovision: false,
      ...(options.repairs && { automaticRepairsPolicy: options.repairs }),
    },
  });
  const answer = await azure.send('PUT', WEB, { body });
  assert.equal(answer.httpStatus, 201, answer.text);
  return azure;
}

async function healthOf(azure: Azure, instanceId: number): Promise<string | undefined> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines/${instanceId}/instanceView`);
  const health = json['vmHealth'] as { status: { code: string } } | undefined;
  return health?.status.code;
}

async function machines(azure: Azure): Promise<string> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  return (json['value'] as { instanceId: string }[]).map(({ instanceId }) => instanceId).join(' ');
}

async function serviceState(azure: Azure): Promise<unknown> {
  const { json } = await azure.send('GET', `${WEB}/instanceView`);
  return (json['orchestrationServices'] as JsonObject[] | undefined)?.[0]?.['serviceState'];
}

// Documented: "Application Health extension", binary and rich health states.
test('machine health: of the extension, from its first report on', async () => {
  for (const [health, first] of [
    [HEALTH, undefined],
    [RICH, 'HealthState/initializing'],
  ] as const) {
    const azure = await created({ health });
    await azure.advance(25);
    assert.equal(await healthOf(azure, 0), first);
    await azure.advance(10);
    assert.equal(await healthOf(azure, 0), 'HealthState/healthy');
  }
});

// Documented: network profile, healthProbe; only one of probe and extension is to be used.
test('machine health: of the probe of a load balancer, and of nobody', async () => {
  const azure = await createAzure({ lifecycle: lifecycle() });
  const model = linuxSet() as { properties: { virtualMachineProfile: JsonObject } };
  const plain = await azure.send('PUT', setPath('plain'), { body: model });
  assert.equal(plain.httpStatus, 201);
  const { networkProfile } = model.properties.virtualMachineProfile;
  const profile = { networkProfile: { ...(networkProfile as JsonObject), ...PROBE } };
  const probed = await azure.send('PUT', WEB, { body: linuxSet({ profile }) });
  assert.equal(probed.httpStatus, 201, probed.text);
  await azure.settle();
  assert.equal(await healthOf(azure, 1), 'HealthState/healthy');
  const none = await azure.send('GET', `${setPath('plain')}/virtualMachines/1/instanceView`);
  assert.ok(!('vmHealth' in none.json));
  await azure.send('POST', `${WEB}/poweroff`, { body: { instanceIds: ['1'] } });
  await azure.settle();
  assert.equal(await healthOf(azure, 1), 'HealthState/unhealthy');
  await azure.send('POST', `${WEB}/deallocate`, { body: { instanceIds: ['1'] } });
  await azure.settle();
  assert.equal(await healthOf(azure, 1), undefined);
});

const unhealthy = (from: number, below: number, besides: object = {}): object => ({
  on: { fromInstance: from, belowInstance: below },
  state: 'unhealthy',
  ...besides,
});

// Documented: "Automatic instance repairs": replaced after the grace period, the capacity stays.
test('automatic repairs: an unhealthy machine is replaced after its grace period', async () => {
  const azure = await created({
    repairs: { enabled: true, gracePeriod: 'PT20M' },
    lifecycle: lifecycle(unhealthy(1, 2)),
  });
  await azure.advance(60);
  assert.equal(await healthOf(azure, 1), 'HealthState/unhealthy');
  assert.equal(await serviceState(azure), 'Running');
  await azure.advance(20 * 60 - 60);
  assert.equal(await machines(azure), '0 1');
  await azure.advance(60);
  const set = (await azure.send('GET', WEB)).json;
  assert.equal((set['sku'] as JsonObject)['capacity'], 2);
  assert.equal((set['properties'] as JsonObject)['provisioningState'], 'Succeeded');
  await azure.settle();
  assert.equal(await machines(azure), '0 2');
  assert.equal(await healthOf(azure, 2), 'HealthState/healthy');
});

// Documented: repairAction, since 2021-11-01.
test('automatic repairs: by a restart or by a reimage where the policy says so', async () => {
  for (const repairAction of ['Restart', 'Reimage']) {
    const azure = await created({
      repairs: { enabled: true, repairAction },
      lifecycle: lifecycle(unhealthy(0, 1, { after: '1h' })),
    });
    await azure.advance(3_600 + 20);
    assert.equal(await healthOf(azure, 0), 'HealthState/healthy');
    await azure.advance(12);
    const { json } = await azure.send('GET', `${WEB}/virtualMachines/0`);
    assert.equal((json['properties'] as JsonObject)['provisioningState'], 'Updating', repairAction);
    // A restart leaves nobody else to ask, so it turns unhealthy once more an hour later.
    await azure.advance(60);
    assert.equal(await healthOf(azure, 0), 'HealthState/healthy');
    assert.equal(await machines(azure), '0 1');
  }
});

// Documented: NotRunning with a policy that is not enabled; recorded: Suspended.
test('automatic repairs: what the service state says is so', async () => {
  const azure = await created({
    repairs: { enabled: false, gracePeriod: 'PT10M' },
    lifecycle: lifecycle(unhealthy(0, 1)),
  });
  await azure.advance(3_600);
  assert.equal(await serviceState(azure), 'NotRunning');
  assert.equal(await machines(azure), '0 1');
  const patch = (policy: JsonObject) =>
    azure.send('PATCH', WEB, { body: { properties: { automaticRepairsPolicy: policy } } });
  const act = (action: string) =>
    azure.send('POST', `${WEB}/setOrchestrationServiceState`, {
      body: { serviceName: 'AutomaticRepairs', action },
    });
  assert.equal((await act('Suspend')).httpStatus, 409);
  assert.equal((await patch({ enabled: true, gracePeriod: 'PT90M' })).httpStatus, 200);
  await azure.advance(60);
  assert.equal((await act('Suspend')).httpStatus, 202);
  await azure.advance(3 * 3_600);
  assert.equal(await serviceState(azure), 'Suspended');
  assert.equal(await machines(azure), '0 1');
  assert.equal((await act('Resume')).httpStatus, 202);
  await azure.settle();
  assert.equal(await serviceState(azure), 'Running');
  assert.equal(await machines(azure), '1 2');
});

// Documented: "you must first disable automatic repairs"; the words of the refusal are inferred.
test('automatic repairs: another action must be enabled anew', async () => {
  const azure = await created({ repairs: { enabled: true } });
  await azure.settle();
  const patch = (policy: JsonObject) =>
    azure.send('PATCH', WEB, { body: { properties: { automaticRepairsPolicy: policy } } });
  const refused = await patch({ enabled: true, repairAction: 'Reimage' });
  assert.equal(refused.httpStatus, 409);
  assert.deepEqual(refused.json['error'], {
    code: 'PropertyChangeNotAllowed',
    message: "Changing property 'automaticRepairsPolicy.repairAction' is not allowed.",
    target: 'automaticRepairsPolicy.repairAction',
  });
  assert.equal((await patch({ enabled: true, gracePeriod: 'PT15M' })).httpStatus, 200);
  assert.equal((await patch({ enabled: false })).httpStatus, 200);
  const enabled = await patch({ enabled: true, repairAction: 'Reimage' });
  assert.equal(enabled.httpStatus, 200, enabled.text);
});

// Documented: both protection policies keep a machine from being repaired.
test('automatic repairs: protected machines are left alone', async () => {
  const azure = await created({
    repairs: { enabled: true },
    lifecycle: lifecycle(unhealthy(0, 1)),
  });
  const protect = await azure.send('PUT', `${WEB}/virtualMachines/0`, {
    body: {
      location: 'westeurope',
      properties: { protectionPolicy: { protectFromScaleIn: true } },
    },
  });
  assert.equal(protect.httpStatus, 200, protect.text);
  await azure.advance(3_600);
  assert.equal(await machines(azure), '0 1');
  assert.equal(await healthOf(azure, 0), 'HealthState/unhealthy');
});

// Documented for OS upgrades: "waits up to 5 minutes for the instance to become healthy".
test('rolling upgrade: waits for the machines of a batch to be healthy, and gives up after five minutes', async () => {
  const azure = await settledRolling({
    lifecycle: lifecycle(unhealthy(3, 4)),
    policy: { maxUnhealthyInstancePercent: 50 },
  });
  const answer = await change(azure);
  assert.equal(answer.httpStatus, 201, answer.text);
  await azure.advance(14);
  assert.deepEqual((await latest(azure)).counts, [0, 0, 2, 2]);
  await azure.advance(5);
  assert.deepEqual((await latest(azure)).counts, [2, 0, 0, 2]);
  await azure.advance(60 + 15);
  assert.deepEqual((await latest(azure)).counts, [3, 0, 1, 0]);
  await azure.settle();
  const { code, counts, properties } = await latest(azure);
  assert.equal(code, 'Faulted');
  assert.deepEqual(counts, [3, 1, 0, 0]);
  assert.match(
    String((properties['error'] as JsonObject)['message']),
    /25% of instances are in an unhealthy state after being upgraded - more than the threshold of 20%\. The most impactful error is: {2}Instance found to be unhealthy/,
  );
});
