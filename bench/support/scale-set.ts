/** A model that the compute provider accepts, with so many instances and these extensions. */
export function scaleSetBody(capacity: number, extensions: readonly string[]): object {
  return {
    location: 'westeurope',
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity },
    properties: {
      overprovision: false,
      singlePlacementGroup: false,
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: {
        osProfile: {
          computerNamePrefix: 'bench',
          adminUsername: 'azureuser',
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            ssh: {
              publicKeys: [
                { path: '/home/azureuser/.ssh/authorized_keys', keyData: 'ssh-ed25519 AAAA bench' },
              ],
            },
          },
        },
        storageProfile: {
          imageReference: {
            publisher: 'Canonical',
            offer: '0001-com-ubuntu-server-jammy',
            sku: '22_04-lts-gen2',
            version: 'latest',
          },
          osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: 'Premium_LRS' } },
        },
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: 'nic',
              properties: {
                primary: true,
                ipConfigurations: [{ name: 'ip', properties: { subnet: { id: SUBNET } } }],
              },
            },
          ],
        },
        extensionProfile: {
          extensions: extensions.map((name) => ({
            name,
            properties: {
              publisher: 'Microsoft.Azure.Extensions',
              type: name,
              typeHandlerVersion: '2.1',
              autoUpgradeMinorVersion: true,
            },
          })),
        },
      },
    },
  };
}

const SUBNET =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/bench/providers/Microsoft.Network/virtualNetworks/net/subnets/default';
