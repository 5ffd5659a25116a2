import assert from 'node:assert/strict';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { shellWord } from '../../src/cli/shell-word.ts';
import { findAz } from './az/find-az.ts';
import { azEnvironment } from './az/run-az.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { leftOut } from './support/left-out.ts';
import { runCommand } from './support/run-command.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const found = findAz('latest');

test('guide to az: its commands by hand work', { skip: leftOut('az', found) }, async (t) => {
  assert.ok('folder' in found);
  const { ready, stop } = await startEmulatorProcess('--clock=instant', '--demo');
  t.after(async () => {
    await stop();
    rmSync(found.folder, { recursive: true });
  });
  const lazulite = path.join(found.folder, 'lazulite');
  const main = path.join(ROOT, 'src/cli/main.ts');
  writeFileSync(
    lazulite,
    `#!/bin/sh\nexec ${[process.execPath, main].map(shellWord).join(' ')} "$@"\n`,
  );
  chmodSync(lazulite, 0o755);
  const page = readFileSync(path.join(ROOT, 'docs/guides/az.md'), 'utf8');
  const [, byHand = ''] =
    page.slice(page.indexOf('## By hand')).match(/```sh\n([\s\S]*?)```/) ?? [];
  assert.ok(byHand.includes('https://localhost:8677'), byHand);
  const script = `set -e\n${byHand.replaceAll('https://localhost:8677', ready.url)}`;
  const { code, out, error } = await runCommand(
    'sh',
    ['-c', script],
    azEnvironment(ready, found.folder),
  );
  assert.equal(code, 0, error);
  assert.match(out, /^Name +ResourceGroup +Location/m);
  assert.match(out, /^web +demo +westeurope/im);
});
