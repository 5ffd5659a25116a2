import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.join(import.meta.dirname, '../..');
const hasGo = spawnSync('go', ['version']).status === 0;
/** Where everything has been installed, what is missing is a failure. */
const isRequired = process.env['LAZULITE_REQUIRE'] === 'all';

test('go: the test of its guide', { skip: !hasGo && !isRequired && 'there is no go' }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-go-guide-'));
  try {
    const page = readFileSync(path.join(ROOT, 'docs/guides/go-test.md'), 'utf8');
    const [, program = ''] = /```go\n([\s\S]*?)```/.exec(page) ?? [];
    writeFileSync(path.join(folder, 'fleet_test.go'), program);
    const command = `${process.execPath} ${path.join(ROOT, 'src/cli/checkout.ts')}`;
    const { status, stdout, stderr } = spawnSync('go', ['test', '-v', 'fleet_test.go'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, LAZULITE_COMMAND: command, GO111MODULE: 'off', GOFLAGS: '' },
    });
    assert.equal(status, 0, `${stdout}${stderr}`);
    assert.match(stdout, /--- PASS: TestAGroupIsThrottledOnCommand/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
