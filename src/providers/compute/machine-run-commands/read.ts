import { armErrors, type Operation } from '../../../arm/index.ts';
import { readExpand } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import { runCommandBody } from '../shapes/run-command.ts';
import {
  commandsOf,
  findCommand,
  type RunCommandFamily,
  runCommandName,
  shapeOptions,
} from './family.ts';

export function listOf(family: RunCommandFamily): Operation<ComputeServices> {
  const { kind, group, verbs, word, since } = family;
  return {
    operationId: `${group}_${verbs.list}`,
    method: 'GET',
    path: `${kind.path}/${word}`,
    since,
    longRunning: false,
    rateLimits: kind.readRateLimits,
    async handle(request, services) {
      const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
      const { set, machine } = await kind.find(request, services);
      const value = commandsOf(family, set, machine).map((command) =>
        runCommandBody(command, shapeOptions(family, machine, withInstanceView)),
      );
      return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
    },
  };
}

export function getOf(family: RunCommandFamily): Operation<ComputeServices> {
  const { kind, group, verbs, word, since } = family;
  return {
    operationId: `${group}_${verbs.get}`,
    method: 'GET',
    path: `${kind.path}/${word}/{runCommandName}`,
    since,
    longRunning: false,
    rateLimits: kind.readRateLimits,
    async handle(request, services) {
      const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
      const { set, machine } = await kind.find(request, services);
      const command = findCommand(family, set, machine, runCommandName(request));
      if (!command) throw armErrors.instanceNotFound();
      const json = runCommandBody(command, shapeOptions(family, machine, withInstanceView));
      return { httpStatus: 200, speaker: 'provider', body: { json } };
    },
  };
}
