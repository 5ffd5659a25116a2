import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import {
  announceReady,
  createEmulator,
  parseConfig,
  type ReadyInformation,
} from '../server/index.ts';

/** An az that writes down how it was called; `version` says what the file beside it says. */
const AZ = `#!/bin/sh
here=$(dirname "$0")
printf '%s' "$AZURE_CONFIG_DIR" | sed 's/\\.[0-9]*$/.fresh/' >>"$here/calls"
for word in "$@"; do printf ' [%s]' "$word" >>"$here/calls"; done
echo >>"$here/calls"
case "$1" in
  version) printf '{"azure-cli": "%s"}' "$(cat "$here/version")" ;;
  cloud) [ ! -e "$here/refuses" ] || { echo "ERROR: no cloud for you" >&2; exit 7; } ;;
  echo) shift; printf '%s\\n' "$@"; cat; echo to standard error >&2; exit 42 ;;
  variables) env | grep -E '^(AZURE|REQUESTS|NO_PROXY)' | sort ;;
  die) kill -TERM $$ ;;
esac
`;

const root = mkdtempSync(path.join(os.tmpdir(), 'lazulite-az-'));
const bin = path.join(root, 'bin');
const data = path.join(root, 'data');
const folder = path.join(data, 'azure');
let ready: ReadyInformation;
let stop: () => Promise<void>;

before(async () => {
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'az'), AZ);
  chmodSync(path.join(bin, 'az'), 0o755);
  writeFileSync(path.join(bin, 'version'), '2.74.0');
  ({ ready, stop } = await start());
});

after(async () => {
  await stop();
  rmSync(root, { recursive: true });
});

test('az: sets up once, then only passes on', async () => {
  const first = await lazulite(['vmss', 'list', '-o', 'table']);
  assert.deepEqual([first.code, first.error], [0, '']);
  assert.deepEqual(calls(), [
    `${folder}.fresh [version] [-o] [json]`,
    `${folder}.fresh [cloud] [register] [-n] [lazulite] [--endpoint-resource-manager] [${ready.url}]`,
    `${folder}.fresh [cloud] [set] [-n] [lazulite]`,
    `${folder}.fresh [login] [--service-principal] [--allow-no-subscriptions] [--username=lazulite-cli] [--password=any] [--tenant] [${ready.tenantId}]`,
    `${folder} [vmss] [list] [-o] [table]`,
  ]);
  await lazulite(['vmss', 'list']);
  assert.deepEqual(calls(), [`${folder} [vmss] [list]`]);
  assert.deepEqual(
    readdirSync(data).filter((name) => name.startsWith('azure')),
    ['azure'],
  );
});

test('az: has its arguments, streams and exit code passed through', async () => {
  const words = ['echo', '--help', '-o', "it's", 'a b', '', '--data', 'theirs', '--', '-x'];
  const { code, out, error } = await lazulite(words, {}, 'from standard input\n');
  assert.equal(out, `--help\n-o\nit's\na b\n\n--data\ntheirs\n--\n-x\nfrom standard input\n`);
  assert.deepEqual([code, error], [42, 'to standard error\n']);
  assert.equal((await lazulite(['die'])).code, 143, 'as a shell says it of SIGTERM');
  assert.equal((await lazulite(['--version'])).code, 0);
  assert.match(calls().at(-1) ?? '', /\[--version\]$/);
});

test('az: is told whom to trust, and asks past a proxy', async () => {
  const { out } = await lazulite(['variables'], {
    NO_PROXY: 'intranet',
    AZURE_CONFIG_DIR: '/nobody/may/touch/this',
  });
  assert.deepEqual(out.trimEnd().split('\n'), [
    `AZURE_CONFIG_DIR=${folder}`,
    'AZURE_CORE_COLLECT_TELEMETRY=no',
    'AZURE_CORE_INSTANCE_DISCOVERY=false',
    'NO_PROXY=intranet,localhost',
    `REQUESTS_CA_BUNDLE=${ready.caBundleFile}`,
  ]);
  assert.equal(calls().length, 1);
});

test('az: one before 2.54 signs in by the ADFS form', async () => {
  writeFileSync(path.join(bin, 'version'), '2.45.0');
  // As an upgrade or its like would.
  writeFileSync(path.join(bin, 'az'), `${AZ}# other\n`);
  assert.equal((await lazulite(['group', 'list'])).code, 0);
  const [, register, , login, group] = calls();
  assert.match(
    register ?? '',
    / \[--profile\] \[2020-09-01-hybrid\] \[--endpoint-vm-image-alias-doc\] \[\S+\/aliases\.json\]$/,
  );
  assert.match(login ?? '', / \[--tenant\] \[adfs\]$/);
  assert.equal(group, `${folder} [group] [list]`);
});

test('az: another client, URL or key is set up anew, and what people configured stays', async () => {
  writeFileSync(path.join(folder, 'config'), '[defaults]\ngroup = demo\n');
  await lazulite(['group', 'list'], { LAZULITE_CLIENT: 'bob=-secret' });
  assert.equal(calls().length, 5);
  assert.match(readFileSync(path.join(folder, 'config'), 'utf8'), /group = demo/);
  await lazulite(['group', 'list'], { LAZULITE_CLIENT: 'bob=-secret' });
  assert.equal(calls().length, 1);
  // Over the memory store a new start has a new key and, with port 0, another port.
  await stop();
  ({ ready, stop } = await start());
  await lazulite(['group', 'list']);
  assert.match(calls()[1] ?? '', new RegExp(`\\[${ready.url}\\]`));
});

test('az: what cannot be is said, and leaves nothing half made', async () => {
  const missing = await lazulite(['group', 'list'], { PATH: path.dirname(process.execPath) });
  assert.equal(missing.code, 1);
  assert.match(missing.error, /^lazulite: az is not on the PATH\. .*\(EMU_PROGRAM_MISSING\)\n$/);
  const gone = await lazulite(['--url', 'https://localhost:1', 'group', 'list']);
  assert.equal(gone.code, 1);
  assert.match(gone.error, /^lazulite: No emulator answers at https:\/\/localhost:1 /);
  writeFileSync(path.join(bin, 'refuses'), '');
  rmSync(folder, { recursive: true });
  const refused = await lazulite(['group', 'list']);
  assert.equal(refused.code, 1);
  assert.equal(
    refused.error,
    'lazulite: az could not be set up: `az cloud register` ended with 7:\nERROR: no cloud for you\n (EMU_PROGRAM_FAILED)\n',
  );
  assert.equal(existsSync(folder), false);
  assert.deepEqual(
    readdirSync(data).filter((name) => name.startsWith('azure')),
    [],
  );
});

async function start(): Promise<{ ready: ReadyInformation; stop: () => Promise<void> }> {
  const config = parseConfig({ data, store: 'memory', port: 0, clock: 'manual' });
  const emulator = await createEmulator(config);
  const announced = await announceReady(config, await emulator.listen());
  return {
    ready: announced.ready,
    async stop() {
      announced.withdraw();
      await emulator.close();
    },
  };
}

/** How az was called since this was last asked. */
function calls(): readonly string[] {
  const file = path.join(bin, 'calls');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  rmSync(file);
  return lines;
}

/** The real command in a process of its own, as another program gets its streams. */
async function lazulite(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input = '',
): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'az', ...args], {
    env: {
      PATH: [bin, process.env['PATH']].join(path.delimiter),
      LAZULITE_DATA: data,
      ...environment,
    },
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.error += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}
