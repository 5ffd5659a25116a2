import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  advanceFully,
  createCommand,
  live,
  replay,
  runUntilIdle,
  START,
} from './testing/histories.ts';
import { assertKept, assertPaired } from './testing/kept.ts';
import { OVERPROVISION, scaleIn, wishes, wishesWithHangs } from './testing/wishes.ts';
import { countActive } from './surplus.ts';
import { recountSurplus } from './surplus-counts.ts';
import { DELETING, NONE } from './codes.ts';
import { isRegularVersion } from './priority-mix.ts';
import { doomed, hanging, hasty, unruly } from './testing/lifecycles.ts';
import {
  activity,
  advance,
  apply,
  check,
  type Command,
  decodeSnapshot,
  encodeSnapshot,
  latestRollingUpgrade,
  findInstanceId,
  listHookEvents,
  listInstances,
  listRunCommands,
  recount,
  recountActivity,
  summarize,
} from './index.ts';
import type { ScaleSet } from './index.ts';

/** `LAZULITE_RUNS=5000 node --test …` looks longer than every run does. */
const RUNS = { numRuns: Number(process.env['LAZULITE_RUNS'] ?? 300) };
const END = START + 3_600_000_000;

const beginnings = fc.record({
  capacity: fc.nat(25),
  extensions: fc.constantFrom([], ['one'], ['one', 'two'], ['slow', 'two'], ['health', 'one']),
  seed: fc.nat(1_000_000),
  mode: fc.constantFrom('Manual', 'Automatic', 'Rolling'),
  spot: fc.constantFrom('Deallocate', 'Delete'),
  mix: fc.constantFrom<readonly [number, number]>([0, 0], [3, 50], [0, 100]),
  resilient: fc.boolean(),
  rollsBack: fc.boolean(),
  surges: fc.boolean(),
  notice: fc.constantFrom(undefined, 'PT5S'),
  restoreTimeout: fc.constantFrom('PT0S', 'PT20S'),
  orchestrationMode: fc.constantFrom('Uniform', 'Flexible'),
  overprovision: fc.constantFrom(...OVERPROVISION),
  consent: fc.option(fc.constantFrom('deferral' as const, 'hooks' as const, 'both' as const), {
    nil: undefined,
  }),
  scaleIn,
  zones: fc.constantFrom([], ['2'], ['1', '2', '3']),
  lifecycle: fc.constantFrom(unruly, hasty, doomed),
});

function assertCounted(set: ScaleSet): void {
  assert.deepEqual(summarize(set), recount(set));
  assertActivity(set);
  const { awaited, failed } = set.surplus ?? { awaited: null, failed: null };
  assert.deepEqual(recountSurplus(set), { awaited, failed, shed: set.shedCount });
  const active = set.instances.countStates().reduce((sum, count) => sum + count, 0);
  // While a set goes, it wants none of those that are left.
  if (set.bulk.length === 0 && !set.deleting) {
    assert.equal(active - (set.counts[DELETING] ?? 0), countActive(set), 'as many as too many');
  }
  assert.equal(set.regularCount, recountRegular(set));
  assertKept(set);
  assertPaired(set);
}

/** Every machine is at one thing and has one state and one power, as counters and a look at each say. */
function assertActivity(set: ScaleSet): void {
  const counted = activity(set);
  assert.deepEqual(counted, recountActivity(set));
  const { machines, currentActions, provisioningStates, powerStates } = counted;
  for (const counts of [currentActions, provisioningStates, powerStates]) {
    assert.ok(
      Object.values(counts).every((count) => count >= 0),
      JSON.stringify(counts),
    );
    assert.equal(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
      machines,
      JSON.stringify(counts),
    );
  }
}

function recountRegular({ instances }: ScaleSet): number {
  let count = 0;
  for (let slot = 0; slot < instances.length; slot += 1) {
    const state = instances.state(slot);
    const isActive = state !== NONE && state !== DELETING;
    if (isActive && isRegularVersion(instances.profile(slot))) count += 1;
  }
  return count;
}

/** Who is told of something that has begun is at it, and nobody who is gone is told anything. */
function assertNotices(set: ScaleSet): void {
  for (const [instanceId, { events }] of set.notices) {
    const slot = set.instances.find(instanceId);
    assert.notEqual(slot, -1, 'only machines that there are are told anything');
    for (const { type, status, operation } of events) {
      if (type === 'Preempt' && status === 'Scheduled') continue;
      const { instances } = set;
      assert.ok([instances.operation(slot), instances.queued(slot)].includes(operation), type);
    }
  }
}

/** Every machine is found by its name, and no two have the same. */
function assertNamed(set: ScaleSet): void {
  if (set.facts.orchestrationMode === 'Uniform') return;
  const { instances } = listInstances(set, { after: -1, limit: 1_000 });
  for (const { instanceId, name } of instances) {
    assert.equal(findInstanceId(set, name), instanceId);
    assert.equal(findInstanceId(set, name.toUpperCase()), instanceId);
  }
  const given = instances.filter(({ name }) => !/_[0-9a-f]{8}$/.test(name));
  assert.equal(set.names.entries().length, given.length, 'names go with their machines');
}

function assertOperationsEnded(set: ScaleSet): void {
  assert.equal(set.openSetOperations, 0);
  for (const { kind, action, endedAt, open } of set.operations) {
    assert.notEqual(endedAt, null, `${kind} ${action ?? ''} never ended`);
    assert.equal(open, 0);
  }
}

