import { formatInstantSeconds, type JsonObject } from '../../../base/index.ts';
import type { RunCommandView } from '../../../scaleset/index.ts';
import { objectAt } from '../model/json-path.ts';
import { wireState } from './scale-set.ts';

export interface RunCommandShapeOptions {
  /** What ids begin with, in the request's casing: `…/virtualMachines/0/runCommands`. */
  readonly parentId: string;
  readonly type: string;
  /** Of the set, where the command says none. */
  readonly location: string;
  readonly withInstanceView: boolean;
}

/** A run command as a resource. Source: the specification and az's own tests of it. */
export function runCommandBody(
  command: RunCommandView,
  { parentId, type, location, withInstanceView }: RunCommandShapeOptions,
): JsonObject {
  const { tags, properties: _, ...rest } = command.definition;
  return {
    name: command.name,
    id: `${parentId}/${command.name}`,
    type,
    location: rest['location'] ?? location,
    ...(tags === undefined ? {} : { tags }),
    properties: {
      asyncExecution: false,
      timeoutInSeconds: 0,
      treatFailureAsDeploymentFailure: false,
      ...objectAt(command.definition, 'properties'),
      provisioningState: wireState(command.state),
      ...(withInstanceView ? { instanceView: instanceView(command) } : {}),
    },
  };
}

/** Times have whole seconds, as the guest's have. */
function instanceView(command: RunCommandView): JsonObject {
  const { execution, outcome, startedAt, endedAt } = command;
  const isOver = endedAt !== null;
  return {
    executionState: execution,
    executionMessage: isOver ? MESSAGES[execution] : '',
    exitCode: isOver ? outcome.exitCode : 0,
    output: isOver ? outcome.stdout : '',
    error: isOver ? outcome.stderr : '',
    startTime: formatInstantSeconds(startedAt),
    ...(isOver ? { endTime: formatInstantSeconds(endedAt) } : {}),
  };
}

/** `Execution completed` is what users of it print; the others are inferred. */
const MESSAGES = {
  Running: '',
  Succeeded: 'Execution completed',
  Failed: 'Execution failed',
  TimedOut: 'Execution timed out',
} as const;
