import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInstant } from '../../../base/index.ts';
import { activeProfile } from './active-profile.ts';
import { evaluate } from './evaluate.ts';
import { observeMetric } from './metrics.ts';
import { type AutoscaleProfile, type MetricTrigger, readSetting } from './setting.ts';
import { instantOf } from './time-zone.ts';

// Sources: Microsoft Learn, "Understand autoscale settings", "Autoscale settings schema", "Flapping in
// autoscale" (its example: scale out above 70, in below 50 on two metrics and counts).

const MINUTE = 60e6;

interface RuleOptions {
  readonly operator?: string;
  readonly threshold?: number;
  readonly direction?: string;
  readonly type?: string;
  readonly value?: string;
  readonly cooldown?: string;
  readonly metricName?: string;
  readonly statistic?: string;
  readonly timeAggregation?: string;
  readonly timeGrain?: string;
}

function rule(options: RuleOptions = {}) {
  return {
    metricTrigger: {
      metricName: options.metricName ?? 'Percentage CPU',
      metricResourceUri: '/subscriptions/s/x',
      timeGrain: options.timeGrain ?? 'PT1M',
      statistic: options.statistic ?? 'Average',
      timeWindow: 'PT5M',
      timeAggregation: options.timeAggregation ?? 'Average',
      operator: options.operator ?? 'GreaterThan',
      threshold: options.threshold ?? 70,
    },
    scaleAction: {
      direction: options.direction ?? 'Increase',
      type: options.type ?? 'ChangeCount',
      value: options.value ?? '1',
      cooldown: options.cooldown ?? 'PT5M',
    },
  };
}

const IN = { operator: 'LessThan', threshold: 50, direction: 'Decrease' };

function profileWith(rules: readonly object[], capacity = [2, 10, 3]): AutoscaleProfile {
  const [minimum, maximum, usual] = capacity.map(String);
  const { profiles } = readSetting({
    targetResourceUri: '/subscriptions/s/x',
    profiles: [{ name: 'p', capacity: { minimum, maximum, default: usual }, rules }] as never,
  });
  return profiles[0] as AutoscaleProfile;
}

interface Case {
  readonly rules: readonly object[];
  readonly cpu?: number | undefined;
  readonly queue?: number;
  readonly capacity: number;
  readonly minutesSinceScale?: number;
  readonly limits?: number[];
}

function wanted({ rules, cpu, queue, capacity, minutesSinceScale, limits }: Case): number | null {
  const now = 1_000 * MINUTE;
  return evaluate({
    profile: profileWith(rules, limits),
    now,
    capacity,
    lastScaleAt: minutesSinceScale === undefined ? null : now - minutesSinceScale * MINUTE,
    observe: ({ metricName }) => (metricName === 'Queue' ? queue : cpu),
  });
}

test('autoscale: limits come before rules and cool-downs', () => {
  assert.equal(wanted({ rules: [rule()], cpu: 10, capacity: 1, minutesSinceScale: 0 }), 2);
  assert.equal(wanted({ rules: [rule()], cpu: 99, capacity: 12, minutesSinceScale: 0 }), 10);
  assert.equal(wanted({ rules: [], capacity: 5 }), null);
});

test('autoscale: without a metric it goes up to the default, and never down', () => {
  assert.equal(wanted({ rules: [rule()], capacity: 2 }), 3);
  assert.equal(wanted({ rules: [rule()], capacity: 4 }), null);
});

test('autoscale: counts, shares and exact counts, within the limits', () => {
  const out = (type: string, value: string, capacity: number) =>
    wanted({ rules: [rule({ type, value })], cpu: 80, capacity });
  assert.equal(out('ChangeCount', '3', 4), 7);
  assert.equal(out('ChangeCount', '30', 4), 10);
  assert.equal(out('PercentChangeCount', '50', 5), 7);
  assert.equal(out('PercentChangeCount', '1', 5), 6, 'one at least');
  assert.equal(out('ExactCount', '8', 5), 8);
  assert.equal(out('ExactCount', '3', 5), null, 'an increase never makes fewer');
  assert.equal(out('ChangeCount', '1', 10), null, 'already at the maximum');
});

test('autoscale: operators compare as they are named', () => {
  const fires = (operator: string, cpu: number) =>
    wanted({ rules: [rule({ operator })], cpu, capacity: 4 }) === 5;
  const table: readonly [string, boolean, boolean, boolean][] = [
    ['Equals', false, true, false],
    ['NotEquals', true, false, true],
    ['GreaterThan', false, false, true],
    ['GreaterThanOrEqual', false, true, true],
    ['LessThan', true, false, false],
    ['LessThanOrEqual', true, true, false],
  ];
  for (const [operator, ...expected] of table) {
    assert.deepEqual(
      [69, 70, 71].map((cpu) => fires(operator, cpu)),
      expected,
      operator,
    );
  }
});

test('autoscale: one rule is enough to scale out, the largest result is taken', () => {
  const rules = [rule({ value: '2' }), rule({ metricName: 'Queue', value: '4' })];
  assert.equal(wanted({ rules, cpu: 80, queue: 0, capacity: 3 }), 5);
  assert.equal(wanted({ rules, cpu: 80, queue: 99, capacity: 3 }), 7);
});

