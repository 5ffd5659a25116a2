import { finish, type Instant, mix } from '../base/index.ts';
import { type ArmedFault, type ArmedSetFailure, matchArmedFault } from '../faults/index.ts';
import { stepNameOf } from './codes.ts';
import type { ScaleSet } from './scale-set.ts';
import { zoneName } from './zones.ts';

/*
 * Faults that lie in wait in a set. They come before those of its life cycle, in the order of the list;
 * how often one has hit is part of the state.
 */

/** Of draws of faults, so that they differ from those of steps; the same machine draws the same. */
const ARMED_SALT = 0x6661756c;

/** What is in force from a command on. */
export interface Armed {
  readonly faults: readonly ArmedFault[];
  readonly setFailures: readonly ArmedSetFailure[];
}

export const NOTHING_ARMED: Armed = { faults: [], setFailures: [] };

export function drawOfMachine(set: ScaleSet, instanceId: number): number {
  return finish(mix(mix(set.genesis.seed, instanceId), ARMED_SALT));
}

/** The fault that a step of a machine meets now, counted; undefined when it meets none. */
export function meetFault(
  set: ScaleSet,
  slot: number,
  doing: { readonly phase: number; readonly extension: string | null },
  at: Instant,
): ArmedFault | undefined {
  const { phase, extension } = doing;
  const instanceId = set.instances.instanceId(slot);
  const fault = matchArmedFault(set.armed.faults, {
    step: stepNameOf(phase),
    extension,
    instanceId,
    zone: zoneName(set, slot),
    at,
    draw: drawOfMachine(set, instanceId),
    hits: (id) => set.faultHits.get(id) ?? 0,
  });
  if (fault === undefined) return undefined;
  countHit(set, fault.id);
  if (fault.effect === 'hang' && fault.until === null) set.stuck.set(instanceId, fault.id);
  return fault;
}

export function countHit(set: ScaleSet, id: string): void {
  set.faultHits.set(id, (set.faultHits.get(id) ?? 0) + 1);
}

/** Ids of what lies in wait, with how many machines or operations each has hit. */
export function armedFaults(set: ScaleSet): ReadonlyMap<string, number> {
  const { faults, setFailures } = set.armed;
  return new Map([...faults, ...setFailures].map(({ id }) => [id, set.faultHits.get(id) ?? 0]));
}
