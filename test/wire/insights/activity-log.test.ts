/*
 * The activity log. Sources of the expectations: the specification's activityLogs_API.json
 * (2015-04-01); Microsoft Learn, "Azure activity log event schema" (category Administrative) and
 * "Activity Logs - List"; how long things take is the test's own life cycle.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { formatInstant, type JsonObject } from '../../../src/base/index.ts';
import { parseLifecycle } from '../../../src/scaleset/index.ts';
import { createMemoryStore, openStore, type Store } from '../../../src/store/index.ts';
import { type Azure, createAzure, SUBSCRIPTION, TENANT } from '../compute/support/azure.ts';
import { linuxSet } from '../compute/support/models.ts';

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG`;
const SET = `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
const LOG = `/subscriptions/${SUBSCRIPTION}/providers/microsoft.insights/eventtypes/management/values`;

const BODY = linuxSet();

type Named = { readonly value: string; readonly localizedValue: string };
interface Line {
  readonly operationName: Named;
  readonly status: Named;
  readonly subStatus: Named;
  readonly eventTimestamp: string;
  readonly properties: JsonObject;
  readonly [member: string]: unknown;
}

function target(azure: Azure, clauses = '', since = azure.clock.now() - 3_600e6): string {
  const from = formatInstant(since);
  const filter = `eventTimestamp ge '${from}'${clauses === '' ? '' : ` and ${clauses}`}`;
  return `${LOG}?api-version=2015-04-01&$filter=${encodeURIComponent(filter)}`;
}

async function lines(azure: Azure, clauses?: string): Promise<readonly Line[]> {
  const { httpStatus, json, text } = await azure.send('GET', target(azure, clauses));
  assert.equal(httpStatus, 200, text);
  return json['value'] as unknown as Line[];
}

const brief = (all: readonly Line[]): readonly string[] =>
  all.map(({ operationName, status }) => `${operationName.value} ${status.value}`);

test('activity log: a write of a set is started, accepted and, when its operation ends, succeeded', async () => {
  const azure = await createAzure();
  await azure.advance(1);
  const began = azure.clock.now();
  const put = await azure.send('PUT', SET, {
    body: BODY,
    headers: { 'x-ms-client-request-id': 'mine-1', 'x-ms-correlation-request-id': 'corr-1' },
  });
  assert.equal(put.httpStatus, 201);
  const write = 'Microsoft.Compute/virtualMachineScaleSets/write';
  const about = `resourceUri eq '${SET}'`;
  assert.deepEqual(brief(await lines(azure, about)), [`${write} Accepted`, `${write} Started`]);
  await azure.settle();
  const all = await lines(azure, about);
  assert.deepEqual(brief(all), [`${write} Succeeded`, `${write} Accepted`, `${write} Started`]);
  const [last, accepted, started] = all as [Line, Line, Line];
  assert.deepEqual(
    [last.subStatus, accepted.subStatus.value, started.subStatus.value],
    [{ value: 'OK', localizedValue: 'OK (HTTP Status Code: 200)' }, 'Created', ''],
  );
  const operation = await azure.send('GET', put.header('azure-asyncoperation') ?? '');
  assert.equal(Date.parse(last.eventTimestamp), Date.parse(String(operation.json['endTime'])));
  assert.equal(Date.parse(started.eventTimestamp), Math.floor(began / 1_000));
  assert.match(started.eventTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
  assert.equal(new Set(all.map((line) => line['eventDataId'])).size, 3);
  const { id, eventDataId, claims, properties, ...rest } = last;
  const [event, ticks] = String(id).slice(`${SET}/events/`.length).split('/ticks/');
  assert.equal(event, eventDataId);
  assert.equal(
    BigInt(ticks ?? ''),
    BigInt(Date.parse(last.eventTimestamp)) * 10_000n + 621355968000000000n,
  );
  assert.equal((claims as JsonObject)['appid'], 'test');
  assert.equal(properties['statusCode'], 'OK');
  assert.equal(properties['entity'], SET);
  const named = (value: string): Named => ({ value, localizedValue: value });
  assert.deepEqual(rest, {
    authorization: { action: write, role: 'Contributor', scope: SET },
    caller: SUBSCRIPTION,
    channels: 'Operation',
    correlationId: 'corr-1',
    description: '',
    eventName: { value: 'EndRequest', localizedValue: 'End request' },
    category: named('Administrative'),
    httpRequest: { clientRequestId: 'mine-1', method: 'PUT' },
    level: 'Informational',
    resourceGroupName: 'RG',
    resourceProviderName: named('Microsoft.Compute'),
    resourceId: SET,
    resourceType: named('Microsoft.Compute/virtualMachineScaleSets'),
    operationId: started['operationId'],
    operationName: named(write),
    status: named('Succeeded'),
    subStatus: last.subStatus,
    eventTimestamp: last.eventTimestamp,
    submissionTimestamp: last.eventTimestamp,
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
    relatedEvents: [],
  });
});

test('activity log: actions, deletions and refusals are told apart, reads are not logged', async () => {
  const azure = await createAzure();
  await azure.send('PUT', SET, { body: BODY });
  await azure.settle();
  await azure.send('GET', SET);
  await azure.send('POST', `${SET}/poweroff`, { body: { instanceIds: ['0'] } });
  await azure.settle();
  await azure.advance(1);
  await azure.send('POST', `${SET}/virtualMachines/0/start`);
  await azure.settle();
  await azure.advance(1);
  const refused = await azure.send('POST', `${SET}/start`, { body: { instanceIds: ['77'] } });
  assert.equal(refused.httpStatus, 400);
  await azure.advance(1);
  await azure.send('DELETE', SET);
  await azure.settle();
  const all = await lines(azure, `resourceUri eq '${SET.toLowerCase()}'`);
  const type = 'Microsoft.Compute/virtualMachineScaleSets';
  const three = (name: string): string[] =>
    ['Succeeded', 'Accepted', 'Started'].map((status) => `${type}/${name} ${status}`);
  assert.deepEqual(brief(all), [
    ...three('delete'),
    `${type}/start/action Failed`,
    `${type}/start/action Started`,
    ...three('virtualMachines/start/action'),
    ...three('powerOff/action'),
    ...three('write'),
  ]);
  const failed = all.find(({ status }) => status.value === 'Failed');
  assert.equal(failed?.['level'], 'Error');
  assert.equal(failed?.['resourceId'], SET);
  assert.deepEqual(failed?.subStatus, {
    value: 'BadRequest',
    localizedValue: 'BadRequest (HTTP Status Code: 400)',
  });
  const { code, message } = refused.json['error'] as { code: string; message: string };
  assert.deepEqual(JSON.parse(String(failed?.properties['statusMessage'])), {
    error: { code, message },
  });
});

test('activity log: an operation that fails is a failure when it does', async () => {
  const lifecycle = parseLifecycle({
    name: 'full',
    steps: { allocate: '10s', boot: '5s', finish: '1s' },
    faults: [
      {
        on: { step: 'allocate', probability: 1 },
        effect: 'fail',
        failure: { code: 'AllocationFailed', message: 'No room.' },
      },
    ],
  });
  const azure = await createAzure({ lifecycle });
  await azure.send('PUT', SET, { body: BODY });
  await azure.settle();
  const [last] = await lines(azure, `resourceUri eq '${SET}'`);
  assert.equal(last?.status.value, 'Failed');
  const message = JSON.parse(String(last?.properties['statusMessage'])) as JsonObject;
  assert.equal(message['status'], 'Failed');
  const error = message['error'] as { code: string; details: { code: string }[] };
  assert.deepEqual(
    [error.code, error.details.map(({ code }) => code)],
    ['ResourceOperationFailure', ['AllocationFailed']],
  );
});

test('activity log: resource groups and other resources are in it; the end of a group is', async () => {
  const azure = await createAzure();
  const net = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net`;
  await azure.send('PUT', net, {
    version: '2023-04-01',
    body: {
      location: 'westeurope',
      properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
    },
  });
  await azure.advance(60);
  await azure.send('DELETE', GROUP, { version: '2022-09-01' });
  await azure.advance(300);
  await azure.send('GET', GROUP, { version: '2022-09-01' });
  const all = await lines(azure, `resourceGroupName eq 'rg'`);
  const group = 'Microsoft.Resources/subscriptions/resourceGroups';
  const network = 'Microsoft.Network/virtualNetworks';
  assert.deepEqual(brief(all), [
    `${group}/delete Succeeded`,
    `${group}/delete Accepted`,
    `${group}/delete Started`,
    `${network}/write Succeeded`,
    `${network}/write Accepted`,
    `${network}/write Started`,
    `${group}/write Succeeded`,
    `${group}/write Started`,
  ]);
});

/** The answers of one history; the process is cut off in the middle when there is a way to reopen. */
async function history(open: () => Promise<Store>, cut: boolean): Promise<string> {
  let store = await open();
  let azure = await createAzure({ store });
  await azure.send('PUT', SET, { body: BODY });
  await azure.advance(3);
  if (cut) {
    // Nothing is closed in between: the second process has what the first one had committed.
    store = await open();
    azure = await createAzure({ store, clock: azure.clock });
  }
  await azure.send('POST', `${SET}/start`, { body: { instanceIds: ['9'] } });
  await azure.settle();
  const { text } = await azure.send(
    'GET',
    target(azure, `resourceUri eq '${SET}'`, 1_767_225_600e6),
  );
  return text;
}

