import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createAzure, type Answer, type Azure } from './support/azure.ts';
import { at, errorOf, machinePath, settled as flexible } from './support/flexible.ts';
import { extension, linuxSet, setPath } from './support/models.ts';

const INSTANCE = `${setPath('web')}/virtualMachines/0`;
const VERSION = '2026-04-01';

interface Place {
  readonly azure: Azure;
  readonly machine: string;
}

async function instance(): Promise<Place> {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), { body: linuxSet({ capacity: 2 }) });
  await azure.settle();
  return { azure, machine: INSTANCE };
}

async function machine(): Promise<Place> {
  const azure = await flexible({ capacity: 2 });
  return { azure, machine: machinePath(azure.names[0] ?? '') };
}

const script = (text: string, besides: JsonObject = {}): JsonObject => ({
  location: 'westeurope',
  properties: { source: { script: text }, ...besides },
});

/** Sources: the specification, VirtualMachineRunCommands and …DiagnosticRunCommands. */
const PLACES = [
  {
    title: 'diagnostic run commands',
    place: instance,
    word: 'diagnosticRunCommands',
    type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/diagnosticRunCommands',
  },
  {
    title: 'run commands of a Flexible machine',
    place: machine,
    word: 'runCommands',
    type: 'Microsoft.Compute/virtualMachines/runCommands',
  },
] as const;

for (const { title, place, word, type } of PLACES) {
  test(`${title}: are written, run, read, changed and deleted`, async () => {
    const { azure, machine: base } = await place();
    const path = `${base}/${word}/first`;
    const send = (method: string, target: string, body?: JsonObject): Promise<Answer> =>
      azure.send(method, target, { version: VERSION, ...(body && { body }) });
    const made = await send('PUT', path, script('date\n# lazulite: stdout done'));
    assert.equal(made.httpStatus, 201, made.text);
    assert.deepEqual(
      [made.json['name'], made.json['id'], made.json['type']],
      ['first', path, type],
    );
    assert.equal(at(made.json, 'properties', 'provisioningState'), 'Creating');
    await azure.settle();
    const read = await send('GET', `${path}?$expand=instanceView`);
    assert.deepEqual(
      [
        at(read.json, 'properties', 'provisioningState'),
        at(read.json, 'properties', 'instanceView', 'executionState'),
        at(read.json, 'properties', 'instanceView', 'output'),
      ],
      ['Succeeded', 'Succeeded', 'done\n'],
    );
    const changed = await send('PATCH', path, script('# lazulite: exit 3'));
    assert.equal(changed.httpStatus, 200, changed.text);
    await azure.settle();
    const failed = await send('GET', `${path}?$expand=instanceView`);
    assert.equal(at(failed.json, 'properties', 'instanceView', 'exitCode'), 3);
    const list = await send('GET', `${base}/${word}`);
    assert.deepEqual(at(list.json, 'value', 0, 'id'), path);
    const gone = await send('DELETE', path);
    assert.equal(gone.httpStatus, 202);
    await azure.settle();
    assert.equal((await send('GET', path)).httpStatus, 404);
    assert.equal((await send('DELETE', path)).httpStatus, 204);
  });

  test(`${title}: refusals`, async () => {
    const { azure, machine: base } = await place();
    const send = (method: string, name: string, body?: JsonObject): Promise<Answer> =>
      azure.send(method, `${base}/${word}/${name}`, { version: VERSION, ...(body && { body }) });
    assert.equal((await send('PUT', 'first', { location: 'westeurope' })).httpStatus, 400);
    assert.equal((await send('PATCH', 'first', script('date'))).httpStatus, 404);
    assert.equal((await send('PUT', '-bad-', script('date'))).httpStatus, 400);
    const stranger = base.replace(/[0-9a-f]$/, (digit) => (digit === '0' ? '9' : '0'));
    const none = await azure.send('GET', `${stranger}/${word}`, { version: VERSION });
    assert.equal(none.httpStatus, 404);
    await azure.send('POST', `${base}/deallocate`);
    await azure.settle();
    const stopped = await send('PUT', 'first', script('date'));
    assert.equal(stopped.httpStatus, 409);
    assert.equal(errorOf(stopped)['code'], 'OperationNotAllowed');
  });
}

