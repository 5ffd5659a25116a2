import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { azureCoreNet as poll } from './support/azure-core-net.ts';
import { signIn } from './support/client.ts';
import { SECRETS, writtenNetwork, writtenSet } from './support/common-sets.ts';
import { differences } from './support/differences.ts';
import { play, type Step } from './support/play.ts';
import { at, startWire } from './support/wire.ts';

const SOURCE = 'Azure/azure-sdk-for-net sdk';
const COMPUTE = '2024-11-01';
const NETWORK = '2024-05-01';

test('.NET: ArmClient makes a set, reads its view, acts on it, updates it and deletes the group', async (context) => {
  const wire = await startWire(context);
  // MSAL.NET with DisableInstanceDiscovery asks the authority only for its endpoints.
  const discovery = `${wire.url}/${wire.tenantId}/v2.0/.well-known/openid-configuration`;
  const found = await wire.send('GET', discovery);
  assert.equal(found.json['token_endpoint'], `${wire.url}/${wire.tenantId}/oauth2/v2.0/token`);
  const client = await signIn(wire, { scope: `${wire.url}/.default`, userAgent: 'azsdk-net' });
  const subscription = `/subscriptions/${wire.subscriptionId}`;
  const group = `${subscription}/resourceGroups/dotnet`;
  const network = `${group}/providers/Microsoft.Network/virtualNetworks/net`;
  const set = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  const location = 'westeurope';
  const body: JsonObject = {
    ...writtenSet({ subnetId: `${network}/subnets/machines`, capacity: 2 }),
    location,
  };
  const act = (action: string, sent: JsonObject = {}): Step => ({
    source: `${SOURCE}/compute: VirtualMachineScaleSetResource, final state via Location`,
    send: 'POST',
    to: `${set}/${action}?api-version=${COMPUTE}`,
    body: sent,
    accepts: [200, 202],
    poll,
  });
  await play(client, [
    {
      source: `${SOURCE}/resourcemanager: ArmClient.GetDefaultSubscriptionAsync`,
      send: 'GET',
      to: `${subscription}?api-version=2022-12-01`,
      accepts: [200],
      takes({ json }) {
        assert.equal(json['subscriptionId'], wire.subscriptionId);
        assert.equal(json['state'], 'Enabled');
      },
    },
    {
      source: `${SOURCE}/resourcemanager: ResourceGroupCollection.CreateOrUpdate, PUT without headers`,
      send: 'PUT',
      to: `${group}?api-version=2023-07-01`,
      body: { location, tags: {} },
      accepts: [200, 201],
      poll,
      takes: ({ json }) => assert.equal(at(json, 'properties', 'provisioningState'), 'Succeeded'),
    },
    {
      source: `${SOURCE}/network: VirtualNetworkCollection.CreateOrUpdate`,
      send: 'PUT',
      to: `${network}?api-version=${NETWORK}`,
      body: { ...writtenNetwork(), location },
      accepts: [200, 201],
      poll,
    },
    {
      source: `${SOURCE}/compute: Exists is a GET that may be 404`,
      send: 'GET',
      to: `${set}?api-version=${COMPUTE}`,
      accepts: [404],
    },
    {
      source: `${SOURCE}/compute: VirtualMachineScaleSetCollection.CreateOrUpdate`,
      send: 'PUT',
      to: `${set}?api-version=${COMPUTE}`,
      body,
      accepts: [200, 201],
      poll,
      takes({ json }) {
        assert.deepEqual(differences(body, json, SECRETS), []);
        assert.equal(at(json, 'properties', 'provisioningState'), 'Succeeded');
      },
    },
    {
      source: `${SOURCE}/compute: GetInstanceView; counts are read as integers`,
      send: 'GET',
      to: `${set}/instanceView?api-version=${COMPUTE}`,
      accepts: [200],
      takes({ json }) {
        assert.deepEqual(at(json, 'virtualMachine', 'statusesSummary'), [
          { code: 'ProvisioningState/succeeded', count: 2 },
        ]);
      },
    },
    act('restart'),
    act('poweroff', { instanceIds: ['0'] }),
    act('start', { instanceIds: ['0'] }),
    {
      source: `${SOURCE}/compute: Update; of a PATCH that answers 200 no header is followed`,
      send: 'PATCH',
      to: `${set}?api-version=${COMPUTE}`,
      body: { sku: { capacity: 3, name: 'Standard_D2s_v3', tier: 'Standard' } },
      accepts: [200, 202],
      poll,
      takes({ json }) {
        assert.equal(at(json, 'properties', 'provisioningState'), 'Succeeded');
        assert.equal(at(json, 'sku', 'capacity'), 3);
      },
    },
    {
      source: `${SOURCE}/compute: DeleteInstances`,
      send: 'POST',
      to: `${set}/delete?api-version=${COMPUTE}`,
      body: { instanceIds: ['0'] },
      accepts: [200, 202],
      poll,
    },
    {
      source: `${SOURCE}/compute: VirtualMachineScaleSetResource.Delete`,
      send: 'DELETE',
      to: `${set}?api-version=${COMPUTE}`,
      accepts: [200, 202, 204],
      poll,
    },
    {
      source: `${SOURCE}/resourcemanager: ResourceGroupResource.Delete, by Location`,
      send: 'DELETE',
      to: `${group}?api-version=2023-07-01`,
      accepts: [200, 202],
      poll,
    },
    {
      source: `${SOURCE}/resourcemanager: ResourceGroupCollection.Exists`,
      send: 'GET',
      to: `${group}?api-version=2023-07-01`,
      accepts: [404],
    },
  ]);
});
