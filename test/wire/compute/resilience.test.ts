import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { parseLifecycle } from '../../../src/scaleset/index.ts';
import { createAzure, PLAIN } from './support/azure.ts';
import { at, errorOf, flexibleSet, machinePath, settled, WEB } from './support/flexible.ts';
import { GROUP, linuxSet } from './support/models.ts';

const CAPABLE = { additionalCapabilities: { hibernationEnabled: true } };

// Source of codes and texts: Microsoft Learn, "Hibernation for Azure virtual machines" and
// "Troubleshoot hibernation in Azure".
test('hibernation: the machine says so until it is started', async () => {
  const azure = await settled({ capacity: 2, properties: CAPABLE });
  const [name = '', other = ''] = azure.names;
  const { json } = await azure.send('GET', machinePath(name));
  assert.deepEqual(at(json, 'properties', 'additionalCapabilities'), { hibernationEnabled: true });
  const one = await azure.send('POST', `${machinePath(name)}/deallocate?hibernate=true`);
  assert.equal(one.httpStatus, 202, one.text);
  await azure.settle();
  const statuses = async (of: string) =>
    (await azure.send('GET', `${machinePath(of)}/instanceView`)).json['statuses'] as JsonObject[];
  assert.deepEqual((await statuses(name)).slice(1), [
    { code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' },
    { code: 'HibernationState/Hibernated', level: 'Info', displayStatus: 'VM hibernated' },
  ]);
  assert.equal((await statuses(other)).length, 2);
  const again = await azure.send('POST', `${machinePath(name)}/deallocate?hibernate=true`);
  assert.equal(again.httpStatus, 409);
  assert.match(String(errorOf(again)['message']), /successfully provisioned and is running\.$/);
  await azure.send('POST', `${machinePath(name)}/start`);
  await azure.settle();
  assert.equal((await statuses(name)).length, 2);
  // az vmss deallocate --hibernate names machines of the set.
  const set = await azure.send('POST', `${WEB}/deallocate?hibernate=true`, {
    body: { instanceIds: [name] },
  });
  assert.equal(set.httpStatus, 202, set.text);
  await azure.settle();
  assert.equal((await statuses(name))[2]?.['code'], 'HibernationState/Hibernated');
});

test('hibernation: what cannot sleep is refused', async () => {
  const azure = await settled({ capacity: 1 });
  const [name = ''] = azure.names;
  const off = await azure.send('POST', `${machinePath(name)}/deallocate?hibernate=true`);
  assert.equal(off.httpStatus, 409);
  assert.match(String(errorOf(off)['message']), /that is enabled for hibernation/);
  const group = (type: string) => ({ id: `${GROUP}/providers/Microsoft.Compute/${type}/g` });
  for (const [body, message] of [
    [flexibleSet({ properties: CAPABLE, profile: { priority: 'Spot' } }), /Spot VMs/],
    [
      linuxSet({ properties: { ...CAPABLE, hostGroup: group('hostGroups') } }),
      /Dedicated Host isn't supported/,
    ],
    [
      flexibleSet({
        properties: CAPABLE,
        profile: {
          capacityReservation: { capacityReservationGroup: group('capacityReservationGroups') },
        },
      }),
      /Capacity Reservation Group isn't supported/,
    ],
  ] as const) {
    const refused = await (await createAzure()).send('PUT', WEB, { body });
    assert.equal(refused.httpStatus, 409, refused.text);
    assert.match(String(errorOf(refused)['message']), message);
  }
});

// Source: Microsoft Learn, "Enabling retries on virtual machine creates and deletes" (the values of
// resilientVMDeletionStatus); their spelling on the wire: the specification.
test('resilient deletion: the status of the machine says how far it is', async () => {
  const lifecycle = {
    ...PLAIN,
    faults: parseLifecycle({
      name: 'clinging',
      steps: {},
      faults: [
        {
          on: { step: 'delete' },
          effect: 'fail',
          failure: { code: 'InternalExecutionError', message: 'An internal error.' },
        },
      ],
    }).faults,
  };
  const azure = await createAzure({ lifecycle });
  const resiliencyPolicy = { resilientVMDeletionPolicy: { enabled: true } };
  const body = linuxSet({ properties: { overprovision: false, resiliencyPolicy } });
  await azure.send('PUT', WEB, { body });
  await azure.settle();
  const status = async (query = ''): Promise<unknown> =>
    at(
      (await azure.send('GET', `${WEB}/virtualMachines/1${query}`)).json,
      'properties',
      'resilientVMDeletionStatus',
    );
  assert.equal(await status('?$expand=resiliencyView'), 'Enabled');
  await azure.send('DELETE', `${WEB}/virtualMachines/1`);
  await azure.advance(3_600);
  assert.equal(await status(), 'InProgress');
  await azure.settle();
  assert.equal(await status(), 'Failed');
  const plain = await createAzure();
  await plain.send('PUT', WEB, { body: linuxSet({ properties: { overprovision: false } }) });
  const { json } = await plain.send('GET', `${WEB}/virtualMachines/1`);
  assert.equal(at(json, 'properties', 'resilientVMDeletionStatus'), 'Disabled');
});

// R (VM 2017) of other references; that these are checked as well is inferred.
test('references: groups of hosts, proximity and reserved capacity are named in full, and kept', async () => {
  const bad = { id: 'just-a-name' };
  const profile = (capacityReservationGroup: JsonObject) => ({
    profile: { capacityReservation: { capacityReservationGroup } },
  });
  for (const body of [
    linuxSet({ properties: { proximityPlacementGroup: bad } }),
    linuxSet({ properties: { hostGroup: bad } }),
    linuxSet(profile(bad)),
  ]) {
    const refused = await (await createAzure()).send('PUT', WEB, { body });
    assert.equal(refused.httpStatus, 400, refused.text);
    assert.equal(errorOf(refused)['code'], 'LinkedInvalidPropertyId');
  }
  const group = { id: `${GROUP}/providers/Microsoft.Compute/capacityReservationGroups/g` };
  const spot = linuxSet({ profile: { ...profile(group).profile, priority: 'Spot' } });
  const refused = await (await createAzure()).send('PUT', WEB, { body: spot });
  assert.equal(errorOf(refused)['target'], 'capacityReservation');
  const made = await (await createAzure()).send('PUT', WEB, { body: linuxSet(profile(group)) });
  assert.equal(made.httpStatus, 201, made.text);
  const kept = at(made.json, 'properties', 'virtualMachineProfile', 'capacityReservation');
  assert.deepEqual(kept, { capacityReservationGroup: group });
});
