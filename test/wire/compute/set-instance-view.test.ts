import assert from 'node:assert/strict';
import { test } from 'node:test';
import { providerJson } from '../../../src/arm/index.ts';
import { parseInstant } from '../../../src/base/index.ts';
// The pure shape is tested where it is; nothing but this test and its provider uses it.
import {
  instanceViewForm,
  setInstanceView,
} from '../../../src/providers/compute/shapes/set-instance-view.ts';
import { parseLifecycle, type ScaleSetSummary } from '../../../src/scaleset/index.ts';
import { createAzure, PLAIN } from './support/azure.ts';
import { extension, linuxSet, setPath } from './support/models.ts';

const succeededAt = (time: string): ScaleSetSummary['status'] => ({
  state: 'succeeded',
  settledAt: parseInstant(time) ?? 0,
  failure: null,
});

function written(summary: ScaleSetSummary, apiVersion: string): string {
  return providerJson(setInstanceView(summary, instanceViewForm(apiVersion))).toString('utf8');
}

const plain: ScaleSetSummary = {
  virtualMachine: [{ state: 'succeeded', count: 5 }],
  extensions: [],
  automaticRepairs: null,
  health: null,
  status: succeededAt('2024-08-26T08:30:36.837235+00:00'),
};

// Recorded: azure-cli test_vmss_create_and_modify.yaml #30 (blob f98e0d9fa0bc), 2024-07-01, whose
// content-length is 359. Our instants have six digits of a second where that one had seven.
test('instance view: five instances without extensions are the recorded bytes', () => {
  const recorded =
    '{\r\n  "virtualMachine": {\r\n    "statusesSummary": [\r\n      {\r\n        "code": "ProvisioningState/succeeded",\r\n        "count": 5\r\n      }\r\n    ]\r\n  },\r\n  "statuses": [\r\n    {\r\n      "code": "ProvisioningState/succeeded",\r\n      "level": "Info",\r\n      "displayStatus": "Provisioning succeeded",\r\n      "time": "2024-08-26T08:30:36.8372356+00:00"\r\n    }\r\n  ]\r\n}';
  assert.equal(recorded.length, 359);
  assert.equal(written(plain, '2024-07-01'), recorded.replace('8372356', '837235'));
  assert.equal(written(plain, '2016-04-30-preview'), recorded.replace('8372356', '837235'));
});

// Recorded: azure-xplat-cli arm_compute_vmss_get_instance_view_should_pass.nock.js (blob 8302fd1bc370),
// 2016-04-30-preview, content-length 724.
test('instance view: two extensions, the second still creating, are the recorded bytes', () => {
  const summary: ScaleSetSummary = {
    ...plain,
    virtualMachine: [{ state: 'succeeded', count: 10 }],
    extensions: [
      { name: 'test', counts: [{ state: 'succeeded', count: 10 }] },
      { name: 'test1', counts: [{ state: 'creating', count: 10 }] },
    ],
    status: succeededAt('2017-02-16T10:00:55.049924+00:00'),
  };
  const bytes = written(summary, '2016-04-30-preview');
  assert.equal(bytes.length, 724 - 1);
  assert.deepEqual(Object.keys(JSON.parse(bytes)), ['virtualMachine', 'extensions', 'statuses']);
});

// Recorded: huangpf/azure-powershell TestVirtualMachineScaleSetReimageUpdate.json #79, 2016-03-30.
test('instance view: while a set scales in, its status has no time', () => {
  const counts = [
    { state: 'succeeded', count: 2 },
    { state: 'deleting', count: 1 },
  ] as const;
  const summary: ScaleSetSummary = {
    virtualMachine: counts,
    extensions: [{ name: 'csetest', counts }],
    automaticRepairs: null,
    health: null,
    status: { state: 'updating', settledAt: null, failure: null },
  };
  const codes = [
    { code: 'ProvisioningState/succeeded', count: 2 },
    { code: 'ProvisioningState/deleting', count: 1 },
  ];
  assert.deepEqual(JSON.parse(written(summary, '2016-03-30')), {
    virtualMachine: { statusesSummary: codes },
    extensions: [{ name: 'csetest', statusesSummary: codes }],
    statuses: [{ code: 'ProvisioningState/updating', level: 'Info', displayStatus: 'Updating' }],
  });
});

