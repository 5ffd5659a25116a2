import { isJsonObject, type JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import type { Call } from '../evaluator.ts';
import { ExpressionError } from '../expression-error.ts';
import { ANY_COUNT, type FunctionGroup } from '../function-table.ts';
import { selectMember } from '../select-member.ts';
import { memberKey, memberOf, sameValue } from '../values.ts';
import { intersectionOf, unionOf } from './merge.ts';

const TEXT_OR_LIST = 'an array or a string';
const CONTAINER = 'of type object, array, or string';

/** Source: template-functions-array, and the page on strings for what works on both. */
export const arrayFunctions: FunctionGroup = {
  array: {
    usage: 'array(convertToArray)',
    min: 1,
    max: 1,
    run: (args) => (Array.isArray(args.any(0)) ? args.any(0) : [args.any(0)]),
  },
  concat: { usage: 'concat(arg1, arg2, …)', min: 0, max: ANY_COUNT, run: concat },
  contains: { usage: 'contains(container, itemToFind)', min: 2, max: 2, run: contains },
  createArray: {
    usage: 'createArray(arg1, arg2, …)',
    min: 0,
    max: ANY_COUNT,
    run: (args) => [...args.values],
  },
  empty: {
    usage: 'empty(itemToTest)',
    min: 1,
    max: 1,
    run: (args) => args.any(0) === null || lengthOf(args) === 0,
  },
  first: { usage: 'first(arg1)', min: 1, max: 1, run: (args) => endOf(args, 0) },
  flatten: { usage: 'flatten(arrayToFlatten)', min: 1, max: 1, run: flatten },
  indexFromEnd: {
    usage: 'indexFromEnd(sourceArray, reverseIndex)',
    min: 2,
    max: 2,
    run: indexFromEnd,
  },
  indexOf: {
    usage: 'indexOf(arrayOrString, itemToFind)',
    min: 2,
    max: 2,
    run: (args, call) => position(args, call, 'indexOf'),
  },
  intersection: {
    usage: 'intersection(arg1, arg2, …)',
    min: 1,
    max: ANY_COUNT,
    run: (args, call) =>
      args.values
        .slice(1)
        .reduce((left, right) => intersectionOf(args, left, right, call.budget), args.any(0)),
  },
  last: { usage: 'last(arg1)', min: 1, max: 1, run: (args) => endOf(args, -1) },
  lastIndexOf: {
    usage: 'lastIndexOf(arrayOrString, itemToFind)',
    min: 2,
    max: 2,
    run: (args, call) => position(args, call, 'lastIndexOf'),
  },
  length: { usage: 'length(arg1)', min: 1, max: 1, run: (args) => lengthOf(args) },
  skip: {
    usage: 'skip(originalValue, numberToSkip)',
    min: 2,
    max: 2,
    run: (args) => cut(args, Math.max(0, args.int(1)), undefined),
  },
  take: {
    usage: 'take(originalValue, numberToTake)',
    min: 2,
    max: 2,
    run: (args) => cut(args, 0, Math.max(0, args.int(1))),
  },
  tryGet: { usage: 'tryGet(itemToTest, keyOrIndex, …)', min: 2, max: ANY_COUNT, run: tryGet },
  tryIndexFromEnd: {
    usage: 'tryIndexFromEnd(sourceArray, reverseIndex)',
    min: 2,
    max: 2,
    run: (args) => (Array.isArray(args.any(0)) ? (args.array(0).at(-args.int(1)) ?? null) : null),
  },
  union: {
    usage: 'union(arg1, arg2, …)',
    min: 1,
    max: ANY_COUNT,
    run: (args, call) =>
      args.values
        .slice(1)
        .reduce((left, right) => unionOf(args, left, right, call.budget), args.any(0)),
  },
};

function concat(args: Arguments, { budget }: Call): JsonValue {
  const lists = args.values.filter((value) => Array.isArray(value)).length;
  if (lists > 0 && lists < args.count) {
    // Source: Azure/azure-powershell #12962 (message).
    throw new ExpressionError(
      `The provided parameters for language function '${args.name}' are invalid. Either all or none of the parameters must be an array. Please see https://aka.ms/arm-functions for usage details.`,
    );
  }
  if (lists > 0) {
    const all = args.values.flatMap((_, index) => args.array(index));
    budget.spend(all.length);
    return all;
  }
  return args.values
    .map((value, index) => {
      if (typeof value === 'string') return value;
      if (typeof value === 'number') return String(value);
      if (typeof value === 'boolean') return value ? 'True' : 'False';
      return args.wrongType(index, "of type 'String'");
    })
    .join('');
}

function contains(args: Arguments, { budget }: Call): boolean {
  const container = args.any(0);
  const item = args.any(1);
  if (typeof container === 'string') {
    budget.spend(container.length / 64);
    return container.includes(typeof item === 'string' ? item : String(args.int(1)));
  }
  if (Array.isArray(container)) {
    budget.spend(container.length + budget.weigh(item) / 16);
    return container.some((member) => sameValue(member, item));
  }
  if (isJsonObject(container)) {
    budget.spend(Object.keys(container).length);
    return (
      memberKey(container, typeof item === 'string' ? item : String(args.int(1))) !== undefined
    );
  }
  return args.wrongType(0, CONTAINER);
}

function lengthOf(args: Arguments): number {
  const value = args.any(0);
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : args.wrongType(0, CONTAINER);
}

/** An empty list has no element, which is null; an empty text no character, which is ''. */
function endOf(args: Arguments, at: 0 | -1): JsonValue {
  const value = args.any(0);
  if (typeof value === 'string') return value.at(at) ?? '';
  return Array.isArray(value) ? (value.at(at) ?? null) : args.wrongType(0, TEXT_OR_LIST);
}

function cut(args: Arguments, from: number, to: number | undefined): JsonValue {
  const value = args.any(0);
  if (typeof value === 'string') return value.slice(from, to);
  return Array.isArray(value) ? value.slice(from, to) : args.wrongType(0, TEXT_OR_LIST);
}

function flatten(args: Arguments, { budget }: Call): JsonValue {
  const all = args
    .array(0)
    .flatMap((inner) => (Array.isArray(inner) ? inner : args.wrongType(0, 'an array of arrays')));
  budget.spend(all.length);
  return all;
}

function indexFromEnd(args: Arguments): JsonValue {
  const list = args.array(0);
  const reverse = args.int(1);
  const item = reverse > 0 ? list[list.length - reverse] : undefined;
  return (
    item ?? args.fail(`The language expression property array index '${reverse}' is out of bounds.`)
  );
}

/** Texts without regard to case, as documented; members of lists by equality. */
function position(args: Arguments, { budget }: Call, way: 'indexOf' | 'lastIndexOf'): number {
  const container = args.any(0);
  if (typeof container === 'string') {
    budget.spend(container.length / 64);
    return container.toLowerCase()[way](args.text(1).toLowerCase());
  }
  if (!Array.isArray(container)) return args.wrongType(0, TEXT_OR_LIST);
  budget.spend(container.length + budget.weigh(args.any(1)) / 16);
  const matches = (member: JsonValue): boolean => sameValue(member, args.any(1));
  return way === 'indexOf' ? container.findIndex(matches) : container.findLastIndex(matches);
}

/** The member behind all keys; null where one does not exist. Source: Bicep's safe dereference. */
function tryGet(args: Arguments, { budget }: Call): JsonValue {
  let value = args.any(0);
  for (const key of args.values.slice(1)) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key] ?? null;
    else if (isJsonObject(value) && typeof key === 'string') value = memberOf(value, key) ?? null;
    else if (value !== null) value = selectMember(value, key, budget);
    if (value === null) return null;
  }
  return value;
}
