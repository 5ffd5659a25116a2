import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EmulatorError, formatInstant, MICROS_PER_SECOND } from '../base/index.ts';
import { createClock } from './clock.ts';
import { createFakeMachineTime } from './fake-machine-time.ts';
import { createMachineTime } from './machine-time.ts';
import type { ClockLine } from './types.ts';

const second = MICROS_PER_SECOND;
const day = 86_400 * second;
const x60 = { kind: 'scaled', rate: 60 } as const;
const manual = { kind: 'manual' } as const;

function refusedWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof EmulatorError && error.code === code;
}

test('clock: real time is the wall clock', () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: { kind: 'real' }, source });
  assert.equal(clock.now(), clock.wall());
  source.pass(1_500);
  assert.equal(clock.now(), clock.wall());
});

test('clock: scaled time starts at the wall clock and runs at its rate', () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: x60, source });
  const start = clock.now();
  assert.equal(start, clock.wall());
  source.pass(1_000);
  assert.equal(clock.now() - start, 60 * second);
});

test('clock: manual time starts on the same day always and moves only on command', () => {
  const source = createFakeMachineTime(1_900_000_000_000);
  const clock = createClock({ mode: manual, source });
  assert.equal(formatInstant(clock.now()), '2026-01-01T00:00:00+00:00');
  source.pass(10_000);
  assert.equal(formatInstant(clock.now()), '2026-01-01T00:00:00+00:00');
  clock.advanceBy(90 * second);
  assert.equal(formatInstant(clock.now()), '2026-01-01T00:01:30+00:00');
  clock.advanceTo(clock.now());
  assert.deepEqual(clock.read(), { mode: 'manual', rate: 0, now: clock.now() });
});

test('clock: instant time runs and may be jumped forward', () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: { kind: 'instant' }, source });
  const start = clock.now();
  clock.advanceBy(600 * second);
  source.pass(1_000);
  assert.equal(clock.now() - start, 601 * second);
});

test('clock: refuses to go back, and to be moved when it runs by itself', () => {
  const clock = createClock({ mode: manual, source: createFakeMachineTime() });
  const start = clock.now();
  assert.throws(() => clock.advanceTo(start - 1), refusedWith('EMU_CLOCK_BACKWARDS'));
  assert.throws(() => clock.advanceBy(-1), refusedWith('EMU_CLOCK_BACKWARDS'));
  assert.throws(() => clock.advanceBy(Number.NaN), refusedWith('EMU_BAD_REQUEST'));
  assert.throws(() => clock.advanceBy(Number.POSITIVE_INFINITY), refusedWith('EMU_BAD_REQUEST'));
  assert.equal(clock.now(), start);
  clock.setMode(x60);
  assert.throws(() => clock.advanceBy(1), refusedWith('EMU_CLOCK_NOT_MANUAL'));
});

test('clock: a change of mode goes on from the instant that was reached', () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: x60, source });
  source.pass(10_000);
  const reached = clock.now();
  clock.setMode(manual);
  source.pass(10_000);
  assert.equal(clock.now(), reached);
  clock.setMode({ kind: 'real' });
  assert.equal(clock.now(), reached);
  source.pass(1_000);
  assert.equal(clock.now(), reached + second);
});

test('clock: a restart goes on along the same line, in every process alike', () => {
  const source = createFakeMachineTime();
  const first = createClock({ mode: x60, source });
  source.pass(7_000);
  const line = JSON.parse(JSON.stringify(first.line())) as ClockLine;
  const next = createClock({ mode: x60, line, source });
  source.pass(3_000);
  assert.equal(next.now(), first.now());
  assert.deepEqual(next.line(), first.line());
});

test('clock: a restart in another mode goes on from where the line is', () => {
  const source = createFakeMachineTime();
  const first = createClock({ mode: x60, source });
  source.pass(7_000);
  const next = createClock({ mode: manual, line: first.line(), source });
  assert.equal(next.now(), first.now());
  source.pass(5_000);
  const third = createClock({ mode: x60, line: next.line(), source });
  assert.equal(third.now(), next.now());
});

test('clock: starts no earlier than its floor', () => {
  const source = createFakeMachineTime();
  const first = createClock({ mode: x60, source });
  const floor = first.now() + day;
  for (const mode of [x60, manual, { kind: 'real' } as const]) {
    const clock = createClock({ mode, line: first.line(), floor, source });
    assert.equal(clock.now(), floor);
  }
  const later = createClock({ mode: x60, line: first.line(), floor, source });
  source.pass(1_000);
  assert.equal(later.now(), floor + 60 * second);
});

test('clock: never goes back when the wall clock does, and goes on', async () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: x60, source });
  const lines: ClockLine[] = [];
  clock.onChange((line) => lines.push(line));
  source.pass(5_000);
  const before = clock.now();
  source.stepWall(-400);
  assert.equal(clock.now(), before, 'a small step is waited out');
  source.pass(500);
  assert.equal(clock.now(), before + 6 * second);
  assert.equal(lines.length, 0);

  const beforeBig = clock.now();
  source.stepWall(-3_600_000);
  assert.equal(clock.now(), beforeBig);
  source.pass(1_000);
  assert.equal(clock.now(), beforeBig + 60 * second, 'a big step does not stop time');
  await source.turn();
  assert.deepEqual(lines, [clock.line()]);
});

