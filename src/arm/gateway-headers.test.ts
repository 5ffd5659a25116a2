import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArmError } from './arm-error.ts';
import {
  createFixture,
  httpRequest,
  readable,
  SUBSCRIPTION,
  WIDGETS,
  widgetOperation,
} from './fixture.ts';
import { gatewayJson } from './json.ts';
import { EVERY_MINUTE } from './throttling/token-bucket.ts';

const V = 'api-version=2020-12-01';

const operations = [
  widgetOperation(
    'GET',
    '/{widgetName}',
    async () => ({ httpStatus: 200, speaker: 'provider', body: { json: { a: 1 } } }),
    { rateLimits: ['GetWidgetMax', 'GetWidgetResource'] },
  ),
  widgetOperation('PUT', '/{widgetName}', async () => ({
    httpStatus: 201,
    speaker: 'provider',
    headers: ['ETag', '"1"'],
    body: { bytes: gatewayJson({ a: 1 }) },
    requestId: 'the-operation',
  })),
  widgetOperation('DELETE', '/{widgetName}', async () => ({ httpStatus: 204, speaker: 'gateway' })),
  widgetOperation('HEAD', '/{widgetName}', async () => ({
    httpStatus: 404,
    speaker: 'gateway',
    body: { json: { error: {} } },
  })),
  widgetOperation(
    'GET',
    '',
    async () => ({ httpStatus: 200, speaker: 'gateway', body: { json: {} } }),
    {
      path: '/tenants',
      operationId: 'T',
    },
  ),
];

test('headers: everything that a provider answer carries, in order', async () => {
  const { send } = createFixture(operations);
  const { headers } = await send('GET', `${WIDGETS}/w?${V}`);
  const [requestId, correlationId] = [headers[11], headers[17]];
  assert.deepEqual(headers, [
    'Cache-Control',
    'no-cache',
    'Pragma',
    'no-cache',
    'Content-Type',
    'application/json; charset=utf-8',
    'Expires',
    '-1',
    'x-ms-ratelimit-remaining-resource',
    'Contoso.Things/GetWidgetMax;1499,Contoso.Things/GetWidgetResource;11',
    'x-ms-request-id',
    requestId,
    'x-ms-ratelimit-remaining-subscription-reads',
    '249',
    'x-ms-ratelimit-remaining-subscription-global-reads',
    '3749',
    'x-ms-correlation-request-id',
    correlationId,
    'x-ms-routing-request-id',
    `WESTEUROPE:20260101T000000Z:${correlationId}`,
    'Strict-Transport-Security',
    'max-age=31536000; includeSubDomains',
    'X-Content-Type-Options',
    'nosniff',
    'Date',
    'Thu, 01 Jan 2026 00:00:00 GMT',
  ]);
  assert.notEqual(requestId, correlationId);
});

test('headers: writes, deletes and tenants have counters of their own', async () => {
  const { send } = createFixture(operations);
  const put = await send('PUT', `${WIDGETS}/w?${V}`);
  assert.equal(put.header('x-ms-ratelimit-remaining-subscription-writes'), '199');
  assert.equal(put.header('x-ms-ratelimit-remaining-subscription-global-writes'), '2999');
  assert.equal(put.header('x-ms-request-id'), 'the-operation');
  assert.equal(put.header('etag'), '"1"');
  const del = await send('DELETE', `${WIDGETS}/w?${V}`);
  assert.equal(del.header('x-ms-ratelimit-remaining-subscription-deletes'), '199');
  assert.equal(del.header('content-type'), undefined);
  assert.equal(del.header('x-ms-request-id'), del.header('x-ms-correlation-request-id'));
  const tenants = await send('GET', '/tenants?api-version=2021-04-01');
  assert.equal(tenants.header('x-ms-ratelimit-remaining-tenant-reads'), '249');
});

