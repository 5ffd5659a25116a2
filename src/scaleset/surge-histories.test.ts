import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  advance,
  decodeSnapshot,
  encodeSnapshot,
  type Lifecycle,
  parseLifecycle,
  recount,
  summarize,
} from './index.ts';
import { advanceFully, createCommand, live, replay, runUntilIdle } from './testing/histories.ts';
import { DELETING } from './codes.ts';
import { countActive } from './surplus.ts';
import { assertKept, assertPaired } from './testing/kept.ts';
import { unruly } from './testing/lifecycles.ts';
import { type Wish, wishes } from './testing/wishes.ts';

const FAILURE = { code: 'VMExtensionProvisioningError', message: 'it went wrong' };

const RUNS = { numRuns: Number(process.env['LAZULITE_RUNS'] ?? 200) };

/** Many new machines fail, in the middle of anything else. */
const breaking: Lifecycle = {
  ...unruly,
  faults: parseLifecycle({
    name: 'breaking',
    steps: {},
    faults: [
      { step: 'installExtension', probability: 0.15 },
      { step: 'delete', probability: 0.1 },
    ].map((on) => ({ on, effect: 'fail', failure: FAILURE })),
  }).faults,
};

const upgrade = fc.record({
  delayMs: fc.nat(20_000),
  what: fc.record({
    kind: fc.constant('extensions' as const),
    names: fc.constantFrom(['one', 'two'], ['health', 'one'], ['slow']),
    version: fc.nat(3),
    overprovision: fc.constant('no' as const),
    scaleIn: fc.constant({ rule: 'Default' as const, unhealthyFirst: false }),
  }),
});

/** Whatever else happens, soon after upgrades have begun. */
const overlapping = fc
  .array(fc.tuple(upgrade, wishes), { minLength: 1, maxLength: 3 })
  .map((all) =>
    all.flatMap(([first, rest]): Wish[] => [
      { ...first, delayMs: first.delayMs + 10_000 },
      ...rest.slice(0, 6).map((wish) => ({ ...wish, delayMs: Math.ceil(wish.delayMs / 4) })),
    ]),
  );

const beginnings = fc.record({
  capacity: fc.integer({ min: 1, max: 20 }),
  extensions: fc.constantFrom([], ['one'], ['health']),
  seed: fc.nat(1_000_000),
  mode: fc.constant('Rolling'),
  spot: fc.constantFrom(undefined, 'Deallocate'),
  mix: fc.constantFrom<readonly [number, number]>([0, 0], [3, 50]),
  rollsBack: fc.boolean(),
  surges: fc.constant(true),
  lifecycle: fc.constant(breaking),
});

test('surge histories: counters, small steps, replay and snapshots, whatever else happens', () => {
  let underWay = 0;
  fc.assert(
    fc.property(beginnings, overlapping, ({ spot, ...rest }, list) => {
      const create = createCommand({ ...rest, ...(spot !== undefined && { spot }) });
      const big = live(create, list, (set, until) => {
        advanceFully(set, until);
        assert.deepEqual(summarize(set), recount(set));
        assertKept(set);
        assertPaired(set);
        const there = set.instances.countStates().reduce((sum, count) => sum + count, 0);
        const leaving = set.counts[DELETING] ?? 0;
        if (!set.deleting) assert.equal(there - leaving, countActive(set));
        if (set.surge.pairs.size > 0) underWay += 1;
      });
      const small = live(create, list, (set, until) => {
        while (!advance(set, until, 3));
      });
      const { journal } = big;
      assert.deepEqual(small.journal, journal);
      const half = Math.ceil(journal.length / 2);
      const restored = decodeSnapshot(encodeSnapshot(replay(journal.slice(0, half))));
      const again = replay(journal.slice(half), restored);
      const end = big.set.now + 3_600_000_000;
      for (const each of [big.set, small.set, again]) {
        advanceFully(each, end);
        assert.ok(Buffer.from(encodeSnapshot(each)).equals(encodeSnapshot(big.set)));
      }
      runUntilIdle(again);
      assertKept(again);
      assert.equal(again.surge.pairs.size + again.surge.retiring.size, 0);
      assert.equal(again.rolling?.inProgress ?? 0, 0);
    }),
    RUNS,
  );
  assert.ok(underWay >= RUNS.numRuns / 10, `only ${underWay} looks at places that two share`);
});
