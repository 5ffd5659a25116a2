import type { JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import { admitText } from '../budget.ts';
import type { Call } from '../evaluator.ts';
import { textOf } from '../values.ts';

/** `{{`, `}}`, or `{index,alignment:format}`; else a brace that stands alone, which is an error. */
const ITEM = /\{\{|\}\}|\{(\d{1,6})(?:,(-?\d{1,6}))?(?::((?:[^{}]|\{\{|\}\})*))?\}|[{}]/g;

/** format(): the composite formatting of .NET's String.Format, in the invariant culture. */
export function formatText(args: Arguments, { budget }: Call): string {
  let length = 0;
  const text = args
    .text(0)
    .replaceAll(ITEM, (item: string, index?: string, alignment?: string, form?: string) => {
      if (item === '{{') return '{';
      if (item === '}}') return '}';
      if (index === undefined || !args.has(Number(index) + 1)) {
        return args.fail(
          'the format string is not valid, or an argument that it names is missing.',
        );
      }
      const value = args.any(Number(index) + 1);
      budget.spend(1 + budget.weigh(value) / 64);
      const written = align(writeValue(args, value, form), Number(alignment ?? 0));
      length += written.length;
      admitText(length);
      return written;
    });
  return text;
}

function align(text: string, width: number): string {
  admitText(Math.abs(width));
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}

function writeValue(args: Arguments, value: JsonValue, form: string | undefined): string {
  return typeof value === 'number' && form !== undefined && form !== ''
    ? formatNumber(args, value, form)
    : textOf(value);
}

/** Standard numeric formats of .NET that make sense for integers, and custom ones of 0, # and ,. */
function formatNumber(args: Arguments, value: number, form: string): string {
  const standard = /^([A-Za-z])(\d{0,2})$/.exec(form);
  if (!standard) return formatCustom(args, value, form);
  const [, letter = '', digits = ''] = standard;
  const precision = digits === '' ? undefined : Number(digits);
  const sign = value < 0 ? '-' : '';
  const size = Math.abs(value);
  switch (letter.toUpperCase()) {
    case 'D':
      return sign + String(size).padStart(precision ?? 0, '0');
    case 'F':
      return sign + fixed(size, precision ?? 2);
    case 'G':
      return String(value);
    case 'N':
      return sign + grouped(fixed(size, precision ?? 2));
    case 'P':
      return `${sign}${grouped(fixed(size * 100, precision ?? 2))} %`;
    case 'X': {
      // Two's complement of 32 bits, as an Int32 is written.
      const hex = (
        value < 0 ? BigInt.asUintN(value < -0x8000_0000 ? 64 : 32, BigInt(value)) : BigInt(value)
      ).toString(16);
      return (letter === 'X' ? hex.toUpperCase() : hex).padStart(precision ?? 0, '0');
    }
    default:
      return args.fail(`the format specifier '${form}' is not supported.`);
  }
}

function fixed(size: number, precision: number): string {
  const [whole = '0', fraction = ''] = String(size).split('.');
  if (Number.isInteger(size)) return precision === 0 ? whole : `${whole}.${'0'.repeat(precision)}`;
  return /e/.test(fraction + whole) ? String(size) : size.toFixed(precision);
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const thousands = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}

function formatCustom(args: Arguments, value: number, form: string): string {
  const pattern = /^([^0#,.]*)([0#,]+)(?:\.([0#]+))?([^0#,.]*)$/.exec(form);
  if (!pattern) return args.fail(`the format '${form.slice(0, 100)}' is not supported.`);
  const [, before = '', whole = '', fraction = '', after = ''] = pattern;
  const zeros = whole.replaceAll(/[#,]/g, '').length;
  const text = fixed(Math.abs(value), fraction.length);
  const [digits = '', decimals] = text.split('.');
  const padded = digits.replace(/^0+(?=\d)/, '').padStart(zeros, '0');
  const shown = /,/.test(whole) ? grouped(padded) : padded;
  return `${value < 0 ? '-' : ''}${before}${shown}${decimals === undefined ? '' : `.${decimals}`}${after}`;
}
