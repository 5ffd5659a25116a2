import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvariantError, isGuid, MICROS_PER_SECOND, NEVER } from '../base/index.ts';
import { StoreError } from '../store/index.ts';
import { deriveIds } from './derived-ids.ts';
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
} from './testing/rig.ts';

const second = MICROS_PER_SECOND;
const web = keyOf('web');

test('fleet: a set is created, lives by the clock and is found as it is now', async () => {
  const { fleet, clock } = await createRig();
  assert.equal(await fleet.find(web), undefined);
  const created = await create(fleet, 'web', 3);
  assert.equal(created.kind, 'changed');
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 3 });
  assert.equal(fleet.nextDue() > clock.now(), true);
  clock.advanceBy(60 * second);
  assert.deepEqual(await countsOf(fleet, 'web'), { succeeded: 3 });
  assert.equal(fleet.nextDue(), NEVER);
});

test('fleet: an operation is known from its start to its end, by its id alone', async () => {
  const { fleet, clock } = await createRig();
  const created = await create(fleet, 'web', 3);
  assert.ok(created.kind === 'changed');
  const { operationId } = created.operation;
  assert.ok(isGuid(operationId));
  const running = await fleet.findOperation(operationId);
  assert.equal(running?.operation.state, 'inProgress');
  assert.equal(running?.key, web);
  assert.equal(running?.location, 'westeurope');
  clock.advanceBy(60 * second);
  assert.equal((await fleet.findOperation(operationId))?.operation.state, 'succeeded');
  assert.equal(await fleet.findOperation('00000000-0000-4000-8000-000000000000'), undefined);
});

test('fleet: refusals of the caller and of the domain are returned and leave no trace', async () => {
  const { fleet, store } = await createRig();
  assert.deepEqual(await destroy(fleet, 'web'), { kind: 'refused', refusal: 'absent' });
  await create(fleet, 'web', 1);
  assert.deepEqual(await create(fleet, 'web', 1), { kind: 'refused', refusal: 'exists' });
  const unknown = await change(fleet, 'web', () => {
    return { kind: 'act', action: 'start', instances: [7], scope: 'set' };
  });
  assert.deepEqual(unknown, {
    kind: 'refused',
    refusal: { reason: 'UnknownInstance', instance: '7' },
  });
  assert.deepEqual(await store.readHeads([journalName(web, 1)]), [1]);
});

test('fleet: a decision that breaks its contract is a bug and is not journalled', async () => {
  const { fleet, store } = await createRig();
  await create(fleet, 'web', 1);
  const wrong = [
    fleet.change(web, ({ now, operationId }) => {
      return { kind: 'command', command: { kind: 'deleteSet', at: now + 1, operationId } };
    }),
    fleet.change(web, ({ now }) => {
      return { kind: 'command', command: { kind: 'deleteSet', at: now, operationId: 'mine' } };
    }),
    fleet.change(keyOf('other'), ({ now, operationId }) => {
      return { kind: 'command', command: { kind: 'deleteSet', at: now, operationId } };
    }),
  ];
  for (const outcome of wrong) await assert.rejects(outcome, InvariantError);
  assert.deepEqual(await store.readHeads([journalName(web, 1)]), [1]);
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 1 });
});

test('fleet: ids depend on seed, set and revision, and on nothing else', async () => {
  const one = await createRig();
  const two = await createRig();
  const other = await createRig({ seed: 2 });
  const first = await create(one.fleet, 'web', 1);
  await create(two.fleet, 'another', 5);
  await destroy(two.fleet, 'another');
  const next = await create(two.fleet, 'web', 1);
  const third = await create(other.fleet, 'web', 1);
  assert.ok(first.kind === 'changed' && next.kind === 'changed' && third.kind === 'changed');
  assert.equal(first.operation.operationId, next.operation.operationId);
  assert.notEqual(first.operation.operationId, third.operation.operationId);
  const ids = new Set<string>();
  for (let revision = 1; revision <= 1_000; revision += 1) {
    ids.add(deriveIds(1, journalName(web, 1), revision).operationId);
    ids.add(deriveIds(1, journalName(web, 2), revision).operationId);
  }
  assert.equal(ids.size, 2_000);
});

test('fleet: changes of one set that come at the same time are made one after the other', async () => {
  const { fleet, store, clock } = await createRig();
  await create(fleet, 'web', 0);
  const changes = Array.from({ length: 20 }, () =>
    change(
      fleet,
      'web',
      resize((n) => n + 1),
    ),
  );
  const outcomes = await Promise.all(changes);
  assert.ok(outcomes.every(({ kind }) => kind === 'changed'));
  const scaleSet = await fleet.find(web);
  assert.ok(scaleSet);
  assert.equal(capacityOf(scaleSet), 20);
  assert.deepEqual(await store.readHeads([journalName(web, 1)]), [21]);
  const end = clock.now() + 100 * second;
  assert.equal(bytesAt(scaleSet, end), await replayed(store, journalName(web, 1), end));
});

