import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Client, clientWith } from './support/client.ts';
import { clientRuntime as poll } from './support/client-runtime.ts';
import { SECRETS } from './support/common-sets.ts';
import { differences } from './support/differences.ts';
import { play, type Step } from './support/play.ts';
import { at, expectStatus, startWire, type Wire } from './support/wire.ts';

const SOURCE = 'Azure/azure-powershell src';
const COMPUTE = '2024-11-01';
const NETWORK = '2020-05-01';
const RESOURCES = '2016-09-01';

test('Azure PowerShell: connects, runs New-AzVmss and what follows, and removes the group', async (context) => {
  const wire = await startWire(context);
  const client = await connect(wire);
  const subscription = `/subscriptions/${wire.subscriptionId}`;
  const group = `${subscription}/resourceGroups/shell`;
  const ids = resourceIds(group);
  const body = scaleSet(ids);
  await play(client, [
    ...lookAround(ids, group),
    ...createAll(ids, group, body),
    {
      source: `${SOURCE}/Compute: Get-AzVmss`,
      send: 'GET',
      to: `${ids.set}?api-version=${COMPUTE}`,
      accepts: [200],
      takes: ({ json }) => assert.deepEqual(differences(body, json, SECRETS), []),
    },
    {
      source: `${SOURCE}/Compute: Get-AzVmss -InstanceView`,
      send: 'GET',
      to: `${ids.set}/instanceView?api-version=${COMPUTE}`,
      accepts: [200],
      takes({ json }) {
        const [first] = at(json, 'virtualMachine', 'statusesSummary') as JsonObject[];
        assert.deepEqual(first, { code: 'ProvisioningState/succeeded', count: 2 });
      },
    },
    {
      source: `${SOURCE}/Compute: Get-AzVmssVM`,
      send: 'GET',
      to: `${ids.set}/virtualMachines?api-version=${COMPUTE}`,
      accepts: [200],
      takes: ({ json }) => assert.equal((at(json, 'value') as unknown[]).length, 2),
    },
    act(ids.set, 'Stop-AzVmss', 'deallocate'),
    act(ids.set, 'Start-AzVmss', 'start'),
    act(ids.set, 'Restart-AzVmss -InstanceId 0', 'restart', { instanceIds: ['0'] }),
    act(ids.set, 'Set-AzVmss -Reimage', 'reimage'),
    act(ids.set, 'Update-AzVmssInstance', 'manualupgrade', { instanceIds: ['*'] }),
    {
      source: `${SOURCE}/Compute: Update-AzVmss -SkuCapacity 3: the set that was read, as a whole`,
      send: 'PUT',
      to: `${ids.set}?api-version=${COMPUTE}`,
      accepts: [200, 201],
      poll,
      body(read) {
        const set = read(ids.set);
        return { ...set, sku: { ...(set['sku'] as JsonObject), capacity: 3 } };
      },
      takes: ({ json }) => assert.equal(at(json, 'sku', 'capacity'), 3),
    },
    act(ids.set, 'Remove-AzVmss -InstanceId 0', 'delete', { instanceIds: ['0'] }),
    {
      source: `${SOURCE}/Compute: Remove-AzVmss`,
      send: 'DELETE',
      to: `${ids.set}?api-version=${COMPUTE}`,
      accepts: [200, 202, 204],
      poll,
    },
    {
      source: `${SOURCE}/Resources: Remove-AzResourceGroup, by Location`,
      send: 'DELETE',
      to: `${group}?api-version=2018-05-01`,
      accepts: [200, 202],
      poll,
    },
    {
      source: `${SOURCE}/Resources: Get-AzResourceGroup`,
      send: 'GET',
      to: `${group}?api-version=2018-05-01`,
      accepts: [404],
    },
  ]);
});

/** Add-AzEnvironment -ARMEndpoint, then Connect-AzAccount -ServicePrincipal against what it found. */
async function connect(wire: Wire): Promise<Client> {
  // Source: src/Accounts/Accounts/Utilities/EnvironmentHelper.cs: none of the three may be empty.
  const metadata = await wire.send('GET', `${wire.url}/metadata/endpoints?api-version=1.0`);
  expectStatus(metadata, 200);
  for (const name of ['galleryEndpoint', 'graphEndpoint', 'portalEndpoint'])
    assert.ok(metadata.json[name], name);
  const login = String(at(metadata.json, 'authentication', 'loginEndpoint'));
  // AddAzureRMEnvironment.cs: an authority that ends so is on premises; nobody asks Microsoft then.
  assert.match(login, /\/adfs$/);
  const discovery = await wire.send('GET', `${login}/.well-known/openid-configuration`);
  expectStatus(discovery, 200);
  const audience = String(at(metadata.json, 'authentication', 'audiences', 0));
  const answer = await wire.send('POST', String(discovery.json['token_endpoint']), {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: 'app',
      client_secret: 'secret',
      grant_type: 'client_credentials',
      scope: `${audience}/.default`,
    }).toString(),
  });
  expectStatus(answer, 200);
  const client = clientWith(wire, String(answer.json['access_token']), 'AzurePowershell/Az15');
  await play(client, [
    {
      source: `${SOURCE}/Accounts: ListAccountTenants`,
      send: 'GET',
      to: '/tenants?api-version=2021-01-01',
      accepts: [200],
      takes: ({ json }) => assert.equal(at(json, 'value', 0, 'tenantId'), wire.tenantId),
    },
    {
      source: `${SOURCE}/Accounts: ListAllSubscriptionsForTenant`,
      send: 'GET',
      to: '/subscriptions?api-version=2021-01-01',
      accepts: [200],
      takes({ json }) {
        assert.equal(at(json, 'value', 0, 'subscriptionId'), wire.subscriptionId);
        assert.equal(at(json, 'value', 0, 'state'), 'Enabled');
      },
    },
  ]);
  return client;
}