test('activity log: the same bytes on SQLite as in memory, and all of it after a cut', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-activity-'));
  const opened: Store[] = [];
  const sqlite = async (name: string): Promise<Store> => {
    await opened.pop()?.close();
    const store = await openStore(`sqlite:${path.join(folder, name)}`);
    opened.push(store);
    return store;
  };
  try {
    const memory = createMemoryStore();
    const inMemory = await history(async () => memory, false);
    assert.equal(await history(() => sqlite('whole.db'), false), inMemory);
    const lines = (text: string) => brief((JSON.parse(text) as { value: Line[] }).value);
    assert.deepEqual(lines(inMemory), [
      'Microsoft.Compute/virtualMachineScaleSets/write Succeeded',
      'Microsoft.Compute/virtualMachineScaleSets/start/action Failed',
      'Microsoft.Compute/virtualMachineScaleSets/start/action Started',
      'Microsoft.Compute/virtualMachineScaleSets/write Accepted',
      'Microsoft.Compute/virtualMachineScaleSets/write Started',
    ]);
    assert.deepEqual(lines(await history(() => sqlite('cut.db'), true)), lines(inMemory));
  } finally {
    await opened.pop()?.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('activity log: filters, selects and pages; newest first', async () => {
  const azure = await createAzure();
  for (let count = 0; count < 110; count += 1) {
    await azure.send('PUT', GROUP, { body: { location: 'westeurope' }, version: '2022-09-01' });
    await azure.advance(1);
  }
  const first = await azure.send('GET', target(azure));
  const value = first.json['value'] as unknown as Line[];
  assert.equal(value.length, 200);
  await azure.send('PUT', GROUP, { body: { location: 'westeurope' }, version: '2022-09-01' });
  const next = await azure.send('GET', String(first.json['nextLink']));
  const rest = next.json['value'] as unknown as Line[];
  assert.equal(rest.length, 22, 'the group of the fixture, 110 more, two events each');
  assert.equal(next.json['nextLink'], undefined);
  const times = [...value, ...rest].map(({ eventTimestamp }) => eventTimestamp);
  assert.deepEqual(times, times.toSorted().toReversed());
  const ids = [...value, ...rest].map((line) => line['eventDataId']);
  assert.equal(new Set(ids).size, 222);
  const selected = await azure.send(
    'GET',
    `${target(azure, "status eq 'Started'")}&$select=status,EventName`,
  );
  for (const line of selected.json['value'] as unknown as Line[]) {
    assert.deepEqual(line, {
      eventName: { value: 'BeginRequest', localizedValue: 'Begin request' },
      status: { value: 'Started', localizedValue: 'Started' },
    });
  }
  const none: readonly string[] = [
    "resourceGroupName eq 'other'",
    "caller eq 'nobody'",
    "eventChannels eq 'Admin'",
    "levels eq 'Error,Critical'",
    "resourceProvider eq 'Microsoft.Compute'",
    "correlationId eq 'x'",
    "category eq 'Autoscale'",
    "eventTimestamp le '2025-12-31T23:59:59Z' and status eq 'Failed'",
  ];
  for (const clause of none.slice(0, -1)) assert.deepEqual(await lines(azure, clause), [], clause);
  // az leaves the quotes out.
  const from = formatInstant(azure.clock.now() - 5e6);
  const unquoted = `eventTimestamp ge ${from} and eventTimestamp le ${formatInstant(azure.clock.now())} and eventChannels eq 'Admin, Operation'`;
  const plain = await azure.send(
    'GET',
    `${LOG}?api-version=2015-04-01&$filter=${encodeURIComponent(unquoted)}`,
  );
  assert.equal((plain.json['value'] as unknown as Line[]).length, 12);
});

test('activity log: refuses what it does not understand, and says so', async () => {
  const azure = await createAzure();
  const bad: readonly string[] = [
    '',
    'nonsense',
    "eventTimestamp le '2026-01-01T00:00:00Z'",
    "eventTimestamp ge 'soon'",
    "eventTimestamp ge '2026-01-01T00:00:00Z' or status eq 'Failed'",
    "eventTimestamp ge '2026-01-01T00:00:00Z' and colour eq 'blue'",
    "eventTimestamp ge '2026-01-01T00:00:00Z' and status ge 'Failed'",
    "eventTimestamp ge '2026-01-01T00:00:00Z' and",
    "eventTimestamp ge '2027-01-01T00:00:00Z'",
    "eventTimestamp ge '2025-01-01T00:00:00Z'",
  ];
  for (const filter of bad) {
    const { httpStatus, json } = await azure.send(
      'GET',
      `${LOG}?api-version=2015-04-01&$filter=${encodeURIComponent(filter)}`,
    );
    const error = json['error'] as { code?: string } | undefined;
    assert.deepEqual([httpStatus, error?.code ?? json['code']], [400, 'BadRequest'], filter);
  }
  const unknown = await azure.send('GET', `${target(azure)}&$select=colour`);
  assert.equal(unknown.httpStatus, 400);
  const without = await azure.send('GET', `${LOG}?api-version=2015-04-01`);
  assert.equal(without.httpStatus, 400);
});

test('activity log: forgets what is older than 90 days', async () => {
  const azure = await createAzure();
  await azure.advance(91 * 86_400);
  for (let count = 0; count < 64; count += 1) {
    await azure.send('PUT', GROUP, { body: { location: 'westeurope' }, version: '2022-09-01' });
  }
  const kept = await azure.store.listDocuments('activity-log', { prefix: '', limit: 100 });
  assert.equal(kept.length, 64, 'the group of 91 days ago has gone');
});

test('activity log: the categories have names', async () => {
  const azure = await createAzure();
  const { json } = await azure.send(
    'GET',
    '/providers/microsoft.insights/eventcategories?api-version=2015-04-01',
  );
  const names = (json['value'] as unknown as Named[]).map(({ value }) => value);
  assert.ok(names.includes('Administrative') && names.includes('Autoscale'));
});