// Recorded: azure-cli test_vmss_set_orchestration_service_state.yaml #39 (blob 33bf63d6a2f6).
test('instance view: orchestrationServices stand before statuses, from 2019-12-01 on', () => {
  const summary: ScaleSetSummary = { ...plain, automaticRepairs: 'Suspended' };
  const view = JSON.parse(written(summary, '2019-12-01'));
  assert.deepEqual(Object.keys(view), ['virtualMachine', 'orchestrationServices', 'statuses']);
  assert.deepEqual(view.orchestrationServices, [
    { serviceName: 'AutomaticRepairs', serviceState: 'Suspended' },
  ]);
  assert.equal(JSON.parse(written(summary, '2019-07-01')).orchestrationServices, undefined);
});

// The reference page's example (shared/azure/reference-page.txt), in the wire's order and casing.
test('instance view: a failed set is as on the reference page', () => {
  const view = setInstanceView(
    {
      virtualMachine: [{ state: 'creating', count: 50 }],
      extensions: [{ name: 'extensionName', counts: [{ state: 'creating', count: 7 }] }],
      automaticRepairs: null,
      health: null,
      status: {
        state: 'failed',
        settledAt: parseInstant('2016-05-01T00:00:00Z') ?? 0,
        failure: { code: null, message: 'Failed to get secret XXX' },
      },
    },
    'first',
  );
  assert.deepEqual(view['statuses'], [
    {
      code: 'ProvisioningState/failed',
      level: 'Error',
      displayStatus: 'failed',
      message: 'Failed to get secret XXX',
      time: '2016-05-01T00:00:00+00:00',
    },
  ]);
});

// Documented: "VM states" and the issues in instance-view.md, "Failed states".
test('instance view: a failure with a code has it as third segment, in statuses only', () => {
  const view = setInstanceView(
    {
      ...plain,
      virtualMachine: [{ state: 'failed', count: 5 }],
      status: {
        state: 'failed',
        settledAt: 0,
        failure: { code: 'AllocationFailed', message: 'Allocation failed.' },
      },
    },
    'first',
  );
  const [status] = view['statuses'] as { code: string }[];
  assert.equal(status?.code, 'ProvisioningState/failed/AllocationFailed');
  assert.deepEqual(view['virtualMachine'], {
    statusesSummary: [{ code: 'ProvisioningState/failed', count: 5 }],
  });
});

// Inferred; see docs/reference/instance-view.md, "Empty set".
test('instance view: an empty set has no list, and neither [] nor null anywhere', async () => {
  const azure = await createAzure();
  const body = linuxSet({ capacity: 0, extensions: [extension('CustomScript')] });
  await azure.send('PUT', setPath('empty'), { body });
  await azure.settle();
  const { text, json } = await azure.send('GET', `${setPath('empty')}/instanceView`);
  assert.deepEqual(Object.keys(json), ['virtualMachine', 'statuses']);
  assert.deepEqual(json['virtualMachine'], {});
  assert.doesNotMatch(text, /\[\]|null/);
});

