export interface SetOptions {
  readonly capacity: number;
  readonly location?: string;
  /** Their names; the life cycle of these tests lets `broken` fail. */
  readonly extensions?: readonly string[];
}

/** A Linux set, as one was written in 2016. */
export function linuxSet(subscriptionId: string, options: SetOptions): object {
  const network = `/subscriptions/${subscriptionId}/resourceGroups/old/providers/Microsoft.Network`;
  return {
    location: options.location ?? 'westeurope',
    sku: { name: 'Standard_A1', tier: 'Standard', capacity: options.capacity },
    upgradePolicy: { mode: 'Manual' },
    overprovision: false,
    virtualMachineProfile: {
      osProfile: {
        computerNamePrefix: 'old',
        adminUsername: 'azureuser',
        adminPassword: 'NotASecret-ForTheTests1',
      },
      storageProfile: {
        imageReference: {
          publisher: 'Canonical',
          offer: '0001-com-ubuntu-server-jammy',
          sku: '22_04-lts-gen2',
          version: 'latest',
        },
        osDisk: { createOption: 'FromImage', caching: 'ReadWrite' },
      },
      networkProfile: {
        networkInterfaceConfigurations: [
          {
            name: 'nic',
            primary: true,
            ipConfigurations: [
              { name: 'ip', subnet: { id: `${network}/virtualNetworks/net/subnets/default` } },
            ],
          },
        ],
      },
      ...(options.extensions === undefined
        ? {}
        : {
            extensionProfile: {
              extensions: options.extensions.map((name) => ({
                name,
                publisher: 'Microsoft.Azure.Extensions',
                // One extension per handler is allowed.
                type: name,
                typeHandlerVersion: '2.1',
                autoUpgradeMinorVersion: true,
                settings: { commandToExecute: 'true' },
              })),
            },
          }),
    },
  };
}