interface Ids {
  readonly network: string;
  readonly address: string;
  readonly balancer: string;
  readonly set: string;
}

/** New-AzVmss names everything after the set. */
function resourceIds(group: string): Ids {
  const network = `${group}/providers/Microsoft.Network`;
  return {
    network: `${network}/virtualNetworks/web`,
    address: `${network}/publicIPAddresses/web`,
    balancer: `${network}/loadBalancers/web`,
    set: `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`,
  };
}

/** The strategies first ask for the state of everything that they are about to make. */
function lookAround(ids: Ids, group: string): readonly Step[] {
  const source = `${SOURCE}/Compute/Compute/Strategies: GetStateAsync`;
  const missing: readonly (readonly [string, string])[] = [
    [group, RESOURCES],
    [ids.network, NETWORK],
    [ids.address, NETWORK],
    [ids.balancer, NETWORK],
    [ids.set, COMPUTE],
  ];
  return missing.map(([id, version]) => ({
    source,
    send: 'GET',
    to: `${id}?api-version=${version}`,
    accepts: [404],
  }));
}

function createAll(ids: Ids, group: string, set: JsonObject): readonly Step[] {
  const source = `${SOURCE}/Compute/Compute/Strategies: CreateOrUpdateAsync`;
  const location = 'westeurope';
  const put = (id: string, version: string, body: JsonObject): Step => ({
    source,
    send: 'PUT',
    to: `${id}?api-version=${version}`,
    body: { ...body, location },
    accepts: [200, 201],
    poll,
  });
  const front = { id: `${ids.balancer}/frontendIPConfigurations/web` };
  return [
    put(group, RESOURCES, {}),
    put(ids.network, NETWORK, {
      properties: {
        addressSpace: { addressPrefixes: ['192.168.0.0/16'] },
        subnets: [{ name: 'web', properties: { addressPrefix: '192.168.1.0/24' } }],
      },
    }),
    put(ids.address, NETWORK, {
      properties: {
        dnsSettings: { domainNameLabel: 'web-4f2a9c' },
        publicIPAllocationMethod: 'Static',
      },
      sku: { name: 'Standard' },
    }),
    put(ids.balancer, NETWORK, {
      properties: {
        backendAddressPools: [{ name: 'web' }],
        frontendIPConfigurations: [
          { name: 'web', properties: { publicIPAddress: { id: ids.address } } },
        ],
        inboundNatPools: [
          {
            name: 'web22',
            properties: {
              backendPort: 22,
              frontendIPConfiguration: front,
              frontendPortRangeEnd: 50_004,
              frontendPortRangeStart: 50_000,
              protocol: 'Tcp',
            },
          },
        ],
        loadBalancingRules: [
          {
            name: 'web80',
            properties: {
              backendAddressPool: { id: `${ids.balancer}/backendAddressPools/web` },
              backendPort: 80,
              frontendIPConfiguration: front,
              frontendPort: 80,
              protocol: 'Tcp',
            },
          },
        ],
      },
      sku: { name: 'Standard' },
    }),
    put(ids.set, COMPUTE, set),
  ];
}

/** Source: VirtualMachineScaleSetStrategy.cs, CreateVirtualMachineScaleSetConfig. */
function scaleSet(ids: Ids): JsonObject {
  return {
    properties: {
      orchestrationMode: 'Uniform',
      singlePlacementGroup: false,
      // Not sent by New-AzVmss; here, so that the machines have the ids 0 and 1.
      overprovision: false,
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: {
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: 'web',
              properties: {
                ipConfigurations: [
                  {
                    name: 'web',
                    properties: {
                      loadBalancerBackendAddressPools: [
                        { id: `${ids.balancer}/backendAddressPools/web` },
                      ],
                      loadBalancerInboundNatPools: [
                        { id: `${ids.balancer}/inboundNatPools/web22` },
                      ],
                      subnet: { id: `${ids.network}/subnets/web` },
                    },
                  },
                ],
                primary: true,
              },
            },
          ],
        },
        osProfile: {
          adminPassword: 'Xy7!kilimanjaro',
          adminUsername: 'azureuser',
          computerNamePrefix: 'web',
          linuxConfiguration: {},
        },
        storageProfile: {
          imageReference: {
            offer: '0001-com-ubuntu-server-jammy',
            publisher: 'Canonical',
            sku: '22_04-lts-gen2',
            version: 'latest',
          },
        },
      },
    },
    sku: { capacity: 2, name: 'Standard_DS1_v2' },
  };
}

function act(set: string, cmdlet: string, action: string, body: JsonObject = {}): Step {
  return {
    source: `${SOURCE}/Compute: ${cmdlet}`,
    send: 'POST',
    to: `${set}/${action}?api-version=${COMPUTE}`,
    body,
    accepts: [200, 202],
    poll,
  };
}
