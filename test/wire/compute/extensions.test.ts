import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { listAt, objectAt } from '../../../src/providers/compute/model/json-path.ts';
import { parseLifecycle } from '../../../src/scaleset/index.ts';
import { type Answer, type Azure, createAzure } from './support/azure.ts';
import { extension, linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');
const CSE = `${WEB}/extensions/cse`;

async function settled(properties: JsonObject = {}, extensions: JsonObject[] = []): Promise<Azure> {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 2, properties, extensions }) });
  await azure.settle();
  return azure;
}

const errorOf = (answer: Answer): JsonObject => answer.json['error'] as JsonObject;
const propertiesOf = (answer: Answer): JsonObject => answer.json['properties'] as JsonObject;
const bodyOf = (name: string, besides: JsonObject = {}): JsonObject => ({
  properties: extension(name, besides)['properties'] ?? null,
});

async function summaries(azure: Azure): Promise<unknown> {
  return (await azure.send('GET', `${WEB}/instanceView`)).json['extensions'];
}

const SUCCEEDED = [
  { name: 'cse', statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 2 }] },
];

// Recorded 29 times: 201, Creating, Azure-AsyncOperation, Retry-After 10 (lro.md, "First answer").
test('extension: PUT is a change of the model that Automatic brings to the machines', async () => {
  const azure = await settled({ upgradePolicy: { mode: 'Automatic' } });
  const answer = await azure.send('PUT', CSE, {
    body: bodyOf('CustomScript', { protectedSettings: { key: 'hush' }, forceUpdateTag: '1' }),
  });
  assert.equal(answer.httpStatus, 201, answer.text);
  assert.ok(answer.header('azure-asyncoperation'));
  assert.equal(answer.header('location'), undefined);
  assert.ok(answer.header('retry-after'));
  assert.equal(answer.json['name'], 'cse');
  assert.equal(answer.json['type'], 'Microsoft.Compute/virtualMachineScaleSets/extensions');
  assert.equal(propertiesOf(answer)['provisioningState'], 'Creating');
  assert.ok(!answer.text.includes('hush') && !answer.text.includes('protectedSettings'));
  await azure.settle();
  assert.deepEqual(await summaries(azure), SUCCEEDED);
  const again = await azure.send('PUT', CSE, {
    body: bodyOf('CustomScript', { forceUpdateTag: '2' }),
  });
  assert.equal(again.httpStatus, 201);
  assert.deepEqual(await summaries(azure), [
    { name: 'cse', statusesSummary: [{ code: 'ProvisioningState/updating', count: 2 }] },
  ]);
  await azure.settle();
  const read = await azure.send('GET', CSE);
  assert.equal(propertiesOf(read)['provisioningState'], 'Succeeded');
  assert.equal(propertiesOf(read)['forceUpdateTag'], '2');
  // The set's own list has no state of its extensions (model-defaults.md, "provisioningState").
  const [listed] = listAt(
    (await azure.send('GET', WEB)).json,
    'properties',
    'virtualMachineProfile',
    'extensionProfile',
    'extensions',
  );
  assert.equal(objectAt(listed ?? {}, 'properties')['publisher'], 'Microsoft.Azure.Extensions');
  assert.ok(!('provisioningState' in objectAt(listed ?? {}, 'properties')));
});

// As azurerm's Update does it: without publisher and type, which Azure keeps.
test('extension: PUT over one that is there leaves what it does not say', async () => {
  const azure = await settled();
  await azure.send('PUT', CSE, {
    body: bodyOf('CustomScript', { settings: { commandToExecute: 'date' }, forceUpdateTag: '1' }),
  });
  const before = (await azure.send('GET', CSE)).json;
  const answer = await azure.send('PUT', CSE, {
    body: { name: 'cse', properties: { autoUpgradeMinorVersion: true, forceUpdateTag: '2' } },
  });
  assert.equal(answer.httpStatus, 201, answer.text);
  await azure.settle();
  assert.deepEqual(propertiesOf(await azure.send('GET', CSE)), {
    ...(before['properties'] as JsonObject),
    provisioningState: 'Succeeded',
    autoUpgradeMinorVersion: true,
    forceUpdateTag: '2',
  });
  const script = { commandToExecute: 'uptime' };
  await azure.send('PUT', CSE, { body: { properties: { settings: script } } });
  assert.deepEqual(propertiesOf(await azure.send('GET', CSE))['settings'], script);
});

test('extension: in Manual mode it waits until instances are updated', async () => {
  const azure = await settled();
  await azure.send('PUT', CSE, { body: bodyOf('CustomScript') });
  await azure.settle();
  assert.equal(await summaries(azure), undefined);
  await azure.send('POST', `${WEB}/manualupgrade`, { body: { instanceIds: ['*'] } });
  await azure.settle();
  assert.deepEqual(await summaries(azure), SUCCEEDED);
});

