import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MICROS_PER_SECOND, NEVER } from '../base/index.ts';
import { createMemoryStore, type Store, StoreError } from '../store/index.ts';
import { journalName } from './set-document.ts';
import { change, countsOf, create, createRig, keyOf, resize } from './testing/rig.ts';

const second = MICROS_PER_SECOND;
const minute = 60 * second;
const web = keyOf('web');
const journal = journalName(web, 1);

test('memory: settled sets leave when the budget is full, the least recently used first', async () => {
  const { fleet, clock, complaints } = await createRig({ memoryBudgetBytes: 400_000 });
  const names = Array.from({ length: 40 }, (_, at) => `set${at}`);
  for (const name of names) {
    await create(fleet, name, 2);
    clock.advanceBy(minute);
    await fleet.settle();
    await clock.turn();
  }
  const { memoryBytes, scaleSetsInMemory } = fleet.measure();
  assert.ok(memoryBytes <= 400_000, `${memoryBytes} bytes`);
  assert.ok(scaleSetsInMemory > 1 && scaleSetsInMemory < 40, `${scaleSetsInMemory} sets`);
  assert.ok(fleet.peek(keyOf('set39')), 'the last one is still there');
  assert.equal(fleet.peek(keyOf('set0')), undefined);
  for (const name of names) assert.deepEqual(await countsOf(fleet, name), { succeeded: 2 });
  assert.deepEqual(complaints, []);
});

test('memory: a set larger than the budget is served all the same', async () => {
  const { fleet, clock } = await createRig({ memoryBudgetBytes: 1 });
  await create(fleet, 'web', 2);
  clock.advanceBy(minute);
  assert.deepEqual(await countsOf(fleet, 'web'), { succeeded: 2 });
  assert.equal(
    (
      await change(
        fleet,
        'web',
        resize(() => 3),
      )
    ).kind,
    'changed',
  );
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 1, succeeded: 2 });
});

test('memory: what is counted goes back to nothing with the last set', async () => {
  const { fleet, clock } = await createRig();
  await create(fleet, 'web', 100);
  await create(fleet, 'next', 100);
  clock.advanceBy(minute);
  await fleet.settle();
  assert.ok(fleet.measure().memoryBytes > 0);
  await fleet.forget('');
  assert.deepEqual(fleet.measure(), {
    scaleSetsInMemory: 0,
    memoryBytes: 0,
    unsettledScaleSets: 0,
  });
});

async function withSnapshot(): Promise<{ store: Store; close: () => Promise<void> }> {
  const snapshotEvery = { commands: 2, transitions: 1_000_000 };
  const { fleet, store, clock } = await createRig({ snapshotEvery });
  await create(fleet, 'web', 3);
  clock.advanceBy(minute);
  await change(
    fleet,
    'web',
    resize(() => 4),
  );
  await fleet.close();
  assert.ok(await store.readSnapshot(journal));
  return { store, close: () => fleet.close() };
}

test('snapshot: a damaged one is ignored, with a word about it', async () => {
  const { store } = await withSnapshot();
  const snapshot = await store.readSnapshot(journal);
  assert.ok(snapshot);
  const damages: ((bytes: Uint8Array) => Uint8Array)[] = [
    (bytes) => bytes.subarray(0, 10),
    (bytes) => bytes.subarray(0, 40),
    (bytes) => bytes.subarray(0, bytes.length - 1),
    (bytes) => bytes.with(0, 0),
    (bytes) => bytes.with(5, (bytes[5] ?? 0) ^ 1),
    (bytes) => bytes.with(bytes.length - 9, (bytes[bytes.length - 9] ?? 0) ^ 128),
    () => new Uint8Array(0),
  ];
  for (const damage of damages) {
    const bytes = damage(snapshot.bytes);
    const damaged = { ...store, readSnapshot: async () => ({ ...snapshot, bytes }) };
    const { fleet, clock, complaints } = await createRig({ store: damaged });
    clock.advanceBy(minute);
    assert.deepEqual(await countsOf(fleet, 'web'), { creating: 1, succeeded: 3 });
    assert.equal(complaints.length, 1);
    assert.match(complaints[0] ?? '', /journal is replayed/);
  }
});

