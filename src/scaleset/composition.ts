import { type JsonObject, NEVER } from '../base/index.ts';
import { nextDue } from './advance.ts';
import type { ScaleSet } from './scale-set.ts';

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
  return nextDue(set) === NEVER && set.operations.every(({ endedAt }) => endedAt !== null);
}
