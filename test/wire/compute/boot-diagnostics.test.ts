import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResponse, JsonObject } from '../../../src/base/index.ts';
import { createBootDiagnosticsBlobs } from '../../../src/providers/index.ts';
import { parseLifecycle } from '../../../src/scaleset/index.ts';
import { type Answer, type Azure, createAzure } from './support/azure.ts';
import { machinePath, settled as flexible } from './support/flexible.ts';
import { extension, linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');
const MACHINE = `${WEB}/virtualMachines/0`;
const MANAGED = { diagnosticsProfile: { bootDiagnostics: { enabled: true } } };
const ACCOUNT = {
  diagnosticsProfile: {
    bootDiagnostics: { enabled: true, storageUri: 'https://logs.blob.core.windows.net' },
  },
};

async function settled(profile: JsonObject, properties: JsonObject = {}): Promise<Azure> {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 2, profile, properties }) });
  await azure.settle();
  return azure;
}

const retrieve = (azure: Azure, query = '', machine = MACHINE): Promise<Answer> =>
  azure.send('POST', `${machine}/retrieveBootDiagnosticsData${query}`);

async function read(azure: Azure, uri: unknown, method = 'GET'): Promise<HttpResponse> {
  const { fleet, clock } = azure;
  const blobs = createBootDiagnosticsBlobs({
    fleet,
    now: () => clock.now(),
    secretKey: new Uint8Array(32).fill(7),
  });
  const target = String(uri).replace(/^https:\/\/localhost:8677/, '');
  const request = { method, target, headers: {}, body: new Uint8Array(), secure: true };
  const answer = blobs.handle(request);
  assert.ok(answer, `${target} is no blob`);
  return await answer;
}

const textOf = ({ body }: HttpResponse): string => Buffer.from(body ?? []).toString('utf8');

async function log(azure: Azure, machine = MACHINE): Promise<string> {
  const { json } = await retrieve(azure, '', machine);
  return textOf(await read(azure, json['serialConsoleLogBlobUri']));
}

async function view(azure: Azure): Promise<JsonObject> {
  return (await azure.send('GET', `${MACHINE}/instanceView`)).json;
}

// Specification: RetrieveBootDiagnosticsDataResult; names: "FAQ for Virtual Machine Scale Sets".
test('boot diagnostics: both addresses, of blobs that can be read without a token', async () => {
  const azure = await settled(MANAGED);
  const answer = await retrieve(azure);
  assert.equal(answer.httpStatus, 200);
  assert.deepEqual(Object.keys(answer.json), [
    'consoleScreenshotBlobUri',
    'serialConsoleLogBlobUri',
  ]);
  const vmId = String(
    ((await azure.send('GET', MACHINE)).json['properties'] as JsonObject)['vmId'],
  );
  assert.ok(
    String(answer.json['serialConsoleLogBlobUri']).startsWith(
      `https://localhost:8677/_lazulite/boot-diagnostics${WEB}/0/bootdiagnostics-web0-${vmId}/web_0.${vmId}.serialconsole.log?`,
    ),
    answer.text,
  );
  const text = await log(azure);
  assert.match(text, /Linux version .*ubuntu 22\.04/);
  assert.match(text, /web000000 login: \r\n$/);
  const picture = await read(azure, answer.json['consoleScreenshotBlobUri']);
  const bytes = Buffer.from(picture.body ?? []);
  assert.equal(bytes.toString('latin1', 0, 2), 'BM');
  assert.equal(bytes.readUInt32LE(2), bytes.length);
  assert.deepEqual([bytes.readInt32LE(18), bytes.readInt32LE(22)], [640, 400]);
  assert.ok(bytes.subarray(62).some((byte) => byte !== 0));
  const head = await read(azure, answer.json['consoleScreenshotBlobUri'], 'HEAD');
  assert.deepEqual([head.httpStatus, head.body], [200, null]);
});

test('boot diagnostics: the log says what the machine has been through, always the same', async () => {
  const failing = parseLifecycle({
    name: 'failing',
    steps: { allocate: '10s', boot: '5s', provisionOs: '5s' },
    faults: [
      {
        on: { step: 'installExtension' },
        effect: 'fail',
        failure: { code: 'VMExtensionProvisioningError', message: 'exit status 1' },
      },
    ],
  });
  const azure = await createAzure({ lifecycle: failing });
  const body = linuxSet({ capacity: 1, profile: MANAGED, extensions: [extension('script')] });
  await azure.send('PUT', WEB, { body });
  await azure.advance(12);
  assert.doesNotMatch(await log(azure), /login/);
  await azure.settle();
  const running = await log(azure);
  assert.equal(await log(azure), running);
  assert.match(
    running,
    /INFO ExtHandler \[Microsoft\.Azure\.Extensions\.script-2\.0\] failed: exit status 1/,
  );
  await azure.send('POST', `${MACHINE}/poweroff`);
  await azure.settle();
  const stopped = await log(azure);
  assert.match(stopped, /reboot: Power down/);
  assert.doesNotMatch(stopped, /login/);
});

