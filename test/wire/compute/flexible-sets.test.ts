import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createAzure } from './support/azure.ts';
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
import { GROUP, linuxSet, setPath } from './support/models.ts';

// R: azure-cli, test_create_flexible_vmss_by_default.yaml, `outputs` of the deployment (October 2023).
test('flexible set: is answered with the members that were recorded, in their order', async () => {
  const azure = await settled({ capacity: 2 });
  const { json } = await azure.send('GET', WEB, { version: '2023-07-01' });
  const properties = json['properties'] as JsonObject;
  assert.deepEqual(Object.keys(properties), [
    'singlePlacementGroup',
    'orchestrationMode',
    'upgradePolicy',
    'virtualMachineProfile',
    'provisioningState',
    'uniqueId',
    'platformFaultDomainCount',
    'constrainedMaximumCapacity',
    'timeCreated',
  ]);
  assert.equal(properties['singlePlacementGroup'], false);
  assert.deepEqual(properties['upgradePolicy'], { mode: 'Manual' });
  assert.equal(properties['platformFaultDomainCount'], 1);
  const profile = properties['virtualMachineProfile'] as JsonObject;
  assert.deepEqual(at(profile, 'osProfile', 'linuxConfiguration'), {
    disablePasswordAuthentication: false,
    provisionVMAgent: true,
    patchSettings: { patchMode: 'ImageDefault', assessmentMode: 'ImageDefault' },
    enableVMAgentPlatformUpdates: false,
  });
  assert.deepEqual(at(profile, 'storageProfile', 'osDisk'), {
    osType: 'Linux',
    createOption: 'FromImage',
    caching: 'ReadWrite',
    managedDisk: { storageAccountType: 'Premium_LRS' },
    deleteOption: 'Delete',
    diskSizeGB: 30,
  });
  assert.equal(at(profile, 'storageProfile', 'diskControllerType'), 'SCSI');
  const network = profile['networkProfile'] as JsonObject;
  assert.deepEqual(Object.keys(network), ['networkApiVersion', 'networkInterfaceConfigurations']);
  assert.equal(network['networkApiVersion'], '2020-11-01');
  const nic = at(network, 'networkInterfaceConfigurations', 0, 'properties') as JsonObject;
  assert.deepEqual(Object.keys(nic), [
    'primary',
    'disableTcpStateTracking',
    'enableIPForwarding',
    'auxiliaryMode',
    'auxiliarySku',
    'deleteOption',
    'ipConfigurations',
    'dnsSettings',
  ]);
  assert.deepEqual(Object.keys(at(nic, 'ipConfigurations', 0, 'properties') as JsonObject), [
    'privateIPAddressVersion',
    'subnet',
    'applicationSecurityGroups',
    'applicationGatewayBackendAddressPools',
  ]);
});

// shared/azure/model-defaults.md: absent until 2022-11-01, Manual from 2023-07-01.
test('flexible set: versions show what they have', async () => {
  const azure = await settled();
  const propertiesAt = async (version: string): Promise<JsonObject> =>
    (await azure.send('GET', WEB, { version })).json['properties'] as JsonObject;
  const before = await propertiesAt('2022-11-01');
  assert.ok(!('upgradePolicy' in before));
  assert.equal(before['constrainedMaximumCapacity'], false);
  const first = await propertiesAt('2020-06-01');
  assert.equal(first['orchestrationMode'], 'Flexible');
  assert.ok(!('constrainedMaximumCapacity' in first));
  assert.ok(!('orchestrationMode' in (await propertiesAt('2019-12-01'))));
});

test('flexible set: an answer of any version can be put back without a change', async () => {
  const azure = await settled({ capacity: 1 });
  const before = await azure.send('GET', WEB);
  for (const version of ['2020-06-01', '2022-11-01', '2023-07-01', '2024-07-01']) {
    const { json } = await azure.send('GET', WEB, { version });
    const put = await azure.send('PUT', WEB, { version, body: json });
    assert.equal(put.httpStatus, 200, put.text);
    await azure.settle();
    const { etag: _, ...after } = (await azure.send('GET', WEB)).json;
    const { etag: __, ...was } = before.json;
    assert.deepEqual(after, was, version);
  }
});

test('flexible set: stays what it is, and a Uniform one does not become it', async () => {
  const azure = await settled({ capacity: 1 });
  await azure.send('PUT', setPath('other'), { body: linuxSet() });
  for (const [name, body] of [
    ['web', linuxSet({ properties: { orchestrationMode: 'Uniform' } })],
    ['other', flexibleSet()],
  ] as const) {
    const answer = await azure.send('PUT', setPath(name), { body });
    assert.equal(answer.httpStatus, 409, answer.text);
    assert.deepEqual(errorOf(answer), {
      code: 'PropertyChangeNotAllowed',
      message: "Changing property 'orchestrationMode' is not allowed.",
      target: 'orchestrationMode',
    });
  }
});

