import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatInstant, MICROS_PER_SECOND, parseInstant } from '../base/index.ts';
import { parseLifecycle } from '../scaleset/index.ts';
import { createMemoryStore, type Store, StoreError } from '../store/index.ts';
import { journalName } from './set-document.ts';
import {
  bytesAt,
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

/** A store whose commits wait until they are let through, or fail as told. */
function obstructedStore(): {
  store: Store;
  obstruct: (obstacle: (commit: () => Promise<void>) => Promise<void>) => void;
} {
  const inner = createMemoryStore();
  let obstacle = (commit: () => Promise<void>): Promise<void> => commit();
  return {
    store: { ...inner, commit: (batch) => obstacle(() => inner.commit(batch)) },
    obstruct: (next) => {
      obstacle = next;
    },
  };
}

test('fleet: reads go on while a change is being journalled, and do not overtake it', async () => {
  const { store, obstruct } = obstructedStore();
  const { fleet, clock } = await createRig({ store });
  await create(fleet, 'web', 4);
  clock.advanceBy(4 * second);
  const { promise: letThrough, resolve: go } = Promise.withResolvers<void>();
  const { promise: reached, resolve: onReached } = Promise.withResolvers<void>();
  obstruct(async (commit) => {
    onReached();
    await letThrough;
    await commit();
  });
  const changing = change(
    fleet,
    'web',
    resize(() => 6),
  );
  await reached;
  clock.advanceBy(60 * second);
  assert.deepEqual(
    await countsOf(fleet, 'web'),
    { creating: 4 },
    'as at the instant of the change',
  );
  await fleet.settle();
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 4 });
  go();
  const changed = await changing;
  assert.ok(changed.kind === 'changed');
  assert.equal(formatInstant(changed.operation.startedAt), '2026-01-01T00:00:04+00:00');
  assert.deepEqual(await countsOf(fleet, 'web'), { succeeded: 6 });
  const scaleSet = await fleet.find(web);
  assert.ok(scaleSet);
  const end = clock.now();
  assert.equal(bytesAt(scaleSet, end), await replayed(store, journalName(web, 1), end));
});

test('fleet: a change that could not be journalled has not happened', async () => {
  const { store, obstruct } = obstructedStore();
  const { fleet } = await createRig({ store });
  await create(fleet, 'web', 4);
  obstruct(async () => {
    throw new StoreError('unavailable', 'planted');
  });
  await assert.rejects(
    change(
      fleet,
      'web',
      resize(() => 6),
    ),
    StoreError,
  );
  await assert.rejects(create(fleet, 'next', 1), StoreError);
  obstruct((commit) => commit());
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 4 });
  assert.equal(await fleet.find(keyOf('next')), undefined);
  assert.equal(
    (
      await change(
        fleet,
        'web',
        resize(() => 6),
      )
    ).kind,
    'changed',
  );
});

test('fleet: a change whose answer was lost is looked up in the journal', async () => {
  const { store, obstruct } = obstructedStore();
  const { fleet } = await createRig({ store });
  obstruct(async (commit) => {
    await commit();
    throw new StoreError('unavailable', 'planted');
  });
  await assert.rejects(create(fleet, 'web', 4), StoreError);
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 4 });
  await assert.rejects(
    change(
      fleet,
      'web',
      resize(() => 6),
    ),
    StoreError,
  );
  obstruct((commit) => commit());
  assert.deepEqual(await countsOf(fleet, 'web'), { creating: 6 });
  assert.equal(
    (
      await change(
        fleet,
        'web',
        resize(() => 7),
      )
    ).kind,
    'changed',
  );
});

test('fleet: a change that was journalled is not decided anew when its end cannot be written down', async () => {
  const { store, obstruct } = obstructedStore();
  const { fleet, clock } = await createRig({ store });
  const lifecycle = parseLifecycle({ name: 'at once', steps: {} });
  await fleet.change(web, ({ now, operationId, uniqueId, seed }) => {
    const resourceId = web;
    const genesis = { resourceId, name: 'web', location: 'westeurope', uniqueId, seed, lifecycle };
    const model = { sku: { capacity: 0 }, properties: {} };
    return {
      kind: 'command',
      command: { kind: 'create', at: now, operationId, genesis, model },
    };
  });
  let appends = 0;
  obstruct(async (commit) => {
    appends += 1;
    if (appends > 1) throw new StoreError('conflict', 'planted');
    await commit();
  });
  await assert.rejects(destroy(fleet, 'web'), StoreError);
  obstruct((commit) => commit());
  assert.equal((await store.readHeads([journalName(web, 1)]))[0], 2);
  assert.equal(await fleet.find(web), undefined);
  assert.deepEqual(await destroy(fleet, 'web'), { kind: 'refused', refusal: 'absent' });
  assert.equal(clock.now(), parseInstant('2026-01-01T00:00:00Z'));
});
