import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Azure, createAzure, SUBSCRIPTION } from './support/azure.ts';
import { extension, GROUP, linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');
const COMPUTE = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute`;

async function settled(capacity = 2, extensions: JsonObject[] = []): Promise<Azure> {
  const azure = await createAzure();
  await azure.send('PUT', WEB, {
    body: linuxSet({ capacity, extensions, properties: { singlePlacementGroup: false } }),
  });
  await azure.settle();
  return azure;
}

const valueOf = (json: JsonObject): JsonObject[] => json['value'] as JsonObject[];

// Recorded: errors.md, "Case" (UPPER-CASE group in the subscription-wide list, 638 of 638 items).
test('sets: by group, by subscription and by location', async () => {
  const azure = await settled();
  const other = linuxSet({ envelope: { location: 'eastus' } });
  await azure.send('PUT', setPath('other'), { body: other });
  const group = await azure.send(
    'GET',
    `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets`,
  );
  assert.deepEqual(
    valueOf(group.json).map(({ name }) => name),
    ['other', 'web'],
  );
  assert.match(group.text, /^\{\r\n/);
  const all = await azure.send('GET', `${COMPUTE}/virtualMachineScaleSets`);
  assert.ok(all.text.startsWith('{"value":['), 'compact when several regions were asked');
  assert.match(all.header('x-ms-original-request-ids') ?? '', /^[\da-f-]{36}$/);
  assert.equal(group.header('x-ms-original-request-ids'), undefined);
  for (const { id } of valueOf(all.json)) assert.match(String(id), /\/resourceGroups\/RG\//);
  const location = await azure.send(
    'GET',
    `${COMPUTE}/locations/East US/virtualMachineScaleSets`.replace(' ', '%20'),
  );
  assert.deepEqual(
    valueOf(location.json).map(({ name }) => name),
    ['other'],
  );
  const nowhere = await azure.send(
    'GET',
    `${COMPUTE}/locations/southeastasia/virtualMachineScaleSets`,
  );
  assert.deepEqual(nowhere.json, { value: [] });
  // Recorded for locations/publishers: errors.md, "well-formed but unknown api-version (or no such location)".
  const mars = await azure.send('GET', `${COMPUTE}/locations/mars/virtualMachineScaleSets`);
  assert.equal(mars.httpStatus, 400);
  assert.equal((mars.json['error'] as JsonObject)['code'], 'NoRegisteredProviderFound');
  assert.match(mars.text, /for location 'mars' .* for type 'locations\/virtualMachineScaleSets'/);
  const missing = await azure.send(
    'GET',
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/none/providers/Microsoft.Compute/virtualMachineScaleSets`,
  );
  assert.equal((missing.json['error'] as JsonObject)['code'], 'ResourceGroupNotFound');
});

// Recorded: model-defaults.md, "A VM of a Uniform set".
test('machines: a whole item has the recorded members', async () => {
  const azure = await settled();
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  const [item] = valueOf(json);
  assert.deepEqual(Object.keys(item ?? {}), [
    'name',
    'id',
    'type',
    'location',
    'instanceId',
    'sku',
    'properties',
    'etag',
  ]);
  assert.equal(item?.['name'], 'web_0');
  assert.deepEqual(item?.['sku'], { name: 'Standard_D2s_v5', tier: 'Standard' });
  assert.deepEqual(Object.keys(item?.['properties'] as JsonObject), [
    'latestModelApplied',
    'modelDefinitionApplied',
    'networkProfileConfiguration',
    'provisioningState',
    'hardwareProfile',
    'resilientVMDeletionStatus',
    'vmId',
    'storageProfile',
    'osProfile',
    'networkProfile',
    'timeCreated',
  ]);
});

// Recorded: azure-cli test_vmss_disk_encryption_e2e.yaml #42 (blob 64770d268254), 2024-07-01.
test('machines: $select=instanceView gives reduced items, latestModelApplied always false', async () => {
  const azure = await settled();
  const { json } = await azure.send(
    'GET',
    `${WEB}/virtualMachines?$expand=instanceView&$select=instanceView`,
  );
  const [item] = valueOf(json);
  assert.deepEqual(Object.keys(item ?? {}), ['id', 'instanceId', 'properties']);
  const properties = item?.['properties'] as JsonObject;
  assert.deepEqual(Object.keys(properties), [
    'latestModelApplied',
    'instanceView',
    'provisioningState',
    'hardwareProfile',
  ]);
  assert.equal(properties['latestModelApplied'], false);
  assert.deepEqual(properties['hardwareProfile'], {});
});

