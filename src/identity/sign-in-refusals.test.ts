import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  claimsOf,
  formRequest,
  json,
  openIdentity,
  OTHER_TENANT,
  request,
  TENANT,
} from './identity-fixture.ts';
import type { ConfiguredClient } from './types.ts';

const V2 = `/${TENANT}/oauth2/v2.0/token`;
const SECRET_FORM = {
  grant_type: 'client_credentials',
  client_id: 'app',
  client_secret: 'anything',
  scope: 'https://management.azure.com/.default',
};
const CLIENTS: readonly ConfiguredClient[] = [{ id: 'app', secret: 'right', role: 'Owner' }];

test('refusals: number, OAuth error and HTTP status are Azure’s', async () => {
  const { identity } = await openIdentity({ clients: CLIENTS });
  const without = (name: string): Record<string, string> =>
    Object.fromEntries(Object.entries(SECRET_FORM).filter(([key]) => key !== name));
  const json415 = {
    ...formRequest(V2, SECRET_FORM),
    headers: { host: 'localhost:8677', 'content-type': 'application/json' },
  };
  const cases = [
    [
      'wrong secret',
      formRequest(V2, { ...SECRET_FORM, client_secret: 'wrong' }),
      401,
      'invalid_client',
      7000215,
    ],
    [
      'right secret with more',
      formRequest(V2, { ...SECRET_FORM, client_secret: 'rightx' }),
      401,
      'invalid_client',
      7000215,
    ],
    [
      'unknown client',
      formRequest(V2, { ...SECRET_FORM, client_id: 'nobody' }),
      400,
      'unauthorized_client',
      700016,
    ],
    ['no secret', formRequest(V2, without('client_secret')), 401, 'invalid_client', 7000216],
    ['no client id', formRequest(V2, without('client_id')), 400, 'invalid_request', 900144],
    ['no grant type', formRequest(V2, without('grant_type')), 400, 'invalid_request', 900144],
    [
      'no scope',
      formRequest(V2, { ...without('scope'), client_secret: 'right' }),
      400,
      'invalid_request',
      900144,
    ],
    [
      'scope of a person',
      formRequest(V2, {
        ...SECRET_FORM,
        client_secret: 'right',
        scope: 'https://x/user_impersonation',
      }),
      400,
      'invalid_scope',
      1002012,
    ],
    [
      'grant unknown',
      formRequest(V2, { ...SECRET_FORM, grant_type: 'authorization_code' }),
      400,
      'unsupported_grant_type',
      70003,
    ],
    [
      'claims no JSON',
      formRequest(V2, { ...SECRET_FORM, claims: '{' }),
      400,
      'invalid_request',
      9002313,
    ],
    ['JSON body', json415, 400, 'invalid_request', 900144],
    [
      'empty body',
      { ...formRequest(V2, {}), body: new Uint8Array() },
      400,
      'invalid_request',
      900144,
    ],
    [
      'huge body',
      { ...formRequest(V2, {}), body: new Uint8Array(70_000) },
      413,
      'invalid_request',
      9002313,
    ],
    ['GET', request(V2), 405, 'invalid_request', 900561],
    [
      'tenant no name',
      formRequest('/nonsense/oauth2/v2.0/token', SECRET_FORM),
      400,
      'invalid_request',
      900023,
    ],
    [
      'tenant unknown',
      formRequest('/contoso.example/oauth2/token', SECRET_FORM),
      400,
      'invalid_request',
      90002,
    ],
    [
      'authorize',
      request(`/${TENANT}/oauth2/v2.0/authorize?response_type=code`),
      400,
      'unsupported_response_type',
      70005,
    ],
  ] as const;
  for (const [what, sent, httpStatus, error, number] of cases) {
    const response = identity.handle(sent);
    assert.equal(response?.httpStatus, httpStatus, what);
    const answer = json(response);
    assert.equal(answer['error'], error, what);
    assert.deepEqual(answer['error_codes'], [number], what);
    assert.match(
      String(answer['error_description']),
      new RegExp(
        `^AADSTS${number}: .* Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: 2016-03-24 18:48:36Z$`,
      ),
      what,
    );
    assert.equal(answer['timestamp'], '2016-03-24 18:48:36Z', what);
    assert.ok(!('access_token' in answer), what);
  }
});

test('refusals: the client’s own correlation id comes back when it is one', async () => {
  const { identity } = await openIdentity();
  const sent = '0f0f0f0f-1111-2222-3333-444444444444';
  const correlation = (target: string, headers: Record<string, string>): unknown =>
    json(identity.handle(formRequest(target, {}, headers)))['correlation_id'];
  assert.equal(correlation(V2, { 'client-request-id': sent }), sent);
  assert.equal(correlation(`${V2}?client-request-id=${sent}`, {}), sent);
  assert.notEqual(correlation(V2, { 'client-request-id': 'mine\r\nX: y' }), 'mine\r\nX: y');
});

test('tenants: any GUID signs in, until one is chosen', async () => {
  const free = await openIdentity();
  const pinned = await openIdentity({ tenantPinned: true });
  const path = `/${OTHER_TENANT.toUpperCase()}/oauth2/v2.0/token`;
  assert.equal(
    claimsOf(json(free.identity.handle(formRequest(path, SECRET_FORM))).access_token)['tid'],
    OTHER_TENANT,
  );
  assert.deepEqual(
    json(pinned.identity.handle(formRequest(path, SECRET_FORM)))['error_codes'],
    [90002],
  );
  const discovery = pinned.identity.handle(
    request(`/${OTHER_TENANT}/v2.0/.well-known/openid-configuration`),
  );
  assert.equal(discovery?.httpStatus, 400);
  for (const any of ['common', 'organizations', TENANT]) {
    const answer = json(
      pinned.identity.handle(formRequest(`/${any}/oauth2/v2.0/token`, SECRET_FORM)),
    );
    assert.equal(claimsOf(answer.access_token)['tid'], TENANT);
  }
});
