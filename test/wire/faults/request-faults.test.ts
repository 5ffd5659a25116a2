import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { createWorld, listOf, look, objectOf, ok, SET, VERSION } from './support/surfaces.ts';

const GET = `${SET}?${VERSION}`;
const on = { resource: SET };

async function add(emulator: TestEmulator, rule: object): Promise<void> {
  await ok(emulator, 'POST', '/_lazulite/faults', rule);
}

async function statuses(emulator: TestEmulator, times: number, target = GET): Promise<string> {
  const seen: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    seen.push((await emulator.request('GET', target)).httpStatus);
  }
  return seen.join(' ');
}

/** Codes, statuses and texts: shared/azure/errors.md, "CRP". */
const REFUSALS = [
  {
    fault: 'SkuNotAvailable',
    status: 409,
    code: 'SkuNotAvailable',
    message: /currently not available in location 'westeurope'/,
  },
  {
    fault: 'QuotaExceeded',
    with: { limit: 100, usage: 98, additional: 4 },
    status: 409,
    code: 'OperationNotAllowed',
    message:
      /Location: westeurope, Current Limit: 100, Current Usage: 98, Additional Required: 4, \(Minimum\) New Limit Required: 102\./,
  },
  {
    fault: 'OperationNotAllowed',
    status: 409,
    code: 'OperationNotAllowed',
    message:
      /^Operation 'VirtualMachineScaleSets\.Update\.PATCH' is not allowed on Virtual Machine Scale Set 'web'\.$/,
  },
  {
    fault: 'RetryableError',
    status: 429,
    code: 'RetryableError',
    message: /^A retryable error occurred\.$/,
  },
  { fault: 'Conflict', status: 409, code: 'Conflict', message: /conflict with another request/ },
  {
    fault: 'PreconditionFailed',
    status: 412,
    code: 'PreconditionFailed',
    message: /^Etag provided in if-match header "1" does not match etag "2" of resource\.$/,
  },
] as const;

for (const { fault, status, code, message, ...more } of REFUSALS) {
  test(`fault ${fault}: refuses a write at once, which has no effect, and is in the activity log`, async () => {
    await using emulator = await createWorld();
    const before = await look(emulator);
    await add(emulator, { fault, on, ...more });
    const refused = await emulator.request('PATCH', GET, { sku: { capacity: 9 } });
    const error = objectOf(objectOf(refused.json)['error']);
    assert.deepEqual([refused.httpStatus, error['code']], [status, code]);
    assert.match(String(error['message']), message);
    const details = fault === 'RetryableError' ? ['ReferencedResourceNotProvisioned'] : [];
    assert.deepEqual(
      listOf(error['details']).map((detail) => detail['code']),
      details,
    );
    assert.equal(refused.headers['azure-asyncoperation'], undefined);
    assert.equal((await emulator.request('GET', GET)).httpStatus, 200, 'reads go on');
    await ok(emulator, 'DELETE', '/_lazulite/faults');
    await emulator.clock.runUntilIdle();
    const after = await look(emulator);
    assert.deepEqual({ ...after, activity: [] }, { ...before, activity: [] });
    assert.ok(
      after.activity.some((entry) => entry.includes(code)),
      after.activity.join(),
    );
  });
}

test('faults on requests: an answer in place of the operation, for the second and third that match', async () => {
  await using emulator = await createWorld();
  const answer = {
    status: 503,
    headers: { 'Retry-After': '7' },
    body: { error: { code: 'Busy' } },
  };
  await add(emulator, {
    id: 'busy',
    on: { operation: 'VirtualMachineScaleSets_Get' },
    answer,
    skip: 1,
    times: 2,
  });
  assert.equal(await statuses(emulator, 4), '200 503 503 200');
  assert.equal(await statuses(emulator, 1, `${SET}/instanceView?${VERSION}`), '200');
  const rule = await ok(emulator, 'GET', '/_lazulite/faults/busy');
  assert.deepEqual([rule['hits'], rule['state'], rule['skip']], [2, 'spent', 1]);
});

test('faults on requests: the first rule that matches counts; each is over in its time', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'POST', '/_lazulite/faults', [
    { id: 'a', on: { method: 'GET', ...on }, answer: { status: 500 }, for: '1m' },
    { id: 'b', on: { path: '*/virtualMachineScaleSets/WEB' }, answer: { status: 502 }, for: '2m' },
  ]);
  assert.equal(await statuses(emulator, 1), '500');
  await emulator.clock.advance('1m');
  assert.equal(await statuses(emulator, 1), '502');
  await emulator.clock.advance('1m');
  assert.equal(await statuses(emulator, 1), '200');
  const { faults } = await ok(emulator, 'GET', '/_lazulite/faults');
  assert.deepEqual(
    listOf(faults).map(({ id, state, hits }) => [id, state, hits]),
    [
      ['a', 'over', 1],
      ['b', 'over', 1],
    ],
  );
});

test('faults on requests: a share is drawn by the seed', async () => {
  const draw = async (seed: number): Promise<string> => {
    await using emulator = await createWorld({ start: { seed } });
    await add(emulator, { on: { ...on, share: 0.5 }, answer: { status: 500 } });
    return await statuses(emulator, 20);
  };
  const [one, again, other] = [await draw(1), await draw(1), await draw(2)];
  assert.equal(one, again);
  assert.notEqual(one, other);
  assert.match(one, /200.*500|500.*200/);
});

test('faults on requests: callers are told apart', async () => {
  await using emulator = await createWorld();
  await add(emulator, { on: { caller: 'somebody-else' }, answer: { status: 500 } });
  assert.equal(await statuses(emulator, 1), '200');
});

