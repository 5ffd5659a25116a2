import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createFixture,
  type Fixture,
  GROUP,
  SUBSCRIPTION,
  WIDGETS,
  widgetOperation,
} from '../fixture.ts';
import { EVERY_MINUTE } from './token-bucket.ts';

const V = 'api-version=2020-12-01';

function door(): Fixture & { readonly written: string[] } {
  const written: string[] = [];
  const fixture = createFixture([
    widgetOperation(
      'GET',
      '/{widgetName}',
      async () => ({ httpStatus: 200, speaker: 'provider', body: { json: { a: 1 } } }),
      { rateLimits: ['GetWidgetSubscriptionMaximum', 'GetWidgetResource'] },
    ),
    widgetOperation('PUT', '/{widgetName}', async ({ params }) => {
      written.push(params['widgetName'] ?? '');
      return { httpStatus: 201, speaker: 'provider', body: { json: {} } };
    }),
  ]);
  return { ...fixture, written };
}

const LIMITS = { GetWidgetResource: { capacity: 2, refill: 1 } };

test('throttle: off counts and refuses nothing', async () => {
  const { send, throttle } = door();
  for (let turn = 0; turn < 40; turn += 1) {
    assert.equal((await send('GET', `${WIDGETS}/w?${V}`)).httpStatus, 200);
  }
  const last = await send('GET', `${WIDGETS}/w?${V}`);
  assert.match(last.header('x-ms-ratelimit-remaining-resource') ?? '', /GetWidgetResource;0$/);
  const [row] = throttle.rows();
  assert.deepEqual([row?.calls, row?.throttled, row?.tooEarly], [41, 0, 0]);
});

// Body: AzureTRE#2777 and opencost#787; headers: Microsoft, "Troubleshooting API throttling errors".
test('throttle: a provider that has had enough says what of, and for how long', async () => {
  const { send, throttle, clock } = door();
  throttle.configure({ mode: 'azure', limits: LIMITS });
  clock.advanceBy(20e6);
  const target = `${WIDGETS}/w?${V}`;
  const first = await send('GET', target);
  assert.match(first.header('x-ms-ratelimit-remaining-resource') ?? '', /GetWidgetResource;1$/);
  await send('GET', target);
  const refused = await send('GET', target);
  assert.equal(refused.httpStatus, 429);
  assert.equal(refused.header('retry-after'), '40');
  assert.equal(
    refused.header('x-ms-ratelimit-remaining-resource'),
    'Contoso.Things/GetWidgetSubscriptionMaximum;1498,Contoso.Things/GetWidgetResource;0',
  );
  // The two limiters know nothing of each other: azure-rest-api-specs#270.
  assert.equal(refused.header('x-ms-ratelimit-remaining-subscription-reads'), '247');
  assert.equal(
    refused.text,
    [
      '{',
      '  "error": {',
      '    "details": [',
      '      {',
      '        "code": "TooManyRequests",',
      '        "message": "{\\"operationGroup\\":\\"GetWidgetResource\\",\\"startTime\\":\\"2026-01-01T00:00:00+00:00\\",\\"endTime\\":\\"2026-01-01T00:01:00+00:00\\",\\"allowedRequestCount\\":2,\\"measuredRequestCount\\":3}",',
      '        "target": "GetWidgetResource"',
      '      }',
      '    ],',
      '    "innererror": {',
      '      "internalErrorCode": "TooManyRequestsReceived"',
      '    },',
      '    "code": "OperationNotAllowed",',
      '    "message": "The server rejected the request because too many requests have been received for this subscription."',
      '  }',
      '}',
    ].join('\r\n'),
  );
  assert.equal((await send('GET', `${WIDGETS}/other?${V}`)).httpStatus, 200, 'each has its own');
  clock.advanceBy(40e6);
  assert.equal((await send('GET', target)).httpStatus, 200);
  assert.equal((await send('GET', target)).httpStatus, 429, 'one token a minute');
});

test('throttle: what is refused has no effect, and what is throttled is not everything', async () => {
  const { send, throttle, written } = door();
  throttle.configure({
    mode: 'azure',
    limits: { 'subscription-writes': { capacity: 1, refill: 0 }, ...LIMITS },
  });
  assert.equal((await send('PUT', `${WIDGETS}/one?${V}`)).httpStatus, 201);
  const refused = await send('PUT', `${WIDGETS}/two?${V}`);
  // Source: the answer in Azure/ARO-HCP's test data.
  assert.equal(refused.httpStatus, 429);
  assert.deepEqual(refused.json, {
    error: {
      code: 'SubscriptionRequestsThrottled',
      message: `Number of 'write' requests for subscription '${SUBSCRIPTION}' actor 'o' exceeded. Please try again after '1' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
    },
  });
  assert.equal(refused.header('retry-after'), '1');
  assert.deepEqual(written, ['one']);
  assert.equal((await send('GET', `${WIDGETS}/one?${V}`)).httpStatus, 200);
});

test('throttle: calls made before Retry-After is over are counted', async () => {
  const { send, throttle, clock } = door();
  throttle.configure({ mode: 'azure', limits: LIMITS });
  const target = `${WIDGETS}/w?${V}`;
  for (let turn = 0; turn < 6; turn += 1) await send('GET', target);
  clock.advanceBy(EVERY_MINUTE);
  await send('GET', target);
  const [row] = throttle.rows();
  assert.deepEqual([row?.calls, row?.throttled, row?.tooEarly], [7, 4, 3]);
  assert.equal(row?.resource, `${GROUP}/providers/contoso.things/widgets/w`.toLowerCase());
  throttle.reset();
  assert.deepEqual(throttle.rows(), []);
  assert.equal((await send('GET', target)).httpStatus, 200);
});

test('throttle: settings that change hold from the next request on', async () => {
  const { send, throttle } = door();
  const target = `${WIDGETS}/w?${V}`;
  await send('GET', target);
  throttle.configure({ mode: 'azure', limits: { GetWidgetResource: { capacity: 0 } } });
  assert.equal((await send('GET', target)).httpStatus, 429);
  throttle.configure({ mode: 'off', limits: {} });
  assert.equal((await send('GET', target)).httpStatus, 200);
});

test('throttle: the traffic of ever new resources stays bounded in memory', async () => {
  const { send, throttle } = door();
  for (let turn = 0; turn < 6_000; turn += 1) await send('GET', `${WIDGETS}/w${turn}?${V}`);
  const rows = throttle.rows();
  assert.ok(rows.length <= 5_001, String(rows.length));
  assert.equal(rows[0]?.caller, '(others)');
  assert.equal(
    rows.reduce((sum, { calls }) => sum + calls, 0),
    6_000,
  );
});
