import {
  type Instant,
  MICROS_PER_MS,
  MICROS_PER_SECOND,
  parseInstant,
} from '../../../base/index.ts';

/** The time of a place on the wall, as autoscale's schedules mean it. */
export interface LocalTime {
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

/** Windows names of time zones, which are Azure's, and the zones they mean. Source: CLDR, windowsZones. */
const ZONES: Readonly<Record<string, string>> = {
  UTC: 'UTC',
  'Hawaiian Standard Time': 'Pacific/Honolulu',
  'Alaskan Standard Time': 'America/Anchorage',
  'Pacific Standard Time': 'America/Los_Angeles',
  'US Mountain Standard Time': 'America/Phoenix',
  'Mountain Standard Time': 'America/Denver',
  'Central Standard Time': 'America/Chicago',
  'Eastern Standard Time': 'America/New_York',
  'Atlantic Standard Time': 'America/Halifax',
  'Newfoundland Standard Time': 'America/St_Johns',
  'Argentina Standard Time': 'America/Buenos_Aires',
  'E. South America Standard Time': 'America/Sao_Paulo',
  'GMT Standard Time': 'Europe/London',
  'Greenwich Standard Time': 'Atlantic/Reykjavik',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Romance Standard Time': 'Europe/Paris',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'W. Central Africa Standard Time': 'Africa/Lagos',
  'GTB Standard Time': 'Europe/Bucharest',
  'FLE Standard Time': 'Europe/Kiev',
  'E. Europe Standard Time': 'Europe/Chisinau',
  'Egypt Standard Time': 'Africa/Cairo',
  'South Africa Standard Time': 'Africa/Johannesburg',
  'Israel Standard Time': 'Asia/Jerusalem',
  'Turkey Standard Time': 'Europe/Istanbul',
  'Russian Standard Time': 'Europe/Moscow',
  'Arab Standard Time': 'Asia/Riyadh',
  'Arabian Standard Time': 'Asia/Dubai',
  'Pakistan Standard Time': 'Asia/Karachi',
  'India Standard Time': 'Asia/Calcutta',
  'SE Asia Standard Time': 'Asia/Bangkok',
  'China Standard Time': 'Asia/Shanghai',
  'Singapore Standard Time': 'Asia/Singapore',
  'W. Australia Standard Time': 'Australia/Perth',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Korea Standard Time': 'Asia/Seoul',
  'AUS Eastern Standard Time': 'Australia/Sydney',
  'E. Australia Standard Time': 'Australia/Brisbane',
  'New Zealand Standard Time': 'Pacific/Auckland',
};

/** Whether schedules can be in this time zone. */
export function isTimeZone(name: string): boolean {
  return ZONES[name] !== undefined;
}

/** What the clocks of a time zone show. */
export function localTime(at: Instant, timeZone: string): LocalTime {
  const parts = partsOf(at, timeZone);
  return {
    weekday: WEEKDAYS.indexOf(parts['weekday'] ?? ''),
    hour: Number(parts['hour']),
    minute: Number(parts['minute']),
  };
}

/** In the order of a week; also the names of `schedule.days`. */
export const DAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;
const WEEKDAYS = DAYS.map((day) => day.slice(0, 3));

/**
 * When the clocks of a time zone show a time that has no offset of its own; undefined when it is no
 * time. `2026-03-05T14:00:00` and `2026-03-05T14:00:00Z` are both taken.
 */
export function instantOf(text: string, timeZone: string): Instant | undefined {
  const whole = parseInstant(text);
  if (whole !== undefined) return whole;
  const asUtc = parseInstant(`${text}Z`);
  if (asUtc === undefined) return undefined;
  const first = asUtc - offsetAt(asUtc, timeZone);
  return asUtc - offsetAt(first, timeZone);
}

/** How much the clocks of a time zone are ahead of UTC. */
function offsetAt(at: Instant, timeZone: string): number {
  const { year, month, day, hour, minute, second } = partsOf(at, timeZone);
  const shown = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) ?? at;
  return shown - Math.floor(at / MICROS_PER_SECOND) * MICROS_PER_SECOND;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: Instant, timeZone: string): Readonly<Record<string, string>> {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: ZONES[timeZone] ?? 'UTC',
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const parts = format.formatToParts(Math.floor(at / MICROS_PER_MS));
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}