test('autoscale: all rules must agree to scale in, the smallest step is taken', () => {
  const rules = [rule({ ...IN, value: '3' }), rule({ ...IN, metricName: 'Queue' })];
  assert.equal(wanted({ rules, cpu: 10, queue: 60, capacity: 8 }), null);
  assert.equal(wanted({ rules, cpu: 10, queue: 10, capacity: 8 }), 7);
});

test('autoscale: a cool-down holds from the last step on', () => {
  assert.equal(wanted({ rules: [rule()], cpu: 80, capacity: 4, minutesSinceScale: 4 }), null);
  assert.equal(wanted({ rules: [rule()], cpu: 80, capacity: 4, minutesSinceScale: 5 }), 5);
});

test('autoscale: what would flap is not scaled in, or by less', () => {
  const rules = [rule(), rule({ ...IN, threshold: 60, value: '4' })];
  // 55 on 8 is 110 on 4, 88 on 5, 73 on 6 and 63 on 7.
  assert.equal(wanted({ rules, cpu: 55, capacity: 8 }), 7);
  assert.equal(wanted({ rules, cpu: 20, capacity: 8 }), 4);
  assert.equal(wanted({ rules, cpu: 55, capacity: 3 }), null);
});

function profiles() {
  const capacity = { minimum: '1', maximum: '5', default: '1' };
  const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
  const weekly = (name: string, hour: number) => ({
    name,
    capacity,
    rules: [],
    recurrence: {
      frequency: 'Week',
      schedule: { timeZone: 'Pacific Standard Time', days, hours: [hour], minutes: [30] },
    },
  });
  const fixedDate = {
    timeZone: 'Pacific Standard Time',
    start: '2026-03-05T14:00:00',
    end: '2026-03-05T22:00:00Z',
  };
  return readSetting({
    targetResourceUri: '/subscriptions/s/x',
    profiles: [
      { name: 'usual', capacity, rules: [] },
      weekly('day', 8),
      weekly('night', 20),
      {
        name: 'event',
        capacity,
        rules: [],
        fixedDate: { ...fixedDate, end: '2026-03-05T18:00:00' },
      },
    ] as never,
  }).profiles;
}

test('autoscale: a fixed date goes before what recurs, which goes before the rest', () => {
  const at = (text: string) => activeProfile(profiles(), parseInstant(text) ?? 0)?.name;
  // Pacific time is eight hours behind UTC before 8 March 2026 and seven after.
  assert.equal(at('2026-03-05T16:29:00Z'), 'night');
  assert.equal(at('2026-03-05T16:30:00Z'), 'day');
  assert.equal(at('2026-03-05T21:59:00Z'), 'day');
  assert.equal(at('2026-03-05T22:00:00Z'), 'event');
  assert.equal(at('2026-03-06T01:59:00Z'), 'event');
  assert.equal(at('2026-03-06T02:00:00Z'), 'day');
  assert.equal(at('2026-03-08T20:00:00Z'), 'night', 'from Friday over the weekend');
  assert.equal(at('2026-03-10T15:30:00Z'), 'day', 'summer time');
  const [usual] = profiles();
  assert.equal(activeProfile([usual as AutoscaleProfile], 0)?.name, 'usual');
  assert.equal(activeProfile([], 0), undefined);
});

test('autoscale: times on the wall of a time zone', () => {
  assert.equal(
    instantOf('2026-07-01T12:00:00', 'W. Europe Standard Time'),
    parseInstant('2026-07-01T10:00:00Z'),
  );
  assert.equal(
    instantOf('2026-01-01T12:00:00', 'India Standard Time'),
    parseInstant('2026-01-01T06:30:00Z'),
  );
  assert.equal(instantOf('noon', 'UTC'), undefined);
});

test('autoscale: a metric is brought to one value by grain and by window', () => {
  const now = 100 * MINUTE;
  const points = [
    { at: 90 * MINUTE, value: 10, isTotal: false },
    { at: 98 * MINUTE, value: 40, isTotal: false },
    { at: 100 * MINUTE, value: 100, isTotal: true },
  ];
  const observed = (options: RuleOptions, capacity = 4) => {
    const [first] = profileWith([rule(options)]).rules;
    const trigger = first?.trigger as MetricTrigger;
    return observeMetric({ resourceId: 'r', name: 'n', points }, trigger, now, capacity);
  };
  // Samples of 96 to 100: 10, 10, 40, 40 and 100 / 4.
  assert.equal(observed({}), 25);
  assert.equal(observed({ timeAggregation: 'Maximum' }), 40);
  assert.equal(observed({ timeAggregation: 'Minimum' }), 10);
  assert.equal(observed({ timeAggregation: 'Last' }), 25);
  assert.equal(observed({ timeAggregation: 'Total' }), 125);
  assert.equal(observed({ timeAggregation: 'Count' }), 5);
  assert.equal(observed({ statistic: 'Sum', timeAggregation: 'Last' }), 100);
  assert.equal(observed({ statistic: 'Count', timeAggregation: 'Last' }), 4);
  assert.equal(observed({ timeGrain: 'PT5M', statistic: 'Max' }), 40);
  const none = [{ at: 0, value: null, isTotal: false }];
  const trigger = profileWith([rule()]).rules[0]?.trigger as MetricTrigger;
  assert.equal(
    observeMetric({ resourceId: 'r', name: 'n', points: none }, trigger, now, 1),
    undefined,
  );
  assert.equal(
    observeMetric({ resourceId: 'r', name: 'n', points: [] }, trigger, now, 1),
    undefined,
  );
});
