import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { parseLifecycle } from '../../../src/scaleset/index.ts';
import { createAzure, PLAIN } from './support/azure.ts';
import { at, errorOf, WEB } from './support/flexible.ts';
import { linuxSet } from './support/models.ts';

function extensionOf(publisher: string, type: string, settings: JsonObject): JsonObject {
  return { name: type, properties: { publisher, type, typeHandlerVersion: '2.0', settings } };
}

async function reported(extension: JsonObject): Promise<JsonObject> {
  const azure = await createAzure();
  const body = linuxSet({
    capacity: 1,
    extensions: [extension],
    properties: { overprovision: false },
  });
  const made = await azure.send('PUT', WEB, { body });
  assert.equal(made.httpStatus, 201, made.text);
  await azure.settle();
  const { json } = await azure.send('GET', `${WEB}/virtualMachines/0/instanceView`);
  return at(json, 'extensions', 0) as JsonObject;
}

const SCRIPT = { commandToExecute: '# lazulite: stdout hello\n# lazulite: stderr oh' };

// Documented: Microsoft Learn, "Custom Script Extension for Windows", the sample output.
test('extension content: a Windows script says what it wrote in substatuses', async () => {
  const shown = await reported(extensionOf('Microsoft.Compute', 'CustomScriptExtension', SCRIPT));
  assert.deepEqual(Object.keys(shown), [
    'name',
    'type',
    'typeHandlerVersion',
    'substatuses',
    'statuses',
  ]);
  const part = { level: 'Info', displayStatus: 'Provisioning succeeded' };
  assert.deepEqual(shown['substatuses'], [
    { code: 'ComponentStatus/StdOut/succeeded', ...part, message: 'hello\n' },
    { code: 'ComponentStatus/StdErr/succeeded', ...part, message: 'oh\n' },
  ]);
  assert.deepEqual(Object.keys(at(shown, 'statuses', 0) as JsonObject), [
    'code',
    'level',
    'displayStatus',
    'message',
    'time',
  ]);
  assert.equal(at(shown, 'statuses', 0, 'message'), 'Finished executing command');
});

// Recorded of run commands on Linux: lro.md.
test('extension content: a Linux script says what it wrote in its message', async () => {
  const shown = await reported(extensionOf('Microsoft.Azure.Extensions', 'CustomScript', SCRIPT));
  assert.equal('substatuses' in shown, false);
  assert.equal(
    at(shown, 'statuses', 0, 'message'),
    'Enable succeeded: \n[stdout]\nhello\n\n[stderr]\noh\n',
  );
});

test('extension content: an agent says that it is there, others say nothing', async () => {
  const agent = extensionOf('Microsoft.Azure.Monitor', 'AzureMonitorLinuxAgent', {});
  assert.equal(at(await reported(agent), 'statuses', 0, 'message'), 'Enable succeeded');
  const other = await reported(extensionOf('Contoso', 'Other', {}));
  assert.equal('message' in (at(other, 'statuses', 0) as JsonObject), false);
});

// Source: the specification, extensionsTimeBudget; the failure's code and text: errors.md.
test('time budget: an installation that hangs fails when it is over, with the code of Azure', async () => {
  const lifecycle = {
    ...PLAIN,
    faults: parseLifecycle({
      name: 'hanging',
      steps: {},
      faults: [{ on: { step: 'installExtension' }, effect: 'hang' }],
    }).faults,
  };
  const azure = await createAzure({ lifecycle });
  const extensions = [extensionOf('Contoso', 'Slow', {})];
  const profile = { extensionProfile: { extensions, extensionsTimeBudget: 'PT15M' } };
  await azure.send('PUT', WEB, {
    body: linuxSet({ capacity: 1, profile, properties: { overprovision: false } }),
  });
  const code = async (): Promise<unknown> =>
    at(
      (await azure.send('GET', `${WEB}/virtualMachines/0/instanceView`)).json,
      'extensions',
      0,
      'statuses',
      0,
      'code',
    );
  await azure.advance(15 * 60);
  assert.equal(await code(), 'ProvisioningState/creating');
  await azure.advance(60);
  assert.equal(await code(), 'ProvisioningState/failed/VMExtensionProvisioningTimeout');
  for (const extensionsTimeBudget of ['PT14M', 'PT2H1M', '90m', 'soon']) {
    const body = linuxSet({ profile: { extensionProfile: { extensionsTimeBudget } } });
    const refused = await (await createAzure()).send('PUT', WEB, { body });
    assert.equal(refused.httpStatus, 400);
    assert.equal(errorOf(refused)['target'], 'extensionProfile.extensionsTimeBudget');
  }
});

// Source: the specification: "the time alloted for all extensions to start".
test('time budget: extensions that are installed one after the other share it', async () => {
  const lifecycle = parseLifecycle({
    name: 'slow',
    steps: {},
    extensions: { First: '10m', Second: '10m' },
  });
  const azure = await createAzure({ lifecycle });
  const extensions = [extensionOf('Contoso', 'First', {}), extensionOf('Contoso', 'Second', {})];
  const profile = { extensionProfile: { extensions, extensionsTimeBudget: 'PT15M' } };
  await azure.send('PUT', WEB, {
    body: linuxSet({ capacity: 1, profile, properties: { overprovision: false } }),
  });
  await azure.settle();
  const view = await azure.send('GET', `${WEB}/virtualMachines/0/instanceView`);
  const codes = (at(view.json, 'extensions') as JsonObject[]).map((extension) =>
    at(extension, 'statuses', 0, 'code'),
  );
  assert.deepEqual(codes, [
    'ProvisioningState/succeeded',
    'ProvisioningState/failed/VMExtensionProvisioningTimeout',
  ]);
});
