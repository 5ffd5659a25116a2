import assert from 'node:assert/strict';
import { type Client, type Poller, POLLS_MAX, retryAfter } from './client.ts';
import { at, type Exchange, expectStatus, show } from './wire.ts';

/**
 * The poller of the Azure SDK for Go's azcore, which azapi and Pulumi drive.
 * Source: Azure/azure-sdk-for-go sdk/azcore/runtime/poller.go, internal/pollers/{async,loc,body}.
 */
export function azcoreGo(frequencySeconds: number): Poller {
  return async (client, first) => {
    // Anything else is "the operation failed or was cancelled".
    expectStatus(first, 200, 201, 202, 204);
    const { method } = first.sent;
    const asyncUrl = first.header('azure-asyncoperation');
    const location = first.header('location');
    const until = (step: (answer: Exchange) => string): ((url: string) => Promise<Exchange>) =>
      pollWith(client, first, frequencySeconds, step);
    if (asyncUrl !== undefined) {
      const last = await until((answer) => {
        expectStatus(answer, 200, 201, 202, 204);
        const status = answer.json['status'];
        assert.ok(
          typeof status === 'string',
          `the response did not contain a status: ${show(answer)}`,
        );
        return status;
      })(asyncUrl);
      if (method === 'PUT' || method === 'PATCH') return finalGet(client, first.sent.url);
      if (method === 'POST' && location !== undefined) return finalGet(client, location);
      return last;
    }
    if (location !== undefined) {
      return until((answer) => {
        const state = at(answer.json, 'properties', 'provisioningState');
        if (typeof state === 'string') return state;
        if (answer.httpStatus === 202) return 'InProgress';
        return answer.httpStatus >= 200 && answer.httpStatus < 300 ? 'Succeeded' : 'Failed';
      })(location);
    }
    if (method === 'PUT' || method === 'PATCH') {
      const state = at(first.json, 'properties', 'provisioningState');
      if (first.httpStatus === 204 || (first.httpStatus === 200 && state === undefined))
        return first;
      if (state === 'Succeeded') return first;
      return until((answer) =>
        String(at(answer.json, 'properties', 'provisioningState') ?? 'Succeeded'),
      )(first.sent.url);
    }
    assert.notEqual(first.httpStatus, 202, 'response is missing polling URL');
    return first;
  };
}

function pollWith(
  client: Client,
  first: Exchange,
  frequencySeconds: number,
  statusOf: (answer: Exchange) => string,
): (url: string) => Promise<Exchange> {
  return async (start) => {
    let url = start;
    await client.wire.wait(retryAfter(first) ?? 0);
    for (let poll = 0; poll < POLLS_MAX; poll += 1) {
      const answer = await client.send('GET', url);
      // A Location may lead on to another one.
      if (first.header('azure-asyncoperation') === undefined)
        url = answer.header('location') ?? url;
      const status = statusOf(answer).toLowerCase();
      if (status === 'succeeded') return answer;
      if (status === 'failed' || status === 'canceled') throw new Error(`failed: ${show(answer)}`);
      await client.wire.wait(retryAfter(answer) ?? frequencySeconds);
    }
    throw new Error(`never ended: ${show(first)}`);
  };
}

async function finalGet(client: Client, url: string): Promise<Exchange> {
  const answer = await client.send('GET', url);
  expectStatus(answer, 200, 201, 202, 204);
  return answer;
}