test('instance view: follows a set from creation to deletion, counts included', async () => {
  const azure = await createAzure();
  const view = async () => (await azure.send('GET', `${setPath('web')}/instanceView`)).json;
  const codes = async () => {
    const json = (await view()) as {
      virtualMachine: { statusesSummary?: { code: string; count: number }[] };
      statuses: { code: string; time?: string }[];
    };
    const counts = json.virtualMachine.statusesSummary ?? [];
    return {
      set: json.statuses.map(({ code }) => code.slice('ProvisioningState/'.length)),
      timed: json.statuses[0]?.time !== undefined,
      // Their order follows no fixed rule (instance-view.md, fact 10).
      counts: counts
        .map(({ code, count }) => `${code.slice('ProvisioningState/'.length)}=${count}`)
        .toSorted(),
    };
  };
  const properties = { overprovision: false };
  await azure.send('PUT', setPath('web'), { body: linuxSet({ capacity: 3, properties }) });
  assert.deepEqual(await codes(), { set: ['creating'], timed: false, counts: ['creating=3'] });
  await azure.settle();
  assert.deepEqual(await codes(), { set: ['succeeded'], timed: true, counts: ['succeeded=3'] });

  await azure.send('PATCH', setPath('web'), {
    body: { sku: { name: 'Standard_D2s_v5', capacity: 5 } },
  });
  assert.deepEqual(await codes(), {
    set: ['updating'],
    timed: false,
    counts: ['creating=2', 'succeeded=3'],
  });
  await azure.settle();

  await azure.send('POST', `${setPath('web')}/delete`, { body: { instanceIds: ['0', '1'] } });
  await azure.advance(1);
  assert.deepEqual((await codes()).counts, ['deleting=2', 'succeeded=3']);
  await azure.settle();
  assert.deepEqual((await codes()).counts, ['succeeded=3']);

  await azure.send('DELETE', setPath('web'));
  assert.deepEqual((await codes()).set, ['deleting']);
  await azure.settle();
  assert.equal((await azure.send('GET', `${setPath('web')}/instanceView`)).httpStatus, 404);
});

test('instance view: the same bytes object until something changes', async () => {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), { body: linuxSet() });
  const first = await azure.send('GET', `${setPath('web')}/instanceView`);
  const again = await azure.send('GET', `${setPath('web')}/instanceView`);
  assert.equal(first.text, again.text);
  await azure.settle();
  const settled = await azure.send('GET', `${setPath('web')}/instanceView`);
  assert.notEqual(settled.text, first.text);
});

// Recorded: 2024-07-01 headers, azure-cli test_vmss_create_and_modify.yaml #30.
test('instance view: content type, caching and high-cost rate limits are the recorded ones', async () => {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), { body: linuxSet() });
  const answer = await azure.send('GET', `${setPath('WEB')}/instanceview`);
  assert.equal(answer.httpStatus, 200);
  assert.equal(answer.header('content-type'), 'application/json; charset=utf-8');
  assert.equal(answer.header('cache-control'), 'no-cache');
  assert.equal(answer.header('etag'), undefined);
  assert.match(
    answer.header('x-ms-ratelimit-remaining-resource') ?? '',
    /^Microsoft\.Compute\/HighCostGetVMScaleSetSubscriptionMaximum;\d+,Microsoft\.Compute\/HighCostGetVMScaleSetResource;\d+$/,
  );
});

test('instance view: the failure of a creation reaches the view with its message', async () => {
  const lifecycle = parseLifecycle({
    name: 'page',
    steps: { allocate: '10s' },
    setFailure: {
      after: '5s',
      view: { code: null, message: 'Failed to get secret XXX' },
      operation: { code: 'VMScaleSetAllocationError', message: 'See the instance view.' },
    },
  });
  assert.notEqual(lifecycle, PLAIN);
  const azure = await createAzure({ lifecycle });
  const put = await azure.send('PUT', setPath('page'), { body: linuxSet({ capacity: 4 }) });
  await azure.advance(6);
  const { json } = await azure.send('GET', `${setPath('page')}/instanceView`, {
    version: '2016-04-30-preview',
  });
  const [status] = json['statuses'] as { code: string; message: string; displayStatus: string }[];
  assert.equal(status?.code, 'ProvisioningState/failed');
  assert.equal(status?.message, 'Failed to get secret XXX');
  assert.equal(status?.displayStatus, 'failed');
  const poll = await azure.send('GET', put.header('azure-asyncoperation') ?? '');
  assert.equal(poll.httpStatus, 200);
  assert.deepEqual(poll.json['error'], {
    code: 'VMScaleSetAllocationError',
    message: 'See the instance view.',
  });
  const set = await azure.send('GET', setPath('page'));
  assert.equal(
    (set.json['properties'] as { provisioningState: string }).provisioningState,
    'Failed',
  );
});
