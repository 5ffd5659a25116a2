import type { JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import { formatDateTime } from '../date-format.ts';
import { addMonths, type DateTime, dateTimeOf, parseDateTime, secondsOf } from '../date-time.ts';
import { notExpectedHere } from '../expression-error.ts';
import type { Call } from '../evaluator.ts';
import type { FunctionGroup } from '../function-table.ts';

/** Source: template-functions-date. */
export const dateFunctions: FunctionGroup = {
  dateTimeAdd: { usage: 'dateTimeAdd(base, duration, format)', min: 2, max: 3, run: add },
  dateTimeFromEpoch: { usage: 'dateTimeFromEpoch(epochTime)', min: 1, max: 1, run: fromEpoch },
  dateTimeToEpoch: {
    usage: 'dateTimeToEpoch(dateTime)',
    min: 1,
    max: 1,
    run: (args) => secondsOf(read(args, args.text(0))),
  },
  utcNow: { usage: 'utcNow(format)', min: 0, max: 1, run: utcNow },
};

const MICROS = 1_000_000;

/** Source: template-functions-date: only in the default value of a parameter. */
function utcNow(args: Arguments, { scope, world }: Call): JsonValue {
  if (scope.site !== 'parameter') throw notExpectedHere(args.name);
  const { now } = world.context;
  const seconds = Math.floor(now / MICROS);
  const time = dateTimeOf(seconds, Math.round(now - seconds * MICROS) * 10);
  return write(args, known(args, time), args.has(0) ? args.text(0) : "yyyyMMdd'T'HHmmss'Z'");
}

function fromEpoch(args: Arguments): string {
  return write(args, known(args, dateTimeOf(args.int(0))), "yyyy-MM-dd'T'HH:mm:ss'Z'");
}

const DURATION =
  /^(-?)P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?$/i;

function add(args: Arguments): string {
  const base = args.text(0);
  const duration = DURATION.exec(args.text(1));
  if (!duration || !/\d/.test(args.text(1))) {
    return args.fail(
      `the duration '${args.text(1).slice(0, 100)}' is not a valid ISO 8601 duration.`,
    );
  }
  const sign = duration[1] === '-' ? -1 : 1;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = duration
    .slice(2)
    .map((part) => Number(part ?? 0) * sign);
  const later = known(args, addMonths(read(args, base), years * 12 + months));
  const shift = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  const time = known(args, dateTimeOf(secondsOf(later) + shift, later.ticks));
  return write(args, time, args.has(2) ? args.text(2) : formOf(base));
}

/** "If not provided, the format of the base value is used." Recognised by its shape (inferred). */
function formOf(base: string): string {
  if (/^\d{8}T\d{6}Z$/i.test(base)) return "yyyyMMdd'T'HHmmss'Z'";
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ?$/.test(base)) return 'u';
  if (/^\d{4}-\d\d-\d\d$/.test(base)) return 'yyyy-MM-dd';
  return /\.\d+/.test(base) ? 'o' : "yyyy-MM-dd'T'HH:mm:ss'Z'";
}

function read(args: Arguments, text: string): DateTime {
  const time = parseDateTime(text);
  return (
    time ?? args.fail(`the value '${text.slice(0, 100)}' is not a valid ISO 8601 date and time.`)
  );
}

function known(args: Arguments, time: DateTime | undefined): DateTime {
  return time ?? args.fail('the result is not between the years 1 and 9999.');
}

function write(args: Arguments, time: DateTime, form: string): string {
  const text = form.length > 200 ? undefined : formatDateTime(time, form);
  return text ?? args.fail(`the format '${form.slice(0, 100)}' is not valid.`);
}
