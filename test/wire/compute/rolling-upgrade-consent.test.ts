import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatInstant, type JsonObject, MICROS_PER_SECOND } from '../../../src/base/index.ts';
import { createAzure, type Answer, type Azure } from './support/azure.ts';
import { settled as flexible } from './support/flexible.ts';
import { linuxSet } from './support/models.ts';
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

const DEFERRED = { automaticOS: { osRollingUpgradeDeferral: true } };
const BATCH = { type: 'UpgradeAutoOSRollingBatchStarting' };
const SCHEDULING = { type: 'UpgradeAutoOSScheduling' };

/** Four machines that are not up to date, and an upgrade of the system that was asked for. */
async function upgrading(
  options: Parameters<typeof settled>[0],
): Promise<{ azure: Azure; upgrade: Answer }> {
  const azure = await settled({ mode: 'Manual', ...options });
  await change(azure);
  await azure.settle();
  assert.equal(await updated(azure), '0000');
  const upgrade = await post(azure, 'osRollingUpgrade');
  assert.equal(upgrade.httpStatus, 202, upgrade.text);
  return { azure, upgrade };
}

function approve(azure: Azure, instanceIds?: readonly string[], path = WEB): Promise<Answer> {
  const body = instanceIds && { instanceIds };
  return azure.send('POST', `${path}/approveRollingUpgrade`, body ? { body } : {});
}

const EVENTS = `${WEB}/lifecycleHookEvents`;

async function events(azure: Azure): Promise<JsonObject[]> {
  const { json } = await azure.send('GET', EVENTS, { version: '2025-11-01' });
  return json['value'] as JsonObject[];
}

const propertiesOf = (event: JsonObject | undefined): JsonObject =>
  (event?.['properties'] ?? {}) as JsonObject;

const statesOf = (event: JsonObject | undefined): unknown[] =>
  (propertiesOf(event)['targetResources'] as JsonObject[]).map(({ actionState }) => actionState);

async function answer(
  azure: Azure,
  event: JsonObject | undefined,
  properties: JsonObject,
): Promise<Answer> {
  return azure.send('PATCH', `${EVENTS}/${String(event?.['name'])}`, {
    body: { properties },
    version: '2025-11-01',
  });
}

/** The event's targets, with this state for those of these positions. */
function targets(event: JsonObject | undefined, state: string, positions: readonly number[]) {
  const list = propertiesOf(event)['targetResources'] as JsonObject[];
  return list.flatMap(({ resource }, at) =>
    positions.includes(at) ? [{ resource: resource ?? null, actionState: state }] : [],
  );
}

// Specification: AutomaticOSUpgradePolicy.osRollingUpgradeDeferral.
test('approve rolling upgrade: deferred machines wait until somebody approves', async () => {
  const { azure, upgrade } = await upgrading(DEFERRED);
  await azure.settle();
  assert.deepEqual((await latest(azure)).counts, [0, 0, 0, 4]);
  assert.equal((await latest(azure)).code, 'RollingForward');
  const machine = await approve(azure, undefined, `${WEB}/virtualMachines/2`);
  assert.equal(machine.httpStatus, 202);
  await azure.settle();
  assert.equal((await statusOf(azure, machine))['status'], 'Succeeded');
  assert.equal(await updated(azure), '0010');
  assert.deepEqual((await latest(azure)).counts, [1, 0, 0, 3]);
  assert.equal((await statusOf(azure, upgrade))['status'], 'InProgress');
  assert.equal((await approve(azure, ['0', '3'])).httpStatus, 202);
  await azure.settle();
  assert.equal(await updated(azure), '1011');
  assert.equal((await approve(azure)).httpStatus, 202);
  await azure.settle();
  assert.equal(await updated(azure), '1111');
  assert.equal((await latest(azure)).code, 'Completed');
  assert.equal((await statusOf(azure, upgrade))['status'], 'Succeeded');
});

test('approve rolling upgrade: refusals', async () => {
  const idle = await settled({ mode: 'Manual' });
  const nothing = await approve(idle);
  assert.equal(nothing.httpStatus, 409);
  assert.deepEqual(errorOf(nothing), {
    code: 'OperationNotAllowed',
    message: 'There is no ongoing Rolling Upgrade that is waiting for approval.',
  });
  const { azure: undeferred } = await upgrading({});
  assert.equal((await approve(undeferred)).httpStatus, 409);
  const { azure } = await upgrading(DEFERRED);
  const unknown = await approve(azure, ['0', '9']);
  assert.equal(unknown.httpStatus, 400);
  assert.equal(errorOf(unknown)['target'], 'instanceIds');
  assert.equal((await approve(azure, undefined, `${WEB}/virtualMachines/9`)).httpStatus, 404);
  assert.equal((await approve(azure, ['0'])).httpStatus, 202);
  await azure.settle();
  // It is up to date by now.
  assert.equal((await approve(azure, ['0'])).httpStatus, 409);
  const isFlexible = await flexible({ capacity: 1 });
  assert.equal((await approve(isFlexible)).httpStatus, 409);
});

