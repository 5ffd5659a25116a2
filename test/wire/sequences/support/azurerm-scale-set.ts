import type { JsonObject } from '../../../../src/base/index.ts';
import { at } from './wire.ts';

/** `azurerm_linux_virtual_machine_scale_set`, as far as its blocks are used here. */
export interface LinuxScaleSet {
  readonly name: string;
  readonly location: string;
  readonly instances: number;
  readonly subnetId: string;
  readonly backendPoolIds: readonly string[];
  readonly natPoolIds: readonly string[];
  readonly securityGroupId: string;
  readonly identityIds: readonly string[];
  readonly zones?: readonly string[];
  readonly extension?: JsonObject;
}

export const SSH_KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDlazulite user@example';

/**
 * The body that the provider sends to create it: every default of its schema is in it.
 * Source: hashicorp/terraform-provider-azurerm internal/services/compute/
 * linux_virtual_machine_scale_set_resource.go (Create) and virtual_machine_scale_set.go (Expand…).
 */
export function expandLinuxScaleSet(set: LinuxScaleSet): JsonObject {
  return {
    ...(set.identityIds.length > 0 && {
      identity: {
        type: 'UserAssigned',
        userAssignedIdentities: Object.fromEntries(set.identityIds.map((id) => [id, {}])),
      },
    }),
    location: set.location,
    properties: {
      additionalCapabilities: {},
      doNotRunExtensionsOnOverprovisionedVMs: false,
      orchestrationMode: 'Uniform',
      overprovision: true,
      resiliencyPolicy: {
        resilientVMCreationPolicy: { enabled: false },
        resilientVMDeletionPolicy: { enabled: false },
      },
      singlePlacementGroup: true,
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: {
        diagnosticsProfile: { bootDiagnostics: { enabled: false, storageUri: '' } },
        extensionProfile: {
          ...(set.extension && { extensions: [set.extension] }),
          extensionsTimeBudget: 'PT1H30M',
        },
        networkProfile: { networkInterfaceConfigurations: [expandInterface(set)] },
        osProfile: {
          adminUsername: 'adminuser',
          allowExtensionOperations: true,
          computerNamePrefix: set.name,
          customData: Buffer.from('#cloud-config').toString('base64'),
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            provisionVMAgent: true,
            ssh: {
              publicKeys: [{ keyData: SSH_KEY, path: '/home/adminuser/.ssh/authorized_keys' }],
            },
          },
          secrets: [],
        },
        priority: 'Regular',
        storageProfile: {
          dataDisks: [
            {
              caching: 'ReadWrite',
              createOption: 'Empty',
              diskSizeGB: 10,
              lun: 0,
              managedDisk: { storageAccountType: 'Standard_LRS' },
              writeAcceleratorEnabled: false,
            },
          ],
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
        userData: Buffer.from('hello').toString('base64'),
      },
    },
    sku: { capacity: set.instances, name: 'Standard_D2s_v3', tier: 'Standard' },
    tags: { environment: 'test' },
    ...(set.zones && { zones: [...set.zones] }),
  };
}

function expandInterface(set: LinuxScaleSet): JsonObject {
  const ids = (list: readonly string[]): JsonObject[] => list.map((id) => ({ id }));
  return {
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
            loadBalancerBackendAddressPools: ids(set.backendPoolIds),
            loadBalancerInboundNatPools: ids(set.natPoolIds),
            primary: true,
            privateIPAddressVersion: 'IPv4',
            subnet: { id: set.subnetId },
          },
        },
      ],
      networkSecurityGroup: { id: set.securityGroupId },
      primary: true,
    },
  };
}

/** The state that the configuration stands for: what a refresh has to come back to. */
export function plannedState(set: LinuxScaleSet): JsonObject {
  const body = expandLinuxScaleSet(set);
  const { additionalCapabilities: _always, ...properties } = body['properties'] as JsonObject;
  return linuxState({ ...body, properties });
}

/**
 * What the provider writes into its state, for every attribute that is not "computed": each of them
 * must come out of the server as it went in, or the next plan shows a change that nobody made
 * (DEMAND C25). Source: the same files, Read and Flatten….
 */
