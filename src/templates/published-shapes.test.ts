import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../base/index.ts';
import { bodyOf, expand, GROUP_ID } from './fixture.ts';

/** Written anew after the structure of published templates of scale sets. */

const names = (ids: readonly string[] | undefined): string[] =>
  (ids ?? []).map((id) => id.split('/').at(-1) ?? '');

test('published shapes: storage accounts in a loop, as templates of 2016 have them', () => {
  // Structure: 201-vmss-… of Azure/azure-quickstart-templates in 2016.
  const expanded = expand(
    {
      parameters: {
        vmssName: { type: 'string', maxLength: 9 },
        instanceCount: { type: 'int', maxValue: 100 },
        adminPassword: { type: 'securestring' },
      },
      variables: {
        location: '[resourceGroup().location]',
        namingInfix:
          "[toLower(substring(concat(parameters('vmssName'), uniqueString(resourceGroup().id)), 0, 9))]",
        saCount: 3,
        newStorageAccountSuffix: "[concat(variables('namingInfix'), 'sa')]",
        uniqueStringArray: [
          "[concat(uniqueString(concat(resourceGroup().id, variables('newStorageAccountSuffix'), '0')))]",
          "[concat(uniqueString(concat(resourceGroup().id, variables('newStorageAccountSuffix'), '1')))]",
          "[concat(uniqueString(concat(resourceGroup().id, variables('newStorageAccountSuffix'), '2')))]",
        ],
        vnetID: "[resourceId('Microsoft.Network/virtualNetworks', 'net')]",
        apiVersion: '2016-03-30',
      },
      resources: [
        {
          type: 'Microsoft.Network/virtualNetworks',
          name: 'net',
          apiVersion: "[variables('apiVersion')]",
          location: "[variables('location')]",
        },
        {
          type: 'Microsoft.Storage/storageAccounts',
          name: "[concat(variables('uniqueStringArray')[copyIndex()], variables('newStorageAccountSuffix'))]",
          location: "[variables('location')]",
          apiVersion: '2015-06-15',
          copy: { name: 'storageLoop', count: "[variables('saCount')]" },
          properties: { accountType: 'Standard_LRS' },
        },
        {
          type: 'Microsoft.Compute/virtualMachineScaleSets',
          name: "[variables('namingInfix')]",
          location: "[variables('location')]",
          apiVersion: "[variables('apiVersion')]",
          dependsOn: ['storageLoop', "[concat('Microsoft.Network/virtualNetworks/', 'net')]"],
          sku: { name: 'Standard_A1', tier: 'Standard', capacity: "[parameters('instanceCount')]" },
          properties: {
            overprovision: 'true',
            virtualMachineProfile: {
              osProfile: { adminPassword: "[parameters('adminPassword')]" },
              storageProfile: {
                osDisk: {
                  vhdContainers: [
                    "[concat('https://', variables('uniqueStringArray')[0], variables('newStorageAccountSuffix'), '.blob.core.windows.net/vhd')]",
                  ],
                },
              },
              subnet: "[concat(variables('vnetID'), '/subnets/', 'default')]",
            },
          },
        },
      ],
    },
    { vmssName: 'Web', instanceCount: 3, adminPassword: 'secret' },
  );
  const set = expanded.resources.at(-1);
  assert.match(set?.name ?? '', /^web[a-z2-7]{6}$/);
  assert.equal(set?.apiVersion, '2016-03-30');
  assert.equal(set?.dependsOn.length, 4);
  const body = bodyOf(expanded, set?.name ?? '');
  assert.deepEqual(body['sku'], { name: 'Standard_A1', tier: 'Standard', capacity: 3 });
  assert.deepEqual(expanded.parameters['adminPassword'], { type: 'SecureString' });
  const text = JSON.stringify(body);
  assert.match(text, /https:\/\/[a-z2-7]{13}web[a-z2-7]{6}sa\.blob\.core\.windows\.net\/vhd/);
  assert.match(
    text,
    new RegExp(`${GROUP_ID}/providers/Microsoft\\.Network/virtualNetworks/net/subnets/default`),
  );
});

