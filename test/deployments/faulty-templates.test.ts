import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type JsonObject } from '../../src/base/index.ts';
import { startEmulator } from '../../src/testing/index.ts';
import {
  createGroup,
  deploymentPath,
  DEPLOYMENTS_VERSION,
  requestBody,
  resourceIds,
  type Wanted,
} from './support/deploy.ts';
import { nested, network, scaleSet, templateOf } from './support/templates.ts';

interface Refused {
  readonly name: string;
  readonly template: JsonObject;
  readonly parameters?: JsonObject;
  readonly code: string;
  readonly says: RegExp;
  /** Where the words come from; `inferred` where nobody has recorded them. */
  readonly source: string;
}

/** What a template is refused for before anything is begun. */
const REFUSED: readonly Refused[] = [
  {
    name: 'a function that there is not',
    template: templateOf([network("[shout('net')]")]),
    code: 'InvalidTemplate',
    says: /The template function 'shout' is not valid\./,
    source: 'azure-docs, troubleshooting/error-invalid-template, quoted by many issues',
  },
  {
    name: 'a function that there is not, two nested deployments deep',
    template: templateOf([nested('outer', [nested('inner', [network("[shout('net')]")])])]),
    code: 'InvalidTemplate',
    says: /The template function 'shout' is not valid\./,
    source:
      'as above; that nested templates are read before anything begins: azure-docs, linked-templates',
  },
  {
    name: 'a parameter without a value',
    template: templateOf([], { parameters: { password: { type: 'securestring' } } }),
    code: 'InvalidTemplate',
    says: /The value for the template parameter 'password' .*is not provided\./,
    source: 'Azure/azure-cli #9410 and others',
  },
  {
    name: 'a parameter of the wrong type',
    template: templateOf([], { parameters: { count: { type: 'int' } } }),
    parameters: { count: 'three' },
    code: 'InvalidTemplate',
    says: /Expected 'Integer'\. Actual 'String'\./,
    source: 'Azure/azure-cli #11828 and others',
  },
  {
    name: 'a parameter outside its allowed values',
    template: templateOf([], { parameters: { os: { type: 'string', allowedValues: ['a', 'b'] } } }),
    parameters: { os: 'c' },
    code: 'InvalidTemplate',
    says: /not part of the allowed value\(s\): 'a,b'/,
    source: 'azure-docs, troubleshooting/error-invalid-template',
  },
  {
    name: 'a parameter that the template does not have',
    template: templateOf([], { parameters: { known: { type: 'string', defaultValue: '' } } }),
    parameters: { unknown: 'x' },
    code: 'InvalidTemplate',
    says: /The template parameters 'unknown' in the parameters file are not valid/,
    source: 'azure-docs, troubleshooting/error-invalid-template',
  },
  {
    name: 'a parameter that nobody declared',
    template: templateOf([network("[parameters('nobody')]")]),
    code: 'InvalidTemplate',
    says: /The template parameter 'nobody' is not found\./,
    source: 'azure-docs, troubleshooting/error-invalid-template',
  },
  {
    name: 'a dependency that the template does not have',
    template: templateOf([
      scaleSet({ dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks', 'nowhere')]"] }),
    ]),
    code: 'InvalidTemplate',
    says: /The resource '[^']*Microsoft\.Network\/virtualNetworks\/nowhere' is not defined in the template\./,
    source: 'azure-docs, azure-functions/functions-infrastructure-as-code',
  },
  {
    name: 'two resources that wait for each other',
    template: templateOf([
      network('one', { dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks', 'two')]"] }),
      network('two', { dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks', 'one')]"] }),
    ]),
    code: 'InvalidTemplate',
    says: /Circular dependency detected/,
    source: 'azure-docs, troubleshooting/error-invalid-template',
  },
];

for (const refused of REFUSED) {
  test(`faulty template: ${refused.name}: refused, with nothing begun`, async () => {
    await using emulator = await startEmulator();
    await createGroup(emulator, 'demo');
    const { template, parameters } = refused;
    const wanted: Wanted = {
      group: 'demo',
      name: 'faulty',
      template,
      ...(parameters && { parameters }),
    };
    const path = deploymentPath(emulator, wanted);
    const version = `api-version=${DEPLOYMENTS_VERSION}`;
    for (const [method, target] of [
      ['POST', `${path}/validate?${version}`],
      ['PUT', `${path}?${version}`],
    ] as const) {
      const answer = await emulator.request(method, target, requestBody(wanted));
      assert.equal(answer.httpStatus, 400, `${method}: ${JSON.stringify(answer.json)}`);
      const error = errorOf(answer.json);
      assert.equal(error['code'], refused.code);
      assert.match(String(error['message']), refused.says, refused.source);
    }
    assert.deepEqual(await resourceIds(emulator), []);
  });
}

test('faulty template: more cores than the quota has: refused up front, with QuotaExceeded inside', async () => {
  await using emulator = await startEmulator({ quota: ['cores=10'] });
  await createGroup(emulator, 'demo');
  const wanted: Wanted = {
    group: 'demo',
    name: 'greedy',
    template: templateOf([network('net'), scaleSet({ capacity: 6, dependsOn: ['net'] })]),
  };
  const path = `${deploymentPath(emulator, wanted)}?api-version=${DEPLOYMENTS_VERSION}`;
  const put = await emulator.request('PUT', path, requestBody(wanted));
  assert.equal(put.httpStatus, 400, JSON.stringify(put.json));
  // Recorded: before a deployment it is QuotaExceeded, of a plain PUT OperationNotAllowed.
  const error = (put.json as JsonObject)['error'] as JsonObject;
  assert.equal(error['code'], 'InvalidTemplateDeployment');
  assert.match(
    String(error['message']),
    /'greedy' is not valid .* See inner errors for details\.$/,
  );
  const [reason] = error['details'] as JsonObject[];
  assert.equal(reason?.['code'], 'QuotaExceeded');
  assert.match(String(reason?.['message']), /exceeding approved .* quota/i);
  assert.deepEqual(await resourceIds(emulator), []);
});

function errorOf(json: unknown): JsonObject {
  const error = isJsonObject(json) ? json['error'] : undefined;
  assert.ok(isJsonObject(error), JSON.stringify(json));
  return error;
}