export function linuxState(model: JsonObject): JsonObject {
  const properties = at(model, 'properties');
  const profile = at(properties, 'virtualMachineProfile');
  const os = at(profile, 'osProfile');
  const linux = at(os, 'linuxConfiguration');
  const storage = at(profile, 'storageProfile');
  const boot = at(profile, 'diagnosticsProfile', 'bootDiagnostics');
  const capabilities = at(properties, 'additionalCapabilities');
  return {
    location: String(at(model, 'location')).replaceAll(' ', '').toLowerCase(),
    zones: list(at(model, 'zones')) as string[],
    instances: at(model, 'sku', 'capacity') as number,
    sku: at(model, 'sku', 'name') as string,
    identity: {
      type: or(at(model, 'identity', 'type'), ''),
      ids: Object.keys(at(model, 'identity', 'userAssignedIdentities') ?? {}).sort(),
    },
    plan: or(at(model, 'plan'), []),
    // Any object here, also an empty one, becomes a block that the configuration does not have.
    additional_capabilities:
      capabilities === undefined
        ? []
        : [{ ultra_ssd_enabled: or(at(capabilities, 'ultraSSDEnabled'), false) }],
    do_not_run_extensions: or(at(properties, 'doNotRunExtensionsOnOverprovisionedVMs'), false),
    host_group_id: or(at(properties, 'hostGroup', 'id'), ''),
    overprovision: or(at(properties, 'overprovision'), false),
    proximity_placement_group_id: or(at(properties, 'proximityPlacementGroup', 'id'), ''),
    single_placement_group: or(at(properties, 'singlePlacementGroup'), false),
    zone_balance: or(at(properties, 'zoneBalance'), false),
    scale_in: or(at(properties, 'scaleInPolicy'), []),
    resilient: ['Creation', 'Deletion'].map((what) =>
      or(at(properties, 'resiliencyPolicy', `resilientVM${what}Policy`, 'enabled'), false),
    ),
    boot_diagnostics: at(boot, 'enabled') === true ? [or(at(boot, 'storageUri'), '')] : [],
    capacity_reservation_group_id: or(
      at(profile, 'capacityReservation', 'capacityReservationGroup', 'id'),
      '',
    ),
    max_bid_price: or(at(profile, 'billingProfile', 'maxPrice'), -1),
    eviction_policy: or(at(profile, 'evictionPolicy'), ''),
    priority: or(at(profile, 'priority'), 'Regular'),
    os_disk: disk(at(storage, 'osDisk')),
    data_disks: list(at(storage, 'dataDisks')).map(disk),
    source_image_reference: or(at(storage, 'imageReference'), {}),
    extension_operations_enabled: or(at(os, 'allowExtensionOperations'), true),
    admin_username: or(at(os, 'adminUsername'), ''),
    computer_name_prefix: or(at(os, 'computerNamePrefix'), ''),
    secret: or(at(os, 'secrets'), []),
    disable_password_authentication: or(at(linux, 'disablePasswordAuthentication'), false),
    provision_vm_agent: or(at(linux, 'provisionVMAgent'), false),
    admin_ssh_key: or(at(linux, 'ssh', 'publicKeys'), []),
    network_interfaces: list(at(profile, 'networkProfile', 'networkInterfaceConfigurations')).map(
      networkInterface,
    ),
    health_probe_id: or(at(profile, 'networkProfile', 'healthProbe', 'id'), ''),
    extensions: list(at(profile, 'extensionProfile', 'extensions')).map(extension),
    extensions_time_budget: or(at(profile, 'extensionProfile', 'extensionsTimeBudget'), 'PT1H30M'),
    encryption_at_host_enabled: or(at(profile, 'securityProfile', 'encryptionAtHost'), false),
    user_data: or(at(profile, 'userData'), ''),
    upgrade_mode: or(at(properties, 'upgradePolicy', 'mode'), ''),
    automatic_os_upgrade_policy: or(
      at(properties, 'upgradePolicy', 'automaticOSUpgradePolicy'),
      [],
    ),
    rolling_upgrade_policy: or(at(properties, 'upgradePolicy', 'rollingUpgradePolicy'), []),
    tags: or(at(model, 'tags'), {}),
  };
}

function disk(value: unknown): JsonObject {
  return {
    caching: or(at(value, 'caching'), ''),
    create_option: or(at(value, 'createOption'), ''),
    lun: or(at(value, 'lun'), 0),
    storage_account_type: or(at(value, 'managedDisk', 'storageAccountType'), ''),
    disk_encryption_set_id: or(at(value, 'managedDisk', 'diskEncryptionSet', 'id'), ''),
    write_accelerator_enabled: or(at(value, 'writeAcceleratorEnabled'), false),
    // Computed where it was not configured.
    ...(at(value, 'lun') !== undefined && { disk_size_gb: or(at(value, 'diskSizeGB'), 0) }),
  };
}

function networkInterface(value: unknown): JsonObject {
  const properties = at(value, 'properties');
  const mode = at(properties, 'auxiliaryMode');
  return {
    name: or(at(value, 'name'), ''),
    auxiliary_mode: mode === 'None' ? '' : or(mode, ''),
    dns_servers: or(at(properties, 'dnsSettings', 'dnsServers'), []),
    accelerated_networking_enabled: or(at(properties, 'enableAcceleratedNetworking'), false),
    ip_forwarding_enabled: or(at(properties, 'enableIPForwarding'), false),
    network_security_group_id: or(at(properties, 'networkSecurityGroup', 'id'), ''),
    primary: or(at(properties, 'primary'), false),
    ip_configurations: list(at(properties, 'ipConfigurations')).map((ip) => ({
      name: or(at(ip, 'name'), ''),
      primary: or(at(ip, 'properties', 'primary'), false),
      version: or(at(ip, 'properties', 'privateIPAddressVersion'), ''),
      subnet_id: or(at(ip, 'properties', 'subnet', 'id'), ''),
      pools: [
        'applicationGatewayBackendAddressPools',
        'applicationSecurityGroups',
        'loadBalancerBackendAddressPools',
        'loadBalancerInboundNatPools',
      ].map((name) => list(at(ip, 'properties', name)).map((item) => String(at(item, 'id')))),
      public_ip_address: or(at(ip, 'properties', 'publicIPAddressConfiguration'), []),
    })),
  };
}

function extension(value: unknown): JsonObject {
  const properties = at(value, 'properties');
  return {
    name: or(at(value, 'name'), ''),
    publisher: or(at(properties, 'publisher'), ''),
    type: or(at(properties, 'type'), ''),
    type_handler_version: or(at(properties, 'typeHandlerVersion'), ''),
    auto_upgrade_minor_version: or(at(properties, 'autoUpgradeMinorVersion'), false),
    automatic_upgrade_enabled: or(at(properties, 'enableAutomaticUpgrade'), false),
    force_update_tag: or(at(properties, 'forceUpdateTag'), ''),
    provision_after_extensions: or(at(properties, 'provisionAfterExtensions'), []),
    settings: or(at(properties, 'settings'), {}),
  };
}

type Json = JsonObject[string];

function or(value: unknown, otherwise: Json): Json {
  return (value ?? otherwise) as Json;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
