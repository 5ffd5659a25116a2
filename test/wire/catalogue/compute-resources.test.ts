import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Azure, createAzure } from '../compute/support/azure.ts';
import { GROUP, linuxSet, setPath } from '../compute/support/models.ts';

const path = (type: string, name: string) => `${GROUP}/providers/Microsoft.Compute/${type}/${name}`;
const DISK = path('disks', 'data');

const emptyDisk = (besides: JsonObject = {}): JsonObject => ({
  location: 'westeurope',
  sku: { name: 'Premium_LRS' },
  properties: { creationData: { createOption: 'empty' }, diskSizeGB: 100, ...besides },
});

function errorOf(answer: { json: JsonObject }): JsonObject {
  return answer.json['error'] as JsonObject;
}

async function settled(azure: Azure, seconds = 120): Promise<void> {
  await azure.advance(seconds);
}

// Forms: recorded az tests (test_vm_disk_*).
test('disks: a new one is accepted, polled, and then there with its state', async () => {
  const azure = await createAzure();
  const put = await azure.send('PUT', DISK, { body: emptyDisk(), version: '2023-04-02' });
  assert.equal(put.httpStatus, 202, put.text);
  const url = put.header('azure-asyncoperation') ?? '';
  assert.match(url, /\/providers\/Microsoft\.Compute\/locations\/westeurope\/operations\//);
  assert.equal((await azure.send('GET', url)).json['status'], 'InProgress');
  await azure.advance(5);
  assert.equal((await azure.send('GET', url)).json['status'], 'Succeeded');
  const disk = (await azure.send('GET', DISK, { version: '2023-04-02' })).json;
  assert.deepEqual(disk['sku'], { name: 'Premium_LRS', tier: 'Premium' });
  const properties = disk['properties'] as JsonObject;
  assert.equal(properties['provisioningState'], 'Succeeded');
  assert.equal(properties['diskState'], 'Unattached');
  assert.equal(properties['tier'], 'P10');
  assert.equal(properties['diskSizeBytes'], 107374182400);
  assert.deepEqual(properties['creationData'], { createOption: 'Empty' });
});

test('disks: are listed, changed, and deleted', async () => {
  const azure = await createAzure();
  await azure.send('PUT', DISK, { body: emptyDisk(), version: '2023-04-02' });
  await settled(azure);
  const version = '2023-04-02';
  const list = await azure.send('GET', `${GROUP}/providers/Microsoft.Compute/disks`, { version });
  assert.equal((list.json['value'] as JsonObject[]).length, 1);
  const larger = { properties: { diskSizeGB: 200 } };
  assert.equal((await azure.send('PATCH', DISK, { body: larger, version })).httpStatus, 202);
  await settled(azure);
  assert.match((await azure.send('GET', DISK, { version })).text, /"diskSizeGB": 200/);
  const smaller = await azure.send('PATCH', DISK, {
    body: { properties: { diskSizeGB: 10 } },
    version,
  });
  assert.equal(errorOf(smaller)['code'], 'InvalidParameter');
  const deleted = await azure.send('DELETE', DISK, { version });
  assert.equal(deleted.httpStatus, 202);
  await settled(azure);
  assert.equal((await azure.send('GET', DISK, { version })).httpStatus, 404);
  assert.equal((await azure.send('DELETE', DISK, { version })).httpStatus, 204);
});

test('disks: what cannot be is refused', async () => {
  const azure = await createAzure();
  const cases: readonly [JsonObject, string][] = [
    [{ diskSizeGB: 0 }, 'disk.diskSizeGB'],
    [{ creationData: {} }, 'disk.creationData.createOption'],
    [{ creationData: { createOption: 'Copy' } }, 'disk.creationData.sourceResourceId'],
  ];
  for (const [properties, target] of cases) {
    const answer = await azure.send('PUT', DISK, {
      body: emptyDisk(properties),
      version: '2023-04-02',
    });
    assert.equal(answer.httpStatus, 400, answer.text);
    assert.equal(errorOf(answer)['target'], target);
  }
});

test('snapshots and images: are made of disks', async () => {
  const azure = await createAzure();
  const source = { createOption: 'Copy', sourceResourceId: DISK };
  const snapshot = await azure.send('PUT', path('snapshots', 's'), {
    body: { location: 'westeurope', properties: { creationData: source, diskSizeGB: 30 } },
    version: '2023-10-02',
  });
  assert.equal(snapshot.httpStatus, 202, snapshot.text);
  const osDisk = { osType: 'linux', osState: 'generalized', managedDisk: { id: DISK } };
  const image = await azure.send('PUT', path('images', 'i'), {
    body: { location: 'westeurope', properties: { storageProfile: { osDisk } } },
  });
  assert.equal(image.httpStatus, 201, image.text);
  assert.match(image.text, /"provisioningState": "Creating"/);
  await settled(azure);
  const shown = (await azure.send('GET', path('images', 'i'))).json['properties'] as JsonObject;
  assert.equal(shown['hyperVGeneration'], 'V1');
  assert.equal(shown['provisioningState'], 'Succeeded');
  // R (errors.md): a required parameter that is missing.
  const odd = await azure.send('PUT', path('images', 'j'), {
    body: {
      location: 'westeurope',
      properties: { storageProfile: { osDisk: { osType: 'Linux' } } },
    },
  });
  assert.equal(errorOf(odd)['message'], "Required parameter 'osDisk.osState' is missing (null).");
});

test('galleries: images and versions stand below them and go before them', async () => {
  const azure = await createAzure();
  const version = '2021-10-01';
  const gallery = path('galleries', 'g');
  const image = `${gallery}/images/web`;
  const send = (method: string, target: string, properties?: JsonObject) =>
    azure.send(method, target, {
      version,
      ...(properties ? { body: { location: 'westeurope', properties } } : {}),
    });
  assert.equal((await send('PUT', `${gallery}/images/web`, {})).httpStatus, 404, 'no gallery yet');
  assert.equal((await send('PUT', gallery, {})).httpStatus, 201);
  await settled(azure);
  const identifier = { publisher: 'contoso', offer: 'web', sku: '1' };
  const definition = {
    osType: 'Linux',
    osState: 'Generalized',
    identifier,
    hyperVGeneration: 'V2',
  };
  assert.equal((await send('PUT', image, definition)).httpStatus, 201);
  await settled(azure);
  const storageProfile = { source: { id: path('images', 'i') } };
  assert.equal((await send('PUT', `${image}/versions/1.0.0`, { storageProfile })).httpStatus, 201);
  await settled(azure);
  assert.equal((await send('PUT', `${image}/versions/one`, { storageProfile })).httpStatus, 400);
  const list = await send('GET', `${image}/versions`);
  assert.equal((list.json['value'] as JsonObject[])[0]?.['name'], '1.0.0');
  assert.equal((await send('GET', `${gallery}/images`)).httpStatus, 200);
  const refused = await send('DELETE', gallery);
  assert.equal(refused.httpStatus, 409);
  assert.deepEqual(errorOf(refused), {
    code: 'CannotDeleteResource',
    message: 'Can not delete resource before nested resources are deleted.',
  });
  for (const target of [`${image}/versions/1.0.0`, image, gallery]) {
    assert.equal((await send('DELETE', target)).httpStatus, 202, target);
    await settled(azure);
  }
  assert.equal((await send('GET', gallery)).httpStatus, 404);
});

// R (availability set): the range of fault domains; 200 at the creation.
test('availability sets: are there at once, within their range', async () => {
  const azure = await createAzure();
  const body = { location: 'westeurope', sku: { name: 'aligned' }, properties: {} };
  const put = await azure.send('PUT', path('availabilitySets', 'a'), { body });
  assert.equal(put.httpStatus, 200, put.text);
  assert.deepEqual(put.json['sku'], { name: 'Aligned' });
  assert.deepEqual(put.json['properties'], {
    platformUpdateDomainCount: 5,
    platformFaultDomainCount: 3,
    virtualMachines: [],
  });
  const many = { ...body, properties: { platformFaultDomainCount: 4 } };
  const refused = await azure.send('PUT', path('availabilitySets', 'b'), { body: many });
  assert.equal(
    errorOf(refused)['message'],
    'The specified fault domain count 4 must fall in the range 1 to 3.',
  );
  assert.equal((await azure.send('DELETE', path('availabilitySets', 'a'))).httpStatus, 200);
});

test('placement groups: know who names them and stay while somebody does', async () => {
  const azure = await createAzure();
  const group = path('proximityPlacementGroups', 'p');
  const put = await azure.send('PUT', group, { body: { location: 'westeurope' } });
  assert.equal(put.httpStatus, 201, put.text);
  assert.equal((put.json['properties'] as JsonObject)['proximityPlacementGroupType'], 'Standard');
  const set = path('availabilitySets', 'a');
  const body = { location: 'westeurope', properties: { proximityPlacementGroup: { id: group } } };
  await azure.send('PUT', set, { body });
  const shown = (await azure.send('GET', group)).json['properties'] as JsonObject;
  assert.deepEqual(shown['availabilitySets'], [{ id: set }]);
  const refused = await azure.send('DELETE', group);
  assert.equal(refused.httpStatus, 409);
  assert.equal(errorOf(refused)['code'], 'OperationNotAllowed');
  await azure.send('DELETE', set);
  assert.equal((await azure.send('DELETE', group)).httpStatus, 200);
});

test('host groups, capacity reservations and keys: can be made and named', async () => {
  const azure = await createAzure();
  const location = 'westeurope';
  const hosts = { location, properties: { platformFaultDomainCount: 1 } };
  assert.equal((await azure.send('PUT', path('hostGroups', 'h'), { body: hosts })).httpStatus, 201);
  const none = await azure.send('PUT', path('hostGroups', 'h2'), { body: { location } });
  assert.equal(errorOf(none)['target'], 'platformFaultDomainCount');
  const reserved = await azure.send('PUT', path('capacityReservationGroups', 'c'), {
    body: { location },
  });
  assert.equal(reserved.httpStatus, 201);
  const key = (publicKey: string) =>
    azure.send('PUT', path('sshPublicKeys', 'k'), {
      body: { location, properties: { publicKey } },
    });
  assert.equal((await key('ssh-rsa AAAAB3NzaC1yc2E= me@here')).httpStatus, 201);
  assert.equal(errorOf(await key('not a key'))['target'], 'publicKey');
});

test('a set: holds its placement group, and lets its image go', async () => {
  const azure = await createAzure();
  const group = path('proximityPlacementGroups', 'p');
  await azure.send('PUT', group, { body: { location: 'westeurope' } });
  const osDisk = { osType: 'Linux', osState: 'Generalized', managedDisk: { id: DISK } };
  const image = path('images', 'i');
  await azure.send('PUT', image, {
    body: { location: 'westeurope', properties: { storageProfile: { osDisk } } },
  });
  await settled(azure);
  const body = linuxSet({
    properties: { proximityPlacementGroup: { id: group } },
    profile: {
      storageProfile: {
        imageReference: { id: image },
        osDisk: { createOption: 'FromImage' },
      },
    },
  });
  const set = setPath('web');
  assert.equal((await azure.send('PUT', set, { body })).httpStatus, 201);
  const shown = (await azure.send('GET', group)).json['properties'] as JsonObject;
  assert.deepEqual(shown['virtualMachineScaleSets'], [{ id: set }]);
  assert.match((await azure.send('DELETE', group)).text, /virtualMachineScaleSets\/web/);
  // Azure lets an image go that machines were made of.
  assert.equal((await azure.send('DELETE', image)).httpStatus, 202);
  await azure.settle();
  await azure.send('DELETE', set);
  await azure.settle();
  assert.equal((await azure.send('DELETE', group)).httpStatus, 200);
});

const machine = (set: string, id: number) => `${setPath(set)}/virtualMachines/${id}`;

async function attach(azure: Azure, target: string, disks: readonly string[], verb = 'Attach') {
  const body = { [`dataDisksTo${verb}`]: disks.map((diskId) => ({ diskId })) };
  const answer = await azure.send('POST', `${target}/attachDetachDataDisks`, { body });
  if (answer.httpStatus === 202) await azure.settle();
  return answer;
}

async function diskState(azure: Azure): Promise<readonly unknown[]> {
  const { json } = await azure.send('GET', DISK, { version: '2023-04-02' });
  return [(json['properties'] as JsonObject)['diskState'], json['managedBy']];
}

// Words: errors.ts names a source for each.
test('disks: one that a machine has says so, stays, and is nobody else’s', async () => {
  const azure = await createAzure();
  const version = '2023-04-02';
  await azure.send('PUT', DISK, { body: emptyDisk(), version });
  for (const set of ['web', 'two']) {
    await azure.send('PUT', setPath(set), { body: linuxSet({ capacity: 2 }) });
  }
  await azure.settle();
  const attached = await attach(azure, machine('web', 0), [DISK]);
  assert.equal(attached.httpStatus, 202, attached.text);
  assert.deepEqual(await diskState(azure), ['Attached', machine('web', 0)]);
  const refused = await azure.send('DELETE', DISK, { version });
  assert.deepEqual(errorOf(refused), {
    code: 'OperationNotAllowed',
    message: `Disk data is attached to VM ${machine('web', 0)}.`,
  });
  for (const other of [machine('web', 1), machine('two', 0)]) {
    const taken = await attach(azure, other, [DISK]);
    assert.equal(taken.httpStatus, 409, taken.text);
    assert.match(
      String(errorOf(taken)['message']),
      /already owned by VM '.*web\/virtualMachines\/0'/,
    );
  }
  assert.equal((await attach(azure, machine('web', 0), [DISK], 'Detach')).httpStatus, 202);
  assert.deepEqual(await diskState(azure), ['Unattached', undefined]);
  assert.equal((await attach(azure, machine('two', 0), [DISK])).httpStatus, 202);
  assert.deepEqual(await diskState(azure), ['Attached', machine('two', 0)]);
});

test('disks: a machine that goes lets go of its disk, however it goes', async () => {
  const azure = await createAzure();
  const version = '2023-04-02';
  await azure.send('PUT', DISK, { body: emptyDisk(), version });
  const body = linuxSet({ capacity: 3 });
  await azure.send('PUT', setPath('web'), { body });
  await azure.settle();
  const ways: readonly [number, () => Promise<unknown>][] = [
    [2, () => azure.send('PATCH', setPath('web'), { body: { sku: { capacity: 2 } } })],
    [1, () => azure.send('DELETE', machine('web', 1))],
    [0, () => azure.send('DELETE', setPath('web'))],
  ];
  for (const [id, leave] of ways) {
    assert.equal((await attach(azure, machine('web', id), [DISK])).httpStatus, 202);
    assert.deepEqual(await diskState(azure), ['Attached', machine('web', id)]);
    await leave();
    await azure.settle();
    assert.deepEqual(await diskState(azure), ['Unattached', undefined], String(id));
  }
  assert.equal((await azure.send('DELETE', DISK, { version })).httpStatus, 202);
});

test('disks: of two machines that ask at once one gets it', async () => {
  const azure = await createAzure();
  await azure.send('PUT', DISK, { body: emptyDisk(), version: '2023-04-02' });
  for (const set of ['web', 'two']) await azure.send('PUT', setPath(set), { body: linuxSet() });
  await azure.settle();
  const answers = await Promise.all(
    [machine('web', 0), machine('two', 0), machine('two', 1)].map((target) =>
      attach(azure, target, [DISK]),
    ),
  );
  const statuses = answers.map(({ httpStatus }) => String(httpStatus)).sort();
  assert.deepEqual(statuses, ['202', '409', '409']);
});
