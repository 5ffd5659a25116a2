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
