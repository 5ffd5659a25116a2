import { healthBytes } from './health-column.ts';
import type { ScaleSet } from './scale-set.ts';

/** Memory that a state holds, in bytes: its records, what is due, and about what its models take. */
export function memoryBytes(set: ScaleSet): number {
  const columns = set.extensions.reduce(
    (sum, { state, settledAt }) => sum + state.byteLength + settledAt.byteLength,
    set.instances.byteLength + set.queue.byteLength,
  );
  const ofFew = set.own.size + set.runCommands.size + set.vmExtensions.size;
  const health = set.health === null ? 0 : healthBytes(set.health);
  const surge = 200 * set.surge.pairs.size;
  return (
    columns +
    health +
    surge +
    400 * set.operations.length +
    16_384 * set.profiles.size +
    2_048 * ofFew
  );
}
