import { armErrors } from '../../../arm/index.ts';
import {
  type Instant,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Micros,
  MICROS_PER_SECOND,
  parseDuration,
} from '../../../base/index.ts';
import { listAt, objectAt } from '../../compute/model/json-path.ts';
import { DAYS, instantOf, isTimeZone } from './time-zone.ts';

/** An autoscale setting as the engine acts on it. */
export interface AutoscaleSetting {
  readonly enabled: boolean;
  readonly targetId: string;
  readonly profiles: readonly AutoscaleProfile[];
}

export interface AutoscaleProfile {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly usual: number;
  readonly rules: readonly AutoscaleRule[];
  /** Null for a profile that is in force when no other is. */
  readonly schedule: FixedDate | Recurrence | null;
  /** As it stands in the setting. */
  readonly source: JsonObject;
}

export interface FixedDate {
  readonly kind: 'fixedDate';
  readonly start: Instant;
  readonly end: Instant;
}

export interface Recurrence {
  readonly kind: 'recurrence';
  readonly timeZone: string;
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
}

export type Operator = (typeof OPERATORS)[number];
export type Statistic = (typeof STATISTICS)[number];
export type Aggregation = (typeof AGGREGATIONS)[number];

export interface MetricTrigger {
  readonly resourceId: string;
  readonly metricName: string;
  readonly timeGrain: Micros;
  readonly timeWindow: Micros;
  readonly statistic: Statistic;
  readonly timeAggregation: Aggregation;
  readonly operator: Operator;
  readonly threshold: number;
  readonly dividePerInstance: boolean;
}

export interface AutoscaleRule {
  readonly trigger: MetricTrigger;
  readonly direction: (typeof DIRECTIONS)[number];
  readonly type: (typeof SCALE_TYPES)[number];
  readonly value: number;
  readonly cooldown: Micros;
}

const OPERATORS = [
  'Equals',
  'NotEquals',
  'GreaterThan',
  'GreaterThanOrEqual',
  'LessThan',
  'LessThanOrEqual',
] as const;
const STATISTICS = ['Average', 'Min', 'Max', 'Sum', 'Count'] as const;
const AGGREGATIONS = ['Average', 'Minimum', 'Maximum', 'Total', 'Count', 'Last'] as const;
const DIRECTIONS = ['None', 'Increase', 'Decrease'] as const;
const SCALE_TYPES = ['ChangeCount', 'PercentChangeCount', 'ExactCount'] as const;

/** Source: Microsoft Learn, "Azure Monitor service limits": profiles of a setting, rules of a profile. */
const PROFILES_MAX = 20;
const RULES_MAX = 10;

const MINUTE = 60 * MICROS_PER_SECOND;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;

/**
 * Reads and checks the properties of a setting. Throws BadRequest for what does not go together, and
 * NotSupported for what Azure does and this emulator does not. Source: Microsoft Learn, "Autoscale
 * settings schema" and the specification's autoscale_API.json (2022-10-01).
 */
export function readSetting(properties: JsonObject): AutoscaleSetting {
  const profiles = listAt(properties, 'profiles');
  if (profiles.length === 0 || profiles.length > PROFILES_MAX) {
    throw invalid(
      `An autoscale setting has 1 to ${PROFILES_MAX} profiles, not ${profiles.length}.`,
    );
  }
  const { targetResourceUri } = properties;
  if (typeof targetResourceUri !== 'string' || targetResourceUri === '') {
    throw invalid("An autoscale setting needs a 'targetResourceUri'.");
  }
  const scaleMode = objectAt(properties, 'predictiveAutoscalePolicy')['scaleMode'];
  if (scaleMode !== undefined && String(scaleMode).toLowerCase() !== 'disabled') {
    throw armErrors.notSupportedHere('Predictive autoscale');
  }
  const read = profiles.map((profile) => readProfile(profile, targetResourceUri));
  const names = read.map(({ name }) => name.toLowerCase());
  if (new Set(names).size < names.length) {
    throw invalid('The names of autoscale profiles are different.');
  }
  return {
    enabled: properties['enabled'] !== false,
    targetId: targetResourceUri,
    profiles: read,
  };
}

function readProfile(source: JsonObject, targetId: string): AutoscaleProfile {
  const name = String(source['name'] ?? '');
  if (name === '') throw invalid('Every autoscale profile has a name.');
  const capacity = objectAt(source, 'capacity');
  const [minimum = 0, maximum = 0, usual = 0] = ['minimum', 'maximum', 'default'].map((member) => {
    const value = Number(capacity[member] ?? Number.NaN);
    if (Number.isInteger(value) && value >= 0) return value;
    throw invalid(
      `The capacity of autoscale profile '${name}' needs a whole number as '${member}'.`,
    );
  });
  if (minimum > usual || usual > maximum) {
    throw invalid(
      `The default capacity of autoscale profile '${name}' is not between its minimum and maximum.`,
    );
  }
  const rules = listAt(source, 'rules');
  if (rules.length > RULES_MAX) {
    throw invalid(`Autoscale profile '${name}' has more than ${RULES_MAX} rules.`);
  }
  const { fixedDate, recurrence } = source;
  if (isJsonObject(fixedDate) && isJsonObject(recurrence)) {
    throw invalid(`Autoscale profile '${name}' has a fixed date and a recurrence.`);
  }
  return {
    name,
    minimum,
    maximum,
    usual,
    rules: rules.map((rule) => readRule(rule, name, targetId)),
    schedule: isJsonObject(fixedDate)
      ? readFixedDate(fixedDate, name)
      : isJsonObject(recurrence)
        ? readRecurrence(recurrence, name)
        : null,
    source,
  };
}

