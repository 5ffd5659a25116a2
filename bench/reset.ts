import { startEmulator } from '../src/testing/index.ts';
import { withFolder } from './support/processes.ts';
import { atMost, type Figure, main, type Report } from './support/report.ts';

const SIZE = 100_000;
const TARGET_MS = 10;
const ROUNDS = 15;

/** A reset of everything in a process that has a set of 100,000 instances. */
async function measure(): Promise<Report> {
  return withFolder(async (folder) => ({
    name: 'A reset with 100,000 instances',
    figures: [
      await figure('in memory', 'memory'),
      await figure('on SQLite, durable', `sqlite:${folder}/reset.db`),
    ],
    method:
      'In process by the testing kit, the median of 15: a set is made and settles, then `reset()` is asked for and waited for.',
  }));
}

async function figure(what: string, store: string): Promise<Figure> {
  await using emulator = await startEmulator({ store, capacityLimit: SIZE, seed: 1 });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await emulator.createScaleSet({ capacity: SIZE, properties: { singlePlacementGroup: false } });
    const start = performance.now();
    await emulator.reset();
    times.push(performance.now() - start);
  }
  const median = times.toSorted((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? 0;
  return atMost(what, median, TARGET_MS, ' ms');
}

await main(import.meta.url, measure);
