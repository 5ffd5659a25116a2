import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chanceOf } from '../support/seeded.ts';

const FILE = 'test/simulation/histories.test.ts';
const PROGRAM = fileURLToPath(new URL('run-histories.ts', import.meta.url));
/** Short enough for `npm test`; `npm run test:simulation` plays 500. */
const RUNS = 20;

test('simulation: the bytes of every answer are the same on every engine and in every manner of living', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, RUNS);
  const { code, output } = await run([String(seed), String(runs)]);
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`^${runs} histories on 3 engines, \\d+ answers on each$`, 'm'));
  t.diagnostic(output.trim());
});

function run(
  args: readonly string[],
): Promise<{ readonly code: unknown; readonly output: string }> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [PROGRAM, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), output: stdout + stderr });
    });
  });
}
