import assert from 'node:assert/strict';
import fc from 'fast-check';
import { memory, type Place, postgresPlace, sqlitePlace } from './places.ts';
import { type Answer, type Manner, play, seen } from './player.ts';
import { histories, type Turn } from './steps.ts';

/** How a history is interrupted. */
const interruptions = fc.record({
  pieces: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 5 }),
  reopenEvery: fc.integer({ min: 4, max: 20 }),
  discardSnapshots: fc.boolean(),
});

type Interruptions = typeof interruptions extends fc.Arbitrary<infer T> ? T : never;

/**
 * Plays so many histories from a seed. A program of its own, and not a test: node:test follows every
 * promise, which took a fifth of the time.
 */
async function main(seed: number, runs: number): Promise<void> {
  const places = [memory, await sqlitePlace(), await postgresPlace()];
  let answers = 0;
  try {
    await fc.assert(
      fc.asyncProperty(histories, interruptions, async (history, interrupted) => {
        const lived = await play(memory, history, { recount: true });
        answers += lived.length;
        // At once, as the engines wait more than they compute.
        const compared = await Promise.allSettled(
          places.map((place) => comparePlace(place, history, lived, interrupted)),
        );
        // Only after all have ended: the next history clears the places.
        for (const place of compared) if (place.status === 'rejected') throw place.reason;
      }),
      { seed, numRuns: runs },
    );
    process.stdout.write(
      `${runs} histories on ${places.length} engines, ${answers} answers on each\n`,
    );
  } finally {
    for (const place of places) await place.remove();
  }
}

async function comparePlace(
  place: Place,
  history: readonly Turn[],
  lived: readonly Answer[],
  { pieces, reopenEvery, discardSnapshots }: Interruptions,
): Promise<void> {
  if (place !== memory) {
    // Sets are not looked at between the turns here, so that they move only when a client asks.
    const again = await play(place, history, { recount: false });
    assert.deepEqual(again, lived, `${place.name} answers as memory does`);
  }
  const restless: Manner = {
    pieces,
    recount: true,
    ...(place.lasting && { reopenAfter: (turn) => turn % reopenEvery === 0, discardSnapshots }),
  };
  const interrupted = await play(place, history, restless);
  assert.deepEqual(
    interrupted.map(seen),
    lived.map(seen),
    `${place.name}: many small steps and restarts end where one life in big steps does`,
  );
}

await main(Number(process.argv[2]), Number(process.argv[3]));
