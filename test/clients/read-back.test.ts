import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { findAz } from './az/find-az.ts';
import { startWithAz } from './az/with-az.ts';
import { buildGo, findGo } from './go/build-go.ts';
import { findPython } from './python/find-python.ts';
import { leftOut } from './support/left-out.ts';
import { runCommand } from './support/run-command.ts';
import { clientEnvironment } from './support/run-client.ts';

const az = findAz('hybrid');
const go = findGo();
const python = findPython();
const skip = leftOut('az', az) || leftOut('go', go) || leftOut('python', python);
const FOLDER = path.join(import.meta.dirname, 'read-back');

test(
  'a set created by az reads back the same through Python, Go and JavaScript',
  { skip },
  async (t) => {
    assert.ok('folder' in az && 'command' in python && 'enter' in go);
    const folder = mkdtempSync(path.join(tmpdir(), 'lazulite-read-back-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const program = { name: 'read', sources: [path.join(FOLDER, 'read.go')] };
    const [goReader, ...goArgs] = buildGo(go, program, folder);
    const { az: client, emulator, first, stop } = await startWithAz(az);
    t.after(stop);
    assert.equal(first.code, 0, first.error);
    const words = (text: string): Promise<void> => succeed(client.server.run(text.split(' ')));
    await words('group create -n shared -l westeurope');
    await words(
      'vmss create -g shared -n web --image Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest --orchestration-mode Uniform --instance-count 3 --admin-username azureuser --admin-password NotASecret-ForTheTests1 --authentication-type password --tags env=test',
    );
    const environment = clientEnvironment(emulator.ready);
    const read = async (command: string, args: readonly string[]): Promise<unknown> => {
      const { code, out, error } = await runCommand(
        command,
        [...args, 'shared', 'web'],
        environment,
      );
      assert.equal(code, 0, error);
      return JSON.parse(out);
    };
    const byNode = await read(process.execPath, [path.join(FOLDER, 'program.ts')]);
    assert.deepEqual(await read(python.command, [path.join(FOLDER, 'read.py')]), byNode);
    assert.deepEqual(await read(goReader, goArgs), byNode);
    const shown = await client.server.run([
      'vmss',
      'show',
      '-g',
      'shared',
      '-n',
      'web',
      '--query',
      '[id,uniqueId,tags.env,provisioningState]',
    ]);
    const { id, unique, state } = byNode as Record<string, string>;
    assert.deepEqual(JSON.parse(shown.out), [id, unique, 'test', state], shown.error);
    assert.equal(state, 'Succeeded');
  },
);

async function succeed(
  running: Promise<{ readonly code: number | null; readonly error: string }>,
): Promise<void> {
  const { code, error } = await running;
  assert.equal(code, 0, error);
}
