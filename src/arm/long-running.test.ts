import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clock, type ClockMode, createClock, createFakeMachineTime } from '../clock/index.ts';
import { createLongRunning, type OperationStatus } from './long-running.ts';
import type { ArmRequest } from './types.ts';

const NOW = 1_724_662_997_668_470; // 2024-08-26T09:03:17.66847Z
const ID = '80fba42a-7c8f-426d-848c-f038b201348f';
const B = `https://localhost:8677/subscriptions/S/providers/Microsoft.Compute/locations/westus/operations/${ID}`;

function longRunning(mode: ClockMode) {
  const clock = { mode, now: () => NOW } as Partial<Clock> as Clock;
  return createLongRunning({ clock, namespace: 'Microsoft.Compute' });
}

function request(version: string): ArmRequest {
  return {
    origin: 'https://localhost:8677',
    apiVersion: version,
    servedVersion: version,
    params: { subscriptionId: 'S' },
  } as Partial<ArmRequest> as ArmRequest;
}

const running: OperationStatus = {
  operationId: ID,
  startedAt: NOW,
  endedAt: null,
  state: 'inProgress',
  failure: null,
};
const done: OperationStatus = { ...running, endedAt: NOW + 26_000_000, state: 'succeeded' };
const failed: OperationStatus = {
  ...done,
  state: 'failed',
  failure: { code: 'OSProvisioningTimedOut', message: 'Too late.', target: '0' },
};

test('long-running: an action is accepted with both links and the operation id', () => {
  const reply = longRunning({ kind: 'real' }).started(request('2018-06-01'), {
    httpStatus: 202,
    operationId: ID,
    location: 'westus',
    withLocation: true,
    instanceCount: 2,
  });
  assert.deepEqual(reply, {
    httpStatus: 202,
    speaker: 'provider',
    headers: [
      'Azure-AsyncNotification',
      'Enabled',
      'Azure-AsyncOperation',
      `${B}?api-version=2018-06-01`,
      'Location',
      `${B}?monitor=true&api-version=2018-06-01`,
      'x-ms-request-charge',
      '2',
    ],
    requestId: ID,
  });
});

test('long-running: URLs begin with the partition of the region since 2020-12-01', () => {
  const start = (version: string): readonly string[] =>
    longRunning({ kind: 'real' }).started(request(version), {
      httpStatus: 201,
      operationId: ID,
      location: 'westus',
      body: { a: 1 },
      withLocation: false,
      retryAfterSeconds: 10,
    }).headers ?? [];
  assert.match(start('2020-12-01')[3] ?? '', /\?p=[0-9a-f-]{36}&api-version=2020-12-01$/);
  assert.doesNotMatch(start('2020-06-01')[3] ?? '', /p=/);
  assert.equal(
    start('2022-11-01')[3]?.replace('2022-11-01', ''),
    start('2020-12-01')[3]?.replace('2020-12-01', ''),
  );
  assert.deepEqual(start('2020-06-01').slice(4), ['Retry-After', '10']);
});

test('long-running: Retry-After is in step with the clock', () => {
  const waits = (mode: ClockMode): number[] =>
    [10, 15, 0].map((seconds) => longRunning(mode).retryAfterSeconds(seconds));
  assert.deepEqual(waits({ kind: 'real' }), [10, 15, 0]);
  assert.deepEqual(waits({ kind: 'scaled', rate: 4 }), [3, 4, 1]);
  assert.deepEqual(waits({ kind: 'scaled', rate: 60 }), [1, 1, 1]);
  assert.deepEqual(waits({ kind: 'scaled', rate: 0.5 }), [20, 30, 1]);
  assert.deepEqual(waits({ kind: 'instant' }), [0, 0, 0]);
  assert.deepEqual(waits({ kind: 'manual' }), [1, 1, 1]);
});

test('long-running: where Azure leaves the wait to the client, only a real clock does', () => {
  const poll = (mode: ClockMode): readonly string[] =>
    longRunning(mode).status(running).headers ?? [];
  assert.deepEqual(poll({ kind: 'real' }), []);
  assert.deepEqual(poll({ kind: 'scaled', rate: 60 }), ['Retry-After', '1']);
  assert.deepEqual(poll({ kind: 'manual' }), ['Retry-After', '1']);
});

test('long-running: an estimate stays between the recorded ones', () => {
  const poll = (seconds: number): readonly string[] =>
    longRunning({ kind: 'real' }).status({ ...running, expectedEnd: NOW + seconds * 1e6 })
      .headers ?? [];
  assert.deepEqual(
    [poll(-3), poll(30), poll(9_999)],
    [
      ['Retry-After', '5'],
      ['Retry-After', '30'],
      ['Retry-After', '97'],
    ],
  );
  const never = { ...running, expectedEnd: Number.POSITIVE_INFINITY };
  assert.deepEqual(longRunning({ kind: 'real' }).status(never).headers, []);
});