test('headers: counters go down to nothing and fill up again with virtual time', async () => {
  const { send, clock } = createFixture(operations);
  const left = async (): Promise<string | undefined> =>
    (await send('GET', `${WIDGETS}/w?${V}`)).header('x-ms-ratelimit-remaining-resource');
  for (let count = 0; count < 14; count += 1) await left();
  assert.match((await left()) ?? '', /GetWidgetResource;0$/);
  clock.advanceBy(3 * EVERY_MINUTE + 30e6);
  assert.match((await left()) ?? '', /GetWidgetResource;2$/);
  clock.advanceBy(3_600_000_000);
  assert.match((await left()) ?? '', /GetWidgetResource;11$/);
});

test('headers: a resource has its own counter, a subscription shares one', async () => {
  const { send } = createFixture(operations);
  await send('GET', `${WIDGETS}/w?${V}`);
  const other = await send('GET', `${WIDGETS}/x?${V}`);
  assert.equal(
    other.header('x-ms-ratelimit-remaining-resource'),
    'Contoso.Things/GetWidgetMax;1498,Contoso.Things/GetWidgetResource;11',
  );
  assert.equal(other.header('x-ms-ratelimit-remaining-subscription-reads'), '248');
});

test('headers: the correlation id of a client is kept, unless it would break the header', async () => {
  const { send } = createFixture(operations);
  const ask = async (id: string): Promise<string | undefined> => {
    const headers = { host: 'h', 'x-ms-correlation-request-id': id };
    return (await send('GET', `${WIDGETS}/w?${V}`, { headers })).header(
      'x-ms-correlation-request-id',
    );
  };
  assert.equal(await ask('my-trace-1'), 'my-trace-1');
  for (const bad of ['a\r\nSet-Cookie: x', 'a b', 'ä', '', 'x'.repeat(129)]) {
    assert.match((await ask(bad)) ?? '', /^[0-9a-f]{8}-/);
  }
});

test('headers: the client request id comes back only when asked for', async () => {
  const { send } = createFixture(operations);
  const id = { host: 'h', 'x-ms-client-request-id': 'abc' };
  const silent = await send('GET', `${WIDGETS}/w?${V}`, { headers: id });
  assert.equal(silent.header('x-ms-client-request-id'), undefined);
  const headers = { ...id, 'x-ms-return-client-request-id': 'True' };
  const echoed = await send('GET', `${WIDGETS}/w?${V}`, { headers });
  assert.equal(echoed.header('x-ms-client-request-id'), 'abc');
});

test('headers: HEAD is answered as GET would be; the listener sends the length only', async () => {
  const { send } = createFixture(operations);
  const answer = await send('HEAD', `${WIDGETS}/w?${V}`);
  assert.equal(answer.text, '{"error":{}}');
  assert.equal(answer.header('content-length'), undefined);
});

test('headers: the same seed and the same requests give the same bytes', async () => {
  const run = async (): Promise<unknown> => {
    const { send } = createFixture(operations);
    const targets = [`${WIDGETS}/w?${V}`, `/subscriptions/${SUBSCRIPTION}/x?${V}`, '/nothing'];
    return await Promise.all(targets.map((target) => send('GET', target)));
  };
  assert.equal(JSON.stringify(await run()), JSON.stringify(await run()));
});

test('gateway: a refusal of somebody else has the form of this door', () => {
  const { gateway } = createFixture(operations);
  const answer = readable(
    gateway.refuse(
      httpRequest('GET', '/subscriptions'),
      new ArmError({
        httpStatus: 401,
        code: 'AuthenticationFailed',
        message: 'No token.',
        headers: ['WWW-Authenticate', 'Bearer'],
      }),
    ),
  );
  assert.equal(answer.httpStatus, 401);
  assert.equal(answer.text, '{"error":{"code":"AuthenticationFailed","message":"No token."}}');
  assert.equal(answer.header('www-authenticate'), 'Bearer');
  assert.equal(answer.header('x-ms-failure-cause'), 'gateway');
});
