import assert from 'node:assert/strict';
import { type Poller, POLLS_MAX, retryAfter } from './client.ts';
import { at, type Exchange, expectStatus, show } from './wire.ts';

/**
 * The poller of Azure.Core for .NET, which every Azure.ResourceManager library uses.
 * Source: Azure/azure-sdk-for-net sdk/core/Azure.Core/src/Shared/NextLinkOperationImplementation.cs.
 */
export const azureCoreNet: Poller = async (client, first) => {
  const { method } = first.sent;
  const apiVersion = new URL(first.sent.url).searchParams.get('api-version') ?? '';
  // Headers of a PATCH that answers 200 are not looked at.
  const ignored = method === 'PATCH' && first.httpStatus === 200;
  const asyncUrl = ignored ? undefined : first.header('azure-asyncoperation');
  const location = ignored ? undefined : first.header('location');
  const source = asyncUrl === undefined ? (location === undefined ? 'none' : 'location') : 'async';
  if (source === 'none' && isFinal(first, source)) return ended(first, method);
  let url = withApiVersion(asyncUrl ?? location ?? first.sent.url, apiVersion);
  let lastLocation = first.header('location');
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    // The first poll is made at once.
    const answer = await client.send('GET', url);
    if (isFinal(answer, source)) {
      const final = finalUrl(first, source, lastLocation);
      return ended(final === undefined ? answer : await client.send('GET', final), method);
    }
    lastLocation = answer.header('location') ?? lastLocation;
    const next = source === 'async' ? answer.header('azure-asyncoperation') : lastLocation;
    if (source !== 'none' && next !== undefined) url = withApiVersion(next, apiVersion);
    await client.wire.wait(retryAfter(answer) ?? 1);
  }
  throw new Error(`never ended: ${show(first)}`);
};

function isFinal(answer: Exchange, source: 'none' | 'location' | 'async'): boolean {
  if (source === 'location') return answer.httpStatus !== 202;
  expectStatus(answer, 200, 201, 202, 203, 204);
  const state =
    source === 'none' ? at(answer.json, 'properties', 'provisioningState') : answer.json['status'];
  if (typeof state !== 'string') {
    assert.equal(source, 'none', `an operation without a status is a failure: ${show(answer)}`);
    return true;
  }
  const word = state.toLowerCase();
  assert.ok(word !== 'failed' && word !== 'canceled', `the operation failed: ${show(answer)}`);
  return word === 'succeeded';
}

function finalUrl(
  first: Exchange,
  source: string,
  location: string | undefined,
): string | undefined {
  const { method, url } = first.sent;
  if (source !== 'async' || method === 'DELETE') return undefined;
  return method === 'PUT' || method === 'PATCH' ? url : location;
}

/** GetOperationStateFromFinalResponse: 204 is no end of a PUT, and 202 none of anything. */
function ended(answer: Exchange, method: string): Exchange {
  const writes = method === 'PUT' || method === 'PATCH';
  if (method === 'PUT') expectStatus(answer, 200, 201);
  else expectStatus(answer, ...(writes ? [200] : [200, 204]));
  return answer;
}

/** The client's own api-version replaces whatever the link names. */
function withApiVersion(url: string, apiVersion: string): string {
  assert.match(url, /^https:/, 'links are absolute');
  return url.includes('api-version=')
    ? url.replace(/api-version=[^&]*/, `api-version=${apiVersion}`)
    : `${url}${url.includes('?') ? '&' : '?'}api-version=${apiVersion}`;
}
