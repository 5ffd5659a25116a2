import { type DateTime, weekdayOf } from './date-time.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** .NET's standard formats in the invariant culture, as custom ones. */
const STANDARD: Readonly<Record<string, string>> = {
  d: 'MM/dd/yyyy',
  D: 'dddd, dd MMMM yyyy',
  f: 'dddd, dd MMMM yyyy HH:mm',
  F: 'dddd, dd MMMM yyyy HH:mm:ss',
  g: 'MM/dd/yyyy HH:mm',
  G: 'MM/dd/yyyy HH:mm:ss',
  m: 'MMMM dd',
  M: 'MMMM dd',
  o: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  O: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  r: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  R: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  s: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
  t: 'HH:mm',
  T: 'HH:mm:ss',
  u: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
  U: 'dddd, dd MMMM yyyy HH:mm:ss',
  y: 'yyyy MMMM',
  Y: 'yyyy MMMM',
};

/** A text in quotes, an escaped character, or a run of the same letter. */
const PART = /'([^']*)'|"([^"]*)"|\\(.)|%([A-Za-z])|(([A-Za-z])\6*)/gs;

/**
 * A time (in UTC) in a format of .NET; undefined for a standard format that does not exist.
 * Source: the pages on standard and custom date and time format strings.
 */
export function formatDateTime(time: DateTime, form: string): string | undefined {
  const custom = form.length === 1 ? STANDARD[form] : form;
  return custom?.replaceAll(
    PART,
    (whole: string, single?: string, double?: string, escaped?: string, one?: string) =>
      single ?? double ?? escaped ?? written(time, one ?? whole),
  );
}

function written(time: DateTime, specifier: string): string {
  const { length } = specifier;
  const number = (value: number): string => String(value).padStart(Math.min(length, 2), '0');
  switch (specifier.charAt(0)) {
    case 'y':
      return length <= 2
        ? String(time.year % 100).padStart(length, '0')
        : String(time.year).padStart(length, '0');
    case 'M':
      return length <= 2 ? number(time.month) : named(MONTHS, time.month - 1, length);
    case 'd':
      return length <= 2 ? number(time.day) : named(DAYS, weekdayOf(time), length);
    case 'H':
      return number(time.hour);
    case 'h':
      return number(time.hour % 12 === 0 ? 12 : time.hour % 12);
    case 'm':
      return number(time.minute);
    case 's':
      return number(time.second);
    case 'f':
      return String(time.ticks).padStart(7, '0').slice(0, length);
    case 'F':
      return String(time.ticks).padStart(7, '0').slice(0, length).replace(/0+$/, '');
    case 't':
      return (time.hour < 12 ? 'AM' : 'PM').slice(0, length);
    case 'z':
      return length <= 2 ? `+${'0'.repeat(length)}` : '+00:00';
    case 'K':
      return 'Z';
    case 'g':
      return 'A.D.';
    default:
      return specifier;
  }
}

function named(names: readonly string[], index: number, length: number): string {
  const name = names[index] ?? '';
  return length === 3 ? name.slice(0, 3) : name;
}
