import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EmulatorError, InvariantError } from '../base/index.ts';
import { StoreError } from '../store/index.ts';
import { armErrors } from './errors/index.ts';
import {
  createFixture,
  GROUP,
  type Handle,
  SUBSCRIPTION,
  WIDGETS,
  widgetOperation,
} from './fixture.ts';

const V = 'api-version=2020-12-01';
const missing = armErrors.resourceNotFound('Contoso.Things/widgets', 'w', 'rg');
const ok: Handle = async (request) => ({
  httpStatus: 200,
  speaker: 'provider',
  body: { json: { params: request.params, query: { ...request.query } } },
});

const widgets = [
  widgetOperation('GET', '/{widgetName}', ok, {
    rateLimits: ['GetWidgetResource', 'GetWidgetMax'],
  }),
  widgetOperation('PUT', '/{widgetName}', ok),
  widgetOperation('GET', '', ok),
  widgetOperation('POST', '/{widgetName}/polish', ok, { since: '2020-12-01' }),
  widgetOperation('GET', '/{widgetName}/view', async () => ({
    httpStatus: 204,
    speaker: 'gateway',
  })),
];

test('gateway: a request is routed in any casing, with doubled and trailing slashes', async () => {
  const { send } = createFixture(widgets);
  const odd = `//SUBSCRIPTIONS/${SUBSCRIPTION}/resourcegroups//RG/Providers/contoso.things/WIDGETS/My%20Widget/`;
  const answer = await send('GET', `${odd}?$Expand=a%26b&API-VERSION=2020-12-01&x`);
  assert.equal(answer.httpStatus, 200);
  assert.deepEqual(JSON.parse(answer.text), {
    params: { subscriptionId: SUBSCRIPTION, resourceGroupName: 'RG', widgetName: 'My Widget' },
    query: { $expand: 'a&b', x: '' },
  });
});

test('gateway: the same target is routed once and answered alike', async () => {
  const { send } = createFixture(widgets);
  const first = await send('GET', `${WIDGETS}/w?${V}`);
  const again = await send('GET', `${WIDGETS}/w?${V}`);
  assert.equal(first.text, again.text);
  assert.notEqual(first.header('x-ms-request-id'), again.header('x-ms-request-id'));
});

const refusals: readonly [what: string, method: string, target: string, status: number, RegExp][] =
  [
    [
      'no version',
      'GET',
      `${WIDGETS}/w`,
      400,
      /^MissingApiVersionParameter: The api-version query/,
    ],
    ['an empty version', 'GET', `${WIDGETS}/w?api-version=`, 400, /^MissingApiVersionParameter/],
    [
      'a malformed version',
      'GET',
      `${WIDGETS}/w?api-version=latest`,
      400,
      /^InvalidApiVersionParameter: The api-version 'latest' is invalid\. The api version must/,
    ],
    [
      'two versions',
      'GET',
      `${WIDGETS}/w?${V}&${V}`,
      400,
      /^InvalidApiVersionParameter: The api-version '2020-12-01,2020-12-01' is invalid/,
    ],
    ['month 13', 'GET', `${WIDGETS}/w?api-version=2020-13-01`, 400, /^InvalidApiVersionParameter/],
    [
      'a subscription that is no GUID, before the version',
      'GET',
      '/subscriptions//providers',
      400,
      /^InvalidSubscriptionId: The provided subscription identifier 'providers' is malformed/,
    ],
    [
      'an unknown subscription',
      'GET',
      `/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups?${V}`,
      404,
      /^SubscriptionNotFound: The subscription '11111111-1111/,
    ],
    [
      'an unknown namespace',
      'GET',
      `${GROUP}/providers/Microsoft.Fake/widgets/w?${V}`,
      404,
      /^InvalidResourceNamespace: The resource namespace 'Microsoft.Fake' is invalid\.$/,
    ],
    [
      'an unknown type',
      'GET',
      `${GROUP}/providers/contoso.things/gadgets/g?${V}`,
      404,
      /^InvalidResourceType: The resource type 'gadgets' could not be found in the namespace 'Contoso.Things' for api version '2020-12-01'\. The supported api-versions are '2015-06-15,/,
    ],
    [
      'an unknown child of a known type',
      'GET',
      `${WIDGETS}/w/parts/p?${V}`,
      404,
      /^InvalidResourceType: The resource type 'widgets\/parts' could not/,
    ],
    ['a path of nothing', 'GET', `/nothing?${V}`, 404, /^NotFound: No HTTP resource was found/],
    [
      'a method that nothing has',
      'DELETE',
      `${WIDGETS}/w?${V}`,
      405,
      /^MethodNotAllowed: The requested resource does not support http method 'DELETE'\.$/,
    ],
    ['bad percent-encoding', 'GET', `${WIDGETS}/%E0%A4?${V}`, 400, /^InvalidRequestUri/],
    [
      'bad percent-encoding in the query',
      'GET',
      `${WIDGETS}/w?${V}&a=%`,
      400,
      /^InvalidRequestUri/,
    ],
    ['a control character', 'GET', `${WIDGETS}/a%00b?${V}`, 400, /^InvalidRequestUri/],
    [
      'no group, for a list',
      'GET',
      `${WIDGETS.replace('/rg/', '/no/')}?${V}`,
      404,
      /^ResourceGroupNotFound: Resource group 'no' could not be found\.$/,
    ],
    [
      'no group, for a write',
      'PUT',
      `${WIDGETS.replace('/rg/', '/no/')}/w?${V}`,
      404,
      /^ResourceGroupNotFound/,
    ],
    [
      'an old version, in the location of the group',
      'GET',
      `${WIDGETS}/w?api-version=2014-01-01`,
      400,
      /^NoRegisteredProviderFound: No registered resource provider found for location 'westeurope' and API version '2014-01-01' for type 'widgets'\. The supported api-versions are '2015-06-15, 2016-04-30-preview, 2020-12-01, 2024-07-01'\. The supported locations are 'eastus, westeurope'\.$/,
    ],
    [
      'an old version of a list',
      'GET',
      `${WIDGETS}?api-version=2014-01-01`,
      400,
      /^InvalidResourceType: The resource type could not be found in the namespace 'Contoso.Things' for api version '2014-01-01'\./,
    ],
    [
      'a preview of a known date',
      'GET',
      `${WIDGETS}?api-version=2024-07-01-preview`,
      400,
      /^InvalidResourceType/,
    ],
    [
      'a version with a strange suffix',
      'GET',
      `${WIDGETS}?api-version=2024-07-01-nightly`,
      400,
      /^InvalidApiVersionParameter/,
    ],
  ];

