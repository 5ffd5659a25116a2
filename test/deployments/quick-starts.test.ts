import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { isJsonObject, type JsonObject } from '../../src/base/index.ts';
import { startEmulator } from '../../src/testing/index.ts';
import { createGroup, deploy, outputsOf, type Wanted } from './support/deploy.ts';
import {
  createSharedNetwork,
  quickStartTemplate,
  QUICK_STARTS_FOLDER,
} from './support/quick-starts.ts';
import { setsOf, snapshotOf } from './support/snapshot.ts';

const PASSWORD = 'Xy7!kilimanjaro';
const SSH_KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDlazulite user@example';

interface QuickStart {
  readonly parameters: JsonObject;
  /** A network in a group of its own that the template expects to find. */
  readonly sharedNetwork?: true;
  readonly capacities: readonly number[];
  /** How many resources the group holds afterwards. */
  readonly resources: number;
  /** By name: a value, or the form that its text has. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Its own template asks for other machines on the way, so a second run is not idle on Azure either. */
  readonly restless?: true;
}

const QUICK_STARTS: Readonly<Record<string, QuickStart>> = {
  'linux-nat': {
    parameters: { baseName: 'Natted', machines: 3, user: 'azureuser', keyOrPassword: SSH_KEY },
    capacities: [3],
    resources: 4,
    outputs: { address: /^natted\.westeurope\.cloudapp\./, mode: 'Manual', firstPort: 50_000 },
  },
  'windows-nat-storage': {
    parameters: { prefix: 'Winnat', count: 2, administrator: 'azureuser', password: PASSWORD },
    capacities: [2],
    resources: 7,
    outputs: { accounts: isListOf(3), setId: /virtualMachineScaleSets\/winnat/ },
  },
  'ubuntu-autoscale': {
    parameters: { setName: 'scaling', startWith: 5, user: 'azureuser', credential: SSH_KEY },
    capacities: [5],
    resources: 5,
    outputs: { target: /virtualMachineScaleSets\/scaling/, capacity: 5 },
  },
  'windows-script': {
    parameters: {
      setName: 'scripted',
      admin: 'azureuser',
      secret: PASSWORD,
      scriptsAt: 'https://example.test/stuff/',
    },
    capacities: [2],
    resources: 4,
    outputs: { script: 'https://example.test/stuff/scripts/greet.ps1', extensions: 1 },
  },
  'application-gateway': {
    parameters: { base: 'gated', machines: 3, user: 'azureuser', pass: PASSWORD },
    capacities: [3],
    resources: 4,
    outputs: { pool: /applicationGateways\/gated.*\/backendAddressPools\/machines$/ },
  },
  'existing-network': {
    parameters: {
      setName: 'guest',
      networkGroup: 'shared',
      networkName: 'shared',
      subnetName: 'machines',
      login: 'azureuser',
      passwordOrKey: SSH_KEY,
    },
    sharedNetwork: true,
    capacities: [2],
    resources: 3,
    outputs: { subnet: /resourceGroups\/shared\/.*\/subnets\/machines$/ },
  },
  'identity-first': {
    parameters: { user: 'azureuser', password: PASSWORD },
    capacities: [2],
    resources: 4,
    outputs: { principal: /^[0-9a-f-]{36}$/ },
    restless: true,
  },
  'flexible-modules': {
    parameters: { user: 'azureuser', secret: PASSWORD },
    capacities: [3],
    // Machines, their interfaces and disks are resources of the group themselves.
    resources: 0,
    outputs: { setId: /virtualMachineScaleSets\/flex$/, address: /^\d+\.\d+\.\d+\.\d+$/ },
  },
  'public-ip-prefix': {
    parameters: { base: 'prefixed', label: 'prefixed', user: 'azureuser', keyOrPassword: SSH_KEY },
    capacities: [5],
    resources: 5,
    outputs: {
      fqdn: /^prefixed\.westeurope\./,
      length: 28,
      setSize: 'Standard_D2s_v3',
    },
  },
  'trusted-launch': {
    parameters: { setName: 'trusty', count: 2, admin: 'azureuser', secret: PASSWORD },
    capacities: [2],
    resources: 4,
    outputs: {
      image: {
        publisher: 'MicrosoftWindowsServer',
        offer: 'WindowsServer',
        sku: '2022-datacenter-azure-edition',
        version: 'latest',
      },
      securityType: 'TrustedLaunch',
    },
  },
  'rolling-health': {
    parameters: { setName: 'rolling', user: 'azureuser', secret: PASSWORD },
    capacities: [3],
    resources: 4,
    outputs: { mode: 'Rolling', zoneCount: 3 },
  },
  'spot-data-disks': {
    parameters: { password: PASSWORD },
    capacities: [4],
    resources: 3,
    outputs: { disks: [16, 32, 64], inside: '10.3.1.10' },
  },
  'existing-and-modules': {
    parameters: { networkGroup: 'shared', secret: PASSWORD },
    sharedNetwork: true,
    // The list is by name: blue, red.
    capacities: [2, 1],
    resources: 4,
    outputs: { space: ['10.9.0.0/16'], ids: isListOf(2), clients: isListOf(2) },
  },
};

