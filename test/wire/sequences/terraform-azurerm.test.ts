import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { autoscaleSteps } from './support/azurerm-autoscale.ts';
import { readDataSource } from './support/azurerm-data-source.ts';
import { extensionSteps } from './support/azurerm-extension.ts';
import { type Generation, GENERATIONS } from './support/azurerm-generations.ts';
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
import { rollInstances } from './support/azurerm-roll.ts';
import {
  expandLinuxScaleSet,
  type LinuxScaleSet,
  linuxState,
  plannedState,
} from './support/azurerm-scale-set.ts';
import { registerProviders, signInAsTerraform, validateEnhanced } from './support/azurerm-start.ts';
import { type Client, goneAtOnce } from './support/client.ts';
import { play, type Step } from './support/play.ts';
import { at, startWire } from './support/wire.ts';

for (const generation of GENERATIONS) {
  test(`${generation.name}: starts up, applies, plans no change, scales and destroys`, async (context) => {
    const wire = await startWire(context);
    await generation.start(wire);
    const client = await signInAsTerraform(wire);
    await registerProviders(client);
    await validateEnhanced(wire);
    const subscription = `/subscriptions/${wire.subscriptionId}`;
    const place: Place = {
      group: `${subscription}/resourceGroups/tf-group`,
      location: 'westeurope',
    };
    await play(client, [
      ...createGroup(place, generation),
      ...createNetwork(place, generation, generation.poll),
    ]);
    await applyScaleSet(client, place, generation);
    await play(client, [
      ...removeNetwork(place, generation, generation.poll),
      remove(identityId(place), generation.identity, `${SOURCE}/managedidentity`, goneAtOnce),
      ...removeGroup(place, generation, generation.poll),
    ]);
  });
}

function identityId({ group }: Place): string {
  return `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/worker`;
}

async function applyScaleSet(client: Client, place: Place, generation: Generation): Promise<void> {
  const { compute, identity, autoscale, pollCompute } = generation;
  const id = `${place.group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  const source = `${SOURCE}/compute/linux_virtual_machine_scale_set_resource.go`;
  const get = `${id}?%24expand=userData&api-version=${compute}`;
  const ids = networkIds(place);
  const set: LinuxScaleSet = {
    name: 'web',
    location: place.location,
    instances: 2,
    subnetId: ids.subnet,
    backendPoolIds: [ids.pool],
    natPoolIds: [ids.natPool],
    securityGroupId: ids.securityGroup,
    identityIds: [identityId(place)],
  };
  const refresh = (wanted: LinuxScaleSet): Step => ({
    source: `${source}: Read`,
    send: 'GET',
    to: get,
    accepts: [200],
    takes({ json }) {
      assert.equal(json['id'], id);
      assert.deepEqual(linuxState(json), plannedState(wanted), 'the next plan would not be empty');
      assert.match(String(at(json, 'properties', 'uniqueId')), /^[0-9a-f-]{36}$/);
    },
  });
  const grown = { ...set, instances: 3 };
  const patch = (sku: JsonObject, besides: JsonObject = {}): Step => ({
    source: `${source}: Update`,
    send: 'PATCH',
    to: `${id}?api-version=${compute}`,
    accepts: [200, 202],
    poll: pollCompute,
    body: { ...besides, sku },
  });
  await play(client, [
    ...create({
      id: identityId(place),
      version: identity,
      source: `${SOURCE}/managedidentity/user_assigned_identity_resource.go`,
      body: { location: place.location, tags: {} },
      reads({ json }) {
        for (const name of ['clientId', 'principalId', 'tenantId'])
          assert.match(String(at(json, 'properties', name)), /^[0-9a-f-]{36}$/, name);
      },
    }),
    ...create({
      id,
      version: compute,
      source: `${source}: Create`,
      body: expandLinuxScaleSet(set),
      poll: pollCompute,
    }),
    refresh(set),
    // terraform plan, a second time.
    refresh(set),
    {
      ...patch({ capacity: 3, name: 'Standard_D2s_v3', tier: 'Standard' }),
      body: (read) => {
        const shown = read(id);
        // "It must be threaded through": image reference and upgrade policy go with every update.
        const profile = at(shown, 'properties', 'virtualMachineProfile', 'storageProfile');
        return {
          properties: {
            upgradePolicy: at(shown, 'properties', 'upgradePolicy') as JsonObject,
            virtualMachineProfile: {
              storageProfile: { imageReference: at(profile, 'imageReference') as JsonObject },
            },
          },
          sku: { ...(shown['sku'] as JsonObject), capacity: 3 },
        };
      },
    },
    refresh(grown),
    ...extensionSteps(id, compute, pollCompute),
    ...autoscaleSteps(place, id, autoscale),
    patch({ capacity: 3, name: 'Standard_D4s_v3', tier: 'Standard' }),
  ]);
  await rollInstances(client, id, { version: compute, poll: pollCompute, instances: 3 });
  await readDataSource(client, id, { compute, instances: 3 });
  await play(client, [
    {
      source: `${source}: Delete`,
      send: 'GET',
      to: `${id}?api-version=${compute}`,
      accepts: [200],
    },
    generation.name === 'azurerm 3'
      ? {
          source: `${SOURCE}/compute/client/helper.go: 409 with just this text is let pass`,
          send: 'POST',
          to: `${id}/rollingUpgrades/cancel?api-version=${compute}`,
          accepts: [409],
          takes: ({ text }) =>
            assert.match(text, /There is no ongoing Rolling Upgrade to cancel\./),
        }
      : {
          source: `${SOURCE}/compute/client/helpers.go: none was ever there`,
          send: 'GET',
          to: `${id}/rollingUpgrades/latest?api-version=${compute}`,
          accepts: [404],
        },
    {
      ...patch({ capacity: 0, name: 'Standard_D4s_v3', tier: 'Standard' }),
      source: `${source}: scale_to_zero_before_deletion`,
    },
    remove(id, compute, `${source}: Delete`, pollCompute),
    { source: `${source}: Read`, send: 'GET', to: get, accepts: [404] },
  ]);
}
