import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, type Azure, createAzure } from './support/azure.ts';
import { linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');

async function settled(properties: JsonObject = {}, capacity = 2): Promise<Azure> {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet({ capacity, properties }) });
  await azure.settle();
  return azure;
}

const errorOf = (answer: Answer): JsonObject => answer.json['error'] as JsonObject;

// Recorded: errors.md, "performMaintenance".
test('perform maintenance: nobody is eligible', async () => {
  const azure = await settled();
  for (const [path, body, machine] of [
    [`${WEB}/performMaintenance`, undefined, 'web_0'],
    [`${WEB}/performMaintenance`, { instanceIds: ['1'] }, 'web_1'],
    [`${WEB}/virtualmachines/1/performMaintenance`, undefined, 'web_1'],
  ] as const) {
    const answer = await azure.send('POST', path, body === undefined ? {} : { body });
    assert.equal(answer.httpStatus, 409);
    assert.deepEqual(errorOf(answer), {
      code: 'OperationNotAllowed',
      message: `Operation 'performMaintenance' is not allowed on VM '${machine}' since the Subscription of this VM is not eligible.`,
    });
  }
  const missing = await azure.send('POST', `${WEB}/virtualMachines/9/performMaintenance`);
  assert.equal(missing.httpStatus, 404);
});

// Recorded: lro.md, "First answer".
test('forced recovery walk: says which update domain is next', async () => {
  const azure = await settled();
  const walk = (query: string): Promise<Answer> =>
    azure.send('POST', `${WEB}/forceRecoveryServiceFabricPlatformUpdateDomainWalk?${query}`);
  const first = await walk('platformUpdateDomain=0');
  assert.equal(first.httpStatus, 200);
  assert.deepEqual(first.json, { walkPerformed: true, nextPlatformUpdateDomain: 1 });
  assert.deepEqual((await walk('platformUpdateDomain=4')).json, { walkPerformed: true });
  assert.equal(errorOf(await walk(''))['target'], 'platformUpdateDomain');
  assert.equal(errorOf(await walk('platformUpdateDomain=5'))['code'], 'InvalidParameter');
  assert.equal(errorOf(await walk('platformUpdateDomain=1&zone=2'))['target'], 'zone');
});

test('convert to one placement group: for a set that has several and fits into one', async () => {
  const azure = await settled({ singlePlacementGroup: false });
  const convert = (): Promise<Answer> =>
    azure.send('POST', `${WEB}/convertToSinglePlacementGroup`, { body: {} });
  const answer = await convert();
  assert.equal(answer.httpStatus, 200, answer.text);
  assert.equal(answer.text, '');
  const { properties } = (await azure.send('GET', WEB)).json as { properties: JsonObject };
  assert.equal(properties['singlePlacementGroup'], true);
  assert.equal((await convert()).httpStatus, 409);
  const large = await settled({ singlePlacementGroup: false }, 101);
  const refused = await large.send('POST', `${WEB}/convertToSinglePlacementGroup`);
  assert.equal(errorOf(refused)['code'], 'OperationNotAllowed');
});

// az reads a set, takes the image out and puts it back with what it was asked for (azure-cli custom.py).
test('a set that is put back without its image keeps it', async () => {
  const azure = await settled();
  const { json } = await azure.send('GET', WEB);
  const sent = structuredClone(json) as {
    properties: { virtualMachineProfile: { storageProfile: JsonObject } };
  };
  const { storageProfile } = sent.properties.virtualMachineProfile;
  const { imageReference } = storageProfile;
  delete storageProfile['imageReference'];
  storageProfile['dataDisks'] = [{ lun: 0, createOption: 'empty', diskSizeGB: 5 }];
  const answer = await azure.send('PUT', WEB, { body: sent });
  assert.equal(answer.httpStatus, 200, answer.text);
  const shown = (answer.json as typeof sent).properties.virtualMachineProfile.storageProfile;
  assert.deepEqual(shown['imageReference'], imageReference);
  await azure.send('POST', `${WEB}/manualupgrade`, { body: { instanceIds: ['0'] } });
  await azure.settle();
  const disks = async (id: number): Promise<number> => {
    const view = (await azure.send('GET', `${WEB}/virtualMachines/${id}/instanceView`)).json;
    return (view['disks'] as unknown[]).length;
  };
  assert.deepEqual([await disks(0), await disks(1)], [2, 1]);
});

// Specification 2025-04-01: VMScaleSetScaleOutInput, 202 with Location.
test('scale out: so many machines more', async () => {
  const azure = await settled();
  const scaleOut = (body: unknown): Promise<Answer> =>
    azure.send('POST', `${WEB}/scaleOut`, { body, version: '2025-04-01' });
  const answer = await scaleOut({ capacity: 3 });
  assert.equal(answer.httpStatus, 202, answer.text);
  assert.ok(answer.header('location'));
  assert.equal(answer.header('x-ms-request-charge'), '3');
  await azure.settle();
  const { sku } = (await azure.send('GET', WEB)).json as { sku: JsonObject };
  assert.equal(sku['capacity'], 5);
  const view = (await azure.send('GET', `${WEB}/instanceView`)).json['virtualMachine'];
  assert.deepEqual(view, { statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 5 }] });
  for (const [body, target] of [
    [{}, 'capacity'],
    [{ capacity: 0 }, 'capacity'],
    [{ capacity: 1, properties: { zone: '1' } }, 'zone'],
  ] as const) {
    assert.equal(errorOf(await scaleOut(body))['target'], target);
  }
  assert.match(
    String(errorOf(await scaleOut({ capacity: 96 }))['message']),
    /total limit of '100'/,
  );
});
