import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { parseLifecycle } from '../../../src/scaleset/index.ts';
import { parseQuota } from '../../../src/server/quota-option.ts';
import { type Azure, createAzure, PLAIN } from './support/azure.ts';
import { at, errorOf, flexibleSet, machinePath, machineNames, WEB } from './support/flexible.ts';
import { linuxSet } from './support/models.ts';

const SPOT = { priority: 'Spot', evictionPolicy: 'Deallocate', billingProfile: { maxPrice: -1 } };

async function refusal(body: JsonObject): Promise<{ httpStatus: number } & JsonObject> {
  const azure = await createAzure();
  const answer = await azure.send('PUT', WEB, { body });
  return { httpStatus: answer.httpStatus, ...errorOf(answer) };
}

// Messages: Microsoft Learn, "Error messages for Azure Spot Virtual Machines and scale sets".
test('spot: a price is -1 or more than nothing, and only Spot machines have one', async () => {
  for (const maxPrice of [-1, 0.01234, 12]) {
    const azure = await createAzure();
    const body = linuxSet({ profile: { ...SPOT, billingProfile: { maxPrice } } });
    const answer = await azure.send('PUT', WEB, { body });
    assert.equal(answer.httpStatus, 201, answer.text);
    const { json } = await azure.send('GET', WEB);
    const profile = at(json, 'properties', 'virtualMachineProfile') as JsonObject;
    assert.deepEqual(profile['billingProfile'], { maxPrice });
    assert.equal(profile['priority'], 'Spot');
    assert.equal(profile['evictionPolicy'], 'Deallocate');
  }
  for (const maxPrice of [0, -2, -0.5]) {
    const refused = await refusal(linuxSet({ profile: { ...SPOT, billingProfile: { maxPrice } } }));
    assert.equal(refused.httpStatus, 400);
    assert.equal(refused['code'], 'InvalidParameter');
    assert.match(
      String(refused['message']),
      /^Invalid max price value\. The only supported values/,
    );
  }
  const regular = await refusal(linuxSet({ profile: { billingProfile: { maxPrice: 1 } } }));
  assert.equal(regular.httpStatus, 409);
  assert.match(String(regular['message']), /^Max price is supported only for Azure Spot/);
  const policy = await refusal(linuxSet({ profile: { evictionPolicy: 'Delete' } }));
  assert.equal(policy['code'], 'OperationNotAllowed');
  assert.match(String(policy['message']), /^Eviction policy can be set only on Azure Spot/);
});

// The specification: an ISO 8601 duration; Microsoft Learn, "Spot Priority Mix": Flexible, Spot.
test('spot: policies that no set can follow are refused', async () => {
  const mix = { baseRegularPriorityCount: 1, regularPriorityPercentageAboveBase: 50 };
  for (const [body, target] of [
    [linuxSet({ profile: SPOT, properties: { priorityMixPolicy: mix } }), 'priorityMixPolicy'],
    [flexibleSet({ properties: { priorityMixPolicy: mix } }), 'priorityMixPolicy'],
    [
      flexibleSet({
        profile: SPOT,
        properties: { priorityMixPolicy: mix, singlePlacementGroup: true },
      }),
      'priorityMixPolicy',
    ],
    [
      flexibleSet({
        profile: SPOT,
        properties: { priorityMixPolicy: { ...mix, regularPriorityPercentageAboveBase: 101 } },
      }),
      'priorityMixPolicy.regularPriorityPercentageAboveBase',
    ],
    [
      flexibleSet({
        profile: SPOT,
        properties: { priorityMixPolicy: { ...mix, baseRegularPriorityCount: -1 } },
      }),
      'priorityMixPolicy.baseRegularPriorityCount',
    ],
    [
      linuxSet({
        profile: SPOT,
        properties: { spotRestorePolicy: { enabled: true, restoreTimeout: 'an hour' } },
      }),
      'spotRestorePolicy.restoreTimeout',
    ],
    [linuxSet({ properties: { spotRestorePolicy: { enabled: true } } }), 'spotRestorePolicy'],
  ] as const) {
    const refused = await refusal(body);
    assert.equal(refused.httpStatus, 400, JSON.stringify(refused));
    assert.equal(refused['target'], target);
  }
});

