import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compactVerify, createLocalJWKSet } from 'jose';
import { MICROS_PER_SECOND } from '../base/index.ts';
import {
  claimsOf,
  formRequest,
  json,
  openIdentity,
  ORIGIN,
  OTHER_TENANT,
  request,
  TENANT,
} from './identity-fixture.ts';
import type { ConfiguredClient } from './types.ts';

const V2 = `/${TENANT}/oauth2/v2.0/token`;
const V1 = `/${TENANT}/oauth2/token`;
const SECRET_FORM = {
  grant_type: 'client_credentials',
  client_id: 'app',
  client_secret: 'anything',
  scope: 'https://management.azure.com/.default',
};
const CLIENTS: readonly ConfiguredClient[] = [{ id: 'app', secret: 'right', role: 'Owner' }];

test('token v2: what @azure/identity asks for, verified by an independent library from our documents', async () => {
  const { identity, now } = await openIdentity();
  const configuration = json(
    identity.handle(request(`/${TENANT}/v2.0/.well-known/openid-configuration`)),
  );
  const keysPath = String(configuration['jwks_uri']).replace(ORIGIN, '');
  const keys = createLocalJWKSet(
    json(identity.handle(request(keysPath))) as unknown as Parameters<typeof createLocalJWKSet>[0],
  );
  const tokenPath = String(configuration['token_endpoint']).replace(ORIGIN, '');
  const response = identity.handle(formRequest(`${tokenPath}?client-request-id=x`, SECRET_FORM));
  assert.equal(response?.httpStatus, 200);
  assert.ok(response.headers.includes('no-store, no-cache'));
  const answer = json(response);
  assert.deepEqual(
    { ...answer, access_token: '' },
    { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: '' },
  );

  const verified = await compactVerify(answer.access_token, keys, { algorithms: ['RS256'] });
  const payload = JSON.parse(Buffer.from(verified.payload).toString()) as Record<string, unknown>;
  const { protectedHeader } = verified;
  assert.equal(payload['aud'], 'https://management.azure.com');
  assert.equal(payload['iss'], `${ORIGIN}/${TENANT}/`);
  assert.equal(payload['exp'], now() / MICROS_PER_SECOND + 3_600);
  assert.equal(protectedHeader.typ, 'JWT');
  assert.equal(payload['tid'], TENANT);
  assert.equal(payload['appid'], 'app');
  assert.equal(payload['idtyp'], 'app');
  assert.equal(payload['ver'], '1.0');
  assert.equal(payload['sub'], payload['oid']);
  assert.equal(payload['exp'] - Number(payload['iat']), 3_900);
  assert.ok(!('xms_cc' in payload));
  assert.ok(identity.authenticate(`Bearer ${answer.access_token}`, ORIGIN).ok);
});

test('token v1: resource instead of scope, and the numbers as text', async () => {
  const { identity } = await openIdentity();
  const form = {
    grant_type: 'client_credentials',
    client_id: 'app',
    client_secret: 's',
    resource: `${ORIGIN}/`,
  };
  const answer = json(identity.handle(formRequest(V1, form)));
  const claims = claimsOf(answer.access_token);
  assert.deepEqual(
    { ...answer, access_token: '' },
    {
      token_type: 'Bearer',
      expires_in: '3599',
      ext_expires_in: '3599',
      expires_on: String(claims['exp']),
      not_before: String(claims['nbf']),
      resource: `${ORIGIN}/`,
      access_token: '',
    },
  );
  assert.equal(claims['aud'], `${ORIGIN}/`);
});

test('token ADFS: what az 2.45 asks for, capabilities included; the tenant is the default one', async () => {
  const { identity } = await openIdentity();
  const form = {
    client_id: 'app',
    grant_type: 'client_credentials',
    client_info: '1',
    client_secret: 'p',
    claims: '{"access_token":{"xms_cc":{"values":["CP1"]}}}',
    scope: `${ORIGIN}/.default`,
  };
  for (const path of ['/adfs/oauth2/token', '/adfs/adfs/oauth2/token', '//ADFS/OAuth2/Token/']) {
    const answer = json(identity.handle(formRequest(path, form)));
    assert.equal(answer['expires_in'], 3599);
    const claims = claimsOf(answer.access_token);
    assert.deepEqual(claims['xms_cc'], ['CP1']);
    assert.equal(claims['tid'], TENANT);
    assert.equal(claims['aud'], ORIGIN);
  }
  const byResource = { ...form, scope: '', resource: ORIGIN };
  assert.equal(
    claimsOf(json(identity.handle(formRequest('/adfs/oauth2/token', byResource))).access_token)[
      'aud'
    ],
    ORIGIN,
  );
});

