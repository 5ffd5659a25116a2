/*
 * Metrics of sets and machines. Sources of the expectations: the specification's metrics_API.json and
 * metricDefinitions_API.json (2018-01-01) with their examples; Microsoft Q&A 1791401 for the values of
 * the availability of machines; Azure/azure-sdk-for-net#29584 and Azure/azure-sdk-for-java#18777 for
 * the refusal of a name. How long things take is the test's own life cycle.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatInstantSeconds, type JsonObject, parseInstant } from '../../../src/base/index.ts';
import type { TestEmulator } from '../../../src/testing/index.ts';
import { flexibleSet, machinePath } from '../compute/support/flexible.ts';
import { createWorld, listOf, objectOf, ok, SET, VERSION } from '../faults/support/surfaces.ts';

const METRICS = `${SET}/providers/Microsoft.Insights/metrics`;
const AVAILABILITY = 'VmAvailabilityMetric';
const MINUTE = 60e6;

async function metrics(
  emulator: TestEmulator,
  query: string,
  target = METRICS,
): Promise<JsonObject> {
  return ok(emulator, 'GET', `${target}?api-version=2018-01-01&${query}`);
}

async function nowOf(emulator: TestEmulator): Promise<number> {
  return parseInstant((await emulator.clock.read()).now) ?? Number.NaN;
}

/** From the minute of an instant until now, which is in it. */
async function since(emulator: TestEmulator, at: number): Promise<string> {
  const [from, to] = [Math.floor(at / MINUTE) * MINUTE, (await nowOf(emulator)) + 1e6];
  return `timespan=${formatInstantSeconds(from)}/${formatInstantSeconds(to)}`;
}

function dataOf(body: JsonObject, series = 0): readonly JsonObject[] {
  return listOf(listOf(listOf(body['value'])[0]?.['timeseries'])[series]?.['data']);
}

/** A settled set, at a whole minute. */
async function atMinute(emulator: TestEmulator): Promise<number> {
  const next = Math.ceil((await nowOf(emulator)) / MINUTE) * MINUTE;
  await emulator.clock.advanceTo(formatInstantSeconds(next));
  return next;
}

test('metrics: machines that run are available, and the answer has the form of the specification', async () => {
  await using emulator = await createWorld();
  const from = await atMinute(emulator);
  await emulator.clock.advance('3m');
  const body = await metrics(
    emulator,
    `metricnames=${AVAILABILITY}&aggregation=Average,count&interval=PT1M&timespan=${formatInstantSeconds(from)}/${formatInstantSeconds(from + 3 * MINUTE)}`,
  );
  assert.deepEqual(Object.keys(body), [
    'cost',
    'timespan',
    'interval',
    'namespace',
    'resourceregion',
    'value',
  ]);
  assert.equal(body['namespace'], 'Microsoft.Compute/virtualMachineScaleSets');
  assert.equal(body['resourceregion'], 'westeurope');
  assert.equal(body['interval'], 'PT1M');
  const [metric] = listOf(body['value']);
  assert.equal(metric?.['id'], `${SET}/providers/Microsoft.Insights/metrics/${AVAILABILITY}`);
  assert.equal(metric['type'], 'Microsoft.Insights/metrics');
  assert.equal(metric['unit'], 'Count');
  assert.equal(metric['errorCode'], 'Success');
  assert.deepEqual(metric['timeseries'], [
    {
      metadatavalues: [],
      data: [0, 1, 2].map((minute) => ({
        timeStamp: formatInstantSeconds(from + minute * MINUTE),
        average: 1,
        count: 4,
      })),
    },
  ]);
});

