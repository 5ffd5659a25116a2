import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import {
  announceReady,
  createEmulator,
  parseConfig,
  type ReadyInformation,
} from '../server/index.ts';
import { lazulite } from './fixture.ts';

const data = mkdtempSync(path.join(os.tmpdir(), 'lazulite-cli-'));
const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'lazulite-cli-'));
let ready: ReadyInformation;
let stop: () => Promise<void>;

before(async () => {
  const config = parseConfig({ data, store: 'memory', port: 0, clock: 'manual', demo: true });
  const emulator = await createEmulator(config);
  const announced = await announceReady(config, await emulator.listen());
  ready = announced.ready;
  stop = async () => {
    announced.withdraw();
    await emulator.close();
  };
});

after(async () => {
  await stop();
  rmSync(data, { recursive: true });
  rmSync(elsewhere, { recursive: true });
});

test('view: shows every set of the emulator that runs on the data folder', async () => {
  const { code, out } = await lazulite(['view', '--data', data]);
  assert.equal(code, 0);
  assert.match(out, /^batch in demo, westeurope {2}ProvisioningState\/creating \(Creating\)\n/);
  assert.match(out, /\n {2}virtual machines {2}creating {2}█+ {2}12\n/);
  assert.equal(out.match(/ in demo, /g)?.length, 4);
});

test('view: one set, in any case, and by group', async () => {
  const one = await lazulite(['view', 'WEB', '-g', 'Demo', '--url', ready.httpUrl]);
  assert.equal(one.code, 0);
  assert.match(one.out, /^web in demo/);
  assert.doesNotMatch(one.out, /batch/);
  const none = await lazulite(['view', '-g', 'other', '--data', data]);
  assert.deepEqual([none.code, none.out], [0, 'There are no scale sets.\n']);
});

test('view: a set that is not there is said to be not there', async () => {
  const { code, out, error } = await lazulite(['view', 'nope', '--data', data]);
  assert.deepEqual([code, out], [1, '']);
  assert.equal(error, 'lazulite: There is no scale set nope. (EMU_NOT_FOUND)\n');
});