test('scope: only one slash belongs to /.default', async () => {
  const { identity } = await openIdentity();
  const audienceOf = (scope: string): unknown =>
    claimsOf(json(identity.handle(formRequest(V2, { ...SECRET_FORM, scope }))).access_token)['aud'];
  assert.equal(
    audienceOf('https://management.core.windows.net//.default'),
    'https://management.core.windows.net/',
  );
  assert.equal(
    audienceOf('openid https://management.azure.com/.default profile'),
    'https://management.azure.com',
  );
});

test('client assertion: taken at its word while no clients are configured, never afterwards', async () => {
  const open = await openIdentity();
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const form = {
    grant_type: 'client_credentials',
    client_id: 'app',
    scope: `${ORIGIN}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${part({ alg: 'RS256' })}.${part({ sub: 'app' })}.c2ln`,
  };
  const answer = json(open.identity.handle(formRequest(V2, form)));
  assert.equal(claimsOf(answer.access_token)['appidacr'], '2');
  assert.deepEqual(
    json(open.identity.handle(formRequest(V2, { ...form, client_assertion: 'x.y.z' })))[
      'error_codes'
    ],
    [50027],
  );
  assert.deepEqual(
    json(open.identity.handle(formRequest(V2, { ...form, client_assertion_type: 'saml' })))[
      'error_codes'
    ],
    [900144],
  );
  const closed = await openIdentity({ clients: CLIENTS });
  const refused = closed.identity.handle(formRequest(V2, form));
  assert.equal(refused?.httpStatus, 401);
  assert.deepEqual(json(refused)['error_codes'], [700027]);
});

test('secret: may come as HTTP Basic, form-encoded', async () => {
  const { identity } = await openIdentity({ clients: [{ id: 'a:pp', secret: 'r&g=h+t ü' }] });
  const basic = Buffer.from('a%3App:r%26g%3Dh%2Bt+%C3%BC').toString('base64');
  const form = { grant_type: 'client_credentials', scope: `${ORIGIN}/.default` };
  const answer = json(identity.handle(formRequest(V2, form, { authorization: `Basic ${basic}` })));
  assert.equal(claimsOf(answer.access_token)['appid'], 'a:pp');
});

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

test('password: anybody without configured clients, afterwards only a client’s id and secret', async () => {
  const form = {
    grant_type: 'password',
    client_id: 'public',
    username: 'Ada@example.org',
    password: 'x',
    scope: 'openid offline_access https://management.azure.com/user_impersonation',
  };
  const open = await openIdentity();
  const answer = json(open.identity.handle(formRequest(V2, form)));
  const claims = claimsOf(answer.access_token);
  assert.equal(claims['aud'], 'https://management.azure.com');
  assert.equal(claims['idtyp'], 'user');
  assert.equal(claims['upn'], 'Ada@example.org');
  assert.equal(claimsOf(String(answer['id_token']))['aud'], 'public');
  const info = JSON.parse(
    Buffer.from(String(answer['client_info']), 'base64url').toString(),
  ) as unknown;
  assert.deepEqual(info, { uid: claims['oid'], utid: TENANT });

  const closed = await openIdentity({ auth: 'rbac', clients: CLIENTS });
  assert.deepEqual(json(closed.identity.handle(formRequest(V2, form)))['error_codes'], [50126]);
  assert.deepEqual(
    json(closed.identity.handle(formRequest(V2, { ...form, username: 'app' })))['error_codes'],
    [50126],
  );
  const right = json(
    closed.identity.handle(formRequest(V2, { ...form, username: 'app', password: 'right' })),
  );
  const outcome = closed.identity.authenticate(`Bearer ${right.access_token}`, ORIGIN);
  assert.ok(outcome.ok);
  assert.equal(outcome.caller.role, 'Owner');
  for (const name of ['client_id', 'username', 'password']) {
    assert.deepEqual(
      json(open.identity.handle(formRequest(V2, { ...form, [name]: '' })))['error_codes'],
      [900144],
    );
  }
});