test('metrics: before there was a machine, and after now, there is no value', async () => {
  await using emulator = await createWorld();
  const now = await atMinute(emulator);
  const body = await metrics(
    emulator,
    `metricnames=${AVAILABILITY}&timespan=${formatInstantSeconds(now - 600 * MINUTE)}/${formatInstantSeconds(now - 598 * MINUTE)}`,
  );
  assert.deepEqual(
    dataOf(body).map((point) => Object.keys(point)),
    [['timeStamp'], ['timeStamp']],
  );
  const ahead = await metrics(
    emulator,
    `metricnames=${AVAILABILITY}&timespan=${formatInstantSeconds(now)}/${formatInstantSeconds(now + 2 * MINUTE)}`,
  );
  assert.deepEqual(
    dataOf(ahead).map(({ average }) => average),
    [1, undefined],
  );
});

test('metrics: who is stopped by way of Azure tells nothing; who is restarted is not available meanwhile', async () => {
  await using emulator = await createWorld();
  const from = await atMinute(emulator);
  await ok(emulator, 'POST', `${SET}/powerOff?${VERSION}`, { instanceIds: ['0'] });
  await emulator.clock.runUntilIdle();
  await emulator.clock.advance('1m');
  await atMinute(emulator);
  const stopped = dataOf(
    await metrics(
      emulator,
      `metricnames=${AVAILABILITY}&aggregation=count,minimum&${await since(emulator, from)}`,
    ),
  ).at(-1);
  assert.equal(stopped?.['count'], 3);
  assert.equal(stopped['minimum'], 1);

  // A restart that takes its time.
  await using slow = await createWorld();
  await ok(slow, 'POST', '/_lazulite/faults', { fault: 'StuckOperation', on: { resource: SET } });
  const before = await atMinute(slow);
  const restart = await slow.request('POST', `${SET}/restart?${VERSION}`, { instanceIds: ['1'] });
  assert.equal(restart.httpStatus, 202);
  await slow.clock.advance('2m');
  const body = await metrics(
    slow,
    `metricnames=${AVAILABILITY}&aggregation=average,minimum,maximum,total,count&${await since(slow, before)}`,
  );
  const point = dataOf(body).at(-1);
  assert.deepEqual(
    [
      point?.['average'],
      point?.['minimum'],
      point?.['maximum'],
      point?.['total'],
      point?.['count'],
    ],
    [0.75, 0, 1, 3, 4],
  );
});

test('metrics: each machine by VMName, ordered and limited', async () => {
  await using emulator = await createWorld();
  const from = await atMinute(emulator);
  await ok(emulator, 'POST', '/_lazulite/faults', {
    fault: 'ZoneOutage',
    on: { resource: SET, zone: '1' },
  });
  await emulator.clock.advance('3m');
  const query = `metricnames=${AVAILABILITY}&${await since(emulator, from)}`;
  const all = await metrics(emulator, `${query}&$filter=${encodeURIComponent("VMName eq '*'")}`);
  const series = listOf(listOf(all['value'])[0]?.['timeseries']);
  const named = series.map(({ metadatavalues, data }) => [
    listOf(metadatavalues)[0]?.['value'],
    listOf(data).at(-1)?.['average'],
  ]);
  assert.equal(named.length, 4);
  assert.equal(named.filter(([, value]) => value === 0).length, 2);
  const worst = await metrics(
    emulator,
    `${query}&$filter=${encodeURIComponent("VMName eq '*'")}&top=1&orderby=${encodeURIComponent('average asc')}`,
  );
  const [first, ...others] = listOf(listOf(worst['value'])[0]?.['timeseries']);
  assert.equal(others.length, 0);
  const name = String(listOf(first?.['metadatavalues'])[0]?.['value']);
  assert.equal(named.find(([machine]) => machine === name)?.[1], 0);
  const one = await metrics(
    emulator,
    `${query}&$filter=${encodeURIComponent(`VMName eq '${name.toUpperCase()}'`)}`,
  );
  assert.equal(dataOf(one).at(-1)?.['average'], 0);
  const names = await metrics(
    emulator,
    `${query}&resultType=metadata&$filter=${encodeURIComponent("VMName eq '*'")}`,
  );
  assert.equal(names['interval'], undefined);
  assert.deepEqual(Object.keys(listOf(listOf(names['value'])[0]?.['timeseries'])[0] ?? {}), [
    'metadatavalues',
  ]);
});