test('diagnostic run commands: have names of their own beside run commands', async () => {
  const { azure, machine: base } = await instance();
  for (const word of ['runCommands', 'diagnosticRunCommands']) {
    const answer = await azure.send('PUT', `${base}/${word}/same`, {
      body: script(`# lazulite: stdout ${word}`),
      version: VERSION,
    });
    assert.equal(answer.httpStatus, 201, answer.text);
  }
  await azure.settle();
  for (const word of ['runCommands', 'diagnosticRunCommands']) {
    const { json } = await azure.send('GET', `${base}/${word}/same?$expand=instanceView`);
    assert.equal(at(json, 'properties', 'instanceView', 'output'), `${word}\n`);
  }
  await azure.send('DELETE', `${base}/runCommands/same`);
  await azure.settle();
  const left = await azure.send('GET', `${base}/diagnosticRunCommands`);
  assert.equal((left.json['value'] as unknown[]).length, 1);
  assert.deepEqual((await azure.send('GET', `${base}/runCommands`)).json, { value: [] });
});

// Decision 0004: Azure dispatches by route, so an older version is served, and the log says so.
test('diagnostic run commands: asked for by a version that did not have them yet', async () => {
  const { azure, machine: base } = await instance();
  const answer = await azure.send('GET', `${base}/diagnosticRunCommands`, {
    version: '2024-07-01',
  });
  assert.equal(answer.httpStatus, 200);
  assert.match(azure.log.join('\n'), /VirtualMachineScaleSetVMDiagnosticRunCommands_List/);
});

// Specification: VirtualMachineExtensions.
test('extensions of a Flexible machine: its own come, change and go', async () => {
  const { azure, machine: base } = await machine();
  const path = `${base}/extensions/script`;
  const body = { location: 'westeurope', tags: { a: 'b' }, ...extension('CustomScript') };
  delete (body as { name?: unknown }).name;
  const made = await azure.send('PUT', path, { body });
  assert.equal(made.httpStatus, 201, made.text);
  assert.equal(made.json['type'], 'Microsoft.Compute/virtualMachines/extensions');
  assert.equal(at(made.json, 'properties', 'provisioningState'), 'Creating');
  const updating = await azure.send('GET', base);
  assert.equal(at(updating.json, 'properties', 'provisioningState'), 'Updating');
  await azure.settle();
  const read = await azure.send('GET', path);
  assert.equal(at(read.json, 'properties', 'provisioningState'), 'Succeeded');
  assert.deepEqual(read.json['tags'], { a: 'b' });
  const view = await azure.send('GET', `${base}/instanceView`);
  assert.equal(at(view.json, 'extensions', 0, 'name'), 'script');
  const whole = await azure.send('GET', base);
  assert.equal(at(whole.json, 'resources', 0, 'id'), path);
  const patched = await azure.send('PATCH', path, {
    body: { properties: { settings: { commandToExecute: 'false' } } },
  });
  assert.equal(patched.httpStatus, 200, patched.text);
  await azure.settle();
  const again = await azure.send('GET', path);
  assert.deepEqual(at(again.json, 'properties', 'settings'), { commandToExecute: 'false' });
  assert.equal((await azure.send('DELETE', path)).httpStatus, 202);
  await azure.settle();
  assert.equal((await azure.send('GET', path)).httpStatus, 404);
  assert.equal((await azure.send('DELETE', path)).httpStatus, 204);
});

test('extensions of a Flexible machine: those of the model, and bad ones, are refused', async () => {
  const azure = await flexible({ capacity: 1, extensions: [extension('CustomScript')] });
  const base = machinePath(azure.names[0] ?? '');
  const { properties } = extension('CustomScript');
  const model = await azure.send('PUT', `${base}/extensions/CustomScript`, {
    body: { properties },
  });
  assert.equal(errorOf(model)['code'], 'NotSupported');
  const twice = await azure.send('PUT', `${base}/extensions/other`, { body: { properties } });
  assert.equal(twice.httpStatus, 400);
  assert.match(String(errorOf(twice)['message']), /Multiple VMExtensions per handler/);
  const nothing = await azure.send('PUT', `${base}/extensions/none`, { body: { properties: {} } });
  assert.equal(errorOf(nothing)['target'], 'extension.publisher');
});

test('sizes of a Flexible machine: those of its region', async () => {
  const { azure, machine: base } = await machine();
  const { json } = await azure.send('GET', `${base}/vmSizes`);
  const sizes = json['value'] as JsonObject[];
  assert.ok(sizes.some(({ name }) => name === 'Standard_D2s_v5'));
  const region = await azure.send(
    'GET',
    `${base.split('/resourceGroups')[0]}/providers/Microsoft.Compute/locations/westeurope/vmSizes`,
  );
  assert.deepEqual(json, region.json);
  const none = await azure.send('GET', `${machinePath('web_00000000')}/vmSizes`);
  assert.equal(none.httpStatus, 404);
});
