import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { MICROS_PER_SECOND } from '../base/index.ts';
import { createClock, createFakeMachineTime } from '../clock/index.ts';
import { createMemoryStore } from '../store/index.ts';
import { journalName } from './set-document.ts';
import {
  bytesAt,
  capacityOf,
  change,
  countsOf,
  create,
  createRig,
  destroy,
  keyOf,
  replayed,
  resize,
  type Rig,
  sharedStore,
} from './testing/rig.ts';

const second = MICROS_PER_SECOND;
const web = keyOf('web');
const manual = { kind: 'manual' } as const;

async function twoFleets(): Promise<{ a: Rig; b: Rig; both: (seconds: number) => void }> {
  const store = sharedStore(createMemoryStore());
  const a = await createRig({ store });
  const b = await createRig({ store });
  const both = (seconds: number): void => {
    a.clock.advanceBy(seconds * second);
    b.clock.advanceBy(seconds * second);
  };
  return { a, b, both };
}

test('shared store: what one process has acknowledged the other one shows', async () => {
  const { a, b, both } = await twoFleets();
  const created = await create(a.fleet, 'web', 3);
  assert.ok(created.kind === 'changed');
  assert.deepEqual(await countsOf(b.fleet, 'web'), { creating: 3 });
  both(60);
  assert.equal(
    (
      await change(
        b.fleet,
        'web',
        resize(() => 5),
      )
    ).kind,
    'changed',
  );
  assert.deepEqual(await countsOf(a.fleet, 'web'), { creating: 2, succeeded: 3 });
  const found = await b.fleet.findOperation(created.operation.operationId);
  assert.equal(found?.operation.state, 'succeeded');
});

test('shared store: changes in both processes at the same time are all made', async () => {
  const { a, b, both } = await twoFleets();
  await create(a.fleet, 'web', 0);
  await b.fleet.find(web);
  const changes = Array.from({ length: 8 }, (_, at) =>
    change(
      at % 2 === 0 ? a.fleet : b.fleet,
      'web',
      resize((n) => n + 1),
    ),
  );
  const outcomes = await Promise.all(changes);
  const ids = outcomes.map((each) => (each.kind === 'changed' ? each.operation.operationId : ''));
  assert.equal(new Set(ids).size, 8);
  both(60);
  for (const { fleet } of [a, b]) {
    const scaleSet = await fleet.find(web);
    assert.equal(scaleSet && capacityOf(scaleSet), 8);
    assert.deepEqual(await countsOf(fleet, 'web'), { succeeded: 8 });
  }
});

test('shared store: of creations at the same time one makes the set', async () => {
  const { a, b } = await twoFleets();
  const outcomes = await Promise.all([create(a.fleet, 'web', 1), create(b.fleet, 'web', 2)]);
  assert.deepEqual(outcomes.map(({ kind }) => kind).toSorted(), ['changed', 'refused']);
  assert.deepEqual(await countsOf(a.fleet, 'web'), await countsOf(b.fleet, 'web'));
});

test('shared store: a set that was made anew elsewhere is the new one here', async () => {
  const { a, b, both } = await twoFleets();
  await create(a.fleet, 'web', 2);
  assert.deepEqual(await countsOf(b.fleet, 'web'), { creating: 2 });
  await destroy(a.fleet, 'web');
  both(60);
  assert.equal((await create(a.fleet, 'web', 5)).kind, 'changed');
  assert.deepEqual(await countsOf(b.fleet, 'web'), { creating: 5 });
});

test('shared store: a reset elsewhere leaves nothing here, even when the journal looks the same', async () => {
  const { a, b } = await twoFleets();
  await create(a.fleet, 'web', 2);
  assert.deepEqual(await countsOf(b.fleet, 'web'), { creating: 2 });
  await a.fleet.forget('');
  await create(a.fleet, 'web', 5);
  assert.deepEqual(await countsOf(b.fleet, 'web'), { creating: 5 });
});

test('shared store: a command of a slower clock is put where it belongs', async () => {
  const { a, b } = await twoFleets();
  await create(a.fleet, 'web', 4);
  await b.fleet.find(web);
  a.clock.advanceBy(30 * second);
  assert.deepEqual(await countsOf(a.fleet, 'web'), { succeeded: 4 });
  b.clock.advanceBy(5 * second);
  assert.equal(
    (
      await change(
        b.fleet,
        'web',
        resize(() => 6),
      )
    ).kind,
    'changed',
  );
  b.clock.advanceBy(25 * second);
  const end = a.clock.now() + 60 * second;
  const expected = await replayed(a.store, journalName(web, 1), end);
  for (const { fleet } of [a, b]) {
    const scaleSet = await fleet.find(web);
    assert.equal(scaleSet && bytesAt(scaleSet, end), expected);
  }
});

