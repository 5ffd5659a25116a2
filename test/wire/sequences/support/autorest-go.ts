import assert from 'node:assert/strict';
import { type Poller, POLLS_MAX, retryAfter } from './client.ts';
import { at, type Exchange, expectStatus, show } from './wire.ts';

/** autorest.DefaultPollingDelay. */
const INTERVAL_SECONDS = 30;

/**
 * Futures of go-autorest, on which azurerm 3's compute and load balancer clients stood
 * (tombuildsstuff/kermit). Source: Azure/go-autorest autorest/azure/async.go.
 */
export const autorestGo: Poller = async (client, first) => {
  const { method, url } = first.sent;
  expectStatus(first, 200, 201, 202, 204);
  const asyncUrl = first.header('azure-asyncoperation');
  const location = first.header('location');
  if (method === 'DELETE' || method === 'POST') {
    if (first.httpStatus !== 202) return first;
    assert.ok(asyncUrl ?? location, `didn't get any suitable polling URLs in 202: ${show(first)}`);
  } else if (first.httpStatus === 202) {
    assert.ok(asyncUrl ?? location, `didn't get any suitable polling URLs in 202: ${show(first)}`);
  }
  let state = stateOf(first, asyncUrl !== undefined && first.httpStatus !== 200);
  let last = first;
  for (let poll = 0; !isTerminal(state) && poll < POLLS_MAX; poll += 1) {
    await client.wire.wait(retryAfter(last) ?? INTERVAL_SECONDS);
    last = await client.send('GET', asyncUrl ?? location ?? url);
    expectStatus(last, 200, 201, 202, 204);
    state = asyncUrl === undefined ? stateOf(last, false) : String(last.json['status']);
    assert.notEqual(state, 'undefined', `no status: ${show(last)}`);
  }
  assert.equal(state.toLowerCase(), 'succeeded', show(last));
  if (method !== 'PUT' && method !== 'PATCH') return last;
  const final = await client.send('GET', url);
  expectStatus(final, 200);
  return final;
};

function stateOf(answer: Exchange, mustPoll: boolean): string {
  if (answer.httpStatus === 202) return 'InProgress';
  const state = at(answer.json, 'properties', 'provisioningState');
  if (typeof state === 'string') return state;
  return mustPoll || answer.httpStatus === 201 ? 'InProgress' : 'Succeeded';
}

function isTerminal(state: string): boolean {
  return ['succeeded', 'failed', 'canceled'].includes(state.toLowerCase());
}
