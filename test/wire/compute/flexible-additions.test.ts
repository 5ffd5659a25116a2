import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Azure, createAzure } from './support/azure.ts';
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
import { GROUP, linuxSet, PASSWORD, setPath } from './support/models.ts';

const NIC = `${GROUP}/providers/Microsoft.Network/networkInterfaces/mineVMNic`;

/** What the template of `az vm create --vmss` deploys. */
function machine(besides: JsonObject = {}, properties: JsonObject = {}): JsonObject {
  return {
    location: 'westeurope',
    tags: {},
    ...besides,
    properties: {
      hardwareProfile: { vmSize: 'Standard_D4s_v5' },
      networkProfile: { networkInterfaces: [{ id: NIC, properties: { deleteOption: null } }] },
      storageProfile: {
        osDisk: {
          createOption: 'fromImage',
          name: null,
          caching: 'ReadWrite',
          managedDisk: { storageAccountType: null },
        },
        imageReference: {
          publisher: 'Canonical',
          offer: '0001-com-ubuntu-server-jammy',
          sku: '22_04-lts-gen2',
          version: 'latest',
        },
      },
      osProfile: { computerName: 'mine', adminUsername: 'azureuser', adminPassword: PASSWORD },
      virtualMachineScaleSet: { id: WEB },
      ...properties,
    },
  };
}

async function added(azure: Azure, name = 'mine'): Promise<void> {
  const put = await azure.send('PUT', machinePath(name), { body: machine() });
  assert.equal(put.httpStatus, 201, put.text);
  await azure.settle();
}

test('addition: a machine is put into a set, with a name, a size and interfaces of its own', async () => {
  const azure = await settled({ capacity: 1, properties: { platformFaultDomainCount: 2 } });
  const put = await azure.send('PUT', machinePath('Mine'), { body: machine() });
  assert.equal(put.httpStatus, 201, put.text);
  assert.equal(at(put.json, 'properties', 'provisioningState'), 'Creating');
  assert.doesNotMatch(put.text, new RegExp(PASSWORD));
  const poll = put.header('azure-asyncoperation') ?? '';
  assert.equal((await azure.send('GET', poll)).json['status'], 'InProgress');
  await azure.settle();
  assert.equal((await azure.send('GET', poll)).json['status'], 'Succeeded');
  const { json } = await azure.send('GET', machinePath('mine'));
  assert.equal(json['name'], 'Mine');
  const properties = json['properties'] as JsonObject;
  assert.deepEqual(properties['virtualMachineScaleSet'], { id: WEB });
  assert.deepEqual(properties['hardwareProfile'], { vmSize: 'Standard_D4s_v5' });
  assert.equal(at(properties, 'osProfile', 'computerName'), 'mine');
  assert.deepEqual(at(properties, 'networkProfile', 'networkInterfaces', 0, 'id'), NIC);
  assert.match(String(at(properties, 'storageProfile', 'osDisk', 'name')), /^Mine_disk1_/);
  assert.equal(at(properties, 'storageProfile', 'osDisk', 'deleteOption'), 'Detach');
  assert.equal(await power(azure, 'mine'), 'PowerState/running');
  assert.equal(at((await azure.send('GET', WEB)).json, 'sku', 'capacity'), 2);
  assert.deepEqual(await machineNames(azure), [...azure.names, 'Mine']);
  const list = await azure.send('GET', `${GROUP}/providers/Microsoft.Compute/virtualMachines`);
  assert.equal((list.json['value'] as JsonObject[]).length, 2);
  for (const entry of azure.log) assert.doesNotMatch(entry, new RegExp(PASSWORD));
});

test('addition: is acted on and deleted by its name, and the name is free again', async () => {
  const azure = await settled({ capacity: 1 });
  await added(azure);
  assert.equal((await azure.send('POST', `${machinePath('mine')}/powerOff`)).httpStatus, 202);
  await azure.settle();
  assert.equal(await power(azure, 'mine'), 'PowerState/stopped');
  const start = await azure.send('POST', `${WEB}/start`, { body: { instanceIds: ['Mine'] } });
  assert.equal(start.httpStatus, 202, start.text);
  await azure.settle();
  assert.equal(await power(azure, 'mine'), 'PowerState/running');
  assert.equal((await azure.send('DELETE', machinePath('mine'))).httpStatus, 202);
  await azure.settle();
  assert.equal((await azure.send('GET', machinePath('mine'))).httpStatus, 404);
  await added(azure);
});

test('addition: into a set without a profile, which has no size and stays so', async () => {
  const azure = await createAzure();
  const body = {
    location: 'westeurope',
    zones: ['1', '2'],
    properties: { orchestrationMode: 'Flexible', platformFaultDomainCount: 1 },
  };
  await azure.send('PUT', WEB, { body });
  await azure.settle();
  const put = await azure.send('PUT', machinePath('mine'), { body: machine({ zones: ['2'] }) });
  assert.equal(put.httpStatus, 201, put.text);
  await azure.settle();
  assert.deepEqual((await azure.send('GET', machinePath('mine'))).json['zones'], ['2']);
  const { json } = await azure.send('GET', WEB);
  assert.ok(!('sku' in json));
  const again = await azure.send('PUT', WEB, { body: json });
  assert.equal(again.httpStatus, 200, again.text);
  await azure.settle();
  assert.deepEqual(await machineNames(azure), ['mine'], 'a PUT of the set leaves its machines');
  assert.equal((await azure.send('DELETE', WEB)).httpStatus, 202);
  await azure.settle();
  assert.equal((await azure.send('GET', machinePath('mine'))).httpStatus, 404);
  const left = await azure.store.listDocuments('named-machines', { prefix: '', limit: 10 });
  assert.deepEqual(left, [], 'what named it goes with its set');
});