// Recorded: page size 120, nextLink with $skiptoken (vm-instance-view.md).
test('machines: pages of 120, linked, every instance once', async () => {
  const azure = await settled(250);
  const pages: number[] = [];
  const seen = new Set<unknown>();
  let link: string | undefined = `${WEB}/virtualMachines?$expand=instanceView`;
  while (link !== undefined) {
    const { json, httpStatus, header } = await azure.send('GET', link);
    assert.equal(httpStatus, 200);
    pages.push(valueOf(json).length);
    assert.equal(header('x-ms-request-charge'), String(valueOf(json).length));
    for (const item of valueOf(json)) {
      seen.add(item['instanceId']);
      assert.ok('instanceView' in (item['properties'] as JsonObject), 'the link keeps the query');
    }
    link = json['nextLink'] as string | undefined;
  }
  assert.deepEqual(pages, [120, 120, 10]);
  assert.equal(seen.size, 250);
});

// Recorded: `properties/latestModelApplied eq true`; the others are the specification's.
test('machines: filtered by their model; other filters are refused', async () => {
  const azure = await settled(3);
  await azure.send('PUT', WEB, {
    body: linuxSet({
      envelope: { sku: { name: 'Standard_D4s_v5', capacity: 3 } },
      properties: { singlePlacementGroup: false },
    }),
  });
  await azure.settle();
  await azure.send('POST', `${WEB}/manualupgrade`, { body: { instanceIds: ['1'] } });
  await azure.settle();
  const ids = async (filter: string) => {
    const { json } = await azure.send(
      'GET',
      `${WEB}/virtualMachines?$filter=${encodeURIComponent(filter)}`,
    );
    return json['error'] === undefined
      ? valueOf(json).map((item) => item['instanceId'])
      : json['error'];
  };
  assert.deepEqual(await ids('properties/latestModelApplied eq true'), ['1']);
  assert.deepEqual(await ids('properties/latestModelApplied eq false'), ['0', '2']);
  assert.deepEqual(await ids("startswith(instanceView/statuses/code, 'PowerState') eq true"), [
    '0',
    '1',
    '2',
  ]);
  assert.equal(((await ids('name eq 1')) as unknown as JsonObject)['code'], 'InvalidParameter');
  const select = await azure.send('GET', `${WEB}/virtualMachines?$select=name`);
  assert.equal(select.httpStatus, 400);
  const expand = await azure.send('GET', `${WEB}/virtualMachines?$expand=everything`);
  assert.equal(expand.httpStatus, 400);
  const token = await azure.send('GET', `${WEB}/virtualMachines?$skiptoken=nonsense`);
  assert.equal(token.httpStatus, 400);
});

test('extensions: read from the model, without protected settings', async () => {
  const azure = await settled(1, [extension('A', { protectedSettings: { x: 1 } }), extension('B')]);
  const { json } = await azure.send('GET', `${WEB}/extensions`);
  assert.deepEqual(
    valueOf(json).map(({ name }) => name),
    ['A', 'B'],
  );
  const one = await azure.send('GET', `${WEB}/extensions/a`);
  assert.equal(one.httpStatus, 200);
  assert.equal(one.json['type'], 'Microsoft.Compute/virtualMachineScaleSets/extensions');
  assert.deepEqual(Object.keys(one.json['properties'] as JsonObject), [
    'autoUpgradeMinorVersion',
    'provisioningState',
    'publisher',
    'type',
    'typeHandlerVersion',
    'settings',
  ]);
  const none = await azure.send('GET', `${WEB}/extensions/none`);
  assert.equal(none.httpStatus, 404);
});

test('a missing set: every read of it and its children says so', async () => {
  const azure = await createAzure();
  for (const path of [
    '',
    '/instanceView',
    '/virtualMachines',
    '/virtualMachines/0',
    '/virtualMachines/0/instanceView',
    '/extensions',
    '/extensions/a',
  ]) {
    const answer = await azure.send('GET', `${setPath('nope')}${path}`);
    assert.equal(
      answer.text,
      '{"error":{"code":"ResourceNotFound","message":"The Resource \'Microsoft.Compute/virtualMachineScaleSets/nope\' under resource group \'RG\' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"}}',
      path,
    );
  }
});

test("get: the id keeps the casing of the request's group, name and type are the set's own", async () => {
  const azure = await settled();
  const { json } = await azure.send('GET', WEB.replace('/RG/', '/rG/').replace('/web', '/WEB'));
  assert.match(
    String(json['id']),
    /\/resourceGroups\/rG\/providers\/Microsoft\.Compute\/virtualMachineScaleSets\/web$/,
  );
  assert.equal(json['name'], 'web');
  const odd = await azure.send('GET', `${WEB}?$expand=everything`);
  assert.equal(odd.httpStatus, 400);
});
