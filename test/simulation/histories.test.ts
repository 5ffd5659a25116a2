import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProgram } from '../support/run-program.ts';
import { chanceOf } from '../support/seeded.ts';

const FILE = 'test/simulation/histories.test.ts';
/** Short enough for `npm test`; `npm run test:simulation` plays 500. */
const RUNS = 20;

test('simulation: the bytes of every answer are the same on every engine and in every manner of living', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, RUNS);
  const args = [String(seed), String(runs)];
  const { code, output } = await runProgram('test/simulation/run-histories.ts', args);
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`^${runs} histories on 3 engines, \\d+ answers on each$`, 'm'));
  t.diagnostic(output.trim());
});
