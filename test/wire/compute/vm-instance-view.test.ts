import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JsonObject, parseInstant } from '../../../src/base/index.ts';
import {
  computerName,
  diskName,
  placementGroupId,
} from '../../../src/providers/compute/shapes/instance-names.ts';
import { vmInstanceView } from '../../../src/providers/compute/shapes/vm-instance-view.ts';
import {
  type Instance,
  readModelFacts,
  type ScaleSetModelView,
} from '../../../src/scaleset/index.ts';
import { createAzure, PLAIN } from './support/azure.ts';
import { extension, linuxSet, setPath } from './support/models.ts';

const at = (time: string): number => parseInstant(time) ?? 0;

function setOf(model: JsonObject): ScaleSetModelView {
  return {
    genesis: {
      resourceId: setPath('clitestvmss000002'),
      name: 'clitestvmss000002',
      location: 'westus',
      uniqueId: '8b4f71d7-c304-4b9d-b41c-f270b7e64c6e',
      seed: 1,
      lifecycle: PLAIN,
    },
    createdAt: 0,
    model,
    facts: readModelFacts(model),
    provisioningState: 'succeeded',
    etag: 1,
  };
}

const debian = linuxSet({
  osProfile: { computerNamePrefix: 'clite11ee' },
  profile: {
    storageProfile: {
      imageReference: { publisher: 'Debian', offer: 'debian-10', sku: '10', version: 'latest' },
      osDisk: { createOption: 'FromImage' },
    },
  },
});

function instanceOf(besides: Partial<Instance> = {}, model = debian): Instance {
  return {
    instanceId: 3,
    name: 'clitestvmss000002_3',
    vmId: 'b0dbc015-e8f3-43e8-9f33-08cc3d738977',
    createdAt: at('2024-08-26T09:02:11.839185+00:00'),
    state: 'succeeded',
    settledAt: at('2024-08-26T09:05:29.342665+00:00'),
    failure: null,
    power: 'running',
    hibernated: false,
    resilientDeletion: 'Disabled',
    latestModelApplied: true,
    model,
    facts: readModelFacts(model),
    faultDomain: 3,
    agent: { state: 'ready', at: at('2024-08-26T09:05:43+00:00') },
    extensions: [],
    health: null,
    zone: null,
    own: null,
    ...besides,
  };
}

const RUNNING_KEYS = [
  'placementGroupId',
  'platformUpdateDomain',
  'platformFaultDomain',
  'computerName',
  'osName',
  'osVersion',
  'vmAgent',
  'disks',
  'hyperVGeneration',
  'statuses',
];

