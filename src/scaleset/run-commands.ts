import {
  type Instant,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  MICROS_PER_SECOND,
} from '../base/index.ts';
import { type Failure, failures } from '../faults/index.ts';
import { addToAgenda } from './agenda.ts';
import { RUN_COMMAND } from './codes.ts';
import { claim, release } from './operations.ts';
import { stepDuration } from './phases.ts';
import type { AgendaItem, Operation, ScaleSet } from './scale-set.ts';
import type { RunCommandView } from './part-types.ts';
import type { Command } from './types.ts';

/** A run command that is a resource of a machine, as far as it has come. */
export type RunCommand = RunCommandView & {
  /** The index of the operation that wrote it last. */
  readonly operation: number;
  /** Whether that operation waits for it. */
  readonly pending: boolean;
};

type Item = Extract<AgendaItem, { kind: 'runCommand' }>;

/** The run commands of a machine in the order in which they were made. */
export function runCommandsOf(set: ScaleSet, instanceId: number): readonly RunCommand[] {
  return set.runCommands.get(instanceId) ?? [];
}

/** By its name, which is matched without regard to case, among those that are as diagnostic. */
export function findRunCommand(
  set: ScaleSet,
  wanted: { readonly instanceId: number; readonly name: string; readonly diagnostic?: boolean },
): RunCommand | undefined {
  const key = wanted.name.toLowerCase();
  const isDiagnostic = wanted.diagnostic === true;
  return runCommandsOf(set, wanted.instanceId).find(
    ({ name, diagnostic }) => diagnostic === isDiagnostic && name.toLowerCase() === key,
  );
}

/** Begins to run what was written; another one of this name that is running is given up. */
export function beginRunCommand(
  set: ScaleSet,
  command: Extract<Command, { kind: 'putRunCommand' }>,
  operation: Operation,
): void {
  const { instanceId, name, at } = command;
  const before = findRunCommand(set, command);
  const pending = setting(command.definition, 'asyncExecution') !== true;
  giveUp(set, before, at);
  write(set, instanceId, {
    name: before?.name ?? name,
    diagnostic: command.diagnostic === true,
    definition: command.definition,
    outcome: command.outcome,
    state: before === undefined ? 'creating' : 'updating',
    execution: 'Running',
    startedAt: at,
    endedAt: null,
    operation: operation.index,
    pending,
  });
  schedule(set, command, operation, 'run');
  // What is asynchronous goes on, but the operation that started it need not wait.
  if (pending) claim(set, operation.index);
}

export function beginRemoval(
  set: ScaleSet,
  command: Extract<Command, { kind: 'deleteRunCommand' }>,
  operation: Operation,
): void {
  const before = findRunCommand(set, command);
  if (before === undefined) return;
  giveUp(set, before, command.at);
  write(set, command.instanceId, {
    ...before,
    state: 'deleting',
    operation: operation.index,
    pending: true,
  });
  claim(set, operation.index);
  schedule(set, command, operation, 'removal');
}

/** What is due for a run command: the end of its run, or of the resource. */
export function endRunCommand(set: ScaleSet, item: Item, at: Instant): void {
  const { instanceId, name, operation } = item;
  const command = findRunCommand(set, item);
  // The machine went, or somebody wrote the command anew: then it was given up.
  if (command?.operation !== operation) return;
  if (item.of === 'removal') {
    remove(set, instanceId, command);
    release(set, operation, at, null);
    return;
  }
  const { exitCode } = command.outcome;
  const isFailed = item.timesOut || exitCode !== 0;
  const counts =
    isFailed && setting(command.definition, 'treatFailureAsDeploymentFailure') === true;
  write(set, instanceId, {
    ...command,
    state: counts ? 'failed' : 'succeeded',
    execution: item.timesOut ? 'TimedOut' : isFailed ? 'Failed' : 'Succeeded',
    endedAt: at,
    pending: false,
  });
  if (command.pending) release(set, operation, at, counts ? failureOf(name, item, exitCode) : null);
}

/** Lets go of the run commands of a machine that goes. */
export function abandonRunCommands(set: ScaleSet, instanceId: number, at: Instant): void {
  for (const command of runCommandsOf(set, instanceId)) giveUp(set, command, at);
  set.runCommands.delete(instanceId);
}

function giveUp(set: ScaleSet, command: RunCommand | undefined, at: Instant): void {
  if (command?.pending) release(set, command.operation, at, failures.operationPreempted);
}

/** In the words of an extension that fails, which a run command is one of. Inferred. */
function failureOf(name: string, { timesOut }: Item, exitCode: number): Failure {
  const text = timesOut
    ? 'Script execution has timed out'
    : `Script returned an exit code: ${exitCode}`;
  return {
    code: 'VMExtensionProvisioningError',
    message: `VM has reported a failure when processing extension '${name}'. Error message: "${text}".`,
  };
}

function schedule(
  set: ScaleSet,
  command: Extract<Command, { kind: 'putRunCommand' | 'deleteRunCommand' }>,
  operation: Operation,
  of: Item['of'],
): void {
  const { instanceId, name, at } = command;
  const length = stepDuration(set, RUN_COMMAND, instanceId, operation.index);
  const definition = command.kind === 'putRunCommand' ? command.definition : {};
  const timeoutInSeconds = setting(definition, 'timeoutInSeconds');
  const limit = typeof timeoutInSeconds === 'number' ? timeoutInSeconds * MICROS_PER_SECOND : 0;
  const timesOut = limit > 0 && length > limit;
  const due = at + (timesOut ? limit : length);
  const isAwaited = setting(definition, 'asyncExecution') !== true;
  if (isAwaited && operation.expectedEnd < due) operation.expectedEnd = due;
  addToAgenda(set, {
    kind: 'runCommand',
    of,
    operation: operation.index,
    due,
    instanceId,
    name,
    diagnostic: command.diagnostic === true,
    timesOut,
  });
}

function setting({ properties }: JsonObject, name: string): JsonValue | undefined {
  return isJsonObject(properties) ? properties[name] : undefined;
}

function write(set: ScaleSet, instanceId: number, command: RunCommand): void {
  const list = runCommandsOf(set, instanceId);
  const at = list.findIndex(
    ({ name, diagnostic }) => name === command.name && diagnostic === command.diagnostic,
  );
  set.runCommands.set(instanceId, at === -1 ? [...list, command] : list.with(at, command));
}

function remove(set: ScaleSet, instanceId: number, command: RunCommand): void {
  const left = runCommandsOf(set, instanceId).filter((item) => item !== command);
  if (left.length === 0) set.runCommands.delete(instanceId);
  else set.runCommands.set(instanceId, left);
}
