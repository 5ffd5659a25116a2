import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, openIdentity, ORIGIN, request, TENANT } from './identity-fixture.ts';

// Source of every expectation: shared/CLIENTS.md §§1, 7, 12, 13.

test('cloud metadata 2015-01-01: the ADFS form that lets old clients in', async () => {
  const { identity } = await openIdentity();
  for (const version of ['1.0', '2015-01-01']) {
    assert.deepEqual(json(identity.handle(request(`/metadata/endpoints?api-version=${version}`))), {
      galleryEndpoint: ORIGIN,
      graphEndpoint: ORIGIN,
      portalEndpoint: ORIGIN,
      authentication: { loginEndpoint: `${ORIGIN}/adfs`, audiences: [ORIGIN] },
    });
  }
});

test('cloud metadata 2018-01-01: also with the doubled slash of Terraform', async () => {
  const { identity } = await openIdentity();
  assert.deepEqual(json(identity.handle(request('//metadata/endpoints?api-version=2018-01-01'))), {
    cloudEndpoint: {
      lazulite: { endpoint: 'localhost:8677', locations: ['westeurope', 'eastus'] },
    },
  });
});

test('cloud metadata 2022-09-01: an object; an array of it before; the newest when unknown', async () => {
  const { identity } = await openIdentity();
  const read = (query: string): unknown =>
    json(identity.handle(request(`/metadata/endpoints${query}`)));
  const newest = read('?api-version=2022-09-01') as Record<string, unknown>;
  assert.equal(newest['name'], 'Lazulite');
  assert.equal(newest['resourceManager'], ORIGIN);
  assert.equal(newest['microsoftGraphResourceId'], `${ORIGIN}/`);
  assert.deepEqual(newest['authentication'], {
    loginEndpoint: ORIGIN,
    audiences: [ORIGIN, 'https://management.core.windows.net/', 'https://management.azure.com/'],
    tenant: 'common',
    identityProvider: 'AAD',
  });
  assert.equal(Object.keys(newest['suffixes'] as object).length, 14);
  for (const version of ['2019-05-01', '2020-06-01'])
    assert.deepEqual(read(`?api-version=${version}`), [newest]);
  for (const query of ['', '?api-version=2099-01-01', '?x']) assert.deepEqual(read(query), newest);
});

test('origin: every link is made of the Host header and the scheme', async () => {
  const { identity } = await openIdentity();
  const at = (host: string, secure: boolean): unknown =>
    json(identity.handle(request('/metadata/endpoints', { headers: { host }, secure })))[
      'resourceManager'
    ];
  assert.equal(at('lazulite:443', true), 'https://lazulite:443');
  assert.equal(at('[::1]:8677', false), 'http://[::1]:8677');
  assert.equal(at('evil"\r\nX: y', true), 'https://localhost');
});

test('OpenID configuration: v2, v1, ADFS and the doubled ADFS of az', async () => {
  const { identity } = await openIdentity();
  const read = (path: string): Record<string, unknown> => json(identity.handle(request(path)));
  const v2 = read(`/${TENANT}/v2.0/.well-known/openid-configuration`);
  assert.equal(v2['issuer'], `${ORIGIN}/${TENANT}/v2.0`);
  assert.equal(v2['token_endpoint'], `${ORIGIN}/${TENANT}/oauth2/v2.0/token`);
  assert.equal(v2['jwks_uri'], `${ORIGIN}/${TENANT}/discovery/v2.0/keys`);
  assert.equal(v2['authorization_endpoint'], `${ORIGIN}/${TENANT}/oauth2/v2.0/authorize`);
  assert.equal(v2['device_authorization_endpoint'], `${ORIGIN}/${TENANT}/oauth2/v2.0/devicecode`);
  assert.equal(
    read(`/${TENANT}/.well-known/openid-configuration`)['token_endpoint'],
    `${ORIGIN}/${TENANT}/oauth2/token`,
  );
  const adfs = read('/adfs/.well-known/openid-configuration');
  assert.equal(adfs['issuer'], `${ORIGIN}/adfs`);
  assert.equal(adfs['token_endpoint'], `${ORIGIN}/adfs/oauth2/token`);
  assert.deepEqual(read('/adfs/adfs/.well-known/openid-configuration'), adfs);
  // Whatever the documents name is served.
  for (const document of [v2, adfs]) {
    for (const [field, url] of Object.entries(document)) {
      if (!/_endpoint$|_uri$/.test(field)) continue;
      assert.ok(
        identity.handle(request(String(url).replace(ORIGIN, ''))),
        `${field} ${String(url)}`,
      );
    }
  }
});