test('approve rolling upgrade: a deferred upgrade can be cancelled', async () => {
  const { azure, upgrade } = await upgrading(DEFERRED);
  await post(azure, 'rollingUpgrades/cancel');
  await azure.settle();
  assert.equal((await latest(azure)).code, 'Cancelled');
  assert.equal((await statusOf(azure, upgrade))['status'], 'Failed');
  assert.equal((await approve(azure)).httpStatus, 409);
});

// Members: the specification's examples of 2026-03-01; lengths of time: azure-cli #33328.
test('lifecycle hooks: a batch waits for the answer to an event', async () => {
  const { azure } = await upgrading({ hooks: [BATCH] });
  const [event, ...others] = await events(azure);
  assert.deepEqual(others, []);
  const name = String(event?.['name']);
  assert.match(name, /^[0-9a-f-]{36}$/);
  const created = azure.clock.now();
  const at = (seconds: number): string => formatInstant(created + seconds * MICROS_PER_SECOND);
  assert.deepEqual(event, {
    name,
    id: `${EVENTS}/${name}`,
    type: 'Microsoft.Compute/virtualMachineScaleSets/lifecycleHookEvents',
    properties: {
      type: 'UpgradeAutoOSRollingBatchStarting',
      waitUntil: at(1_800),
      maxWaitUntil: at(14_400),
      timeCreated: at(0),
      defaultAction: 'Approve',
      targetResources: ['0', '1'].map((id) => ({
        resource: { id: `${WEB}/virtualMachines/${id}` },
        actionState: 'Waiting',
      })),
      state: 'Active',
    },
  });
  const got = await azure.send('GET', `${EVENTS}/${name.toUpperCase()}`, { version: '2025-11-01' });
  assert.deepEqual(got.json, event);
  await azure.advance(600);
  assert.equal(await updated(azure), '0000');
  assert.deepEqual((await latest(azure)).counts, [0, 0, 0, 4]);
  const half = await answer(azure, event, { targetResources: targets(event, 'Approved', [0]) });
  assert.equal(half.httpStatus, 200, half.text);
  assert.deepEqual(statesOf(half.json), ['Approved', 'Waiting']);
  assert.equal(propertiesOf(half.json)['state'], 'Active');
  assert.deepEqual((await latest(azure)).counts, [0, 0, 0, 4]);
  const full = await answer(azure, event, { targetResources: targets(event, 'Rejected', [1]) });
  assert.equal(propertiesOf(full.json)['state'], 'Completed');
  assert.deepEqual((await latest(azure)).counts, [0, 0, 1, 3]);
  await azure.advance(100);
  assert.equal(await updated(azure), '1000');
  // The rejected one is left out; the next batch has an event of its own.
  const second = (await events(azure)).at(-1);
  assert.deepEqual(statesOf(second), ['Waiting', 'Waiting']);
  await azure.settle();
  assert.equal(await updated(azure), '1011');
  assert.equal((await latest(azure)).code, 'Completed');
  assert.deepEqual((await events(azure)).map(statesOf), [
    ['Approved', 'Rejected'],
    ['Approved', 'Approved'],
  ]);
});

test('lifecycle hooks: an upgrade waits for its scheduling; what nobody answers is the default', async () => {
  const { azure } = await upgrading({
    hooks: [
      { ...SCHEDULING, waitDuration: 'PT8H' },
      { ...BATCH, waitDuration: 'PT10M', defaultAction: 'Reject' },
    ],
  });
  const [event] = await events(azure);
  assert.deepEqual(propertiesOf(event)['targetResources'], [
    { resource: { id: WEB }, actionState: 'Waiting' },
  ]);
  await azure.advance(8 * 3_600 - 1);
  assert.equal((await events(azure)).length, 1);
  await azure.advance(1);
  assert.deepEqual((await events(azure)).map(statesOf), [['Approved'], ['Waiting', 'Waiting']]);
  await azure.settle();
  assert.equal(await updated(azure), '0000');
  assert.equal((await latest(azure)).code, 'Completed');
});

