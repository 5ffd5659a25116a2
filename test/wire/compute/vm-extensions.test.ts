import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, type Azure, createAzure } from './support/azure.ts';
import { extension, linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');
const MACHINE = `${WEB}/virtualMachines/0`;
const OWN = `${MACHINE}/extensions/own`;

async function settled(): Promise<Azure> {
  const azure = await createAzure();
  const extensions = [{ ...extension('CustomScript'), name: 'cse' }];
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 2, extensions }) });
  await azure.settle();
  return azure;
}

const errorOf = (answer: Answer): JsonObject => answer.json['error'] as JsonObject;
const propertiesOf = (answer: Answer): JsonObject => answer.json['properties'] as JsonObject;
const bodyOf = (type: string, besides: JsonObject = {}): JsonObject => ({
  location: 'westeurope',
  properties: extension(type, besides)['properties'] ?? null,
});
const put = (azure: Azure, body: unknown, path = OWN): Promise<Answer> =>
  azure.send('PUT', path, { body });

async function names(azure: Azure, id: number): Promise<unknown[]> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines/${id}/extensions`);
  return (json['value'] as JsonObject[]).map(({ name }) => name);
}

// Specification: VirtualMachineScaleSetVMExtensions, 201 and 200, 202 for DELETE.
test('extensions of a machine: one has its own, is updating meanwhile, and shows it in its view', async () => {
  const azure = await settled();
  const answer = await put(azure, bodyOf('Agent', { protectedSettings: { key: 'hush' } }));
  assert.equal(answer.httpStatus, 201, answer.text);
  assert.equal(propertiesOf(answer)['provisioningState'], 'Creating');
  assert.ok(!answer.text.includes('hush') && !answer.text.includes('protectedSettings'));
  assert.equal(
    answer.json['type'],
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/extensions',
  );
  const counts = (await azure.send('GET', `${WEB}/instanceView`)).json['virtualMachine'];
  assert.deepEqual(counts, {
    statusesSummary: [
      { code: 'ProvisioningState/updating', count: 1 },
      { code: 'ProvisioningState/succeeded', count: 1 },
    ],
  });
  await azure.settle();
  assert.deepEqual(await names(azure, 0), ['cse', 'own']);
  assert.deepEqual(await names(azure, 1), ['cse']);
  const read = await azure.send('GET', `${OWN}?$expand=instanceView`);
  assert.equal(propertiesOf(read)['provisioningState'], 'Succeeded');
  const view = propertiesOf(read)['instanceView'] as JsonObject;
  assert.equal(view['type'], 'Microsoft.Azure.Extensions.Agent');
  const machine = (await azure.send('GET', `${MACHINE}/instanceView`)).json;
  assert.deepEqual(
    (machine['extensions'] as JsonObject[]).map(({ name }) => name),
    ['cse', 'own'],
  );
  const ofModel = await azure.send('GET', `${MACHINE}/extensions/CSE`);
  assert.equal(propertiesOf(ofModel)['type'], 'CustomScript');
});

test('extensions of a machine: change, and go', async () => {
  const azure = await settled();
  await put(azure, bodyOf('Agent'));
  await azure.settle();
  const patched = await azure.send('PATCH', OWN, {
    body: { properties: { settings: { level: 2 } } },
  });
  assert.equal(patched.httpStatus, 200, patched.text);
  assert.equal(propertiesOf(patched)['provisioningState'], 'Updating');
  assert.deepEqual(propertiesOf(patched)['settings'], { level: 2 });
  await azure.settle();
  const again = await put(azure, bodyOf('Agent'));
  assert.equal(again.httpStatus, 200);
  await azure.settle();
  const gone = await azure.send('DELETE', OWN);
  assert.equal(gone.httpStatus, 202, gone.text);
  const leaving = await azure.send('GET', OWN);
  assert.equal(propertiesOf(leaving)['provisioningState'], 'Deleting');
  await azure.settle();
  assert.deepEqual(await names(azure, 0), ['cse']);
  assert.equal((await azure.send('DELETE', OWN)).httpStatus, 204);
  assert.equal((await azure.send('GET', OWN)).httpStatus, 404);
});

test('extensions of a machine: refusals', async () => {
  const azure = await settled();
  const missing = await azure.send('PATCH', OWN, { body: { properties: {} } });
  assert.equal(missing.httpStatus, 404);
  assert.equal(errorOf(await put(azure, { properties: {} }))['target'], 'extension.publisher');
  const handler = await put(azure, bodyOf('CustomScript'));
  assert.match(String(errorOf(handler)['message']), /^Multiple VMExtensions per handler/);
  const ofModel = await put(azure, bodyOf('CustomScript'), `${MACHINE}/extensions/cse`);
  assert.equal(errorOf(ofModel)['code'], 'NotSupported');
  assert.equal(
    errorOf(await azure.send('DELETE', `${MACHINE}/extensions/cse`))['code'],
    'NotSupported',
  );
  await put(azure, bodyOf('Agent'));
  await azure.settle();
  const other = await put(azure, bodyOf('Another'));
  assert.equal(errorOf(other)['code'], 'PropertyChangeNotAllowed');
  await azure.send('POST', `${WEB}/poweroff`);
  await azure.settle();
  const stopped = await put(azure, bodyOf('Agent'));
  assert.match(String(errorOf(stopped)['message']), /when the VM is not running/);
  const nowhere = await put(azure, bodyOf('Agent'), `${WEB}/virtualMachines/9/extensions/own`);
  assert.equal(nowhere.httpStatus, 404);
});
