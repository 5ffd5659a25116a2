import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, type Azure, createAzure } from './support/azure.ts';
import { at, errorOf } from './support/flexible.ts';
import { linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');

async function settled(zones: readonly string[], capacity = 4): Promise<Azure> {
  const azure = await createAzure();
  const envelope = zones.length === 0 ? {} : { zones: [...zones] };
  const answer = await azure.send('PUT', WEB, { body: linuxSet({ capacity, envelope }) });
  assert.equal(answer.httpStatus, 201, answer.text);
  await azure.settle();
  return azure;
}

function migrate(azure: Azure, body: JsonObject): Promise<Answer> {
  return azure.send('POST', `${WEB}/migrateVMAvailabilityZone`, { body, version: '2026-04-01' });
}

async function zones(azure: Azure): Promise<unknown[]> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  return (json['value'] as JsonObject[]).map((machine) => at(machine, 'zones', 0));
}

async function states(azure: Azure): Promise<unknown> {
  return at((await azure.send('GET', `${WEB}/instanceView`)).json, 'virtualMachine');
}

// Specification: MigrateVMAvailabilityZoneInput.
test('migrate zone: machines are built up anew in the zone that is named', async () => {
  const azure = await settled(['1', '2', '3']);
  assert.deepEqual(await zones(azure), ['1', '2', '3', '1']);
  const answer = await migrate(azure, { instanceIds: ['0', '1', '2'], targetZone: '2' });
  assert.equal(answer.httpStatus, 202, answer.text);
  // The one that is there already stays as it is.
  assert.deepEqual(await states(azure), {
    statusesSummary: [
      { code: 'ProvisioningState/updating', count: 2 },
      { code: 'ProvisioningState/succeeded', count: 2 },
    ],
  });
  await azure.settle();
  assert.deepEqual(await zones(azure), ['2', '2', '2', '1']);
  const poll = await azure.send('GET', answer.header('azure-asyncoperation') ?? '');
  assert.equal(poll.json['status'], 'Succeeded');
  const view = await azure.send('GET', `${WEB}/virtualMachines/0/instanceView`);
  assert.match(view.text, /PowerState\/running/);
});

test('migrate zone: the platform chooses the emptiest zone when none is named', async () => {
  const azure = await settled(['1', '2', '3'], 5);
  await migrate(azure, { instanceIds: ['2'], targetZone: '1' });
  await azure.settle();
  assert.deepEqual(await zones(azure), ['1', '2', '1', '1', '2']);
  assert.equal((await migrate(azure, { instanceIds: ['0', '1', '3'] })).httpStatus, 202);
  await azure.settle();
  assert.deepEqual(await zones(azure), ['3', '3', '1', '2', '2']);
});

test('migrate zone: refusals', async () => {
  const azure = await settled(['1', '2']);
  const elsewhere = await migrate(azure, { instanceIds: ['0'], targetZone: '3' });
  assert.equal(elsewhere.httpStatus, 400);
  assert.equal(
    errorOf(elsewhere)['message'],
    "The value '3' of parameter 'targetZone' is not allowed. Allowed values are: 1,2.",
  );
  assert.equal(errorOf(await migrate(azure, { targetZone: '1' }))['target'], 'instanceIds');
  const unknown = await migrate(azure, { instanceIds: ['9'], targetZone: '1' });
  assert.equal(errorOf(unknown)['target'], 'instanceIds');
  const member = await migrate(azure, { instanceIds: ['0'], zone: '1' });
  assert.equal(member.httpStatus, 400);
  const regional = await settled([]);
  const nowhere = await migrate(regional, { instanceIds: ['0'] });
  assert.equal(nowhere.httpStatus, 409);
  assert.equal(errorOf(nowhere)['code'], 'OperationNotAllowed');
});
