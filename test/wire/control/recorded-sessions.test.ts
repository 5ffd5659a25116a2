import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { runScenario } from '../../../src/server/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { quickStartTemplate } from '../../deployments/support/quick-starts.ts';
import { GROUP } from '../compute/support/models.ts';
import { model, objectOf, SET, VERSION } from '../faults/support/surfaces.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-recorded-'));
after(() => rmSync(folder, { recursive: true }));

const GROUP_VERSION = 'api-version=2022-09-01';
const DEPLOYMENT = `${GROUP}/providers/Microsoft.Resources/deployments/d?${GROUP_VERSION}`;
const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const SINCE = encodeURIComponent("eventTimestamp ge '2026-01-01T00:00:00Z'");
const ACTIVITY = `/subscriptions/${GROUP.split('/')[2] ?? ''}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=${SINCE}`;

interface RecordedSession {
  readonly name: string;
  /** What comes of it, so that the session is the one that is meant. */
  readonly status: number;
  readonly secrets?: readonly string[];
  play(emulator: TestEmulator): Promise<number>;
}

/** Makes the set, with something of its body replaced. */
async function put(emulator: TestEmulator, from: RegExp, to: string): Promise<number> {
  const text = JSON.stringify(model());
  assert.match(text, from);
  const body = new TextEncoder().encode(text.replace(from, () => to));
  return (await emulator.request('PUT', `${SET}?${VERSION}`, body)).httpStatus;
}