test('refresh token: gives a new token for another audience; is no access token, ends, and cannot be forged', async () => {
  const { identity, pass } = await openIdentity();
  const form = {
    grant_type: 'password',
    client_id: 'public',
    username: 'ada',
    password: 'x',
    resource: 'https://management.core.windows.net/',
  };
  const first = json(identity.handle(formRequest(V1, form)));
  const refreshToken = String(first['refresh_token']);
  assert.equal(identity.authenticate(`Bearer ${refreshToken}`, ORIGIN).ok, false);
  const refresh = { grant_type: 'refresh_token', client_id: 'public', refresh_token: refreshToken };
  const second = json(identity.handle(formRequest(V1, refresh)));
  assert.equal(second['resource'], 'https://management.core.windows.net/');
  const third = json(
    identity.handle(formRequest(V2, { ...refresh, scope: 'https://graph.example/.default' })),
  );
  assert.equal(claimsOf(third.access_token)['aud'], 'https://graph.example');
  assert.equal(claimsOf(third.access_token)['oid'], claimsOf(first.access_token)['oid']);

  const refused = (token: string): unknown =>
    json(identity.handle(formRequest(V2, { ...refresh, refresh_token: token })))['error_codes'];
  assert.deepEqual(refused(first.access_token), [70000]);
  assert.deepEqual(refused('x'), [70000]);
  assert.deepEqual(refused(''), [900144]);
  const closed = await openIdentity({ clients: CLIENTS });
  assert.deepEqual(json(closed.identity.handle(formRequest(V2, refresh)))['error_codes'], [700016]);
  pass(90 * 86_400);
  assert.deepEqual(refused(refreshToken), [700082]);
});

test('device code: approved by itself, by its client, for a quarter of an hour', async () => {
  const { identity, pass } = await openIdentity();
  const started = json(
    identity.handle(
      formRequest(`/common/oauth2/v2.0/devicecode`, {
        client_id: 'cli',
        scope: 'https://management.core.windows.net//.default offline_access',
      }),
    ),
  );
  assert.equal(started['verification_uri'], `${ORIGIN}/`);
  assert.equal(started['expires_in'], 900);
  const deviceCode = String(started['device_code']);
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id: 'cli',
    device_code: deviceCode,
  };
  const answer = json(identity.handle(formRequest('/common/oauth2/v2.0/token', form)));
  assert.equal(claimsOf(answer.access_token)['aud'], 'https://management.core.windows.net/');
  assert.equal(
    json(identity.handle(formRequest(V2, { ...form, client_id: 'other' })))['error'],
    'bad_verification_code',
  );
  assert.equal(
    json(identity.handle(formRequest(V2, { ...form, device_code: 'x' })))['error'],
    'bad_verification_code',
  );

  const old = json(
    identity.handle(
      formRequest('/common/oauth2/devicecode', {
        client_id: 'cli',
        resource: 'https://management.azure.com/',
      }),
    ),
  );
  assert.equal(old['expires_in'], '900');
  const v1 = { grant_type: 'device_code', client_id: 'cli', code: String(old['device_code']) };
  assert.equal(
    json(identity.handle(formRequest('/common/oauth2/token', v1)))['resource'],
    'https://management.azure.com/',
  );
  pass(901);
  assert.deepEqual(json(identity.handle(formRequest(V2, form)))['error_codes'], [70020]);
});

test('device code: with configured clients only after the secret', async () => {
  const { identity } = await openIdentity({ clients: CLIENTS });
  const form = { client_id: 'app', scope: 'openid' };
  assert.deepEqual(
    json(identity.handle(formRequest(`/common/oauth2/v2.0/devicecode`, form)))['error_codes'],
    [7000218],
  );
  const proven = json(
    identity.handle(
      formRequest(`/common/oauth2/v2.0/devicecode`, { ...form, client_secret: 'right' }),
    ),
  );
  assert.equal(typeof proven['device_code'], 'string');
  const without = {
    grant_type: 'device_code',
    client_id: 'app',
    device_code: proven['device_code'] as string,
  };
  assert.deepEqual(json(identity.handle(formRequest(V2, without)))['error_codes'], [7000218]);
});

test('managed identity: with the header, for a resource, and never beside configured clients', async () => {
  const open = await openIdentity();
  const path =
    '/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F';
  const withHeader = { headers: { host: 'localhost:8677', metadata: 'true' } };
  const answer = json(open.identity.handle(request(path, withHeader)));
  assert.equal(answer['resource'], 'https://management.azure.com/');
  assert.ok(open.identity.authenticate(`Bearer ${answer.access_token}`, ORIGIN).ok);
  const closed = await openIdentity({ clients: CLIENTS });
  const refusals = [
    [open.identity.handle(request(path)), 'Required metadata header not specified'],
    [
      open.identity.handle(
        request(path, { headers: { ...withHeader.headers, 'x-forwarded-for': '1.2.3.4' } }),
      ),
      'Required metadata header not specified',
    ],
    [
      open.identity.handle(request('/metadata/identity/oauth2/token', withHeader)),
      "Required query variable 'resource' is missing",
    ],
    [closed.identity.handle(request(path, withHeader)), 'Identity not found'],
  ] as const;
  for (const [response, description] of refusals) {
    assert.equal(response?.httpStatus, 400);
    assert.deepEqual(json(response), { error: 'invalid_request', error_description: description });
  }
  assert.equal(
    open.identity.handle(request(path, { ...withHeader, method: 'POST' }))?.httpStatus,
    405,
  );
});
