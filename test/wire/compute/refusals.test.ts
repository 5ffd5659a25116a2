import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createAzure } from './support/azure.ts';
import { extension, linuxSet, PASSWORD, setPath } from './support/models.ts';

interface Case {
  readonly what: string;
  readonly name?: string;
  readonly body: unknown;
  readonly httpStatus?: number;
  readonly code: string;
  readonly target?: string;
  readonly message: string | RegExp;
  /** The front door writes compact, the provider indents. */
  readonly compact?: boolean;
}

const without = (path: string): JsonObject => {
  const model = structuredClone(linuxSet());
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at: JsonObject = model;
  for (const step of steps) at = at[step] as JsonObject;
  delete at[last];
  return model;
};

const rolling = { upgradePolicy: { mode: 'Rolling' } };
const windows = {
  storageProfile: {
    imageReference: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2022-datacenter', version: 'latest' },
    osDisk: { createOption: 'FromImage' },
  },
};

const PASSWORD_RULE = (lengths: string): string =>
  `The supplied password must be between ${lengths} characters long and must satisfy at least 3 of password complexity requirements from the following: \r\n1) Contains an uppercase character\r\n2) Contains a lowercase character\r\n3) Contains a numeric digit\r\n4) Contains a special character\r\n5) Control characters are not allowed`;

const missing = (what: string, path: string, parameter: string): Case => ({
  what,
  body: without(path),
  code: 'InvalidParameter',
  target: parameter,
  message: `Required parameter '${parameter}' is missing (null).`,
});