const PASSWORD = /"adminPassword":"[^"]+"/;
const PROFILE = /"virtualMachineProfile":\{/;

async function deploy(
  emulator: TestEmulator,
  template: JsonObject,
  parameters: JsonObject,
): Promise<number> {
  const properties = { mode: 'Incremental', template, parameters };
  const { httpStatus } = await emulator.request('PUT', DEPLOYMENT, { properties });
  await emulator.clock.runUntilIdle();
  await emulator.request('GET', DEPLOYMENT);
  await emulator.request('GET', `${GROUP}/resources?${GROUP_VERSION}`);
  return httpStatus;
}

/** Makes the set as somebody else, and looks who has. */
async function putAs(emulator: TestEmulator, authorization: string): Promise<number> {
  const { httpStatus } = await emulator.inject({
    method: 'PUT',
    target: `${SET}?${VERSION}`,
    headers: { host: 'localhost', authorization, 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(model())),
    secure: true,
  });
  await emulator.clock.advance('10m');
  await emulator.request('GET', ACTIVITY);
  return httpStatus;
}

async function signIn(emulator: TestEmulator, tenant: string, form: string): Promise<string> {
  const scope = 'scope=https%3A%2F%2Fmanagement.azure.com%2F.default';
  const body = new TextEncoder().encode(`${form}&${scope}`);
  const response = await emulator.inject({
    method: 'POST',
    target: `/${tenant}/oauth2/v2.0/token`,
    headers: {
      host: 'localhost',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    },
    body,
    secure: true,
  });
  const answer = JSON.parse(new TextDecoder().decode(response.body ?? undefined)) as JsonObject;
  return `Bearer ${String(answer['access_token'])}`;
}

const SESSIONS: readonly RecordedSession[] = [
  {
    name: 'a password that is refused',
    status: 400,
    play: (emulator) => put(emulator, PASSWORD, '"adminPassword":"short"'),
  },
  {
    name: 'custom data that is refused',
    status: 400,
    play: (emulator) =>
      put(emulator, PASSWORD, '"adminPassword":"Good-enough-1","customData":"not base64 !"'),
  },
  {
    name: 'user data that is read back',
    status: 200,
    async play(emulator) {
      await put(emulator, PROFILE, '"virtualMachineProfile":{"userData":"aGVsbG8=",');
      await emulator.clock.runUntilIdle();
      const target = `${SET}?${VERSION}&$expand=userData`;
      return (await emulator.request('GET', target)).httpStatus;
    },
  },
  {
    name: 'secure parameters of any name, and their defaults',
    status: 201,
    secrets: ['Hidden-Thing-77', 'Boxed-Thing-88', 'Default-Pin-99', 'Named-Pass-66'],
    play: (emulator) =>
      deploy(
        emulator,
        {
          $schema: SCHEMA,
          contentVersion: '1.0.0.0',
          parameters: {
            credential: { type: 'secureString' },
            box: { type: 'secureObject' },
            adminPassword: { type: 'string', metadata: { description: 'd' } },
            pin: { type: 'securestring', defaultValue: 'Default-Pin-99' },
          },
          resources: [],
        },
        {
          credential: { value: 'Hidden-Thing-77' },
          box: { value: { inner: 'Boxed-Thing-88' } },
          adminPassword: { value: 'Named-Pass-66' },
        },
      ),
  },
  {
    name: 'a quick start with a public key for its credential',
    status: 201,
    play: (emulator) =>
      deploy(emulator, quickStartTemplate('ubuntu-autoscale'), {
        setName: { value: 'scaling' },
        startWith: { value: 5 },
        user: { value: 'azureuser' },
        credential: { value: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDlazulite user@example' },
      }),
  },
  {
    name: 'a quick start with a password',
    status: 201,
    secrets: ['Xy7!kilimanjaro'],
    play: (emulator) =>
      deploy(emulator, quickStartTemplate('flexible-modules'), {
        user: { value: 'azureuser' },
        secret: { value: 'Xy7!kilimanjaro' },
      }),
  },
  {
    name: 'a run command with secrets',
    status: 201,
    secrets: ['RunCmd-Secret-1', 'RunAs-Secret-2'],
    async play(emulator) {
      await emulator.request('PUT', `${SET}?${VERSION}`, model());
      await emulator.clock.runUntilIdle();
      const command = `${SET}/virtualMachines/0/runCommands/rc?${VERSION}`;
      const { httpStatus } = await emulator.request('PUT', command, {
        location: 'westeurope',
        properties: {
          source: { script: 'echo hello' },
          protectedParameters: [{ name: 'p', value: 'RunCmd-Secret-1' }],
          runAsPassword: 'RunAs-Secret-2',
        },
      });
      await emulator.clock.runUntilIdle();
      await emulator.request('GET', `${command}&$expand=instanceView`);
      return httpStatus;
    },
  },
  {
    name: 'a token that is none',
    status: 401,
    play: (emulator) => putAs(emulator, 'Bearer nonsense'),
  },
  {
    name: 'another scheme',
    status: 401,
    secrets: ['dXNlcjpwYXNz'],
    play: (emulator) => putAs(emulator, 'Basic dXNlcjpwYXNz'),
  },
  {
    name: 'a client of another tenant',
    status: 201,
    secrets: ['My-client-secret'],
    async play(emulator) {
      const form = 'grant_type=client_credentials&client_id=app-x&client_secret=My-client-secret';
      const tenant = '11111111-2222-3333-4444-555555555555';
      return await putAs(emulator, await signIn(emulator, tenant, form));
    },
  },
  {
    name: 'a person',
    status: 201,
    secrets: ['My-own-pass-word'],
    async play(emulator) {
      const who = 'client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46&username=me%40example.com';
      const form = `grant_type=password&${who}&password=My-own-pass-word`;
      return await putAs(emulator, await signIn(emulator, 'organizations', form));
    },
  },
  {
    name: 'bytes that are no UTF-8',
    status: 400,
    async play(emulator) {
      const bytes = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
      return (await emulator.request('PUT', `${SET}?${VERSION}`, bytes)).httpStatus;
    },
  },
  {
    name: 'members that are there twice, and digits that are many',
    status: 200,
    async play(emulator) {
      const text = '{"location":"westeurope", "location" : "westeurope","n":12345678901234567890}';
      const body = new TextEncoder().encode(text);
      return (await emulator.request('PUT', `${GROUP}?${GROUP_VERSION}`, body)).httpStatus;
    },
  },
];

for (const { name, status, secrets = [], play } of SESSIONS) {
  test(`recorded sessions: ${name}`, async () => {
    await using emulator = await startEmulator({ lifecycle: 'fast' });
    await emulator.request('POST', '/_lazulite/recording');
    await emulator.request('PUT', `${GROUP}?${GROUP_VERSION}`, { location: 'westeurope' });
    assert.equal(await play(emulator), status);
    const { json } = await emulator.request('DELETE', '/_lazulite/recording');
    const text = JSON.stringify(objectOf(json), undefined, 1);
    for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} is in it`);
    const file = path.join(folder, 'recorded.json');
    writeFileSync(file, text);
    const report = await runScenario({ choice: file, options: {} });
    assert.ok(report.passed, JSON.stringify(report.steps.at(-1)));
  });
}
