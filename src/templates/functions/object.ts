import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import type { Call } from '../evaluator.ts';
import { ANY_COUNT, type FunctionGroup } from '../function-table.ts';
import { setMember } from '../values.ts';

/** Source: template-functions-object; objectKeys and shallowMerge: bicep-functions-object. */
export const objectFunctions: FunctionGroup = {
  createObject: {
    usage: 'createObject(key1, value1, key2, value2, …)',
    min: 0,
    max: ANY_COUNT,
    run: createObject,
  },
  items: { usage: 'items(object)', min: 1, max: 1, run: items },
  json: { usage: 'json(arg1)', min: 1, max: 1, run: (args) => parseJson(args, args.text(0)) },
  null: { usage: 'null()', min: 0, max: 0, run: () => null },
  objectKeys: {
    usage: 'objectKeys(object)',
    min: 1,
    max: 1,
    run: (args) => Object.keys(args.object(0)),
  },
  shallowMerge: { usage: 'shallowMerge(inputArray)', min: 1, max: 1, run: shallowMerge },
};

function createObject(args: Arguments): JsonObject {
  if (args.count % 2 === 1) {
    args.fail(
      'the function expects an even number of parameters: a key and a value for each member.',
    );
  }
  const object: JsonObject = {};
  for (let at = 0; at < args.count; at += 2) setMember(object, args.text(at), args.any(at + 1));
  return object;
}

/** Sorted by key, as the page's example shows. */
function items(args: Arguments, { budget }: Call): JsonValue {
  const object = args.object(0);
  const keys = Object.keys(object).sort();
  budget.spend(keys.length);
  return keys.map((key) => ({ key, value: object[key] ?? null }));
}

function shallowMerge(args: Arguments, { budget }: Call): JsonObject {
  const merged: JsonObject = {};
  for (const part of args.array(0)) {
    if (!isJsonObject(part)) return args.wrongType(0, 'an array of objects');
    budget.spend(Object.keys(part).length);
    for (const [name, value] of Object.entries(part)) setMember(merged, name, value);
  }
  return merged;
}

/** Reads JSON; fails in words that name the function. */
export function parseJson(args: Arguments, text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return args.fail(`the parameter is not a valid JSON text: '${text.slice(0, 100)}'.`);
  }
}
