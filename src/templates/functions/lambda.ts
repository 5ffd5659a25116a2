import type { JsonObject, JsonValue } from '../../base/index.ts';
import { Arguments } from '../arguments.ts';
import type { Call } from '../evaluator.ts';
import type { Expression } from '../expression.ts';
import { ExpressionError, notExpectedHere } from '../expression-error.ts';
import { ANY_COUNT, type FunctionGroup } from '../function-table.ts';
import { setMember } from '../values.ts';

/** Source: template-functions-lambda; groupBy and mapValues: bicep-functions-lambda. */
export const lambdaFunctions: FunctionGroup = {
  filter: { usage: 'filter(inputArray, lambda)', min: 2, max: 2, lazy: filter },
  groupBy: { usage: 'groupBy(inputArray, lambda)', min: 2, max: 2, lazy: groupBy },
  lambda: {
    usage: 'lambda(variable, …, expression)',
    min: 1,
    max: ANY_COUNT,
    lazy: (_, call) => {
      throw notExpectedHere(call.name);
    },
  },
  lambdaVariables: { usage: 'lambdaVariables(variable)', min: 1, max: 1, run: lambdaVariable },
  map: { usage: 'map(inputArray, lambda)', min: 2, max: 2, lazy: map },
  mapValues: { usage: 'mapValues(inputObject, lambda)', min: 2, max: 2, lazy: mapValues },
  reduce: { usage: 'reduce(inputArray, initialValue, lambda)', min: 3, max: 3, lazy: reduce },
  sort: { usage: 'sort(inputArray, lambda)', min: 2, max: 2, lazy: sort },
  toObject: {
    usage: 'toObject(inputArray, keyLambda, valueLambda)',
    min: 2,
    max: 3,
    lazy: toObject,
  },
};

type Lambda = (...values: readonly JsonValue[]) => JsonValue;

function lambdaVariable(args: Arguments, { scope }: Call): JsonValue {
  const value = scope.lambdas?.get(args.text(0).toLowerCase());
  if (value !== undefined) return value;
  throw new ExpressionError(`The template lambda variable '${args.text(0)}' is not found.`);
}

function map(args: readonly Expression[], call: Call): JsonValue {
  const apply = lambdaAt(args, 1, call, 1, 2);
  return listAt(args, call).map((item, index) => apply(item, index));
}

function filter(args: readonly Expression[], call: Call): JsonValue {
  const apply = lambdaAt(args, 1, call, 1, 2);
  return listAt(args, call).filter((item, index) => boolOf(apply(item, index), call));
}

function reduce(args: readonly Expression[], call: Call): JsonValue {
  const apply = lambdaAt(args, 2, call, 2, 3);
  const list = listAt(args, call);
  const initial = valueAt(args, 1, call);
  return list.reduce((current, next, index) => apply(current, next, index), initial);
}

/** The lambda says whether its first is before its second; equals keep their order. */
function sort(args: readonly Expression[], call: Call): JsonValue {
  const apply = lambdaAt(args, 1, call, 2, 2);
  const before = (a: JsonValue, b: JsonValue): boolean => boolOf(apply(a, b), call);
  return [...listAt(args, call)].sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
}

function toObject(args: readonly Expression[], call: Call): JsonValue {
  const keyOf = lambdaAt(args, 1, call, 1, 1);
  const valueOf: Lambda = args.length > 2 ? lambdaAt(args, 2, call, 1, 1) : (item) => item ?? null;
  const object: JsonObject = {};
  for (const item of listAt(args, call))
    setMember(object, textOf(keyOf(item), call), valueOf(item));
  return object;
}

function groupBy(args: readonly Expression[], call: Call): JsonValue {
  const keyOf = lambdaAt(args, 1, call, 1, 1);
  const groups = new Map<string, JsonValue[]>();
  for (const item of listAt(args, call)) {
    const key = textOf(keyOf(item), call);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  const object: JsonObject = {};
  for (const [key, group] of groups) setMember(object, key, group);
  return object;
}

function mapValues(args: readonly Expression[], call: Call): JsonValue {
  const apply = lambdaAt(args, 1, call, 1, 1);
  const mapped: JsonObject = {};
  const source = new Arguments(call.name, [valueAt(args, 0, call)]).object(0);
  for (const [key, value] of Object.entries(source)) setMember(mapped, key, apply(value));
  return mapped;
}

function valueAt(args: readonly Expression[], index: number, call: Call): JsonValue {
  const argument = args[index];
  return argument ? call.evaluator.evaluate(argument, call.scope) : null;
}

function listAt(args: readonly Expression[], call: Call): readonly JsonValue[] {
  const list = new Arguments(call.name, [valueAt(args, 0, call)]).array(0);
  call.budget.spend(list.length);
  return list;
}

function boolOf(value: JsonValue, call: Call): boolean {
  return typeof value === 'boolean'
    ? value
    : new Arguments(call.name, [value]).fail('the lambda must return a boolean.');
}

function textOf(value: JsonValue, call: Call): string {
  return typeof value === 'string'
    ? value
    : new Arguments(call.name, [value]).fail('the lambda must return a string as key.');
}

/** The function that a `lambda('a', 'b', …)` argument stands for. */
function lambdaAt(
  args: readonly Expression[],
  index: number,
  call: Call,
  min: number,
  max: number,
): Lambda {
  const argument = args[index];
  const complain = new Arguments(call.name, []);
  if (argument?.kind !== 'call' || argument.name.toLowerCase() !== 'lambda') {
    return complain.fail(`the argument at position ${index + 1} must be a lambda.`);
  }
  const body = argument.args.at(-1);
  const names = argument.args
    .slice(0, -1)
    .map((name) =>
      name.kind === 'literal' && typeof name.value === 'string'
        ? name.value.toLowerCase()
        : complain.fail('the names of the variables of a lambda must be string literals.'),
    );
  if (!body || names.length < min || names.length > max) {
    return complain.fail(
      `its lambda must have ${min === max ? min : `${min} to ${max}`} variable(s).`,
    );
  }
  return (...values) => {
    const lambdas = new Map(call.scope.lambdas);
    names.forEach((name, at) => lambdas.set(name, values[at] ?? null));
    return call.evaluator.evaluate(body, { ...call.scope, lambdas });
  };
}
