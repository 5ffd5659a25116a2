import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, type Azure, createAzure } from './support/azure.ts';
import { linuxSet, setPath } from './support/models.ts';
import { HEALTH } from './support/rolling.ts';

const WEB = setPath('web');

async function settled(capacity = 3, properties: JsonObject = {}): Promise<Azure> {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet({ capacity, properties }) });
  await azure.settle();
  return azure;
}

const errorOf = (answer: Answer): JsonObject => answer.json['error'] as JsonObject;

async function powers(azure: Azure): Promise<string[]> {
  const { json } = await azure.send(
    'GET',
    `${WEB}/virtualMachines?$expand=instanceView&$select=instanceView`,
  );
  return (
    json['value'] as { properties: { instanceView: { statuses: { code: string }[] } } }[]
  ).map(({ properties }) => properties.instanceView.statuses.at(-1)?.code ?? '');
}

const RUNNING = 'PowerState/running';

// Recorded: lro.md, "First answer": 202, empty, both URLs, no Retry-After from Azure.
for (const [word, after] of [
  ['poweroff', 'PowerState/stopped'],
  ['deallocate', 'PowerState/deallocated'],
  ['restart', RUNNING],
  ['start', RUNNING],
  ['reimage', RUNNING],
  ['reimageall', RUNNING],
  ['redeploy', RUNNING],
] as const) {
  test(`${word}: on all, on some, on one`, async () => {
    const azure = await settled();
    const all = await azure.send('POST', `${WEB}/${word}`);
    assert.equal(all.httpStatus, 202);
    assert.equal(all.text, '');
    assert.match(
      all.header('azure-asyncoperation') ?? '',
      /\/operations\/[0-9a-f-]{36}\?p=[0-9a-f-]{36}&api-version=2024-07-01$/,
    );
    assert.match(
      all.header('location') ?? '',
      /\?p=[0-9a-f-]{36}&monitor=true&api-version=2024-07-01$/,
    );
    assert.equal(all.header('x-ms-request-charge'), '3');
    await azure.settle();
    assert.deepEqual(await powers(azure), [after, after, after]);

    await azure.send('POST', `${WEB}/start`, { body: { instanceIds: ['*'] } });
    await azure.settle();
    const some = await azure.send('POST', `${WEB}/${word}`, { body: { instanceIds: ['0', '2'] } });
    assert.equal(some.header('x-ms-request-charge'), '2');
    await azure.settle();
    assert.deepEqual(await powers(azure), [after, RUNNING, after]);

    await azure.send('POST', `${WEB}/start`, { body: {} });
    await azure.settle();
    const one = await azure.send('POST', `${WEB}/virtualmachines/1/${word}`);
    assert.equal(one.httpStatus, 202);
    assert.equal(one.header('x-ms-request-charge'), '1');
    await azure.settle();
    assert.deepEqual(await powers(azure), [RUNNING, after, RUNNING]);
  });
}

// Recorded: az CLI 2.63, POST …/virtualMachines/%2A/deallocate (operations.md, "Notes").
test('actions: a star in the place of an instance means all', async () => {
  const azure = await settled();
  const answer = await azure.send('POST', `${WEB}/virtualMachines/%2A/deallocate`);
  assert.equal(answer.httpStatus, 202);
  assert.equal(answer.header('x-ms-request-charge'), '3');
});

// Recorded (26 times each): errors.md, "CRP".
test('actions: unknown instances are refused with the recorded target', async () => {
  const azure = await settled();
  const message =
    'The provided instanceId 999 is not an active Virtual Machine Scale Set VM instanceId.';
  for (const [word, target] of [
    ['delete', 'instanceIds'],
    ['manualupgrade', 'upgradePolicies.instanceIds'],
    ['start', 'instanceIds'],
  ] as const) {
    const answer = await azure.send('POST', `${WEB}/${word}`, {
      body: { instanceIds: ['0', '999'] },
    });
    assert.equal(answer.httpStatus, 400);
    assert.deepEqual(errorOf(answer), { code: 'InvalidParameter', message, target });
  }
  const word = await azure.send('POST', `${WEB}/start`, { body: { instanceIds: ['web_0'] } });
  assert.match(String(errorOf(word)['message']), /instanceId web_0 is not an active/);
  // Inferred from the recorded GET of a machine that is not there (vm-instance-view.md).
  const one = await azure.send('POST', `${WEB}/virtualMachines/999/start`);
  assert.equal(one.httpStatus, 404);
  assert.deepEqual(errorOf(one), {
    code: 'NotFound',
    message: 'The entity was not found in this Azure location.',
  });
});

