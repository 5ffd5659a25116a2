import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Instant, MICROS_PER_SECOND } from '../../base/index.ts';
import type { Clock, ClockMode } from '../../clock/index.ts';
import { type Allowance, secondsUntil } from './allowance.ts';
import { CountingWindow } from './counting-window.ts';
import { EVERY_MINUTE, TokenBucket } from './token-bucket.ts';

function at(now: Instant, mode: ClockMode = { kind: 'manual' }): Pick<Clock, 'now' | 'mode'> {
  return { now: () => now, mode };
}

/** Whether a request is let through. */
function ask(allowance: Allowance, now: number): boolean {
  const passes = allowance.remaining(now) > 0;
  if (passes) allowance.take(now);
  else allowance.refuse(now);
  return passes;
}

function passed(allowance: Allowance, now: number, times: number): number {
  let count = 0;
  for (let turn = 0; turn < times; turn += 1) if (ask(allowance, now)) count += 1;
  return count;
}

test('token bucket: the six minutes of the documentation', () => {
  // Source: Microsoft Learn, "Compute throttling limits", table of Update VM: requests → throttled.
  const bucket = new TokenBucket({ capacity: 12, refill: 4, every: EVERY_MINUTE });
  const minutes = [
    { requests: 0, atStart: 12, throttled: 0, left: 12 },
    { requests: 8, atStart: 12, throttled: 0, left: 4 },
    { requests: 0, atStart: 8, throttled: 0, left: 8 },
    { requests: 13, atStart: 12, throttled: 1, left: 0 },
    { requests: 5, atStart: 4, throttled: 1, left: 0 },
    { requests: 0, atStart: 4, throttled: 0, left: 4 },
  ];
  for (const [minute, { requests, atStart, throttled, left }] of minutes.entries()) {
    const now = (100 + minute) * EVERY_MINUTE;
    assert.equal(bucket.remaining(now), atStart, `minute ${minute}`);
    assert.equal(requests - passed(bucket, now + 1, requests), throttled, `minute ${minute}`);
    assert.equal(bucket.remaining(now + EVERY_MINUTE - 1), left, `minute ${minute}`);
  }
});

test('token bucket: a refusal says the minute, what it allowed and what came', () => {
  const bucket = new TokenBucket({ capacity: 3, refill: 1, every: EVERY_MINUTE });
  const now = 10 * EVERY_MINUTE + 20 * MICROS_PER_SECOND;
  assert.equal(passed(bucket, now, 5), 3);
  assert.deepEqual(bucket.refuse(now), {
    start: 10 * EVERY_MINUTE,
    end: 11 * EVERY_MINUTE,
    allowed: 3,
    measured: 6,
  });
  assert.equal(secondsUntil(11 * EVERY_MINUTE, at(now)), 40);
  // As Retry-After of operations: decision 0004.
  assert.equal(secondsUntil(11 * EVERY_MINUTE, at(now, { kind: 'scaled', rate: 30 })), 2);
  assert.equal(passed(bucket, 11 * EVERY_MINUTE, 5), 1);
});

test('counting window: closes for two thirds of its length and measures what was refused', () => {
  const length = 30 * EVERY_MINUTE;
  const window = new CountingWindow({ capacity: 800, length });
  const now = 77 * EVERY_MINUTE;
  assert.equal(passed(window, now, 800), 800);
  assert.equal(window.remaining(now), 0);
  const later = now + EVERY_MINUTE;
  const first = window.refuse(later);
  // Source: "Troubleshooting API throttling errors": Retry-After 1200, endTime = startTime + 1200 s.
  assert.equal(first.start, later);
  assert.equal(secondsUntil(first.end, at(later)), 1_200);
  assert.deepEqual([first.allowed, first.measured], [800, 801]);
  assert.equal(
    secondsUntil(window.refuse(later + EVERY_MINUTE).end, at(later + EVERY_MINUTE)),
    1_140,
  );
});

test('counting window: whoever waits starts anew, whoever does not digs deeper', () => {
  const size = { capacity: 10, length: 3 * EVERY_MINUTE };
  const patient = new CountingWindow(size);
  const hasty = new CountingWindow(size);
  assert.equal(passed(patient, 0, 11), 10);
  assert.equal(passed(hasty, 0, 30), 10);
  const end = 2 * EVERY_MINUTE;
  assert.equal(passed(patient, end, 11), 9);
  assert.equal(passed(hasty, end, 1), 0);
  // Its two refusals stand at the beginning of the interval after the next.
  assert.equal(patient.remaining(end + 5 * EVERY_MINUTE - 1), 8);
  assert.equal(patient.remaining(end + 5 * EVERY_MINUTE), 10);
});

test('counting window: the interval begins with its first request', () => {
  const window = new CountingWindow({ capacity: 2, length: 3 * EVERY_MINUTE });
  assert.ok(ask(window, 0));
  assert.ok(ask(window, 2 * EVERY_MINUTE));
  assert.equal(window.remaining(3 * EVERY_MINUTE - 1), 0);
  assert.equal(window.remaining(3 * EVERY_MINUTE), 2);
});
