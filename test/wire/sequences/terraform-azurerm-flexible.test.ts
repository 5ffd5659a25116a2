import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { readFlexibleDataSource } from './support/azurerm-data-source.ts';
import { expandFlexibleSet, flexibleState } from './support/azurerm-flexible.ts';
import { GENERATIONS } from './support/azurerm-generations.ts';
import { networkIds } from './support/azurerm-ids.ts';
import { createNetwork, removeNetwork } from './support/azurerm-network.ts';
import {
  create,
  createGroup,
  type Place,
  remove,
  removeGroup,
  SOURCE,
} from './support/azurerm-resource.ts';
import { signInAsTerraform } from './support/azurerm-start.ts';
import { play, type Step } from './support/play.ts';
import { at, startWire } from './support/wire.ts';

test('azurerm 4: a flexible set comes back as it was planned, grows and goes', async (context) => {
  const wire = await startWire(context);
  const client = await signInAsTerraform(wire);
  const [versions] = GENERATIONS;
  assert.ok(versions);
  const { compute, poll } = versions;
  const group = `/subscriptions/${wire.subscriptionId}/resourceGroups/tf-flexible`;
  const place: Place = { group, location: 'westeurope' };
  const id = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/flex`;
  const source = `${SOURCE}/compute/orchestrated_virtual_machine_scale_set_resource.go`;
  const body = expandFlexibleSet(place, networkIds(place));
  const refresh = (instances: number): Step => ({
    source: `${source}: Read`,
    send: 'GET',
    to: `${id}?%24expand=userData&api-version=${compute}`,
    accepts: [200],
    takes({ json }) {
      const sku = { ...(body['sku'] as JsonObject), capacity: instances };
      assert.deepEqual(flexibleState(json), flexibleState({ ...body, sku }));
      assert.equal(at(json, 'properties', 'orchestrationMode'), 'Flexible');
      assert.equal(at(json, 'properties', 'platformFaultDomainCount'), 1);
    },
  });
  await play(client, [
    ...createGroup(place, versions),
    ...createNetwork(place, versions, poll),
    ...create({ id, version: compute, source: `${source}: Create`, body, poll }),
    refresh(2),
    {
      source: `${source}: Update`,
      send: 'PATCH',
      to: `${id}?api-version=${compute}`,
      body: { properties: {}, sku: { ...(body['sku'] as JsonObject), capacity: 3 } },
      accepts: [200, 202],
      poll,
    },
    refresh(3),
  ]);
  await readFlexibleDataSource(client, id, { compute, instances: 3 });
  await play(client, [
    remove(id, compute, `${source}: Delete`, poll),
    { source: `${source}: Read`, send: 'GET', to: `${id}?api-version=${compute}`, accepts: [404] },
    ...removeNetwork(place, versions, poll),
    ...removeGroup(place, versions, poll),
  ]);
});
