/** A time without a zone, to .NET's tenth of a microsecond. Months and days count from 1. */
export interface DateTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 to 9,999,999. */
  readonly ticks: number;
}

const SECONDS_PER_DAY = 86_400;
/** Of 0001-01-01 and of the first instant after the year 9999, which .NET's DateTime spans. */
const FIRST_SECOND = secondsOfCivil(1, 1, 1);
const END_SECOND = secondsOfCivil(10_000, 1, 1);

/** Seconds since 1970 of the start of a day of the Gregorian calendar. */
function secondsOfCivil(year: number, month: number, day: number): number {
  // Years are counted from March, so that the leap day is the last one of a year.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * SECONDS_PER_DAY;
}

export function secondsOf(time: DateTime): number {
  return (
    secondsOfCivil(time.year, time.month, time.day) +
    time.hour * 3600 +
    time.minute * 60 +
    time.second
  );
}

/** The time that is so many seconds after 1970; undefined outside the years 1 to 9999. */
export function dateTimeOf(seconds: number, ticks = 0): DateTime | undefined {
  if (!(seconds >= FIRST_SECOND && seconds < END_SECOND)) return undefined;
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const rest = seconds - days * SECONDS_PER_DAY;
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: Math.floor(rest % 60),
    ticks,
  };
}

/** 0 is Sunday. */
export function weekdayOf(time: DateTime): number {
  const days = secondsOfCivil(time.year, time.month, time.day) / SECONDS_PER_DAY;
  return (((days + 4) % 7) + 7) % 7;
}

function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? secondsOfCivil(year + 1, 1, 1) : secondsOfCivil(year, month + 1, 1);
  return (next - secondsOfCivil(year, month, 1)) / SECONDS_PER_DAY;
}

/** So many months later; a day that this month lacks becomes its last, as in .NET. */
export function addMonths(time: DateTime, months: number): DateTime | undefined {
  const count = time.year * 12 + time.month - 1 + months;
  const year = Math.floor(count / 12);
  if (!(year >= 1 && year <= 9999)) return undefined;
  const month = count - year * 12 + 1;
  return { ...time, year, month, day: Math.min(time.day, daysInMonth(year, month)) };
}

const TIME =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:\.(\d{1,7}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Reads an ISO 8601 time, extended or basic, with a blank for the T too; in UTC. */
export function parseDateTime(text: string): DateTime | undefined {
  const match = TIME.exec(text.trim());
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return undefined;
  }
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const ticks = Number((match[7] ?? '').padEnd(7, '0'));
  const local = { year, month, day, hour, minute, second, ticks };
  const zone = /^([+-])(\d\d):?(\d\d)$/.exec(match[8] ?? '');
  if (!zone) return local;
  const offset = (Number(zone[2]) * 60 + Number(zone[3])) * 60 * (zone[1] === '-' ? -1 : 1);
  return dateTimeOf(secondsOf(local) - offset, ticks);
}
