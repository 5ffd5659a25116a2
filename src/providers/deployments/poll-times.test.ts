import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MICROS_PER_SECOND } from '../../base/index.ts';
import { nextPoll } from './poll-times.ts';

const at = (seconds: number): number => seconds * MICROS_PER_SECOND;

test('poll times: follow from the start alone, whenever anybody looks', () => {
  const start = at(100.25);
  for (const [now, expected] of [
    [100.25, 101.25],
    [100.9, 101.25],
    [101.25, 102.25],
    [159.7, 160.25],
    [161, 165.25],
    [165.25, 170.25],
    [760, 760.25],
    [760.25, 775.25],
    [4_000, 4_000.25],
    [4_000.25, 4_060.25],
    [90_000, 90_100.25],
  ] as const) {
    assert.equal(nextPoll(start, at(now)), at(expected), `${now}`);
  }
});

test('poll times: always lie ahead', () => {
  for (let now = 0; now < 200_000; now += 997) assert.ok(nextPoll(0, at(now)) > at(now));
});