for (const [what, method, target, status, expected] of refusals) {
  test(`gateway: refuses ${what}`, async () => {
    const { send } = createFixture(widgets);
    const answer = await send(method, target);
    const { code, message } = answer.json.error;
    assert.match(`${code}: ${message}`, expected);
    assert.equal(answer.httpStatus, status);
    assert.equal(answer.header('x-ms-failure-cause'), 'gateway');
    assert.equal(answer.header('x-ms-request-id'), answer.header('x-ms-correlation-request-id'));
    assert.equal(answer.header('x-ms-ratelimit-remaining-subscription-reads'), undefined);
    assert.equal(answer.text, JSON.stringify(JSON.parse(answer.text)), 'compact');
  });
}

test('gateway: 405 tells what would be allowed', async () => {
  const { send } = createFixture(widgets);
  const answer = await send('DELETE', `${WIDGETS}/w?${V}`);
  assert.equal(answer.header('allow'), 'GET,PUT');
});

test('gateway: an unknown version on PUT names the location of the body', async () => {
  const { send } = createFixture(widgets);
  const body = Buffer.from('{"properties":{"location":"no"},"location":"East US"}');
  const answer = await send('PUT', `${WIDGETS}/w?api-version=2014-01-01`, { body });
  assert.match(answer.json.error.message, /found for location 'eastus' and/);
});

test('gateway: an unknown version of the front door lists the supported ones, newest first', async () => {
  const front = widgetOperation('GET', '', ok, { path: '/subscriptions', operationId: 'S_List' });
  const { send } = createFixture([front]);
  const answer = await send('GET', '/subscriptions?api-version=2015-01-01');
  assert.equal(
    answer.json.error.message,
    "The api-version '2015-01-01' is invalid. The supported versions are '2021-04-01,2016-06-01'.",
  );
});

test('gateway: a version newer than all known ones is served as the newest, and told once', async () => {
  const served: string[] = [];
  const operation = widgetOperation('GET', '/{widgetName}', async (request) => {
    served.push(`${request.apiVersion} as ${request.servedVersion}`);
    return { httpStatus: 204, speaker: 'provider' };
  });
  const { send, log } = createFixture([operation]);
  await send('GET', `${WIDGETS}/w?api-version=2031-01-01-Preview`);
  await send('GET', `${WIDGETS}/other?api-version=2031-01-01-Preview`);
  assert.deepEqual(served, Array(2).fill('2031-01-01-Preview as 2024-07-01'));
  assert.deepEqual(
    log.map(({ message }) => message),
    [
      'api-version 2031-01-01-Preview of Contoso.Things/widgets is newer than all known ones; served as 2024-07-01',
    ],
  );
});