async function prioritiesOf(azure: Azure): Promise<string> {
  const priorities: unknown[] = [];
  for (const name of await machineNames(azure)) {
    const { json } = await azure.send('GET', machinePath(name));
    priorities.push(at(json, 'properties', 'priority'));
    const isSpot = priorities.at(-1) === 'Spot';
    assert.equal('evictionPolicy' in (json['properties'] as JsonObject), isSpot);
  }
  return priorities.map((priority) => (priority === 'Spot' ? 's' : 'R')).join('');
}

// The example of Microsoft Learn, "Spot Priority Mix", with a tenth of its machines.
test('spot: machines of a mix have priorities of their own, at once after scaling', async () => {
  const azure = await createAzure({
    quotas: [parseQuota('cores=4', '--quota'), parseQuota('lowPriorityCores=2', '--quota')],
  });
  const body = (capacity: number) =>
    flexibleSet({
      capacity,
      profile: SPOT,
      properties: {
        priorityMixPolicy: { baseRegularPriorityCount: 1, regularPriorityPercentageAboveBase: 50 },
      },
    });
  const made = await azure.send('PUT', WEB, { body: body(3) });
  assert.equal(made.httpStatus, 201, made.text);
  assert.equal(await prioritiesOf(azure), 'RRs');
  await azure.settle();
  // Two of two cores each of regular priority, one Spot: each counts against its own quota.
  const refused = await azure.send('PUT', WEB, { body: body(4) });
  assert.equal(refused.httpStatus, 409, refused.text);
  assert.equal((await azure.send('PUT', WEB, { body: body(1) })).httpStatus, 200);
  await azure.settle();
  assert.equal(await prioritiesOf(azure), 'R');
  assert.equal((await azure.send('PUT', WEB, { body: body(3) })).httpStatus, 200);
  await azure.settle();
  assert.equal(await prioritiesOf(azure), 'RRs');
  // Only a Spot machine can be evicted. Recorded: errors.md.
  const [regular = '', , spot = ''] = await machineNames(azure);
  assert.equal(
    (await azure.send('POST', `${machinePath(regular)}/simulateEviction`)).httpStatus,
    409,
  );
  assert.equal((await azure.send('POST', `${machinePath(spot)}/simulateEviction`)).httpStatus, 204);
});

async function powersOf(azure: Azure): Promise<readonly string[]> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines?$expand=instanceView`);
  return (json['value'] as JsonObject[]).map((machine) =>
    String(at(machine, 'properties', 'instanceView', 'statuses', 1, 'code')),
  );
}

// Inferred: how long Azure takes to bring a machine back is not documented, that it tries is.
test('spot: a wave of the life cycle evicts, and the restore policy brings machines back', async () => {
  const { evictions } = parseLifecycle({
    name: 'evictions',
    steps: {},
    evictions: { waves: [{ at: '2m', share: 1 }], restore: { after: '10m' } },
  });
  assert.ok(evictions);
  const lifecycle = { ...PLAIN, evictions };
  for (const [timeout, after] of [
    ['PT1H', 'PowerState/running'],
    ['PT5M', 'PowerState/deallocated'],
  ] as const) {
    const azure = await createAzure({ lifecycle });
    const spotRestorePolicy = { enabled: true, restoreTimeout: timeout };
    const body = linuxSet({ profile: SPOT, properties: { spotRestorePolicy } });
    const made = await azure.send('PUT', WEB, { body });
    assert.deepEqual(at(made.json, 'properties', 'spotRestorePolicy'), spotRestorePolicy);
    await azure.advance(130);
    assert.deepEqual(await powersOf(azure), ['PowerState/running', 'PowerState/running']);
    await azure.advance(30);
    assert.deepEqual(await powersOf(azure), ['PowerState/deallocated', 'PowerState/deallocated']);
    await azure.advance(620);
    assert.deepEqual(await powersOf(azure), [after, after]);
  }
});