test('flexible set: without a profile there is no size and no machine', async () => {
  const azure = await createAzure();
  const body = {
    location: 'westeurope',
    properties: { orchestrationMode: 'Flexible', platformFaultDomainCount: 2 },
  };
  const put = await azure.send('PUT', WEB, { body });
  assert.equal(put.httpStatus, 201, put.text);
  await azure.settle();
  const { json } = await azure.send('GET', WEB);
  assert.ok(!('sku' in json));
  assert.ok(!('virtualMachineProfile' in (json['properties'] as JsonObject)));
  assert.equal(at(json, 'properties', 'provisioningState'), 'Succeeded');
  assert.deepEqual(await machineNames(azure), []);
  // az vmss update puts back what it got.
  assert.equal((await azure.send('PUT', WEB, { body: json })).httpStatus, 200);
  await azure.settle();
  // A profile can come later, with a size.
  const later = await azure.send('PUT', WEB, {
    body: flexibleSet({ capacity: 2, properties: { platformFaultDomainCount: 2 } }),
  });
  assert.equal(later.httpStatus, 200, later.text);
  await azure.settle();
  assert.equal((await machineNames(azure)).length, 2);
});

// R: shared/azure/vm-instance-view.md, "Flexible sets".
test('flexible set: its list has minimal items', async () => {
  const azure = await settled({ capacity: 1 });
  const [name = ''] = azure.names;
  assert.match(name, /^web_[0-9a-f]{8}$/);
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  assert.deepEqual(json, {
    value: [
      {
        name,
        id: `${WEB}/virtualMachines/${name}`,
        type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
        location: 'westeurope',
        instanceId: name,
        zones: [null],
      },
    ],
  });
});

test('flexible set: what Azure refuses of it is refused in its words', async () => {
  const azure = await settled({ capacity: 1 });
  const [name = ''] = azure.names;
  const notAllowed = (operation: string) =>
    `Operation '${operation}' is not allowed on Virtual Machine Scale Set 'web'.`;
  const mustBeNumber = 'Virtual Machine Scale Set VM instanceId must be a number.';
  const machine = `${WEB}/virtualMachines/${name}`;
  const refused: readonly (readonly [string, string, unknown, number, string, string])[] = [
    // I: nomad-autoscaler #1096.
    [
      'GET',
      `${WEB}/instanceView`,
      undefined,
      409,
      'OperationNotAllowed',
      notAllowed('VirtualMachineScaleSets.instanceView.GET'),
    ],
    // R 2023.
    [
      'POST',
      `${WEB}/manualupgrade`,
      { instanceIds: [name] },
      409,
      'OperationNotAllowed',
      notAllowed('VirtualMachineScaleSets.ManualUpgrade.POST'),
    ],
    // Microsoft's page that compares the two modes.
    [
      'POST',
      `${WEB}/convertToSinglePlacementGroup`,
      undefined,
      409,
      'OperationNotAllowed',
      notAllowed('VirtualMachineScaleSets.ConvertToSinglePlacementGroup.POST'),
    ],
    [
      'POST',
      `${WEB}/forceRecoveryServiceFabricPlatformUpdateDomainWalk?platformUpdateDomain=0`,
      undefined,
      409,
      'OperationNotAllowed',
      notAllowed('VirtualMachineScaleSets.ForceRecoveryServiceFabricPlatformUpdateDomainWalk.POST'),
    ],
    // R (Uniform), with the name that a machine of a Flexible set has.
    [
      'POST',
      `${WEB}/performMaintenance`,
      undefined,
      409,
      'OperationNotAllowed',
      `Operation 'performMaintenance' is not allowed on VM '${name}' since the Subscription of this VM is not eligible.`,
    ],
    // I: OMS-Agent-for-Linux #1475.
    [
      'GET',
      `${WEB}/virtualMachines?$expand=instanceView`,
      undefined,
      400,
      'BadRequest',
      notAllowed('VirtualMachineScaleSets.virtualMachines.GET'),
    ],
    // I: steampipe-plugin-azure #829, ansible-collections/azure #1526.
    ['GET', machine, undefined, 400, 'InvalidParameter', mustBeNumber],
    ['GET', `${machine}/instanceView`, undefined, 400, 'InvalidParameter', mustBeNumber],
    ['POST', `${machine}/deallocate`, undefined, 400, 'InvalidParameter', mustBeNumber],
    ['DELETE', machine, undefined, 400, 'InvalidParameter', mustBeNumber],
    [
      'GET',
      `${WEB}/virtualMachines/0`,
      undefined,
      404,
      'NotFound',
      'The entity was not found in this Azure location.',
    ],
    [
      'POST',
      `${WEB}/virtualMachines/0/start`,
      undefined,
      404,
      'NotFound',
      'The entity was not found in this Azure location.',
    ],
    [
      'POST',
      `${WEB}/virtualMachines/*/start`,
      undefined,
      409,
      'OperationNotAllowed',
      notAllowed('VirtualMachineScaleSetVMs.Start.POST'),
    ],
    [
      'POST',
      `${WEB}/start`,
      { instanceIds: ['0'] },
      400,
      'InvalidParameter',
      'The provided instanceId 0 is not an active Virtual Machine Scale Set VM instanceId.',
    ],
  ];
  for (const [method, path, body, httpStatus, code, message] of refused) {
    const answer = await azure.send(method, path, body === undefined ? {} : { body });
    assert.equal(answer.httpStatus, httpStatus, `${method} ${path}: ${answer.text}`);
    assert.equal(errorOf(answer)['code'], code);
    assert.equal(errorOf(answer)['message'], message);
  }
  assert.equal((await azure.send('DELETE', `${WEB}/virtualMachines/0`)).httpStatus, 204);
  assert.equal(await power(azure, name), 'PowerState/running');
});