test('addition: has a fault domain of its own choice, and its disks', async () => {
  const azure = await settled({ capacity: 1, properties: { platformFaultDomainCount: 3 } });
  const dataDisks = [
    { lun: 3, name: 'data', createOption: 'Empty', diskSizeGB: 8, managedDisk: {} },
  ];
  const { storageProfile } = machine()['properties'] as { storageProfile: JsonObject };
  const body = machine(
    {},
    {
      platformFaultDomain: 2,
      storageProfile: { ...storageProfile, dataDisks },
    },
  );
  const put = await azure.send('PUT', machinePath('mine'), { body });
  assert.equal(put.httpStatus, 201, put.text);
  await azure.settle();
  const { json } = await azure.send('GET', `${machinePath('mine')}?$expand=instanceView`);
  assert.equal(at(json, 'properties', 'platformFaultDomain'), 2);
  assert.equal(at(json, 'properties', 'instanceView', 'platformFaultDomain'), 2);
  assert.equal(at(json, 'properties', 'storageProfile', 'dataDisks', 0, 'name'), 'data');
  const same = await azure.send('PUT', machinePath('mine'), { body: json });
  assert.equal(same.httpStatus, 200, same.text);
});

test('addition: what cannot be is refused by name', async () => {
  const azure = await settled({ capacity: 1 });
  const [name = ''] = azure.names;
  await azure.send('PUT', setPath('uniform'), { body: linuxSet({ capacity: 1 }) });
  await azure.send('PUT', setPath('other'), { body: flexibleSet({ capacity: 0 }) });
  const { storageProfile, osProfile } = machine()['properties'] as Record<string, JsonObject>;
  const cases: readonly (readonly [string, JsonObject, number, string, RegExp])[] = [
    ['alone', machine({}, { virtualMachineScaleSet: null }), 409, 'NotSupported', /outside of/],
    [
      'mine',
      machine({}, { virtualMachineScaleSet: { id: setPath('none') } }),
      404,
      'ResourceNotFound',
      /virtualMachineScaleSets\/none/,
    ],
    [
      'mine',
      machine({}, { virtualMachineScaleSet: { id: setPath('uniform') } }),
      409,
      'OperationNotAllowed',
      /'uniform'/,
    ],
    [
      'mine',
      machine({}, { virtualMachineScaleSet: { id: 'web' } }),
      400,
      'LinkedInvalidPropertyId',
      /web/,
    ],
    [
      'mine',
      machine({}, { virtualMachineScaleSet: { id: WEB.replace('/RG/', '/other/') } }),
      400,
      'InvalidParameter',
      /virtualMachineScaleSet.id/,
    ],
    ['mine', machine({ location: 'eastus' }), 400, 'InvalidParameter', /location/],
    ['mine', machine({ zones: ['1'] }), 400, 'InvalidParameter', /zones/],
    ['mine', machine({}, { platformFaultDomain: 0 }), 400, 'InvalidParameter', /FaultDomain/],
    ['mine', machine({}, { hardwareProfile: null }), 400, 'InvalidParameter', /vmSize/],
    [
      'mine',
      machine({}, { hardwareProfile: { vmSize: 'Standard_X' } }),
      400,
      'InvalidParameter',
      /not valid/,
    ],
    ['mine', machine({}, { networkProfile: null }), 400, 'InvalidParameter', /networkProfile/],
    [
      'mine',
      machine({}, { networkProfile: { networkInterfaces: [{ id: 'nic' }] } }),
      400,
      'LinkedInvalidPropertyId',
      /nic/,
    ],
    [
      'mine',
      machine({}, { networkProfile: { networkInterfaceConfigurations: [] } }),
      409,
      'NotSupported',
      /networkInterfaceConfigurations/,
    ],
    [
      'mine',
      machine({}, { osProfile: { ...osProfile, computerName: null } }),
      400,
      'InvalidParameter',
      /computerName/,
    ],
    [
      'mine',
      machine({}, { osProfile: { ...osProfile, adminPassword: 'x' } }),
      400,
      'InvalidParameter',
      /password/,
    ],
    [
      'mine',
      machine({}, { storageProfile: { ...storageProfile, imageReference: null } }),
      400,
      'InvalidParameter',
      /imageReference/,
    ],
    ['-mine', machine(), 400, 'InvalidParameter', /entity name/],
  ];
  await azure.send('DELETE', machinePath(name));
  await azure.settle();
  for (const [vm, body, httpStatus, code, message] of cases) {
    const answer = await azure.send('PUT', machinePath(vm), { body });
    assert.equal(answer.httpStatus, httpStatus, `${message} ${answer.text}`);
    assert.equal(errorOf(answer)['code'], code, answer.text);
    assert.match(String(errorOf(answer)['message']), message);
  }
  // The name of a machine that the set itself made once is none that can be given.
  const reused = await azure.send('PUT', machinePath(name), { body: machine() });
  assert.equal(reused.httpStatus, 409, reused.text);
  assert.deepEqual(await machineNames(azure), []);
});

// Words: pulumi/pulumi #5450, of a machine like this.
test('addition: a platform image that is none is refused', async () => {
  const azure = await settled({ capacity: 1, properties: { platformFaultDomainCount: 2 } });
  const { properties } = machine();
  const { storageProfile, ...rest } = properties as { storageProfile: JsonObject } & JsonObject;
  const imageReference = { ...(storageProfile['imageReference'] as JsonObject), sku: 'none' };
  const body = machine({}, { ...rest, storageProfile: { ...storageProfile, imageReference } });
  const answer = await azure.send('PUT', machinePath('mine'), { body });
  assert.equal(answer.httpStatus, 404, answer.text);
  assert.equal(errorOf(answer).code, 'PlatformImageNotFound');
});
