import assert from 'node:assert/strict';
import { type Client, type Poller, POLLS_MAX, retryAfter } from './client.ts';
import { at, type Exchange, expectStatus, show } from './wire.ts';

/** Source: DefaultPollingInterval, sdk/client/resourcemanager/poller_provisioning_state.go. */
const INTERVAL_SECONDS = 10;

/** What go-azure-sdk takes for "still going on", as far as our providers say it. */
const IN_PROGRESS = new Set(['inprogress', 'accepted', 'running', 'creating', 'updating']);

/**
 * The pollers of hashicorp/go-azure-sdk, which azurerm 4 and the last of 3 use. Releases up to 2023
 * follow the links of 201 and 202 only, later ones those of 200 too.
 * Source: sdk/client/resourcemanager/{poller,poller_lro,poller_provisioning_state,poller_delete}.go.
 */
export function goAzureSdk(followedStatuses: readonly number[] = [200, 201, 202]): Poller {
  return async (client, first) => {
    const { method, url } = first.sent;
    expectStatus(first, 200, 201, 202, 204);
    const link = first.header('azure-asyncoperation') ?? first.header('location');
    const isSelf = link !== undefined && new URL(link).pathname === new URL(url).pathname;
    if (link !== undefined && !isSelf && followedStatuses.includes(first.httpStatus))
      return pollOperation(client, first, link);
    const type = first.header('content-type') ?? 'application/json';
    const isWrite = ['PUT', 'PATCH', 'POST'].includes(method);
    if (isWrite && first.httpStatus < 202 && type.includes('application/json'))
      return pollProvisioningState(client, first);
    if (method === 'DELETE') return pollDeletion(client, first);
    throw new Error(`no applicable pollers were found for the response: ${show(first)}`);
  };
}

async function pollOperation(client: Client, first: Exchange, link: string): Promise<Exchange> {
  // An absolute URL, of which path and query are kept: the host is always the client's own.
  const { pathname, search, host } = new URL(link);
  assert.equal(host, client.wire.host, 'another host would be lost');
  const interval = retryAfter(first) ?? INTERVAL_SECONDS;
  await client.wire.wait(interval);
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    const answer = await client.send('GET', `${pathname}${search}`);
    expectStatus(answer, 200, 201, 202, 204);
    if (answer.httpStatus !== 202) {
      // 200 with a content length of zero is the end; anything else must be JSON with a state.
      if (answer.httpStatus === 200 && answer.header('content-length') === '0') return answer;
      assert.match(answer.header('content-type') ?? '', /application\/json/i, show(answer));
      const state = at(answer.json, 'properties', 'provisioningState') ?? answer.json['status'];
      if (isDone(state, answer)) return answer;
    }
    await client.wire.wait(retryAfter(answer) ?? interval);
  }
  throw new Error(`never ended: ${show(first)}`);
}

async function pollProvisioningState(client: Client, first: Exchange): Promise<Exchange> {
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    await client.wire.wait(INTERVAL_SECONDS);
    const answer = await client.send('GET', resourceUrl(first.sent.url));
    expectStatus(answer, 200);
    const state = at(answer.json, 'properties', 'provisioningState') ?? answer.json['status'];
    // Any other state counts as going on, also none at all: then it would never end.
    if (state === 'Succeeded') return answer;
    assert.ok(
      !['failed', 'canceled', 'cancelled'].includes(String(state).toLowerCase()),
      show(answer),
    );
  }
  throw new Error(`never ended: ${show(first)}`);
}

/** Until the resource is gone; 404 is the only way out. */
async function pollDeletion(client: Client, first: Exchange): Promise<Exchange> {
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    await client.wire.wait(INTERVAL_SECONDS);
    const answer = await client.send('GET', resourceUrl(first.sent.url));
    expectStatus(answer, 200, 404);
    if (answer.httpStatus === 404) return answer;
  }
  throw new Error(`never ended: ${show(first)}`);
}

/** Names and types come in pairs; what is left over is an action, which is not polled. */
function resourceUrl(url: string): string {
  const { pathname, searchParams } = new URL(url);
  const segments = pathname.split('/').slice(1);
  if (segments.length % 2 === 1) segments.pop();
  return `/${segments.join('/')}?api-version=${searchParams.get('api-version')}`;
}

function isDone(state: unknown, answer: Exchange): boolean {
  const word = String(state).toLowerCase();
  assert.ok(typeof state === 'string' && state !== '', `neither state nor status: ${show(answer)}`);
  if (word === 'succeeded') return true;
  if (word === 'failed') throw new Error(`polling failed: ${messageOf(answer)}`);
  assert.ok(IN_PROGRESS.has(word), `a status that go-azure-sdk does not know: ${show(answer)}`);
  return false;
}

/** The three places that parseErrorFromApiResponse looks at. Source: …/resourcemanager/errors.go. */
function messageOf({ json }: Exchange): string {
  const error = at(json, 'error') ?? at(json, 'properties', 'error') ?? json;
  return `${String(at(error, 'code'))}: ${String(at(error, 'message'))}`;
}
