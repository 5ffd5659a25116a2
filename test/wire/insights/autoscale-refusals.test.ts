/*
 * Autoscale settings that Azure, or this emulator, refuses. Source: Microsoft Learn, "Autoscale settings
 * schema", and the specification's autoscale_API.json; the words are ours.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { startEmulator } from '../../../src/testing/index.ts';
import { GROUP, ok, ruleOf, SET, SETTING, VERSION } from './support/autoscale.ts';

test('autoscale: refuses settings that cannot act', async () => {
  await using emulator = await startEmulator();
  await ok(emulator, 'PUT', `${GROUP}?api-version=2022-09-01`, { location: 'westeurope' });
  const rule = ruleOf({ above: 70 });
  const trigger = (change: JsonObject) => ({
    ...rule,
    metricTrigger: { ...rule.metricTrigger, ...change },
  });
  const action = (change: JsonObject) => ({
    ...rule,
    scaleAction: { ...rule.scaleAction, ...change },
  });
  const refusedRules: readonly [object, RegExp][] = [
    [trigger({ metricName: '' }), /no 'metricName'/],
    [trigger({ operator: 'Above' }), /'operator'; there is Equals/],
    [trigger({ statistic: 'Median' }), /'statistic'/],
    [trigger({ timeAggregation: 'Sum' }), /'timeAggregation'/],
    [trigger({ timeGrain: 'PT30S' }), /'timeGrain' of 1 to 720 minutes/],
    [trigger({ timeWindow: 'PT13H' }), /'timeWindow' of 5 to 720 minutes/],
    [trigger({ timeGrain: 'PT10M' }), /timeWindow below its timeGrain/],
    [trigger({ threshold: undefined as never }), /'threshold'/],
    [trigger({ dimensions: [{ DimensionName: 'x' }] }), /not supported/],
    [action({ direction: 'Up' }), /'scaleAction.direction'/],
    [action({ type: 'ServiceAllowedNextValue' }), /'scaleAction.type'/],
    [action({ value: 'many' }), /'value'/],
    [action({ cooldown: 'PT1S' }), /'cooldown' of 1 to 10080 minutes/],
  ];
  const usual = { name: 'usual', capacity: { minimum: '1', maximum: '5', default: '2' } };
  const refuse = async (properties: JsonObject, message: RegExp): Promise<void> => {
    const answer = await emulator.request('PUT', `${SETTING}?${VERSION}`, {
      location: 'westeurope',
      properties: { targetResourceUri: SET, ...properties },
    });
    assert.ok(answer.httpStatus === 400 || answer.httpStatus === 409, JSON.stringify(answer.json));
    assert.match(JSON.stringify(answer.json), message);
  };
  for (const [odd, message] of refusedRules) {
    await refuse({ profiles: [{ ...usual, rules: [odd] }] as never }, message);
  }
  const scheduled = (schedule: object) => ({
    profiles: [{ ...usual, rules: [], ...schedule }] as never,
  });
  const weekly = (change: object) => ({
    recurrence: {
      frequency: 'Week',
      schedule: { timeZone: 'UTC', days: ['Monday'], hours: [1], minutes: [0], ...change },
    },
  });
  const refusedSettings: readonly [JsonObject, RegExp][] = [
    [{ targetResourceUri: '' }, /targetResourceUri|1 to 20 profiles/],
    [{ ...scheduled({}), predictiveAutoscalePolicy: { scaleMode: 'Enabled' } }, /not supported/],
    [
      {
        profiles: [
          { ...usual, rules: [] },
          { ...usual, rules: [] },
        ] as never,
      },
      /are different/,
    ],
    [
      scheduled({ fixedDate: { start: '2026-01-02T00:00:00', end: '2026-01-01T00:00:00' } }),
      /start/,
    ],
    [scheduled({ fixedDate: { start: 'soon', end: 'later' } }), /start/],
    [scheduled({ recurrence: { frequency: 'Day' } }), /frequency 'Week'/],
    [scheduled(weekly({ timeZone: 'Moon Time' })), /'Moon Time', which is not known/],
    [scheduled(weekly({ days: ['Someday'] })), /needs days/],
    [scheduled(weekly({ hours: [24] })), /needs days/],
    [scheduled(weekly({ minutes: [] })), /needs days/],
    [
      scheduled({ ...weekly({}), fixedDate: { start: 'x', end: 'y' } }),
      /a fixed date and a recurrence/,
    ],
  ];
  for (const [properties, message] of refusedSettings) await refuse(properties, message);
});