test('actions: bodies that are none are refused', async () => {
  const azure = await settled();
  for (const word of ['delete', 'manualupgrade']) {
    for (const body of [undefined, {}, { instanceIds: null }]) {
      const answer = await azure.send('POST', `${WEB}/${word}`, body === undefined ? {} : { body });
      assert.equal(
        errorOf(answer)['message'],
        "Required parameter 'instanceIds' is missing (null).",
      );
    }
  }
  for (const body of [{ instanceIds: [] }, { instanceIds: 'x' }, { instanceIds: {} }]) {
    const answer = await azure.send('POST', `${WEB}/start`, { body });
    assert.equal(errorOf(answer)['code'], 'InvalidParameter', JSON.stringify(body));
  }
  for (const raw of ['[]', '"x"', '5', '{"instanceIds":[{}]}', '{"instanceIds":[null]}', '{']) {
    const answer = await azure.send('POST', `${WEB}/start`, { raw });
    assert.equal(answer.httpStatus, 400, raw);
  }
  assert.deepEqual(await powers(azure), [RUNNING, RUNNING, RUNNING]);
});

test('delete instances: capacity goes down and ids are not used again', async () => {
  const azure = await settled();
  const answer = await azure.send('POST', `${WEB}/delete`, { body: { instanceIds: ['1'] } });
  assert.equal(answer.httpStatus, 202);
  await azure.settle();
  const set = await azure.send('GET', WEB);
  assert.equal((set.json['sku'] as JsonObject)['capacity'], 2);
  assert.equal((await azure.send('GET', `${WEB}/virtualMachines/1`)).httpStatus, 404);
  await azure.send('PATCH', WEB, { body: { sku: { name: 'Standard_D2s_v5', capacity: 3 } } });
  await azure.settle();
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  const ids = (json['value'] as JsonObject[]).map((item) => item['instanceId']);
  // One machine more is begun than asked for, and both are ready at once: the newer one goes.
  assert.deepEqual(ids, ['0', '2', '5']);
});

// Recorded: 202; the specification has 204 for a machine that is not there.
test('delete one: 202, and 204 when it is not there', async () => {
  const azure = await settled();
  const gone = await azure.send('DELETE', `${WEB}/virtualMachines/0`);
  assert.equal(gone.httpStatus, 202);
  assert.ok(gone.header('location'));
  await azure.settle();
  for (const id of ['0', '77', '99999999999999999999']) {
    const again = await azure.send('DELETE', `${WEB}/virtualMachines/${id}`);
    assert.equal(again.httpStatus, 204, id);
    assert.equal(again.header('azure-asyncoperation'), undefined);
  }
  const word = await azure.send('DELETE', `${WEB}/virtualMachines/x`);
  assert.equal(word.httpStatus, 400);
});

test('delete one: asked again while it goes, or twice at once, is no error', async () => {
  const azure = await settled();
  const one = `${WEB}/virtualMachines/1`;
  const answers = await Promise.all([azure.send('DELETE', one), azure.send('DELETE', one)]);
  const statuses = answers.map(({ httpStatus }) => httpStatus);
  assert.ok(statuses.includes(202) && statuses.includes(204), String(statuses));
  assert.equal((await azure.send('DELETE', one)).httpStatus, 204);
  const set = await azure.send('DELETE', `${setPath('none')}/virtualMachines/1`);
  assert.equal(set.httpStatus, 404);
});

test('manualupgrade: brings instances to the latest model', async () => {
  const azure = await settled(2);
  await azure.send('PUT', WEB, {
    body: linuxSet({ envelope: { sku: { name: 'Standard_D4s_v5', capacity: 2 } } }),
  });
  await azure.settle();
  const shown = async (id: number) => {
    const { json } = await azure.send('GET', `${WEB}/virtualMachines/${id}`);
    const properties = json['properties'] as JsonObject;
    return [properties['latestModelApplied'], (json['sku'] as JsonObject)['name']];
  };
  assert.deepEqual(await shown(0), [false, 'Standard_D2s_v5']);
  const answer = await azure.send('POST', `${WEB}/manualupgrade`, { body: { instanceIds: ['0'] } });
  assert.equal(answer.httpStatus, 202);
  await azure.settle();
  assert.deepEqual(await shown(0), [true, 'Standard_D4s_v5']);
  assert.deepEqual(await shown(1), [false, 'Standard_D2s_v5']);
});

