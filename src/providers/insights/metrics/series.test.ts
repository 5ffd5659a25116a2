import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Timeline } from './availability.ts';
import { availabilitySampler, dataPoints, fedSampler, type Sampler, wholePoint } from './series.ts';

const SECOND = 1e6;
const MINUTE = 60 * SECOND;

/** Seconds of an hour. */
const times = fc.uniqueArray(fc.integer({ min: 0, max: 3_600 }), { maxLength: 12 });
const timelines = fc
  .tuple(times, fc.array(fc.nat(3), { minLength: 24, maxLength: 24 }))
  .map(([seconds, counts]): Timeline =>
    seconds
      .toSorted((a, b) => a - b)
      .map((second, index) => ({
        at: second * SECOND,
        up: counts[2 * index] ?? 0,
        down: counts[2 * index + 1] ?? 0,
      })),
  );

/** One minute after the other. */
function slowly(sampler: Sampler, from: number, to: number, now: number): object | null {
  const samples = [];
  for (let at = Math.ceil(from / MINUTE) * MINUTE; at < to && at <= now; at += MINUTE) {
    samples.push(sampler(at).sample ?? []);
  }
  const all = samples.flat();
  if (all.length === 0) return null;
  const count = all.reduce((sum, sample) => sum + sample.count, 0);
  const total = all.reduce((sum, sample) => sum + sample.total, 0);
  const minimum = Math.min(...all.map((sample) => sample.minimum));
  const maximum = Math.max(...all.map((sample) => sample.maximum));
  return { average: total / count, minimum, maximum, total, count };
}

test('series: stretches in which nothing changes come to what their minutes come to', () => {
  fc.assert(
    fc.property(
      timelines,
      timelines,
      fc.nat(3_600),
      fc.nat(3_600),
      (shown, more, start, nowSecond) => {
        const window = { from: start * SECOND, to: 3_700 * SECOND, grain: 7 * MINUTE };
        const now = nowSecond * SECOND;
        // Whole numbers, so that the order of additions does not matter.
        const fed = more.map(({ at, up }) => ({ at, value: up || null, isTotal: false }));
        for (const sampler of [availabilitySampler(shown), fedSampler(fed, shown, shown)]) {
          for (const { at, point } of dataPoints(sampler, window, now)) {
            const to = Math.min(at + window.grain, window.to);
            assert.deepEqual(point, slowly(sampler, at, to, now));
          }
          const whole = slowly(sampler, window.from, window.to, now);
          assert.deepEqual(wholePoint(sampler, window, now), whole);
        }
      },
    ),
  );
});

test('series: what is fed for all is shared by those that are available then', () => {
  const all: Timeline = [
    { at: 0, up: 4, down: 0 },
    { at: 2 * MINUTE, up: 2, down: 2 },
  ];
  const one: Timeline = [{ at: 0, up: 1, down: 0 }];
  const fed = [{ at: 0, value: 12, isTotal: true }];
  const window = { from: 0, to: 4 * MINUTE, grain: 2 * MINUTE };
  const points = dataPoints(fedSampler(fed, one, all), window, window.to);
  assert.deepEqual(
    points.map(({ point }) => point?.average),
    [3, 6],
  );
});