test('lifecycle hooks: a scheduling that is rejected cancels the upgrade', async () => {
  const { azure, upgrade } = await upgrading({ hooks: [SCHEDULING] });
  const [event] = await events(azure);
  await answer(azure, event, { targetResources: targets(event, 'Rejected', [0]) });
  await azure.settle();
  assert.equal((await latest(azure)).code, 'Cancelled');
  assert.equal((await statusOf(azure, upgrade))['status'], 'Failed');
  assert.equal(await updated(azure), '0000');
});

test('lifecycle hooks: an event can be delayed, up to its limit', async () => {
  const { azure } = await upgrading({ hooks: [BATCH] });
  const [event] = await events(azure);
  const limit = String(propertiesOf(event)['maxWaitUntil']);
  const delayed = await answer(azure, event, { waitUntil: limit });
  assert.equal(delayed.httpStatus, 200);
  assert.equal(propertiesOf(delayed.json)['waitUntil'], limit);
  await azure.advance(3 * 3_600);
  assert.equal(await updated(azure), '0000');
  assert.equal(propertiesOf((await events(azure))[0])['state'], 'Active');
  await azure.settle();
  assert.equal(await updated(azure), '1111');
});

test('lifecycle hooks: answers that are refused', async () => {
  const { azure } = await upgrading({ hooks: [BATCH] });
  const [event] = await events(azure);
  const created = azure.clock.now();
  const late = formatInstant(created + 14_401 * MICROS_PER_SECOND);
  const stranger = { resource: { id: `${WEB}/virtualMachines/3` }, actionState: 'Approved' };
  const bad: readonly [JsonObject, string][] = [
    [{ waitUntil: late }, 'waitUntil'],
    [{ waitUntil: formatInstant(created) }, 'waitUntil'],
    [{ waitUntil: 'soon' }, 'waitUntil'],
    [{ targetResources: [stranger] }, 'targetResources'],
  ];
  for (const [properties, target] of bad) {
    const refused = await answer(azure, event, properties);
    assert.equal(refused.httpStatus, 400, JSON.stringify(properties));
    assert.equal(errorOf(refused)['target'], target);
  }
  const unknown = await answer(azure, { name: 'nobody' }, {});
  assert.equal(unknown.httpStatus, 404);
  const approved = { targetResources: targets(event, 'Approved', [0, 1]) };
  assert.equal((await answer(azure, event, approved)).httpStatus, 200);
  const again = await answer(azure, event, approved);
  assert.equal(again.httpStatus, 409);
  assert.match(String(errorOf(again)['message']), /has been answered already/);
});

test('lifecycle hooks: a cancelled upgrade leaves no event waiting', async () => {
  const { azure } = await upgrading({ hooks: [BATCH] });
  await post(azure, 'rollingUpgrades/cancel');
  assert.deepEqual((await events(azure)).map(statesOf), [['Rejected', 'Rejected']]);
});

// Only in the versions that have them; older ones do not show what a newer one wrote.
test('lifecycle hooks: kept in the model, checked, and shown since 2025-11-01', async () => {
  const azure = await createAzure();
  const model = (...lifecycleHooks: JsonObject[]): JsonObject =>
    linuxSet({ properties: { lifecycleHooksProfile: { lifecycleHooks } } });
  const put = (...hooks: JsonObject[]): Promise<Answer> =>
    azure.send('PUT', WEB, { body: model(...hooks), version: '2025-11-01' });
  for (const hook of [
    { waitDuration: 'PT1H' },
    { type: 'UpgradeAutoOSRollback' },
    { ...BATCH, waitDuration: 'PT5H' },
    { ...SCHEDULING, waitDuration: 'PT49H' },
    { ...BATCH, waitDuration: 'an hour' },
    { ...BATCH, defaultAction: 'Wait' },
  ]) {
    assert.equal((await put(hook)).httpStatus, 400, JSON.stringify(hook));
  }
  assert.equal((await put(BATCH, BATCH)).httpStatus, 400);
  const answered = await put({ ...SCHEDULING, waitDuration: 'PT8H', defaultAction: 'Approve' });
  assert.equal(answered.httpStatus, 201, answered.text);
  const shown = await azure.send('GET', WEB, { version: '2025-11-01' });
  assert.deepEqual(propertiesOf(shown.json)['lifecycleHooksProfile'], {
    lifecycleHooks: [{ ...SCHEDULING, waitDuration: 'PT8H', defaultAction: 'Approve' }],
  });
  const old = await azure.send('GET', WEB, { version: '2024-07-01' });
  assert.ok(!('lifecycleHooksProfile' in propertiesOf(old.json)));
});
