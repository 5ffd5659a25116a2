import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldCase, isJsonObject, type JsonObject } from '../../../src/base/index.ts';
import { createEmulator, type Emulator, parseConfig } from '../../../src/server/index.ts';
import { at, errorOf, flexibleSet, WEB } from './support/flexible.ts';
import { createAzure } from './support/azure.ts';
import { GROUP, linuxSet } from './support/models.ts';

// Source of all, where nothing else is said: Microsoft Learn, "Azure Metadata Service: Scheduled
// Events for Linux VMs" and "Terminate notification for Azure Virtual Machine Scale Set instances".

const SPOT = { priority: 'Spot', evictionPolicy: 'Delete' };
const NOTICE = {
  scheduledEventsProfile: {
    terminateNotificationProfile: { notBeforeTimeout: 'PT5M', enable: true },
  },
};
/** So that the machines have the lowest numbers. */
const EXACT = { overprovision: false };
const VERSION = '2020-07-01';

class Client {
  readonly emulator: Emulator;

  constructor(emulator: Emulator) {
    this.emulator = emulator;
  }

  async send(method: string, target: string, body?: unknown, headers: object = {}) {
    const response = await this.emulator.handle({
      method,
      target,
      headers: { host: 'localhost:8677', 'content-type': 'application/json', ...headers },
      body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
      secure: true,
    });
    const text = new TextDecoder().decode(response.body ?? new Uint8Array());
    const json: unknown = text === '' ? {} : JSON.parse(text);
    return { httpStatus: response.httpStatus, json: isJsonObject(json) ? json : {}, text };
  }

  arm(method: string, path: string, body?: unknown) {
    const separator = path.includes('?') ? '&' : '?';
    return this.send(method, `${path}${separator}api-version=2024-07-01`, body);
  }

  events(machineId: string, version = VERSION) {
    return this.send('GET', address(machineId, version), undefined, { metadata: 'true' });
  }

  approve(machineId: string, ...eventIds: readonly unknown[]) {
    const body = { StartRequests: eventIds.map((id) => ({ EventId: id })) };
    return this.send('POST', address(machineId), body, { metadata: 'true' });
  }

  advance(by: string) {
    return this.send('POST', '/_lazulite/clock', { advanceBy: by });
  }
}

function address(machineId: string, version = VERSION): string {
  return `/_lazulite/scheduledevents${machineId}?api-version=${version}`;
}

async function withSet(body: JsonObject, use: (client: Client) => Promise<void>): Promise<void> {
  const emulator = await createEmulator(
    parseConfig({
      store: 'memory',
      clock: 'manual',
      auth: 'open',
      lifecycle: 'fast',
      seed: 1,
      logLevel: 'error',
    }),
  );
  try {
    const client = new Client(emulator);
    await client.arm('PUT', GROUP, { location: 'westeurope' });
    const made = await client.arm('PUT', WEB, body);
    assert.equal(made.httpStatus, 201, made.text);
    await client.advance('1m');
    await use(client);
  } finally {
    await emulator.close();
  }
}

const machine = (id: number | string) => `${WEB}/virtualMachines/${id}`;

test('scheduled events: none is an empty list', async () => {
  await withSet(linuxSet({ profile: NOTICE, properties: EXACT }), async (client) => {
    const { httpStatus, json } = await client.events(machine(0));
    assert.equal(httpStatus, 200);
    assert.deepEqual(json, { DocumentIncarnation: 1, Events: [] });
    const below = await client.send(
      'GET',
      `/_lazulite/scheduledevents${machine(0)}/metadata/scheduledevents?api-version=${VERSION}`,
      undefined,
      { metadata: 'true' },
    );
    assert.deepEqual(below.json, json);
  });
});

