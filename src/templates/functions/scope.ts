import type { JsonValue } from '../../base/index.ts';
import { notExpectedHere } from '../expression-error.ts';
import type { Call } from '../evaluator.ts';
import type { FunctionGroup } from '../function-table.ts';

/** Source: template-functions-scope. */
export const scopeFunctions: FunctionGroup = {
  resourceGroup: { usage: 'resourceGroup()', min: 0, max: 0, run: resourceGroup },
  subscription: {
    usage: 'subscription()',
    min: 0,
    max: 0,
    run: (_, { world }) => world.context.subscription,
  },
  tenant: { usage: 'tenant()', min: 0, max: 0, run: (_, { world }) => world.context.tenant },
};

/** Azure refuses it at subscription scope, and shouts (seen in many reports). */
function resourceGroup(_: unknown, { name, world }: Call): JsonValue {
  const { resourceGroup: value } = world.context;
  if (value) return value;
  throw notExpectedHere(name.toUpperCase());
}
