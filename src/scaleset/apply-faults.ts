import { type Instant, NEVER } from '../base/index.ts';
import { addBulk, addToAgenda } from './agenda.ts';
import { countHit } from './armed.ts';
import { IDLE } from './codes.ts';
import { claim, endOperation, openOperation } from './operations.ts';
import { enterPhase } from './phases.ts';
import type { Operation, ScaleSet } from './scale-set.ts';
import type { Command } from './types.ts';

/** Lets an operation that brings a model fail by itself, when that lies in wait. */
export function armOperation(set: ScaleSet, operation: Operation, at: Instant): void {
  const fault = set.armed.setFailures.find(
    ({ id, until, times }) =>
      (until === null || at < until) && (times === null || (set.faultHits.get(id) ?? 0) < times),
  );
  if (fault === undefined) return;
  countHit(set, fault.id);
  // It does not end well before that.
  claim(set, operation.index);
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

/** A step that hung by a fault that is no more is begun anew. */
export function releaseStuck(set: ScaleSet, slot: number, at: Instant): void {
  const { instances } = set;
  if (slot === -1 || instances.phase(slot) === IDLE || instances.due(slot) !== NEVER) return;
  enterPhase(set, slot, instances.phase(slot), at);
}
