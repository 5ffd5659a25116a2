import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createAzure } from './support/azure.ts';
import { extension, GROUP, linuxSet, setPath } from './support/models.ts';

type Shown = JsonObject & { properties: JsonObject & { virtualMachineProfile: JsonObject } };

// Recorded: lro.md, "First answer of every mutating call".
test('create: 201 with the whole resource, then 200 when it exists', async () => {
  const azure = await createAzure();
  const first = await azure.send('PUT', setPath('web'), { body: linuxSet() });
  assert.equal(first.httpStatus, 201);
  assert.equal((first.json as Shown).properties['provisioningState'], 'Creating');
  const url = first.header('azure-asyncoperation') ?? '';
  assert.match(
    url,
    /^https:\/\/localhost:8677\/subscriptions\/[^/]+\/providers\/Microsoft\.Compute\/locations\/westeurope\/operations\/[0-9a-f-]{36}\?/,
  );
  assert.equal(first.header('location'), undefined);
  assert.equal(first.header('azure-asyncnotification'), 'Enabled');
  assert.equal(first.header('x-ms-request-charge'), '2');
  assert.equal(first.header('x-ms-request-id'), /operations\/([0-9a-f-]+)/.exec(url)?.[1]);
  await azure.settle();
  const again = await azure.send('PUT', setPath('web'), { body: linuxSet({ capacity: 3 }) });
  assert.equal(again.httpStatus, 200);
  assert.equal((again.json as Shown).properties['provisioningState'], 'Updating');
  await azure.settle();
  const shown = (await azure.send('GET', setPath('web'))).json as Shown;
  assert.equal(shown.properties['provisioningState'], 'Succeeded');
  assert.deepEqual(shown['sku'], { name: 'Standard_D2s_v5', tier: 'Standard', capacity: 3 });
});

// Recorded: model-defaults.md, "Key order" (July 2019 on, for every api-version).
test('create: members stand in the recorded order', async () => {
  const azure = await createAzure();
  const body = linuxSet({ envelope: { tags: { a: 'b' }, zones: ['1', '2'] } });
  const { json } = await azure.send('PUT', setPath('web'), { body });
  assert.deepEqual(Object.keys(json), [
    'name',
    'id',
    'type',
    'location',
    'tags',
    'sku',
    'etag',
    'properties',
    'zones',
  ]);
  assert.deepEqual(Object.keys((json as Shown).properties), [
    'singlePlacementGroup',
    'orchestrationMode',
    'upgradePolicy',
    'virtualMachineProfile',
    'provisioningState',
    'overprovision',
    'doNotRunExtensionsOnOverprovisionedVMs',
    'uniqueId',
    'zoneBalance',
    'platformFaultDomainCount',
    'timeCreated',
  ]);
});

// Recorded: model-defaults.md, "Defaults and additions, by field".
test('create: defaults are filled in and spellings made canonical', async () => {
  const azure = await createAzure();
  const { json } = await azure.send('PUT', setPath('web'), { body: linuxSet() });
  const { properties } = json as Shown;
  const profile = properties.virtualMachineProfile as Record<string, JsonObject>;
  assert.equal(json['location'], 'westeurope');
  assert.deepEqual(properties['upgradePolicy'], { mode: 'Manual' });
  assert.deepEqual(profile['osProfile'], {
    computerNamePrefix: 'web',
    adminUsername: 'azureuser',
    linuxConfiguration: { disablePasswordAuthentication: false, provisionVMAgent: true },
    secrets: [],
    allowExtensionOperations: true,
    requireGuestProvisionSignal: true,
  });
  assert.deepEqual(profile['storageProfile']?.['osDisk'], {
    osType: 'Linux',
    createOption: 'FromImage',
    caching: 'ReadWrite',
    managedDisk: { storageAccountType: 'Premium_LRS' },
    diskSizeGB: 30,
  });
  const network = profile['networkProfile'] ?? {};
  const [nic] = network['networkInterfaceConfigurations'] as JsonObject[];
  const nicProperties = nic?.['properties'] as JsonObject;
  assert.equal(nicProperties['primary'], true);
  assert.equal(nicProperties['enableIPForwarding'], false);
  const [ip] = nicProperties['ipConfigurations'] as JsonObject[];
  assert.deepEqual(Object.keys(ip?.['properties'] as JsonObject), [
    'subnet',
    'privateIPAddressVersion',
  ]);
  assert.ok(!('tags' in json), 'tags are absent when none were sent');
});

