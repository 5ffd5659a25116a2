import assert from 'node:assert/strict';
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
} from 'node:crypto';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { claimsOf, openIdentity, ORIGIN, OTHER_TENANT, TENANT } from './identity-fixture.ts';
import { authorizationFailed } from './index.ts';
import type { Authentication } from './types.ts';

const CHALLENGE = `Bearer authorization_uri="${ORIGIN}/${TENANT}", error="invalid_token"`;

function refusedAs(
  code: string,
  outcome: Authentication,
): { message: string; wwwAuthenticate: string } {
  assert.equal(outcome.ok, false);
  assert.equal(outcome.code, code);
  assert.ok(outcome.wwwAuthenticate.startsWith(CHALLENGE), outcome.wwwAuthenticate);
  return outcome;
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

test('authentication: a token of ours gives its caller, the second time from memory', async () => {
  const { identity } = await openIdentity();
  const header = `Bearer ${identity.issueToken({ appId: 'app' })}`;
  const first = identity.authenticate(header, ORIGIN);
  assert.ok(first.ok);
  assert.deepEqual(Object.keys(first.caller), ['tenantId', 'objectId', 'appId']);
  assert.equal(first.caller.tenantId, TENANT);
  assert.equal(first.caller.appId, 'app');
  assert.equal(identity.authenticate(header, ORIGIN), first);
  assert.ok(identity.authenticate(header.replace('Bearer', 'bearer'), ORIGIN).ok);
});

test('authentication: the same client is the same object in every token, and others are not', async () => {
  const { identity } = await openIdentity();
  const oid = (appId: string, tenantId = TENANT): unknown =>
    claimsOf(identity.issueToken({ appId, tenantId }))['oid'];
  assert.equal(oid('app'), oid('APP'));
  assert.notEqual(oid('app'), oid('app2'));
  assert.notEqual(oid('app'), oid('app', OTHER_TENANT));
});

test('401: no header, in the words of Azure', async () => {
  const { identity } = await openIdentity();
  const { message, wwwAuthenticate } = refusedAs(
    'AuthenticationFailed',
    identity.authenticate(undefined, ORIGIN),
  );
  assert.equal(message, "Authentication failed. The 'Authorization' header is missing.");
  assert.equal(
    wwwAuthenticate,
    `${CHALLENGE}, error_description="The authentication failed because of missing 'Authorization' header."`,
  );
});

test('401: another scheme, an empty or a double token is an invalid header', async () => {
  const { identity } = await openIdentity();
  for (const header of [
    '',
    'Basic YTpi',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'eyJ.eyJ.x',
    'Bearer\ta.b.c',
  ]) {
    const { message } = refusedAs(
      'AuthenticationFailedInvalidHeader',
      identity.authenticate(header, ORIGIN),
    );
    assert.equal(
      message,
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
    );
  }
});

test('401: an expired token, with both times as the front door prints them', async () => {
  const { identity, pass } = await openIdentity();
  const header = `Bearer ${identity.issueToken({ appId: 'app' })}`;
  pass(3_599);
  assert.ok(identity.authenticate(header, ORIGIN).ok);
  pass(19);
  // The recorded message of shared/azure/errors.md, to the letter.
  const { message, wwwAuthenticate } = refusedAs(
    'ExpiredAuthenticationToken',
    identity.authenticate(header, ORIGIN),
  );
  assert.equal(
    message,
    "The access token expiry UTC time '3/24/2016 7:48:36 PM' is earlier than current UTC time '3/24/2016 7:48:54 PM'.",
  );
  assert.equal(wwwAuthenticate, `${CHALLENGE}, error_description="The access token has expired."`);
  const again = identity.authenticate(header, ORIGIN);
  assert.equal(again.ok, false);
});

test('401: midnight and noon are twelve o’clock', async () => {
  const { identity, pass } = await openIdentity();
  const header = `Bearer ${identity.issueToken({ appId: 'app' })}`;
  // 19:48:36 on the 24th to 00:01:02 on the 25th, then to 12:01:02.
  pass(5 * 3_600 + 12 * 60 + 26);
  assert.match(
    refusedAs('ExpiredAuthenticationToken', identity.authenticate(header, ORIGIN)).message,
    /'3\/25\/2016 12:01:02 AM'/,
  );
  pass(12 * 3_600);
  assert.match(
    refusedAs('ExpiredAuthenticationToken', identity.authenticate(header, ORIGIN)).message,
    /'3\/25\/2016 12:01:02 PM'/,
  );
});

test('401: no forged token passes', async () => {
  const { identity, store } = await openIdentity();
  const good = identity.issueToken({ appId: 'app' });
  const [header = '', payload = '', signature = ''] = good.split('.');
  const claims = claimsOf(good);
  const kid = (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }).kid;
  const kept = JSON.parse(store.documents.get('identity/signing-key')?.value ?? '') as {
    privateKey: JsonWebKey;
  };
  const publicPem = createPublicKey(
    createPrivateKey({ key: kept.privateKey, format: 'jwk' }),
  ).export({ type: 'spki', format: 'pem' });
  const hs256 = `${encoded({ alg: 'HS256', typ: 'JWT', kid })}.${payload}`;
  const mac = createHmac('sha256', publicPem).update(hs256).digest('base64url');
  const flipped = Buffer.from(signature, 'base64url');
  flipped[10] = (flipped[10] ?? 0) ^ 1;
  const stranger = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  const forged = {
    'changed claims': `${header}.${encoded({ ...claims, appid: 'admin' })}.${signature}`,
    'changed signature': `${header}.${payload}.${flipped.toString('base64url')}`,
    'no signature': `${header}.${payload}.`,
    'alg none': `${encoded({ alg: 'none', typ: 'JWT', kid })}.${payload}.`,
    'alg none with our signature': `${encoded({ alg: 'none', typ: 'JWT', kid })}.${payload}.${signature}`,
    'HS256 with our public key': `${hs256}.${mac}`,
    'another key under our kid': stranger,
    'two parts': `${header}.${payload}`,
    'four parts': `${good}.${signature}`,
    'base64 with padding': `${good}==`,
    'no base64 at all': 'a.b.c',
    'an array': `${encoded([])}.${encoded([])}.${signature}`,
    'dots only': '..',
    'a word': 'token',
  };
  for (const [what, token] of Object.entries(forged)) {
    const outcome = identity.authenticate(`Bearer ${token}`, ORIGIN);
    assert.equal(outcome.ok, false, what);
    assert.equal(outcome.code, 'InvalidAuthenticationToken', what);
    assert.equal(outcome.message, 'The access token is invalid.', what);
  }
});

