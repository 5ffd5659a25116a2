import { invariant } from '../base/index.ts';
import { finishLater } from './agenda.ts';
import { DELETING, MODIFY, RUN_COMMAND, RUNNING } from './codes.ts';
import { announceEviction, approveEviction } from './eviction.ts';
import { machineTarget } from './machine-name.ts';
import { endOperation, openOperation, operationAt } from './operations.ts';
import { readOwn } from './own.ts';
import { profileOf } from './phases.ts';
import { beginRemoval, beginRunCommand, findRunCommand } from './run-commands.ts';
import type { ScaleSet } from './scale-set.ts';
import { findNotices } from './scheduled-events.ts';
import { releaseHold, requestPhase } from './steps.ts';
import { beginVmExtension, findVmExtension } from './vm-extensions.ts';
import type { Command, OperationAction, Refusal } from './types.ts';

/** Commands to one machine by its id. */
type InstanceCommand = Extract<
  Command,
  {
    kind:
      | 'updateInstance'
      | 'runCommand'
      | 'putRunCommand'
      | 'deleteRunCommand'
      | 'putVmExtension'
      | 'deleteVmExtension'
      | 'simulateEviction'
      | 'approveEvents';
  }
>;

/** Whether the machine is there, and such that it can be asked for this. */
export function checkInstance(set: ScaleSet, command: InstanceCommand): Refusal | null {
  const { instanceId } = command;
  const slot = set.instances.find(instanceId);
  const isLeaving = slot !== -1 && set.instances.state(slot) === DELETING;
  // Who goes can say yes to that.
  if (slot === -1 || (isLeaving && command.kind !== 'approveEvents')) {
    return { reason: 'UnknownInstance', instance: machineTarget(set, instanceId) };
  }
  switch (command.kind) {
    case 'updateInstance':
      return null;
    case 'runCommand':
      if (set.instances.power(slot) !== RUNNING)
        return { reason: 'InstanceNotRunning', instanceId };
      return isRunningCommand(set, slot) ? { reason: 'RunCommandInProgress', instanceId } : null;
    case 'putVmExtension':
    case 'putRunCommand':
      return set.instances.power(slot) === RUNNING
        ? null
        : { reason: 'InstanceNotRunning', instanceId };
    case 'deleteRunCommand':
      return findRunCommand(set, command) === undefined
        ? { reason: 'UnknownRunCommand', name: command.name }
        : null;
    case 'deleteVmExtension':
      if (findVmExtension(set, instanceId, command.name) === undefined) {
        return { reason: 'UnknownVmExtension', name: command.name };
      }
      return set.instances.power(slot) === RUNNING
        ? null
        : { reason: 'InstanceNotRunning', instanceId };
    case 'simulateEviction':
      return profileOf(set, slot).facts.spot === null ? { reason: 'NotSpot', instanceId } : null;
    case 'approveEvents':
      return findNotices(set, instanceId, command.eventIds) === undefined
        ? { reason: 'UnknownScheduledEvent', instanceId }
        : null;
  }
}

export function applyToInstance(set: ScaleSet, command: InstanceCommand): void {
  const slot = set.instances.find(command.instanceId);
  invariant(slot !== -1, 'the instance of a command was there when it was accepted');
  const operation = openOperation(set, command, {
    action: ACTIONS[command.kind],
    instanceCount: 1,
    ofSet: false,
    output: 'output' in command ? (command.output ?? null) : null,
  });
  switch (command.kind) {
    case 'updateInstance':
      set.own.set(command.instanceId, readOwn(command.own));
      requestPhase(set, slot, MODIFY, operation.index, command.at);
      finishLater(set, operation, command.at);
      return;
    case 'runCommand':
      requestPhase(set, slot, RUN_COMMAND, operation.index, command.at);
      finishLater(set, operation, command.at);
      return;
    case 'putRunCommand':
      beginRunCommand(set, command, operation);
      finishLater(set, operation, command.at);
      return;
    case 'deleteRunCommand':
      beginRemoval(set, command, operation);
      finishLater(set, operation, command.at);
      return;
    case 'putVmExtension':
    case 'deleteVmExtension':
      beginVmExtension(set, command, operation);
      requestPhase(set, slot, MODIFY, operation.index, command.at);
      finishLater(set, operation, command.at);
      return;
    case 'simulateEviction':
      announceEviction(set, { ...command, operation: 0 }, command.at);
      operation.open = 0;
      endOperation(set, operation, command.at, null);
      return;
    case 'approveEvents':
      for (const notice of findNotices(set, command.instanceId, command.eventIds) ?? []) {
        if (notice.type === 'Preempt') {
          approveEviction(set, { instanceId: command.instanceId, notice }, command.at);
        } else if (notice.status === 'Scheduled') {
          releaseHold(set, slot, command.at);
        }
      }
      operation.open = 0;
      endOperation(set, operation, command.at, null);
  }
}

const ACTIONS: Readonly<Record<InstanceCommand['kind'], OperationAction | null>> = {
  updateInstance: 'modify',
  runCommand: 'runCommand',
  putRunCommand: null,
  deleteRunCommand: null,
  putVmExtension: 'modify',
  deleteVmExtension: 'modify',
  simulateEviction: null,
  approveEvents: null,
};

/** One script at a time: the agent takes no second one. */
function isRunningCommand(set: ScaleSet, slot: number): boolean {
  const { instances } = set;
  return [instances.operation(slot), instances.queued(slot)].some(
    (index) => operationAt(set, index)?.action === 'runCommand',
  );
}
