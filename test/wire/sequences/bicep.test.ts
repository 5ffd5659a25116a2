import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { autorestGo } from './support/autorest-go.ts';
import { deleteItems } from './support/azurerm-template-deployment.ts';
import { azureCoreNet } from './support/azure-core-net.ts';
import { bicepTemplate, flatTemplate } from './support/bicep-template.ts';
import { type Client, signIn } from './support/client.ts';
import { differences } from './support/differences.ts';
import { play, type Step } from './support/play.ts';
import { waitDeploymentStatus } from './support/powershell-deployments.ts';
import { at, expectStatus, startWire, type Wire } from './support/wire.ts';

// What Bicep compiles is deployed by other clients; each follows the deployment in its own way.

const GROUPS = '2023-07-01';
const PARAMETERS: JsonObject = { capacity: { value: 2 }, secret: { value: 'Xy7!kilimanjaro' } };

interface Place {
  readonly group: string;
  readonly deployment: string;
  readonly set: string;
}

test('azurerm_resource_group_template_deployment: validates, deploys, plans no change, destroys', async (context) => {
  const wire = await startWire(context);
  const client = await signIn(wire, { scope: `${wire.url}/.default`, userAgent: 'terraform' });
  const { group, deployment, set } = placeOf(wire);
  const source = 'internal/services/resource/resource_group_template_deployment_resource.go';
  const version = 'api-version=2020-06-01';
  const properties: JsonObject = {
    debugSetting: { detailLevel: 'none' },
    mode: 'Incremental',
    template: flatTemplate(),
    parameters: PARAMETERS,
  };
  await createGroup(client, group);
  await play(client, [
    {
      source: `${source}: no import of what is there already`,
      send: 'GET',
      to: `${deployment}?${version}`,
      accepts: [404],
    },
    {
      source: `${source}: validateRGTemplateDeployment`,
      send: 'POST',
      to: `${deployment}/validate?${version}`,
      body: { properties },
      accepts: [200, 202],
      poll: autorestGo,
      takes: ({ json }) => assert.equal(json['error'], undefined),
    },
    {
      source: `${source}: CreateOrUpdate and WaitForCompletionRef`,
      send: 'PUT',
      to: `${deployment}?${version}`,
      body: { properties, tags: {} },
      accepts: [200, 201],
      poll: autorestGo,
    },
    {
      source: `${source}: Read: outputs as JSON text, parameters without their type`,
      send: 'GET',
      to: `${deployment}?${version}`,
      accepts: [200],
      takes({ json }) {
        assert.deepEqual(at(json, 'properties', 'outputs'), {
          setId: { type: 'String', value: set },
          machines: { type: 'Int', value: 2 },
        });
        // filterOutTemplateDeploymentParameters: what is secure has no value, and is kept as planned.
        assert.equal(at(json, 'properties', 'parameters', 'capacity', 'value'), 2);
        assert.equal(at(json, 'properties', 'parameters', 'secret', 'value'), undefined);
      },
    },
    {
      source: `${source}: Read: ExportTemplate is the template_content of the state`,
      send: 'POST',
      to: `${deployment}/exportTemplate?${version}`,
      accepts: [200],
      takes: ({ json }) => assert.deepEqual(differences(flatTemplate(), at(json, 'template')), []),
    },
  ]);
  await deleteItems(client, deployment, version);
  await play(client, [
    {
      source: `${source}: Delete: the deployment itself comes last`,
      send: 'DELETE',
      to: `${deployment}?${version}`,
      accepts: [202, 204],
      poll: autorestGo,
    },
    {
      source: 'what was deployed is gone',
      send: 'GET',
      to: `${group}/resources?api-version=2021-04-01`,
      accepts: [200],
      takes: ({ json }) => assert.deepEqual(json['value'], []),
    },
  ]);
});

