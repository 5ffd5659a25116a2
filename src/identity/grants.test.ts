import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  claimsOf,
  formRequest,
  json,
  openIdentity,
  ORIGIN,
  request,
  TENANT,
} from './identity-fixture.ts';
import type { ConfiguredClient } from './types.ts';

const V2 = `/${TENANT}/oauth2/v2.0/token`;
const V1 = `/${TENANT}/oauth2/token`;
const CLIENTS: readonly ConfiguredClient[] = [{ id: 'app', secret: 'right', role: 'Owner' }];

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
  const late = json(identity.handle(formRequest(V1, refresh)));
  assert.match(
    String(late['error_description']),
    /^AADSTS700082: .* The token was issued on 2016-03-24T18:48:36Z and was inactive for 90\.00:00:00\. Trace/,
  );
});

test('refresh token: one from before clients were configured does not outlive that', async () => {
  const grant = { grant_type: 'password', client_id: 'app', username: 'app', scope: 'openid' };
  const refresh = (refreshToken: unknown) =>
    formRequest(V2, {
      grant_type: 'refresh_token',
      client_id: 'app',
      refresh_token: String(refreshToken),
    });
  const open = await openIdentity();
  const before = json(open.identity.handle(formRequest(V2, { ...grant, password: 'guess' })));
  assert.equal(open.identity.handle(refresh(before['refresh_token']))?.httpStatus, 200);

  const closed = await openIdentity({ clients: CLIENTS });
  const refused = json(closed.identity.handle(refresh(before['refresh_token'])));
  assert.deepEqual(refused['error_codes'], [70000]);
  const since = json(closed.identity.handle(formRequest(V2, { ...grant, password: 'right' })));
  assert.equal(closed.identity.handle(refresh(since['refresh_token']))?.httpStatus, 200);
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