test('fleet: of creations that come at the same time one makes the set', async () => {
  const { fleet } = await createRig();
  const outcomes = await Promise.all([create(fleet, 'web', 1), create(fleet, 'web', 2)]);
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['changed', 'refused'],
  );
});

test('fleet: documents of a decision are written with its command or not at all', async () => {
  const { fleet, store } = await createRig();
  const put = { kind: 'put', collection: 'resources', key: 'web', value: '{}' } as const;
  await create(fleet, 'web', 1, [{ ...put, expected: 0 }]);
  assert.equal((await store.getDocument('resources', 'web'))?.revision, 1);
  const outdated = change(
    fleet,
    'web',
    resize(() => 9),
    [{ ...put, expected: 7 }],
  );
  await assert.rejects(
    outdated,
    (error) => error instanceof StoreError && error.code === 'conflict',
  );
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 1 });
  assert.deepEqual(await store.readHeads([journalName(web, 1)]), [1]);
  const creation = create(fleet, 'next', 1, [{ ...put, expected: 7 }]);
  await assert.rejects(
    creation,
    (error) => error instanceof StoreError && error.code === 'conflict',
  );
  assert.equal(await fleet.find(keyOf('next')), undefined);
});

test('fleet: what was seen before a crash is seen after it', async () => {
  for (const commands of [1_000, 2]) {
    const snapshotEvery = { commands, transitions: 1_000_000 };
    const before = await createRig({ snapshotEvery });
    const { store, clock } = before;
    await create(before.fleet, 'web', 10);
    for (const capacity of [12, 7, 9]) {
      clock.advanceBy(4 * second);
      await change(
        before.fleet,
        'web',
        resize(() => capacity),
      );
      await clock.turn();
      await clock.turn();
    }
    clock.advanceBy(3 * second);
    const seen = await countsOf(before.fleet, 'web');
    assert.equal((await store.readSnapshot(journalName(web, 1))) !== undefined, commands === 2);
    const after = await createRig({ store, clock, snapshotEvery });
    assert.deepEqual(await countsOf(after.fleet, 'web'), seen);
    assert.deepEqual(after.complaints, []);
    clock.advanceBy(100 * second);
    assert.deepEqual(await countsOf(after.fleet, 'web'), { succeeded: 9 });
  }
});

test('fleet: an operation goes on after a crash', async () => {
  const before = await createRig();
  const { store, clock } = before;
  const created = await create(before.fleet, 'web', 3);
  assert.ok(created.kind === 'changed');
  const after = await createRig({ store, clock });
  const found = await after.fleet.findOperation(created.operation.operationId);
  assert.deepEqual(found?.operation, created.operation);
  clock.advanceBy(60 * second);
  const ended = await after.fleet.findOperation(created.operation.operationId);
  assert.equal(ended?.operation.state, 'succeeded');
});

test('fleet: peek answers at once when the set is in memory and little is due', async () => {
  const { fleet, store, clock } = await createRig();
  assert.equal(fleet.peek(web), undefined);
  await create(fleet, 'web', 3);
  assert.equal(fleet.peek(web), await fleet.find(web));
  clock.advanceBy(60 * second);
  const scaleSet = fleet.peek(web);
  assert.equal(
    scaleSet && bytesAt(scaleSet, clock.now()),
    await replayed(store, journalName(web, 1), clock.now()),
  );
  await create(fleet, 'large', 5_000);
  clock.advanceBy(60 * second);
  assert.equal(fleet.peek(keyOf('large')), undefined, 'too much is due');
  assert.deepEqual(await countsOf(fleet, 'large'), { succeeded: 5_000 });
  assert.ok(fleet.peek(keyOf('large')));
});

test('fleet: long work leaves the event loop free between its slices', async () => {
  const { fleet, source, clock } = await createRig({ sliceMs: 3 });
  await create(fleet, 'web', 50_000);
  clock.advanceBy(60 * second);
  source.setReadCost(1);
  const turns = source.turnCount();
  assert.deepEqual(await countsOf(fleet, 'web'), { succeeded: 50_000 });
  assert.ok(source.turnCount() - turns >= 5, `${source.turnCount() - turns} turns`);
});

test('fleet: who asks for all that is due means also the sets of before the start', async () => {
  const before = await createRig();
  await create(before.fleet, 'web', 3);
  const due = before.fleet.nextDue();
  await before.fleet.close();
  const { fleet, clock } = await createRig({ store: before.store, clock: before.clock });
  assert.equal(fleet.measure().scaleSetsInMemory, 0);
  await fleet.settle();
  assert.equal(fleet.nextDue(), due);
  clock.advanceBy(60 * second);
  await fleet.settle();
  assert.equal(fleet.nextDue(), NEVER);
});
