import { createHash } from 'node:crypto';
import type { JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import { admitText } from '../budget.ts';
import { ExpressionError, notExpectedHere } from '../expression-error.ts';
import type { Call } from '../evaluator.ts';
import { ANY_COUNT, type FunctionGroup } from '../function-table.ts';
import { murmur64 } from '../murmur.ts';
import { textOf } from '../values.ts';
import { formatText } from './format.ts';

/** Source: template-functions-string. */
export const stringFunctions: FunctionGroup = {
  endsWith: {
    usage: 'endsWith(stringToSearch, stringToFind)',
    min: 2,
    max: 2,
    run: (args) => args.text(0).toLowerCase().endsWith(args.text(1).toLowerCase()),
  },
  fail: {
    usage: 'fail(message)',
    min: 1,
    max: 1,
    run: (args) => {
      throw new ExpressionError(args.text(0));
    },
  },
  format: { usage: 'format(formatString, arg1, arg2, …)', min: 1, max: ANY_COUNT, run: formatText },
  guid: {
    usage: 'guid(baseString, …)',
    min: 1,
    max: ANY_COUNT,
    run: (args) => guidOf(args.texts().join('-')),
  },
  join: { usage: 'join(inputArray, delimiter)', min: 2, max: 2, run: join },
  newGuid: { usage: 'newGuid()', min: 0, max: 0, run: newGuid },
  padLeft: {
    usage: 'padLeft(valueToPad, totalLength, paddingCharacter)',
    min: 2,
    max: 3,
    run: padLeft,
  },
  replace: { usage: 'replace(originalString, oldString, newString)', min: 3, max: 3, run: replace },
  split: { usage: 'split(inputString, delimiter)', min: 2, max: 2, run: split },
  startsWith: {
    usage: 'startsWith(stringToSearch, stringToFind)',
    min: 2,
    max: 2,
    run: (args) => args.text(0).toLowerCase().startsWith(args.text(1).toLowerCase()),
  },
  string: {
    usage: 'string(valueToConvert)',
    min: 1,
    max: 1,
    run: (args, { budget }) => {
      admitText(budget.weigh(args.any(0)) - 2);
      return textOf(args.any(0));
    },
  },
  substring: {
    usage: 'substring(stringToParse, startIndex, length)',
    min: 2,
    max: 3,
    run: substring,
  },
  toLower: {
    usage: 'toLower(stringToChange)',
    min: 1,
    max: 1,
    run: (args) => args.text(0).toLowerCase(),
  },
  toUpper: {
    usage: 'toUpper(stringToChange)',
    min: 1,
    max: 1,
    run: (args) => args.text(0).toUpperCase(),
  },
  trim: { usage: 'trim(stringToTrim)', min: 1, max: 1, run: (args) => args.text(0).trim() },
  uniqueString: { usage: 'uniqueString(baseString, …)', min: 1, max: ANY_COUNT, run: uniqueString },
};

/** Source: bicep-functions-string, "guid": version 5, this namespace, joined by hyphens. */
const GUID_NAMESPACE = Buffer.from('11fb06fb712d4ddd98c7e71bbd588830', 'hex');

function guidOf(name: string): string {
  const bytes = createHash('sha1')
    .update(GUID_NAMESPACE)
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Source: template-functions-string: only in the default value of a parameter. */
function newGuid(args: Arguments, { scope, world }: Call): string {
  if (scope.site !== 'parameter') throw notExpectedHere(args.name);
  return world.newGuid();
}

const BASE_32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Thirteen digits of five bits, the last one filled up with a zero bit. */
function uniqueString(args: Arguments): string {
  const text = args.texts().join('-');
  admitText(text.length);
  let hash = murmur64(Buffer.from(text, 'utf8'));
  let result = '';
  for (let digit = 0; digit < 13; digit += 1) {
    result += BASE_32[Number(hash >> 59n)] ?? '';
    hash = BigInt.asUintN(64, hash << 5n);
  }
  return result;
}

function join(args: Arguments, { budget }: Call): string {
  const list = args.array(0);
  const delimiter = args.text(1);
  admitText(budget.weigh(args.any(0)) - 3 * list.length - 2 + delimiter.length * list.length);
  return list.map(textOf).join(delimiter);
}

function padLeft(args: Arguments): string {
  const value = args.any(0);
  const text = typeof value === 'number' ? String(args.int(0)) : args.text(0);
  const padding = args.has(2) ? args.text(2) : ' ';
  if (padding.length !== 1) args.fail('the third parameter must be a single character.');
  admitText(args.int(1));
  return text.padStart(args.int(1), padding);
}

function replace(args: Arguments): string {
  const [text = '', old = '', by = ''] = args.texts();
  if (old === '') return args.fail('the second parameter must not be an empty string.');
  const parts = text.split(old);
  admitText(text.length + (parts.length - 1) * (by.length - old.length));
  return parts.join(by);
}

function split(args: Arguments, { budget }: Call): JsonValue {
  const text = args.text(0);
  const delimiters = (typeof args.any(1) === 'string' ? [args.text(1)] : args.array(1)).map(
    (delimiter) =>
      typeof delimiter === 'string'
        ? delimiter
        : args.wrongType(1, "of type 'String' or 'Array' of strings"),
  );
  budget.spend((1 + text.length / 64) * (1 + delimiters.length));
  const useful = delimiters.filter((delimiter) => delimiter !== '');
  if (useful.length === 0) return [text];
  const pattern = useful
    .map((delimiter) => delimiter.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
    .join('|');
  const parts = text.split(new RegExp(pattern));
  budget.spend(parts.length);
  return parts;
}

function substring(args: Arguments): string {
  const text = args.text(0);
  const start = args.int(1);
  const length = args.has(2) ? args.int(2) : text.length - start;
  if (start >= 0 && length >= 0 && start + length <= text.length)
    return text.slice(start, start + length);
  // Source: template-functions-string, "substring", remarks.
  return args.fail(
    `The index and length parameters must refer to a location within the string. The index parameter: '${start}', the length parameter: '${length}', the length of the string parameter: '${text.length}'.`,
  );
}
