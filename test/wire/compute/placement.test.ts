import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, type Azure, createAzure } from './support/azure.ts';
import { flexibleSet } from './support/flexible.ts';
import { linuxSet, setPath } from './support/models.ts';

/*
 * Documented: Microsoft Learn, "Use custom scale-in policies with Azure Virtual Machine Scale Sets" and
 * the specification's ScaleInPolicy; zones: "Create a scale set that uses availability zones".
 */

const WEB = setPath('web');

/** Without machines to spare, so that ids and zones are known. */
function zonal(capacity: number, zones: readonly string[], properties: JsonObject = {}) {
  return linuxSet({
    capacity,
    envelope: { ...(zones.length > 0 && { zones: [...zones] }) },
    properties: { overprovision: false, ...properties },
  });
}

async function settled(body: JsonObject): Promise<Azure> {
  const azure = await createAzure();
  const answer = await azure.send('PUT', WEB, { body });
  assert.equal(answer.httpStatus, 201, answer.text);
  await azure.settle();
  return azure;
}

async function zonesOf(azure: Azure): Promise<string> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  return (json['value'] as JsonObject[])
    .map(({ instanceId, zones }) => `${String(instanceId)}:${String(zones ?? '-')}`)
    .join(' ');
}

async function scale(azure: Azure, capacity: number): Promise<void> {
  const answer = await azure.send('PATCH', WEB, { body: { sku: { capacity } } });
  assert.equal(answer.httpStatus, 200, answer.text);
  await azure.settle();
}

const errorOf = (answer: Answer): JsonObject => answer.json['error'] as JsonObject;

test('zones: machines are spread over the zones of the set, and new ones fill the gaps', async () => {
  const azure = await settled(zonal(5, ['1', '2', '3'], { zoneBalance: true }));
  assert.equal(await zonesOf(azure), '0:1 1:2 2:3 3:1 4:2');
  await azure.send('POST', `${WEB}/delete`, { body: { instanceIds: ['1', '4'] } });
  await azure.settle();
  await scale(azure, 5);
  assert.equal(await zonesOf(azure), '0:1 2:3 3:1 5:2 6:2');
  const { json } = await azure.send('GET', `${WEB}/virtualMachines/5`);
  assert.deepEqual(json['zones'], ['2']);
  const regional = await settled(zonal(2, []));
  assert.equal(await zonesOf(regional), '0:- 1:-');
});

// Specification 2025-04-01: VMScaleSetScaleOutInputProperties, "The zone in which the scale out is requested".
test('zones: scaleOut puts its machines into the zone that it names', async () => {
  const azure = await settled(zonal(3, ['1', '2', '3']));
  const scaleOut = (zone: string, capacity = 2): Promise<Answer> =>
    azure.send('POST', `${WEB}/scaleOut`, {
      body: { capacity, properties: { zone } },
      version: '2025-04-01',
    });
  const answer = await scaleOut('3');
  assert.equal(answer.httpStatus, 202, answer.text);
  await azure.settle();
  assert.equal(await zonesOf(azure), '0:1 1:2 2:3 3:3 4:3');
  const elsewhere = await settled(zonal(1, ['1', '2']));
  const refused = await elsewhere.send('POST', `${WEB}/scaleOut`, {
    body: { capacity: 1, properties: { zone: '3' } },
    version: '2025-04-01',
  });
  assert.equal(refused.httpStatus, 400);
  assert.equal(errorOf(refused)['target'], 'zone');
  assert.equal(await zonesOf(elsewhere), '0:1');
});

test('zones: a Flexible set spreads its machines as well', async () => {
  const azure = await createAzure();
  const body = flexibleSet({ capacity: 4, envelope: { zones: ['1', '2'] } });
  assert.equal((await azure.send('PUT', WEB, { body })).httpStatus, 201);
  await azure.settle();
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  const zones = (json['value'] as { zones: string[] }[]).map((machine) => machine.zones[0]);
  assert.deepEqual(
    zones.toSorted((a = '', b = '') => a.localeCompare(b)),
    ['1', '1', '2', '2'],
  );
});

// "With max spreading, you only see one fault domain in the instance view" (documented).
test('fault domains: five in a regional set, one that is seen where a zone spreads machines widely', async () => {
  const domains = async (azure: Azure): Promise<unknown[]> =>
    Promise.all(
      [0, 1, 2].map(async (id) => {
        const { json } = await azure.send('GET', `${WEB}/virtualMachines/${id}/instanceView`);
        return json['platformFaultDomain'];
      }),
    );
  assert.deepEqual(await domains(await settled(zonal(3, []))), [0, 1, 2]);
  assert.deepEqual(await domains(await settled(zonal(3, ['1']))), [0, 0, 0]);
  const two = await settled(zonal(3, [], { platformFaultDomainCount: 2 }));
  assert.deepEqual(await domains(two), [0, 1, 0]);
});

test('scale in: by the policy of the set, also when that changes', async () => {
  const azure = await settled(zonal(6, [], { scaleInPolicy: { rules: ['OldestVM'] } }));
  await scale(azure, 4);
  assert.equal(await zonesOf(azure), '2:- 3:- 4:- 5:-');
  await azure.send('PATCH', WEB, {
    body: { properties: { scaleInPolicy: { rules: ['NewestVM'] } } },
  });
  await azure.settle();
  await scale(azure, 3);
  assert.equal(await zonesOf(azure), '2:- 3:- 4:-');
});

test('scale in: zones are balanced first, and protected machines stay', async () => {
  const scaleInPolicy = { rules: ['OldestVM'] };
  const azure = await settled(zonal(6, ['1', '2', '3'], { scaleInPolicy }));
  const one = (await azure.send('GET', `${WEB}/virtualMachines/0`)).json;
  await azure.send('PUT', `${WEB}/virtualMachines/0`, {
    body: {
      location: one['location'],
      properties: { protectionPolicy: { protectFromScaleIn: true } },
    },
    version: '2024-07-01',
  });
  await azure.settle();
  await scale(azure, 3);
  assert.equal(await zonesOf(azure), '0:1 4:2 5:3');
});

// The words: azure-cli #10949.
test('scale in: a policy without a rule, with two or an unknown one is refused', async () => {
  const azure = await createAzure();
  const put = (rules: readonly string[]): Promise<Answer> =>
    azure.send('PUT', WEB, { body: zonal(1, [], { scaleInPolicy: { rules: [...rules] } }) });
  const none = await put([]);
  assert.equal(none.httpStatus, 400);
  assert.deepEqual(errorOf(none), {
    code: 'BadRequest',
    message: 'Virtual Machine Scale Sets scale in policy must contain at least one rule.',
  });
  const two = await put(['NewestVM', 'OldestVM']);
  assert.equal(two.httpStatus, 400);
  assert.equal(errorOf(two)['target'], 'scaleInPolicy.rules');
  assert.equal((await put(['Random'])).httpStatus, 400);
  const flexible = await azure.send('PUT', WEB, {
    body: flexibleSet({ properties: { scaleInPolicy: { rules: ['Default'] } } }),
  });
  assert.equal(flexible.httpStatus, 400);
  assert.equal((await azure.send('GET', WEB)).httpStatus, 404);
});
