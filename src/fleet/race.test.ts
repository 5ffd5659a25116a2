import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MICROS_PER_SECOND } from '../base/index.ts';
import { commandCount, type ScaleSet } from '../scaleset/index.ts';
import { createMemoryStore, type Store } from '../store/index.ts';
import { journalName } from './set-document.ts';
import {
  bytesAt,
  change,
  countsOf,
  create,
  createRig,
  keyOf,
  replayed,
  resize,
  type Rig,
  sharedStore,
} from './testing/rig.ts';

const second = MICROS_PER_SECOND;
const web = keyOf('web');
const journal = journalName(web, 1);

/** Two processes on one store; the first one's next commit can be watched from both sides. */
async function racingFleets(): Promise<{
  a: Rig;
  b: Rig;
  around: (steps: { before?: () => Promise<void>; after?: () => Promise<void> }) => void;
}> {
  const inner = createMemoryStore();
  let steps: { before?: () => Promise<void>; after?: () => Promise<void> } = {};
  const commit: Store['commit'] = async (batch) => {
    const { before, after } = steps;
    steps = {};
    await before?.();
    await inner.commit(batch);
    await after?.();
  };
  const a = await createRig({ store: sharedStore(inner, { commit }) });
  const b = await createRig({ store: sharedStore(inner) });
  return {
    a,
    b,
    around: (next) => {
      steps = next;
    },
  };
}

async function assertAsReplayed(rig: Rig): Promise<void> {
  const end = rig.clock.now() + 60 * second;
  const expected = await replayed(rig.store, journal, end);
  const scaleSet: ScaleSet | undefined = await rig.fleet.find(web);
  assert.equal(scaleSet && bytesAt(scaleSet, end), expected);
}

test('race: a command of a slower clock comes first while one of ours is being written', async () => {
  const { a, b, around } = await racingFleets();
  await create(a.fleet, 'web', 4);
  await b.fleet.find(web);
  a.clock.advanceBy(30 * second);
  b.clock.advanceBy(5 * second);
  assert.deepEqual(await countsOf(a.fleet, 'web'), { succeeded: 4 });
  around({
    before: async () => {
      const theirs = resize((capacity) => capacity + 2);
      assert.equal((await change(b.fleet, 'web', theirs)).kind, 'changed');
    },
  });
  const ours = await change(
    a.fleet,
    'web',
    resize((capacity) => capacity + 1),
  );
  assert.equal(ours.kind, 'changed');
  assert.deepEqual(await a.store.readHeads([journal]), [3]);
  await assertAsReplayed(a);
});

test('race: who reads between a commit and its answer sees the command once', async () => {
  const { a, around } = await racingFleets();
  await create(a.fleet, 'web', 4);
  let reading: Promise<unknown> = Promise.resolve();
  around({
    after: async () => {
      reading = a.fleet.find(web);
      for (let turn = 0; turn < 20; turn += 1) await a.clock.turn();
    },
  });
  const changed = await change(
    a.fleet,
    'web',
    resize((capacity) => capacity + 3),
  );
  assert.ok(changed.kind === 'changed');
  assert.equal(commandCount(changed.scaleSet), 2);
  await reading;
  assert.deepEqual(await countsOf(a.fleet, 'web'), { creating: 7 });
  assert.equal(
    (
      await change(
        a.fleet,
        'web',
        resize((capacity) => capacity + 1),
      )
    ).kind,
    'changed',
  );
  assert.deepEqual(await a.store.readHeads([journal]), [3]);
  await assertAsReplayed(a);
});
