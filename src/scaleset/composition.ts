import { type JsonObject, NEVER } from '../base/index.ts';
import type { AgendaItem, Operation, ScaleSet } from './scale-set.ts';

/** Machines that are made of the same model. */
export interface ModelCount {
  readonly model: JsonObject;
  /** Also those that are being deleted, but none of those that were begun beside the wanted ones. */
  readonly count: number;
}

/** What the machines of a set are made of. Looks at no machine: the same cost for every size. */
export function composition(set: ScaleSet): readonly ModelCount[] {
  const counts: ModelCount[] = [];
  // Which of the machines will be too many is not known yet; most are of the newest model.
  let uncounted = (set.surplus?.extra ?? 0) + set.shedCount;
  for (const { model, instanceCount } of [...set.profiles.values()].toReversed()) {
    const left = Math.min(uncounted, instanceCount);
    uncounted -= left;
    if (instanceCount > left) counts.push({ model, count: instanceCount - left });
  }
  return counts.toReversed();
}

/** Whether everything that was asked of the set and of its machines has come to its end. */
export function isAtRest(set: ScaleSet): boolean {
  if (set.bulk.length > 0 || set.compaction !== null || set.queue.peek() !== NEVER) return false;
  return [...set.agendaItems.values()].every(isYetToCome) && set.operations.every(hasEnded);
}

/** What nobody has asked for and may come on its own; it does not wait for an end. */
function isYetToCome({ kind }: AgendaItem): boolean {
  return kind === 'spotRestore' || kind === 'evictionWave' || kind === 'evictionByRate';
}

function hasEnded({ endedAt }: Operation): boolean {
  return endedAt !== null;
}
