import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { isJsonObject, type JsonObject } from '../../src/base/index.ts';
import { startEmulator, type TestEmulator } from '../../src/testing/index.ts';
import {
  createGroup,
  deployUnchecked,
  type Ended,
  groupPath,
  operationsOf,
  resourceIds,
} from './support/deploy.ts';
import { nested, network, scaleSet, templateOf } from './support/templates.ts';

test('faulty template: a machine that fails late, two nested deployments deep: every level says so', async (context) => {
  await using emulator = await startEmulator({ lifecycle: failingLifecycle(context) });
  await createGroup(emulator, 'demo');
  const template = templateOf([
    network('net'),
    {
      ...nested('outer', [nested('inner', [scaleSet({ extension: 'broken' })])]),
      dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks', 'net')]"],
    },
  ]);
  const ended = await deployUnchecked(emulator, { group: 'demo', name: 'deep', template });
  assert.equal(ended.status, 'Failed');
  const group = groupPath(emulator, 'demo');
  const deployment = (name: string) => `${group}/providers/Microsoft.Resources/deployments/${name}`;
  const set = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  const levels: [string, string][] = [
    ['DeploymentFailed', deployment('deep')],
    ['ResourceDeploymentFailure', deployment('outer')],
    ['DeploymentFailed', deployment('outer')],
    ['ResourceDeploymentFailure', deployment('inner')],
    ['DeploymentFailed', deployment('inner')],
    ['ResourceDeploymentFailure', set],
  ];
  const error = innermost(ended, levels);
  assert.equal(error['code'], 'VMExtensionProvisioningError');
  assert.match(String(error['message']), /processing extension 'broken'/);
  await checkVisible(emulator, ['deep', 'outer', 'inner']);
  // What had been done before stays, and says so.
  assert.deepEqual(statesOf(ended), { net: 'Succeeded', outer: 'Failed' });
});

test('faulty template: a refusal of the provider two nested deployments deep: the reason is at the end', async () => {
  await using emulator = await startEmulator({ network: 'strict' });
  await createGroup(emulator, 'demo');
  const set = scaleSet({ networkName: 'elsewhere' });
  const template = templateOf([
    network('net'),
    nested('outer', [network('inside'), nested('inner', [set])]),
  ]);
  const ended = await deployUnchecked(emulator, { group: 'demo', name: 'deep', template });
  assert.equal(ended.status, 'Failed');
  const group = groupPath(emulator, 'demo');
  const deployment = (name: string) => `${group}/providers/Microsoft.Resources/deployments/${name}`;
  const reason = innermost(ended, [
    ['DeploymentFailed', deployment('deep')],
    ['ResourceDeploymentFailure', deployment('outer')],
    ['DeploymentFailed', deployment('outer')],
    ['ResourceDeploymentFailure', deployment('inner')],
    ['DeploymentFailed', deployment('inner')],
  ]);
  assert.equal(reason['code'], 'InvalidResourceReference');
  assert.match(String(reason['message']), /virtualNetworks\/elsewhere\/subnets\/machines/);
  // Every network was made, and is an operation of the deployment that it belongs to.
  await checkVisible(emulator, ['deep', 'outer', 'inner']);
  const made = (await resourceIds(emulator)).map((id) => id.split('/').at(-1) ?? '');
  assert.deepEqual(made.sort(), ['inside', 'net']);
});

test('faulty template: the provider refuses one resource: the others are finished and listed', async () => {
  await using emulator = await startEmulator({ network: 'strict' });
  await createGroup(emulator, 'demo');
  const template = templateOf([network('net'), scaleSet({ networkName: 'elsewhere' })]);
  const ended = await deployUnchecked(emulator, { group: 'demo', name: 'refused', template });
  assert.equal(ended.status, 'Failed');
  const error = ended.properties['error'] as JsonObject;
  assert.equal(error['code'], 'DeploymentFailed');
  const [reason, ...others] = error['details'] as JsonObject[];
  assert.equal(others.length, 0);
  // Recorded: what compute says of a subnet that is not there.
  assert.equal(reason?.['code'], 'InvalidResourceReference');
  assert.match(
    String(reason?.['message']),
    /virtualNetworks\/elsewhere\/subnets\/machines referenced by resource .* was not found\./,
  );
  assert.deepEqual(statesOf(ended), { net: 'Succeeded', web: 'Failed' });
  await checkVisible(emulator, ['refused']);
});