test('quick starts: each template is deployed by a case', () => {
  const files = globSync('*.json', { cwd: QUICK_STARTS_FOLDER }).map((file) =>
    path.basename(file, '.json'),
  );
  assert.ok(files.length >= 12, 'the folder is not where it was');
  assert.deepEqual(files.sort(), Object.keys(QUICK_STARTS).sort());
});

for (const [name, quickStart] of Object.entries(QUICK_STARTS)) {
  const idle = quickStart.restless ? '' : ', and again without changing anything';
  test(`quick starts: ${name} deploys, settles and answers with its outputs${idle}`, async () => {
    // Strict: whatever a template refers to has to be there.
    await using emulator = await startEmulator({ network: 'strict' });
    await createGroup(emulator, 'demo');
    if (quickStart.sharedNetwork) await createSharedNetwork(emulator);
    const { parameters } = quickStart;
    const wanted: Wanted = {
      group: 'demo',
      name: 'first',
      template: quickStartTemplate(name),
      parameters,
    };
    const first = await deploy(emulator, wanted);
    assert.equal(first.status, 'Succeeded', JSON.stringify(first.properties['error'], null, 2));
    assert.equal(first.properties['provisioningState'], 'Succeeded');
    for (const operation of first.operations)
      assert.equal(operation['provisioningState'], 'Succeeded', JSON.stringify(operation));
    checkOutputs(outputsOf(first), quickStart.outputs);
    await emulator.clock.runUntilIdle();
    const rows = (await setsOf(emulator, 'demo')) as unknown[][];
    assert.deepEqual(
      rows.map(([, ...facts]) => facts),
      quickStart.capacities.map((capacity) => [capacity, 'Succeeded', capacity]),
    );
    const before = await snapshotOf(emulator, 'demo');
    if (quickStart.resources > 0)
      assert.equal((before['list'] as { value?: unknown[] }).value?.length, quickStart.resources);
    const second = await deploy(emulator, { ...wanted, name: 'second' });
    assert.equal(second.status, 'Succeeded', JSON.stringify(second.properties['error'], null, 2));
    assert.deepEqual(second.properties['templateHash'], first.properties['templateHash']);
    if (quickStart.restless) return;
    await emulator.clock.runUntilIdle();
    assert.deepEqual(await snapshotOf(emulator, 'demo'), before);
    assert.deepEqual(outputsOf(second), outputsOf(first));
  });
}

function checkOutputs(outputs: JsonObject, wanted: QuickStart['outputs']): void {
  assert.deepEqual(Object.keys(outputs).sort(), Object.keys(wanted).sort());
  for (const [name, value] of Object.entries(wanted)) {
    const output = outputs[name];
    if (value instanceof RegExp) assert.match(String(output), value, name);
    else if (typeof value === 'function')
      assert.ok((value as (v: unknown) => boolean)(output), name);
    else assert.deepEqual(output, value, name);
  }
}

/** A list of so many different texts. */
function isListOf(count: number): (value: unknown) => boolean {
  return (value) =>
    Array.isArray(value) &&
    value.length === count &&
    new Set(value).size === count &&
    value.every((item) => typeof item === 'string' && item !== '' && !isJsonObject(item));
}
