import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProgram } from '../support/run-program.ts';
import { chanceOf } from '../support/seeded.ts';

const FILE = 'test/simulation/counts.test.ts';
/** Short enough for `npm test`; LAZULITE_RUNS=2000 takes some ten minutes. */
const RUNS = 50;

test('simulation: every counter equals a recount after every turn, on SQLite and on PostgreSQL', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, RUNS);
  const args = [String(seed), String(runs)];
  const { code, output } = await runProgram('test/simulation/run-counts.ts', args);
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`^${runs} histories on 2 engines counted$`, 'm'));
});