// Recorded: azure-cli test_vmss_vms_debian.yaml #36 (blob 7996c4ac0023), 2024-07-01.
test('machine view: a running Linux machine has the recorded keys and texts', () => {
  const view = vmInstanceView(setOf(debian), instanceOf(), '2024-07-01');
  assert.deepEqual(Object.keys(view), RUNNING_KEYS);
  assert.equal(view['platformUpdateDomain'], 3);
  assert.equal(view['computerName'], 'clite11ee000003');
  assert.equal(view['osName'], 'debian');
  assert.deepEqual(view['vmAgent'], {
    vmAgentVersion: '2.2.45',
    statuses: [
      {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Ready',
        message: 'Guest Agent is running',
        time: '2024-08-26T09:05:43+00:00',
      },
    ],
    extensionHandlers: [],
  });
  const [disk] = view['disks'] as { name: string; statuses: unknown }[];
  assert.match(disk?.name ?? '', /^clitestvmss000002clitestvmss000002_OS__1_[0-9a-f]{32}$/);
  assert.equal(view['hyperVGeneration'], 'V1');
  assert.deepEqual(view['statuses'], [
    {
      code: 'ProvisioningState/succeeded',
      level: 'Info',
      displayStatus: 'Provisioning succeeded',
      time: '2024-08-26T09:05:29.342665+00:00',
    },
    { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' },
  ]);
});

// Recorded: the same cassette #30 (stopped) and #42 (deallocated).
test('machine view: a stopped machine keeps its agent, a deallocated one has none', () => {
  const stopped = vmInstanceView(setOf(debian), instanceOf({ power: 'stopped' }), '2024-07-01');
  assert.deepEqual(Object.keys(stopped), RUNNING_KEYS);
  const gone = instanceOf({ power: 'deallocated', agent: null });
  const deallocated = vmInstanceView(setOf(debian), gone, '2024-07-01');
  assert.deepEqual(Object.keys(deallocated), [
    'placementGroupId',
    'platformUpdateDomain',
    'platformFaultDomain',
    'disks',
    'hyperVGeneration',
    'statuses',
  ]);
  assert.deepEqual((deallocated['statuses'] as JsonObject[])[1], {
    code: 'PowerState/deallocated',
    level: 'Info',
    displayStatus: 'VM deallocated',
  });
});

// Recorded: huangpf/azure-powershell TestVirtualMachineScaleSetLB.json #66, 2017-03-30.
test('machine view: late in its deletion only the provisioning status is left, disks deleting too', () => {
  const late = instanceOf({
    state: 'deleting',
    settledAt: null,
    power: null,
    agent: { state: 'notReporting', at: at('2017-09-14T07:57:31+00:00') },
  });
  const view = vmInstanceView(setOf(debian), late, '2017-03-30');
  const deleting = [
    { code: 'ProvisioningState/deleting', level: 'Info', displayStatus: 'Deleting' },
  ];
  assert.deepEqual(Object.keys(view), [
    'placementGroupId',
    'platformUpdateDomain',
    'platformFaultDomain',
    'vmAgent',
    'disks',
    'statuses',
  ]);
  assert.deepEqual(view['statuses'], deleting);
  assert.deepEqual((view['disks'] as JsonObject[])[0]?.['statuses'], deleting);
  const agent = view['vmAgent'] as JsonObject;
  assert.deepEqual(Object.keys(agent), ['vmAgentVersion', 'statuses']);
  assert.equal((agent['statuses'] as JsonObject[])[0]?.['code'], 'ProvisioningState/Unavailable');
});

// Counted over 886 bodies: shared/azure/vm-instance-view.md, "Presence rules".
test('machine view: which members exist follows the api-version', () => {
  const keys = (apiVersion: string) =>
    Object.keys(vmInstanceView(setOf(debian), instanceOf(), apiVersion));
  assert.ok(!keys('2016-03-30').includes('placementGroupId'));
  assert.ok(keys('2016-04-30-preview').includes('placementGroupId'));
  assert.ok(!keys('2017-03-30').includes('computerName'));
  assert.ok(keys('2017-12-01').includes('computerName'));
  assert.ok(!keys('2018-10-01').includes('hyperVGeneration'));
  assert.ok(keys('2019-03-01').includes('hyperVGeneration'));
});

// Recorded: ctstone TestVMScaleSetRollingUpgrade.json #45 (healthy), azure-cli #15018 (unhealthy).
// Documented: "Application Health extension", 2023-07-01 (unknown). Inferred: initializing.
test('machine view: health is shown as soon as somebody has reported', () => {
  const shown = (health: Instance['health']) =>
    vmInstanceView(setOf(debian), instanceOf({ health }), '2019-07-01')['vmHealth'];
  assert.equal(shown(null), undefined);
  const since = at('2019-10-06T02:45:39.25+00:00');
  for (const [state, level, displayStatus] of [
    ['healthy', 'Info', 'The VM is reporting itself as healthy'],
    ['unhealthy', 'Error', 'The VM is reporting itself as unhealthy or is unreachable'],
    ['unknown', 'Warning', 'The VM health is unknown'],
    ['initializing', 'Info', 'The VM health is initializing'],
  ] as const) {
    assert.deepEqual(Object.entries((shown({ state, since }) as JsonObject)['status'] as object), [
      ['code', `HealthState/${state}`],
      ['level', level],
      ['displayStatus', displayStatus],
      ['time', '2019-10-06T02:45:39+00:00'],
    ]);
  }
});

// Documented: "VM states" (Microsoft), cloud-provider autoscaler #5767.
test('machine view: a machine may have failed and be running', () => {
  const failed = instanceOf({
    state: 'failed',
    failure: {
      code: 'NetworkingInternalOperationError',
      message: 'Unknown network allocation error.',
    },
  });
  const view = vmInstanceView(setOf(debian), failed, '2024-07-01');
  const [status, power] = view['statuses'] as JsonObject[];
  assert.equal(status?.['code'], 'ProvisioningState/failed/NetworkingInternalOperationError');
  assert.equal(status?.['displayStatus'], 'Provisioning failed');
  assert.equal(status?.['level'], 'Error');
  assert.equal(power?.['code'], 'PowerState/running');
});

// Documented ("Understand instance IDs"), recorded up to 000007.
test('machine names: six digits of base 36 behind the prefix', () => {
  assert.equal(computerName('web', 0), 'web000000');
  assert.equal(computerName('web', 10), 'web00000A');
  assert.equal(computerName('web', 36 ** 2), 'web000100');
});

// Recorded: ctstone TestVMScaleSetVMOperations_ManagedDisks.json #36.
test('disk names: set, set, instance, kind and 32 hex digits; never longer than Azure allows', () => {
  assert.match(diskName('vmss4250', 0, 'id', 1), /^vmss4250_vmss4250_0_OsDisk_1_[0-9a-f]{32}$/);
  assert.match(diskName('vmss4250', 0, 'id', 2), /^vmss4250_vmss4250_0_disk2_[0-9a-f]{32}$/);
  for (const length of [1, 15, 16, 40, 64]) {
    assert.ok(diskName('v'.repeat(length), 999_999, 'id', 64).length <= 80);
  }
  assert.notEqual(diskName('a', 1, 'one', 1), diskName('a', 1, 'two', 1));
});

test('placement groups: one for all, or one for each hundred', () => {
  assert.equal(placementGroupId('u', true, 0), placementGroupId('u', true, 950));
  assert.equal(placementGroupId('u', false, 0), placementGroupId('u', false, 99));
  assert.notEqual(placementGroupId('u', false, 99), placementGroupId('u', false, 100));
});

test('machine view: over the wire, with extensions, and 404 for ids that are none', async () => {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), {
    body: linuxSet({ extensions: [extension('CustomScript')] }),
  });
  await azure.settle();
  const view = await azure.send('GET', `${setPath('web')}/virtualMachines/1/instanceView`);
  assert.equal(view.httpStatus, 200);
  assert.equal(view.header('x-ms-request-charge'), '1');
  const [shown] = view.json['extensions'] as JsonObject[];
  assert.deepEqual(Object.keys(shown ?? {}), ['name', 'type', 'typeHandlerVersion', 'statuses']);
  assert.equal(shown?.['type'], 'Microsoft.Azure.Extensions.CustomScript');
  const [status] = (shown?.['statuses'] ?? []) as JsonObject[];
  assert.match(String(status?.['time']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  // Recorded 2020-2023: shared/azure/errors.md, "CRP".
  for (const id of ['99', '-1', '01', '%2A', '99999999999999999999']) {
    const missing = await azure.send('GET', `${setPath('web')}/virtualMachines/${id}/instanceView`);
    assert.equal(missing.httpStatus, 404, id);
    assert.equal(
      missing.text,
      '{\r\n  "error": {\r\n    "code": "NotFound",\r\n    "message": "The entity was not found in this Azure location."\r\n  }\r\n}',
    );
  }
  // steampipe-plugin-azure #829, vm-scale-sets #60.
  for (const id of ['x', '1e3', 'web_1']) {
    const word = await azure.send('GET', `${setPath('web')}/virtualMachines/${id}/instanceView`);
    assert.equal(word.httpStatus, 400, id);
    assert.deepEqual(word.json['error'], {
      code: 'InvalidParameter',
      message: 'Virtual Machine Scale Set VM instanceId must be a number.',
      target: 'instanceId',
    });
  }
});