test('gateway: an action is served for versions older than itself, and told once', async () => {
  const { send, log } = createFixture(widgets);
  const answer = await send('POST', `${WIDGETS}/w/polish?api-version=2015-06-15`);
  assert.equal(answer.httpStatus, 200);
  assert.equal(log.length, 1);
});

test('gateway: what is read by its name is not looked up first; its absence asks for the group', async () => {
  const get = widgetOperation('GET', '/{widgetName}', async ({ params }) => {
    if (params['widgetName'] === 'w') return { httpStatus: 204, speaker: 'provider' };
    throw missing;
  });
  const { send, asked } = createFixture([get]);
  await send('GET', `${WIDGETS}/w?${V}`);
  assert.deepEqual(asked, []);
  const there = await send('GET', `${WIDGETS}/x?${V}`);
  assert.equal(there.json.error.code, 'ResourceNotFound');
  const nowhere = await send('GET', `${WIDGETS.replace('/rg/', '/NoSuch/')}/x?${V}`);
  assert.equal(nowhere.json.error.message, "Resource group 'NoSuch' could not be found.");
});

test('gateway: nothing is written into a group that is being deleted', async () => {
  const { send } = createFixture(widgets, {
    findResourceGroup: async () => ({ name: 'Rg', location: 'westeurope', deleting: true }),
  });
  const answer = await send('PUT', `${WIDGETS}/w?${V}`);
  assert.equal(answer.httpStatus, 409);
  assert.equal(answer.json.error.code, 'ResourceGroupBeingDeleted');
  assert.equal((await send('GET', `${WIDGETS}/w?${V}`)).httpStatus, 200);
});

test('gateway: a namespace that is not registered takes no writes', async () => {
  const { send } = createFixture(widgets, { isRegistered: async () => false });
  const answer = await send('PUT', `${WIDGETS}/w?${V}`);
  assert.equal(answer.httpStatus, 409);
  assert.equal(
    answer.json.error.message,
    "The subscription is not registered to use namespace 'Contoso.Things'. See https://aka.ms/rps-not-found for how to register subscriptions.",
  );
  assert.equal((await send('GET', `${WIDGETS}/w?${V}`)).httpStatus, 200);
});

test('gateway: errors of ours become answers without our words', async () => {
  const thrown: unknown[] = [
    new InvariantError('secret'),
    new TypeError('secret'),
    'secret',
    new StoreError('unavailable', 'secret'),
    new StoreError('conflict', 'secret'),
    new EmulatorError('EMU_NOT_FOUND', 'There is no such scenario.'),
    armErrors.instanceNotFound(),
  ];
  const statuses: string[] = [];
  for (const error of thrown) {
    const { send, log } = createFixture([
      widgetOperation('GET', '/{widgetName}', async () => {
        throw error;
      }),
    ]);
    const answer = await send('GET', `${WIDGETS}/w?${V}`);
    assert.doesNotMatch(answer.text, /secret|at .*\.ts/);
    statuses.push(`${answer.httpStatus} ${answer.json.error.code} ${log.length}`);
  }
  assert.deepEqual(statuses, [
    '500 InternalServerError 1',
    '500 InternalServerError 1',
    '500 InternalServerError 1',
    '503 ServerTimeout 1',
    '409 Conflict 1',
    '404 EMU_NOT_FOUND 0',
    '404 NotFound 0',
  ]);
});

test('gateway: an internal error names the ids by which it is found in the log', async () => {
  const { send, log } = createFixture([
    widgetOperation('GET', '/{widgetName}', async () => {
      throw new Error('boom');
    }),
  ]);
  const answer = await send('GET', `${WIDGETS}/w?${V}`);
  const id = answer.header('x-ms-correlation-request-id');
  assert.equal(
    answer.json.error.message,
    `Encountered internal server error. Diagnostic information: timestamp '20260101T000000Z', subscription id '${SUBSCRIPTION}', tracking id '${id}', request correlation id '${id}'.`,
  );
  assert.equal(log[0]?.correlationId, id);
});

test('gateway: a provider refuses in its own form', async () => {
  const { send } = createFixture([
    widgetOperation('GET', '/{widgetName}', async () => {
      throw armErrors.unknownInstanceId('999', 'instanceIds');
    }),
  ]);
  const answer = await send('GET', `${WIDGETS}/w?${V}`);
  assert.equal(
    answer.text,
    '{\r\n  "error": {\r\n    "code": "InvalidParameter",\r\n    "message": "The provided instanceId 999 is not an active Virtual Machine Scale Set VM instanceId.",\r\n    "target": "instanceIds"\r\n  }\r\n}',
  );
  assert.equal(answer.header('x-ms-failure-cause'), undefined);
  assert.notEqual(answer.header('x-ms-request-id'), answer.header('x-ms-correlation-request-id'));
});
