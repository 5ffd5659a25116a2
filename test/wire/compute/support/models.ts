import type { JsonObject } from '../../../../src/base/index.ts';
import { SUBSCRIPTION } from './azure.ts';

export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG`;
export const PASSWORD = 'Xy7!kilimanjaro';
export const CUSTOM_DATA = Buffer.from('#cloud-config of the mountain').toString('base64');

export function setPath(name: string): string {
  return `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
}

export interface ModelOptions {
  readonly capacity?: number;
  readonly extensions?: readonly JsonObject[];
  readonly properties?: JsonObject;
  readonly profile?: JsonObject;
  readonly osProfile?: JsonObject;
  readonly envelope?: JsonObject;
}

/** A Linux set as az and the SDKs send it. */
export function linuxSet(options: ModelOptions = {}): JsonObject {
  return {
    location: 'WestEurope',
    sku: { name: 'Standard_D2s_v5', capacity: options.capacity ?? 2 },
    ...options.envelope,
    properties: {
      upgradePolicy: { mode: 'manual' },
      virtualMachineProfile: {
        osProfile: {
          computerNamePrefix: 'web',
          adminUsername: 'azureuser',
          adminPassword: PASSWORD,
          ...options.osProfile,
        },
        storageProfile: {
          imageReference: {
            publisher: 'Canonical',
            offer: '0001-com-ubuntu-server-jammy',
            sku: '22_04-lts-gen2',
            version: 'latest',
          },
          osDisk: { createOption: 'fromImage', caching: 'ReadWrite', managedDisk: null },
        },
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: 'nic',
              properties: {
                primary: 'true',
                ipConfigurations: [
                  {
                    name: 'ip',
                    properties: {
                      subnet: {
                        id: `${GROUP}/providers/Microsoft.Network/virtualNetworks/v/subnets/s`,
                      },
                      applicationGatewayBackendAddressPools: [],
                    },
                  },
                ],
              },
            },
          ],
        },
        ...(options.extensions
          ? { extensionProfile: { extensions: [...options.extensions] } }
          : {}),
        ...options.profile,
      },
      ...options.properties,
    },
  };
}

export function extension(name: string, besides: JsonObject = {}): JsonObject {
  return {
    name,
    properties: {
      publisher: 'Microsoft.Azure.Extensions',
      type: name,
      typeHandlerVersion: '2.0',
      autoUpgradeMinorVersion: true,
      settings: { commandToExecute: 'true' },
      ...besides,
    },
  };
}
