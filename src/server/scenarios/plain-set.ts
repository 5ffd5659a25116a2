import type { JsonObject } from '../../base/index.ts';

/** What a test wants of a set; all but the name has a default. */
export interface ScaleSetWish {
  readonly name?: string;
  readonly resourceGroup?: string;
  readonly subscriptionId?: string;
  readonly location?: string;
  readonly capacity?: number;
  readonly size?: string;
  readonly zones?: readonly string[];
  readonly upgradeMode?: 'Manual' | 'Automatic' | 'Rolling';
  readonly orchestrationMode?: 'Uniform' | 'Flexible';
  readonly spot?: 'Deallocate' | 'Delete';
  /** Names of extensions; `health` is the application health extension. */
  readonly extensions?: readonly string[];
  /** Merged into `properties`. */
  readonly properties?: JsonObject;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The body of a request that makes such a set. */
export function scaleSetBody(wish: ScaleSetWish, groupId: string): JsonObject {
  const { location = 'westeurope', capacity = 3, size = 'Standard_D2s_v5', name = 'web' } = wish;
  const isFlexible = wish.orchestrationMode === 'Flexible';
  return {
    location,
    sku: { name: size, tier: 'Standard', capacity },
    ...(wish.zones === undefined ? {} : { zones: [...wish.zones] }),
    ...(wish.tags === undefined ? {} : { tags: { ...wish.tags } }),
    properties: {
      ...(isFlexible
        ? { orchestrationMode: 'Flexible', platformFaultDomainCount: 1 }
        : { overprovision: false, upgradePolicy: { mode: wish.upgradeMode ?? 'Manual' } }),
      virtualMachineProfile: {
        osProfile: {
          computerNamePrefix: name.slice(0, 9),
          adminUsername: 'azureuser',
          adminPassword: 'Only-for-tests-1',
        },
        storageProfile: {
          imageReference: {
            publisher: 'Canonical',
            offer: '0001-com-ubuntu-server-jammy',
            sku: '22_04-lts-gen2',
            version: 'latest',
          },
          osDisk: { createOption: 'FromImage' },
        },
        networkProfile: {
          ...(isFlexible ? { networkApiVersion: '2020-11-01' } : {}),
          networkInterfaceConfigurations: [nic(groupId)],
        },
        ...(wish.spot === undefined ? {} : { priority: 'Spot', evictionPolicy: wish.spot }),
        ...(wish.extensions === undefined
          ? {}
          : { extensionProfile: { extensions: wish.extensions.map(extension) } }),
      },
      ...wish.properties,
    },
  };
}

function nic(groupId: string): JsonObject {
  const subnet = {
    id: `${groupId}/providers/Microsoft.Network/virtualNetworks/net/subnets/default`,
  };
  const ipConfigurations = [{ name: 'ip', properties: { subnet } }];
  return { name: 'nic', properties: { primary: true, ipConfigurations } };
}

function extension(name: string): JsonObject {
  const isHealth = name === 'health';
  return {
    name,
    properties: {
      publisher: isHealth ? 'Microsoft.ManagedServices' : 'Microsoft.Azure.Extensions',
      type: isHealth ? 'ApplicationHealthLinux' : 'CustomScript',
      typeHandlerVersion: isHealth ? '1.0' : '2.1',
      autoUpgradeMinorVersion: true,
      settings: isHealth
        ? { protocol: 'http', port: 80, requestPath: '/' }
        : { commandToExecute: 'true' },
    },
  };
}