// Azure/azure-sdk-for-python#905: the poller is done, the resource is not.
test('faults on pollers: done too early, a header that is missing, a state with another spelling', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'POST', '/_lazulite/faults', [
    {
      id: 'early',
      on: { operation: '*Operations_Get' },
      change: { body: { status: 'Succeeded', endTime: null } },
      times: 1,
    },
    // hashicorp/go-azure-sdk#339.
    {
      id: 'spelling',
      on: { operation: '*Operations_Get' },
      change: { body: { status: 'Running' } },
      times: 1,
    },
    {
      id: 'headers',
      on: { operation: 'VirtualMachineScaleSets_Restart' },
      change: { removeHeaders: ['azure-asyncoperation'], headers: { 'Retry-After': 'soon' } },
    },
  ]);
  const started = await emulator.request('POST', `${SET}/restart?${VERSION}`);
  assert.equal(started.httpStatus, 202);
  assert.equal(started.headers['azure-asyncoperation'], undefined);
  assert.equal(started.headers['retry-after'], 'soon');
  await ok(emulator, 'DELETE', '/_lazulite/faults/headers');
  const { headers } = await emulator.request('POST', `${SET}/restart?${VERSION}`);
  const link = headers['azure-asyncoperation'] ?? '';
  const early = await ok(emulator, 'GET', link);
  assert.deepEqual([early['status'], 'endTime' in early], ['Succeeded', false]);
  assert.equal((await ok(emulator, 'GET', link))['status'], 'Running');
  assert.equal((await ok(emulator, 'GET', link))['status'], 'InProgress');
  assert.equal(
    objectOf((await ok(emulator, 'GET', GET))['properties'])['provisioningState'],
    'Updating',
  );
});

// Azure/azure-sdk-for-net#36798: 200 at once while it goes on.
test('faults on pollers: 200 at once for something that goes on', async () => {
  await using emulator = await createWorld();
  await add(emulator, {
    on: { operation: 'VirtualMachineScaleSets_Restart' },
    change: { status: 200, removeHeaders: ['Azure-AsyncOperation', 'Location'] },
  });
  const started = await emulator.request('POST', `${SET}/restart?${VERSION}`);
  assert.deepEqual([started.httpStatus, started.headers['location']], [200, undefined]);
  assert.equal((await look(emulator)).model, 'Updating');
});

// kubernetes/autoscaler#7373: a size that is stale.
test('faults on reads: stale ones are as when the rule was first met', async () => {
  await using emulator = await createWorld();
  await add(emulator, { id: 'stale', on, stale: true });
  const capacity = async (): Promise<unknown> =>
    objectOf((await ok(emulator, 'GET', GET))['sku'])['capacity'];
  assert.equal(await capacity(), 4);
  await ok(emulator, 'PATCH', GET, { sku: { capacity: 2 } });
  await emulator.clock.runUntilIdle();
  assert.equal(await capacity(), 4);
  await ok(emulator, 'DELETE', '/_lazulite/faults/stale');
  assert.equal(await capacity(), 2);
});

test('faults on requests: a delay is of virtual time', async () => {
  await using emulator = await createWorld();
  await add(emulator, { on, delay: '30s' });
  let answered = false;
  const waiting = emulator.request('GET', GET).then((answer) => {
    answered = true;
    return answer;
  });
  await emulator.clock.advance('29s');
  assert.equal(answered, false);
  await emulator.clock.advance('1s');
  assert.equal((await waiting).httpStatus, 200);
});

test('faults on requests: what hangs is let go with its rule', async () => {
  await using emulator = await createWorld();
  await add(emulator, { id: 'hang', on, hang: true });
  let answered = false;
  const waiting = emulator.request('GET', GET).then((answer) => {
    answered = true;
    return answer;
  });
  await emulator.clock.advance('10h');
  assert.equal(answered, false);
  await ok(emulator, 'DELETE', '/_lazulite/faults/hang');
  assert.equal((await waiting).httpStatus, 200);
});

test('faults on requests: a connection that ends before, after and in the middle of an answer', async () => {
  await using emulator = await startEmulator({ listen: true, auth: 'open' });
  const group = `/subscriptions/${emulator.subscriptionId}/resourceGroups/cut?api-version=2022-09-01`;
  const put = (): Promise<string> =>
    fetch(`${emulator.httpUrl}${group}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ location: 'westeurope' }),
    }).then((answer) => answer.text());
  const exists = async (): Promise<number> => (await emulator.request('HEAD', group)).httpStatus;
  await add(emulator, { id: 'cut', on: { method: 'PUT' }, cut: 'before' });
  await assert.rejects(put());
  assert.equal(await exists(), 404, 'nothing has happened');
  await ok(emulator, 'DELETE', '/_lazulite/faults');
  await add(emulator, { on: { method: 'PUT' }, cut: 'after' });
  await assert.rejects(put());
  assert.equal(await exists(), 204, 'it has happened, and nobody was told');
  await ok(emulator, 'DELETE', '/_lazulite/faults');
  await add(emulator, { on: { method: 'PUT' }, cut: 'middle' });
  await assert.rejects(put(), /terminated|closed|aborted/);
  await ok(emulator, 'DELETE', '/_lazulite/faults');
  assert.match(await put(), /"name":"cut"/);
});

test('faults: rules never meet the control API or a sign-in, so they can always be taken away', async () => {
  await using emulator = await createWorld();
  await add(emulator, { on: { path: '*' }, answer: { status: 500 } });
  assert.equal(await statuses(emulator, 1), '500');
  assert.equal(await statuses(emulator, 1, '/_lazulite/faults'), '200');
});