/** Sources: src/arm/errors/compute.ts names one for each entry; recorded ones in shared/azure/errors.md. */
const CASES: readonly Case[] = [
  // Front door.
  { what: 'no body', body: undefined, code: 'InvalidRequestContent', message: /content is missing/, compact: true },
  { what: 'a list', body: [], code: 'InvalidRequestContent', message: /ResourceDefinition/, compact: true },
  { what: 'an unknown member of the envelope', body: linuxSet({ envelope: { resources: [] } }), code: 'InvalidRequestContent', message: "The request content was invalid and could not be deserialized: 'Could not find member 'resources' on object of type 'ResourceDefinition'. Path 'resources'.'.", compact: true },
  { what: 'a sku without a name', body: linuxSet({ envelope: { sku: { capacity: 1 } } }), code: 'InvalidRequestContent', message: "The request content was invalid and could not be deserialized: 'Required property 'name' not found in JSON. Path 'sku'.'.", compact: true },
  { what: 'an identity without a type', body: linuxSet({ envelope: { identity: {} } }), code: 'InvalidRequestContent', message: /Required property 'type' not found in JSON. Path 'identity'/, compact: true },
  { what: 'a capacity that is a word', body: linuxSet({ envelope: { sku: { name: 'Standard_D2s_v5', capacity: 'two' } } }), code: 'InvalidRequestContent', message: /Could not convert string to integer: two. Path 'sku.capacity'/, compact: true },
  { what: 'half an instance', body: linuxSet({ capacity: 1.5 }), code: 'InvalidRequestContent', message: /Input string '1.5' is not a valid integer/, compact: true },
  { what: 'no location', body: without('location'), code: 'LocationRequired', message: 'The location property is required for this definition.', compact: true },
  { what: 'a malformed location', body: linuxSet({ envelope: { location: 'a/b' } }), code: 'InvalidResourceLocation', message: /^The specified location 'a\/b' is invalid/, compact: true },
  { what: 'a location that is not offered', body: linuxSet({ envelope: { location: 'moon' } }), code: 'LocationNotAvailableForResourceType', message: "The provided location 'moon' is not available for resource type 'Microsoft.Compute/virtualMachineScaleSets'. List of available regions for the resource type is 'westeurope,eastus,southeastasia'.", compact: true },
  { what: 'a reference that is none', body: linuxSet({ profile: { networkProfile: { healthProbe: { id: 'probe' } } } }), code: 'LinkedInvalidPropertyId', message: "Property id 'probe' at path 'properties.virtualMachineProfile.networkProfile.healthProbe.id' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.", compact: true },
  { what: 'a user-assigned identity without ids', body: linuxSet({ envelope: { identity: { type: 'UserAssigned' } } }), code: 'MissingIdentityIds', message: "The identity ids must not be null or empty for 'UserAssigned' identity type.", compact: true },
  { what: 'a user-assigned identity with a value', body: linuxSet({ envelope: { identity: { type: 'UserAssigned', userAssignedIdentities: { '/subscriptions/s/x': { a: 1 } } } } }), code: 'InvalidIdentityValues', message: "Invalid value for the identities '/subscriptions/s/x'. The 'UserAssignedIdentities' property keys should only be empty json objects, null or the resource exisiting property.", compact: true },
  // The provider: names and reading.
  { what: 'a name that begins with an underscore', name: '_web', body: linuxSet(), code: 'InvalidParameter', target: 'vmScaleSetName', message: "The entity name 'vmScaleSetName' is invalid according to its validation rule: ^[^_\\W][\\w-._]{0,63}(?<![-.])$." },
  { what: 'a name that ends in a hyphen', name: 'web-', body: linuxSet(), code: 'InvalidParameter', target: 'vmScaleSetName', message: /validation rule/ },
  { what: 'a name that ends in a dot', name: 'web.', body: linuxSet(), code: 'InvalidParameter', target: 'vmScaleSetName', message: /validation rule/ },
  { what: 'a name of 65 characters', name: 'w'.repeat(65), body: linuxSet(), code: 'InvalidParameter', target: 'vmScaleSetName', message: /validation rule/ },
  { what: 'a name with a special character', name: 'we@b', body: linuxSet(), code: 'InvalidParameter', target: 'vmScaleSetName', message: /validation rule/ },
  { what: 'an unknown member', body: linuxSet({ properties: { diagnosticsProfile: {} } }), code: 'BadRequest', target: 'vmss.properties.diagnosticsProfile', message: "Could not find member 'diagnosticsProfile' on object of type 'Properties'. Path 'properties.diagnosticsProfile'." },
  { what: 'an unknown member of an extension', body: linuxSet({ extensions: [{ ...extension('A'), apiVersion: '2019-07-01' }] }), code: 'BadRequest', target: 'vmss.properties.virtualMachineProfile.extensionProfile.extensions[0].apiVersion', message: "Could not find member 'apiVersion' on object of type 'VMScaleSetVMExtension'. Path 'properties.virtualMachineProfile.extensionProfile.extensions[0].apiVersion'." },
  { what: 'a flag that is a word', body: linuxSet({ properties: { overprovision: 'perhaps' } }), code: 'BadRequest', target: 'vmss.properties.overprovision', message: "Could not convert string to boolean: perhaps. Path 'properties.overprovision'." },
  { what: 'a list where an object belongs', body: linuxSet({ properties: { upgradePolicy: [] } }), code: 'BadRequest', target: 'vmss.properties.upgradePolicy', message: /UpgradePolicy/ },
  { what: 'an object where a list belongs', body: linuxSet({ profile: { extensionProfile: { extensions: {} } } }), code: 'BadRequest', message: /extensions/ },
  { what: 'an unknown mode', body: linuxSet({ properties: { upgradePolicy: { mode: 'Sometimes' } } }), code: 'InvalidParameter', target: 'upgradePolicy.mode', message: "The value 'Sometimes' of parameter 'upgradePolicy.mode' is not allowed. Allowed values are: Manual,Automatic,Rolling." },
  // Required parts.
  missing('no properties', 'properties', 'properties'),
  missing('no sku', 'sku', 'sku'),
  missing('no capacity', 'sku.capacity', 'sku.capacity'),
  missing('no upgrade policy', 'properties.upgradePolicy', 'upgradePolicy'),
  missing('no upgrade mode', 'properties.upgradePolicy.mode', 'upgradePolicy.mode'),
  missing('no profile', 'properties.virtualMachineProfile', 'virtualMachineProfile'),
  missing('no OS profile', 'properties.virtualMachineProfile.osProfile', 'osProfile'),
  missing('no storage profile', 'properties.virtualMachineProfile.storageProfile', 'storageProfile'),
  missing('no network profile', 'properties.virtualMachineProfile.networkProfile', 'networkProfile'),
  missing('no user', 'properties.virtualMachineProfile.osProfile.adminUsername', 'adminUsername'),
  missing('no image version', 'properties.virtualMachineProfile.storageProfile.imageReference.version', 'imageReference.version'),
  // Policies.
  { what: 'Flexible', body: linuxSet({ properties: { orchestrationMode: 'flexible' } }), httpStatus: 409, code: 'NotSupported', message: /orchestrationMode 'Flexible'/ },
  { what: 'Rolling without a probe', body: linuxSet({ properties: rolling }), code: 'BadRequest', message: 'Rolling Upgrade mode is not supported for this Virtual Machine Scale Set because a health probe was not provided.' },
  { what: 'a negative capacity', body: linuxSet({ capacity: -1 }), code: 'InvalidParameter', target: 'sku.capacity', message: 'The value of parameter sku.capacity is invalid.' },
  { what: 'more than a placement group holds', body: linuxSet({ capacity: 101 }), httpStatus: 409, code: 'OperationNotAllowed', message: "Unable to create or update Virtual Machine Scale Set 'web' as it exceeds the total limit of '100' Virtual Machine instances." },
  { what: 'more than a set holds', body: linuxSet({ capacity: 1_001, properties: { singlePlacementGroup: false } }), httpStatus: 409, code: 'OperationNotAllowed', message: /total limit of '1000'/ },
  { what: 'a size that is none', body: linuxSet({ envelope: { sku: { name: 'B1ls', capacity: 1 } } }), code: 'InvalidParameter', target: 'vmSize', message: /^The value B1ls provided for the VM size is not valid. The valid sizes in the current region are: Standard_/ },
  { what: 'a zone that is none', body: linuxSet({ envelope: { zones: ['9'] } }), code: 'InvalidParameter', target: 'zones', message: 'The value of parameter zones is invalid.' },
  { what: 'a Flexible member', body: linuxSet({ properties: { constrainedMaximumCapacity: true } }), code: 'InvalidParameter', target: 'constrainedMaximumCapacity', message: "Parameter 'constrainedMaximumCapacity' is not allowed." },
  // Names and credentials.
  { what: 'a short password', body: linuxSet({ osProfile: { adminPassword: 'Ab1!x' } }), code: 'InvalidParameter', target: 'adminPassword', message: PASSWORD_RULE('6-72') },
  { what: 'a simple password', body: linuxSet({ osProfile: { adminPassword: 'abcdefgh' } }), code: 'InvalidParameter', target: 'adminPassword', message: PASSWORD_RULE('6-72') },
  { what: 'a password with a control character', body: linuxSet({ osProfile: { adminPassword: 'Abcdef1!\u0007' } }), code: 'InvalidParameter', target: 'adminPassword', message: PASSWORD_RULE('6-72') },
  { what: 'a short Windows password', body: linuxSet({ osProfile: { adminPassword: 'Ab1!xyz' }, profile: windows }), code: 'InvalidParameter', target: 'adminPassword', message: PASSWORD_RULE('8-123') },
  { what: 'neither password nor key', body: without('properties.virtualMachineProfile.osProfile.adminPassword'), code: 'InvalidParameter', target: 'linuxConfiguration', message: 'Authentication using either SSH or by user name and password must be enabled in Linux profile.' },
  { what: 'a key that is none', body: linuxSet({ osProfile: { linuxConfiguration: { ssh: { publicKeys: [{ path: '/home/a/.ssh/authorized_keys', keyData: 'nonsense' }] } } } }), code: 'InvalidParameter', target: 'linuxConfiguration.ssh.publicKeys.keyData', message: 'The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid.' },
  { what: 'a forbidden user', body: linuxSet({ osProfile: { adminUsername: 'Admin' } }), code: 'InvalidParameter', target: 'adminUsername', message: 'The Admin Username specified is not allowed.' },
  { what: 'a long Windows prefix', body: linuxSet({ osProfile: { computerNamePrefix: 'nameprefix' }, profile: windows }), code: 'InvalidParameter', target: 'computerNamePrefix', message: /^Windows computer name prefix cannot be more than 9 characters long/ },
  { what: 'a prefix with an underscore', body: linuxSet({ osProfile: { computerNamePrefix: 'a_b' } }), code: 'InvalidParameter', target: 'computerNamePrefix', message: /^Linux host name prefix cannot exceed 58/ },
  { what: 'custom data that is not base64', body: linuxSet({ osProfile: { customData: '#!/bin/sh' } }), code: 'InvalidParameter', target: 'customData', message: /Base64/ },
  // Extensions.
  { what: 'two extensions of one name', body: linuxSet({ extensions: [extension('A'), { ...extension('B'), name: 'a' }] }), code: 'BadRequest', message: "On VM Scale Set 'web', extension name 'a' cannot be used for more than one extension." },
  { what: 'two extensions of one handler', body: linuxSet({ extensions: [extension('A'), { ...extension('A'), name: 'B' }] }), code: 'BadRequest', message: "Multiple VMExtensions per handler not supported for OS type 'Linux'. VMExtension 'B' with handler 'Microsoft.Azure.Extensions.A' already added or specified in input." },
  { what: 'an extension that waits for nothing', body: linuxSet({ extensions: [extension('A', { provisionAfterExtensions: ['Z'] })] }), code: 'BadRequest', message: /extension 'A' specifies 'Z' in its provisionAfterExtensions property, but the extension 'Z' is not configured/ },
  { what: 'extensions that wait for each other', body: linuxSet({ extensions: [extension('A', { provisionAfterExtensions: ['B'] }), extension('B', { provisionAfterExtensions: ['A'] })] }), code: 'BadRequest', message: /Circular dependencies/ },
  { what: 'an extension without a publisher', body: linuxSet({ extensions: [extension('A', { publisher: null })] }), code: 'InvalidParameter', target: 'extension.publisher', message: /publisher' is missing/ },
];

for (const item of CASES) {
  test(`refusal: ${item.what}`, async () => {
    const azure = await createAzure();
    const path = setPath(item.name ?? 'web');
    const answer = await azure.send('PUT', path, { body: item.body });
    const error = answer.json['error'] as { code: string; message: string; target?: string };
    assert.equal(error?.code, item.code, answer.text);
    assert.equal(answer.httpStatus, item.httpStatus ?? 400);
    if (typeof item.message === 'string') assert.equal(error.message, item.message);
    else assert.match(error.message, item.message);
    if (item.target !== undefined) assert.equal(error.target, item.target);
    assert.equal(answer.text.startsWith('{"error":{"'), item.compact ?? false, 'who speaks');
    assert.equal(answer.header('x-ms-failure-cause'), item.compact ? 'gateway' : undefined);
    assert.ok(!answer.text.includes(PASSWORD), 'a refusal never quotes a secret');
    assert.equal((await azure.send('GET', path)).httpStatus, 404, 'nothing was created');
  });
}

test('limit: a placement group for each zone, and the operator may lift it', async () => {
  const azure = await createAzure();
  const zonal = linuxSet({ capacity: 300, envelope: { zones: ['1', '2', '3'] } });
  assert.equal((await azure.send('PUT', setPath('zonal'), { body: zonal })).httpStatus, 201);
  const large = await createAzure({ capacityLimit: 1_000_000 });
  const fleet = linuxSet({ capacity: 5_000 });
  assert.equal((await large.send('PUT', setPath('large'), { body: fleet })).httpStatus, 201);
});
