import type { JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import type { Call } from '../evaluator.ts';
import type { Expression } from '../expression.ts';
import { ANY_COUNT, type FunctionGroup } from '../function-table.ts';
import { sameValue } from '../values.ts';

/** Source: template-functions-comparison. */
export const comparisonFunctions: FunctionGroup = {
  coalesce: { usage: 'coalesce(arg1, arg2, …)', min: 1, max: ANY_COUNT, lazy: coalesce },
  equals: {
    usage: 'equals(arg1, arg2)',
    min: 2,
    max: 2,
    run: (args, { budget }) => {
      budget.spend((budget.weigh(args.any(0)) + budget.weigh(args.any(1))) / 16);
      return sameValue(args.any(0), args.any(1));
    },
  },
  greater: { usage: 'greater(arg1, arg2)', min: 2, max: 2, run: (args) => order(args) > 0 },
  greaterOrEquals: {
    usage: 'greaterOrEquals(arg1, arg2)',
    min: 2,
    max: 2,
    run: (args) => order(args) >= 0,
  },
  less: { usage: 'less(arg1, arg2)', min: 2, max: 2, run: (args) => order(args) < 0 },
  lessOrEquals: {
    usage: 'lessOrEquals(arg1, arg2)',
    min: 2,
    max: 2,
    run: (args) => order(args) <= 0,
  },
};

function coalesce(args: readonly Expression[], call: Call): JsonValue {
  for (const argument of args) {
    const value = call.evaluator.evaluate(argument, call.scope);
    if (value !== null) return value;
  }
  return null;
}

/** Integers by size, texts by the codes of their characters (inferred: ordinal, as .NET's). */
function order(args: Arguments): number {
  const a = args.any(0);
  const b = args.any(1);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a === b ? 0 : a < b ? -1 : 1;
  return args.wrongType(
    typeof a === 'number' || typeof a === 'string' ? 1 : 0,
    'an integer or a string, the same for both',
  );
}
