import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MICROS_PER_SECOND } from '../base/index.ts';
import type { Write } from '../store/index.ts';
import { GONE_COLLECTION, journalName, SET_COLLECTION } from './set-document.ts';
import {
  change,
  countsOf,
  create,
  createRig,
  destroy,
  keyOf,
  resize,
  type Rig,
} from './testing/rig.ts';

const minute = 60 * MICROS_PER_SECOND;
const web = keyOf('web');

/** Keeps a document per set, as the registry of resources does. */
async function withRegistry(rig: Rig): Promise<{ asked: string[] }> {
  const asked: string[] = [];
  rig.fleet.onGone(async (key) => {
    asked.push(key);
    return [{ kind: 'delete', collection: 'resources', key }];
  });
  return { asked };
}

function registered(name: string): Write[] {
  return [{ kind: 'put', collection: 'resources', key: keyOf(name), value: '{}' }];
}

test('deletion: the set goes, and what others keep of it goes with it', async () => {
  const rig = await createRig();
  const { fleet, clock, store } = rig;
  const { asked } = await withRegistry(rig);
  await create(fleet, 'web', 2, registered('web'));
  clock.advanceBy(minute);
  const deleted = await destroy(fleet, 'web');
  assert.ok(deleted.kind === 'changed');
  assert.deepEqual(await countsOf(fleet, 'web'), { deleting: 2 });
  assert.ok(await store.getDocument('resources', web));
  clock.advanceBy(minute);
  await fleet.settle();
  assert.equal(await store.getDocument('resources', web), undefined);
  assert.deepEqual(asked, [web]);
  assert.equal(fleet.peek(web), undefined);
  assert.equal(await fleet.find(web), undefined);
});

test('deletion: whoever looks at the set brings it to its end, without a wake-up', async () => {
  const rig = await createRig();
  await withRegistry(rig);
  const { fleet, clock, store } = rig;
  await create(fleet, 'web', 0, registered('web'));
  await destroy(fleet, 'web');
  clock.advanceBy(minute);
  assert.equal(await fleet.find(web), undefined);
  assert.equal(await store.getDocument('resources', web), undefined);
});

test('deletion: operations of a deleted set are answered, also after a restart', async () => {
  const rig = await createRig();
  const { fleet, clock, store } = rig;
  const created = await create(fleet, 'web', 2);
  clock.advanceBy(minute);
  const deleted = await destroy(fleet, 'web');
  assert.ok(created.kind === 'changed' && deleted.kind === 'changed');
  clock.advanceBy(minute);
  const ids = [created.operation.operationId, deleted.operation.operationId];
  const states = async (of: Rig): Promise<unknown[]> => {
    const found = await Promise.all(ids.map((id) => of.fleet.findOperation(id)));
    return found.map((each) => [each?.operation.kind, each?.operation.state, each?.location]);
  };
  const expected = [
    ['create', 'succeeded', 'westeurope'],
    ['deleteSet', 'succeeded', 'westeurope'],
  ];
  assert.deepEqual(await states(rig), expected);
  assert.deepEqual(await states(await createRig({ store, clock })), expected);
});

test('deletion: a set of the same name is another set with a journal of its own', async () => {
  const { fleet, clock, store } = await createRig();
  const first = await create(fleet, 'web', 2);
  const deletion = await destroy(fleet, 'web');
  clock.advanceBy(minute);
  const again = await create(fleet, 'web', 5);
  assert.ok(first.kind === 'changed' && again.kind === 'changed' && deletion.kind === 'changed');
  assert.notEqual(first.operation.operationId, again.operation.operationId);
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 5 });
  assert.deepEqual(await store.readHeads([journalName(web, 1), journalName(web, 2)]), [2, 1]);
  const old = await fleet.findOperation(deletion.operation.operationId);
  assert.equal(old?.operation.state, 'succeeded');
  const restarted = await createRig({ store, clock });
  assert.deepEqual(await countsOf(restarted.fleet, 'web'), { creating: 5 });
  const oldAgain = await restarted.fleet.findOperation(deletion.operation.operationId);
  assert.deepEqual(oldAgain, old);
});

