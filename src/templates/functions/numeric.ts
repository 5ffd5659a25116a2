import type { JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import { ExpressionError, FUNCTIONS_HELP } from '../expression-error.ts';
import type { Call } from '../evaluator.ts';
import { ANY_COUNT, type FunctionGroup } from '../function-table.ts';
import { RANGE_COUNT_MAX } from '../limits.ts';
import type { CopyTurn } from '../scope.ts';

/** Source: template-functions-numeric; range, min and max are on its and the array page. */
export const numericFunctions: FunctionGroup = {
  add: {
    usage: 'add(operand1, operand2)',
    min: 2,
    max: 2,
    run: (args) => whole(args, big(args, 0) + big(args, 1)),
  },
  copyIndex: { usage: 'copyIndex(loopName, offset)', min: 0, max: 2, run: copyIndex },
  div: {
    usage: 'div(operand1, operand2)',
    min: 2,
    max: 2,
    run: (args) => whole(args, big(args, 0) / divisor(args)),
  },
  float: { usage: 'float(arg1)', min: 1, max: 1, run: toFloat },
  int: { usage: 'int(valueToConvert)', min: 1, max: 1, run: toInt },
  max: { usage: 'max(arg1, …)', min: 1, max: ANY_COUNT, run: (args) => extreme(args, 1) },
  min: { usage: 'min(arg1, …)', min: 1, max: ANY_COUNT, run: (args) => extreme(args, -1) },
  mod: {
    usage: 'mod(operand1, operand2)',
    min: 2,
    max: 2,
    run: (args) => whole(args, big(args, 0) % divisor(args)),
  },
  mul: {
    usage: 'mul(operand1, operand2)',
    min: 2,
    max: 2,
    run: (args) => whole(args, big(args, 0) * big(args, 1)),
  },
  range: { usage: 'range(startIndex, count)', min: 2, max: 2, run: range },
  sub: {
    usage: 'sub(operand1, operand2)',
    min: 2,
    max: 2,
    run: (args) => whole(args, big(args, 0) - big(args, 1)),
  },
};

function big(args: Arguments, index: number): bigint {
  return BigInt(args.int(index));
}

function divisor(args: Arguments): bigint {
  const value = big(args, 1);
  return value === 0n ? args.fail('attempted to divide by zero.') : value;
}

/** Azure's integers have 64 bits; beyond 53 bits ours would be inexact, so they are refused. */
function whole(args: Arguments, value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number)
    ? number
    : args.fail(`the result '${value}' is outside the range of integers of this emulator.`);
}

function toInt(args: Arguments): number {
  const value = args.any(0);
  if (typeof value === 'number') return whole(args, BigInt(Math.trunc(value)));
  const text =
    typeof value === 'string' ? value.trim() : args.wrongType(0, 'a string or an integer');
  return /^[+-]?\d{1,19}$/.test(text)
    ? whole(args, BigInt(text.replace('+', '')))
    : args.fail(`the value '${text.slice(0, 100)}' cannot be converted to an integer.`);
}

function toFloat(args: Arguments): number {
  const value = args.any(0);
  if (typeof value === 'number') return value;
  const text =
    typeof value === 'string' ? value.trim() : args.wrongType(0, 'a string or an integer');
  return /^[+-]?\d{1,300}(\.\d{1,300})?$/.test(text)
    ? Number(text)
    : args.fail(`the value '${text.slice(0, 100)}' cannot be converted to a number.`);
}

function extreme(args: Arguments, sign: 1 | -1): number {
  const values = args.count === 1 ? args.array(0) : args.values;
  let best: number | undefined;
  for (const value of values) {
    if (typeof value !== 'number')
      args.wrongType(values.indexOf(value), 'an integer or an array of integers');
    if (best === undefined || sign * (value - best) > 0) best = value;
  }
  return best ?? args.fail('the array is empty.');
}

function range(args: Arguments, { budget }: Call): JsonValue {
  const start = args.int(0);
  const count = args.int(1);
  if (count < 0 || count > RANGE_COUNT_MAX || start + count > 2_147_483_647) {
    args.fail(
      `the second parameter 'count' must be a non-negative integer of at most '${RANGE_COUNT_MAX}', and the sum of both at most '2147483647'.`,
    );
  }
  budget.spend(count);
  return Array.from({ length: count }, (_, index) => start + index);
}

/** copyIndex(), copyIndex(offset), copyIndex('loop'), copyIndex('loop', offset). */
function copyIndex(args: Arguments, { name, scope }: Call): number {
  const named = typeof args.any(0) === 'string';
  const offsetAt = named ? 1 : 0;
  if (!named && args.count > 1) args.text(0);
  const turn = named ? turnOf(scope.copy, args.text(0)) : scope.copy;
  if (!turn) {
    // Source: MicrosoftDocs/azure-docs #56353 (message).
    throw new ExpressionError(
      scope.site === 'variable' || scope.site === 'output' || named
        ? `The template function '${name}' is not expected at this location. The function can only be used in a copy loop with the name given. ${FUNCTIONS_HELP}`
        : `The template function '${name}' is not expected at this location. The function can only be used in a resource with copy specified. Please see https://aka.ms/arm-copy for usage details.`,
    );
  }
  return turn.index + (args.has(offsetAt) ? args.int(offsetAt) : 0);
}

function turnOf(turn: CopyTurn | undefined, loopName: string): CopyTurn | undefined {
  const key = loopName.toLowerCase();
  for (let at = turn; at; at = at.outer) if (at.name?.toLowerCase() === key) return at;
  return undefined;
}
