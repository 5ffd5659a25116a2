import type { JsonObject } from '../../../../src/base/index.ts';
import { linuxState, SSH_KEY } from './azurerm-scale-set.ts';

/**
 * `azurerm_orchestrated_virtual_machine_scale_set`.
 * Source: …/orchestrated_virtual_machine_scale_set_resource.go (Create) and
 * orchestrated_virtual_machine_scale_set.go (Expand…).
 */
export function expandFlexibleSet(
  { location }: { readonly location: string },
  ids: { readonly subnet: string; readonly pool: string },
): JsonObject {
  return {
    location,
    properties: {
      orchestrationMode: 'Flexible',
      platformFaultDomainCount: 1,
      virtualMachineProfile: {
        extensionProfile: { extensionsTimeBudget: 'PT1H30M' },
        networkProfile: {
          networkApiVersion: '2020-11-01',
          networkInterfaceConfigurations: [
            {
              name: 'nic',
              properties: {
                dnsSettings: { dnsServers: [] },
                enableAcceleratedNetworking: false,
                enableIPForwarding: false,
                ipConfigurations: [
                  {
                    name: 'internal',
                    properties: {
                      applicationGatewayBackendAddressPools: [],
                      applicationSecurityGroups: [],
                      loadBalancerBackendAddressPools: [{ id: ids.pool }],
                      primary: true,
                      privateIPAddressVersion: 'IPv4',
                      subnet: { id: ids.subnet },
                    },
                  },
                ],
                primary: true,
              },
            },
          ],
        },
        osProfile: {
          adminUsername: 'adminuser',
          allowExtensionOperations: true,
          computerNamePrefix: 'flex',
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            patchSettings: { assessmentMode: 'ImageDefault', patchMode: 'ImageDefault' },
            provisionVMAgent: true,
            ssh: {
              publicKeys: [{ keyData: SSH_KEY, path: '/home/adminuser/.ssh/authorized_keys' }],
            },
          },
        },
        priority: 'Regular',
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
            managedDisk: { storageAccountType: 'Standard_LRS' },
            osType: 'Linux',
            writeAcceleratorEnabled: false,
          },
        },
      },
    },
    sku: { capacity: 2, name: 'Standard_D2s_v3', tier: 'Standard' },
    tags: {},
  };
}

/** Without what is computed for a flexible set: Azure may say what it likes there. */
export function flexibleState(model: JsonObject): JsonObject {
  const {
    overprovision: _o,
    single_placement_group: _s,
    upgrade_mode: _u,
    ...state
  } = linuxState(model);
  return state;
}