test('faulty template: reference() of something that is not there: ResourceNotFound inside DeploymentFailed', async () => {
  await using emulator = await startEmulator();
  await createGroup(emulator, 'demo');
  const template = templateOf([
    {
      type: 'Microsoft.Network/networkSecurityGroups',
      apiVersion: '2023-09-01',
      name: 'guard',
      location: 'westeurope',
      properties: {
        securityRules: [
          {
            name: 'from-missing',
            properties: {
              priority: 100,
              access: 'Allow',
              direction: 'Inbound',
              protocol: 'Tcp',
              sourceAddressPrefix:
                "[reference(resourceId('Microsoft.Network/publicIPAddresses', 'missing'), '2023-09-01').ipAddress]",
              sourcePortRange: '*',
              destinationAddressPrefix: '*',
              destinationPortRange: '22',
            },
          },
        ],
      },
    },
  ]);
  const ended = await deployUnchecked(emulator, { group: 'demo', name: 'dangling', template });
  assert.equal(ended.status, 'Failed');
  assert.match(JSON.stringify(ended.properties['error']), /"code":"ResourceNotFound"/);
  assert.match(JSON.stringify(ended.properties['error']), /publicIPAddresses\/missing/);
  assert.deepEqual(await resourceIds(emulator), []);
});

test('faulty template: outputs that cannot be made fail the deployment and leave its resources listed', async () => {
  await using emulator = await startEmulator();
  await createGroup(emulator, 'demo');
  const template = templateOf([network('net')], {
    outputs: { shade: { type: 'string', value: "[reference('net').colour]" } },
  });
  const ended = await deployUnchecked(emulator, { group: 'demo', name: 'mute', template });
  assert.equal(ended.status, 'Failed');
  const text = JSON.stringify(ended.properties['error']);
  assert.match(text, /DeploymentOutputEvaluationFailed/);
  assert.match(text, /colour/);
  assert.deepEqual(statesOf(ended), { net: 'Succeeded' });
  await checkVisible(emulator, ['mute']);
});

/** Walks down what `az deployment group create` prints, level by level; answers what lies below. */
function innermost(
  { properties }: Ended,
  levels: readonly (readonly [code: string, target: string])[],
): JsonObject {
  let error = properties['error'];
  for (const [code, target] of levels) {
    assert.ok(isJsonObject(error));
    assert.deepEqual([error['code'], error['target']], [code, target]);
    assert.equal(error['message'], MESSAGES[code]);
    error = (error['details'] as JsonObject[])[0] ?? null;
  }
  assert.ok(isJsonObject(error));
  return error;
}

/** Recorded in form (azure-cli and docs of 2023 to 2025): each level names what failed below it. */
const MESSAGES: Readonly<Record<string, string>> = {
  DeploymentFailed:
    'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.',
  ResourceDeploymentFailure:
    "The resource write operation failed to complete successfully, because it reached terminal provisioning state 'Failed'.",
};

/** Every resource of the group is somebody's operation: nothing is left behind that nobody lists. */
async function checkVisible(emulator: TestEmulator, deployments: readonly string[]): Promise<void> {
  const listed = new Set<string>();
  for (const name of deployments) {
    const path = `${groupPath(emulator, 'demo')}/providers/Microsoft.Resources/deployments/${name}`;
    for (const operation of await operationsOf(emulator, path)) {
      const target = operation['targetResource'];
      if (isJsonObject(target)) listed.add(String(target['id']).toLowerCase());
    }
  }
  const found = await resourceIds(emulator);
  assert.ok(found.length > 0, 'a failed deployment of the tests leaves something behind');
  assert.deepEqual(
    found.filter((id) => !listed.has(id.toLowerCase())),
    [],
  );
}

/** By the name of what it was about: how each operation ended. */
function statesOf({ operations }: Ended): Record<string, unknown> {
  const rows = operations
    .filter((operation) => isJsonObject(operation['targetResource']))
    .map((operation): [string, unknown] => {
      const target = operation['targetResource'] as JsonObject;
      return [String(target['resourceName']), operation['provisioningState']];
    });
  return Object.fromEntries(rows);
}

/** A life cycle in which the extension `broken` fails on every machine. */
function failingLifecycle(context: TestContext): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-faulty-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'lifecycle.json');
  const message = "VM has reported a failure when processing extension '{extension}'.";
  writeFileSync(
    file,
    JSON.stringify({
      name: 'broken',
      steps: Object.fromEntries(
        ['allocate', 'boot', 'provisionOs', 'installExtension', 'complete', 'update', 'delete'].map(
          (step) => [step, '5s'],
        ),
      ),
      faults: [
        {
          on: { step: 'installExtension', extension: 'broken' },
          effect: 'fail',
          failure: { code: 'VMExtensionProvisioningError', message },
        },
      ],
    }),
  );
  return file;
}
