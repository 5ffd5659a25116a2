import type { JsonObject } from '../../../../src/base/index.ts';

/** A set as people write it for clients that send what is written: azapi, Pulumi, .NET. */
export function writtenSet(options: {
  readonly subnetId: string;
  readonly capacity: number;
  readonly poolId?: string;
}): JsonObject {
  const { subnetId, capacity, poolId } = options;
  return {
    properties: {
      overprovision: false,
      singlePlacementGroup: false,
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: {
        extensionProfile: {
          extensions: [
            {
              name: 'health',
              properties: {
                autoUpgradeMinorVersion: true,
                enableAutomaticUpgrade: true,
                publisher: 'Microsoft.ManagedServices',
                settings: { port: 80, protocol: 'http', requestPath: '/healthz' },
                type: 'ApplicationHealthLinux',
                typeHandlerVersion: '1.0',
              },
            },
          ],
        },
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: 'nic',
              properties: {
                enableAcceleratedNetworking: true,
                ipConfigurations: [
                  {
                    name: 'ip',
                    properties: {
                      ...(poolId && { loadBalancerBackendAddressPools: [{ id: poolId }] }),
                      subnet: { id: subnetId },
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
          computerNamePrefix: 'vm',
        },
        storageProfile: {
          imageReference: {
            offer: '0001-com-ubuntu-server-jammy',
            publisher: 'Canonical',
            sku: '22_04-lts',
            version: 'latest',
          },
          osDisk: {
            caching: 'ReadWrite',
            createOption: 'FromImage',
            managedDisk: { storageAccountType: 'StandardSSD_LRS' },
          },
        },
      },
    },
    sku: { capacity, name: 'Standard_D2s_v3', tier: 'Standard' },
  };
}

/** What is sent and never shown again. */
export const SECRETS = ['adminPassword', 'protectedSettings', 'customData'];

/** A network with one subnet inside, as templates have it. */
export function writtenNetwork(): JsonObject {
  return {
    properties: {
      addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
      subnets: [{ name: 'machines', properties: { addressPrefix: '10.1.0.0/24' } }],
    },
  };
}