test('published shapes: a balancer and autoscale, as the Bicep compiler writes them', () => {
  // Structure: quickstarts/microsoft.compute/vmss-windows-autoscale.
  const expanded = expand(
    {
      metadata: { _generator: { name: 'bicep', version: '0.4.412.5873', templateHash: '1' } },
      functions: [],
      parameters: {
        vmssName: { type: 'string', metadata: { description: 'x' } },
        location: { type: 'string', defaultValue: '[resourceGroup().location]' },
      },
      variables: {
        infix:
          "[toLower(substring(format('{0}{1}', parameters('vmssName'), uniqueString(resourceGroup().id)), 0, 9))]",
        lb: "[format('{0}lb', variables('infix'))]",
        osType: { sku: '2019-Datacenter', version: 'latest' },
        imageReference: "[variables('osType')]",
      },
      resources: [
        {
          type: 'Microsoft.Network/loadBalancers',
          apiVersion: '2021-02-01',
          name: "[variables('lb')]",
          location: "[parameters('location')]",
          properties: {
            pool: {
              id: "[resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', variables('lb'), 'front')]",
            },
          },
        },
        {
          type: 'Microsoft.Compute/virtualMachineScaleSets',
          apiVersion: '2021-03-01',
          name: "[parameters('vmssName')]",
          location: "[parameters('location')]",
          properties: {
            imageReference: "[variables('imageReference')]",
            pool: "[format('{0}/backendAddressPools/{1}', resourceId('Microsoft.Network/loadBalancers', variables('lb')), 'pool')]",
          },
          dependsOn: ["[resourceId('Microsoft.Network/loadBalancers', variables('lb'))]"],
        },
        {
          type: 'Microsoft.Insights/autoscalesettings',
          apiVersion: '2015-04-01',
          name: 'cpuautoscale',
          location: "[parameters('location')]",
          properties: {
            targetResourceUri:
              "[resourceId('Microsoft.Compute/virtualMachineScaleSets', parameters('vmssName'))]",
          },
          dependsOn: [
            "[resourceId('Microsoft.Compute/virtualMachineScaleSets', parameters('vmssName'))]",
          ],
        },
      ],
    },
    { vmssName: 'web' },
  );
  const [balancer, set, autoscale] = expanded.resources;
  assert.deepEqual(names(set?.dependsOn), [balancer?.name]);
  assert.deepEqual(names(autoscale?.dependsOn), ['web']);
  const properties = bodyOf(expanded, 'web')['properties'] as JsonObject;
  assert.deepEqual(properties['imageReference'], { sku: '2019-Datacenter', version: 'latest' });
  assert.equal(properties['pool'], `${balancer?.id}/backendAddressPools/pool`);
});

test('published shapes: what az vmss create sends', () => {
  // Source: shared/CLIENTS.md, az (measured), and the template builder of az 2.45.
  const expanded = expand(
    {
      parameters: {
        adminPassword: { type: 'securestring', metadata: { description: 'Secure adminPassword' } },
      },
      variables: {},
      resources: [
        {
          name: 'v2VNET',
          type: 'Microsoft.Network/virtualNetworks',
          location: 'westeurope',
          apiVersion: '2015-06-15',
          dependsOn: [],
          tags: {},
          properties: {},
        },
        {
          apiVersion: '2018-11-01',
          type: 'Microsoft.Network/publicIPAddresses',
          name: 'v2LBPublicIP',
          location: 'westeurope',
          tags: {},
          dependsOn: [],
          properties: {},
        },
        {
          type: 'Microsoft.Network/loadBalancers',
          name: 'v2LB',
          location: 'westeurope',
          tags: {},
          apiVersion: '2018-11-01',
          dependsOn: [
            'Microsoft.Network/virtualNetworks/v2VNET',
            'Microsoft.Network/publicIPAddresses/v2LBPublicIP',
          ],
          properties: {
            frontend: { id: "[resourceId('Microsoft.Network/publicIPAddresses', 'v2LBPublicIP')]" },
          },
        },
        {
          type: 'Microsoft.Compute/virtualMachineScaleSets',
          name: 'v2',
          location: 'westeurope',
          tags: {},
          apiVersion: '2020-06-01',
          dependsOn: [
            'Microsoft.Network/virtualNetworks/v2VNET',
            'Microsoft.Network/loadBalancers/v2LB',
          ],
          sku: { name: 'Standard_DS1_v2', capacity: 2 },
          properties: {
            singlePlacementGroup: null,
            virtualMachineProfile: {
              osProfile: { adminPassword: "[parameters('adminPassword')]" },
            },
          },
        },
        {
          type: 'Microsoft.Compute/virtualMachineScaleSets/providers/roleAssignments',
          apiVersion: '2015-07-01',
          name: 'v2/Microsoft.Authorization/8a0a1e4e-5a3e-4f0b-9a5b-000000000001',
          dependsOn: ['Microsoft.Compute/virtualMachineScaleSets/v2'],
          properties: {
            principalId:
              "[reference('Microsoft.Compute/virtualMachineScaleSets/v2', '2017-12-01', 'Full').identity.principalId]",
          },
        },
      ],
    },
    { adminPassword: 'secret' },
  );
  assert.deepEqual(
    expanded.resources.map(({ dependsOn }) => names(dependsOn)),
    [[], [], ['v2VNET', 'v2LBPublicIP'], ['v2VNET', 'v2LB'], ['v2']],
  );
  assert.equal(
    expanded.resources[4]?.id,
    `${GROUP_ID}/providers/Microsoft.Compute/virtualMachineScaleSets/v2/providers/Microsoft.Authorization/roleAssignments/8a0a1e4e-5a3e-4f0b-9a5b-000000000001`,
  );
  const properties = bodyOf(expanded, 'v2')['properties'] as JsonObject;
  assert.equal(properties['singlePlacementGroup'], null);
});
