import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Azure, createAzure } from './support/azure.ts';
import { extension, GROUP, linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');

async function settled(body = linuxSet(), options = {}): Promise<Azure> {
  const azure = await createAzure(options);
  const put = await azure.send('PUT', WEB, { body });
  assert.equal(put.httpStatus, 201, put.text);
  await azure.settle();
  return azure;
}

const propertiesOf = (json: JsonObject): Record<string, JsonObject> =>
  json['properties'] as Record<string, JsonObject>;

// Recorded: lro.md, "First answer".
test('patch: 200 with the whole resource, Updating; objects merged, lists replaced', async () => {
  const azure = await settled(
    linuxSet({
      envelope: { tags: { a: '1', b: '2' } },
      extensions: [extension('A'), extension('B')],
    }),
  );
  const patch = await azure.send('PATCH', WEB, {
    body: {
      tags: { c: '3' },
      sku: { name: 'Standard_D2s_v5', capacity: 3 },
      properties: {
        overprovision: false,
        virtualMachineProfile: { extensionProfile: { extensions: [extension('B')] } },
      },
    },
  });
  assert.equal(patch.httpStatus, 200, patch.text);
  assert.equal(patch.header('location'), undefined);
  assert.equal(patch.header('x-ms-request-charge'), '1');
  const { properties, tags, sku } = patch.json as Record<string, JsonObject>;
  assert.equal(properties?.['provisioningState'], 'Updating');
  assert.deepEqual(tags, { c: '3' });
  assert.deepEqual(sku, { name: 'Standard_D2s_v5', tier: 'Standard', capacity: 3 });
  assert.equal(properties?.['overprovision'], false);
  assert.deepEqual(properties?.['upgradePolicy'], { mode: 'Manual' });
  const profile = properties?.['virtualMachineProfile'] as JsonObject;
  assert.equal(((profile['extensionProfile'] as JsonObject)['extensions'] as unknown[]).length, 1);
  assert.ok('networkProfile' in profile);
});

// Specification: VirtualMachineScaleSetUpdate has neither; recorded refusal with `priority`.
test('patch: what it cannot change is refused, unless it says what is so', async () => {
  const azure = await settled();
  const patched = (properties: JsonObject) => azure.send('PATCH', WEB, { body: { properties } });
  const zone = await patched({ platformFaultDomainCount: 3 });
  assert.equal(zone.httpStatus, 409);
  assert.deepEqual(zone.json['error'], {
    code: 'PropertyChangeNotAllowed',
    message: "Changing property 'platformFaultDomainCount' is not allowed.",
    target: 'platformFaultDomainCount',
  });
  assert.equal((await patched({ orchestrationMode: 'Uniform' })).httpStatus, 200);
  const priority = await patched({ virtualMachineProfile: { priority: 'Spot' } });
  assert.equal((priority.json['error'] as JsonObject)['target'], 'priority');
  const unknown = await patched({ nonsense: 1 });
  assert.equal((unknown.json['error'] as JsonObject)['code'], 'BadRequest');
});

// Recorded: identity assign of az vmss (model-defaults.md).
test('patch: identities are added, and taken away by null', async () => {
  const azure = await settled();
  const id = (name: string) =>
    `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  const patched = async (assigned: JsonObject) => {
    const identity = { type: 'UserAssigned', userAssignedIdentities: assigned };
    const { json } = await azure.send('PATCH', WEB, { body: { identity } });
    return Object.keys((json['identity'] as JsonObject)['userAssignedIdentities'] as JsonObject);
  };
  assert.deepEqual(await patched({ [id('a')]: {} }), [id('a')]);
  assert.deepEqual(await patched({ [id('b')]: {} }), [id('a'), id('b')]);
  assert.deepEqual(await patched({ [id('a')]: null }), [id('b')]);
});

test('patch: no identity is shown by leaving it out', async () => {
  const azure = await settled(
    linuxSet({ envelope: { identity: { type: 'SystemAssigned' }, zones: [] } }),
  );
  assert.ok(!('zones' in (await azure.send('GET', WEB)).json));
  const { json } = await azure.send('PATCH', WEB, { body: { identity: { type: 'None' } } });
  assert.ok(!('identity' in json));
});

// kubernetes-sigs/cloud-provider-azure #630: it puts location and network profile, without sku.
test('put: parts that are not sent stay as they are', async () => {
  const azure = await settled(linuxSet({ capacity: 4, envelope: { tags: { a: '1' } } }));
  await azure.send('POST', `${WEB}/delete`, { body: { instanceIds: ['0'] } });
  await azure.settle();
  const network = propertiesOf((await azure.send('GET', WEB)).json)['virtualMachineProfile']?.[
    'networkProfile'
  ];
  const put = await azure.send('PUT', WEB, {
    body: {
      location: 'westeurope',
      properties: { virtualMachineProfile: { networkProfile: network ?? {} } },
    },
  });
  assert.equal(put.httpStatus, 200, put.text);
  assert.equal((put.json['sku'] as JsonObject)['capacity'], 3);
  assert.deepEqual(put.json['tags'], { a: '1' });
  assert.ok('osProfile' in (propertiesOf(put.json)['virtualMachineProfile'] ?? {}));
});

test('put: a part that is sent replaces the one before', async () => {
  const azure = await settled(linuxSet({ extensions: [extension('A'), extension('B')] }));
  const put = await azure.send('PUT', WEB, { body: linuxSet({ extensions: [extension('B')] }) });
  const profile = propertiesOf(put.json)['virtualMachineProfile'] as JsonObject;
  assert.equal(((profile['extensionProfile'] as JsonObject)['extensions'] as unknown[]).length, 1);
});

// I: WALinuxAgent #2933.
test('put: an extension that others wait for cannot be removed', async () => {
  const waiting = extension('B', { provisionAfterExtensions: ['A'] });
  const azure = await settled(linuxSet({ extensions: [extension('A'), waiting] }));
  const put = await azure.send('PUT', WEB, { body: linuxSet({ extensions: [waiting] }) });
  assert.equal(put.httpStatus, 400);
  assert.equal(
    (put.json['error'] as JsonObject)['message'],
    "On resource 'web', extension 'B' specifies 'A' in its provisionAfterExtensions property, but the extension 'A' will no longer exist. First, remove the extension 'B' or remove 'A' from the provisionAfterExtensions property of 'B'.",
  );
});

// Recorded (Cdn): errors.md, "existing resource, other location".
test('put: a set stays where it is', async () => {
  const azure = await settled();
  const put = await azure.send('PUT', WEB, {
    body: linuxSet({ envelope: { location: 'East US' } }),
  });
  assert.equal(put.httpStatus, 409);
  assert.deepEqual(put.json['error'], {
    code: 'InvalidResourceLocation',
    message:
      "The resource 'web' already exists in location 'westeurope' in resource group 'RG'. A resource with the same name cannot be created in location 'eastus'. Please select a new resource name.",
  });
});

// Documented: "Modify a scale set", create-time properties; specification of singlePlacementGroup.
test('put: what was settled at creation cannot be changed', async () => {
  const azure = await settled(linuxSet({ properties: { singlePlacementGroup: false } }));
  const target = async (body: JsonObject) => {
    const { httpStatus, json } = await azure.send('PUT', WEB, { body });
    return [httpStatus, (json['error'] as JsonObject | undefined)?.['target']];
  };
  assert.deepEqual(await target(linuxSet({ osProfile: { computerNamePrefix: 'other' } })), [
    409,
    'computerNamePrefix',
  ]);
  assert.deepEqual(await target(linuxSet({ osProfile: { adminUsername: 'other' } })), [
    409,
    'adminUsername',
  ]);
  assert.deepEqual(await target(linuxSet({ properties: { singlePlacementGroup: true } })), [
    409,
    'singlePlacementGroup',
  ]);
  assert.deepEqual(await target(linuxSet({ envelope: { zones: ['1'] } })), [409, 'zones']);
});

// I: cloud-provider-azure #9728.
test("etags: a stale If-Match is refused in Azure's words, where versions have etags", async () => {
  const azure = await settled();
  const etag = (await azure.send('GET', WEB)).header('etag') ?? '';
  assert.match(etag, /^"\d+"$/);
  const body = { tags: { a: '1' } };
  const first = await azure.send('PATCH', WEB, { body, headers: { 'if-match': etag } });
  assert.equal(first.httpStatus, 200);
  assert.equal(first.header('etag'), first.json['etag']);
  const stale = await azure.send('PATCH', WEB, { body, headers: { 'if-match': etag } });
  assert.equal(stale.httpStatus, 412);
  assert.deepEqual(stale.json['error'], {
    code: 'PreconditionFailed',
    message: `Etag provided in if-match header ${etag} does not match etag ${first.header('etag')} of resource.`,
  });
  const older = await azure.send('PATCH', WEB, {
    body,
    version: '2023-07-01',
    headers: { 'if-match': etag },
  });
  assert.equal(older.httpStatus, 200);
  const create = await azure.send('PUT', WEB, {
    body: linuxSet(),
    headers: { 'if-none-match': '*' },
  });
  assert.equal(create.httpStatus, 412);
  const fresh = await azure.send('PUT', setPath('fresh'), {
    body: linuxSet(),
    headers: { 'if-none-match': '*' },
  });
  assert.equal(fresh.httpStatus, 201);
  const absent = await azure.send('PUT', setPath('absent'), {
    body: linuxSet(),
    headers: { 'if-match': '"1"' },
  });
  assert.equal(absent.httpStatus, 412);
});

test('patch: a set that is not there is not found', async () => {
  const azure = await createAzure();
  const { httpStatus, json } = await azure.send('PATCH', WEB, { body: { tags: {} } });
  assert.equal(httpStatus, 404);
  assert.equal(
    (json['error'] as JsonObject)['message'],
    "The Resource 'Microsoft.Compute/virtualMachineScaleSets/web' under resource group 'RG' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
  );
});

// Recorded: lro.md, Retry-After `10` from 2018 on, none before. On a manual clock it is one second.
test('writes: say how long to wait', async () => {
  const azure = await settled();
  const patch = await azure.send('PATCH', WEB, { body: { tags: {} }, version: '2018-04-01' });
  assert.equal(patch.header('retry-after'), '1');
});

// Words in a repository of recorded answers.
test('plan: cannot come to a set that was created without one', async () => {
  const azure = await settled();
  const plan = { name: 'p', publisher: 'contoso', product: 'x' };
  for (const [method, body] of [
    ['PATCH', { plan }],
    ['PUT', linuxSet({ envelope: { plan } })],
  ] as const) {
    const answer = await azure.send(method, WEB, { body });
    assert.deepEqual([answer.httpStatus, answer.header('x-ms-failure-cause')], [400, 'gateway']);
    assert.equal((answer.json['error'] as JsonObject)['code'], 'CannotSetPlanOnUpdate');
  }
});

test('registration: a write in a namespace that was unregistered is refused, a read is not', async () => {
  const azure = await createAzure();
  const provider = GROUP.replace(/resourceGroups.*/, 'providers/Microsoft.Compute');
  const version = '2021-04-01';
  assert.equal((await azure.send('POST', `${provider}/unregister`, { version })).httpStatus, 200);
  const refused = await azure.send('PUT', WEB, { body: linuxSet() });
  assert.equal(refused.httpStatus, 409);
  assert.equal(
    (refused.json['error'] as JsonObject)['code'],
    'MissingSubscriptionRegistration',
    refused.text,
  );
  assert.equal((await azure.send('GET', WEB)).httpStatus, 404);
  await azure.send('POST', `${provider}/register`, { version });
  assert.equal((await azure.send('PUT', WEB, { body: linuxSet() })).httpStatus, 201);
});

// Inferred: nobody recorded a refusal, and the specification's types of a PATCH require nothing.
test('patch: may say the capacity alone, a put may not', async () => {
  const azure = await settled();
  const body = { sku: { capacity: 3 } };
  const patch = await azure.send('PATCH', WEB, { body });
  assert.equal(patch.httpStatus, 200, patch.text);
  const { sku } = patch.json as Record<string, JsonObject>;
  assert.deepEqual(sku, { name: 'Standard_D2s_v5', tier: 'Standard', capacity: 3 });
  const put = await azure.send('PUT', WEB, { body: { location: 'westeurope', ...body } });
  assert.equal(put.httpStatus, 400);
  assert.match(put.text, /Required property 'name' not found in JSON. Path 'sku'/);
});

// az vmss identity remove: null takes one away, None all (azure-cli custom.py, _remove_identities).
test('patch: identities are taken away one by one, and all at once', async () => {
  const azure = await settled();
  const id = (name: string): string =>
    `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  const patch = async (identity: JsonObject): Promise<JsonObject> => {
    const answer = await azure.send('PATCH', WEB, { body: { identity } });
    await azure.settle();
    return answer.json;
  };
  const both = 'SystemAssigned, UserAssigned';
  await patch({ type: both, userAssignedIdentities: { [id('a')]: {}, [id('b')]: {} } });
  const fewer = await patch({ type: both, userAssignedIdentities: { [id('a')]: null } });
  const { principalId, userAssignedIdentities } = fewer['identity'] as JsonObject;
  assert.match(String(principalId), /^[0-9a-f-]{36}$/);
  assert.deepEqual(Object.keys(userAssignedIdentities as JsonObject), [id('b')]);
  const last = await patch({ type: 'UserAssigned', userAssignedIdentities: { [id('b')]: null } });
  assert.equal((last['error'] as JsonObject)['code'], 'MissingIdentityIds');
  const system = await patch({ type: 'SystemAssigned' });
  assert.deepEqual(Object.keys(system['identity'] as JsonObject), [
    'type',
    'principalId',
    'tenantId',
  ]);
  assert.equal('identity' in (await patch({ type: 'None' })), false);
  assert.equal('identity' in (await azure.send('GET', WEB)).json, false);
});