test('metrics: of one machine of a set, and none of one that is not there', async () => {
  await using emulator = await createWorld();
  const from = await atMinute(emulator);
  const target = `${SET}/virtualMachines/2/providers/microsoft.insights/metrics`;
  const body = await metrics(emulator, await since(emulator, from), target);
  assert.equal(body['namespace'], 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines');
  assert.deepEqual(
    dataOf(body).map(({ average }) => average),
    [1],
  );
  const gone = await emulator.request(
    'GET',
    `${target.replace('/2/', '/99/')}?api-version=2018-01-01`,
  );
  assert.equal(gone.httpStatus, 404);
});

test('metrics: of a machine of a Flexible set, by its own name', async () => {
  await using emulator = await createWorld();
  const flexible = SET.replace('/web', '/free');
  const made = flexibleSet({ capacity: 2 });
  await ok(emulator, 'PUT', `${flexible}?${VERSION}`, made);
  await emulator.clock.runUntilIdle();
  const { value } = await ok(emulator, 'GET', `${flexible}/virtualMachines?${VERSION}`);
  const [name = '', other = ''] = listOf(value).map((machine) => String(machine['name']));
  const from = await atMinute(emulator);
  const machine = machinePath(name);
  await ok(emulator, 'POST', `${machine}/deallocate?${VERSION}`);
  await ok(emulator, 'POST', '/_lazulite/metrics', {
    resourceId: machinePath(other),
    name: 'Percentage CPU',
    value: 7,
  });
  await emulator.clock.advance('2m');
  const read = async (of: string, metric: string): Promise<readonly unknown[]> => {
    const target = `${machinePath(of)}/providers/Microsoft.Insights/metrics`;
    const query = `metricnames=${metric}&${await since(emulator, from + MINUTE)}`;
    const body = await metrics(emulator, query, target);
    assert.equal(body['namespace'], 'Microsoft.Compute/virtualMachines');
    return dataOf(body).map(({ average }) => average);
  };
  assert.deepEqual(await read(name, AVAILABILITY), [undefined, undefined]);
  assert.deepEqual(await read(other, AVAILABILITY), [1, 1]);
  assert.deepEqual(await read(other, 'percentage cpu'), [7, 7]);
});

// Source: metricNamespaces_API.json (2017-12-01-preview) and its example GetMetricNamespaces.json.
test('metrics: there is one namespace, that of the type', async () => {
  await using emulator = await createWorld({ capacity: 1 });
  const namespaces = `${SET}/virtualMachines/0/providers/microsoft.insights/metricNamespaces`;
  const query = 'api-version=2017-12-01-preview';
  const name = 'Microsoft.Compute-virtualMachineScaleSets-virtualMachines';
  assert.deepEqual(await ok(emulator, 'GET', `${namespaces}?${query}&startTime=2026-01-01`), {
    value: [
      {
        id: `${namespaces}/${name}`,
        name,
        type: 'Microsoft.Insights/metricNamespaces',
        classification: 'Platform',
        properties: { metricNamespaceName: name.replaceAll('-', '/') },
      },
    ],
  });
  const answer = await emulator.request('GET', `${namespaces}?${query}&startTime=soon`);
  assert.equal(answer.httpStatus, 400);
  assert.deepEqual(answer.json, {
    code: 'BadRequest',
    message: 'Detected invalid start time input: soon',
  });
  const gone = namespaces.replace('/0/', '/99/');
  assert.equal((await emulator.request('GET', `${gone}?${query}`)).httpStatus, 404);
});

test('metrics: what users feed is read back, of each machine or shared by all', async () => {
  await using emulator = await createWorld();
  const from = await atMinute(emulator);
  await ok(emulator, 'POST', '/_lazulite/metrics', {
    resourceId: SET,
    name: 'Percentage CPU',
    value: 80,
  });
  await ok(emulator, 'POST', '/_lazulite/metrics', { resourceId: SET, name: 'queue', total: 12 });
  await emulator.clock.advance('2m');
  const cpu = await metrics(
    emulator,
    `metricnames=percentage cpu,queue&aggregation=average,total,count&interval=PT5M&${await since(emulator, from)}`,
  );
  const values = listOf(cpu['value']).map(({ name, timeseries }) => [
    objectOf(name)['value'],
    ...listOf(listOf(timeseries)[0]?.['data']).map(({ average, total, count }) => [
      average,
      Number(total) / Number(count),
    ]),
  ]);
  assert.deepEqual(values, [
    ['Percentage CPU', [80, 80]],
    ['queue', [3, 3]],
  ]);
  const definitions = await ok(
    emulator,
    'GET',
    `${SET}/providers/Microsoft.Insights/metricDefinitions?api-version=2018-01-01`,
  );
  const [first, ...more] = listOf(definitions['value']);
  assert.deepEqual(Object.keys(first ?? {}), [
    'id',
    'resourceId',
    'namespace',
    'name',
    'displayDescription',
    'isDimensionRequired',
    'unit',
    'primaryAggregationType',
    'supportedAggregationTypes',
    'metricAvailabilities',
    'dimensions',
  ]);
  assert.equal(objectOf(more.at(-1)?.['name'])['value'], 'queue');
});

const REFUSALS: readonly (readonly [query: string, message: RegExp])[] = [
  [
    'metricnames=Nothing',
    /^Failed to find metric configuration for provider: Microsoft\.Compute, resource Type: virtualMachineScaleSets, metric: Nothing, Valid metrics: VmAvailabilityMetric,Percentage CPU,/,
  ],
  ['interval=PT2M', /^Detected invalid time grain input: PT2M, supported ones are: PT1M,PT5M,/],
  ['interval=60', /^Detected invalid time grain input: 60/],
  ['timespan=yesterday', /^Detected invalid time span input: yesterday/],
  ['timespan=2026-01-02T00:00:00Z/2026-01-01T00:00:00Z', /^Detected invalid time span input/],
  ['timespan=2020-01-01/2026-01-01', /more than 44640 points/],
  ['aggregation=median', /^Detected invalid aggregation input: median/],
  [`$filter=${encodeURIComponent("Color eq 'red'")}`, /^The filter 'Color eq 'red'' is not valid/],
  ['top=5', /^Detected invalid top input: 5/],
  ['orderby=average sideways', /^Detected invalid orderby input/],
  ['metricnamespace=Microsoft.Web/sites', /^Metric namespace Microsoft\.Web\/sites is not known/],
  ['resultType=Names', /^resultType is Data or Metadata/],
  ['rollupby=VMName', /^rollupby is not supported/],
];

test('metrics: what is not understood is refused, without an envelope', async () => {
  await using emulator = await createWorld({ capacity: 1 });
  for (const [query, message] of REFUSALS) {
    const answer = await emulator.request('GET', `${METRICS}?api-version=2018-01-01&${query}`);
    assert.equal(answer.httpStatus, 400, query);
    const body = objectOf(answer.json);
    assert.deepEqual(Object.keys(body), ['code', 'message'], query);
    assert.equal(body['code'], 'BadRequest');
    assert.match(String(body['message']), message);
  }
  // A machine's metrics have no dimension to be split by. Source: Microsoft Learn, "Supported metrics".
  const split = await emulator.request(
    'GET',
    `${SET}/virtualMachines/0/providers/Microsoft.Insights/metrics?api-version=2018-01-01&$filter=${encodeURIComponent("VMName eq '*'")}`,
  );
  assert.equal(split.httpStatus, 400);
  assert.match(JSON.stringify(split.json), /have no dimensions/);
  const none = await emulator.request(
    'GET',
    `${METRICS.replace('/web/', '/nobody/')}?api-version=2018-01-01`,
  );
  assert.equal(none.httpStatus, 404);
  const version = await emulator.request('GET', `${METRICS}?api-version=2001-01-01`);
  assert.equal(version.httpStatus, 400);
});
