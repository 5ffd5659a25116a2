import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { azcoreGo } from './support/azcore-go.ts';
import { signIn } from './support/client.ts';
import { SECRETS, writtenNetwork, writtenSet } from './support/common-sets.ts';
import { differences } from './support/differences.ts';
import { play, type Step } from './support/play.ts';
import { at, expectStatus, startWire } from './support/wire.ts';

const SOURCE = 'pulumi/pulumi-azure-native provider/pkg/azure/client_azcore.go';

/**
 * A custom resource of azure-native: CanCreate, PUT, the poller; its result becomes the outputs, and
 * a refresh must find the very same (DEMAND C25).
 */
function create(id: string, version: string, body: JsonObject): readonly Step[] {
  const to = `${id}?api-version=${version}`;
  return [
    { source: `${SOURCE}: CanCreate`, send: 'GET', to, accepts: [404] },
    ...update(id, version, body),
  ];
}

function update(id: string, version: string, body: JsonObject): readonly Step[] {
  const to = `${id}?api-version=${version}`;
  let outputs: JsonObject = {};
  return [
    {
      source: `${SOURCE}: putOrPatch`,
      send: 'PUT',
      to,
      body,
      accepts: [200, 201, 202],
      poll: azcoreGo(10),
      takes(answer) {
        outputs = answer.json;
        assert.deepEqual(differences(body, outputs, SECRETS), []);
      },
    },
    {
      source: 'provider/pkg/provider/provider.go: Read, at `pulumi refresh`',
      send: 'GET',
      to,
      accepts: [200],
      takes: ({ json }) => assert.deepEqual(json, outputs),
    },
  ];
}

function remove(id: string, version: string): Step {
  const to = `${id}?api-version=${version}`;
  const source = `${SOURCE}: Delete, every 30 s; 404 is success`;
  return { source, send: 'DELETE', to, accepts: [200, 202, 204, 404], poll: azcoreGo(30) };
}

test('pulumi azure-native: creates, refreshes without a change, scales and destroys', async (context) => {
  const wire = await startWire(context);
  // Source: provider/pkg/azure/cloud/{cloud.go,metadata/client.go}.
  const metadata = await wire.send('GET', `${wire.url}/metadata/endpoints?api-version=2022-09-01`);
  expectStatus(metadata, 200);
  const audience = String(at(metadata.json, 'authentication', 'audiences', 0));
  assert.equal(metadata.json['resourceManager'], wire.url);
  assert.equal(at(metadata.json, 'authentication', 'loginEndpoint'), wire.url);
  const client = await signIn(wire, { scope: `${audience}/.default`, userAgent: 'pulumi' });
  const group = `/subscriptions/${wire.subscriptionId}/resourceGroups/pulumi`;
  const network = `${group}/providers/Microsoft.Network/virtualNetworks/net`;
  const set = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  const location = 'westeurope';
  const body = (capacity: number): JsonObject => ({
    ...writtenSet({ subnetId: `${network}/subnets/machines`, capacity }),
    location,
    tags: { made: 'pulumi' },
    zones: ['1', '2'],
  });
  // Versions: the defaults of azure-native 3 (reports/default versions of the repository).
  await play(client, [
    ...create(group, '2024-11-01', { location, tags: {} }),
    ...create(network, '2024-05-01', { ...writtenNetwork(), location }),
    ...create(set, '2024-11-01', body(2)),
    ...update(set, '2024-11-01', body(4)),
    remove(set, '2024-11-01'),
    // A second one of a resource that is gone already.
    remove(set, '2024-11-01'),
    remove(network, '2024-05-01'),
    remove(group, '2024-11-01'),
  ]);
});