test('deletion: an end that could not be written down is written at the next look', async () => {
  const { fleet, clock, store, complaints } = await createRig();
  let failures = 1;
  fleet.onGone(async (key) => {
    if (failures > 0) {
      failures -= 1;
      throw new Error('planted');
    }
    return [{ kind: 'delete', collection: 'resources', key }];
  });
  await create(fleet, 'web', 0, registered('web'));
  await destroy(fleet, 'web');
  clock.advanceBy(minute);
  await assert.rejects(fleet.settle(), /planted/);
  assert.ok(await store.getDocument('resources', web));
  assert.equal(await fleet.find(web), undefined);
  assert.equal(await store.getDocument('resources', web), undefined);
  assert.deepEqual(complaints, ['Due work could not be done.'].slice(0, complaints.length));
});

test('deletion: one that a crash cut off is seen to its end after the restart', async () => {
  const before = await createRig();
  const { store, clock } = before;
  await create(before.fleet, 'web', 2, registered('web'));
  await create(before.fleet, 'stays', 2, registered('stays'));
  await destroy(before.fleet, 'web');
  const after = await createRig({ store, clock });
  clock.advanceBy(minute);
  const { asked } = await withRegistry(after);
  after.fleet.resume();
  await after.fleet.close();
  assert.deepEqual(asked, [web]);
  assert.equal(await store.getDocument('resources', web), undefined);
  assert.ok(await store.getDocument('resources', keyOf('stays')));
});

test('deletion: of the journals of deleted sets the newest are kept', async () => {
  const { fleet, clock, store, complaints } = await createRig({ goneSetsKept: 3 });
  const operations: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    const created = await create(fleet, `set${index}`, 0);
    assert.ok(created.kind === 'changed');
    operations.push(created.operation.operationId);
    await destroy(fleet, `set${index}`);
    clock.advanceBy(minute);
    await fleet.settle();
  }
  await fleet.close();
  assert.deepEqual(complaints, []);
  const kept = await store.listDocuments(GONE_COLLECTION, { prefix: '', limit: 100 });
  assert.ok(kept.length >= 3 && kept.length <= 4, `${kept.length} kept`);
  const documents = await store.listDocuments(SET_COLLECTION, { prefix: '', limit: 100 });
  assert.equal(documents.length, kept.length);
  assert.deepEqual(await store.readHeads([journalName(keyOf('set0'), 1)]), [0]);
  assert.equal(await fleet.findOperation(operations[0] ?? ''), undefined);
  assert.ok(await fleet.findOperation(operations[7] ?? ''));
});

test('reset: forgets the sets of a prefix and nothing else, and the same requests give the same ids', async () => {
  const { fleet, clock, store } = await createRig();
  const first = await create(fleet, 'web', 2);
  await create(fleet, 'gone', 0);
  await destroy(fleet, 'gone');
  clock.advanceBy(minute);
  await fleet.settle();
  await create(fleet, 'stays', 1);
  await change(
    fleet,
    'web',
    resize(() => 3),
  );
  assert.ok(first.kind === 'changed');
  await fleet.forget(web);
  await fleet.forget(keyOf('gone'));
  assert.equal(await fleet.find(web), undefined);
  assert.equal(fleet.peek(web), undefined);
  assert.equal(await fleet.findOperation(first.operation.operationId), undefined);
  assert.deepEqual(await countsOf(fleet, 'stays'), { creating: 1 });
  assert.deepEqual(await store.listDocuments(GONE_COLLECTION, { prefix: '', limit: 9 }), []);
  const again = await create(fleet, 'web', 2);
  assert.ok(again.kind === 'changed');
  assert.equal(again.operation.operationId, first.operation.operationId);
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 2 });
});

test('reset: waits for the changes that are under way', async () => {
  const { fleet } = await createRig();
  await create(fleet, 'web', 0);
  const changes = Array.from({ length: 5 }, () =>
    change(
      fleet,
      'web',
      resize((n) => n + 1),
    ),
  );
  const forgotten = fleet.forget('');
  const after = create(fleet, 'web', 7);
  const outcomes = await Promise.all(changes);
  assert.ok(outcomes.every(({ kind }) => kind === 'changed'));
  await forgotten;
  assert.equal((await after).kind, 'changed');
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 7 });
});