test('shared store: a command is never put before one that was accepted earlier', async () => {
  const { a, b } = await twoFleets();
  a.clock.advanceBy(30 * second);
  await create(a.fleet, 'web', 4);
  const changed = await change(
    b.fleet,
    'web',
    resize(() => 6),
  );
  assert.ok(changed.kind === 'changed');
  assert.equal(changed.operation.startedAt, a.clock.now());
});

test('shared store: heads are asked for once for all reads of a turn', async () => {
  const inner = createMemoryStore();
  let asked = 0;
  const store = sharedStore(inner, {
    readHeads(journals) {
      asked += 1;
      return inner.readHeads(journals);
    },
  });
  const { fleet } = await createRig({ store });
  const names = Array.from({ length: 30 }, (_, at) => `set${at}`);
  for (const name of names) await create(fleet, name, 1);
  asked = 0;
  await Promise.all(names.map((name) => countsOf(fleet, name)));
  assert.equal(asked, 1);
});

const step = fc.record({
  by: fc.nat(1),
  name: fc.constantFrom('one', 'two'),
  what: fc.constantFrom(
    'create' as const,
    'grow' as const,
    'grow' as const,
    'restart' as const,
    'destroy' as const,
    'find' as const,
    'settle' as const,
    'crash' as const,
    'forget' as const,
  ),
  waits: fc.boolean(),
  passes: fc.nat(12),
  skew: fc.nat(2),
});

test('fleet: whatever processes do, crash and forget, every set is what its journal says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 25 }), async (shares, steps) => {
      const inner = createMemoryStore();
      const store = shares ? sharedStore(inner) : inner;
      const open = async (): Promise<Rig> => {
        const clock = createClock({ mode: manual, source: createFakeMachineTime() });
        clock.advanceTo(now);
        const snapshotEvery = { commands: 3, transitions: 50 };
        return createRig({ store, clock, snapshotEvery, memoryBudgetBytes: 40_000, sliceMs: 0 });
      };
      let now = createClock({ mode: manual }).now();
      const rigs = [await open(), ...(shares ? [await open()] : [])];
      const underWay: Promise<unknown>[] = [];
      for (const { by, name, what, waits, passes, skew } of steps) {
        const at = by % rigs.length;
        const rig = rigs[at];
        if (rig === undefined) continue;
        now += passes * second;
        const target = Math.max(rig.clock.now(), now - (shares ? skew * second : 0));
        rig.clock.advanceTo(target);
        if (what === 'crash') {
          // What is under way ends, as far as the store is concerned; nothing is closed.
          await Promise.all(underWay.splice(0));
          rigs[at] = await open();
          continue;
        }
        const { fleet } = rig;
        const doing = {
          create: () => create(fleet, name, 3),
          grow: () =>
            change(
              fleet,
              name,
              resize((n) => (n * 7 + 3) % 11),
            ),
          restart: () =>
            change(fleet, name, () => {
              return { kind: 'act', action: 'restart', instances: 'all', scope: 'set' };
            }),
          destroy: () => destroy(fleet, name),
          find: () => fleet.find(keyOf(name)),
          settle: () => fleet.settle(),
          forget: () => fleet.forget(keyOf(name)),
        }[what]();
        if (waits) await doing;
        else underWay.push(doing);
      }
      await Promise.all(underWay);
      const end = now + 3_600 * second;
      for (const name of ['one', 'two']) {
        const document = await store.getDocument('scale-sets', keyOf(name));
        const { journal, state } = JSON.parse(document?.value ?? '{"state":"gone"}');
        for (const rig of rigs) {
          rig.clock.advanceTo(Math.max(now, rig.clock.now()));
          assert.deepEqual(rig.complaints, []);
          const scaleSet = await rig.fleet.find(keyOf(name));
          if (scaleSet === undefined) continue;
          assert.notEqual(state, 'gone');
          assert.equal(bytesAt(scaleSet, end), await replayed(store, journal, end));
        }
      }
    }),
    { numRuns: 150 },
  );
});