test('Azure PowerShell: New-AzResourceGroupDeployment asks for the deployment until it has ended', async (context) => {
  const wire = await startWire(context);
  const client = await signIn(wire, { scope: `${wire.url}/.default`, userAgent: 'powershell' });
  const { group, deployment, set } = placeOf(wire);
  const source = 'Azure/azure-powershell src/Resources/ResourceManager/SdkClient';
  const version = 'api-version=2024-11-01';
  const body: JsonObject = {
    properties: { mode: 'Incremental', template: bicepTemplate(), parameters: PARAMETERS },
  };
  await createGroup(client, group);
  const createAgain: readonly Step[] = [
    {
      source: `${source}: ExecuteResourceGroupDeployment validates first`,
      send: 'POST',
      to: `${deployment}/validate?${version}`,
      body,
      accepts: [200, 202],
      poll: azureCoreNet,
      takes({ json }) {
        assert.equal(json['error'], undefined);
        // Printed with -Verbose: the providers of the template.
        const validated = at(json, 'properties', 'validatedResources') as JsonObject[];
        assert.ok(validated.some(({ id }) => id === set || String(id).endsWith('/net')));
      },
    },
    {
      source: `${source}: BeginDeployment does not wait by headers`,
      send: 'PUT',
      to: `${deployment}?${version}`,
      body,
      accepts: [200, 201],
      poll: waitDeploymentStatus,
      takes({ json }) {
        assert.equal(at(json, 'properties', 'provisioningState'), 'Succeeded');
        // PSResourceGroupDeployment prints these.
        for (const name of ['correlationId', 'timestamp', 'mode'])
          assert.equal(typeof at(json, 'properties', name), 'string', name);
        assert.equal(at(json, 'properties', 'outputs', 'setId', 'value'), set);
      },
    },
  ];
  await play(client, createAgain);
  const before = await client.send('GET', `${set}?api-version=2024-11-01`);
  await play(client, [
    ...createAgain,
    {
      source: `${source}: Get-AzResourceGroupDeploymentOperation`,
      send: 'GET',
      to: `${deployment}/operations?${version}`,
      accepts: [200],
      takes({ json }) {
        for (const operation of at(json, 'value') as JsonObject[])
          assert.equal(at(operation, 'properties', 'statusCode'), 'OK', JSON.stringify(operation));
      },
    },
    {
      source: 'the second deployment has changed nothing',
      send: 'GET',
      to: `${set}?api-version=2024-11-01`,
      accepts: [200],
      // Recorded (2024 on): the etag of a set counts what was asked of it, also what changed nothing.
      takes: ({ json }) => assert.deepEqual({ ...json, etag: '' }, { ...before.json, etag: '' }),
    },
    {
      source: `${source}: New-AzResourceGroupDeployment -WhatIf`,
      send: 'POST',
      to: `${deployment}/whatIf?${version}`,
      body: {
        properties: {
          ...(body['properties'] as JsonObject),
          whatIfSettings: { resultFormat: 'FullResourcePayloads' },
        },
      },
      accepts: [200, 202],
      poll: azureCoreNet,
      takes({ json }) {
        assert.equal(json['status'], 'Succeeded');
        const changes = at(json, 'properties', 'changes') as JsonObject[];
        assert.deepEqual(
          changes.map(({ changeType }) => changeType).filter((type) => type === 'Create'),
          [],
        );
      },
    },
    {
      source: `${source}: Remove-AzResourceGroupDeployment`,
      send: 'DELETE',
      to: `${deployment}?${version}`,
      accepts: [202, 204],
      poll: azureCoreNet,
    },
    {
      source: 'a deployment that is deleted leaves what it made',
      send: 'GET',
      to: `${set}?api-version=2024-11-01`,
      accepts: [200],
    },
  ]);
});

test('.NET: ArmDeploymentCollection.CreateOrUpdate, WhatIf and Cancel of one that has ended', async (context) => {
  const wire = await startWire(context);
  const client = await signIn(wire, { scope: `${wire.url}/.default`, userAgent: 'azsdk-net' });
  const { group, deployment, set } = placeOf(wire);
  const source = 'Azure/azure-sdk-for-net sdk/resources/Azure.ResourceManager.Resources';
  const version = 'api-version=2023-07-01';
  const properties: JsonObject = {
    mode: 'Incremental',
    template: bicepTemplate(),
    parameters: PARAMETERS,
  };
  await createGroup(client, group);
  await play(client, [
    {
      source: `${source}: ArmDeploymentResource.WhatIfAsync of what is not there`,
      send: 'POST',
      to: `${deployment}/whatIf?${version}`,
      body: { properties },
      accepts: [200, 202],
      poll: azureCoreNet,
      takes({ json }) {
        assert.equal(json['status'], 'Succeeded');
        const changes = at(json, 'properties', 'changes') as JsonObject[];
        const created = changes.filter(({ changeType }) => changeType === 'Create');
        assert.ok(created.some(({ resourceId }) => String(resourceId).endsWith('/net')));
      },
    },
    {
      source: `${source}: a what-if leaves nothing`,
      send: 'HEAD',
      to: `${deployment}?${version}`,
      accepts: [404],
    },
    {
      source: `${source}: ArmDeploymentCollection.CreateOrUpdateAsync`,
      send: 'PUT',
      to: `${deployment}?${version}`,
      body: { properties },
      accepts: [200, 201],
      poll: azureCoreNet,
      takes({ json }) {
        assert.equal(at(json, 'properties', 'provisioningState'), 'Succeeded');
        assert.equal(at(json, 'properties', 'outputs', 'setId', 'value'), set);
        assert.match(String(at(json, 'properties', 'duration')), /^P/);
      },
    },
    {
      source: `${source}: ArmDeploymentCollection.ExistsAsync`,
      send: 'HEAD',
      to: `${deployment}?${version}`,
      accepts: [204],
    },
    {
      source: `${source}: ArmDeploymentResource.CancelAsync`,
      send: 'POST',
      to: `${deployment}/cancel?${version}`,
      accepts: [409],
    },
  ]);
});

function placeOf(wire: Wire): Place {
  const group = `/subscriptions/${wire.subscriptionId}/resourceGroups/compiled`;
  return {
    group,
    deployment: `${group}/providers/Microsoft.Resources/deployments/main`,
    set: `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`,
  };
}

async function createGroup(client: Client, group: string): Promise<void> {
  const created = await client.send('PUT', `${group}?api-version=${GROUPS}`, {
    location: 'westeurope',
  });
  expectStatus(created, 201);
}