test('401: our own key does not make every token an access token', async () => {
  const { identity, store } = await openIdentity();
  const kept = JSON.parse(store.documents.get('identity/signing-key')?.value ?? '') as {
    privateKey: JsonWebKey;
  };
  const key = createPrivateKey({ key: kept.privateKey, format: 'jwk' });
  const good = identity.issueToken({ appId: 'app' });
  const { kid } = JSON.parse(Buffer.from(good.split('.')[0] ?? '', 'base64url').toString()) as {
    kid: string;
  };
  const mint = (change: Record<string, unknown>, header = {}): Promise<string> =>
    new SignJWT({ ...claimsOf(good), ...change })
      .setProtectedHeader({ alg: 'RS256', kid, ...header })
      .sign(key);
  assert.ok(identity.authenticate(`Bearer ${await mint({})}`, ORIGIN).ok);
  const changes = [
    { tid: undefined },
    { tid: 'contoso' },
    { oid: 5 },
    { exp: 'soon' },
    { exp: undefined },
    { aud: [ORIGIN] },
    // Not valid before the year 2200.
    { nbf: 7_258_118_400, exp: 7_258_118_401 },
  ];
  for (const change of changes) {
    refusedAs(
      'InvalidAuthenticationToken',
      identity.authenticate(`Bearer ${await mint(change)}`, ORIGIN),
    );
  }
  const withKid = identity.authenticate(`Bearer ${await mint({}, { kid: 'other' })}`, ORIGIN);
  refusedAs('InvalidAuthenticationToken', withKid);
});

test('401: a token for another resource, also when it was right under another name before', async () => {
  const { identity } = await openIdentity();
  const vault = `Bearer ${identity.issueToken({ appId: 'app', audience: 'https://vault.azure.net' })}`;
  const { message, wwwAuthenticate } = refusedAs(
    'InvalidAuthenticationTokenAudience',
    identity.authenticate(vault, ORIGIN),
  );
  assert.match(
    message,
    /^The access token has been obtained for wrong audience or resource 'https:\/\/vault\.azure\.net'\. It should exactly match/,
  );
  assert.match(wwwAuthenticate, /wrong audience/);

  const ours = `Bearer ${identity.issueToken({ appId: 'app', audience: `${ORIGIN}/` })}`;
  assert.ok(identity.authenticate(ours, ORIGIN).ok);
  assert.ok(identity.authenticate(ours, 'http://localhost:8677').ok);
  const elsewhere = identity.authenticate(ours, 'https://lazulite.localhost:8677');
  assert.equal(elsewhere.ok, false);
  assert.equal(elsewhere.code, 'InvalidAuthenticationTokenAudience');
  assert.ok(identity.authenticate(ours, ORIGIN).ok);
});

