import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, type Azure, createAzure, SUBSCRIPTION } from '../compute/support/azure.ts';

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG`;
const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function put(azure: Azure, path: string, body: object): Promise<Answer> {
  return azure.send('PUT', `${NETWORK}/${path}`, { body, version: '2022-01-01' });
}

function codeOf({ json }: Answer): string {
  return String((json['error'] as JsonObject)['code']);
}

function propertiesOf({ json }: Answer): JsonObject {
  return json['properties'] as JsonObject;
}

// Source: recorded, azure-cli test_network_nsg (2022) and test_natgateway_nat64 (2026).
test('shells: a security group is created, polled, read, listed and deleted as Azure does', async () => {
  const azure = await createAzure();
  const created = await put(azure, 'networkSecurityGroups/nsg', {
    location: 'West Europe',
    tags: { foo: 'doo' },
  });
  assert.equal(created.httpStatus, 201);
  assert.deepEqual(Object.keys(created.json), [
    'name',
    'id',
    'etag',
    'type',
    'location',
    'tags',
    'properties',
  ]);
  assert.equal(created.json['location'], 'westeurope');
  assert.equal(propertiesOf(created)['provisioningState'], 'Updating');
  assert.match(String(propertiesOf(created)['resourceGuid']), GUID);
  assert.equal(created.header('Azure-AsyncNotification'), 'Enabled');
  assert.equal(created.header('Location'), undefined);
  const url = created.header('Azure-AsyncOperation') ?? '';
  assert.match(
    url,
    /^https:\/\/localhost:8677\/subscriptions\/[0-9a-f-]+\/providers\/Microsoft\.Network\/locations\/westeurope\/operations\/[0-9a-f-]{36}\?api-version=2022-01-01$/,
  );
  assert.equal((await azure.send('GET', url)).text, '{"status":"InProgress"}');
  await azure.advance(3);
  assert.equal((await azure.send('GET', url)).text, '{"status":"Succeeded"}');
  const read = await azure.send(
    'GET',
    `${NETWORK}/networkSecurityGroups/NSG?api-version=2022-01-01`,
  );
  assert.equal(propertiesOf(read)['provisioningState'], 'Succeeded');
  assert.notEqual(read.json['etag'], created.json['etag']);
  assert.equal(read.header('ETag'), read.json['etag']);
  const rules = propertiesOf(read)['defaultSecurityRules'] as JsonObject[];
  assert.deepEqual(
    rules.map(({ name }) => name),
    [
      'AllowVnetInBound',
      'AllowAzureLoadBalancerInBound',
      'DenyAllInBound',
      'AllowVnetOutBound',
      'AllowInternetOutBound',
      'DenyAllOutBound',
    ],
  );
  const list = await azure.send('GET', `${NETWORK}/networkSecurityGroups`, {
    version: '2022-01-01',
  });
  assert.deepEqual(list.json, { value: [read.json] });
  const resources = await azure.send('GET', `${GROUP}/resources`, { version: '2021-04-01' });
  assert.match(resources.text, /Microsoft.Network\/networkSecurityGroups/);

  const deleted = await azure.send('DELETE', `${NETWORK}/networkSecurityGroups/nsg`, {
    version: '2022-01-01',
  });
  assert.equal(deleted.httpStatus, 202);
  assert.equal(deleted.text, '');
  const location = deleted.header('Location') ?? '';
  assert.match(location, /\/operationResults\//);
  assert.equal((await azure.send('GET', location)).httpStatus, 202);
  const leaving = await azure.send('GET', `${NETWORK}/networkSecurityGroups/nsg`, {
    version: '2022-01-01',
  });
  assert.equal(propertiesOf(leaving)['provisioningState'], 'Deleting');
  const again = await put(azure, 'networkSecurityGroups/nsg', { location: 'westeurope' });
  assert.equal(again.httpStatus, 429);
  assert.equal(codeOf(again), 'AnotherOperationInProgress');
  await azure.advance(10);
  assert.equal((await azure.send('GET', location)).httpStatus, 204);
  const gone = await azure.send('GET', `${NETWORK}/networkSecurityGroups/nsg`, {
    version: '2022-01-01',
  });
  assert.equal(gone.httpStatus, 404);
  assert.equal(codeOf(gone), 'ResourceNotFound');
  const none = await azure.send('GET', `${GROUP}/resources`, { version: '2021-04-01' });
  assert.deepEqual(none.json, { value: [] });
  const absent = await azure.send('DELETE', `${NETWORK}/networkSecurityGroups/nsg`, {
    version: '2022-01-01',
  });
  assert.equal(absent.httpStatus, 204);
});

test('shells: with an instant clock everything is done at the first poll', async () => {
  const azure = await createAzure({ clockMode: { kind: 'instant' } });
  const created = await put(azure, 'publicIPAddresses/ip', { location: 'westeurope' });
  assert.equal(created.httpStatus, 201);
  const url = created.header('Azure-AsyncOperation') ?? '';
  assert.equal((await azure.send('GET', url)).text, '{"status":"Succeeded"}');
  const deleted = await azure.send('DELETE', `${NETWORK}/publicIPAddresses/ip`, {
    version: '2022-01-01',
  });
  assert.equal((await azure.send('GET', deleted.header('Location') ?? '')).httpStatus, 204);
  const gone = await azure.send('GET', `${NETWORK}/publicIPAddresses/ip`, {
    version: '2022-01-01',
  });
  assert.equal(gone.httpStatus, 404);
});

/** What is refused, and how it is said. */
const REFUSALS: readonly {
  readonly what: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly httpStatus?: number;
  readonly error: JsonObject;
}[] = [
  {
    what: 'no location',
    path: 'networkSecurityGroups/nsg',
    body: {},
    error: {
      code: 'LocationRequired',
      message: 'The location property is required for this definition.',
    },
  },
  {
    // Source: issues of Terraform users.
    what: 'a value that an enum lacks',
    path: 'publicIPAddresses/ip',
    body: { location: 'westeurope', properties: { publicIPAllocationMethod: 'Sometimes' } },
    error: {
      code: 'InvalidRequestFormat',
      message: 'Cannot parse the request.',
      details: [
        {
          code: 'InvalidJson',
          message: `Error converting value "Sometimes" to the type of 'properties.publicIPAllocationMethod'. Path 'properties.publicIPAllocationMethod'.`,
        },
      ],
    },
  },
  {
    what: 'a name with a blank in it',
    path: 'publicIPAddresses/a%20b',
    body: { location: 'westeurope' },
    error: {
      code: 'InvalidResourceName',
      message:
        "Resource name a b is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.",
      details: [],
    },
  },
  {
    what: 'a Standard address that is dynamic',
    path: 'publicIPAddresses/ip',
    body: {
      location: 'westeurope',
      sku: { name: 'standard' },
      properties: { publicIPAllocationMethod: 'dynamic' },
    },
    error: {
      code: 'StandardAndStandardV2SkuPublicIPAddressesMustBeStatic',
      message: `Standard sku publicIp ${NETWORK}/publicIPAddresses/ip must have AllocationMethod set to Static.`,
      details: [],
    },
  },
  {
    what: 'a priority out of range',
    path: 'networkSecurityGroups/nsg',
    body: {
      location: 'westeurope',
      properties: { securityRules: [{ name: 'a', properties: { priority: 50 } }] },
    },
    error: {
      code: 'SecurityRuleInvalidPriority',
      message: 'Security rule has invalid Priority. Value provided: 50 Allowed range 100-4096.',
      details: [],
    },
  },
  {
    what: 'two rules with one priority',
    path: 'networkSecurityGroups/nsg',
    body: {
      location: 'westeurope',
      properties: {
        securityRules: ['a', 'b'].map((name) => ({
          name,
          properties: { priority: 100, direction: 'inbound' },
        })),
      },
    },
    error: {
      code: 'SecurityRuleConflict',
      message:
        'Security rule b conflicts with rule a. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules.',
      details: [],
    },
  },
  {
    what: 'a rule below a group that is not there',
    path: 'networkSecurityGroups/none/securityRules/a',
    body: { properties: { priority: 100 } },
    httpStatus: 404,
    error: {
      code: 'ParentResourceNotFound',
      message: `Failed to perform 'write' on resource(s) of type 'networkSecurityGroups/securityRules', because the parent resource '${NETWORK}/networkSecurityGroups/none' could not be found.`,
    },
  },
  {
    // Source: kubernetes-sigs/cloud-provider-azure.
    what: 'If-Match on what is not there',
    path: 'networkSecurityGroups/none',
    body: { location: 'westeurope' },
    headers: { 'if-match': 'W/"1"' },
    httpStatus: 412,
    error: {
      code: 'PreconditionFailed',
      message: 'Precondition failed.',
      details: [
        {
          code: 'PreconditionFailedEtagMismatch',
          message: `Etag provided in if-match header W/"1" does not match etag "" of resource ${NETWORK}/networkSecurityGroups/none in NRP data store.`,
        },
      ],
    },
  },
];

test('shells: what Azure refuses is refused in its words, and nothing is kept of it', async () => {
  const azure = await createAzure();
  for (const { what, path, body, headers = {}, httpStatus = 400, error } of REFUSALS) {
    const answer = await azure.send('PUT', `${NETWORK}/${path}`, {
      body,
      headers,
      version: '2022-01-01',
    });
    assert.equal(answer.httpStatus, httpStatus, what);
    assert.deepEqual(answer.json, { error }, what);
  }
  const list = await azure.send('GET', `${GROUP}/resources`, { version: '2021-04-01' });
  assert.deepEqual(list.json, { value: [] });
});

test('shells: an operation is known in its own subscription, namespace and location only', async () => {
  const azure = await createAzure();
  const created = await put(azure, 'publicIPAddresses/ip', { location: 'westeurope' });
  const url = created.header('Azure-AsyncOperation') ?? '';
  for (const other of [url.replace('westeurope', 'eastus'), url.replace(/.\?/, '_?')]) {
    const answer = await azure.send('GET', other);
    assert.equal(answer.httpStatus, 404);
    assert.equal(codeOf(answer), 'OperationNotFound');
  }
});

test('shells: rules are resources of their own, kept in their group', async () => {
  const azure = await createAzure();
  await put(azure, 'networkSecurityGroups/nsg', { location: 'westeurope' });
  const rule = { properties: { priority: 200, direction: 'Inbound', access: 'allow' } };
  const created = await put(azure, 'networkSecurityGroups/nsg/securityRules/web', rule);
  assert.equal(created.httpStatus, 201);
  assert.equal(created.json['name'], 'web');
  assert.equal(created.json['type'], 'Microsoft.Network/networkSecurityGroups/securityRules');
  assert.equal(propertiesOf(created)['access'], 'Allow');
  const again = await put(azure, 'networkSecurityGroups/nsg/securityRules/WEB', rule);
  assert.equal(again.httpStatus, 200);
  const send = (method: string, path: string) =>
    azure.send(method, `${NETWORK}/networkSecurityGroups/nsg/${path}`, { version: '2022-01-01' });
  const list = await send('GET', 'securityRules');
  assert.equal((list.json['value'] as JsonObject[]).length, 1);
  assert.equal((await send('GET', 'defaultSecurityRules/DenyAllInBound')).httpStatus, 200);
  const missing = await send('GET', 'securityRules/none');
  assert.equal(missing.httpStatus, 404);
  assert.equal(
    missing.text,
    `{"error":{"code":"NotFound","message":"Resource ${NETWORK}/networkSecurityGroups/nsg/securityRules/none not found.","details":[]}}`,
  );
  assert.equal((await send('DELETE', 'securityRules/web')).httpStatus, 202);
  assert.equal((await send('DELETE', 'securityRules/web')).httpStatus, 204);
  assert.equal((await send('PUT', 'defaultSecurityRules/x')).httpStatus, 405);
});

test('shells: tags are changed alone, and an etag guards a write', async () => {
  const azure = await createAzure();
  const path = `${NETWORK}/publicIPAddresses/ip`;
  await put(azure, 'publicIPAddresses/ip', { location: 'westeurope', sku: { name: 'Standard' } });
  await azure.advance(5);
  const before = await azure.send('GET', path, { version: '2022-01-01' });
  const patched = await azure.send('PATCH', path, {
    body: { tags: { a: 'b' } },
    version: '2022-01-01',
  });
  assert.equal(patched.httpStatus, 200);
  assert.deepEqual(patched.json['tags'], { a: 'b' });
  assert.equal(propertiesOf(patched)['provisioningState'], 'Succeeded');
  assert.equal(propertiesOf(patched)['ipAddress'], propertiesOf(before)['ipAddress']);
  const stale = await azure.send('PUT', path, {
    body: { location: 'westeurope', sku: { name: 'Standard' } },
    headers: { 'if-match': String(before.json['etag']) },
    version: '2022-01-01',
  });
  assert.equal(stale.httpStatus, 412);
  const fresh = await azure.send('PUT', path, {
    body: { location: 'westeurope', sku: { name: 'Standard' } },
    headers: { 'if-match': String(patched.json['etag']) },
    version: '2022-01-01',
  });
  assert.equal(fresh.httpStatus, 200);
});