test('flexible set: actions on all machines and on those that are named', async () => {
  const azure = await settled({ capacity: 3 });
  const [first = '', second = '', third = ''] = azure.names;
  const one = await azure.send('POST', `${WEB}/poweroff`, {
    body: { instanceIds: [second.toUpperCase()] },
  });
  assert.equal(one.httpStatus, 202);
  assert.equal(one.header('x-ms-request-charge'), '1');
  await azure.settle();
  assert.deepEqual(await Promise.all([first, second, third].map((name) => power(azure, name))), [
    'PowerState/running',
    'PowerState/stopped',
    'PowerState/running',
  ]);
  for (const [word, after] of [
    ['deallocate', 'PowerState/deallocated'],
    ['start', 'PowerState/running'],
    ['restart', 'PowerState/running'],
    ['reimage', 'PowerState/running'],
  ] as const) {
    const all = await azure.send('POST', `${WEB}/${word}`, { body: { instanceIds: ['*'] } });
    assert.equal(all.httpStatus, 202, word);
    assert.equal(all.header('x-ms-request-charge'), '3');
    await azure.settle();
    assert.equal(await power(azure, third), after, word);
  }
});

test('flexible set: scaled and with machines deleted by name', async () => {
  const azure = await settled({ capacity: 3 });
  const [first = '', second = '', third = ''] = azure.names;
  const answer = await azure.send('POST', `${WEB}/delete`, { body: { instanceIds: [second] } });
  assert.equal(answer.httpStatus, 202);
  await azure.settle();
  assert.deepEqual(await machineNames(azure), [first, third]);
  assert.equal(at((await azure.send('GET', WEB)).json, 'sku', 'capacity'), 2);
  // az vmss scale puts location and sku only.
  const scale = await azure.send('PUT', WEB, {
    body: { location: 'westeurope', sku: { name: 'Standard_D2s_v5', capacity: 4 } },
  });
  assert.equal(scale.httpStatus, 200, scale.text);
  await azure.settle();
  const names = await machineNames(azure);
  assert.deepEqual(names.slice(0, 2), [first, third]);
  assert.equal(new Set(names).size, 4);
  assert.ok(!names.includes(second), 'a name is not used again');
});

test('flexible set: deleted with its machines, and so is its group', async () => {
  const azure = await settled({ capacity: 2 });
  const [name = ''] = azure.names;
  assert.equal((await azure.send('DELETE', WEB)).httpStatus, 202);
  const start = await azure.send('POST', `${machinePath(name)}/start`);
  assert.equal(errorOf(start)['code'], 'OperationNotAllowed');
  await azure.settle();
  assert.equal((await azure.send('GET', machinePath(name))).httpStatus, 404);
  await azure.send('PUT', WEB, { body: flexibleSet({ capacity: 2 }) });
  await azure.settle();
  assert.ok(!(await machineNames(azure)).includes(name), 'another set, other names');
  const gone = await azure.send('DELETE', GROUP, { version: '2022-09-01' });
  assert.equal(gone.httpStatus, 202);
  await azure.settle();
  const group = await azure.send('GET', GROUP, { version: '2022-09-01' });
  assert.equal(group.httpStatus, 404);
});