test('authentication: Azure’s own audiences count under every name, with and without slash', async () => {
  const { identity } = await openIdentity();
  const audiences = [
    'https://management.azure.com',
    'https://management.azure.com/',
    'https://management.core.windows.net/',
    'https://management.core.windows.net',
  ];
  for (const audience of audiences) {
    const header = `Bearer ${identity.issueToken({ appId: 'app', audience })}`;
    assert.ok(identity.authenticate(header, ORIGIN).ok, audience);
    assert.ok(identity.authenticate(header, 'https://elsewhere:1').ok, audience);
  }
});

test('401: another tenant, once a tenant is chosen', async () => {
  const free = await openIdentity();
  const pinned = await openIdentity({ tenantPinned: true });
  const header = `Bearer ${free.identity.issueToken({ appId: 'app', tenantId: OTHER_TENANT, origin: ORIGIN })}`;
  assert.ok(free.identity.authenticate(header, ORIGIN).ok);
  const { message } = refusedAs(
    'InvalidAuthenticationTokenTenant',
    pinned.identity.authenticate(header, ORIGIN),
  );
  assert.ok(
    message.startsWith(
      `The access token is from the wrong issuer '${ORIGIN}/${OTHER_TENANT}/'. It must match the tenant '${ORIGIN}/${TENANT}/' associated with this subscription. Please use the authority (URL) '${ORIGIN}/${TENANT}' to get the token.`,
    ),
  );
});

test('authentication: auth open takes anybody', async () => {
  const { identity } = await openIdentity({ auth: 'open' });
  for (const header of [undefined, '', 'Basic x', 'Bearer nonsense']) {
    const outcome = identity.authenticate(header, ORIGIN);
    assert.ok(outcome.ok);
    assert.equal(outcome.caller.tenantId, TENANT);
    assert.ok(identity.mayDo(outcome.caller, 'DELETE', '/subscriptions/s'));
  }
});

test('rbac: the configured role decides by method, and nobody else has one', async () => {
  const { identity } = await openIdentity({
    auth: 'rbac',
    clients: [
      { id: 'reader', secret: 's', role: 'Reader' },
      { id: 'contributor', secret: 's', role: 'Contributor' },
      { id: 'owner', secret: 's', role: 'Owner' },
      { id: 'nothing', secret: 's' },
    ],
  });
  const allowed = (appId: string, target = '/subscriptions/s/x'): string[] => {
    const outcome = identity.authenticate(`Bearer ${identity.issueToken({ appId })}`, ORIGIN);
    assert.ok(outcome.ok);
    return ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'].filter((method) =>
      identity.mayDo(outcome.caller, method, target),
    );
  };
  assert.deepEqual(allowed('READER'), ['GET', 'HEAD']);
  assert.equal(allowed('contributor').length, 6);
  assert.equal(allowed('owner').length, 6);
  for (const roles of [
    '/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/x',
    '/subscriptions/s/PROVIDERS/microsoft%2Eauthorization/roleAssignments/x',
  ]) {
    assert.deepEqual(allowed('contributor', roles), ['GET', 'HEAD']);
    assert.equal(allowed('owner', roles).length, 6);
  }
  assert.deepEqual(allowed('nothing'), []);
  assert.deepEqual(allowed('stranger'), []);
});

test('rbac: AuthorizationFailed in the words of Azure', () => {
  const caller = { tenantId: TENANT, appId: 'app', objectId: 'oid' };
  assert.deepEqual(
    authorizationFailed(
      caller,
      'Microsoft.Compute/virtualMachineScaleSets/write',
      '/subscriptions/s',
    ),
    {
      code: 'AuthorizationFailed',
      message:
        "The client 'app' with object id 'oid' does not have authorization to perform action 'Microsoft.Compute/virtualMachineScaleSets/write' over scope '/subscriptions/s' or the scope is invalid. If access was recently granted, please refresh your credentials.",
    },
  );
});