test('terminate notification: announced, acknowledged, gone', async () => {
  await withSet(linuxSet({ capacity: 3, profile: NOTICE, properties: EXACT }), async (client) => {
    const gone = await client.arm('DELETE', machine(1));
    assert.equal(gone.httpStatus, 202);
    const { json } = await client.events(machine(1));
    const [event] = json['Events'] as JsonObject[];
    const { EventId, Description, NotBefore, ...rest } = event ?? {};
    assert.match(String(EventId), /^[0-9A-F-]{36}$/);
    assert.equal(typeof Description, 'string');
    // RFC 1123, as in the document: "Mon, 19 Sep 2016 18:29:47 GMT".
    assert.match(String(NotBefore), /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
    assert.deepEqual(rest, {
      EventStatus: 'Scheduled',
      EventType: 'Terminate',
      ResourceType: 'VirtualMachine',
      Resources: ['web_1'],
      EventSource: 'User',
      DurationInSeconds: -1,
    });
    assert.equal(json['DocumentIncarnation'], 2);
    assert.deepEqual((await client.events(machine(0))).json['Events'], []);
    // The machine goes on until then, and is being deleted as far as the set says.
    await client.advance('4m');
    const view = await client.arm('GET', `${machine(1)}/instanceView`);
    assert.equal(at(view.json, 'statuses', 0, 'code'), 'ProvisioningState/deleting');
    assert.equal(at(view.json, 'statuses', 1, 'code'), 'PowerState/running');
    assert.deepEqual(
      at(
        (await client.arm('GET', `${WEB}/instanceView`)).json,
        'virtualMachine',
        'statusesSummary',
      ),
      [
        { code: 'ProvisioningState/succeeded', count: 2 },
        { code: 'ProvisioningState/deleting', count: 1 },
      ],
    );
    const approved = await client.approve(machine(1), String(EventId).toLowerCase());
    assert.equal(approved.httpStatus, 200);
    const started = (await client.events(machine(1))).json['Events'] as JsonObject[];
    assert.equal(started[0]?.['EventStatus'], 'Started');
    assert.equal(started[0]?.['NotBefore'], '', 'blank once it has started');
    await client.advance('1m');
    assert.equal((await client.arm('GET', machine(1))).httpStatus, 404);
    // The other one says nothing, and goes when its time is over.
    await client.arm('DELETE', machine(2));
    await client.advance('4m');
    assert.equal((await client.arm('GET', machine(2))).httpStatus, 200);
    await client.advance('2m');
    assert.equal((await client.arm('GET', machine(2))).httpStatus, 404);
    assert.equal((await client.events(machine(2))).httpStatus, 404);
  });
});

test('preempt: announced half a minute ahead; a Flexible machine is found by its own id too', async () => {
  const body = flexibleSet({ capacity: 1, profile: SPOT });
  await withSet(body, async (client) => {
    const list = await client.arm('GET', `${WEB}/virtualMachines`);
    const name = String(at(list.json, 'value', 0, 'name'));
    const own = `${GROUP}/providers/Microsoft.Compute/virtualMachines/${name}`;
    assert.equal((await client.arm('POST', `${own}/simulateEviction`)).httpStatus, 204);
    const { json } = await client.events(own);
    const [event] = json['Events'] as JsonObject[];
    assert.equal(event?.['EventType'], 'Preempt');
    assert.equal(event['EventSource'], 'Platform');
    assert.deepEqual(event['Resources'], [name]);
    assert.deepEqual((await client.events(machine(name))).json, json);
    assert.deepEqual((await client.events(foldCase(own))).json, json);
    await client.advance('29s');
    assert.equal((await client.arm('GET', own)).httpStatus, 200);
    await client.advance('1m');
    assert.equal((await client.arm('GET', own)).httpStatus, 404);
  });
});

test('scheduled events: members by api-version', async () => {
  await withSet(linuxSet({ profile: NOTICE, properties: EXACT }), async (client) => {
    await client.arm('DELETE', machine(0));
    for (const [version, members] of [
      ['2017-11-01', []],
      ['2019-04-01', ['Description']],
      ['2019-08-01', ['Description', 'EventSource']],
      ['2020-07-01', ['Description', 'EventSource', 'DurationInSeconds']],
    ] as const) {
      const { json } = await client.events(machine(0), version);
      const [event] = json['Events'] as JsonObject[];
      assert.deepEqual(Object.keys(event ?? {}).slice(6), members);
    }
  });
});

test('scheduled events: what is not asked for properly is refused', async () => {
  await withSet(linuxSet({ profile: NOTICE, properties: EXACT }), async (client) => {
    await client.arm('DELETE', machine(0));
    const bare = await client.send('GET', address(machine(0)));
    assert.equal(bare.httpStatus, 400, 'the header Metadata is missing');
    for (const version of ['', '1999-01-01']) {
      const answer = await client.events(machine(0), version);
      assert.equal(answer.httpStatus, 400);
      assert.match(answer.text, /newest-versions/);
    }
    const events = (await client.events(machine(0))).json['Events'] as JsonObject[];
    const known = events[0]?.['EventId'];
    for (const ids of [['no such'], [known, 'no such'], [], [7]]) {
      assert.equal((await client.approve(machine(0), ...ids)).httpStatus, 400, String(ids));
    }
    assert.equal((await client.approve(machine(1), known)).httpStatus, 400, "another's event");
    const metadata = { metadata: 'true' };
    assert.equal((await client.send('POST', address(machine(0)), {}, metadata)).httpStatus, 400);
    assert.equal((await client.events(machine(9))).httpStatus, 404);
    assert.equal((await client.approve(machine(9), known)).httpStatus, 404);
    assert.equal((await client.events(WEB)).httpStatus, 404);
    assert.equal((await client.events('/%ff')).httpStatus, 400);
    const put = await client.send('PUT', address(machine(0)), {}, metadata);
    assert.equal(put.httpStatus, 405);
    const still = (await client.events(machine(0))).json['Events'] as JsonObject[];
    assert.equal(still[0]?.['EventStatus'], 'Scheduled', 'nothing of this was a yes');
  });
});

test('notifications: five to fifteen minutes, fifteen for another system', async () => {
  for (const [name, notBeforeTimeout, httpStatus] of [
    ['terminateNotificationProfile', 'PT5M', 201],
    ['terminateNotificationProfile', 'PT15M', 201],
    ['terminateNotificationProfile', 'PT4M59S', 400],
    ['terminateNotificationProfile', 'PT16M', 400],
    ['terminateNotificationProfile', '10', 400],
    ['osImageNotificationProfile', 'PT15M', 201],
    ['osImageNotificationProfile', 'PT10M', 400],
  ] as const) {
    const azure = await createAzure();
    const profile = { scheduledEventsProfile: { [name]: { enable: true, notBeforeTimeout } } };
    const answer = await azure.send('PUT', WEB, { body: linuxSet({ profile }) });
    assert.equal(answer.httpStatus, httpStatus, answer.text);
    if (httpStatus === 400) {
      assert.equal(errorOf(answer)['target'], `scheduledEventsProfile.${name}.notBeforeTimeout`);
    } else {
      const shown = at(answer.json, 'properties', 'virtualMachineProfile');
      assert.deepEqual(at(shown, 'scheduledEventsProfile', name), {
        notBeforeTimeout,
        enable: true,
      });
    }
  }
});