test('instance discovery and user realm: one cloud, and every user is ours', async () => {
  const { identity } = await openIdentity();
  const discovery = json(
    identity.handle(request('/common/discovery/instance?api-version=1.1&authorization_endpoint=x')),
  );
  assert.equal(
    discovery['tenant_discovery_endpoint'],
    `${ORIGIN}/common/v2.0/.well-known/openid-configuration`,
  );
  assert.deepEqual(discovery['metadata'], [
    {
      preferred_network: 'localhost:8677',
      preferred_cache: 'localhost:8677',
      aliases: ['localhost:8677'],
    },
  ]);
  const realm = json(
    identity.handle(request('/common/userrealm/ada%40example.org?api-version=1.0')),
  );
  assert.equal(realm['account_type'], 'Managed');
  assert.equal(realm['domain_name'], 'example.org');
  assert.equal(identity.handle(request('/common/userrealm/%E0%A4%A'))?.httpStatus, 200);
});

test('keys: the public half only', async () => {
  const { identity } = await openIdentity();
  const { keys } = json(identity.handle(request(`/${TENANT}/discovery/v2.0/keys`))) as unknown as {
    keys: object[];
  };
  assert.deepEqual(
    keys.map((key) => Object.keys(key).toSorted()),
    [['alg', 'e', 'kid', 'kty', 'n', 'use', 'x5t']],
  );
  assert.deepEqual(json(identity.handle(request('/adfs/discovery/keys'))), { keys });
});

test('image aliases: where the metadata says they are, in the form that az reads', async () => {
  const { identity } = await openIdentity();
  const { vmImageAliasDoc } = json(identity.handle(request('/metadata/endpoints')));
  const path = String(vmImageAliasDoc).replace(ORIGIN, '');
  const { outputs } = json(identity.handle(request(path))) as unknown as {
    outputs: { aliases: { value: Record<string, Record<string, Record<string, string>>> } };
  };
  const { Linux, Windows } = outputs.aliases.value;
  assert.deepEqual(Linux?.['Ubuntu2204'], {
    publisher: 'Canonical',
    offer: '0001-com-ubuntu-server-jammy',
    sku: '22_04-lts-gen2',
    version: 'latest',
    architecture: 'x64',
  });
  assert.equal(Linux['AzureLinux4Arm64']?.['architecture'], 'Arm64');
  assert.deepEqual(Windows?.['Win2019Datacenter'], {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    sku: '2019-datacenter-gensecond',
    version: 'latest',
    architecture: 'x64',
  });
  // az reads these five of every entry.
  for (const image of [...Object.values(Linux), ...Object.values(Windows)]) {
    assert.equal(Object.keys(image).length, 5);
    assert.ok(Object.values(image).every((text) => text.length > 0));
  }
});

test('paths of other rooms are left to them', async () => {
  const { identity } = await openIdentity();
  const targets = [
    '/',
    '/subscriptions?api-version=2020-01-01',
    `//subscriptions/${TENANT}/oauth2/token`,
    '/providers',
    '/_lazulite/clock',
    '/metadata',
    '/metadata/instance?api-version=2021-02-01',
    '/metadata/endpoints/more',
    `/${TENANT}`,
    `/${TENANT}/oauth2`,
    '/common/userrealm',
    '/metrics',
    '/aliases.json/more',
    '/aliases',
  ];
  for (const target of targets) assert.equal(identity.handle(request(target)), undefined, target);
});

test('documents are only read', async () => {
  const { identity } = await openIdentity();
  for (const path of [
    '/metadata/endpoints',
    '/aliases.json',
    `/${TENANT}/discovery/v2.0/keys`,
    '/common/discovery/instance',
  ]) {
    const response = identity.handle(request(path, { method: 'POST' }));
    assert.equal(response?.httpStatus, 405, path);
    assert.ok(response.headers.includes('Allow'));
    assert.equal(identity.handle(request(path, { method: 'HEAD' }))?.httpStatus, 200);
  }
});
