import type { JsonObject } from '../../../../src/base/index.ts';

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

/** A network, and a set in a module: in the form that `bicep build` gives them. */
export function bicepTemplate(): JsonObject {
  return {
    $schema: SCHEMA,
    languageVersion: '2.0',
    contentVersion: '1.0.0.0',
    metadata: generatedBy('1'),
    parameters: {
      location: { type: 'string', defaultValue: '[resourceGroup().location]' },
      capacity: { type: 'int', minValue: 0, maxValue: 100 },
      secret: { type: 'securestring' },
    },
    resources: {
      net: network,
      set: {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '2022-09-01',
        name: 'set-module',
        properties: {
          expressionEvaluationOptions: { scope: 'inner' },
          mode: 'Incremental',
          parameters: {
            location: { value: "[parameters('location')]" },
            capacity: { value: "[parameters('capacity')]" },
            secret: { value: "[parameters('secret')]" },
            subnetId: { value: "[reference('net').subnets[0].id]" },
          },
          template: moduleTemplate(),
        },
        dependsOn: ['net'],
      },
    },
    outputs: {
      setId: { type: 'string', value: "[reference('set').outputs.id.value]" },
      machines: { type: 'int', value: "[parameters('capacity')]" },
    },
  };
}

/** The same without a module: what a nested deployment makes is nothing that azurerm can destroy. */
export function flatTemplate(): JsonObject {
  return {
    ...bicepTemplate(),
    resources: {
      net: network,
      web: { ...scaleSet("[reference('net').subnets[0].id]"), dependsOn: ['net'] },
    },
    outputs: {
      setId: {
        type: 'string',
        value: "[resourceId('Microsoft.Compute/virtualMachineScaleSets', 'web')]",
      },
      machines: { type: 'int', value: "[parameters('capacity')]" },
    },
  };
}

const network: JsonObject = {
  type: 'Microsoft.Network/virtualNetworks',
  apiVersion: '2024-05-01',
  name: 'net',
  location: "[parameters('location')]",
  properties: {
    addressSpace: { addressPrefixes: ['10.4.0.0/16'] },
    subnets: [{ name: 'machines', properties: { addressPrefix: '10.4.0.0/24' } }],
  },
};

function scaleSet(subnetId: string): JsonObject {
  return {
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    apiVersion: '2024-11-01',
    name: 'web',
    location: "[parameters('location')]",
    sku: { name: 'Standard_D2s_v3', capacity: "[parameters('capacity')]" },
    properties: {
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: {
        osProfile: {
          computerNamePrefix: 'web',
          adminUsername: 'azureuser',
          adminPassword: "[parameters('secret')]",
        },
        storageProfile: {
          imageReference: {
            publisher: 'Canonical',
            offer: '0001-com-ubuntu-server-jammy',
            sku: '22_04-lts',
            version: 'latest',
          },
          osDisk: { createOption: 'FromImage', caching: 'ReadWrite' },
        },
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: 'nic',
              properties: {
                primary: true,
                ipConfigurations: [{ name: 'ip', properties: { subnet: { id: subnetId } } }],
              },
            },
          ],
        },
      },
    },
  };
}

function moduleTemplate(): JsonObject {
  return {
    $schema: SCHEMA,
    languageVersion: '2.0',
    contentVersion: '1.0.0.0',
    metadata: generatedBy('2'),
    parameters: {
      location: { type: 'string' },
      capacity: { type: 'int' },
      secret: { type: 'securestring' },
      subnetId: { type: 'string' },
    },
    resources: {
      web: scaleSet("[parameters('subnetId')]"),
    },
    outputs: {
      id: {
        type: 'string',
        value: "[resourceId('Microsoft.Compute/virtualMachineScaleSets', 'web')]",
      },
    },
  };
}

function generatedBy(templateHash: string): JsonObject {
  return { _generator: { name: 'bicep', version: '0.30.23.60470', templateHash } };
}