test('extension: PATCH changes what it says, and needs one that is there', async () => {
  const azure = await settled({ upgradePolicy: { mode: 'Automatic' } });
  const missing = await azure.send('PATCH', CSE, { body: { properties: {} } });
  assert.equal(missing.httpStatus, 404);
  assert.equal(errorOf(missing)['code'], 'NotFound');
  await azure.send('PUT', CSE, { body: bodyOf('CustomScript') });
  await azure.settle();
  const answer = await azure.send('PATCH', CSE, {
    body: { properties: { settings: { commandToExecute: 'date' }, enableAutomaticUpgrade: true } },
  });
  assert.equal(answer.httpStatus, 200, answer.text);
  assert.equal(propertiesOf(answer)['provisioningState'], 'Updating');
  assert.deepEqual(propertiesOf(answer)['settings'], { commandToExecute: 'date' });
  assert.equal(propertiesOf(answer)['publisher'], 'Microsoft.Azure.Extensions');
  assert.equal(propertiesOf(answer)['enableAutomaticUpgrade'], true);
});

// Recorded: 202, both URLs, Retry-After 10 (lro.md).
test('extension: DELETE takes it out of the model and the machines; 204 when there is none', async () => {
  const azure = await settled({ upgradePolicy: { mode: 'Automatic' } }, [
    { ...extension('CustomScript'), name: 'cse' },
  ]);
  const answer = await azure.send('DELETE', `${WEB}/extensions/CSE`);
  assert.equal(answer.httpStatus, 202, answer.text);
  assert.ok(answer.header('location') && answer.header('retry-after'));
  assert.deepEqual(await summaries(azure), [
    { name: 'cse', statusesSummary: [{ code: 'ProvisioningState/deleting', count: 2 }] },
  ]);
  await azure.settle();
  assert.equal(await summaries(azure), undefined);
  assert.equal((await azure.send('GET', CSE)).httpStatus, 404);
  assert.equal((await azure.send('DELETE', CSE)).httpStatus, 204);
  assert.ok(!(await azure.send('GET', WEB)).text.includes('extensionProfile'));
});

test('extension: what cannot be is refused', async () => {
  const azure = await settled({}, [
    { ...extension('CustomScript'), name: 'cse' },
    { ...extension('Health', { provisionAfterExtensions: ['cse'] }), name: 'health' },
  ]);
  const put = (name: string, body: unknown): Promise<Answer> =>
    azure.send('PUT', `${WEB}/extensions/${name}`, { body });
  for (const part of ['publisher', 'type']) {
    const answer = await put('cse', bodyOf('CustomScript', { [part]: 'Other' }));
    assert.equal(answer.httpStatus, 409, answer.text);
    assert.deepEqual(errorOf(answer), {
      code: 'PropertyChangeNotAllowed',
      message: `Changing property '${part}' is not allowed.`,
      target: part,
    });
  }
  const twice = await put('other', bodyOf('CustomScript'));
  assert.match(String(errorOf(twice)['message']), /^Multiple VMExtensions per handler/);
  const unknown = await put('cse', { properties: { nonsense: 1 } });
  assert.match(String(errorOf(unknown)['message']), /^Could not find member 'nonsense'/);
  const partial = await put('new', { properties: { publisher: 'A' } });
  assert.equal(errorOf(partial)['target'], 'extension.type');
  assert.equal((await put('new', undefined)).httpStatus, 400);
  const needed = await azure.send('DELETE', CSE);
  assert.match(String(errorOf(needed)['message']), /will no longer exist/);
  const noSet = await azure.send('PUT', `${setPath('none')}/extensions/a`, {
    body: bodyOf('A'),
  });
  assert.equal(errorOf(noSet)['code'], 'ResourceNotFound');
});

// Documented ("suppressFailures"): the failure is the extension's and not the machine's.
test('extension: a suppressed failure leaves the machine and the set succeeded', async () => {
  const lifecycle = parseLifecycle({
    name: 'failing',
    steps: { installExtension: '1s' },
    faults: [
      {
        on: { step: 'installExtension', extension: 'cse' },
        effect: 'fail',
        failure: { code: 'VMExtensionProvisioningError', message: 'no {extension} on {vm}' },
      },
    ],
  });
  const azure = await createAzure({ lifecycle });
  const extensions = [
    { ...extension('CustomScript', { suppressFailures: true }), name: 'cse' },
    { ...extension('Other'), name: 'other' },
  ];
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 1, extensions }) });
  await azure.settle();
  const view = (await azure.send('GET', `${WEB}/instanceView`)).json;
  assert.deepEqual(view['virtualMachine'], {
    statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 1 }],
  });
  assert.deepEqual(view['extensions'], [
    { name: 'cse', statusesSummary: [{ code: 'ProvisioningState/failed', count: 1 }] },
    { name: 'other', statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 1 }] },
  ]);
  const machine = (await azure.send('GET', `${WEB}/virtualMachines/0/instanceView`)).json;
  const [first] = machine['extensions'] as { statuses: JsonObject[] }[];
  assert.equal(first?.statuses[0]?.['message'], 'no cse on web_0');
});
