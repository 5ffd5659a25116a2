import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, SUBSCRIPTION } from './support/azure.ts';
import {
  at,
  errorOf,
  flexibleSet,
  machineNames,
  machinePath,
  power,
  settled,
  WEB,
} from './support/flexible.ts';
import { extension, GROUP, linuxSet, setPath } from './support/models.ts';

test('machine: is a virtual machine with the members that az shows', async () => {
  const azure = await settled({
    capacity: 1,
    envelope: { tags: { a: 'b' }, zones: ['2'] },
    profile: { priority: 'Spot' },
  });
  const [name = ''] = azure.names;
  const { json, httpStatus } = await azure.send('GET', machinePath(name));
  assert.equal(httpStatus, 200);
  assert.deepEqual(Object.keys(json), [
    'name',
    'id',
    'type',
    'location',
    'tags',
    'properties',
    'zones',
    'etag',
  ]);
  assert.equal(json['id'], machinePath(name));
  assert.equal(json['type'], 'Microsoft.Compute/virtualMachines');
  assert.deepEqual(json['zones'], ['2']);
  const properties = json['properties'] as JsonObject;
  assert.deepEqual(properties['virtualMachineScaleSet'], { id: WEB });
  assert.deepEqual(properties['hardwareProfile'], { vmSize: 'Standard_D2s_v5' });
  assert.equal(properties['provisioningState'], 'Succeeded');
  assert.equal(properties['priority'], 'Spot');
  assert.match(String(at(properties, 'osProfile', 'computerName')), /^web[0-9A-Z]{6}$/);
  const osDisk = at(properties, 'storageProfile', 'osDisk') as JsonObject;
  assert.match(String(osDisk['name']), new RegExp(`^${name}_disk1_[0-9a-f]{32}$`));
  assert.equal(
    at(osDisk, 'managedDisk', 'id'),
    `${GROUP}/providers/Microsoft.Compute/disks/${String(osDisk['name'])}`,
  );
  assert.ok(at(properties, 'storageProfile', 'imageReference', 'exactVersion'));
  assert.deepEqual(at(properties, 'networkProfile', 'networkInterfaces'), [
    {
      id: `${GROUP}/providers/Microsoft.Network/networkInterfaces/nic-${name.slice(-8)}`,
      properties: { primary: true, deleteOption: 'Delete' },
    },
  ]);
  const again = await azure.send('GET', machinePath(name.toUpperCase()));
  assert.equal(at(again.json, 'name'), name, 'names have no case');
});

test('machine: its instance view has a fault domain and no update domain', async () => {
  const azure = await settled({
    capacity: 3,
    extensions: [extension('CustomScript')],
    properties: { platformFaultDomainCount: 2 },
  });
  const views = await Promise.all(
    azure.names.map(
      async (name) => (await azure.send('GET', `${machinePath(name)}/instanceView`)).json,
    ),
  );
  assert.deepEqual(
    views.map((view) => view['platformFaultDomain']),
    [0, 1, 0],
  );
  assert.deepEqual(Object.keys(views[0] ?? {}), [
    'platformFaultDomain',
    'computerName',
    'osName',
    'osVersion',
    'vmAgent',
    'disks',
    'extensions',
    'hyperVGeneration',
    'statuses',
  ]);
  const [name = ''] = azure.names;
  const expanded = await azure.send('GET', `${machinePath(name)}?$expand=instanceView`);
  assert.deepEqual(at(expanded.json, 'properties', 'instanceView'), views[0]);
});

