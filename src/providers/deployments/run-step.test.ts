import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '../../base/index.ts';
import type { ExpandedTemplate } from '../../templates/index.ts';
import type { Deployment, Step } from './deployment.ts';
import { pollStep, type RunServices, sendStep } from './run-step.ts';
import type { InternalRequest } from './send.ts';

const SET =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/a';
const SECOND = 1_000_000;

const STEP: Step = {
  kind: 'Delete',
  id: SET,
  type: 'Microsoft.Compute/virtualMachineScaleSets',
  name: 'a',
  apiVersion: '2024-07-01',
  state: 'started',
  startedAt: 0,
};

interface Scripted {
  readonly httpStatus: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: JsonValue;
}

/** A front door that gives these answers, one after the other. */
function door(...answers: readonly Scripted[]) {
  const asked: string[] = [];
  let next = 0;
  const services = {
    shared: false,
    now: () => 10 * SECOND,
    send(request: InternalRequest) {
      asked.push(`${request.method} ${request.target}`);
      const answer = answers[next++];
      assert.ok(answer, `nobody expected ${request.method} ${request.target}`);
      return Promise.resolve({
        httpStatus: answer.httpStatus,
        header: (name: string) => answer.headers?.[name],
        json: answer.json,
      });
    },
  } as unknown as RunServices;
  return { services, asked };
}

function deploymentOf(...steps: readonly Step[]): Deployment {
  return { statusId: '1', correlationId: 'c', origin: 'https://x', steps } as unknown as Deployment;
}

const NO_TEMPLATE = { resources: [] } as unknown as ExpandedTemplate;

const send = (step: Step, services: RunServices, others: readonly Step[] = [], again = false) =>
  sendStep(step, deploymentOf(step, ...others), NO_TEMPLATE, services, again);

test('step: a deletion is followed to the end of its Location', async () => {
  const url = 'https://localhost:8677/subscriptions/s/x?monitor=true';
  const { services, asked } = door(
    { httpStatus: 202, headers: { location: url } },
    { httpStatus: 202 },
    { httpStatus: 200 },
  );
  const sent = await send(STEP, services);
  assert.deepEqual(
    [sent.state, sent.pollKind, sent.pollTarget, sent.nextPollAt, sent.statusCode],
    ['running', 'result', '/subscriptions/s/x?monitor=true', 11 * SECOND, 'Accepted'],
  );
  const polled = await pollStep(sent, deploymentOf(sent), services);
  assert.deepEqual([polled.state, polled.nextPollAt], ['running', 11 * SECOND]);
  const done = await pollStep(polled, deploymentOf(polled), services);
  assert.deepEqual(
    [done.state, done.endedAt, done.pollTarget],
    ['succeeded', 10 * SECOND, undefined],
  );
  assert.equal(asked.at(-1), 'GET /subscriptions/s/x?monitor=true');
});

test('step: what is not there any more is deleted', async () => {
  for (const httpStatus of [204, 404]) {
    const { services } = door({ httpStatus });
    assert.equal((await send(STEP, services)).state, 'succeeded');
  }
});

test('step: what is in use is deleted again while others are going, else it fails', async () => {
  const inUse = { httpStatus: 400, json: { error: { code: 'InUse', message: 'by x' } } };
  const going: Step = { ...STEP, id: `${SET}2`, state: 'running' };
  const { services } = door(inUse, inUse);
  const waits = await send(STEP, services, [going]);
  assert.deepEqual([waits.state, waits.refusals, waits.pollTarget], ['running', 1, undefined]);
  // Nothing to poll: when its time has come the request is sent anew.
  assert.equal((await pollStep(waits, deploymentOf(waits), services)).state, 'started');
  const failed = await send(STEP, services, [{ ...going, state: 'succeeded' }]);
  assert.deepEqual(
    [failed.state, failed.statusCode, failed.failure],
    ['failed', 'BadRequest', { error: { code: 'InUse', message: 'by x' } }],
  );
});

test('step: too many requests are waited out, for a while', async () => {
  const busy = { httpStatus: 429, headers: { 'retry-after': '7' } };
  const { services } = door(
    busy,
    { httpStatus: 503 },
    { ...busy, json: { error: { code: 'Busy', message: 'm' } } },
  );
  const first = await send(STEP, services);
  assert.deepEqual([first.state, first.refusals, first.nextPollAt], ['running', 1, 17 * SECOND]);
  const second = await send({ ...first, state: 'started' }, services);
  assert.deepEqual([second.refusals, second.nextPollAt], [2, 15 * SECOND]);
  const last = await send({ ...STEP, refusals: 10 }, services);
  assert.deepEqual([last.state, last.statusCode], ['failed', 'TooManyRequests']);
});

test('step: what may have been sent already is not sent while its work goes on', async () => {
  const state = (provisioningState: string) => ({
    httpStatus: 200,
    json: { properties: { provisioningState } },
  });
  const busy = door(state('Creating'));
  const waits = await send(STEP, busy.services, [], true);
  assert.deepEqual([waits.state, waits.pollTarget, busy.asked.length], ['running', undefined, 1]);
  const idle = door(state('Succeeded'), { httpStatus: 204 });
  assert.equal((await send(STEP, idle.services, [], true)).state, 'succeeded');
  assert.deepEqual(
    idle.asked.map((line) => line.split(' ')[0]),
    ['GET', 'DELETE'],
  );
});

test('step: a preempted operation is a failure, unless another process may have preempted it', async () => {
  const running: Step = {
    ...STEP,
    kind: 'Create',
    state: 'running',
    pollKind: 'status',
    pollTarget: '/op',
  };
  const error = { code: 'OperationPreempted', message: 'm' };
  const preempted = { httpStatus: 200, json: { status: 'Failed', error } };
  const alone = door(preempted);
  const failed = await pollStep(running, deploymentOf(running), alone.services);
  assert.deepEqual(
    [failed.state, failed.failure?.error.code, failed.failure?.error.details],
    ['failed', 'ResourceDeploymentFailure', [error]],
  );
  const { services } = door(preempted);
  const shared = await pollStep(running, deploymentOf(running), { ...services, shared: true });
  assert.deepEqual([shared.state, shared.pollKind], ['running', 'resource']);
});