// Recorded: DELETE absent 204 by the front door (157 times); existing 202 with both URLs.
test('delete set: 202, joined by a second one, 404 when it is gone, 204 ever after', async () => {
  const azure = await settled();
  const first = await azure.send('DELETE', WEB);
  assert.equal(first.httpStatus, 202);
  assert.equal(first.text, '');
  assert.ok(first.header('location'));
  const second = await azure.send('DELETE', WEB);
  assert.equal(second.httpStatus, 202);
  assert.equal(second.header('azure-asyncoperation'), first.header('azure-asyncoperation'));
  const put = await azure.send('PUT', WEB, { body: linuxSet() });
  assert.equal(put.httpStatus, 409);
  assert.deepEqual(errorOf(put), {
    code: 'OperationNotAllowed',
    message:
      "Operation 'Update Virtual Machine Scale Set' is not allowed on Virtual Machine Scale Set 'web' since it is marked for deletion. For more information on your operations, please refer to https://aka.ms/activitylog.",
  });
  const start = await azure.send('POST', `${WEB}/start`);
  assert.match(
    String(errorOf(start)['message']),
    /^Operation 'VirtualMachineScaleSets.Start.POST' is not allowed/,
  );
  await azure.settle();
  assert.equal((await azure.send('GET', WEB)).httpStatus, 404);
  const absent = await azure.send('DELETE', WEB);
  assert.equal(absent.httpStatus, 204);
  assert.equal(absent.header('x-ms-request-id'), absent.header('x-ms-correlation-request-id'));
  const poll = await azure.send('GET', first.header('azure-asyncoperation') ?? '');
  assert.equal(poll.json['status'], 'Succeeded', 'an operation outlives its set');
  const list = await azure.send('GET', WEB.replace(/\/web$/, ''));
  assert.deepEqual(list.json['value'], []);
});

// Recorded: Suspended after Suspend, 2019-12-01 … 2024-07-01; Running documented.
test('automatic repairs: suspended and resumed in the view; refused without a policy', async () => {
  const azure = await createAzure();
  const policy = { enabled: true, gracePeriod: 'PT30M' };
  const body = linuxSet({ extensions: [HEALTH], properties: { automaticRepairsPolicy: policy } });
  assert.equal((await azure.send('PUT', WEB, { body })).httpStatus, 201);
  await azure.settle();
  const state = async () => {
    const { json } = await azure.send('GET', `${WEB}/instanceView`);
    return (json['orchestrationServices'] as JsonObject[])[0]?.['serviceState'];
  };
  const post = (action: string) =>
    azure.send('POST', `${WEB}/setOrchestrationServiceState`, {
      body: { serviceName: 'AutomaticRepairs', action },
    });
  assert.equal((await post('Suspend')).httpStatus, 202);
  await azure.settle();
  assert.equal(await state(), 'Suspended');
  await post('Resume');
  await azure.settle();
  assert.equal(await state(), 'Running');
  assert.equal(errorOf(await post('Explode'))['target'], 'action');
  const plain = await settled(1);
  const refused = await plain.send('POST', `${WEB}/setOrchestrationServiceState`, {
    body: { serviceName: 'AutomaticRepairs', action: 'Suspend' },
  });
  assert.equal(refused.httpStatus, 409);
  assert.equal(errorOf(refused)['code'], 'OperationNotAllowed');
});

test('actions: a set that is not there is not found, whatever is asked of it', async () => {
  const azure = await createAzure();
  for (const path of [
    '/start',
    '/poweroff',
    '/virtualMachines/0/restart',
    '/setOrchestrationServiceState',
  ]) {
    const body = { serviceName: 'AutomaticRepairs', action: 'Resume', instanceIds: ['0'] };
    const answer = await azure.send(
      'POST',
      `${WEB}${path}`,
      path.endsWith('State') ? { body } : {},
    );
    assert.equal(answer.httpStatus, 404, path);
    assert.equal(errorOf(answer)['code'], 'ResourceNotFound');
    assert.equal(answer.header('x-ms-failure-cause'), 'gateway');
  }
});

test('flags: true, false or a refusal', async () => {
  const azure = await settled(1);
  assert.equal((await azure.send('POST', `${WEB}/poweroff?skipShutdown=true`)).httpStatus, 202);
  const odd = await azure.send('POST', `${WEB}/poweroff?skipShutdown=perhaps`);
  assert.equal(errorOf(odd)['code'], 'InvalidParameter');
  const sleep = await azure.send('POST', `${WEB}/deallocate?hibernate=true`);
  // Microsoft's page "Troubleshoot hibernation in Azure".
  assert.equal(errorOf(sleep)['code'], 'OperationNotAllowed');
  assert.match(String(errorOf(sleep)['message']), /that is enabled for hibernation/);
});
