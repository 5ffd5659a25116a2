import { finishLater } from './agenda.ts';
import { updateHookEvent } from './lifecycle-hooks.ts';
import { endOperation, openOperation } from './operations.ts';
import {
  approveRollingUpgrade,
  cancelRollingUpgrade,
  continueAfterHook,
  startRollingUpgrade,
} from './rolling.ts';
import type { ScaleSet } from './scale-set.ts';
import type { Command } from './types.ts';

/** Begins a rolling upgrade, or ends the one under way. */
export function applyRolling(
  set: ScaleSet,
  command: Extract<Command, { kind: 'startRollingUpgrade' | 'cancelRollingUpgrade' }>,
): void {
  const operation = openOperation(set, command, {
    action: null,
    instanceCount: command.kind === 'startRollingUpgrade' ? set.activeCount : 0,
    ofSet: true,
  });
  if (command.kind === 'startRollingUpgrade') {
    startRollingUpgrade(set, command.of, operation, command.at, command.inPlace === true);
  } else {
    cancelRollingUpgrade(set, command.at);
  }
  finishLater(set, operation, command.at);
}

export function applyApproval(
  set: ScaleSet,
  command: Extract<Command, { kind: 'approveRollingUpgrade' }>,
): void {
  const { instances, at } = command;
  const operation = openOperation(set, command, {
    action: null,
    instanceCount: instances === 'all' ? set.activeCount : instances.length,
    ofSet: false,
  });
  approveRollingUpgrade(set, instances, at);
  finishLater(set, operation, at);
}

/** Answered at once: who answers an event is told how it stands. */
export function applyHookUpdate(
  set: ScaleSet,
  command: Extract<Command, { kind: 'updateHookEvent' }>,
): void {
  const operation = openOperation(set, command, { action: null, instanceCount: 0, ofSet: false });
  operation.open = 0;
  endOperation(set, operation, command.at, null);
  const completed = updateHookEvent(set, command);
  if (completed !== null) continueAfterHook(set, completed, command.at);
}
