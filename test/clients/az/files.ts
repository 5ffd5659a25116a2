import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The emulator's own, unless it is told another. */
export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';

/** A set as a template of the portal has it: a machine's profile in plain words, no network around it. */
function scaleSet(capacity: number): object {
  return {
    location: 'westeurope',
    sku: { name: 'Standard_D2s_v3', tier: 'Standard', capacity },
    properties: {
      upgradePolicy: { mode: 'Manual' },
      overprovision: false,
      orchestrationMode: 'Uniform',
      virtualMachineProfile: {
        osProfile: {
          computerNamePrefix: 'ops',
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
              properties: {
                primary: true,
                ipConfigurations: [
                  {
                    name: 'ip',
                    properties: { subnet: { id: '{subnet}' } },
                  },
                ],
              },
            },
          ],
        },
      },
    },
  };
}

const API_VERSIONS = { network: '2020-11-01', compute: '2022-08-01' };

/** What deployments of the az cases are made of: a network and a set in it. */
function template(): Record<string, unknown> {
  const set = scaleSet(2) as { properties: object };
  const body = JSON.parse(
    JSON.stringify(set.properties).replace(
      '{subnet}',
      "[resourceId('Microsoft.Network/virtualNetworks/subnets', variables('network'), 'default')]",
    ),
  ) as object;
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      prefix: { type: 'string' },
      capacity: { type: 'int', defaultValue: 2 },
    },
    variables: { network: "[concat(parameters('prefix'), '-net')]" },
    resources: [
      {
        type: 'Microsoft.Network/virtualNetworks',
        apiVersion: API_VERSIONS.network,
        name: "[variables('network')]",
        location: '[resourceGroup().location]',
        properties: {
          addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
          subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
        },
      },
      {
        type: 'Microsoft.Compute/virtualMachineScaleSets',
        apiVersion: API_VERSIONS.compute,
        name: "[concat(parameters('prefix'), '-set')]",
        location: '[resourceGroup().location]',
        dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks', variables('network'))]"],
        sku: {
          name: 'Standard_D2s_v3',
          tier: 'Standard',
          capacity: "[parameters('capacity')]",
        },
        properties: body,
      },
    ],
    outputs: {
      setId: {
        type: 'string',
        value:
          "[resourceId('Microsoft.Compute/virtualMachineScaleSets', concat(parameters('prefix'), '-set'))]",
      },
    },
  };
}

/** A deployment in a deployment, with a mistake in the innermost resource. */
function nested(resource: object): object {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [
      {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '2021-04-01',
        name: 'inner',
        properties: {
          mode: 'Incremental',
          template: {
            $schema:
              'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
            contentVersion: '1.0.0.0',
            resources: [resource],
          },
        },
      },
    ],
  };
}

/** Writes the files that the cases name as `{folder}/…`. */
export function writeFiles(folder: string, subscriptionId: string): void {
  const subnet = `/subscriptions/${subscriptionId}/resourceGroups/az-ops/providers/Microsoft.Network/virtualNetworks/net/subnets/default`;
  const plain = JSON.parse(JSON.stringify(scaleSet(3)).replace('{subnet}', subnet)) as object;
  const deployed = subnet.replace('/az-ops/', '/az-deploy/').replace('/net/', '/it-net/');
  const inner = JSON.parse(JSON.stringify(scaleSet(1)).replace('{subnet}', deployed)) as {
    properties: ScaleSetProperties;
  };
  const set = template();
  const setResource = (set['resources'] as { sku: object }[])[1];
  const files: Readonly<Record<string, unknown>> = {
    'set.json': plain,
    'template.json': set,
    'unknown-function.json': {
      ...set,
      variables: { network: "[shout(parameters('prefix'))]" },
    },
    'unknown-size.json': nested({
      ...setResource,
      name: 'inner-set',
      dependsOn: [],
      location: 'westeurope',
      sku: { name: 'Standard_D2s_v99', tier: 'Standard', capacity: 1 },
      properties: inner.properties,
    }),
    'failing.json': nested({
      ...setResource,
      name: 'inner-set',
      dependsOn: [],
      location: 'westeurope',
      sku: { name: 'Standard_D2s_v3', tier: 'Standard', capacity: 1 },
      properties: withBrokenExtension(inner),
    }),
    'subscription.json': {
      $schema:
        'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters: { group: { type: 'string' } },
      resources: [
        {
          type: 'Microsoft.Resources/resourceGroups',
          apiVersion: '2021-04-01',
          name: "[parameters('group')]",
          location: '[deployment().location]',
        },
      ],
      outputs: { group: { type: 'string', value: "[parameters('group')]" } },
    },
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), JSON.stringify(content, null, 2));
  }
}

interface ScaleSetProperties {
  readonly virtualMachineProfile: object;
}

/** The extension named `broken` fails on every machine; support/lifecycle.json. */
function withBrokenExtension({ properties }: { properties: ScaleSetProperties }): object {
  const extension = {
    name: 'broken',
    properties: {
      publisher: 'Microsoft.Azure.Extensions',
      type: 'CustomScript',
      typeHandlerVersion: '2.1',
      settings: { commandToExecute: 'false' },
    },
  };
  return {
    ...properties,
    virtualMachineProfile: {
      ...properties.virtualMachineProfile,
      extensionProfile: { extensions: [extension] },
    },
  };
}
