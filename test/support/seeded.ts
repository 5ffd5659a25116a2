import { randomInt } from 'node:crypto';
import type { TestContext } from 'node:test';

/** How much chance a test has, and where it comes from. */
export interface Chance {
  readonly seed: number;
  readonly runs: number;
}

const SEED_MAX = 0x7fff_ffff;

/**
 * LAZULITE_SEED (a number, or `fresh` for a new one) and LAZULITE_RUNS, else the values given here. Says in
 * the test's output with which command the same run can be had again.
 */
export function chanceOf(context: TestContext, file: string, runs: number): Chance {
  const chance = { seed: seedOf(process.env['LAZULITE_SEED']), runs: runsOf(runs) };
  context.diagnostic(
    `seed ${chance.seed}, ${chance.runs} runs; again: ` +
      `LAZULITE_SEED=${chance.seed} LAZULITE_RUNS=${chance.runs} npx node --test ${file}`,
  );
  return chance;
}

function seedOf(text: string | undefined): number {
  if (text === undefined || text === '') return 1;
  return text === 'fresh' ? randomInt(SEED_MAX) : positive('LAZULITE_SEED', text);
}

function runsOf(fallback: number): number {
  const text = process.env['LAZULITE_RUNS'];
  return text === undefined || text === '' ? fallback : positive('LAZULITE_RUNS', text);
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= SEED_MAX) return number;
  throw new Error(`${name} must be a whole number from 1 to ${SEED_MAX}, not "${text}".`);
}
