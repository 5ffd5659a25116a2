import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NEVER } from '../base/index.ts';
import { DueQueue } from './due-queue.ts';
import { Instances } from './instances.ts';

type Step =
  | { kind: 'schedule'; slot: number; delay: number }
  | { kind: 'cancel'; slot: number }
  | { kind: 'pop' };

function steps(slots: number): fc.Arbitrary<Step[]> {
  const slot = fc.integer({ min: 0, max: slots - 1 });
  // Delays on both sides of a bucket, of the wheel, and of several turns of it.
  const delay = fc.oneof(
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: 0, max: 2 ** 19 }),
    fc.integer({ min: 0, max: 2 ** 30 }),
    fc.integer({ min: 2 ** 30, max: 2 ** 33 }),
  );
  return fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('schedule' as const), slot, delay }),
      fc.record({ kind: fc.constant('cancel' as const), slot }),
      fc.record({ kind: fc.constant('pop' as const) }),
    ),
    { maxLength: 400 },
  );
}

function runAgainstModel(queue: DueQueue, model: Map<number, number>, list: readonly Step[]): void {
  let now = 1_790_000_000_000_000;
  for (const step of list) {
    if (step.kind === 'schedule') {
      queue.schedule(step.slot, now + step.delay);
      model.set(step.slot, now + step.delay);
    } else if (step.kind === 'cancel') {
      queue.schedule(step.slot, NEVER);
      model.delete(step.slot);
    } else {
      now = popBoth(queue, model) ?? now;
    }
    assert.equal(queue.size, model.size);
  }
  while (model.size > 0) popBoth(queue, model);
  assert.equal(queue.peek(), NEVER);
}

function popBoth(queue: DueQueue, model: Map<number, number>): number | undefined {
  const expected = [...model].sort((a, b) => a[1] - b[1] || a[0] - b[0])[0];
  assert.equal(queue.peek(), expected?.[1] ?? NEVER);
  if (!expected) return undefined;
  assert.equal(queue.pop(), expected[0]);
  model.delete(expected[0]);
  return expected[1];
}

test('due queue: a small one takes out in order of due time, then slot', () => {
  fc.assert(fc.property(steps(12), (list) => runAgainstModel(queueOf(12), new Map(), list)));
});

test('due queue: a large one, on the wheel, does so too', () => {
  const size = 3_000;
  fc.assert(
    fc.property(steps(40), (list) => {
      const queue = queueOf(size);
      const model = new Map<number, number>();
      // Enough far-away slots that the wheel is used.
      for (let slot = 40; slot < size; slot += 1) {
        const due = 1_790_000_000_000_000 + 2 ** 45 + slot * 7_919;
        queue.schedule(slot, due);
      }
      runFew(queue, model, list);
    }),
    { numRuns: 60 },
  );
});

function runFew(queue: DueQueue, model: Map<number, number>, list: readonly Step[]): void {
  let now = 1_790_000_000_000_000;
  for (const step of list) {
    if (step.kind === 'schedule') {
      const due = now + (step.delay % 2 ** 32);
      queue.schedule(step.slot, due);
      model.set(step.slot, due);
    } else if (step.kind === 'cancel') {
      queue.schedule(step.slot, NEVER);
      model.delete(step.slot);
    } else if (model.size > 0) {
      now = popBoth(queue, model) ?? now;
    }
  }
  while (model.size > 0) popBoth(queue, model);
}

test('due queue: drains everything in order when all of it is far apart', () => {
  const queue = queueOf(5_000);
  for (let slot = 0; slot < 5_000; slot += 1) queue.schedule(slot, (slot * 7_919_777) % 2 ** 40);
  let last = -1;
  let count = 0;
  for (let due = queue.peek(); due !== NEVER; due = queue.peek()) {
    assert.ok(due >= last);
    last = due;
    queue.pop();
    count += 1;
  }
  assert.equal(count, 5_000);
});

test('due queue: what is due much later is not looked at in every turn of the wheel', () => {
  for (const spacing of [1_200_000, 2_000_000_000]) assert.ok(looksPerSlot(spacing) < 40);
});

/** How often each record is looked at when all of these are taken out. */
function looksPerSlot(spacing: number): number {
  const size = 5_000;
  let looks = 0;
  class Watched extends Instances {
    override due(slot: number): number {
      looks += 1;
      return super.due(slot);
    }
  }
  const instances = new Watched(size);
  const queue = new DueQueue(instances);
  for (let slot = 0; slot < size; slot += 1) {
    instances.add(slot, 0);
    queue.schedule(slot, slot * spacing);
  }
  for (let slot = 0; queue.peek() !== NEVER; slot += 1) assert.equal(queue.pop(), slot);
  return looks / size;
}

test('due queue: what comes to a bucket that is being worked on goes by slot all the same', () => {
  const queue = queueOf(5_001);
  // The wheel begins at the first that is due, and leaves that one's bucket to the heap.
  queue.schedule(5_000, 5);
  for (let slot = 0; slot < 5_000; slot += 1)
    queue.schedule(slot, slot < 3_000 ? 2 ** 20 : 2 ** 30);
  assert.equal(queue.peek(), 5);
  assert.equal(queue.pop(), 5_000);
  assert.equal(queue.peek(), 2 ** 20);
  assert.equal(queue.pop(), 0);
  queue.schedule(4_000, 2 ** 20);
  queue.schedule(0, 2 ** 20);
  const taken = [];
  for (; queue.peek() === 2 ** 20;) taken.push(queue.pop());
  assert.deepEqual(taken, [...Array.from({ length: 3_000 }, (_, slot) => slot), 4_000]);
});

test('due queue: counts its memory, and lets go of it when nothing is left', () => {
  const queue = queueOf(4_000);
  const before = queue.byteLength;
  assert.ok(before < 1_024);
  for (let slot = 0; slot < 4_000; slot += 1) queue.schedule(slot, slot * 65_536);
  const most = queue.byteLength;
  assert.ok(most > 4_000 * 256, `${most} bytes`);
  // What was given free is used again, however long the queue goes on.
  for (let round = 0; round < 40_000; round += 1) {
    const due = queue.peek();
    queue.schedule(queue.pop(), due + 4_000 * 65_536);
  }
  assert.ok(queue.byteLength < most * 1.1, `${queue.byteLength} bytes`);
  for (let slot = 0; slot < 3_999; slot += 1) {
    queue.peek();
    queue.pop();
  }
  queue.peek();
  queue.pop();
  assert.equal(queue.byteLength, before);
  queue.schedule(7, 5);
  assert.equal(queue.peek(), 5);
  assert.equal(queue.pop(), 7);
});

test('due queue: a fleet of twenty million slots keeps its order', () => {
  const dues = new Map<number, number>();
  class Vast extends Instances {
    override due(slot: number): number {
      return dues.get(slot) ?? NEVER;
    }
    override setDue(slot: number, due: number): void {
      dues.set(slot, due);
    }
  }
  const queue = new DueQueue(new Vast(16));
  const entries = Array.from({ length: 5_000 }, (_, at) => ({
    slot: at * 4_001,
    due: 1_790_000_000_000_000 + ((at * 7_919) % 1_000) * 100_003,
  }));
  for (const { slot, due } of entries) queue.schedule(slot, due);
  for (const { slot, due } of entries.toSorted((a, b) => a.due - b.due || a.slot - b.slot)) {
    assert.equal(queue.peek(), due);
    assert.equal(queue.pop(), slot);
  }
});

function queueOf(size: number): DueQueue {
  const instances = new Instances(size);
  for (let slot = 0; slot < size; slot += 1) instances.add(slot, 0);
  return new DueQueue(instances);
}
