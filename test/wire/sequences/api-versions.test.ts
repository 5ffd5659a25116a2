import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEmulator } from '../../../src/testing/index.ts';

/** Types by the path below their namespace, and the versions at which a client asks for each. */
interface Asked {
  readonly client: string;
  /** Where the versions stand in the client's source. */
  readonly source: string;
  readonly types: Readonly<Record<string, readonly string[]>>;
}

const ASKED: readonly Asked[] = [
  {
    client: 'azurerm 4.0 to the newest',
    source:
      'hashicorp/terraform-provider-azurerm internal/services/{compute,network,loadbalancer,managedidentity,monitor,storage}/client/client.go, over time',
    types: {
      'Microsoft.Compute/virtualMachineScaleSets': [
        '2024-03-01',
        '2024-07-01',
        '2024-11-01',
        '2025-04-01',
      ],
      'Microsoft.Compute/disks': ['2023-04-02'],
      'Microsoft.Compute/images': ['2022-03-01'],
      'Microsoft.Compute/availabilitySets': ['2022-03-01', '2024-03-01'],
      'Microsoft.Compute/proximityPlacementGroups': ['2022-03-01'],
      'Microsoft.Network/virtualNetworks': ['2023-11-01', '2024-05-01', '2025-01-01', '2025-07-01'],
      'Microsoft.Network/networkSecurityGroups': [
        '2023-11-01',
        '2024-05-01',
        '2025-01-01',
        '2025-07-01',
      ],
      'Microsoft.Network/publicIPAddresses': [
        '2023-11-01',
        '2024-05-01',
        '2025-01-01',
        '2025-07-01',
      ],
      'Microsoft.Network/publicIPPrefixes': [
        '2023-11-01',
        '2024-05-01',
        '2025-01-01',
        '2025-07-01',
      ],
      'Microsoft.Network/natGateways': ['2023-11-01', '2024-05-01', '2025-01-01', '2025-07-01'],
      'Microsoft.Network/networkInterfaces': ['2023-11-01', '2024-05-01', '2025-01-01'],
      'Microsoft.Network/applicationGateways': ['2023-11-01', '2024-05-01', '2025-01-01'],
      'Microsoft.Network/loadBalancers': ['2023-09-01', '2024-05-01', '2025-01-01'],
      'Microsoft.ManagedIdentity/userAssignedIdentities': ['2023-01-31', '2024-11-30'],
      'Microsoft.Insights/autoscaleSettings': ['2022-10-01'],
      'Microsoft.Storage/storageAccounts': ['2023-01-01', '2023-05-01'],
    },
  },
  {
    client: 'azurerm 3',
    source: 'the same files before 4.0; tombuildsstuff/kermit sdk/{compute,network}',
    types: {
      'Microsoft.Compute/virtualMachineScaleSets': ['2021-11-01', '2022-08-01', '2023-03-01'],
      'Microsoft.Compute/images': ['2022-03-01'],
      'Microsoft.Network/virtualNetworks': ['2022-07-01', '2023-09-01', '2023-11-01'],
      'Microsoft.Network/publicIPAddresses': ['2022-07-01', '2023-09-01', '2023-11-01'],
      'Microsoft.Network/networkSecurityGroups': ['2022-07-01', '2022-09-01', '2023-09-01'],
      'Microsoft.Network/loadBalancers': ['2022-05-01', '2022-07-01', '2023-06-01', '2023-09-01'],
      'Microsoft.ManagedIdentity/userAssignedIdentities': [
        '2018-11-30',
        '2022-01-31-preview',
        '2023-01-31',
      ],
      'Microsoft.Insights/autoscaleSettings': ['2022-10-01'],
    },
  },
  {
    client: 'azapi and Bicep',
    source: 'any version that Azure lists; these are in Azure/bicep-types-az and in common modules',
    types: {
      'Microsoft.Compute/virtualMachineScaleSets': [
        '2021-03-01',
        '2022-11-01',
        '2023-09-01',
        '2024-11-01',
      ],
      'Microsoft.Compute/virtualMachineScaleSets/extensions': ['2022-03-01', '2024-11-01'],
      'Microsoft.Network/virtualNetworks': ['2021-02-01', '2022-05-01', '2023-09-01', '2024-05-01'],
      'Microsoft.Network/loadBalancers': ['2020-05-01', '2021-02-01', '2022-05-01', '2024-05-01'],
      'Microsoft.ManagedIdentity/userAssignedIdentities': ['2023-01-31'],
      'Microsoft.Insights/autoscaleSettings': ['2015-04-01', '2022-10-01'],
    },
  },
  {
    client: 'Pulumi azure-native 2 and 3',
    source: 'pulumi/pulumi-azure-native versions/v2.yaml and v3.yaml',
    types: {
      'Microsoft.Compute/virtualMachineScaleSets': ['2023-03-01', '2024-11-01'],
      'Microsoft.Network/virtualNetworks': ['2023-02-01', '2024-05-01'],
      'Microsoft.Network/publicIPAddresses': ['2023-02-01', '2024-05-01'],
      'Microsoft.Network/loadBalancers': ['2023-02-01', '2024-05-01'],
      'Microsoft.ManagedIdentity/userAssignedIdentities': ['2023-01-31'],
    },
  },
  {
    client: '.NET',
    source:
      'Azure/azure-sdk-for-net sdk/{compute,network}/…/CHANGELOG.md of Azure.ResourceManager.*',
    types: {
      'Microsoft.Compute/virtualMachineScaleSets': [
        '2022-08-01',
        '2023-03-01',
        '2024-03-01',
        '2024-11-01',
      ],
      'Microsoft.Network/virtualNetworks': ['2022-09-01', '2023-09-01', '2024-05-01'],
      'Microsoft.Network/loadBalancers': ['2022-09-01', '2023-09-01', '2024-05-01'],
    },
  },
  {
    client: 'Azure PowerShell',
    source: 'Azure/azure-powershell src/{Compute,Network}, and the helpers of New-AzVmss',
    types: {
      'Microsoft.Compute/virtualMachineScaleSets': [
        '2021-11-01',
        '2023-07-01',
        '2024-07-01',
        '2024-11-01',
      ],
      'Microsoft.Network/virtualNetworks': ['2017-10-01', '2020-05-01', '2024-01-01'],
      'Microsoft.Network/publicIPAddresses': ['2017-10-01', '2020-05-01', '2024-01-01'],
      'Microsoft.Network/loadBalancers': ['2017-10-01', '2020-05-01', '2024-01-01'],
    },
  },
];

for (const { client, source, types } of ASKED) {
  test(`api-versions of ${client}: each type is asked for at each of them`, async () => {
    await using emulator = await startEmulator();
    const group = `/subscriptions/${emulator.subscriptionId}/resourceGroups/versions`;
    await emulator.request('PUT', `${group}?api-version=2022-09-01`, { location: 'westeurope' });
    const refused: string[] = [];
    for (const [type, versions] of Object.entries(types)) {
      const [namespace = '', ...names] = type.split('/');
      const path = `${group}/providers/${namespace}/${names.map((name) => `${name}/none`).join('/')}`;
      for (const version of versions) {
        const { json } = await emulator.request('GET', `${path}?api-version=${version}`);
        // Anything but "not there" says that type, version or method are not known.
        const code = (json as { error?: { code?: string } } | undefined)?.error?.code;
        if (code !== 'ResourceNotFound') refused.push(`${type}@${version}: ${code}`);
      }
    }
    assert.deepEqual(refused, [], source);
  });
}
