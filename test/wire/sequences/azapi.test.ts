import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { azcoreGo } from './support/azcore-go.ts';
import { signIn } from './support/client.ts';
import { SECRETS, writtenNetwork, writtenSet } from './support/common-sets.ts';
import { differences } from './support/differences.ts';
import { play, type Step } from './support/play.ts';
import { at, startWire } from './support/wire.ts';

const SOURCE = 'Azure/terraform-provider-azapi internal/services/azapi_resource.go';
/** resource_client.go polls every ten seconds where no Retry-After says otherwise. */
const poll = azcoreGo(10);

/** `azapi_resource`: a look whether it is there, PUT, the poller, and a look at what came of it. */
function create(id: string, version: string, body: JsonObject): readonly Step[] {
  const to = `${id}?api-version=${version}`;
  return [
    { source: `${SOURCE}: CreateUpdate, "already exists"`, send: 'GET', to, accepts: [404] },
    ...update(id, version, body),
  ];
}

function update(id: string, version: string, body: JsonObject): readonly Step[] {
  const to = `${id}?api-version=${version}`;
  return [
    { source: `${SOURCE}: CreateUpdate`, send: 'PUT', to, body, accepts: [200, 201, 202], poll },
    read(id, version, body, 'CreateUpdate, after creation'),
    // terraform plan.
    read(id, version, body, 'Read'),
  ];
}

/**
 * `utils.UpdateObject` puts into the state what the answer says of each member of the body: one that
 * comes back otherwise, also in another casing, is a change that nobody made (DEMAND C25).
 */
function read(id: string, version: string, body: JsonObject, when: string): Step {
  return {
    source: `${SOURCE}: ${when}`,
    send: 'GET',
    to: `${id}?api-version=${version}`,
    accepts: [200],
    takes({ json }) {
      assert.deepEqual(differences(body, json, SECRETS), []);
    },
  };
}

function remove(id: string, version: string): readonly Step[] {
  const to = `${id}?api-version=${version}`;
  return [
    { source: `${SOURCE}: Delete`, send: 'DELETE', to, accepts: [200, 202, 204], poll },
    { source: `${SOURCE}: Read removes it from the state`, send: 'GET', to, accepts: [404] },
  ];
}

test('azapi: creates, plans no change, scales by a whole PUT and destroys', async (context) => {
  const wire = await startWire(context);
  // No metadata: endpoints are configured. The scope is the audience and a suffix.
  // Source: azcore/arm/runtime/pipeline.go.
  const client = await signIn(wire, { scope: `${wire.url}/.default`, userAgent: 'azapi' });
  const group = `/subscriptions/${wire.subscriptionId}/resourceGroups/azapi`;
  const network = `${group}/providers/Microsoft.Network/virtualNetworks/net`;
  const set = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  const location = 'westeurope';
  const body = (capacity: number): JsonObject => ({
    ...writtenSet({ subnetId: `${network}/subnets/machines`, capacity }),
    identity: { type: 'SystemAssigned' },
    location,
    tags: { made: 'azapi' },
  });
  await play(client, [
    ...create(group, '2024-03-01', { location, tags: {} }),
    ...create(network, '2024-05-01', { ...writtenNetwork(), location }),
    ...create(set, '2024-11-01', body(2)),
    {
      source: 'azapi_resource_action: a POST below the resource, with its poller',
      send: 'POST',
      to: `${set}/restart?api-version=2024-11-01`,
      body: {},
      accepts: [200, 201, 202],
      poll,
    },
    ...update(set, '2024-11-01', body(3)),
    {
      source: 'azapi_resource_list: pages to their end',
      send: 'GET',
      to: `${set}/virtualMachines?api-version=2024-11-01`,
      accepts: [200],
      takes: ({ json }) => assert.equal((at(json, 'value') as unknown[]).length, 3),
    },
    ...remove(set, '2024-11-01'),
    ...remove(network, '2024-05-01'),
    ...remove(group, '2024-03-01'),
  ]);
});
