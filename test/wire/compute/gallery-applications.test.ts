import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { parseLifecycle } from '../../../src/scaleset/index.ts';
import { type Answer, type Azure, type AzureOptions, createAzure } from './support/azure.ts';
import { at, errorOf } from './support/flexible.ts';
import { GROUP, linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');
const MACHINE = `${WEB}/virtualMachines/0`;
const VERSION = '2026-09-01';

function application(name: string, version: string, besides: JsonObject = {}): JsonObject {
  const packageReferenceId = `${GROUP}/providers/Microsoft.Compute/galleries/g/applications/${name}/versions/${version}`;
  return { packageReferenceId, order: 1, ...besides };
}

const put = (azure: Azure, ...galleryApplications: JsonObject[]): Promise<Answer> =>
  azure.send('PUT', WEB, {
    body: linuxSet({ capacity: 2, profile: { applicationProfile: { galleryApplications } } }),
  });

async function settled(list: readonly JsonObject[], options: AzureOptions = {}): Promise<Azure> {
  const azure = await createAzure(options);
  const answer = await put(azure, ...list);
  assert.equal(answer.httpStatus, 201, answer.text);
  await azure.settle();
  return azure;
}

const read = (azure: Azure, path: string): Promise<Answer> =>
  azure.send('GET', `${MACHINE}/${path}`, { version: VERSION });

const failing = parseLifecycle({
  name: 'failing',
  steps: { allocate: '10s', boot: '5s', provisionOs: '5s' },
  faults: [
    {
      on: { step: 'installExtension' },
      effect: 'fail',
      failure: { code: 'VMExtensionProvisioningError', message: 'exit status 1' },
    },
  ],
});

// Documented: "Create and deploy VM applications", result of the instance view.
test('gallery applications: are installed by an extension, which says so', async () => {
  const azure = await settled([application('agent', '1.0.0'), application('tool', '2.1.0')]);
  const { json } = await azure.send('GET', `${MACHINE}/instanceView`);
  assert.deepEqual(
    [at(json, 'extensions', 0, 'name'), at(json, 'extensions', 0, 'type')],
    ['VMAppExtension', 'Microsoft.CPlat.Core.VMApplicationManagerLinux'],
  );
  const message = String(at(json, 'extensions', 0, 'statuses', 0, 'message'));
  assert.ok(message.startsWith('Enable succeeded: {'), message);
  assert.deepEqual(JSON.parse(message.slice('Enable succeeded: '.length)), {
    CurrentState: [
      { applicationName: 'agent', version: '1.0.0', result: 'Install SUCCESS' },
      { applicationName: 'tool', version: '2.1.0', result: 'Install SUCCESS' },
    ],
    ActionsPerformed: [],
  });
  const set = await azure.send('GET', `${WEB}/instanceView`);
  assert.deepEqual(at(set.json, 'extensions', 0), {
    name: 'VMAppExtension',
    statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 2 }],
  });
});

test('gallery applications: are listed, read and viewed on a machine', async () => {
  const azure = await settled([application('agent', '1.0.0', { tags: 'a' })]);
  const list = await read(azure, 'applications');
  const [first] = list.json['value'] as JsonObject[];
  assert.equal(first?.['id'], `${MACHINE}/applications/agent`);
  assert.equal(at(first, 'properties', 'provisioningState'), 'Succeeded');
  assert.equal(at(first, 'properties', 'tags'), 'a');
  assert.deepEqual((await read(azure, 'applications/AGENT')).json, first);
  const view = await read(azure, 'applications/agent/instanceView');
  assert.deepEqual([view.json['name'], view.json['version']], ['agent', '1.0.0']);
  assert.equal(at(view.json, 'statuses', 0, 'code'), 'ProvisioningState/succeeded');
  const expanded = await read(azure, 'applications/agent?$expand=instanceView');
  assert.deepEqual(at(expanded.json, 'properties', 'instanceView'), view.json);
  assert.equal((await read(azure, 'applications/none')).httpStatus, 404);
  assert.equal((await read(azure, 'applications/none/instanceView')).httpStatus, 404);
  const without = await settled([]);
  assert.deepEqual((await read(without, 'applications')).json, { value: [] });
});

test('gallery applications: another version reaches machines with the model', async () => {
  const azure = await settled([application('agent', '1.0.0')]);
  await put(azure, application('agent', '2.0.0'));
  await azure.settle();
  assert.equal((await read(azure, 'applications/agent/instanceView')).json['version'], '1.0.0');
  await azure.send('POST', `${WEB}/manualupgrade`, { body: { instanceIds: ['0'] } });
  await azure.advance(1);
  const updating = await azure.send('GET', `${MACHINE}/instanceView`);
  assert.match(updating.text, /ProvisioningState\/updating/);
  await azure.settle();
  assert.equal((await read(azure, 'applications/agent/instanceView')).json['version'], '2.0.0');
});

// Specification: treatFailureAsDeploymentFailure.
test('gallery applications: a failure is the machine’s only where the model says so', async () => {
  const kept = await settled([application('agent', '1.0.0')], { lifecycle: failing });
  const machine = await kept.send('GET', MACHINE);
  assert.equal(at(machine.json, 'properties', 'provisioningState'), 'Succeeded');
  const failed = await read(kept, 'applications/agent');
  assert.equal(at(failed.json, 'properties', 'provisioningState'), 'Failed');
  const strict = await settled(
    [application('agent', '1.0.0', { treatFailureAsDeploymentFailure: true })],
    { lifecycle: failing },
  );
  const whole = await strict.send('GET', MACHINE);
  assert.equal(at(whole.json, 'properties', 'provisioningState'), 'Failed');
});

test('gallery applications: refusals', async () => {
  const azure = await createAzure();
  const target = 'galleryApplication.packageReferenceId';
  for (const list of [
    [{ order: 1 }],
    [{ packageReferenceId: '/subscriptions/s/agent' }],
    [application('agent', '1.0.0'), application('Agent', '2.0.0')],
  ]) {
    const answer = await put(azure, ...list);
    assert.equal(answer.httpStatus, 400, JSON.stringify(list));
    assert.equal(errorOf(answer)['target'], target);
  }
  const made = await settled([application('agent', '1.0.0')]);
  const own = await made.send('PUT', `${MACHINE}/extensions/VMAppExtension`, {
    body: { properties: { publisher: 'a', type: 'b', typeHandlerVersion: '1.0' } },
  });
  assert.equal(errorOf(own)['code'], 'NotSupported');
});
