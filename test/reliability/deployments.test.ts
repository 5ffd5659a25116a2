import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hashWords, type JsonObject } from '../../src/base/index.ts';
import { startLazulite } from '../support/lazulite-process.ts';
import { startPostgres } from '../support/postgres.ts';
import { chanceOf } from '../support/seeded.ts';
import { GROUP } from '../wire/compute/support/models.ts';
import { deployment, setResource, templateOf } from '../wire/deployments/support/world.ts';
import { connect, expectOk, read } from './client.ts';

const FILE = 'test/reliability/deployments.test.ts';
/** Of the writer's rounds, as each of these waits for a deployment to end: 40 of 200. */
const SHARE = 5;
/** Few for `npm test`. */
const ROUNDS = 4 * SHARE;
const CHAIN = 4;
const VERSION = 'api-version=2022-09-01';
const COMPUTE = 'api-version=2024-07-01';
const START = '--auth open --clock x60 --lifecycle fast --log-level warn'.split(' ');
const SETS = `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets`;

test('reliability: a deployment goes on after kill -9 at any step, on SQLite', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, ROUNDS);
  await withFolder((folder) => rounds(folder, seed, Math.ceil(runs / SHARE), []));
});

test('reliability: a deployment goes on after kill -9 at any step, on PostgreSQL', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, ROUNDS);
  const postgres = await startPostgres();
  try {
    const options = ['--store', await postgres.url()];
    await withFolder((folder) =>
      rounds(folder, seed, Math.max(2, Math.floor(runs / SHARE / 5)), options),
    );
  } finally {
    await postgres.stop();
  }
});

/** A chain of sets, each made after the one before; killed once on the way, and nobody asks again. */
function chain(round: number): JsonObject {
  const name = (link: number): string => `r${round}s${link}`;
  const resources = Array.from({ length: CHAIN }, (_, link) =>
    setResource(
      name(link),
      link === 0
        ? {}
        : { dependsOn: [`Microsoft.Compute/virtualMachineScaleSets/${name(link - 1)}`] },
      1,
    ),
  );
  return deployment(templateOf(resources));
}

async function rounds(
  folder: string,
  seed: number,
  runs: number,
  options: readonly string[],
): Promise<void> {
  const args = ['--data', folder, ...START, ...options];
  for (let round = 0; round < runs; round += 1) {
    const path = `${GROUP}/providers/Microsoft.Resources/deployments/d${round}?${VERSION}`;
    const first = await startLazulite(args);
    const session = connect(first.ready.httpUrl);
    const group = `${GROUP}?${VERSION}`;
    expectOk(await session.request('PUT', group, { location: 'westeurope' }), group);
    expectOk(await session.request('PUT', path, chain(round)), path);
    // The whole chain takes about 200 answers to questions that have nothing to do with it.
    const answers = hashWords(seed, round) % 250;
    for (let answer = 0; answer < answers; answer += 1) await session.request('GET', group);
    await first.kill();
    session.close();
    await goesOn(args, path, round);
  }
}

async function goesOn(args: readonly string[], path: string, round: number): Promise<void> {
  const second = await startLazulite(args);
  const session = connect(second.ready.httpUrl);
  // Only the clock is asked until nothing is left to do: the deployment goes on by itself.
  let idle = false;
  while (!idle) {
    const view = (await read(session, '/_lazulite/clock')) as JsonObject;
    idle = view['nextDue'] === null;
  }
  const got = (await read(session, path)) as { properties: JsonObject };
  assert.equal(got.properties['provisioningState'], 'Succeeded', JSON.stringify(got));
  for (let link = 0; link < CHAIN; link += 1) {
    const set = (await read(session, `${SETS}/r${round}s${link}?${COMPUTE}`)) as {
      properties: JsonObject;
    };
    assert.equal(set.properties['provisioningState'], 'Succeeded');
  }
  session.close();
  await second.stop();
}

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lazulite-'));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
