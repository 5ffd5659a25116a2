import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, type Azure, createAzure, SUBSCRIPTION } from './support/azure.ts';
import { linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');
const DISK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG/providers/Microsoft.Compute/disks/data`;

interface Machine {
  tags?: JsonObject;
  properties: JsonObject & {
    storageProfile: { imageReference?: JsonObject; dataDisks: JsonObject[] };
  };
}

async function settled(options: Parameters<typeof linuxSet>[0] = {}): Promise<Azure> {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 3, ...options }) });
  await azure.settle();
  return azure;
}

const errorOf = (answer: Answer): JsonObject => answer.json['error'] as JsonObject;
const machinePath = (id: number): string => `${WEB}/virtualMachines/${id}`;

async function readMachine(azure: Azure, id: number, query = ''): Promise<Machine> {
  return (await azure.send('GET', machinePath(id) + query)).json as unknown as Machine;
}

/** As az does: what was read, without its image, with something changed. */
async function putBack(
  azure: Azure,
  id: number,
  change: (machine: Machine) => void,
): Promise<Answer> {
  const machine = await readMachine(azure, id);
  delete machine.properties.storageProfile.imageReference;
  change(machine);
  return azure.send('PUT', machinePath(id), { body: machine });
}

async function protect(azure: Azure, id: number, policy: JsonObject): Promise<void> {
  const answer = await putBack(azure, id, ({ properties }) => {
    properties['protectionPolicy'] = policy;
  });
  assert.equal(answer.httpStatus, 200, answer.text);
  await azure.settle();
}

async function ids(azure: Azure): Promise<unknown[]> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  return (json['value'] as JsonObject[]).map((item) => item['instanceId']);
}

async function power(azure: Azure, id: number): Promise<unknown> {
  const { json } = await azure.send('GET', `${machinePath(id)}/instanceView`);
  return (json['statuses'] as JsonObject[]).at(-1)?.['code'];
}

const scale = (azure: Azure, capacity: number): Promise<Answer> =>
  azure.send('PATCH', WEB, { body: { sku: { capacity } } });

async function diskNames(azure: Azure, id: number): Promise<string[]> {
  const { json } = await azure.send('GET', `${machinePath(id)}/instanceView`);
  return (json['disks'] as { name: string }[]).map(({ name }) => name);
}

// Recorded: 200, the full machine, Updating, Azure-AsyncOperation alone (126 of 139, lro.md).
test('update: a machine gets protection, tags and user data of its own', async () => {
  const azure = await settled();
  const answer = await azure.send('PUT', machinePath(1), {
    body: {
      location: 'westeurope',
      tags: { role: 'special' },
      properties: {
        protectionPolicy: { protectFromScaleIn: true },
        userData: 'aGVsbG8=',
        licenseType: 'RHEL_BYOS',
      },
    },
  });
  assert.equal(answer.httpStatus, 200, answer.text);
  assert.equal((answer.json['properties'] as JsonObject)['provisioningState'], 'Updating');
  assert.ok(answer.header('azure-asyncoperation'));
  assert.equal(answer.header('location'), undefined);
  const set = (await azure.send('GET', `${WEB}/instanceView`)).json;
  assert.deepEqual(set['virtualMachine'], {
    statusesSummary: [
      { code: 'ProvisioningState/updating', count: 1 },
      { code: 'ProvisioningState/succeeded', count: 2 },
    ],
  });
  // A machine that is updating leaves its set succeeded (instance-view.md, fact 11).
  assert.equal((set['statuses'] as JsonObject[])[0]?.['code'], 'ProvisioningState/succeeded');
  await azure.settle();
  const machine = await readMachine(azure, 1, '?$expand=userData');
  assert.deepEqual(machine.tags, { role: 'special' });
  assert.deepEqual(machine.properties['protectionPolicy'], { protectFromScaleIn: true });
  assert.equal(machine.properties['userData'], 'aGVsbG8=');
  assert.equal(machine.properties['licenseType'], 'RHEL_BYOS');
  assert.equal(machine.properties['provisioningState'], 'Succeeded');
  assert.equal((await readMachine(azure, 1)).properties['userData'], undefined);
  assert.equal('protectionPolicy' in (await readMachine(azure, 0)).properties, false);
});

test('update: what was read can be put back, and changes nothing', async () => {
  const azure = await settled({ envelope: { tags: { a: 'b' } } });
  const before = await readMachine(azure, 0);
  const answer = await putBack(azure, 0, () => {});
  assert.equal(answer.httpStatus, 200, answer.text);
  await azure.settle();
  const after = await readMachine(azure, 0);
  assert.deepEqual({ ...after, etag: '' }, { ...before, etag: '' });
  // Its tags are still the set's.
  await azure.send('PATCH', WEB, { body: { tags: { c: 'd' } } });
  assert.deepEqual((await readMachine(azure, 0)).tags, { c: 'd' });
});

// Documented: "Types of instance protection".
test('update: a machine that is protected from scale-in stays when the capacity goes down', async () => {
  const azure = await settled();
  await protect(azure, 2, { protectFromScaleIn: true });
  assert.equal((await scale(azure, 1)).httpStatus, 200);
  await azure.settle();
  assert.deepEqual(await ids(azure), ['2']);
  const refused = await scale(azure, 0);
  assert.equal(refused.httpStatus, 409);
  assert.equal(errorOf(refused)['code'], 'OperationNotAllowed');
  // Who asks for the machine itself is not kept from it.
  await azure.send('POST', `${WEB}/delete`, { body: { instanceIds: ['2'] } });
  await azure.settle();
  assert.deepEqual(await ids(azure), []);
});

test('update: what is asked of the set passes over a machine that is protected from it', async () => {
  const azure = await settled();
  await protect(azure, 1, { protectFromScaleSetActions: true });
  await azure.send('POST', `${WEB}/deallocate`);
  await azure.settle();
  assert.deepEqual(
    [await power(azure, 0), await power(azure, 1), await power(azure, 2)],
    ['PowerState/deallocated', 'PowerState/running', 'PowerState/deallocated'],
  );
  await azure.send('POST', `${machinePath(1)}/deallocate`);
  await azure.settle();
  assert.equal(await power(azure, 1), 'PowerState/deallocated');
  await protect(azure, 1, { protectFromScaleSetActions: false });
  await azure.send('POST', `${WEB}/start`);
  await azure.settle();
  assert.equal(await power(azure, 1), 'PowerState/running');
});

// az vmss disk attach --instance-id --disk, and detach --lun (azure-cli custom.py).
test('update: disks are attached to one machine and detached again', async () => {
  const dataDisks = [{ lun: 0, createOption: 'Empty', diskSizeGB: 8 }];
  const azure = await settled({
    profile: {
      storageProfile: {
        imageReference: { publisher: 'Debian', offer: 'debian-12', sku: '12', version: 'latest' },
        osDisk: { createOption: 'FromImage' },
        dataDisks,
      },
    },
  });
  const attached = await putBack(azure, 1, ({ properties }) => {
    properties.storageProfile.dataDisks.push(
      { lun: 1, createOption: 'attach', caching: 'ReadOnly', managedDisk: { id: DISK } },
      { lun: 2, createOption: 'empty', diskSizeGB: 4 },
    );
  });
  assert.equal(attached.httpStatus, 200, attached.text);
  await azure.settle();
  const machine = await readMachine(azure, 1);
  assert.equal(machine.properties['modelDefinitionApplied'], 'VirtualMachine');
  const shown = machine.properties.storageProfile.dataDisks;
  assert.deepEqual(
    shown.map(({ lun, createOption }) => [lun, createOption]),
    [
      [0, 'Empty'],
      [1, 'Attach'],
      [2, 'Empty'],
    ],
  );
  assert.deepEqual(shown[1]?.['managedDisk'], { id: DISK });
  assert.equal(shown[1]?.['name'], 'data');
  const names = await diskNames(azure, 1);
  assert.equal(names.length, 4);
  assert.equal(names[2], 'data');
  assert.equal((await diskNames(azure, 0)).length, 2);

  const owned = await putBack(azure, 0, ({ properties }) => {
    properties.storageProfile.dataDisks.push({
      lun: 5,
      createOption: 'Attach',
      managedDisk: { id: DISK.toUpperCase() },
    });
  });
  assert.equal(owned.httpStatus, 409);
  assert.equal(errorOf(owned)['code'], 'ConflictingUserInput');

  const detached = await putBack(azure, 1, ({ properties }) => {
    const { storageProfile } = properties;
    storageProfile.dataDisks = storageProfile.dataDisks.filter(({ lun }) => lun === 2);
  });
  assert.equal(detached.httpStatus, 200, detached.text);
  await azure.settle();
  assert.deepEqual(
    (await readMachine(azure, 1)).properties.storageProfile.dataDisks.map(({ lun }) => lun),
    [2],
  );
  assert.equal((await diskNames(azure, 1)).length, 2);
});

test('update: what only the set can change, and what is none, is refused', async () => {
  const azure = await settled();
  const put = (properties: JsonObject, id = 0): Promise<Answer> =>
    azure.send('PUT', machinePath(id), { body: { location: 'westeurope', properties } });
  for (const [properties, code, target] of [
    [
      { hardwareProfile: { vmSize: 'Standard_D64s_v5' } },
      'PropertyChangeNotAllowed',
      'hardwareProfile',
    ],
    [{ osProfile: { adminUsername: 'root2' } }, 'PropertyChangeNotAllowed', 'osProfile'],
    [{ storageProfile: { osDisk: { diskSizeGB: 999 } } }, 'PropertyChangeNotAllowed', 'osDisk'],
    [disks({ createOption: 'Empty', diskSizeGB: 1 }), 'InvalidParameter', 'dataDisk.lun'],
    [disks({ lun: 64, createOption: 'Empty', diskSizeGB: 1 }), 'InvalidParameter', 'dataDisk.lun'],
    [disks({ lun: 0 }), 'InvalidParameter', 'dataDisk.createOption'],
    [disks({ lun: 0, createOption: 'Empty' }), 'InvalidParameter', 'dataDisk.diskSizeGB'],
    [disks({ lun: 0, createOption: 'Attach' }), 'InvalidParameter', 'dataDisk.managedDisk.id'],
    [disks({ lun: 0, createOption: 'Copy' }), 'InvalidParameter', 'dataDisk.createOption'],
  ] as const) {
    const answer = await put(properties);
    assert.deepEqual([errorOf(answer)['code'], errorOf(answer)['target']], [code, target]);
  }
  const sku = await azure.send('PUT', machinePath(0), {
    body: { sku: { name: 'Standard_D64s_v5' }, properties: {} },
  });
  assert.equal(errorOf(sku)['target'], 'sku');
  const twice = await put({
    storageProfile: {
      dataDisks: [
        { lun: 0, createOption: 'Empty', diskSizeGB: 1 },
        { lun: 0, createOption: 'Empty', diskSizeGB: 1 },
      ],
    },
  });
  assert.equal(errorOf(twice)['target'], 'dataDisk.lun');
  const badId = await put(disks({ lun: 0, createOption: 'Attach', managedDisk: { id: 'data' } }));
  assert.equal(errorOf(badId)['code'], 'LinkedInvalidPropertyId');
  assert.equal((await put({}, 99)).httpStatus, 404);
  const unknown = await put({ nonsense: true });
  assert.match(String(errorOf(unknown)['message']), /^Could not find member 'nonsense'/);
  const none = await azure.send('PUT', machinePath(0));
  assert.equal(none.httpStatus, 400);
  const stale = await azure.send('PUT', machinePath(0), {
    body: { properties: {} },
    headers: { 'if-match': '"99"' },
  });
  assert.equal(stale.httpStatus, 412);
});

const disks = (disk: JsonObject): JsonObject => ({ storageProfile: { dataDisks: [disk] } });

// Specification: final state via Location, the storage profile.
test('attach and detach data disks: answers with the storage profile at the Location', async () => {
  const azure = await settled();
  const path = `${machinePath(0)}/attachDetachDataDisks`;
  const answer = await azure.send('POST', path, {
    body: { dataDisksToAttach: [{ diskId: DISK, caching: 'ReadOnly' }] },
  });
  assert.equal(answer.httpStatus, 202, answer.text);
  const location = answer.header('location') ?? '';
  assert.equal((await azure.send('GET', location)).httpStatus, 202);
  await azure.settle();
  const result = (await azure.send('GET', location)).json as { dataDisks: JsonObject[] };
  assert.deepEqual(result.dataDisks, [
    {
      lun: 0,
      name: 'data',
      createOption: 'Attach',
      caching: 'ReadOnly',
      managedDisk: { id: DISK },
    },
  ]);
  const poll = (await azure.send('GET', answer.header('azure-asyncoperation') ?? '')).json;
  assert.deepEqual(poll['properties'], { output: result });
  const detach = await azure.send('POST', path, {
    body: { dataDisksToDetach: [{ diskId: DISK, detachOption: 'ForceDetach' }] },
  });
  assert.equal(detach.httpStatus, 202);
  await azure.settle();
  assert.equal((await diskNames(azure, 0)).length, 1);
  for (const body of [
    {},
    { dataDisksToAttach: [{ lun: 1 }] },
    { dataDisksToDetach: [{ diskId: DISK }] },
  ]) {
    assert.equal((await azure.send('POST', path, { body })).httpStatus, 400);
  }
});

// Recorded: 204 without a body; 409 for a machine that is not Spot (errors.md).
test('simulate eviction: the machine goes half a minute later, as its policy says', async () => {
  for (const [evictionPolicy, after] of [
    ['Deallocate', ['0', '1', '2']],
    ['Delete', ['0', '2']],
  ] as const) {
    const azure = await settled({ profile: { priority: 'Spot', evictionPolicy } });
    const answer = await azure.send('POST', `${machinePath(1)}/simulateEviction`);
    assert.equal(answer.httpStatus, 204, answer.text);
    assert.equal(answer.text, '');
    assert.equal(await power(azure, 1), 'PowerState/running');
    await azure.advance(29);
    assert.equal(await power(azure, 1), 'PowerState/running');
    await azure.settle();
    assert.deepEqual(await ids(azure), after);
    if (evictionPolicy === 'Deallocate') {
      assert.equal(await power(azure, 1), 'PowerState/deallocated');
    }
    const { sku } = (await azure.send('GET', WEB)).json as { sku: JsonObject };
    assert.equal(sku['capacity'], after.length);
  }
  const azure = await settled();
  const refused = await azure.send('POST', `${machinePath(0)}/simulateEviction`);
  assert.equal(refused.httpStatus, 409);
  assert.deepEqual(errorOf(refused), {
    code: 'OperationNotAllowed',
    message: "Operation 'simulateEviction' is allowed only for Spot Virtual Machines",
  });
});

test('reapply: the machines are updating, and the same afterwards', async () => {
  const azure = await settled();
  const answer = await azure.send('POST', `${WEB}/reapply`);
  assert.equal(answer.httpStatus, 202);
  assert.equal(answer.header('x-ms-request-charge'), '3');
  const counts = async (): Promise<unknown> =>
    (await azure.send('GET', `${WEB}/instanceView`)).json['virtualMachine'];
  assert.deepEqual(await counts(), {
    statusesSummary: [{ code: 'ProvisioningState/updating', count: 3 }],
  });
  await azure.settle();
  assert.deepEqual(await counts(), {
    statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 3 }],
  });
});