/** An upgrade that was deferred waits for ever, and goes on to its end when somebody approves. */
function approveOfAll(set: ScaleSet): void {
  assert.deepEqual(
    listHookEvents(set).filter(({ targets }) => targets.some(({ state }) => state === 'Waiting')),
    [],
    'events of hooks end by themselves',
  );
  const approval: Command = {
    kind: 'approveRollingUpgrade',
    at: set.now,
    operationId: 'approval',
    instances: 'all',
    scope: 'set',
  };
  const isWaiting = check(set, approval) === null;
  assert.equal(isWaiting, latestRollingUpgrade(set)?.code === 'RollingForward');
  if (!isWaiting) return;
  apply(set, approval);
  runUntilIdle(set);
}

/** Extensions only wait where the machine does not run. */
function assertNothingUnderWay(set: ScaleSet): void {
  for (const { instanceId, power, extensions } of listInstances(set, { after: -1, limit: 1_000 })
    .instances) {
    for (const { name, execution, state } of listRunCommands(set, instanceId)) {
      assert.notEqual(execution, 'Running', name);
      assert.ok(state === 'succeeded' || state === 'failed', `${name} is ${state}`);
    }
    if (power !== 'running') continue;
    for (const { facts, state } of extensions) {
      assert.ok(state === 'succeeded' || state === 'failed', `${facts.name} is ${state}`);
    }
  }
}

test('histories: a counter always equals a recount', () => {
  fc.assert(
    fc.property(beginnings, wishes, (beginning, list) => {
      const { set } = live(createCommand(beginning), list, (moving, until) => {
        advanceFully(moving, until);
        assertCounted(moving);
        assertNamed(moving);
        assertNotices(moving);
      });
      advanceFully(set, Math.max(END, set.now));
      assertCounted(set);
    }),
    RUNS,
  );
});

test('histories: one big step ends where many small ones do', () => {
  fc.assert(
    fc.property(
      beginnings,
      wishes,
      fc.array(fc.nat(2_000_000), { minLength: 1 }),
      (beginning, list, strides) => {
        const create = createCommand(beginning);
        const big = live(create, list);
        let turn = 0;
        const small = live(create, list, (set, until) => {
          while (set.now < until) {
            turn += 1;
            const stride = 1 + (strides[turn % strides.length] ?? 0);
            // At most three transitions at a time: a slice may end anywhere.
            while (!advance(set, Math.min(until, set.now + stride), 3));
          }
          while (!advance(set, until, 3));
        });
        advanceFully(big.set, END + 3e9);
        advanceFully(small.set, END + 3e9);
        assert.deepEqual(small.journal, big.journal);
        assert.ok(Buffer.from(encodeSnapshot(small.set)).equals(encodeSnapshot(big.set)));
      },
    ),
    RUNS,
  );
});

test('histories: what is replayed from the journal is what lived', () => {
  fc.assert(
    fc.property(beginnings, wishes, (beginning, list) => {
      const { set, journal } = live(createCommand(beginning), list);
      const again = replay(JSON.parse(JSON.stringify(journal)));
      advanceFully(again, set.now);
      advanceFully(set, set.now);
      assert.ok(Buffer.from(encodeSnapshot(again)).equals(encodeSnapshot(set)));
    }),
    RUNS,
  );
});

test('histories: a snapshot and the tail of the journal make the same state as the whole journal', () => {
  fc.assert(
    fc.property(beginnings, wishes, fc.nat(24), (beginning, list, cut) => {
      const { set, journal } = live(createCommand(beginning), list);
      const head = journal.slice(0, 1 + (cut % journal.length));
      const half = decodeSnapshot(encodeSnapshot(replay(head)));
      const whole = replay(journal.slice(head.length), half);
      advanceFully(whole, Math.max(END, set.now));
      advanceFully(set, Math.max(END, set.now));
      assert.ok(Buffer.from(encodeSnapshot(whole)).equals(encodeSnapshot(set)));
      assertCounted(whole);
    }),
    RUNS,
  );
});

test('histories: every operation comes to an end, and so does the set', () => {
  fc.assert(
    fc.property(beginnings, wishes, (beginning, list) => {
      const { set } = live(createCommand(beginning), list);
      runUntilIdle(set);
      approveOfAll(set);
      assertOperationsEnded(set);
      assertNothingUnderWay(set);
      assert.notEqual(latestRollingUpgrade(set)?.code, 'RollingForward');
      assert.equal(latestRollingUpgrade(set)?.inProgress ?? 0, 0);
      assert.equal(set.rollbacks.size + (set.rolling?.previous.size ?? 0), 0);
      assert.equal(set.rolling?.rollback?.pending ?? 0, 0);
      assert.equal(set.surge.pairs.size + set.surge.retiring.size, 0);
      const states = new Set(summarize(set).virtualMachine.map(({ state }) => state));
      assert.ok([...states].every((state) => state === 'succeeded' || state === 'failed'));
      if (set.gone) assert.equal(states.size, 0);
      const total = summarize(set).virtualMachine.reduce((sum, { count }) => sum + count, 0);
      assert.equal(set.surplus, null);
      assert.equal(set.shedCount, 0);
      assert.equal(total, set.gone ? 0 : set.activeCount);
      assert.equal(set.facts.capacity, set.gone ? set.facts.capacity : set.activeCount);
    }),
    RUNS,
  );
});

test('histories: what hangs keeps nothing from being deleted', () => {
  fc.assert(
    fc.property(beginnings, wishesWithHangs, (beginning, list) => {
      const create = createCommand({ ...beginning, lifecycle: hanging });
      const deletion = { delayMs: 60_000, what: { kind: 'deleteSet' } } as const;
      const { set } = live(create, [...list, ...Array.from({ length: 30 }, () => deletion)]);
      runUntilIdle(set);
      assertCounted(set);
      assertOperationsEnded(set);
      assert.equal(set.gone, true);
    }),
    RUNS,
  );
});
