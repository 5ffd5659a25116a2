import type { JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import type { Call } from '../evaluator.ts';
import { notExpectedHere } from '../expression-error.ts';
import type { FunctionGroup } from '../function-table.ts';

/** Source: template-functions-deployment. */
export const deploymentFunctions: FunctionGroup = {
  deployment: { usage: 'deployment()', min: 0, max: 0, run: (_, { world }) => world.deployment() },
  environment: {
    usage: 'environment()',
    min: 0,
    max: 0,
    run: (_, { world }) => world.context.environment,
  },
  parameters: {
    usage: 'parameters(parameterName)',
    min: 1,
    max: 1,
    run: (args, { scope }) => scope.parameter(args.text(0)),
  },
  variables: { usage: 'variables(variableName)', min: 1, max: 1, run: variable },
};

function variable(args: Arguments, { scope }: Call): JsonValue {
  // Source: Azure/template-analyzer #184 (message).
  if (scope.site === 'parameter' || scope.site === 'function') throw notExpectedHere(args.name);
  return scope.variable(args.text(0));
}