test('snapshot: one of a later revision than the journal is ignored', async () => {
  const { store } = await withSnapshot();
  const snapshot = await store.readSnapshot(journal);
  assert.ok(snapshot);
  const wrong = { ...store, readSnapshot: async () => ({ ...snapshot, revision: 9 }) };
  const { fleet, clock, complaints } = await createRig({ store: wrong });
  clock.advanceBy(minute);
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 1, succeeded: 3 });
  assert.equal(complaints.length, 1);
});

test('snapshot: that none can be written does not stop anything', async () => {
  const inner = createMemoryStore();
  const store: Store = {
    ...inner,
    writeSnapshot: () => Promise.reject(new StoreError('unavailable', 'planted')),
  };
  const snapshotEvery = { commands: 1, transitions: 1 };
  const { fleet, clock, complaints } = await createRig({ store, snapshotEvery });
  await create(fleet, 'web', 3);
  clock.advanceBy(minute);
  await fleet.settle();
  await fleet.close();
  assert.deepEqual(await countsOf(fleet, 'web'), { succeeded: 3 });
  assert.ok(complaints.length > 0);
  assert.ok(complaints.every((each) => each.includes('could not be written')));
});

test('snapshot: a clean stop saves what would be long to replay', async () => {
  const { fleet, store, clock } = await createRig();
  await create(fleet, 'web', 100_000);
  clock.advanceBy(minute);
  await fleet.settle();
  await fleet.close();
  const snapshot = await store.readSnapshot(journal);
  assert.equal(snapshot?.revision, 1);
  const again = await createRig({ store, clock });
  assert.deepEqual(await countsOf(again.fleet, 'web'), { succeeded: 100_000 });
});

test('wake-up: sets live on by themselves, all of them by one timer', async () => {
  const { fleet, source, clock } = await createRig({ mode: { kind: 'scaled', rate: 60 } });
  for (let at = 0; at < 20; at += 1) await create(fleet, `set${at}`, 2);
  assert.equal(source.timerCount(), 1);
  assert.equal(fleet.measure().unsettledScaleSets, 20);
  for (let passed = 0; passed < 100 && fleet.nextDue() !== NEVER; passed += 1) {
    source.pass(20);
    await clock.turn();
  }
  assert.equal(fleet.nextDue(), NEVER);
  assert.equal(fleet.measure().unsettledScaleSets, 0);
  await clock.turn();
  assert.equal(source.timerCount(), 0);
});

test('wake-up: nothing is left of it after the fleet is closed', async () => {
  const { fleet, source } = await createRig({ mode: { kind: 'real' } });
  await create(fleet, 'web', 2);
  await fleet.close();
  assert.equal(source.timerCount(), 0);
});

test('wake-up: what is answered while the fleet closes plans none', async () => {
  const { fleet, source } = await createRig({ mode: { kind: 'real' } });
  const creating = create(fleet, 'web', 2);
  await fleet.close();
  await creating;
  await fleet.find(web);
  assert.equal(source.timerCount(), 0);
});

test('instant clock: everything is settled at the next request', async () => {
  const { fleet, clock } = await createRig({ mode: { kind: 'instant' } });
  const created = await create(fleet, 'web', 500);
  assert.ok(created.kind === 'changed');
  const before = clock.now();
  await fleet.settleAll();
  assert.equal(fleet.nextDue(), NEVER);
  assert.ok(clock.now() - before < minute);
  assert.deepEqual(await countsOf(fleet, 'web'), { succeeded: 500 });
  const found = await fleet.findOperation(created.operation.operationId);
  assert.equal(found?.operation.state, 'succeeded');
});

test('instant clock: other clocks are left alone', async () => {
  const { fleet, clock } = await createRig();
  await create(fleet, 'web', 5);
  const before = clock.now();
  await fleet.settleAll();
  assert.equal(clock.now(), before);
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 5 });
});
