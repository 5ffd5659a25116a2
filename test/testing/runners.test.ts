import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

const ROOT = path.join(import.meta.dirname, '../..');
const RUNNERS = path.join(import.meta.dirname, 'runners/node_modules');
const isThere = existsSync(path.join(RUNNERS, '.package-lock.json'));
/** Where everything has been installed, what is missing is a failure. */
const isRequired = process.env['LAZULITE_REQUIRE'] === 'all';
const skip = !isThere && !isRequired && 'the runners are not installed: npm run test:clients';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-runners-'));

/** The package as npm would install it, compiled, beside what it depends on. */
before(() => {
  if (skip !== false) return;
  const modules = path.join(folder, 'node_modules');
  const lazulite = path.join(modules, 'lazulite');
  mkdirSync(lazulite, { recursive: true });
  const tsc = path.join(ROOT, 'node_modules/.bin/tsc');
  run(tsc, ['-p', path.join(ROOT, 'tsconfig.build.json'), '--outDir', path.join(lazulite, 'dist')]);
  copyFileSync(path.join(ROOT, 'package.json'), path.join(lazulite, 'package.json'));
  const { dependencies } = JSON.parse(
    readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
  ) as Readonly<Record<'dependencies', Readonly<Record<string, string>>>>;
  for (const name of Object.keys(dependencies)) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  }
  symlinkSync(path.join(RUNNERS, 'vitest'), path.join(modules, 'vitest'));
  writeFileSync(path.join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const page = readFileSync(path.join(ROOT, 'docs/guides/test-runners.md'), 'utf8');
  for (const [, name = '', text = ''] of page.matchAll(/```js\n\/\/ (\S+)\n([\s\S]*?)```/g)) {
    writeFileSync(path.join(folder, name), text);
  }
  assert.deepEqual(globSync('*.test.js', { cwd: folder }).sort(), [
    'fleet.jest.test.js',
    'fleet.vitest.test.js',
  ]);
});

after(() => rmSync(folder, { recursive: true }));

test(
  'runners: the tests of the guide pass under Vitest, with the compiled package',
  { skip },
  () => {
    const program = path.join(RUNNERS, 'vitest/vitest.mjs');
    const out = run(process.execPath, [program, 'run', 'fleet.vitest.test.js']);
    assert.match(out, /Tests +3 passed/);
  },
);

test('runners: the tests of the guide pass under Jest, with the compiled package', { skip }, () => {
  const program = path.join(RUNNERS, 'jest/bin/jest.js');
  const flags = ['--experimental-vm-modules', program, '--no-cache', 'fleet.jest.test.js'];
  assert.match(run(process.execPath, flags), /Tests: +2 passed/);
});

/** What a program prints that ends well. */
function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_TEST_CONTEXT: undefined },
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}
