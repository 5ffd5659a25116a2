import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { runScenario } from './run-scenario.ts';
import { loadScenario } from './scenario.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-from-template-'));
after(() => rmSync(folder, { recursive: true }));

const TEMPLATE = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { count: { type: 'int' }, name: { type: 'string', defaultValue: 'web' } },
  resources: [
    {
      type: 'Microsoft.Compute/virtualMachineScaleSets',
      apiVersion: '2024-07-01',
      name: "[parameters('name')]",
      location: '[resourceGroup().location]',
      sku: { name: 'Standard_D2s_v5', capacity: "[parameters('count')]" },
      properties: {
        upgradePolicy: { mode: 'Manual' },
        virtualMachineProfile: {
          osProfile: {
            computerNamePrefix: 'vm',
            adminUsername: 'azureuser',
            adminPassword: 'Template-only-1',
          },
          storageProfile: {
            imageReference: {
              publisher: 'Debian',
              offer: 'debian-12',
              sku: '12-gen2',
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
                          id: "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's')]",
                        },
                      },
                    },
                  ],
                },
              },
            ],
          },
        },
      },
    },
  ],
};

function write(name: string, value: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

function scenario(resource: string, count: number): string {
  write('main.json', TEMPLATE);
  const view = `/subscriptions/{subscriptionId}/resourceGroups/demo/providers/Microsoft.Compute/virtualMachineScaleSets/web/instanceView?api-version=2024-07-01`;
  return write(
    'scenario.yaml',
    `name: deployed
description: d
resources:
  - { resourceGroup: demo, ${resource} }
timeline:
  - idle: true
  - request:
      target: '${view}'
      expect: { body: { virtualMachine: { statusesSummary: [{ code: ProvisioningState/succeeded, count: ${count} }] } } }
`,
  );
}

test('scenario from a template: its sets are deployed, with parameters by name or of a file', async () => {
  const file = {
    $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentParameters.json#',
    parameters: { count: { value: 4 } },
  };
  write('main.parameters.json', file);
  for (const [resource, count] of [
    ['template: main.json, parameters: { count: 2 }', 2],
    ['template: main.json, parameters: main.parameters.json', 4],
  ] as const) {
    const report = await runScenario({ choice: scenario(resource, count), options: {} });
    assert.ok(report.passed, JSON.stringify(report.steps));
  }
});

test('scenario from a template: what is wrong is told', async () => {
  await assert.rejects(
    runScenario({ choice: scenario('template: main.json', 2), options: {} }),
    /The scenario deployed cannot be made: .*count/s,
  );
  await assert.rejects(
    loadScenario(scenario('template: none.json', 2)),
    /none\.json cannot be read \(ENOENT\)/,
  );
  write('list.json', '[]');
  await assert.rejects(
    loadScenario(scenario('template: list.json', 2)),
    /Line 4: list\.json is no/,
  );
  await assert.rejects(
    loadScenario(scenario('template: main.json, scaleSet: { from: a.json }', 2)),
    /line 4: \/resources\/0 must match exactly one/,
  );
});