test('token: prints a token that ARM takes, and nothing else', async () => {
  const { code, out, error } = await lazulite(['token'], { LAZULITE_DATA: data });
  assert.deepEqual([code, error], [0, '']);
  assert.match(out, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const status = await new Promise((resolve) => {
    const headers = { authorization: `Bearer ${out.trim()}` };
    http.get(`${ready.httpUrl}/subscriptions?api-version=2022-12-01`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
  });
  assert.equal(status, 200);
});

test('clock: is shown and moved, for programs as JSON', async () => {
  const shown = await lazulite(['clock'], { LAZULITE_URL: ready.url, LAZULITE_DATA: data });
  const first = JSON.parse(shown.out) as { mode: string; now: string };
  assert.equal(first.mode, 'manual');
  const moved = await lazulite(['clock', 'advance', '90s', '--data', data]);
  assert.deepEqual(
    [moved.code, (JSON.parse(moved.out) as { now: string }).now],
    [0, first.now.replace(':00:00', ':01:30')],
  );
  const idle = await lazulite(['clock', 'until-idle', '--data', data], {}, { interactive: true });
  assert.match(idle.out, /^2026-01-01T\S+ {2}manual {2}nothing is due\n$/);
  const { out } = await lazulite(['view', 'web', '--data', data]);
  assert.match(out, /ProvisioningState\/succeeded \(Provisioning succeeded\)/);
});

test('clock: mistakes are said before or after the emulator is asked', async () => {
  const refused: readonly [args: string[], code: number, error: RegExp][] = [
    [['advance'], 2, /Say how: clock advance 3m \(EMU_BAD_OPTION\)/],
    [['wind'], 2, /knows show, advance, to, next, until-idle, freeze and set, not "wind"/],
    [['advance', 'soon'], 1, /^lazulite: advanceBy must be a length of time .*\(EMU_BAD_REQUEST\)/],
    [['to', '2020-01-01T00:00:00Z'], 1, /does not go back .*\(EMU_CLOCK_BACKWARDS\)/],
  ];
  for (const [args, code, error] of refused) {
    const result = await lazulite(['clock', ...args, '--data', data]);
    assert.equal(result.code, code, args.join(' '));
    assert.match(result.error, error);
  }
});

test('env: prints exports and comments only, so that it can be evaluated', async () => {
  const all = await lazulite(['env']);
  const clients = [...all.out.matchAll(/^# lazulite env (\w+) /gm)].map(([, name = '']) => name);
  assert.equal(
    clients.toSorted().join(' '),
    'ansible az azapi curl dotnet go java node powershell pulumi python terraform',
  );
  for (const client of clients) {
    const { code, out } = await lazulite(['env', client, '--data', data]);
    assert.equal(code, 0);
    const setting = client === 'powershell' ? /^(#|\$env:[A-Z_]+ = ')/ : /^(#|export [A-Z_]+=\S)/;
    for (const line of out.trimEnd().split('\n')) assert.match(line, setting, line);
  }
  const { out } = await lazulite(['env', 'python', '--data', data]);
  assert.ok(out.includes(`export REQUESTS_CA_BUNDLE=${ready.caBundleFile}\n`));
  assert.ok(out.includes(`export AZURE_AUTHORITY_HOST=${ready.url}\n`));
  const odd = await lazulite(['env', 'constructor', '--data', data]);
  assert.deepEqual([odd.code, /no settings for "constructor"/.test(odd.error)], [2, true]);
});

test('env: no secret can break out of its quotes', async () => {
  const secret = `it's $(touch x) "\`\\ ;#\nexit 1`;
  for (const client of ['az', 'go', 'terraform']) {
    const { out } = await lazulite(['env', client, '--data', data, '--client', `me=${secret}`]);
    const script = `${out}\nprintf '%s' "\${AZURE_CLIENT_SECRET-$ARM_CLIENT_SECRET}"`;
    const shown = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: {} });
    assert.equal(shown, client === 'az' ? '' : secret);
  }
  const { out } = await lazulite(['env', 'powershell', '--data', data, '--client', `me=${secret}`]);
  assert.ok(out.includes(`$env:AZURE_CLIENT_SECRET = 'it''s $(touch x) "\`\\ ;#\nexit 1'\n`), out);
});

test('commands: without an emulator they say how to get one', async () => {
  const none = await lazulite(['view', '--data', elsewhere]);
  assert.deepEqual([none.code, none.out], [1, '']);
  assert.match(
    none.error,
    /^lazulite: No emulator is running on .* `lazulite start`.*\(EMU_NO_EMULATOR\)\n$/,
  );
  const gone = await lazulite(['token', '--url', 'http://localhost:1', '--data', elsewhere]);
  assert.equal(gone.code, 1);
  assert.match(gone.error, /No emulator answers at http:\/\/localhost:1 \(connection refused\)/);
  const stranger = await lazulite(['token', '--url', ready.url, '--data', elsewhere]);
  assert.equal(stranger.code, 1);
  assert.match(stranger.error, /There is no CA certificate at .*--data DIR/);
  const odd = await lazulite(['token', '--url', 'localhost']);
  assert.equal(odd.code, 2);
  assert.match(odd.error, /--url must look like https:\/\/localhost:8677/);
});

test('commands: wrong usage is 2, help is 0, and neither is a stack trace', async () => {
  const usages: readonly [args: string[], code: number, text: RegExp][] = [
    [[], 2, /Usage: lazulite/],
    [['strat'], 2, /unknown command 'strat'[\s\S]*Did you mean start/],
    [['start', '--prot', '1'], 2, /unknown option '--prot'[\s\S]*--port/],
    [['start', '--port', 'x'], 2, /--port must be a whole number .*EMU_BAD_OPTION/],
    [['start', '--host', '0.0.0.0'], 2, /--client ID=SECRET.*EMU_CLIENTS_REQUIRED/],
    [['start', '--scenario', 'nope'], 2, /no scenario "nope".*EMU_BAD_SCENARIO/],
    [['start', '--lifecycle', 'nope'], 2, /no life cycle "nope".*EMU_BAD_LIFECYCLE/],
    [['view', 'a', 'b'], 2, /too many arguments/],
    [['--help'], 0, /start \[options\]/],
    [['start', '--help'], 0, /--capacity-limit <N>/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
  ];
  for (const [args, code, text] of usages) {
    const result = await lazulite(args, { LAZULITE_DATA: elsewhere });
    assert.equal(result.code, code, `${args.join(' ')}: ${result.error}`);
    assert.match(result.out + result.error, text);
    assert.doesNotMatch(result.out + result.error, /^ {4}at /m);
  }
});

/** Runs a command and catches what it writes. */
