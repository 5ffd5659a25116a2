import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createWorld, deploymentPath, RG, SETS } from './support/world.ts';

const NETWORK = `${RG}/providers/Microsoft.Network`;
const PASSWORD = 'Xy7!kilimanjaro';

const resource = (
  type: string,
  apiVersion: string,
  name: string,
  more: JsonObject,
): JsonObject => ({
  type: `Microsoft.${type}`,
  apiVersion,
  name,
  location: 'westeurope',
  tags: {},
  ...more,
});

/**
 * The template of `az vmss create`, as measured with az 2.45 in the profile 2020-09-01-hybrid:
 * shared/CLIENTS.md §1 and shared/azure/model-defaults.md, "What az vmss create sends".
 */
function azTemplate(): JsonObject {
  const network = resource('Network/virtualNetworks', '2015-06-15', 'webVNET', {
    dependsOn: [],
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'webSubnet', properties: { addressPrefix: '10.0.0.0/24' } }],
    },
  });
  const address = resource('Network/publicIPAddresses', '2018-11-01', 'webLBPublicIP', {
    dependsOn: [],
    properties: { publicIPAllocationMethod: 'Dynamic' },
    sku: { name: 'Basic' },
  });
  const balancer = resource('Network/loadBalancers', '2018-11-01', 'webLB', {
    dependsOn: [
      'Microsoft.Network/virtualNetworks/webVNET',
      'Microsoft.Network/publicIpAddresses/webLBPublicIP',
    ],
    properties: {
      backendAddressPools: [{ name: 'webLBBEPool' }],
      frontendIPConfigurations: [
        {
          name: 'loadBalancerFrontEnd',
          properties: {
            publicIPAddress: {
              id: "[resourceId('Microsoft.Network/publicIPAddresses', 'webLBPublicIP')]",
            },
          },
        },
      ],
      inboundNatPools: [
        {
          name: 'webLBNatPool',
          properties: {
            frontendIPConfiguration: {
              id: "[concat(resourceId('Microsoft.Network/loadBalancers', 'webLB'), '/frontendIPConfigurations/', 'loadBalancerFrontEnd')]",
            },
            protocol: 'tcp',
            frontendPortRangeStart: '50000',
            frontendPortRangeEnd: '50119',
            backendPort: 22,
          },
        },
      ],
    },
    sku: { name: 'Basic' },
  });
  const set = resource('Compute/virtualMachineScaleSets', '2020-06-01', 'web', {
    dependsOn: [
      'Microsoft.Network/virtualNetworks/webVNET',
      'Microsoft.Network/loadBalancers/webLB',
    ],
    sku: { name: 'Standard_DS1_v2', capacity: 2 },
    properties: {
      overprovision: true,
      upgradePolicy: { mode: 'manual' },
      singlePlacementGroup: null,
      virtualMachineProfile: {
        storageProfile: {
          osDisk: {
            createOption: 'FromImage',
            caching: 'ReadWrite',
            managedDisk: { storageAccountType: null },
          },
          imageReference: {
            publisher: 'Canonical',
            offer: '0001-com-ubuntu-server-jammy',
            sku: '22_04-lts-gen2',
            version: 'latest',
          },
        },
        osProfile: {
          computerNamePrefix: 'web7a1b2',
          adminUsername: 'azureuser',
          adminPassword: "[parameters('adminPassword')]",
        },
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: 'web7a1b2Nic',
              properties: {
                primary: 'true',
                ipConfigurations: [
                  {
                    name: 'web7a1b2IPConfig',
                    properties: {
                      subnet: { id: `${NETWORK}/virtualNetworks/webVNET/subnets/webSubnet` },
                      loadBalancerBackendAddressPools: [
                        { id: `${NETWORK}/loadBalancers/webLB/backendAddressPools/webLBBEPool` },
                      ],
                      loadBalancerInboundNatPools: [
                        { id: `${NETWORK}/loadBalancers/webLB/inboundNatPools/webLBNatPool` },
                      ],
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    },
  });
  return {
    $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { adminPassword: { type: 'securestring', metadata: { description: 'Secure' } } },
    variables: {},
    resources: [network, balancer, address, set],
    outputs: {
      VMSS: {
        type: 'object',
        value:
          "[reference(resourceId('Microsoft.Compute/virtualMachineScaleSets', 'web'),providers('Microsoft.Compute', 'virtualMachineScaleSets').apiVersions[0])]",
      },
    },
  };
}

for (const network of ['strict', 'lenient'] as const) {
  test(`az vmss create: its template makes network, load balancer and set (network ${network})`, async () => {
    await using world = await createWorld({ network });
    const { send, clock } = world;
    const id = deploymentPath('vmss_deploy_x');
    const lower = id.replace('resourceGroups', 'resourcegroups');
    const body = {
      properties: {
        template: azTemplate(),
        parameters: { adminPassword: { value: PASSWORD } },
        mode: 'incremental',
      },
    };
    const created = await send('PUT', lower, body, '2019-10-01');
    assert.equal(created.httpStatus, 201, created.text);
    assert.equal(created.json.id, id);
    const status = created.header('azure-asyncoperation') ?? '';
    assert.ok(status.includes('/resourcegroups/'), 'as the client wrote it');
    await clock({ runUntilIdle: true });
    assert.equal((await send('GET', status)).text, '{"status":"Succeeded"}');
    const got = await send('GET', lower, undefined, '2019-10-01');
    assert.deepEqual(got.json.properties.parameters, { adminPassword: { type: 'SecureString' } });
    assert.deepEqual(
      got.json.properties.outputResources.map((line: { id: string }) => line.id),
      [
        `${NETWORK}/virtualNetworks/webVNET`,
        `${NETWORK}/loadBalancers/webLB`,
        `${NETWORK}/publicIPAddresses/webLBPublicIP`,
        `${SETS}/web`,
      ],
    );
    const { value } = got.json.properties.outputs.vmss;
    assert.equal(value.upgradePolicy.mode, 'Manual');
    assert.equal(value.provisioningState, 'Succeeded');
    assert.ok(!got.text.includes(PASSWORD));
    const balancer = await send('GET', `${NETWORK}/loadBalancers/webLB`, undefined, '2022-07-01');
    assert.equal(
      balancer.json.properties.inboundNatPools[0].properties.frontendPortRangeEnd,
      50119,
    );

    const again = await send('PUT', lower.replace('_x', '_y'), body, '2019-10-01');
    assert.equal(again.httpStatus, 201, again.text);
    await clock({ runUntilIdle: true });
    const second = await send('GET', deploymentPath('vmss_deploy_y'));
    assert.equal(second.json.properties.provisioningState, 'Succeeded', second.text);
  });
}
