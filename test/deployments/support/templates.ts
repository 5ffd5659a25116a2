import type { JsonObject } from '../../../src/base/index.ts';

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

/** A template of these resources, with nothing else that could be wrong. */
export function templateOf(resources: readonly JsonObject[], besides: JsonObject = {}): JsonObject {
  return { $schema: SCHEMA, contentVersion: '1.0.0.0', resources: [...resources], ...besides };
}

export function network(name: string, besides: JsonObject = {}): JsonObject {
  return {
    type: 'Microsoft.Network/virtualNetworks',
    apiVersion: '2023-09-01',
    name,
    location: 'westeurope',
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'machines', properties: { addressPrefix: '10.0.0.0/24' } }],
    },
    ...besides,
  };
}

interface SetOptions {
  readonly name?: string;
  readonly capacity?: number;
  readonly networkName?: string;
  readonly password?: string;
  readonly extension?: string;
  readonly size?: string;
  readonly dependsOn?: readonly string[];
}

export function scaleSet(options: SetOptions = {}): JsonObject {
  const { name = 'web', capacity = 2, networkName = 'net', extension } = options;
  const properties = {
    publisher: 'Microsoft.Azure.Extensions',
    type: 'CustomScript',
    typeHandlerVersion: '2.0',
    settings: {},
  };
  return {
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    apiVersion: '2023-09-01',
    name,
    location: 'westeurope',
    dependsOn: [...(options.dependsOn ?? [])],
    sku: { name: options.size ?? 'Standard_D2s_v3', tier: 'Standard', capacity },
    properties: {
      upgradePolicy: { mode: 'Manual' },
      overprovision: false,
      virtualMachineProfile: {
        osProfile: {
          computerNamePrefix: 'web',
          adminUsername: 'azureuser',
          adminPassword: options.password ?? 'Xy7!kilimanjaro',
        },
        storageProfile: {
          osDisk: { createOption: 'FromImage' },
          imageReference: {
            publisher: 'Canonical',
            offer: '0001-com-ubuntu-server-jammy',
            sku: '22_04-lts-gen2',
            version: 'latest',
          },
        },
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: 'nic',
              properties: {
                primary: true,
                ipConfigurations: [
                  {
                    name: 'ip',
                    properties: {
                      subnet: {
                        id: `[resourceId('Microsoft.Network/virtualNetworks/subnets', '${networkName}', 'machines')]`,
                      },
                    },
                  },
                ],
              },
            },
          ],
        },
        ...(extension && { extensionProfile: { extensions: [{ name: extension, properties }] } }),
      },
    },
  };
}

export function nested(name: string, resources: readonly JsonObject[]): JsonObject {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name,
    properties: {
      mode: 'Incremental',
      expressionEvaluationOptions: { scope: 'inner' },
      template: templateOf(resources),
    },
  };
}
