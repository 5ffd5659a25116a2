import { finish, type Instant, mix } from '../base/index.ts';
import { type ArmedFault, type ArmedSetFailure, matchArmedFault } from '../faults/index.ts';
import { addBulk, addToAgenda } from './agenda.ts';
import { INSTALL_EXTENSION, stepNameOf } from './codes.ts';
import { endOperation, openOperation } from './operations.ts';
import { installingExtension } from './phases.ts';
import type { Operation, ScaleSet } from './scale-set.ts';
import type { Command } from './types.ts';
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
  phase: number,
  at: Instant,
): ArmedFault | undefined {
  const instanceId = set.instances.instanceId(slot);
  const fault = matchArmedFault(set.armed.faults, {
    step: stepNameOf(phase),
    extension: phase === INSTALL_EXTENSION ? installingExtension(set, slot).name : null,
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

/** Lets an operation that brings a model fail by itself, when that lies in wait. */
export function armOperation(set: ScaleSet, operation: Operation, at: Instant): void {
  const fault = set.armed.setFailures.find(
    ({ id, until, times }) =>
      (until === null || at < until) && (times === null || (set.faultHits.get(id) ?? 0) < times),
  );
  if (fault === undefined) return;
  countHit(set, fault.id);
  const { after, view, operation: told } = fault;
  addToAgenda(set, {
    kind: 'setFailure',
    operation: operation.index,
    due: at + after,
    failure: { after, view, operation: told },
  });
}

/** From here on these faults lie in wait; machines that hung by one that is gone go on. */
export function applyArm(set: ScaleSet, command: Extract<Command, { kind: 'armFaults' }>): void {
  const operation = openOperation(set, command, { action: null, instanceCount: 0, ofSet: false });
  const { faults, setFailures } = command;
  set.armed = { faults, setFailures };
  const known = new Set([...faults, ...setFailures].map(({ id }) => id));
  for (const id of set.faultHits.keys()) if (!known.has(id)) set.faultHits.delete(id);
  const released = [...set.stuck].flatMap(([instanceId, id]) =>
    known.has(id) ? [] : [instanceId],
  );
  for (const instanceId of released) set.stuck.delete(instanceId);
  if (released.length > 0) {
    addBulk(set, {
      kind: 'release',
      instanceIds: released.sort((a, b) => a - b),
      position: 0,
      at: command.at,
      operation: operation.index,
    });
  }
  operation.open -= 1;
  if (operation.open === 0) endOperation(set, operation, command.at, null);
}

function countHit(set: ScaleSet, id: string): void {
  set.faultHits.set(id, (set.faultHits.get(id) ?? 0) + 1);
}
