import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../../../../src/base/index.ts';
import { acquireToken, type Client, claimsOf, clientWith } from './client.ts';
import { at, expectStatus, type Wire } from './wire.ts';

/** What azurerm asks before its first resource. */

/** go-azure-sdk's environments.FromEndpoint gives up when one of these is empty. */
export async function readMetadata(wire: Wire): Promise<string> {
  const answer = await wire.send('GET', `${wire.url}/metadata/endpoints?api-version=2022-09-01`);
  expectStatus(answer, 200);
  const { json } = answer;
  const authentication = json['authentication'];
  for (const value of [
    json['name'],
    json['microsoftGraphResourceId'],
    at(authentication, 'audiences', 0),
  ])
    assert.ok(typeof value === 'string' && value !== '', answer.text);
  assert.equal(
    json['resourceManager'],
    wire.url,
    'a slash at the end would ask for //subscriptions',
  );
  assert.equal(at(authentication, 'loginEndpoint'), wire.url);
  assert.equal(at(authentication, 'identityProvider'), 'AAD');
  return String(json['name']);
}

/**
 * authentication.IsEnvironmentAzureStack and AzureEnvironmentByNameFromEndpoint of
 * hashicorp/go-azure-helpers: an array, and in it an entry of the same name that is no Azure Stack.
 */
export async function readOlderMetadata(wire: Wire, name: string): Promise<void> {
  const answer = await wire.send('GET', `${wire.url}/metadata/endpoints?api-version=2020-06-01`);
  const clouds = JSON.parse(answer.text) as JsonObject[];
  const found = clouds.find((cloud) => cloud['name'] === name);
  assert.deepEqual(
    [at(found, 'authentication', 'identityProvider'), at(found, 'authentication', 'tenant')],
    ['AAD', 'common'],
  );
}

/** internal/clients/auth.go: a token for Graph first, whose claims are read; then one for ARM. */
export async function signInAsTerraform(wire: Wire): Promise<Client> {
  const userAgent = 'HashiCorp Terraform/1.14 terraform-provider-azurerm';
  const graph = await acquireToken(wire, { scope: `${wire.url}//.default`, userAgent });
  const claims = claimsOf(graph);
  assert.equal(claims['appid'], 'app');
  assert.match(String(claims['oid']), /^[0-9a-f-]{36}$/, 'or it would ask Microsoft Graph');
  assert.equal(claims['tid'], wire.tenantId);
  assert.doesNotMatch(
    String(claims['scp'] ?? ''),
    /openid/,
    'or it would not be a service principal',
  );
  return clientWith(
    wire,
    await acquireToken(wire, { scope: `${wire.url}/.default`, userAgent }),
    userAgent,
  );
}

/** internal/resourceproviders: the list; what is missing is registered, and asked until it is so. */
export async function registerProviders(client: Client): Promise<void> {
  const providers = `/subscriptions/${client.wire.subscriptionId}/providers`;
  const listed = await client.send('GET', `${providers}?api-version=2022-09-01`);
  expectStatus(listed, 200);
  const items = at(listed.json, 'value') as JsonObject[];
  const states = new Map(items.map((item) => [item['namespace'], item['registrationState']]));
  for (const namespace of ['Microsoft.Compute', 'Microsoft.Network', 'Microsoft.ManagedIdentity']) {
    const state = states.get(namespace);
    assert.ok(
      state === 'Registered' || state === 'NotRegistered',
      `${namespace}: ${String(state)}`,
    );
    const registered = await client.send(
      'POST',
      `${providers}/${namespace}/register?api-version=2022-09-01`,
      {},
    );
    expectStatus(registered, 200);
    const shown = await client.send('GET', `${providers}/${namespace}?api-version=2022-09-01`);
    assert.equal(shown.json['registrationState'], 'Registered');
  }
}

/** location.CacheSupportedLocations: two slashes; the locations of the one cloud of that host. */
export async function validateEnhanced(wire: Wire): Promise<void> {
  const answer = await wire.send('GET', `${wire.url}//metadata/endpoints?api-version=2018-01-01`);
  expectStatus(answer, 200);
  const clouds = Object.values((answer.json['cloudEndpoint'] ?? {}) as JsonObject).filter(
    isJsonObject,
  );
  const here = clouds.find((cloud) => cloud['endpoint'] === wire.host);
  assert.ok((at(here, 'locations') as string[]).includes('westeurope'), answer.text);
}
