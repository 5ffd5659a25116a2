import type { Instant } from '../../../base/index.ts';
import type { AutoscaleProfile, AutoscaleRule, MetricTrigger, Operator } from './setting.ts';

/** What is known when a profile is evaluated. */
export interface Situation {
  readonly profile: AutoscaleProfile;
  readonly now: Instant;
  /** Of the target. */
  readonly capacity: number;
  /** When this setting last scaled its target; null when it never did. */
  readonly lastScaleAt: Instant | null;
  /** The value of a trigger's metric over its window; undefined when there is none. */
  observe(trigger: MetricTrigger): number | undefined;
}

/**
 * How many instances the target should have; null when that is as many as it has.
 *
 * Limits come first. Then one rule that says so is enough to scale out, and all that could scale in
 * must agree to scale in; of several results the largest is taken. What would make another rule scale
 * out again is not scaled in, or by less. Source: Microsoft Learn, "Understand autoscale settings",
 * "Best practices for autoscale" and "Flapping in autoscale".
 */
export function evaluate(situation: Situation): number | null {
  const { profile, capacity } = situation;
  const { minimum, maximum, usual, rules } = profile;
  const limited = Math.min(Math.max(capacity, minimum), maximum);
  if (limited !== capacity) return limited;
  const values = rules.map(({ trigger }) => situation.observe(trigger));
  if (values.includes(undefined)) {
    // Metrics that cannot be read: to the default, if there are fewer.
    return capacity < usual ? usual : null;
  }
  const observed = (index: number): number => values[index] ?? 0;
  const outs = rules.filter(
    (rule, index) =>
      rule.direction === 'Increase' &&
      fires(rule.trigger, observed(index)) &&
      isCool(rule, situation),
  );
  if (outs.length > 0) {
    const wanted = Math.max(...outs.map((rule) => resultOf(rule, capacity)));
    return changed(Math.min(Math.max(wanted, capacity), maximum), capacity);
  }
  const ins = rules.filter(({ direction }) => direction === 'Decrease');
  const agree = rules.every(
    (rule, index) =>
      rule.direction !== 'Decrease' ||
      (fires(rule.trigger, observed(index)) && isCool(rule, situation)),
  );
  if (ins.length === 0 || !agree) return null;
  const wanted = Math.max(...ins.map((rule) => resultOf(rule, capacity)));
  for (let count = Math.max(Math.min(wanted, capacity), minimum); count < capacity; count += 1) {
    const flaps = rules.some(
      (rule, index) =>
        rule.direction === 'Increase' &&
        fires(rule.trigger, projected(rule.trigger, observed(index), capacity, count)),
    );
    if (!flaps) return count;
  }
  return null;
}

/** What the same load would come to on fewer instances. Sums over all of them stay what they are. */
function projected(trigger: MetricTrigger, value: number, from: number, to: number): number {
  const isWhole = trigger.statistic === 'Sum' || trigger.statistic === 'Count';
  if (isWhole && !trigger.dividePerInstance) return value;
  return to === 0 ? Number.POSITIVE_INFINITY : (value * from) / to;
}

function isCool({ cooldown }: AutoscaleRule, { now, lastScaleAt }: Situation): boolean {
  return lastScaleAt === null || now - lastScaleAt >= cooldown;
}

/** A share of the instances is one at least. */
function resultOf({ direction, type, value }: AutoscaleRule, capacity: number): number {
  const sign = direction === 'Increase' ? 1 : -1;
  switch (type) {
    case 'ChangeCount':
      return capacity + sign * value;
    case 'PercentChangeCount':
      return capacity + sign * Math.max(1, Math.floor((capacity * value) / 100));
    case 'ExactCount':
      return value;
  }
}

function changed(wanted: number, capacity: number): number | null {
  return wanted === capacity ? null : wanted;
}

function fires({ operator, threshold }: MetricTrigger, value: number): boolean {
  return COMPARE[operator](value, threshold);
}

const COMPARE: Readonly<Record<Operator, (value: number, threshold: number) => boolean>> = {
  Equals: (value, threshold) => value === threshold,
  NotEquals: (value, threshold) => value !== threshold,
  GreaterThan: (value, threshold) => value > threshold,
  GreaterThanOrEqual: (value, threshold) => value >= threshold,
  LessThan: (value, threshold) => value < threshold,
  LessThanOrEqual: (value, threshold) => value <= threshold,
};
