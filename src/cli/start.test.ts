import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { ReadyInformation } from '../server/index.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'lazulite-start-'));
const started: ChildProcess[] = [];
after(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(root, { recursive: true });
});

test('start: tells where it is, keeps its fleet, and stops cleanly', async () => {
  const data = path.join(root, 'kept');
  const readyFile = path.join(root, 'ready.json');
  const options = [
    '--data',
    data,
    '--scenario',
    'demo',
    '--ready-file',
    readyFile,
    '--clock',
    'manual',
  ];
  const first = startEmulator(options);
  const ready = await first.ready();
  assert.deepEqual(Object.keys(ready), [
    'url',
    'httpUrl',
    'caFile',
    'caBundleFile',
    'tenantId',
    'subscriptionId',
    'pid',
  ]);
  assert.match(ready.url, /^https:\/\/localhost:\d+$/);
  assert.equal(ready.pid, first.child.pid);
  assert.deepEqual(JSON.parse(readFileSync(readyFile, 'utf8')), ready);
  assert.match(readFileSync(ready.caFile, 'utf8'), /^-----BEGIN CERTIFICATE-----/);
  assert.equal((await get(`${ready.httpUrl}/_lazulite/health`)).status, 'ready');

  first.child.kill('SIGTERM');
  assert.deepEqual(await first.exit(), { code: 0, signal: null });
  assert.equal(
    existsSync(readyFile),
    false,
    'a script that waits for the next start must not find it',
  );

  const second = startEmulator(['--data', data]);
  await second.ready();
  const clock = spawn(process.execPath, ['src/cli/main.ts', 'view', '--data', data]);
  let shown = '';
  clock.stdout.on('data', (chunk) => (shown += String(chunk)));
  await once(clock, 'close');
  assert.match(shown, /^batch in demo/, 'the fleet is there again');
  second.child.kill('SIGINT');
  assert.deepEqual(await second.exit(), { code: 0, signal: null });
});

test('start: a port that is taken and a store that is locked are said in one line', async () => {
  const data = path.join(root, 'taken');
  const first = startEmulator(['--data', data]);
  const { port } = new URL((await first.ready()).url);

  const samePort = startEmulator(['--port', port, '--store', 'memory', '--data', data]);
  assert.deepEqual(await samePort.exit(), { code: 1, signal: null });
  assert.match(samePort.error(), /^lazulite: Port \d+ .* is in use.*\(EMU_ADDRESS_IN_USE\)\n$/);

  const sameStore = startEmulator(['--data', data]);
  assert.deepEqual(await sameStore.exit(), { code: 1, signal: null });
  assert.match(sameStore.error(), /^lazulite: .*\(EMU_STORE_LOCKED\)\n$/);

  first.child.kill('SIGTERM');
  assert.deepEqual(await first.exit(), { code: 0, signal: null });
});

test('start: a folder that cannot be used is said in one line', async () => {
  const file = path.join(root, 'taken', 'ca.pem');
  const inFile = startEmulator(['--data', file, '--store', 'memory']);
  assert.deepEqual(await inFile.exit(), { code: 2, signal: null });
  assert.match(inFile.error(), /^lazulite: The data folder .* cannot be used \(E\w+\).*--data DIR/);
  const readyInFile = startEmulator([
    '--data',
    path.join(root, 'fine'),
    '--store=memory',
    '--ready-file',
    path.join(file, 'ready.json'),
  ]);
  assert.deepEqual(await readyInFile.exit(), { code: 2, signal: null });
  assert.match(
    readyInFile.error(),
    /^lazulite: The ready file .* cannot be used .*--ready-file FILE/,
  );
  const storeInFile = startEmulator(['--data', file]);
  assert.deepEqual(await storeInFile.exit(), { code: 1, signal: null });
  assert.match(
    storeInFile.error(),
    /^lazulite: The folder of .*lazulite.db cannot be made .*EMU_STORE_UNAVAILABLE/,
  );
});

test('npm start: in a checkout it is the demonstration, with its view and how to reach it', async () => {
  const data = path.join(root, 'demo');
  const demo = startEmulator(['--lifecycle', 'fast', '--clock', 'instant'], 'src/cli/checkout.ts', {
    LAZULITE_DATA: data,
    LAZULITE_STORE: 'memory',
    LAZULITE_PORT: '0',
  });
  await demo.ready();
  const out = await demo.output(/Stop.*Ctrl-C\n$/);
  assert.match(
    out,
    /\nweb: ProvisioningState\/succeeded; virtual machines succeeded 12; setup succeeded 12/,
  );
  assert.match(out, /\nunlucky: ProvisioningState\/failed\/\w+; /);
  assert.match(out, /curl --cacert .*instanceView\?api-version=2016-04-30-preview/);
  assert.match(out, /new ComputeManagementClient\(/);
  demo.child.kill('SIGTERM');
  assert.deepEqual(await demo.exit(), { code: 0, signal: null });
  assert.equal(existsSync(path.join(data, 'lazulite.db')), false, 'nothing is kept');
});

/** Starts a process, and reads what it says. */
function startEmulator(
  options: readonly string[],
  file = 'src/cli/main.ts',
  environment: Readonly<Record<string, string>> = {},
) {
  const command = file.endsWith('main.ts') ? ['start', '--port', '0'] : [];
  const child = spawn(process.execPath, [file, ...command, ...options], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const exited = once(child, 'close');
  let out = '';
  let error = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (error += String(chunk)));
  const output = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(out)) {
      const ended = await Promise.race([once(child.stdout, 'data'), exited.then(() => 'ended')]);
      if (ended === 'ended') assert.match(out, pattern, error);
    }
    return out;
  };
  return {
    child,
    output,
    error: () => error,
    async ready(): Promise<ReadyInformation> {
      const text = await output(/\n/);
      return JSON.parse(text.split('\n')[0] ?? '') as ReadyInformation;
    },
    async exit() {
      const [code, signal] = (await exited) as [number | null, string | null];
      return { code, signal };
    },
  };
}

async function get(url: string): Promise<{ readonly status: string }> {
  const [answer] = (await once(http.get(url), 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return JSON.parse(text) as { readonly status: string };
}
