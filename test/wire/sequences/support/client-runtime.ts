import assert from 'node:assert/strict';
import { type Poller, POLLS_MAX, retryAfter } from './client.ts';
import { at, type Exchange, expectStatus, show } from './wire.ts';

/** LongRunningOperationRetryTimeout of the generated clients. */
const INTERVAL_SECONDS = 30;

/**
 * The poller of Microsoft.Rest.ClientRuntime.Azure, on which Azure PowerShell's compute and network
 * cmdlets stand. Source: Azure/azure-sdk-for-net
 * sdk/mgmtcommon/ClientRuntime.Azure/ClientRuntime.Azure/LRO/{Base/AzureLRO,Operations/*Lro}.cs.
 */
export const clientRuntime: Poller = async (client, first) => {
  const { method, url } = first.sent;
  expectStatus(first, 200, 201, 202, 204);
  const asyncUrl = first.header('azure-asyncoperation');
  const location = first.header('location');
  let status = firstStatus(first);
  let last = first;
  for (let poll = 0; status === 'InProgress' && poll < POLLS_MAX; poll += 1) {
    await client.wire.wait(retryAfter(last) ?? INTERVAL_SECONDS);
    last = await client.send('GET', asyncUrl ?? location ?? url);
    expectStatus(last, 200, 201, 202, 204);
    status = statusOf(last, asyncUrl !== undefined);
    assert.notEqual(status, 'Failed', `long running operation failed: ${show(last)}`);
  }
  assert.equal(status, 'Succeeded', `never ended: ${show(first)}`);
  if (method === 'PUT' || method === 'PATCH') {
    if (asyncUrl === undefined && last.text !== '') return last;
    const final = await client.send('GET', url);
    expectStatus(final, 200, 201);
    return final;
  }
  if (location === undefined || first.httpStatus !== 202) return last;
  const final = await client.send('GET', location);
  // The last look of a DELETE may find nothing any more.
  expectStatus(final, 200, 202, 201, 204, ...(method === 'DELETE' ? [404, 412] : []));
  return final;
};

/** Source: PollingState.cs: a body's provisioningState, else what the HTTP status means. */
function firstStatus(first: Exchange): string {
  const state = at(first.json, 'properties', 'provisioningState');
  if (first.httpStatus === 202) return 'InProgress';
  if (first.httpStatus === 204) return 'Succeeded';
  if (typeof state === 'string') return settled(state);
  return first.httpStatus === 201 ? 'InProgress' : 'Succeeded';
}

function statusOf(answer: Exchange, isOperation: boolean): string {
  if (isOperation) {
    const status = answer.json['status'];
    assert.ok(typeof status === 'string', `an operation needs a body: ${show(answer)}`);
    return settled(status);
  }
  if (answer.httpStatus === 202) return 'InProgress';
  const state = at(answer.json, 'properties', 'provisioningState');
  return typeof state === 'string' ? settled(state) : 'Succeeded';
}

/** Terminal are only these; every other word goes on. */
function settled(word: string): string {
  if (['succeeded', 'failed'].includes(word.toLowerCase())) return word;
  return word.toLowerCase() === 'canceled' ? 'Failed' : 'InProgress';
}
