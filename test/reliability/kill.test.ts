import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { hashWords } from '../../src/base/index.ts';
import { startLazulite } from '../support/lazulite-process.ts';
import { startPostgres } from '../support/postgres.ts';
import { chanceOf } from '../support/seeded.ts';
import { GROUP } from '../wire/compute/support/models.ts';
import { check, moveClock } from './check.ts';
import { connect, expectOk } from './client.ts';
import { type KnownSet, Ledger } from './ledger.ts';
import { write } from './writer.ts';

const FILE = 'test/reliability/kill.test.ts';
/** Few for `npm test`; `npm run test:reliability` makes 200. */
const ROUNDS = 5;
/** PostgreSQL has its own durability; here it matters that we wait for it. */
const POSTGRES_SHARE = 5;
const WRITERS = 5;
const ACKNOWLEDGED_MAX = 120;

test('reliability: nothing acknowledged is lost by kill -9, on SQLite', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, ROUNDS);
  await withFolder((folder) => runRounds(t, folder, { seed, runs, options: [] }));
});

test('reliability: nothing acknowledged is lost by kill -9, on PostgreSQL', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, ROUNDS);
  const postgres = await startPostgres();
  try {
    const options = ['--store', await postgres.url()];
    const rounds = Math.max(2, Math.floor(runs / POSTGRES_SHARE));
    await withFolder((folder) => runRounds(t, folder, { seed, runs: rounds, options }));
  } finally {
    await postgres.stop();
  }
});

interface Rounds {
  readonly seed: number;
  readonly runs: number;
  readonly options: readonly string[];
}

/** Rounds on one data folder: each finds what the ones before have left. */
async function runRounds(
  t: TestContext,
  folder: string,
  { seed, runs, options }: Rounds,
): Promise<void> {
  const start = ['--data', folder, '--auth', 'open', '--clock', 'manual'];
  const args = [...start, '--lifecycle', 'fast', '--log-level', 'warn', ...options];
  const ledger = new Ledger();
  const writers: KnownSet[][] = Array.from({ length: WRITERS }, () => []);
  await makeGroup(args);
  for (let round = 0; round < runs; round += 1) {
    try {
      await runRound(args, ledger, writers, hashWords(seed, round));
    } catch (error) {
      throw new Error(`round ${round} of seed ${seed}: ${String(error)}`, { cause: error });
    }
  }
  const last = await startLazulite(args);
  const session = connect(last.ready.httpUrl);
  await check(session, ledger);
  session.close();
  await last.stop();
  const { acknowledged, sets, gone } = ledger;
  t.diagnostic(
    `${runs} rounds, ${acknowledged} acknowledged writes, ${sets.size} sets left, ${gone.length} deleted`,
  );
  assert.ok(acknowledged > runs, 'there was something to lose');
}

async function makeGroup(args: readonly string[]): Promise<void> {
  const first = await startLazulite(args);
  const session = connect(first.ready.httpUrl);
  const target = `${GROUP}?api-version=2022-09-01`;
  expectOk(await session.request('PUT', target, { location: 'westeurope' }), 'the group');
  session.close();
  await first.stop();
}

/** Starts, checks what the last round has left, writes, and dies at the n-th acknowledgement. */
async function runRound(
  args: readonly string[],
  ledger: Ledger,
  writers: readonly KnownSet[][],
  seed: number,
): Promise<void> {
  const emulator = await startLazulite(args);
  const { httpUrl } = emulator.ready;
  const session = connect(httpUrl);
  try {
    await check(session, ledger);
    await moveClock(session, { mode: 'real' });
  } catch (error) {
    // Nobody else would, and the test would wait for it for ever.
    await emulator.kill();
    throw error;
  } finally {
    session.close();
  }

  let left = hashWords(seed, 1) % ACKNOWLEDGED_MAX;
  let killed: Promise<void> | undefined;
  const killWhenDue = (): void => {
    if (left <= 0) killed ??= emulator.kill();
    left -= 1;
  };
  const writing = writers.map(async (own, index) => {
    const connection = connect(httpUrl);
    let draws = 0;
    const draw = (below: number): number => {
      draws += 1;
      return hashWords(seed, index, draws) % below;
    };
    try {
      await write({ session: connection, ledger, draw, onAcknowledged: killWhenDue }, own);
    } catch (error) {
      // Cut off by the kill, as it should be; anything else is a failure.
      const cutOff = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(codeOf(error));
      if (killed === undefined || !cutOff) throw error;
    } finally {
      connection.close();
    }
  });
  try {
    await Promise.all(writing);
  } catch (error) {
    await (killed ?? emulator.kill());
    throw error;
  }
  await killed;
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}

async function withFolder(task: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lazulite-reliability-'));
  try {
    await task(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
