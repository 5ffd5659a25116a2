import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/base/index.ts';
import { autorestGo } from './autorest-go.ts';
import type { Client } from './client.ts';
import { at, type Exchange, expectStatus, show } from './wire.ts';

/**
 * deleteItemsProvisionedByTemplate, internal/services/resource/template_deployment_common.go: each
 * output resource at the newest version that its provider lists, over and over until nothing is left.
 * Of a nested deployment the provider is not listed, and Terraform gives up on Azure, too
 * (Azure/azure-rest-api-specs issue 28517).
 */
export async function deleteItems(
  client: Client,
  deployment: string,
  version: string,
): Promise<void> {
  const shown = await client.send('GET', `${deployment}?${version}`);
  expectStatus(shown, 200);
  const versions = await providerVersions(client, shown);
  let ids = (at(shown.json, 'properties', 'outputResources') as JsonObject[]).map(({ id }) =>
    String(id),
  );
  assert.equal(ids.length, 2, show(shown));
  for (let round = 0; ids.length > 0; round += 1) {
    assert.ok(round < 5, `cannot be deleted: ${ids.join(' ')}`);
    const left: string[] = [];
    for (const id of ids) {
      const wanted = versions(id);
      const answer = await client.send('DELETE', `${id}?api-version=${wanted}`);
      if (answer.httpStatus === 404) continue;
      // What others still use is tried again after them.
      if (answer.httpStatus >= 400) left.push(id);
      else await autorestGo(client, answer);
    }
    ids = left;
  }
}

/** determineResourceProviderAPIVersionsForResources: of the providers that the deployment names. */
async function providerVersions(client: Client, shown: Exchange): Promise<(id: string) => string> {
  const found = new Map<string, string>();
  for (const { namespace } of at(shown.json, 'properties', 'providers') as JsonObject[]) {
    const answer = await client.send(
      'GET',
      `/subscriptions/${client.wire.subscriptionId}/providers/${String(namespace)}?api-version=2022-09-01`,
    );
    expectStatus(answer, 200);
    for (const type of at(answer.json, 'resourceTypes') as JsonObject[]) {
      const name = `${String(namespace)}/${String(type['resourceType'])}`.toLowerCase();
      found.set(name, String(at(type, 'apiVersions', 0)));
    }
  }
  return (id) => {
    const [, namespace, type] = /\/providers\/([^/]+)\/([^/]+)\/[^/]+$/.exec(id) ?? [];
    const version = found.get(`${namespace}/${type}`.toLowerCase());
    assert.ok(version, `no provider of the deployment has ${id}`);
    return version;
  };
}
