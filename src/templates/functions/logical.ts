import type { JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import { ExpressionError, FUNCTIONS_HELP } from '../expression-error.ts';
import type { Call } from '../evaluator.ts';
import type { Expression } from '../expression.ts';
import { ANY_COUNT, type FunctionGroup } from '../function-table.ts';

/** Source: template-functions-logical. Arguments that cannot matter any more are not evaluated. */
export const logicalFunctions: FunctionGroup = {
  and: {
    usage: 'and(arg1, arg2, …)',
    min: 2,
    max: ANY_COUNT,
    lazy: (args, call) => !any(args, call, false),
  },
  bool: { usage: 'bool(arg1)', min: 1, max: 1, run: toBool },
  false: { usage: 'false()', min: 0, max: 0, run: () => false },
  if: { usage: 'if(condition, trueValue, falseValue)', min: 3, max: 3, lazy: choose },
  not: { usage: 'not(arg1)', min: 1, max: 1, lazy: (args, call) => !any(args, call, true) },
  or: {
    usage: 'or(arg1, arg2, …)',
    min: 2,
    max: ANY_COUNT,
    lazy: (args, call) => any(args, call, true),
  },
  true: { usage: 'true()', min: 0, max: 0, run: () => true },
};

/** Whether any argument is this boolean. */
function any(args: readonly Expression[], call: Call, wanted: boolean): boolean {
  return args.some((argument) => boolOf(argument, call) === wanted);
}

function choose(args: readonly Expression[], call: Call): JsonValue {
  const [condition, whenTrue, whenFalse] = args;
  if (!condition || !whenTrue || !whenFalse) return null;
  return call.evaluator.evaluate(boolOf(condition, call) ? whenTrue : whenFalse, call.scope);
}

function boolOf(argument: Expression, call: Call): boolean {
  const value = call.evaluator.evaluate(argument, call.scope);
  if (typeof value === 'boolean') return value;
  // Source: f5devcentral/f5-azure-saca #104 (message).
  throw new ExpressionError(
    `The provided arguments for template language function '${call.name}' is not valid: all arguments should be of type 'boolean'. ${FUNCTIONS_HELP}`,
  );
}

function toBool(args: Arguments): boolean {
  const value = args.any(0);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') {
    const word = value.trim().toLowerCase();
    if (word === 'true' || word === '1') return true;
    if (word === 'false' || word === '0') return false;
    return args.fail(`the value '${value}' cannot be converted to a boolean.`);
  }
  return args.wrongType(0, 'a string or an integer');
}