test('long-running: a poll waits for an end that comes before its client would ask again', async () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: { kind: 'scaled', rate: 60 }, source });
  const polls = createLongRunning({ clock, namespace: 'Microsoft.Compute' });
  /** Of an operation with two steps, whose second is known when the first has ended. */
  const endsAfter = async (
    steps: readonly number[],
    asked: Partial<ArmRequest> = {},
    age = 60e6,
  ): Promise<{ looks: number; waitedMs: number }> => {
    const begin = clock.now();
    let looks = 0;
    let isOver = false;
    const poll = polls.patiently(
      { ...request('2018-06-01'), ...asked },
      () => Promise.resolve((looks += 1)),
      () => {
        const next = steps.find((seconds) => begin + seconds * 1e6 > clock.now());
        return next === undefined
          ? undefined
          : { startedAt: begin - age, lookAgainAt: begin + next * 1e6 };
      },
    );
    void poll.then(() => (isOver = true));
    let waitedMs = 0;
    for (; waitedMs < 5_000; waitedMs += 100) {
      await source.turn();
      if (isOver) break;
      source.pass(100);
    }
    return { looks, waitedMs };
  };
  assert.deepEqual(await endsAfter([]), { looks: 1, waitedMs: 0 });
  assert.deepEqual(await endsAfter([30]), { looks: 2, waitedMs: 500 });
  assert.deepEqual(await endsAfter([30, 54]), { looks: 3, waitedMs: 900 });
  // What comes later is said at once, as it is while another step is to come.
  assert.deepEqual(await endsAfter([61]), { looks: 1, waitedMs: 0 });
  assert.deepEqual(await endsAfter([30, 90]), { looks: 2, waitedMs: 500 });
  // The first poll finds it in progress, as in Azure.
  assert.deepEqual(await endsAfter([30], {}, 29e6), { looks: 1, waitedMs: 0 });
  assert.deepEqual(await endsAfter([30], {}, 30e6), { looks: 2, waitedMs: 500 });
  assert.deepEqual(await endsAfter([30], { isInternal: true }), { looks: 1, waitedMs: 0 });
  for (const kind of ['real', 'manual', 'instant'] as const) {
    clock.setMode({ kind });
    assert.deepEqual(await endsAfter([0.5]), { looks: 1, waitedMs: 0 }, kind);
  }
});

test('long-running: a poll does not wait longer when the clock is set otherwise meanwhile', async () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: { kind: 'scaled', rate: 60 }, source });
  const polls = createLongRunning({ clock, namespace: 'Microsoft.Compute' });
  const end = clock.now() + 30e6;
  let looks = 0;
  const poll = polls.patiently(
    request('2018-06-01'),
    () => Promise.resolve((looks += 1)),
    () => ({ startedAt: 0, lookAgainAt: end }),
  );
  await source.turn();
  clock.setMode({ kind: 'manual' });
  assert.equal(await poll, 2);
});

test('long-running: the bodies of polls, as recorded', () => {
  const polls = longRunning({ kind: 'real' });
  const body = (status: OperationStatus, output?: unknown): string =>
    JSON.stringify(polls.status(status, output).body);
  assert.equal(
    body(running),
    `{"json":{"startTime":"2024-08-26T09:03:17.66847+00:00","status":"InProgress","name":"${ID}"}}`,
  );
  assert.equal(
    body(done, { value: [] }),
    `{"json":{"startTime":"2024-08-26T09:03:17.66847+00:00","endTime":"2024-08-26T09:03:43.66847+00:00","status":"Succeeded","properties":{"output":{"value":[]}},"name":"${ID}"}}`,
  );
  assert.equal(
    body(failed),
    `{"json":{"startTime":"2024-08-26T09:03:17.66847+00:00","endTime":"2024-08-26T09:03:43.66847+00:00","status":"Failed","error":{"code":"OSProvisioningTimedOut","message":"Too late.","target":"0"},"name":"${ID}"}}`,
  );
  for (const status of [running, done, failed]) assert.equal(polls.status(status).httpStatus, 200);
  assert.deepEqual(polls.status(done).headers, []);
});

test('long-running: the Location says 202, then an empty 200, or the output, or the error', () => {
  const polls = longRunning({ kind: 'scaled', rate: 60 });
  const ask = (status: OperationStatus, output?: unknown) =>
    polls.result(request('2018-06-01'), { ...status, location: 'westus' }, output);
  assert.deepEqual(ask(running), {
    httpStatus: 202,
    speaker: 'provider',
    headers: ['Location', `${B}?monitor=true&api-version=2018-06-01`, 'Retry-After', '1'],
  });
  assert.deepEqual(ask(done), { httpStatus: 200, speaker: 'provider' });
  assert.deepEqual(ask(done, { value: [] }).body, { bytes: Buffer.from('{"value":[]}') });
  assert.deepEqual(ask(failed), {
    httpStatus: 409,
    speaker: 'provider',
    body: {
      json: { error: { code: 'OSProvisioningTimedOut', message: 'Too late.', target: '0' } },
    },
  });
  const nameless = { ...failed, failure: { code: null, message: 'Failed to get secret XXX' } };
  assert.equal(ask(nameless).httpStatus, 500);
});
