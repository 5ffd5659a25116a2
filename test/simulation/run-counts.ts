import fc from 'fast-check';
import { type Place, postgresPlace, sqlitePlace } from './places.ts';
import { count, open } from './player.ts';
import { histories, type Turn } from './steps.ts';

/** Histories in one emulator, each in a subscription of its own. */
const BATCH = 50;

/**
 * Plays so many histories from a seed on both engines, and recounts after every turn. A program of its own,
 * as `run-histories.ts` is; it looks at counters only, so that it can play thousands.
 */
async function main(seed: number, runs: number): Promise<void> {
  const drawn = fc.sample(histories, { seed, numRuns: runs });
  const places = [await sqlitePlace(), await postgresPlace()];
  try {
    await Promise.all(places.map((place) => countAll(place, drawn)));
    process.stdout.write(`${runs} histories on ${places.length} engines counted\n`);
  } finally {
    for (const place of places) await place.remove();
  }
}

async function countAll(place: Place, drawn: readonly (readonly Turn[])[]): Promise<void> {
  for (let first = 0; first < drawn.length; first += BATCH) {
    await place.clear();
    const batch = drawn.slice(first, first + BATCH);
    const emulator = await open(
      place,
      batch.map((_, at) => subscriptionOf(at)),
    );
    try {
      for (const [at, history] of batch.entries()) {
        try {
          await count(place, emulator, subscriptionOf(at), history);
        } catch (error) {
          const what = `${place.name}, history ${first + at}: ${JSON.stringify(history)}`;
          throw new Error(what, { cause: error });
        }
      }
    } finally {
      await emulator.close();
    }
  }
}

function subscriptionOf(at: number): string {
  return `00000000-0000-0000-0000-${String(at + 1).padStart(12, '0')}`;
}

await main(Number(process.argv[2]), Number(process.argv[3]));
