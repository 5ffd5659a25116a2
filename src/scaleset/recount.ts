import { STATE_COUNT } from './codes.ts';
import { recountHealth } from './health-column.ts';
import type { ScaleSet } from './scale-set.ts';
import type { ScaleSetSummary } from './types.ts';
import { summarize } from './views.ts';

/** What `summarize` says, but by looking at every instance; the two must always be equal. */
export function recount(set: ScaleSet): ScaleSetSummary {
  const { length } = set.instances;
  return summarize({
    ...set,
    counts: set.instances.countStates(),
    health: set.health && { ...set.health, counts: recountHealth(set.health, length) },
    extensions: set.extensions.map((extension) => ({
      ...extension,
      counts: countExtensionStates(extension.state, length),
    })),
  });
}

/** How many slots are in which state of an extension; what is in none is not counted. */
function countExtensionStates(states: Uint8Array, length: number): Int32Array {
  const counts = new Int32Array(STATE_COUNT);
  for (let slot = 0; slot < length; slot += 1) {
    const state = states[slot] as number;
    counts[state] = (counts[state] as number) + 1;
  }
  counts[0] = 0;
  return counts;
}