test('clock: a restart after the wall clock was set back does not go back', () => {
  const source = createFakeMachineTime();
  const first = createClock({ mode: x60, source });
  source.stepWall(-3_600_000);
  const next = createClock({ mode: x60, line: first.line(), source });
  assert.equal(next.now(), first.line().anchor);
  source.pass(1_000);
  assert.equal(next.now(), first.line().anchor + 60 * second);
});

test('clock: tells its listeners the new line after a change of mode or a jump', () => {
  const clock = createClock({ mode: manual, source: createFakeMachineTime() });
  const told: string[] = [];
  clock.onChange((line) => told.push(`${line.mode} ${line.rate} ${formatInstant(line.anchor)}`));
  clock.advanceBy(second);
  clock.setMode(x60);
  assert.deepEqual(told, [
    'manual 0 2026-01-01T00:00:01+00:00',
    'x60 60 2026-01-01T00:00:01+00:00',
  ]);
});

test('clock: wakes in order, one timer at a time', () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: x60, source });
  const start = clock.now();
  const woken: string[] = [];
  clock.wakeAt(start + 120 * second, () => woken.push('b'));
  clock.wakeAt(start + 60 * second, () => woken.push('a'));
  clock.wakeAt(start + 120 * second, () => woken.push('c'));
  const cancel = clock.wakeAt(start + 90 * second, () => woken.push('cancelled'));
  cancel();
  cancel();
  assert.equal(source.timerCount(), 1);
  source.pass(999);
  assert.deepEqual(woken, []);
  source.pass(1);
  assert.deepEqual(woken, ['a']);
  source.pass(1_000);
  assert.deepEqual(woken, ['a', 'b', 'c']);
  assert.equal(source.timerCount(), 0);
});

test('clock: a wake-up that is further away than a timer reaches comes all the same', () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: { kind: 'real' }, source });
  let woken = 0;
  clock.wakeAt(clock.now() + 60 * day, () => (woken += 1));
  source.pass(59 * 86_400_000);
  assert.equal(woken, 0);
  source.pass(86_400_000);
  assert.equal(woken, 1);
});

test('clock: a manual clock wakes what is due after the caller is done, in order', async () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: manual, source });
  const start = clock.now();
  const woken: string[] = [];
  clock.wakeAt(start + 2, () => woken.push('second'));
  clock.wakeAt(start + 1, () => {
    woken.push('first');
    clock.wakeAt(start, () => woken.push('again'));
  });
  clock.wakeAt(start + 100, () => woken.push('too early'));
  clock.advanceTo(start + 10);
  assert.deepEqual(woken, []);
  await source.turn();
  assert.deepEqual(woken, ['first', 'second']);
  await source.turn();
  assert.deepEqual(woken, ['first', 'second', 'again']);
});

test('clock: a change of mode moves the wake-ups with it', async () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: { kind: 'real' }, source });
  let woken = 0;
  clock.wakeAt(clock.now() + 3_600 * second, () => (woken += 1));
  clock.setMode({ kind: 'scaled', rate: 3_600 });
  source.pass(1_000);
  assert.equal(woken, 1);
  clock.wakeAt(clock.now() + 5 * second, () => (woken += 1));
  clock.setMode(manual);
  source.pass(10_000);
  assert.equal(woken, 1);
  clock.advanceBy(5 * second);
  await source.turn();
  assert.equal(woken, 2);
});

test('clock: a pause ends at its instant, or as soon as time goes otherwise', async () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: x60, source });
  const ended: string[] = [];
  const pause = (name: string, seconds: number): Promise<number> =>
    clock.pause(clock.now() + seconds * second).then(() => ended.push(name));
  const first = pause('first', 60);
  const second_ = pause('second', 6_000);
  source.pass(1_000);
  await first;
  assert.deepEqual(ended, ['first']);
  clock.setMode(manual);
  await second_;
  assert.equal(source.timerCount(), 0);
  const third = pause('third', 60);
  clock.close();
  await third;
  await pause('fourth', 60);
  assert.deepEqual(ended, ['first', 'second', 'third', 'fourth']);
});

test('clock: nothing is left after it is closed', async () => {
  const source = createFakeMachineTime();
  const clock = createClock({ mode: x60, source });
  let woken = 0;
  clock.wakeAt(clock.now() + second, () => (woken += 1));
  clock.close();
  clock.wakeAt(clock.now(), () => (woken += 1));
  assert.equal(source.timerCount(), 0);
  source.pass(10_000);
  await source.turn();
  assert.equal(woken, 0);
});

test('machine time: the wall clock has a fraction and follows the machine', async () => {
  const source = createMachineTime();
  const first = source.epochMs();
  assert.ok(Math.abs(first - (performance.timeOrigin + performance.now())) < 1_000);
  await source.turn();
  assert.ok(source.monotonicMs() >= 0);
  const cleared = source.setTimer(() => assert.fail('was cleared'), 0);
  source.clearTimer(cleared);
  const called: string[] = [];
  source.setTimer(() => called.push('timer'), 0);
  // The timer alone does not keep the process alive; the turns do.
  while (called.length === 0) await source.turn();
});