test('create: a network profile is one line in the indented document', async () => {
  const azure = await createAzure();
  const { text } = await azure.send('PUT', setPath('web'), { body: linuxSet() });
  assert.match(
    text,
    /\r\n {6}"networkProfile": \{"networkInterfaceConfigurations":\[\{"name":"nic"/,
  );
});

test('create: empty tags stay empty tags', async () => {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), { body: linuxSet({ envelope: { tags: {} } }) });
  assert.deepEqual((await azure.send('GET', setPath('web'))).json['tags'], {});
});

// Inferred from what azurerm sends and reads (complete-model.ts).
test('create: additional capabilities that name none are not shown', async () => {
  const azure = await createAzure();
  const shownOf = async (additionalCapabilities: JsonObject): Promise<unknown> => {
    const body = linuxSet({ properties: { additionalCapabilities } });
    const { json } = await azure.send('PUT', setPath('web'), { body });
    return (json as Shown).properties['additionalCapabilities'];
  };
  assert.equal(await shownOf({}), undefined);
  assert.deepEqual(await shownOf({ ultraSSDEnabled: true }), { ultraSSDEnabled: true });
});

// Recorded and specified: model-defaults.md, "from api-version".
// As Microsoft's templates hand `loadBalancer.properties.backendAddressPools` on.
test('create: of a whole pool that is given as a reference only the id is kept', async () => {
  const azure = await createAzure();
  const id = `${GROUP}/providers/Microsoft.Network/loadBalancers/lb/backendAddressPools/pool`;
  const pool = { name: 'pool', id, etag: 'W/"1"', properties: {}, type: 'any' };
  const subnet = { id: `${GROUP}/providers/Microsoft.Network/virtualNetworks/v/subnets/s` };
  const networkOf = (more: JsonObject): JsonObject => ({
    networkInterfaceConfigurations: [
      {
        name: 'nic',
        properties: {
          primary: true,
          ipConfigurations: [{ name: 'ip', properties: { subnet, ...more } }],
        },
      },
    ],
  });
  const networkProfile = networkOf({ loadBalancerBackendAddressPools: [pool] });
  const put = await azure.send('PUT', setPath('web'), {
    body: linuxSet({ profile: { networkProfile } }),
  });
  assert.equal(put.httpStatus, 201, put.text);
  const shown = JSON.stringify((put.json as Shown).properties.virtualMachineProfile);
  assert.ok(shown.includes(`"loadBalancerBackendAddressPools":[{"id":"${id}"}]`), shown);
  const refused = await azure.send('PUT', setPath('other'), {
    body: linuxSet({
      profile: { networkProfile: networkOf({ subnet: { ...subnet, name: 's' } }) },
    }),
  });
  assert.equal(refused.httpStatus, 400, 'a subnet is a reference alone');
});

test('create: an older version does not show what it does not have', async () => {
  const azure = await createAzure();
  const body = linuxSet({ properties: { automaticRepairsPolicy: { enabled: false } } });
  await azure.send('PUT', setPath('web'), { body });
  const shownBy = async (version: string) =>
    (await azure.send('GET', setPath('web'), { version })).json as Shown;
  const first = await shownBy('2015-06-15');
  assert.deepEqual(Object.keys(first), ['name', 'id', 'type', 'location', 'sku', 'properties']);
  assert.deepEqual(Object.keys(first.properties), [
    'upgradePolicy',
    'virtualMachineProfile',
    'provisioningState',
  ]);
  const page = await shownBy('2016-04-30-preview');
  assert.deepEqual(Object.keys(page.properties), [
    'singlePlacementGroup',
    'upgradePolicy',
    'virtualMachineProfile',
    'provisioningState',
    'overprovision',
    'uniqueId',
  ]);
  assert.deepEqual((await shownBy('2017-12-01')).properties['upgradePolicy'], {
    mode: 'Manual',
    automaticOSUpgrade: false,
  });
  assert.ok(!('automaticRepairsPolicy' in (await shownBy('2018-06-01')).properties));
  assert.ok('automaticRepairsPolicy' in (await shownBy('2018-10-01')).properties);
  assert.ok(!('etag' in (await shownBy('2024-03-01'))));
  assert.equal((await shownBy('2024-07-01'))['etag'], '"1"');
});

test('create: a Windows image gets a Windows configuration', async () => {
  const azure = await createAzure();
  const body = linuxSet({
    profile: {
      storageProfile: {
        imageReference: {
          publisher: 'MicrosoftWindowsServer',
          offer: 'WindowsServer',
          sku: '2022-datacenter-azure-edition',
          version: 'latest',
        },
        osDisk: { createOption: 'FromImage' },
      },
    },
  });
  const { json } = await azure.send('PUT', setPath('win'), { body });
  const profile = (json as Shown).properties.virtualMachineProfile as Record<string, JsonObject>;
  assert.deepEqual(profile['osProfile']?.['windowsConfiguration'], {
    provisionVMAgent: true,
    enableAutomaticUpdates: true,
  });
  const storage = profile['storageProfile'] ?? {};
  assert.equal((storage['osDisk'] as JsonObject)['diskSizeGB'], 127);
  await azure.settle();
  const view = await azure.send('GET', `${setPath('win')}/virtualMachines/0/instanceView`);
  assert.equal(view.json['osName'], 'Windows Server 2022 Datacenter');
  assert.equal(view.json['hyperVGeneration'], 'V2');
});

// Recorded: model-defaults.md, "identity".
test('create: identities get their ids', async () => {
  const azure = await createAzure();
  const id = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u`;
  const identity = { type: 'systemassigned,userassigned', userAssignedIdentities: { [id]: {} } };
  const { json } = await azure.send('PUT', setPath('web'), {
    body: linuxSet({ envelope: { identity } }),
  });
  const shown = json['identity'] as JsonObject;
  assert.deepEqual(Object.keys(shown), [
    'type',
    'principalId',
    'tenantId',
    'userAssignedIdentities',
  ]);
  assert.equal(shown['type'], 'SystemAssigned, UserAssigned');
  const again = await azure.send('GET', setPath('web'));
  assert.deepEqual(again.json['identity'], shown);
});

test('create: the set is in the registry from its first commit', async () => {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), { body: linuxSet({ envelope: { tags: { a: 'b' } } }) });
  const { json } = await azure.send('GET', `${GROUP}/resources`, { version: '2021-04-01' });
  const [item] = json['value'] as JsonObject[];
  assert.equal(item?.['type'], 'Microsoft.Compute/virtualMachineScaleSets');
  assert.deepEqual(item?.['tags'], { a: 'b' });
});

// Measured clients put back what they got (CLIENTS.md, "vmss scale"): read-only parts and all.
test('create: an answer can be put back as it is and changes nothing', async () => {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), {
    body: linuxSet({ extensions: [extension('A', { protectedSettings: { token: 'x' } })] }),
  });
  await azure.settle();
  for (const version of [
    '2016-04-30-preview',
    '2017-12-01',
    '2020-06-01',
    '2024-07-01',
    '2026-09-01',
  ]) {
    const before = await azure.send('GET', setPath('web'), { version });
    const put = await azure.send('PUT', setPath('web'), { body: before.json, version });
    assert.equal(put.httpStatus, 200, `${version}: ${put.text}`);
    await azure.settle();
    const machine = await azure.send('GET', `${setPath('web')}/virtualMachines/0`);
    const properties = machine.json['properties'] as JsonObject;
    assert.equal(properties['latestModelApplied'], true, version);
  }
});

test('create: member names in any casing are the same members', async () => {
  const azure = await createAzure();
  const body = JSON.parse(
    JSON.stringify(linuxSet())
      .replace('"upgradePolicy"', '"UpgradePolicy"')
      .replace('"sku"', '"SKU"'),
  ) as JsonObject;
  const put = await azure.send('PUT', setPath('web'), { body });
  assert.equal(put.httpStatus, 201);
  assert.deepEqual((put.json as Shown).properties['upgradePolicy'], { mode: 'Manual' });
});

// Decision: a version newer than all known ones is served as the newest, members that nobody knows kept.
test('create: members of a version to come are kept, unless they may be secret', async () => {
  const azure = await createAzure();
  const body = linuxSet({ properties: { futurePolicy: { on: true }, futurePassword: 'hush' } });
  const put = await azure.send('PUT', setPath('web'), { body, version: '2031-01-01' });
  assert.equal(put.httpStatus, 201, put.text);
  assert.deepEqual((put.json as Shown).properties['futurePolicy'], { on: true });
  assert.ok(!put.text.includes('hush'));
});
