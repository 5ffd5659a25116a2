import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { isJsonObject } from '../../base/index.ts';
import { parseConfig } from '../config.ts';
import { createEmulator } from '../emulator.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-from-az-'));
after(() => rmSync(folder, { recursive: true }));

/** As az 2.45 prints a set: members of `properties` beside those of the resource, nulls, other spellings. */
const SHOWN = {
  additionalCapabilities: null,
  etag: '"3"',
  id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/web',
  location: 'westeurope',
  name: 'web',
  overprovision: false,
  provisioningState: 'Succeeded',
  resourceGroup: 'rg',
  singlePlacementGroup: true,
  sku: { capacity: 9, name: 'Standard_D2s_v5', tier: 'Standard' },
  tags: { team: 'a' },
  timeCreated: '2026-01-01T00:00:00+00:00',
  type: 'Microsoft.Compute/virtualMachineScaleSets',
  uniqueId: 'u',
  upgradePolicy: { mode: 'Manual', automaticOsUpgradePolicy: null },
  virtualMachineProfile: {
    extensionProfile: {
      extensions: [
        {
          autoUpgradeMinorVersion: true,
          id: null,
          name: 'script',
          provisioningState: null,
          publisher: 'Microsoft.Azure.Extensions',
          settings: { commandToExecute: 'true' },
          type: null,
          typeHandlerVersion: '2.1',
          typePropertiesType: 'CustomScript',
        },
      ],
    },
    networkProfile: {
      networkInterfaceConfigurations: [
        {
          enableIpForwarding: false,
          name: 'nic',
          primary: true,
          ipConfigurations: [
            {
              name: 'ip',
              privateIpAddressVersion: 'IPv4',
              publicIpAddressConfiguration: { name: 'pip', idleTimeoutInMinutes: 10, sku: null },
              subnet: {
                id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/d',
                resourceGroup: 'rg',
              },
            },
          ],
        },
      ],
    },
    osProfile: {
      adminUsername: 'me',
      computerNamePrefix: 'web',
      linuxConfiguration: { disablePasswordAuthentication: false },
    },
    storageProfile: {
      imageReference: {
        offer: 'debian-12',
        publisher: 'Debian',
        sku: '12-gen2',
        version: 'latest',
        id: null,
      },
      osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: 'Premium_LRS' } },
    },
  },
  zones: ['1'],
};

test('scenario: a set as az shows it is made, with as many machines as it lists', async () => {
  writeFileSync(path.join(folder, 'web.json'), JSON.stringify(SHOWN));
  writeFileSync(
    path.join(folder, 'list.json'),
    JSON.stringify([{ instanceId: '0' }, { instanceId: '4' }]),
  );
  const file = path.join(folder, 'x.yaml');
  writeFileSync(
    file,
    'name: x\ndescription: d\nresources:\n  - resourceGroup: demo\n    scaleSet: { from: web.json, instances: list.json }\n',
  );
  const emulator = await createEmulator(
    parseConfig({ store: 'memory', clock: 'manual', scenario: file, logLevel: 'error' }),
  );
  try {
    const { subscriptions } = emulator.config;
    const { json } = await emulator
      .session()
      .request(
        'GET',
        `/subscriptions/${subscriptions[0]}/resourceGroups/demo/providers/Microsoft.Compute/virtualMachineScaleSets/web?api-version=2024-07-01`,
      );
    const text = JSON.stringify(json);
    assert.ok(isJsonObject(json) && isJsonObject(json['sku']), text);
    assert.equal(json['sku']['capacity'], 2);
    assert.deepEqual([json['tags'], json['zones']], [{ team: 'a' }, ['1']]);
    assert.match(text, /"name":"script","properties":\{.*"type":"CustomScript"/);
    assert.match(
      text,
      /"publicIPAddressConfiguration":\{"name":"pip","properties":\{"idleTimeoutInMinutes":10/,
    );
    assert.match(text, /"subnet":\{"id":"\/subscriptions\/s\//);
  } finally {
    await emulator.close();
  }
});

test('scenario: a file that is not what az prints is refused with its line', async () => {
  const file = path.join(folder, 'bad.yaml');
  for (const [content, message] of [
    ['[]', /is not what `az vmss show` prints/],
    ['{"name":"x"}', /is not what `az vmss show` prints/],
    ['{"name":', /is not JSON or YAML/],
  ] as const) {
    writeFileSync(path.join(folder, 'odd.json'), content);
    writeFileSync(
      file,
      'name: x\ndescription: d\nresources:\n  - resourceGroup: demo\n    scaleSet: { from: odd.json }\n',
    );
    const config = parseConfig({ store: 'memory', scenario: file });
    await assert.rejects(createEmulator(config), message);
  }
});