function readFixedDate(date: JsonObject, profile: string): FixedDate {
  const timeZone = readTimeZone(date['timeZone'], profile);
  const [start, end] = ['start', 'end'].map((member) =>
    instantOf(String(date[member] ?? ''), timeZone),
  );
  if (start === undefined || end === undefined || start >= end) {
    throw invalid(`The fixed date of autoscale profile '${profile}' needs a start before its end.`);
  }
  return { kind: 'fixedDate', start, end };
}

function readRecurrence(recurrence: JsonObject, profile: string): Recurrence {
  if (String(recurrence['frequency'] ?? '').toLowerCase() !== 'week') {
    throw invalid(`The recurrence of autoscale profile '${profile}' has the frequency 'Week'.`);
  }
  const schedule = objectAt(recurrence, 'schedule');
  const weekdays = readList(schedule['days'], (day) =>
    DAYS.findIndex((name) => name.toLowerCase() === String(day).toLowerCase()),
  );
  const hours = readList(schedule['hours'], Number);
  const minutes = readList(schedule['minutes'], Number);
  if (!isWithin(weekdays, 6) || !isWithin(hours, 23) || !isWithin(minutes, 59)) {
    throw invalid(
      `The schedule of autoscale profile '${profile}' needs days, hours (0 to 23) and minutes (0 to 59).`,
    );
  }
  return {
    kind: 'recurrence',
    timeZone: readTimeZone(schedule['timeZone'], profile),
    weekdays,
    hours,
    minutes,
  };
}

function readList(value: JsonValue | undefined, read: (item: JsonValue) => number): number[] {
  return Array.isArray(value) ? value.map(read) : [];
}

function isWithin(values: readonly number[], max: number): boolean {
  return (
    values.length > 0 &&
    values.every((value) => Number.isInteger(value) && value >= 0 && value <= max)
  );
}

/** UTC when there is none, as the specification says. */
function readTimeZone(value: JsonValue | undefined, profile: string): string {
  const name = value === undefined || value === null ? 'UTC' : String(value);
  if (isTimeZone(name)) return name;
  throw invalid(`Autoscale profile '${profile}' has the time zone '${name}', which is not known.`);
}

function readRule(rule: JsonObject, profile: string, targetId: string): AutoscaleRule {
  for (const member of ['metricTrigger', 'scaleAction']) {
    if (isJsonObject(rule[member])) continue;
    throw invalid(`A rule of autoscale profile '${profile}' has no '${member}'.`);
  }
  const action = objectAt(rule, 'scaleAction');
  const type = readWord(action['type'], SCALE_TYPES, 'scaleAction.type', profile);
  // `value` is optional in the specification, and 1 then.
  const value = Number(action['value'] ?? 1);
  if (!Number.isInteger(value) || value < 0) {
    throw invalid(`A rule of autoscale profile '${profile}' has no whole number as 'value'.`);
  }
  return {
    trigger: readTrigger(objectAt(rule, 'metricTrigger'), profile, targetId),
    direction: readWord(action['direction'], DIRECTIONS, 'scaleAction.direction', profile),
    type,
    value,
    cooldown: readLength(action['cooldown'], 'cooldown', profile, [MINUTE, WEEK]),
  };
}

function readTrigger(trigger: JsonObject, profile: string, targetId: string): MetricTrigger {
  const { metricName, metricResourceUri, threshold, dimensions } = trigger;
  if (typeof metricName !== 'string' || metricName === '') {
    throw invalid(`A rule of autoscale profile '${profile}' has no 'metricName'.`);
  }
  if (typeof threshold !== 'number') {
    throw invalid(`A rule of autoscale profile '${profile}' has no number as 'threshold'.`);
  }
  if (Array.isArray(dimensions) && dimensions.length > 0) {
    throw armErrors.notSupportedHere('A metric trigger with dimensions');
  }
  const timeGrain = readLength(trigger['timeGrain'], 'timeGrain', profile, [MINUTE, 12 * HOUR]);
  const timeWindow = readLength(trigger['timeWindow'], 'timeWindow', profile, [
    5 * MINUTE,
    12 * HOUR,
  ]);
  if (timeWindow < timeGrain) {
    throw invalid(`A rule of autoscale profile '${profile}' has a timeWindow below its timeGrain.`);
  }
  return {
    resourceId: typeof metricResourceUri === 'string' ? metricResourceUri : targetId,
    metricName,
    timeGrain,
    timeWindow,
    statistic: readWord(trigger['statistic'], STATISTICS, 'statistic', profile),
    timeAggregation: readWord(trigger['timeAggregation'], AGGREGATIONS, 'timeAggregation', profile),
    operator: readWord(trigger['operator'], OPERATORS, 'operator', profile),
    threshold,
    dividePerInstance: trigger['dividePerInstance'] === true,
  };
}

function readWord<Word extends string>(
  value: JsonValue | undefined,
  words: readonly Word[],
  member: string,
  profile: string,
): Word {
  const word = words.find((known) => known.toLowerCase() === String(value).toLowerCase());
  if (word !== undefined) return word;
  throw invalid(
    `A rule of autoscale profile '${profile}' has ${JSON.stringify(value ?? null)} as '${member}'; there is ${words.join(', ')}.`,
  );
}

function readLength(
  value: JsonValue | undefined,
  member: string,
  profile: string,
  [least, most]: readonly [Micros, Micros],
): Micros {
  const length = typeof value === 'string' ? parseDuration(value) : undefined;
  if (length !== undefined && length >= least && length <= most) return length;
  throw invalid(
    `A rule of autoscale profile '${profile}' needs a '${member}' of ${least / MINUTE} to ${most / MINUTE} minutes.`,
  );
}

function invalid(message: string): Error {
  return armErrors.autoscaleInvalid(message);
}
