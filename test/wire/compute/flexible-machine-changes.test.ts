import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import type { Answer, Azure } from './support/azure.ts';
import { at, errorOf, flexibleSet, machinePath, power, settled, WEB } from './support/flexible.ts';
import { GROUP } from './support/models.ts';

async function disksOf(azure: Azure, name: string): Promise<readonly JsonObject[]> {
  const { json } = await azure.send('GET', machinePath(name));
  return at(json, 'properties', 'storageProfile', 'dataDisks') as JsonObject[];
}

async function outputOf(azure: Azure, started: Answer): Promise<JsonObject> {
  assert.equal(started.httpStatus, 202, started.text);
  await azure.settle();
  return (await azure.send('GET', started.header('azure-asyncoperation') ?? '')).json;
}

// What az vm disk attach --new and az vm disk detach do: GET, change the list, PUT it all.
test('machine: a disk is attached and detached by putting the machine back', async () => {
  const azure = await settled({ capacity: 2 });
  const [name = '', other = ''] = azure.names;
  const { json } = await azure.send('GET', machinePath(name));
  const properties = json['properties'] as JsonObject;
  const storageProfile = properties['storageProfile'] as JsonObject;
  const put = (dataDisks: readonly JsonObject[]) =>
    azure.send('PUT', machinePath(name), {
      body: {
        ...json,
        properties: { ...properties, storageProfile: { ...storageProfile, dataDisks } },
      },
    });
  const attached = await put([
    { lun: 0, createOption: 'Empty', name: 'extra', diskSizeGB: 1023, managedDisk: {} },
  ]);
  assert.equal(attached.httpStatus, 200, attached.text);
  assert.ok(attached.header('azure-asyncoperation'));
  assert.equal(at(attached.json, 'properties', 'provisioningState'), 'Updating');
  await azure.settle();
  // Microsoft's page "Modify a scale set", az vm show after az vm disk attach.
  assert.deepEqual(await disksOf(azure, name), [
    {
      deleteOption: 'Detach',
      lun: 0,
      name: 'extra',
      createOption: 'Empty',
      caching: 'None',
      diskSizeGB: 1023,
      managedDisk: {
        storageAccountType: 'Standard_LRS',
        id: `${GROUP}/providers/Microsoft.Compute/disks/extra`,
      },
      toBeDetached: false,
    },
  ]);
  assert.deepEqual(await disksOf(azure, other), []);
  const view = await azure.send('GET', `${machinePath(name)}/instanceView`);
  assert.equal(at(view.json, 'disks', 1, 'name'), 'extra');
  assert.equal((await put([])).httpStatus, 200);
  await azure.settle();
  assert.deepEqual(await disksOf(azure, name), []);
});

test('machine: disks are attached and detached without the rest of it', async () => {
  const azure = await settled({ capacity: 2 });
  const [name = '', other = ''] = azure.names;
  const diskId = `${GROUP}/providers/Microsoft.Compute/disks/mine`;
  const started = await azure.send('POST', `${machinePath(name)}/attachDetachDataDisks`, {
    body: { dataDisksToAttach: [{ diskId }] },
  });
  const polled = await outputOf(azure, started);
  assert.equal(polled['status'], 'Succeeded');
  assert.equal(at(await disksOf(azure, name), 0, 'name'), 'mine');
  const twice = await azure.send('POST', `${machinePath(other)}/attachDetachDataDisks`, {
    body: { dataDisksToAttach: [{ diskId }] },
  });
  assert.equal(twice.httpStatus, 409);
  assert.equal(
    errorOf(twice)['message'],
    `Disk '${diskId}' cannot be attached as the disk is already owned by VM '${machinePath(name)}'.`,
  );
});

test('machine: tags of its own, by PATCH, in its lists too', async () => {
  const azure = await settled({ capacity: 2, envelope: { tags: { set: 'web' } } });
  const [name = '', other = ''] = azure.names;
  const patch = await azure.send('PATCH', machinePath(name), { body: { tags: { a: 'b' } } });
  assert.equal(patch.httpStatus, 200, patch.text);
  await azure.settle();
  assert.deepEqual((await azure.send('GET', machinePath(name))).json['tags'], { a: 'b' });
  assert.deepEqual((await azure.send('GET', machinePath(other))).json['tags'], { set: 'web' });
  const resources = await azure.send('GET', `${GROUP}/resources`);
  const items = resources.json['value'] as JsonObject[];
  const tags = items.filter(({ type }) => /Compute/.test(String(type))).map((item) => item['tags']);
  assert.deepEqual(tags, [{ set: 'web' }, { a: 'b' }, { set: 'web' }]);
});