test('boot diagnostics: Windows shows its administration console', async () => {
  const azure = await settled({
    ...MANAGED,
    storageProfile: {
      imageReference: {
        publisher: 'MicrosoftWindowsServer',
        offer: 'WindowsServer',
        sku: '2022-datacenter',
        version: 'latest',
      },
      osDisk: { createOption: 'FromImage' },
    },
  });
  assert.match(await log(azure), /SAC>\r\nEVENT: The CMD command is now available\.\r\n$/);
});

// Specification, BootDiagnosticsInstanceView: not set with managed storage.
test('boot diagnostics: the instance view has addresses in an account, and none with Azure', async () => {
  const managed = await settled(MANAGED);
  assert.deepEqual((await view(managed))['bootDiagnostics'], {});
  const own = await settled(ACCOUNT);
  const { consoleScreenshotBlobUri, serialConsoleLogBlobUri } = (await view(own))[
    'bootDiagnostics'
  ] as JsonObject;
  const base =
    /^https:\/\/logs\.blob\.core\.windows\.net\/bootdiagnostics-web0-[-0-9a-f]{36}\/web_0\./;
  assert.match(String(consoleScreenshotBlobUri), base);
  assert.match(String(serialConsoleLogBlobUri), /serialconsole\.log$/);
  const { json } = await retrieve(own);
  assert.equal((await read(own, json['serialConsoleLogBlobUri'])).httpStatus, 200);
  const off = await settled({ diagnosticsProfile: { bootDiagnostics: { enabled: false } } });
  assert.ok(!('bootDiagnostics' in (await view(off))));
});

test('boot diagnostics: refused when they are off, and for a length of time that there is not', async () => {
  const off = await settled({});
  const refusal = await retrieve(off);
  assert.equal(refusal.httpStatus, 409);
  assert.deepEqual(refusal.json, {
    error: {
      code: 'OperationNotAllowed',
      message: 'Boot diagnostics is not enabled for the VM.',
    },
  });
  const azure = await settled(MANAGED);
  for (const minutes of ['0', '1441', '-1', '1.5', 'long']) {
    const answer = await retrieve(azure, `?sasUriExpirationTimeInMinutes=${minutes}`);
    assert.equal(answer.httpStatus, 400, minutes);
    assert.equal((answer.json['error'] as JsonObject)['target'], 'sasUriExpirationTimeInMinutes');
  }
  assert.equal((await retrieve(azure, '', `${WEB}/virtualMachines/7`)).httpStatus, 404);
});

// Documented: "Blob service error codes"; default of the length of time: specification.
test('boot diagnostics: an address is good for its time, for its blob and for its machine', async () => {
  const azure = await settled(MANAGED);
  const short = (await retrieve(azure, '?sasUriExpirationTimeInMinutes=1')).json;
  const usual = (await retrieve(azure)).json;
  const uri = String(short['serialConsoleLogBlobUri']);
  const forged = [
    uri.replace(/sig=[^&]+/, 'sig=AAAA'),
    uri.replace(/se=\d{4}/, 'se=2999'),
    uri.replace('serialconsole.log', 'screenshot.bmp'),
    uri.replace('/0/', '/1/'),
    uri.replace('web_0', 'web%E0'),
    uri.split('?')[0],
  ];
  for (const address of forged) {
    const answer = await read(azure, address);
    assert.equal(answer.httpStatus, 403, address);
    assert.match(textOf(answer), /<Code>AuthenticationFailed<\/Code>/);
  }
  assert.equal((await read(azure, uri, 'PUT')).httpStatus, 405);
  await azure.advance(59);
  assert.equal((await read(azure, uri)).httpStatus, 200);
  await azure.advance(1);
  assert.equal((await read(azure, uri)).httpStatus, 403);
  assert.equal((await read(azure, usual['serialConsoleLogBlobUri'])).httpStatus, 200);
  await azure.send('DELETE', MACHINE);
  await azure.settle();
  const gone = await read(azure, usual['serialConsoleLogBlobUri']);
  assert.equal(gone.httpStatus, 404);
  assert.match(textOf(gone), /BlobNotFound/);
});

test('boot diagnostics: of machines of Flexible sets', async () => {
  const azure = await flexible({ capacity: 1, profile: MANAGED });
  const machine = machinePath(azure.names[0] ?? '');
  assert.match(await log(azure, machine), /login: /);
  const { json } = await azure.send('GET', `${machine}/instanceView`);
  assert.deepEqual(json['bootDiagnostics'], {});
});