test('machine: has the extensions of its set as resources of its own', async () => {
  const azure = await settled({
    capacity: 1,
    extensions: [extension('CustomScript', { protectedSettings: { secret: 'sesame' } })],
  });
  const [name = ''] = azure.names;
  const list = await azure.send('GET', `${machinePath(name)}/extensions`);
  const expected = {
    name: 'CustomScript',
    id: `${machinePath(name)}/extensions/CustomScript`,
    type: 'Microsoft.Compute/virtualMachines/extensions',
    location: 'westeurope',
    properties: {
      autoUpgradeMinorVersion: true,
      provisioningState: 'Succeeded',
      publisher: 'Microsoft.Azure.Extensions',
      type: 'CustomScript',
      typeHandlerVersion: '2.0',
      settings: { commandToExecute: 'true' },
    },
  };
  assert.deepEqual(list.json, { value: [expected] });
  const one = await azure.send('GET', `${machinePath(name)}/extensions/customscript`);
  assert.deepEqual(one.json, expected);
  assert.deepEqual((await azure.send('GET', machinePath(name))).json['resources'], [expected]);
  const none = await azure.send('GET', `${machinePath(name)}/extensions/other`);
  assert.equal(none.httpStatus, 404);
});

test('machine: actions and their operations, one by one', async () => {
  const azure = await settled({ capacity: 2 });
  const [name = '', other = ''] = azure.names;
  for (const [word, during, after] of [
    ['powerOff', 'PowerState/stopping', 'PowerState/stopped'],
    ['start', 'PowerState/starting', 'PowerState/running'],
    ['restart', 'PowerState/running', 'PowerState/running'],
    ['redeploy', 'PowerState/running', 'PowerState/running'],
    ['reimage', 'PowerState/running', 'PowerState/running'],
    ['deallocate', 'PowerState/deallocating', 'PowerState/deallocated'],
  ] as const) {
    const answer = await azure.send('POST', `${machinePath(name)}/${word}`);
    assert.equal(answer.httpStatus, 202, answer.text);
    const poll = answer.header('azure-asyncoperation') ?? '';
    assert.match(poll, /\/locations\/westeurope\/operations\//);
    assert.equal((await azure.send('GET', poll)).json['status'], 'InProgress');
    assert.equal(await power(azure, name), during, word);
    const { json } = await azure.send('GET', machinePath(name));
    assert.equal(at(json, 'properties', 'provisioningState'), 'Updating');
    await azure.settle();
    assert.equal((await azure.send('GET', poll)).json['status'], 'Succeeded');
    assert.equal(await power(azure, name), after, word);
    assert.equal(await power(azure, other), 'PowerState/running');
  }
});

test('machine: deleted, while it goes, and gone', async () => {
  const azure = await settled({ capacity: 2 });
  const [name = '', other = ''] = azure.names;
  const answer = await azure.send('DELETE', `${machinePath(name)}?forceDeletion=true`);
  assert.equal(answer.httpStatus, 202);
  const leaving = await azure.send('GET', machinePath(name));
  assert.equal(at(leaving.json, 'properties', 'provisioningState'), 'Deleting');
  const start = await azure.send('POST', `${machinePath(name)}/start`);
  assert.equal(start.httpStatus, 409);
  assert.match(
    String(errorOf(start)['message']),
    new RegExp(
      `^Operation 'start' is not allowed on VM '${name}' since the VM is marked for deletion`,
    ),
  );
  assert.equal((await azure.send('DELETE', machinePath(name))).httpStatus, 204);
  await azure.settle();
  const gone = await azure.send('GET', machinePath(name));
  assert.equal(gone.httpStatus, 404);
  assert.deepEqual(errorOf(gone), {
    code: 'ResourceNotFound',
    message: `The Resource 'Microsoft.Compute/virtualMachines/${name}' under resource group 'RG' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  });
  assert.equal((await azure.send('DELETE', machinePath(name))).httpStatus, 204);
  assert.equal(at((await azure.send('GET', WEB)).json, 'sku', 'capacity'), 1);
  assert.deepEqual(await machineNames(azure), [other]);
});

test('machine: names of other sets, of Uniform sets and of nothing are not found', async () => {
  const azure = await settled({ capacity: 1 });
  await azure.send('PUT', setPath('uniform'), { body: linuxSet({ capacity: 1 }) });
  await azure.settle();
  const [name = ''] = azure.names;
  const digits = name.slice(-8);
  for (const other of [
    `none_${digits}`,
    `uniform_${digits}`,
    'uniform_0',
    'web_00000000',
    'web',
    'x',
  ]) {
    for (const [method, suffix] of [
      ['GET', ''],
      ['GET', '/instanceView'],
      ['POST', '/start'],
    ] as const) {
      const answer = await azure.send(method, `${machinePath(other)}${suffix}`);
      assert.equal(answer.httpStatus, 404, other);
      assert.equal(errorOf(answer)['code'], 'ResourceNotFound');
    }
    assert.equal((await azure.send('DELETE', machinePath(other))).httpStatus, 204);
  }
});

test('machines: are in every list of virtual machines and of resources', async () => {
  const azure = await settled({ capacity: 3, envelope: { tags: { a: 'b' } } });
  await azure.send('PUT', setPath('uniform'), { body: linuxSet({ capacity: 1 }) });
  await azure.send('PUT', setPath('zeta'), { body: flexibleSet({ capacity: 1 }) });
  await azure.settle();
  const subscription = `/subscriptions/${SUBSCRIPTION}`;
  const compute = `${subscription}/providers/Microsoft.Compute`;
  const namesOf = async (path: string): Promise<readonly string[]> => {
    const { json, text } = await azure.send('GET', path);
    assert.ok(Array.isArray(json['value']), text);
    return json['value'].map((item) => String(at(item, 'name')));
  };
  const all = await namesOf(`${GROUP}/providers/Microsoft.Compute/virtualMachines`);
  assert.deepEqual(all.slice(0, 3), azure.names);
  assert.equal(all.length, 4);
  assert.deepEqual(await namesOf(`${compute}/virtualMachines`), all);
  assert.deepEqual(await namesOf(`${compute}/locations/westeurope/virtualMachines`), all);
  assert.deepEqual(await namesOf(`${compute}/locations/eastus/virtualMachines`), []);
  // What az vm list --vmss sends.
  const filter = encodeURIComponent(`'virtualMachineScaleSet/id' eq '${WEB}'`);
  assert.deepEqual(await namesOf(`${compute}/virtualMachines?$filter=${filter}`), azure.names);
  const capitals = await azure.send('GET', `${compute}/virtualMachines`);
  assert.match(String(at(capitals.json, 'value', 0, 'id')), /\/resourceGroups\/RG\//);
  const status = await azure.send(
    'GET',
    `${compute}/virtualMachines?statusOnly=true&$filter=${filter}`,
  );
  assert.equal(
    at(status.json, 'value', 0, 'properties', 'instanceView', 'statuses', 1, 'code'),
    'PowerState/running',
  );
  const nicOf = (name: string | undefined): string => `nic-${name?.slice(-8) ?? ''}`;
  assert.deepEqual(await namesOf(`${GROUP}/resources`), [
    'uniform',
    'web',
    ...azure.names.flatMap((name) => [name, nicOf(name)]),
    'zeta',
    all[3],
    nicOf(all[3]),
  ]);
  const type = encodeURIComponent("resourceType eq 'Microsoft.Compute/virtualMachines'");
  assert.deepEqual(await namesOf(`${subscription}/resources?$filter=${type}`), all);
  const wrong = await azure.send('GET', `${compute}/virtualMachines?$filter=name%20eq%20'x'`);
  assert.equal(errorOf(wrong)['code'], 'InvalidParameter');
});

test('machine: its network interface and public address are resources of its group', async () => {
  const profile = (linuxSet()['properties'] as JsonObject)['virtualMachineProfile'] as JsonObject;
  const networkProfile = structuredClone(profile['networkProfile']) as JsonObject;
  const ip = at(
    networkProfile,
    'networkInterfaceConfigurations',
    0,
    'properties',
    'ipConfigurations',
    0,
    'properties',
  ) as JsonObject;
  ip['publicIPAddressConfiguration'] = { name: 'pub' };
  const azure = await settled({ capacity: 2, profile: { networkProfile } });
  const [name = '', other = ''] = azure.names;
  const network = `${GROUP}/providers/Microsoft.Network`;
  const version = '2023-09-01';
  const get = (path: string) => azure.send('GET', `${network}/${path}`, { version });
  const nicId = String(
    at(
      (await azure.send('GET', machinePath(name))).json,
      'properties',
      'networkProfile',
      'networkInterfaces',
      0,
      'id',
    ),
  );
  const nic = await azure.send('GET', nicId, { version });
  assert.equal(nic.httpStatus, 200, nic.text);
  assert.equal(nic.json['name'], `nic-${name.slice(-8)}`);
  assert.equal(nic.json['id'], nicId);
  assert.equal(nic.json['type'], 'Microsoft.Network/networkInterfaces');
  assert.equal(at(nic.json, 'properties', 'virtualMachine', 'id'), machinePath(name));
  const configuration = at(nic.json, 'properties', 'ipConfigurations', 0) as JsonObject;
  assert.equal(configuration['id'], `${nicId}/ipConfigurations/ip`);
  assert.match(String(at(configuration, 'properties', 'privateIPAddress')), /^10\./);
  const publicId = `${network}/publicIPAddresses/pub-${name.slice(-8)}`;
  assert.equal(at(configuration, 'properties', 'publicIPAddress', 'id'), publicId);
  const address = await azure.send('GET', publicId, { version });
  assert.equal(at(address.json, 'properties', 'ipConfiguration', 'id'), configuration['id']);
  assert.ok(at(address.json, 'properties', 'ipAddress'));
  const namesIn = async (path: string): Promise<readonly string[]> =>
    ((await get(path)).json['value'] as JsonObject[]).map((item) => String(item['name']));
  assert.deepEqual(
    await namesIn('networkInterfaces'),
    [name, other].map((machine) => `nic-${machine.slice(-8)}`),
  );
  assert.deepEqual(
    await namesIn('publicIPAddresses'),
    [name, other].map((machine) => `pub-${machine.slice(-8)}`),
  );
  const inUse = await azure.send('DELETE', nicId, { version });
  assert.equal(inUse.httpStatus, 400, inUse.text);
  assert.match(inUse.text, new RegExp(name));
  for (const method of ['PUT', 'PATCH']) {
    const change = await azure.send(method, nicId, {
      version,
      body: { location: 'westeurope', tags: { a: 'b' } },
    });
    assert.equal(errorOf(change)['code'], 'NotSupported', change.text);
  }
  for (const absent of [
    'networkInterfaces/nic-00000000',
    'networkInterfaces/other',
    'publicIPAddresses/x',
  ]) {
    assert.equal((await get(absent)).httpStatus, 404, absent);
  }
  await azure.send('DELETE', machinePath(name));
  await azure.settle();
  assert.equal((await azure.send('GET', nicId, { version })).httpStatus, 404);
});

test('machines: lists go on where a page ended, also in the middle of a set', async () => {
  const azure = await settled({ capacity: 450 });
  await azure.send('PUT', setPath('zeta'), { body: flexibleSet({ capacity: 3 }) });
  await azure.settle();
  for (const [path, pages] of [
    [`/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/virtualMachines`, 3],
    [`/subscriptions/${SUBSCRIPTION}/resources?$top=100`, 10],
  ] as const) {
    const names: string[] = [];
    let count = 0;
    for (let next: string | undefined = path; next !== undefined; count += 1) {
      const { json }: Answer = await azure.send('GET', next);
      for (const item of json['value'] as JsonObject[]) {
        if (item['type'] === 'Microsoft.Compute/virtualMachines') names.push(String(item['name']));
      }
      next = typeof json['nextLink'] === 'string' ? json['nextLink'] : undefined;
    }
    assert.equal(names.length, 453, path);
    assert.equal(new Set(names).size, 453);
    assert.equal(count, pages);
  }
});
