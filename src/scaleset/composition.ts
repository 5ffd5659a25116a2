import { type JsonObject, NEVER } from '../base/index.ts';
import type { AgendaItem, Operation, ScaleSet } from './scale-set.ts';

/** Machines that are made of the same model. */
export interface ModelCount {
  readonly model: JsonObject;
  /** Also those that are being deleted. */
  readonly count: number;
}

/** What the machines of a set are made of. Looks at no machine: the same cost for every size. */
export function composition(set: ScaleSet): readonly ModelCount[] {
  return [...set.profiles.values()]
    .filter(({ instanceCount }) => instanceCount > 0)
    .map(({ model, instanceCount }) => ({ model, count: instanceCount }));
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
