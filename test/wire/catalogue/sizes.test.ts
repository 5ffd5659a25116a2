import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createAzure, SUBSCRIPTION } from '../compute/support/azure.ts';
import { linuxSet, setPath } from '../compute/support/models.ts';

const COMPUTE = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute`;

interface Sku {
  readonly resourceType: string;
  readonly name: string;
  readonly tier?: string;
  readonly size?: string;
  readonly family?: string;
  readonly locations: readonly string[];
  readonly locationInfo: readonly {
    location: string;
    zones: string[];
    zoneDetails: JsonObject[];
  }[];
  readonly capabilities: readonly { name: string; value: string }[];
  readonly restrictions: readonly JsonObject[];
}

async function skusIn(location: string): Promise<readonly Sku[]> {
  const azure = await createAzure();
  const filter = encodeURIComponent(`location eq '${location}'`);
  const answer = await azure.send('GET', `${COMPUTE}/skus?$filter=${filter}`, {
    version: '2021-07-01',
  });
  assert.equal(answer.httpStatus, 200, answer.text);
  assert.equal(answer.json['nextLink'], undefined, 'a region is one page');
  return answer.json['value'] as unknown as Sku[];
}

// Members and words of a SKU: the specification's example of ResourceSkus_List; values of the size:
// Microsoft Learn, "Dsv3 sizes series".
test('skus: a size is described as az vm list-skus reads it', async () => {
  const skus = await skusIn('westeurope');
  const sku = skus.find(({ name }) => name === 'Standard_D2s_v3');
  assert.ok(sku);
  assert.equal(sku.resourceType, 'virtualMachines');
  assert.equal(sku.tier, 'Standard');
  assert.equal(sku.size, 'D2s_v3');
  assert.equal(sku.family, 'standardDSv3Family');
  assert.deepEqual(sku.locations, ['WestEurope']);
  assert.deepEqual(sku.locationInfo[0]?.zones, ['1', '2', '3']);
  assert.deepEqual(sku.restrictions, []);
  const values = Object.fromEntries(sku.capabilities.map(({ name, value }) => [name, value]));
  assert.equal(values['vCPUs'], '2');
  assert.equal(values['MemoryGB'], '8');
  assert.equal(values['MaxDataDiskCount'], '4');
  assert.equal(values['MaxResourceVolumeMB'], '16384');
  assert.equal(values['HyperVGenerations'], 'V1,V2');
  assert.equal(values['CpuArchitectureType'], 'x64');
  for (const name of [
    'PremiumIO',
    'LowPriorityCapable',
    'EphemeralOSDiskSupported',
    'EncryptionAtHostSupported',
    'AcceleratedNetworkingEnabled',
  ]) {
    assert.equal(values[name], 'True', name);
  }
});

test('skus: disks and availability sets are there too, names are unique, sizes are many', async () => {
  const skus = await skusIn('westeurope');
  const types = Map.groupBy(skus, ({ resourceType }) => resourceType);
  assert.deepEqual([...types.keys()], ['availabilitySets', 'disks', 'virtualMachines']);
  const sizes = (types.get('virtualMachines') ?? []).map(({ name }) => name);
  assert.ok(sizes.length > 250, `${sizes.length} sizes`);
  assert.equal(new Set(sizes).size, sizes.length);
  for (const { name, capabilities } of types.get('virtualMachines') ?? []) {
    for (const { name: capability, value } of capabilities) {
      assert.match(value, /^(?!NaN)[\w.,]+$/, `${name} ${capability}`);
    }
  }
  const aligned = types.get('availabilitySets')?.find(({ name }) => name === 'Aligned');
  assert.deepEqual(aligned?.capabilities, [
    { name: 'MaximumPlatformFaultDomainCount', value: '3' },
  ]);
});

test('skus: the whole subscription comes page by page and has every region', async () => {
  const azure = await createAzure();
  let path = `${COMPUTE}/skus?api-version=2019-04-01`;
  const seen: string[] = [];
  for (let pages = 0; path !== ''; pages += 1) {
    assert.ok(pages < 10);
    const answer = await azure.send('GET', path);
    const value = answer.json['value'] as unknown as Sku[];
    assert.ok(value.length <= 500);
    seen.push(
      ...value.map(({ resourceType, name, size, locations }) =>
        [resourceType, name, size, locations].join(),
      ),
    );
    path = String(answer.json['nextLink'] ?? '');
  }
  assert.equal(new Set(seen).size, seen.length);
  for (const location of ['WestEurope', 'EastUS', 'SoutheastAsia']) {
    assert.ok(seen.includes(`virtualMachines,Standard_B1s,B1s,${location}`));
  }
});

test('skus: only a location can be filtered by', async () => {
  const azure = await createAzure();
  const answer = await azure.send(
    'GET',
    `${COMPUTE}/skus?$filter=${encodeURIComponent("name eq 'x'")}`,
    {
      version: '2021-07-01',
    },
  );
  assert.equal(answer.httpStatus, 400);
  assert.equal((answer.json['error'] as JsonObject)['code'], 'InvalidFilterInQueryString');
});

// Members: the specification's example of VirtualMachineSizes_List.
test('vmSizes: cores, memory and disks as az vm list-sizes reads them', async () => {
  const azure = await createAzure();
  const answer = await azure.send('GET', `${COMPUTE}/locations/eastus/vmSizes`);
  const value = answer.json['value'] as JsonObject[];
  assert.deepEqual(
    value.find(({ name }) => name === 'Standard_DS1_v2'),
    {
      name: 'Standard_DS1_v2',
      numberOfCores: 1,
      osDiskSizeInMB: 1047552,
      resourceDiskSizeInMB: 7168,
      memoryInMB: 3584,
      maxDataDiskCount: 4,
    },
  );
});

test('vmSizes: a location that is none is refused with the type', async () => {
  const azure = await createAzure();
  const answer = await azure.send('GET', `${COMPUTE}/locations/atlantis/vmSizes`);
  assert.equal(answer.httpStatus, 400);
  const error = answer.json['error'] as JsonObject;
  assert.equal(error['code'], 'NoRegisteredProviderFound');
  assert.match(String(error['message']), /for type 'locations\/vmSizes'/);
});

test('a set: lists the sizes that it can change to', async () => {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), { body: linuxSet() });
  const answer = await azure.send('GET', `${setPath('web')}/skus`);
  const value = answer.json['value'] as JsonObject[];
  assert.deepEqual(
    value.find(({ sku }) => (sku as JsonObject)['name'] === 'Standard_D4s_v5'),
    {
      resourceType: 'Microsoft.Compute/virtualMachineScaleSets',
      sku: { name: 'Standard_D4s_v5', tier: 'Standard' },
      capacity: { minimum: 0, maximum: 100, defaultCapacity: 1, scaleType: 'Automatic' },
    },
  );
  assert.equal((await azure.send('GET', `${setPath('none')}/skus`)).httpStatus, 404);
});

// Words: ansible-collections/azure #1243.
test('a set: a size that does not exist is refused with the valid ones, at PUT and PATCH', async () => {
  const azure = await createAzure();
  const body = linuxSet({ envelope: { sku: { name: 'Standard_Z9', capacity: 1 } } });
  const refused = await azure.send('PUT', setPath('web'), { body });
  const error = refused.json['error'] as JsonObject;
  assert.equal(error['code'], 'InvalidParameter');
  assert.match(
    String(error['message']),
    /^The value Standard_Z9 provided for the VM size is not valid\. The valid sizes in the current region are: .*Standard_D2s_v5,/,
  );
  await azure.send('PUT', setPath('web'), { body: linuxSet() });
  const patched = await azure.send('PATCH', setPath('web'), {
    body: { sku: { name: 'Standard_Z9' } },
  });
  assert.equal((patched.json['error'] as JsonObject)['code'], 'InvalidParameter');
});

// Words: mspnp/aks-baseline #372.
test('a set: a size that its zones do not offer is not available', async () => {
  const azure = await createAzure({ locations: ['West US'] });
  const sku = { name: 'Standard_D2s_v5', capacity: 1 };
  const zonal = linuxSet({ envelope: { location: 'westus', sku, zones: ['1', '2'] } });
  const answer = await azure.send('PUT', setPath('web'), { body: zonal });
  assert.equal(answer.httpStatus, 409, answer.text);
  assert.deepEqual(answer.json['error'], {
    code: 'SkuNotAvailable',
    message: `The requested size for resource '${setPath('web')}' is currently not available in location 'westus' zones '1,2' for subscription '${SUBSCRIPTION}'. Please try another size or deploy to a different location or zones. See https://aka.ms/azureskunotavailable for details.`,
  });
  const rare = linuxSet({
    envelope: { location: 'westus', sku: { name: 'Standard_M64s', capacity: 1 } },
  });
  assert.match((await azure.send('PUT', setPath('web'), { body: rare })).text, /zones '' for/);
  const plain = linuxSet({ envelope: { location: 'westus', sku } });
  assert.equal((await azure.send('PUT', setPath('web'), { body: plain })).httpStatus, 201);
});

test('a set: says the size in any casing', async () => {
  const azure = await createAzure();
  const body = linuxSet({ envelope: { sku: { name: 'standard_d2S_v5', capacity: 1 } } });
  assert.equal((await azure.send('PUT', setPath('web'), { body })).httpStatus, 201);
});
