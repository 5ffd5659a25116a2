import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { openIdentity, ORIGIN, request, TENANT } from './identity-fixture.ts';

const PARAMETERS = [
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'scope',
  'resource',
  'claims',
  'username',
  'password',
  'refresh_token',
  'device_code',
  'code',
];
const GRANTS = [
  'client_credentials',
  'password',
  'refresh_token',
  'device_code',
  'urn:ietf:params:oauth:grant-type:device_code',
];
const PATHS = [
  'oauth2/token',
  'oauth2/v2.0/token',
  'oauth2/devicecode',
  'oauth2/v2.0/devicecode',
  'oauth2/authorize',
  '.well-known/openid-configuration',
  'discovery/keys',
  'discovery/instance',
  'userrealm/%',
  'endpoints',
  'identity/oauth2/token',
];
const TENANTS = [TENANT, 'common', 'adfs', 'adfs/adfs', 'metadata', 'x', '%00', 'a.b'];

test('whatever is sent to the sign-in endpoints is answered with JSON, and never with a failure of ours', async () => {
  const { identity } = await openIdentity();
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ...GRANTS,
      'a.b.c',
      '{}',
      '[1]',
      '{"access_token":{"xms_cc":{"values":[1,"CP1"]}}}',
      ORIGIN,
      '/.default',
      `${ORIGIN}/.default`,
    ),
  );
  const forms = fc.dictionary(fc.constantFrom(...PARAMETERS), value);
  const requests = fc.record({
    method: fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'OPTIONS'),
    tenant: fc.constantFrom(...TENANTS),
    path: fc.constantFrom(...PATHS),
    query: fc.constantFrom(
      '',
      '?',
      '?%',
      '?api-version=1.0',
      '?client-request-id=%00',
      '?resource=x',
    ),
    body: fc.oneof(
      forms.map((form) => new URLSearchParams(form).toString()),
      fc.string({ unit: 'binary' }),
    ),
    contentType: fc.constantFrom('application/x-www-form-urlencoded', 'application/json', ''),
    authorization: fc.constantFrom(undefined, 'Basic OjpcdQ==', 'Basic %', 'Basic JTAwOiU='),
    host: fc.constantFrom('localhost:8677', '', 'a b', '"', '[::1]:1'),
  });
  fc.assert(
    fc.property(
      requests,
      ({ method, tenant, path, query, body, contentType, authorization, host }) => {
        const response = identity.handle(
          request(`/${tenant}/${path}${query}`, {
            method,
            headers: { host, authorization, 'content-type': contentType, metadata: 'true' },
            body: Buffer.from(body),
          }),
        );
        if (response === undefined) return;
        assert.ok([200, 400, 401, 405].includes(response.httpStatus));
        JSON.parse(Buffer.from(response.body ?? []).toString());
      },
    ),
    { numRuns: 500 },
  );
});

test('whatever stands in the Authorization header, the answer is a refusal that fits into a header', async () => {
  const { identity } = await openIdentity();
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
  );
  const headers = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(part, { maxLength: 4 }).map((parts) => `Bearer ${parts.join('.')}`),
  );
  fc.assert(
    fc.property(headers, (header) => {
      const outcome = identity.authenticate(header, ORIGIN);
      assert.equal(outcome.ok, false);
      assert.match(outcome.wwwAuthenticate, /^[\x20-\x7e]+$/);
    }),
    { numRuns: 500 },
  );
});
