import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  advance,
  apply,
  type Command,
  createScaleSet,
  listInstances,
  type ScaleSet,
  type SetEvent,
  SetObserver,
} from './index.ts';
import { unruly } from './testing/lifecycles.ts';
import { createCommand, live, START } from './testing/histories.ts';
import { modelOf } from './testing/models.ts';
import { born, later, order, orderly } from './testing/orderly.ts';
import { wishes } from './testing/wishes.ts';

const RUNS = { numRuns: Number(process.env['LAZULITE_RUNS'] ?? 100) };
const END = START + 3_600_000_000;

const beginnings = fc.record({
  capacity: fc.nat(12),
  extensions: fc.constantFrom([], ['one', 'two']),
  seed: fc.nat(1_000_000),
  mode: fc.constantFrom('Manual', 'Automatic', 'Rolling'),
  overprovision: fc.constantFrom('no' as const, 'yes' as const),
  lifecycle: fc.constant(unruly),
});

/** Plays a journal under observation, with so much work between two looks at the clock. */
function observe(
  journal: readonly Command[],
  slice: number,
  stepMicros: number,
): { readonly events: readonly SetEvent[]; readonly set: ScaleSet } {
  const events: SetEvent[] = [];
  const [first, ...rest] = journal;
  const set = createScaleSet(first as Command);
  const observer = new SetObserver((event) => events.push(event));
  observer.attach(set);
  const until = (end: number): void => {
    for (let at = set.now; at < end;) {
      at = Math.min(end, at + stepMicros);
      while (!advance(set, at, slice));
    }
    while (!advance(set, end, slice));
  };
  for (const command of rest) {
    until(command.at);
    apply(set, command);
  }
  until(END);
  observer.flush(set);
  return { events, set };
}

test('events: do not depend on how a set is played, change nothing, and end in its state', () => {
  fc.assert(
    fc.property(beginnings, wishes, (beginning, list) => {
      const { set, journal } = live(createCommand(beginning), list);
      while (!advance(set, END, 1_000_000));
      const whole = observe(journal, 1_000_000, END);
      const pieces = observe(journal, 3, 7_000_000);
      assert.deepEqual(pieces.events, whole.events);
      const all = { after: -1, limit: 10_000 };
      assert.deepEqual(listInstances(whole.set, all), listInstances(set, all));
      const shown = new Map<number, unknown>();
      for (const event of whole.events) {
        if (event.subject !== 'instance') continue;
        assert.deepEqual(event.before, shown.get(event.instanceId) ?? null, 'a chain of states');
        if (event.after === null) shown.delete(event.instanceId);
        else shown.set(event.instanceId, event.after);
      }
      const { instances } = listInstances(set, all);
      const expected = instances.map(({ instanceId, state, power }) => [
        instanceId,
        { state, power },
      ]);
      assert.deepEqual(
        [...shown].toSorted(([a], [b]) => a - b),
        expected,
      );
      const open = whole.events.filter(({ subject }) => subject === 'operation');
      const begun = open.filter((event) => event.before === null).length;
      assert.equal(begun, set.firstOperation - 1 + set.operations.length, 'one begin each');
    }),
    RUNS,
  );
});

test('events: tell what happened to a machine, in order, and for what', () => {
  const events: SetEvent[] = [];
  const set = born({ capacity: 1, lifecycle: orderly });
  const observer = new SetObserver((event) => events.push(event));
  set.observer = observer;
  const first = order(set, { kind: 'put', model: modelOf(2) });
  later(set, 600);
  observer.flush(set);
  const told = events.flatMap((event) =>
    event.subject === 'instance' && event.instanceId === 1
      ? [[event.before?.power, event.after?.state, event.after?.power, event.cause?.operationId]]
      : [],
  );
  const id = first.operationId;
  assert.deepEqual(told, [
    [undefined, 'creating', null, id],
    [null, 'creating', 'starting', id],
    ['starting', 'creating', 'running', id],
    ['running', 'succeeded', 'running', id],
  ]);
  const sequences = events.map(({ sequence }) => sequence);
  assert.deepEqual(
    sequences,
    sequences.map((_, index) => index + 1),
  );
  const times = events.map(({ at }) => at);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
});