test('machine: what its set says of it can only be said as it is', async () => {
  const azure = await settled({ capacity: 1 });
  const [name = ''] = azure.names;
  const { json } = await azure.send('GET', machinePath(name));
  const same = await azure.send('PUT', machinePath(name), { body: json });
  assert.equal(same.httpStatus, 200, same.text);
  await azure.settle();
  const { etag: _, ...after } = (await azure.send('GET', machinePath(name))).json;
  const { etag: __, ...before } = json;
  assert.deepEqual(after, before);
  for (const [properties, code, text] of [
    [{ osProfile: { computerName: 'other' } }, 'PropertyChangeNotAllowed', /'osProfile'/],
    [{ virtualMachineScaleSet: { id: `${WEB}x` } }, 'PropertyChangeNotAllowed', /ScaleSet'/],
    [{ hardwareProfile: { vmSize: 'Standard_D4s_v5' } }, 'NotSupported', /resizing/],
    [{ unknown: 1 }, 'BadRequest', /Could not find member 'unknown'/],
  ] as const) {
    const answer = await azure.send('PATCH', machinePath(name), { body: { properties } });
    assert.equal(errorOf(answer)['code'], code, answer.text);
    assert.match(String(errorOf(answer)['message']), text);
  }
  for (const raw of ['', '[]', '"x"', 'null']) {
    const answer = await azure.send('PUT', machinePath(name), { raw });
    assert.equal(answer.httpStatus, 400, raw);
  }
  const stale = await azure.send('PATCH', machinePath(name), {
    body: { tags: {} },
    headers: { 'if-match': '"999"' },
  });
  assert.equal(stale.httpStatus, 412);
  const alone = await azure.send('PUT', machinePath('alone'), {
    body: { location: 'westeurope', properties: {} },
  });
  assert.equal(errorOf(alone)['code'], 'NotSupported');
});

test('machine: runs a command and says what it put out', async () => {
  const azure = await settled({ capacity: 1 });
  const [name = ''] = azure.names;
  const started = await azure.send('POST', `${machinePath(name)}/runCommand`, {
    body: { commandId: 'RunShellScript', script: ['# lazulite: stdout hello'] },
  });
  const polled = await outputOf(azure, started);
  assert.match(
    String(at(polled, 'properties', 'output', 'value', 0, 'message')),
    /\[stdout\]\nhello/,
  );
  await azure.send('POST', `${machinePath(name)}/deallocate`);
  await azure.settle();
  const off = await azure.send('POST', `${machinePath(name)}/runCommand`, {
    body: { commandId: 'RunShellScript', script: ['echo hello'] },
  });
  assert.equal(off.httpStatus, 409, off.text);
});

test('machine: of Spot priority is evicted, others are not; maintenance is refused', async () => {
  const azure = await settled({ capacity: 2, profile: { priority: 'Spot' } });
  const [name = '', other = ''] = azure.names;
  const evicted = await azure.send('POST', `${machinePath(name)}/simulateEviction`);
  assert.equal(evicted.httpStatus, 204);
  await azure.settle();
  assert.equal(await power(azure, name), 'PowerState/deallocated');
  assert.equal(await power(azure, other), 'PowerState/running');
  const regular = await settled({ capacity: 1 });
  const [plain = ''] = regular.names;
  const refused = await regular.send('POST', `${machinePath(plain)}/simulateEviction`);
  assert.equal(
    errorOf(refused)['message'],
    "Operation 'simulateEviction' is allowed only for Spot Virtual Machines",
  );
  const maintenance = await regular.send('POST', `${machinePath(plain)}/performMaintenance`);
  assert.match(String(errorOf(maintenance)['message']), new RegExp(`on VM '${plain}'`));
  const generalize = await regular.send('POST', `${machinePath(plain)}/generalize`);
  assert.match(String(errorOf(generalize)['message']), /VirtualMachines_Generalize/);
});

test('machine: reapplied, and changed no more when it goes', async () => {
  const azure = await settled({ capacity: 1 });
  const [name = ''] = azure.names;
  assert.equal((await azure.send('POST', `${machinePath(name)}/reapply`)).httpStatus, 202);
  await azure.settle();
  assert.equal(await power(azure, name), 'PowerState/running');
  await azure.send('DELETE', machinePath(name));
  for (const [method, suffix, body] of [
    ['PATCH', '', { tags: {} }],
    ['POST', '/simulateEviction', undefined],
    ['POST', '/reapply', undefined],
  ] as const) {
    const answer = await azure.send(
      method,
      machinePath(name) + suffix,
      body === undefined ? {} : { body },
    );
    assert.equal(answer.httpStatus, 409, answer.text);
    assert.match(String(errorOf(answer)['message']), /marked for deletion/);
  }
  const put = await azure.send('PUT', WEB, { body: flexibleSet({ capacity: 2 }) });
  assert.equal(put.httpStatus, 200);
});
